import math

import pytest
from hypothesis import given, strategies as st

from domain import outlines

SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
CORNERS = st.tuples(st.integers(0, 8), st.integers(0, 8)).map(lambda point: (float(point[0]), float(point[1])))
RINGS = st.lists(CORNERS, min_size=3, max_size=9, unique=True)


def star(points: int, middle: float = 50, radius: float = 40) -> tuple[outlines.Point, ...]:
    """Goes round once, in and out."""
    turns = [(place * 2 * math.pi / points, radius * (1 if place % 2 else 0.6)) for place in range(points)]
    return tuple((middle + far * math.cos(angle), middle + far * math.sin(angle)) for angle, far in turns)


def meets(ring) -> bool:
    """By the book, edge by edge, in whole numbers: neighbours share one point, all others none."""
    edges = list(zip(ring, (*ring[1:], ring[0]), strict=True))

    def on(edge, point) -> bool:
        (x0, y0), (x1, y1) = edge
        flat = (x1 - x0) * (point[1] - y0) == (y1 - y0) * (point[0] - x0)
        return flat and min(x0, x1) <= point[0] <= max(x0, x1) and min(y0, y1) <= point[1] <= max(y0, y1)

    def side(edge, point) -> float:
        (x0, y0), (x1, y1) = edge
        return (x1 - x0) * (point[1] - y0) - (y1 - y0) * (point[0] - x0)

    for place, one in enumerate(edges):
        for after, other in enumerate(edges[place + 1 :], place + 1):
            ends = [(one, point) for point in other] + [(other, point) for point in one]
            touching = {point for edge, point in ends if on(edge, point)}
            through = side(one, other[0]) * side(one, other[1]) < 0 > side(other, one[0]) * side(other, one[1])
            is_next = after == place + 1 or (place == 0 and after == len(edges) - 1)
            if through or len(touching) > is_next:
                return True
    return False


def test_areas():
    assert outlines.area(SQUARE) == 100
    assert outlines.area(SQUARE[::-1]) == 100
    assert outlines.area(((0, 0), (4, 0), (0, 3))) == 6
    assert outlines.area(()) == 0


@pytest.mark.parametrize(
    ("ring", "crosses"),
    [
        (SQUARE, False),
        (((0, 0), (10, 10), (10, 0), (0, 10)), True),
        (((0, 0), (10, 0), (5, 5)), False),
        (((0, 0), (10, 0), (5, 0)), True),
        (((0, 0), (10, 0)), True),
        (((0, 0), (4, 4), (8, 0), (8, 8), (4, 4), (0, 8)), True),
        (((0, 0), (10, 0), (10, 10), (5, 0), (0, 10)), True),
        (((0, 0), (4, 0), (8, 0), (8, 8), (0, 8)), False),
    ],
    ids=["square", "bow tie", "triangle", "flat", "line", "comes twice", "touches an edge", "straight on"],
)
def test_what_crosses_itself(ring, crosses):
    assert outlines.crosses_itself(ring) is crosses


@given(RINGS)
def test_crossings_are_found_as_by_the_book(ring):
    assert outlines.crosses_itself(ring) == meets(ring)


@given(RINGS)
def test_sweeping_finds_what_comparing_finds(ring):
    edges = [(a, b) if a < b else (b, a) for a, b in zip(ring, (*ring[1:], ring[0]), strict=True)]
    assert outlines._Sweep(edges).finds_crossing(ring) == meets(ring)


def test_fine_outlines_are_swept_over():
    fine = star(2000)
    assert not outlines.crosses_itself(fine)
    crossed = (*fine[:1000], (50.0, 50.0), (99.0, 51.0), (50.0, 52.0), *fine[1000:])
    assert outlines.crosses_itself(crossed)


@given(RINGS, st.integers(-9, 9), st.integers(-9, 9))
def test_overlaps_are_the_same_from_both_sides_and_never_more_than_either(ring, across, down):
    if outlines.crosses_itself(ring):
        return
    moved = [(x + across, y + down) for x, y in ring]
    shared = outlines.overlap(ring, moved)
    assert shared == pytest.approx(outlines.overlap(moved, ring), abs=1e-6)
    assert -1e-6 <= shared <= outlines.area(ring) + 1e-6
    assert outlines.overlap(ring, ring) == pytest.approx(outlines.area(ring), abs=1e-6)
    assert outlines.overlap(ring, ring[::-1]) == pytest.approx(outlines.area(ring), abs=1e-6)


@given(RINGS, RINGS)
def test_slices_side_by_side_share_nothing(ring, other):
    """So that comparing only those above the same stretch comes to what comparing each with each comes to."""
    mine, theirs = outlines.slices(ring), outlines.slices(other)
    each = abs(math.fsum(outlines._shared(one, another) for one in mine for another in theirs))
    assert outlines.shared(mine, theirs) == each
    assert outlines.covered(mine) == pytest.approx(outlines.area(ring), abs=1e-9)


def test_overlaps():
    assert outlines.overlap(SQUARE, [(x + 5, y + 4) for x, y in SQUARE]) == pytest.approx(30)
    assert outlines.overlap(SQUARE, [(x + 10, y) for x, y in SQUARE]) == 0
    triangle = ((0.0, 0.0), (10.0, 10.0), (0.0, 10.0))
    other = ((10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
    assert outlines.overlap(triangle, other) == pytest.approx(25)
    assert outlines.overlap(other, triangle) == pytest.approx(25)
    hollow = ((0, 0), (10, 0), (10, 10), (8, 10), (8, 2), (2, 2), (2, 10), (0, 10))
    assert outlines.overlap(hollow, ((0, 4), (10, 4), (10, 6), (0, 6))) == pytest.approx(8)


def test_fine_outlines_overlap_nearly_as_all_their_points_say():
    fine = [(50 + 40 * math.cos(turn), 50 + 40 * math.sin(turn)) for turn in (n * math.pi / 1000 for n in range(2000))]
    assert outlines.overlap(fine, fine) == pytest.approx(outlines.area(fine), rel=0.001)
