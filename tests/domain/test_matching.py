from itertools import permutations

import pytest
from hypothesis import given, strategies as st

from domain import matching, palette
from domain.matching import Agreed, Match
from domain.shapes import Shape, ShapeKind


def box(left, top, right, bottom, concept=1, key="a") -> Shape:
    return Shape(key, concept, ShapeKind.BOX, ((float(left), float(top)), (float(right), float(bottom))))


def drawn(shape: Shape) -> Shape:
    return Shape(shape.key, shape.concept, ShapeKind.POLYGON, shape.outline)


EDGE = st.integers(0, 12)
BOXES = st.builds(
    lambda left, top, width, height, concept: box(left, top, left + width, top + height, concept),
    *(EDGE, EDGE, st.integers(3, 6), st.integers(3, 6), st.integers(1, 2)),
)
ANSWERS = st.lists(BOXES, max_size=4)


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


def test_what_is_the_same_shape():
    mine = [box(0, 0, 10, 10), box(50, 50, 60, 60), box(0, 0, 10, 10, concept=2)]
    theirs = [box(51, 50, 61, 60), box(1, 0, 11, 10), box(80, 80, 90, 90), box(0, 20, 10, 30)]
    assert matching.matches(mine, theirs) == (Match(0, 1, pytest.approx(9 / 11)), Match(1, 0, pytest.approx(9 / 11)))
    assert matching.matches(mine, theirs, 0.9) == ()
    assert matching.matches(mine, []) == matching.matches([], theirs) == ()


def test_the_best_gives_way_where_that_makes_room_for_one_more():
    """The one in the middle fits both, the one on the left only the middle one."""
    mine, theirs = [box(0, 0, 10, 10), box(2, 0, 12, 10)], [box(2, 0, 12, 10), box(5, 0, 15, 10)]
    assert [match[:2] for match in matching.matches(mine, theirs, 0.5)] == [(0, 0), (1, 1)]
    assert [match[:2] for match in matching.matches(mine, theirs, 0.6)] == [(1, 0)]


@given(ANSWERS, ANSWERS, st.sampled_from([0.0, 0.2, 0.5, 0.8]))
def test_as_many_match_as_can(mine, theirs, least):
    found = matching.matches(mine, theirs, least)
    assert len({match.one for match in found}) == len({match.other for match in found}) == len(found)
    for match in found:
        one, other = mine[match.one], theirs[match.other]
        assert one.concept == other.concept
        assert match.overlap == matching.iou(one, other) >= least

    def fit(one: Shape, other: Shape) -> bool:
        return one.concept == other.concept and matching.iou(one, other) >= max(least, 1e-9)

    fewer, more = sorted((mine, theirs), key=len)
    orders = permutations(more, len(fewer))
    most = max(sum(fit(one, other) for one, other in zip(fewer, order, strict=True)) for order in orders)
    assert len(found) == most == len(matching.matches(theirs, mine, least))


def test_long_rows_are_matched_through():
    """Each fits its own and the next one: the last has no place unless all move on."""
    mine = [box(4 * n, 0, 4 * n + 10, 10) for n in range(100)]
    theirs = [box(4 * n - 3, 0, 4 * n + 7, 10) for n in range(100)]
    assert [match[:2] for match in matching.matches(mine, theirs)] == [(n, n) for n in range(100)]


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
