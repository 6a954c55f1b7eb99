import math
from itertools import permutations

import pytest
from hypothesis import given, strategies as st

from domain import matching, outlines, pairing, palette
from domain.matching import Agreed
from domain.shapes import Shape, ShapeKind


def box(left, top, right, bottom, concept=1, key="a") -> Shape:
    return Shape(key, concept, ShapeKind.BOX, ((float(left), float(top)), (float(right), float(bottom))))


def drawn(shape: Shape) -> Shape:
    return Shape(shape.key, shape.concept, ShapeKind.POLYGON, shape.outline)


def moved(one: Shape, across: int, up: int) -> Shape:
    left, top, right, bottom = one.bounds
    return box(left + across, top + up, right + across, bottom + up, one.concept)


EDGE = st.integers(0, 12)
BOXES = st.builds(
    lambda left, top, width, height, concept: box(left, top, left + width, top + height, concept),
    *(EDGE, EDGE, st.integers(3, 6), st.integers(3, 6), st.integers(1, 2)),
)
ANSWERS = st.lists(BOXES, max_size=4)
SHIFT = st.integers(-3, 3)
LEAST = st.sampled_from([0.0, 0.2, 0.5, 0.8])


def test_overlaps_of_boxes():
    assert matching.iou(box(0, 0, 10, 10), box(0, 0, 10, 10)) == 1
    assert matching.iou(box(0, 0, 10, 10), box(5, 0, 15, 10)) == pytest.approx(1 / 3)
    assert matching.iou(box(0, 0, 10, 10), box(10, 0, 20, 10)) == 0
    assert matching.iou(box(0, 0, 10, 10), box(0, 10, 10, 20)) == 0
    line = Shape("a", 1, ShapeKind.POLYGON, ((0.0, 0.0), (10.0, 10.0), (5.0, 5.0)))
    assert matching.iou(line, Shape("b", 1, ShapeKind.POLYGON, line.points[::-1])) == 0


@given(BOXES, BOXES)
def test_boxes_overlap_as_their_outlines_do(one, other):
    found = matching.iou(one, other)
    assert found == matching.iou(other, one)
    assert 0 <= found <= 1
    assert matching.iou(drawn(one), drawn(other)) == pytest.approx(found)
    assert matching.iou(drawn(one), other) == pytest.approx(found)


def fit(one: Shape, other: Shape, least: float) -> bool:
    return one.concept == other.concept and matching.iou(one, other) >= max(least, 1e-9)


def test_what_is_the_same_shape():
    mine = [box(0, 0, 10, 10), box(50, 50, 60, 60)]
    theirs = [box(51, 50, 61, 60), box(1, 0, 11, 10)]
    assert matching.are_alike(mine, theirs)
    assert matching.are_alike(mine, theirs, 9 / 11)
    assert not matching.are_alike(mine, theirs, 0.9)
    assert not matching.are_alike([box(0, 0, 10, 10)], [box(0, 0, 10, 10, concept=2)])


def test_the_best_gives_way_where_that_makes_room_for_one_more():
    """The one in the middle fits both, the one on the left only the middle one."""
    mine, theirs = [box(2, 0, 12, 10), box(0, 0, 10, 10)], [box(2, 0, 12, 10), box(5, 0, 15, 10)]
    assert matching.are_alike(mine, theirs, 0.5)
    assert not matching.are_alike(mine, theirs, 0.6)
    mine.append(box(6, 0, 16, 10))
    assert not matching.are_alike(mine, [*theirs, box(30, 0, 40, 10)]), "Three of which each fits one of only two."


@given(ANSWERS, st.permutations(range(4)), st.lists(st.tuples(SHIFT, SHIFT), min_size=4, max_size=4), LEAST)
def test_alike_are_those_of_which_each_finds_another(mine, order, moves, least):
    """Compared with trying all orders."""
    theirs = [moved(mine[place], *moves[place]) for place in order if place < len(mine)]
    pairs = (zip(mine, other, strict=True) for other in permutations(theirs))
    expected = any(all(fit(one, other, least) for one, other in each) for each in pairs)
    assert matching.are_alike(mine, theirs, least) == matching.are_alike(theirs, mine, least) == expected
    drawn_anew = [drawn(one) for one in theirs]
    assert matching.are_alike(mine, drawn_anew, least) == expected


@pytest.mark.parametrize("is_down", [False, True])
def test_long_rows_are_matched_through(is_down):
    """Each fits its own and the next one: the last has no place unless all move on."""
    turned = down if is_down else list
    mine = turned([box(4 * n, 0, 4 * n + 10, 10) for n in range(100)])
    theirs = turned([box(4 * n - 3, 0, 4 * n + 7, 10) for n in range(100)])
    assert matching.are_alike(mine, theirs)
    assert matching.are_alike(mine[::-1], theirs)
    assert not matching.are_alike(mine, [*theirs[:-1], theirs[0]])


def down(boxes):
    return [box(top, 10 * left, bottom, 10 * right) for one in boxes for left, top, right, bottom in [one.bounds]]


def star(middle: float, points: int = 240) -> Shape:
    turns = [(place * 2 * math.pi / points, 90 + 9 * math.sin(place / 4)) for place in range(points)]
    outline = tuple((round(middle + far * math.cos(a), 2), round(150 + far * math.sin(a), 2)) for a, far in turns)
    return Shape("a", 1, ShapeKind.POLYGON, outline)


def test_fine_outlines_close_to_each_other_are_compared_with_few(monkeypatch):
    """Of twelve people side by side each overlaps with most of the others: outlines are looked at only of those who
    could be the same by their bounds.
    """
    compared = []
    overlap = outlines.shared
    monkeypatch.setattr(outlines, "shared", lambda one, other: compared.append(1) or overlap(one, other))
    mine, theirs = ([star(200 + 40 * place + off) for place in range(12)] for off in (0, 2))
    assert matching.are_alike(mine, theirs)
    assert len(compared) == 12
    assert not matching.are_alike([*mine, star(2000)], [*theirs, star(3000)])
    assert len(compared) == 12, "The last one has no other, so that nothing is compared."


def test_heaps_are_given_up_on_and_called_unlike(monkeypatch):
    heap, other = ([box(place / 100 + off, 0, 50, 50) for place in range(30)] for off in (0, 0.5))
    assert matching.are_alike(heap, other)
    monkeypatch.setattr(pairing, "MOST_WORK", 500)
    assert not matching.are_alike(heap, other)
    assert matching.are_alike(heap, heap[::-1]), "What is the very same needs no comparing."


def test_alike_means_nothing_missing_and_nothing_too_many():
    one, other = box(0, 0, 10, 10), box(50, 50, 60, 60)
    assert matching.are_alike([one, other], [other, one])
    assert not matching.are_alike([one, other], [one])
    assert not matching.are_alike([one, one], [one, other])
    assert matching.are_alike([], [])


CAT, NEARLY, OTHER = [box(0, 0, 10, 10)], [box(1, 0, 11, 10)], [box(40, 40, 50, 50)]
FARTHER = [box(3, 0, 13, 10)]


@pytest.mark.parametrize(
    ("answers", "needed", "stands"),
    [
        ([CAT, NEARLY, OTHER], 2, Agreed(0, frozenset({0, 1}))),
        ([OTHER, CAT, NEARLY], 2, Agreed(1, frozenset({1, 2}))),
        ([CAT, NEARLY, OTHER], 3, None),
        ([CAT, NEARLY, OTHER, OTHER], 2, None),
        ([[], [], CAT], 2, Agreed(0, frozenset({0, 1}))),
        ([CAT, OTHER], 1, None),
        ([], 2, None),
        ([], 0, None),
    ],
)
def test_who_agrees(answers, needed, stands):
    assert matching.agreed(answers, needed) == stands


def test_the_one_in_the_middle_stands():
    """Likeness does not pass on: the first and the last are too far apart, and the middle one is like both."""
    assert matching.agreed([CAT, FARTHER, NEARLY], 3, 0.6) == Agreed(2, frozenset({0, 1, 2}))
    assert matching.agreed([CAT, FARTHER, NEARLY], 3) == Agreed(0, frozenset({0, 1, 2}))


def test_colours_differ_and_names_are_read_on_them():
    assert len(set(palette.COLOURS)) == len(palette.COLOURS) >= 10
    assert palette.colour(0) == palette.colour(len(palette.COLOURS)) == palette.COLOURS[0]
    for one in palette.COLOURS:
        assert palette.contrast(one, palette.ink(one)) >= 4.5
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#777777", "#777777") == 1
    assert palette.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert (palette.ink("#ffff00"), palette.ink("#000080")) == ("#000000", "#ffffff")
    assert palette.rgb("#1f77ff") == (31, 119, 255)
