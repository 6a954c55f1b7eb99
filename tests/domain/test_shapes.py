import json
import math
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from domain import shapes
from domain.assisting import Source
from domain.errors import Invalid
from domain.model import Provenance, TaskType
from domain.shapes import Shape, ShapeKind, Size

SIZE = Size(100, 80)
DETECTION, SEGMENTATION = TaskType.DETECTION, TaskType.SEGMENTATION
BOX = {"key": "a", "concept": 1, "kind": "box", "points": [[10, 20], [30, 40]]}
POLYGON = {"key": "a", "concept": 1, "kind": "polygon", "points": [[10, 10], [50, 10], [50, 50]]}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from([*BOX, *POLYGON]), inner, max_size=4),
)
NEAR = st.floats(-50, 150) | st.integers(-50, 150)


def read(*given_shapes, type_=DETECTION):
    return shapes.parsed(list(given_shapes), type_, {1, 2}, SIZE)


def refusal(given_shapes, type_=DETECTION) -> str:
    with pytest.raises(Invalid) as refused:
        shapes.parsed(given_shapes, type_, {1, 2}, SIZE)
    assert list(refused.value.fields) in ([shapes.FIELD], ["a"])
    return refused.value.message


def box(key="a", *edges, concept=1, source=Source()) -> Shape:  # noqa: B008 - it never changes.
    left, top, right, bottom = edges or (10.0, 20.0, 30.0, 40.0)
    return Shape(key, concept, ShapeKind.BOX, ((left, top), (right, bottom)), source)


def polygon(*points, key="a") -> Shape:
    return Shape(key, 1, ShapeKind.POLYGON, points)


def test_boxes_are_rounded_and_clamped():
    assert read({**BOX, "points": [[-5, 1.234567], [300, 79.999]]}) == (box("a", 0.0, 1.23, 100.0, 80.0),)
    assert read(BOX, {**BOX, "key": "b", "concept": 2}) == (box(), box("b", concept=2))
    assert read() == ()


def test_polygons_are_rounded_clamped_and_open_at_their_end():
    closed = {**POLYGON, "points": [[-1, 0], [0, 0], [50.005, 0], [50.005, 0], [500, 500], [-1, 0]]}
    assert read(closed, type_=SEGMENTATION) == (polygon((0.0, 0.0), (50.01, 0.0), (100.0, 80.0)),)


@pytest.mark.parametrize(
    ("given_shapes", "words"),
    [
        ({"shapes": []}, "did not come as a list"),
        ([7], "is no shape"),
        ([{**BOX, "key": ""}], "no key"),
        ([{**BOX, "key": "a b"}], "no key"),
        ([{**BOX, "key": "a" * 41}], "no key"),
        ([{**BOX, "key": 1}], "no key"),
        ([BOX, BOX], "Shape 2 came twice"),
        ([{**BOX, "concept": 3}], "Choose another"),
        ([{**BOX, "concept": True}], "Choose another"),
        ([{**BOX, "concept": [1]}], "Choose another"),
        ([POLYGON], "is no box, and this task asks for boxes"),
        ([{**BOX, "points": [[1, 2], 3]}], "not two numbers"),
        ([{**BOX, "points": [[1, 2], "34"]}], "not two numbers"),
        ([{**BOX, "points": "12"}], "two points"),
        ([{**BOX, "points": [[1, 2]]}], "two points"),
        ([{**BOX, "points": None}], "two points"),
        ([{**BOX, "kind": ["box"]}], "is no box"),
        ([{**BOX, "from": "a b"}], "no suggestion"),
        ([{**BOX, "from": 1}], "no suggestion"),
        ([{**BOX, "points": [[math.nan, 2], [30, 40]]}], "no number"),
        ([{**BOX, "points": [[1, -math.inf], [30, 40]]}], "no number"),
        ([{**BOX, "points": [[1, 2], [10**400, 40]]}], "no number"),
        ([{**BOX, "points": [[1, 2], [True, 40]]}], "no number"),
        ([{**BOX, "points": [[1, 2], ["30", 40]]}], "no number"),
        ([{**BOX, "points": [[10, 10], [12.99, 40]]}], "smaller than 3 pixels"),
        ([{**BOX, "points": [[30, 20], [10, 40]]}], "smaller than 3 pixels"),
        ([{**BOX, "points": [[10, 78], [30, 400]]}], "smaller than 3 pixels"),
        ([{**BOX, "points": [[110, 10], [130, 40]]}], "smaller than 3 pixels"),
        ([{**BOX, "key": f"{n}"} for n in range(5001)], "5,001 shapes, and an answer has at most 5,000"),
    ],
)
def test_what_is_no_box_is_refused_with_a_sentence(given_shapes, words):
    assert words in refusal(given_shapes)


@pytest.mark.parametrize(
    ("given_points", "words"),
    [
        (None, "list of points"),
        ([[1, 1], [2, 2], 3], "not two numbers"),
        ([[1, 1], [2, 2], [3, 3, 3]], "not two numbers"),
        ([[1, 1], [2, 2], [3, math.nan]], "no number"),
        ([[1, 1], [2, 2]], "fewer than 3 points"),
        ([[1, 1], [1, 1], [1.001, 1]], "fewer than 3 points"),
        ([[1, 1]], "fewer than 3 points"),
        ([], "fewer than 3 points"),
        ([[200, 90], [300, 90], [300, 200], [1, 1]], "fewer than 3 points"),
        ([[n % 90, n % 70] for n in range(10_000)], "10,000 points, and a polygon has at most 2,000"),
    ],
)
def test_what_is_no_polygon_is_refused_with_a_sentence(given_points, words):
    assert words in refusal([{**POLYGON, "points": given_points}], SEGMENTATION)


def test_all_polygons_together_have_a_bearable_number_of_points():
    many = [{**POLYGON, "key": f"{n}", "points": [[k % 90, k // 90] for k in range(2000)]} for n in range(51)]
    assert "more than 100,000 points" in refusal(many, SEGMENTATION)
    assert len(read(*many[:50], type_=SEGMENTATION)) == 50


@given(ANYTHING, st.sampled_from([DETECTION, SEGMENTATION]))
def test_whatever_comes_is_read_or_refused(given_shapes, type_):
    try:
        shapes.parsed(given_shapes, type_, {1, 2}, SIZE)
    except Invalid as refused:
        assert refused.message.endswith(".")  # noqa: PT017 - most of it is refused, and need not be.


@given(st.lists(NEAR, min_size=4, max_size=4))
def test_boxes_that_are_taken_keep_the_rules(edges):
    try:
        (found,) = read({**BOX, "points": [edges[:2], edges[2:]]})
    except Invalid:
        return
    left, top, right, bottom = found.bounds
    assert 0 <= left <= right - 3 <= 97
    assert 0 <= top <= bottom - 3 <= 77
    for given_edge, kept, most in zip(edges, found.bounds, (100, 80, 100, 80), strict=True):
        assert abs(min(max(given_edge, 0), most) - kept) <= 0.0051
        assert round(kept, 2) == kept
    assert read(json.loads(json.dumps(shapes.to_json(found)))) == (found,)


@given(st.lists(st.lists(NEAR, min_size=2, max_size=2), min_size=3, max_size=8))
def test_polygons_that_are_taken_keep_the_rules(points):
    try:
        (found,) = read({**POLYGON, "points": points}, type_=SEGMENTATION)
    except Invalid:
        return
    left, top, right, bottom = found.bounds
    assert 0 <= left <= right <= 100
    assert 0 <= top <= bottom <= 80
    assert found.points == found.outline
    assert all(one != after for one, after in zip(found.points, (*found.points[1:], found.points[0]), strict=True))
    assert read(json.loads(json.dumps(shapes.to_json(found))), type_=SEGMENTATION) == (found,)


def test_what_can_be_kept_but_not_submitted():
    good = polygon((0.0, 0.0), (50.0, 0.0), (50.0, 50.0), key="good")
    bow = polygon((0.0, 0.0), (50.0, 50.0), (50.0, 0.0), (0.0, 50.0), key="bow")
    thin = polygon((0.0, 0.0), (50.0, 0.0), (50.0, 0.1), key="thin")
    shapes.refuse_unfinished([good, box("b")])
    with pytest.raises(Invalid) as refused:
        shapes.refuse_unfinished([bow, good, thin])
    assert list(refused.value.fields) == ["bow", "thin"]
    assert "crosses or touches itself" in refused.value.fields["bow"]
    assert "too thin" in refused.value.fields["thin"]
    assert shapes.why_unfinished(polygon((0.0, 0.0), (3.0, 0.0), (3.0, 3.0))) is None


def test_a_box_has_corners_and_an_area():
    assert box().outline == ((10.0, 20.0), (30.0, 20.0), (30.0, 40.0), (10.0, 40.0))
    assert box().area == 400
    assert polygon((0.0, 9.0), (4.0, 9.0), (1.0, 3.0)).bounds == (0.0, 3.0, 4.0, 9.0)


def test_counts_in_words():
    found = shapes.counts([box("a"), box("b", concept=2), box("c")])
    assert found == {1: 2, 2: 1}
    assert shapes.in_words([("shoes", 2), ("belt", 0), ("shirt", 1)]) == "2 shoes · 1 shirt"
    assert shapes.in_words([("crumbs", 1200)]) == "1,200 crumbs"
    assert shapes.in_words([("belt", 0)]) == "Nothing"


def test_what_the_page_is_told():
    source = Source(Provenance.EDITED, "d", "1", 0.9)
    told = shapes.to_json(replace(box(source=source), suggestion="s1"))
    said = {"source": "edited", "score": 0.9, "from": "s1"}
    assert told == {"key": "a", "concept": 1, "kind": "box", "points": ((10, 20), (30, 40))} | said
    assert shapes.to_json(polygon((1.0, 2.0), (3.0, 4.0), (5.0, 9.0))) == {
        "key": "a",
        "concept": 1,
        "kind": "polygon",
        "points": ((1, 2), (3, 4), (5, 9)),
        "from": None,
        "source": "human",
        "score": None,
    }
