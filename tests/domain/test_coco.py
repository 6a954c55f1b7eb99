import json

import pytest
from hypothesis import given, strategies as st

from domain import coco, interchange
from domain.coco import CocoPicture, CocoShape, ImportAs
from domain.errors import Invalid
from domain.shapes import Shape, ShapeKind, Size

SIZE = Size(100, 80)
IMAGE = {"id": 1, "file_name": "a/b.jpg", "width": 100, "height": 80}
CATEGORY = {"id": 1, "name": "Cat"}
BOX = {"image_id": 1, "category_id": 1, "bbox": [10, 20, 30, 40.5]}
RING = [10, 10, 50, 10, 50, 50]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats() | st.text(max_size=2),
    lambda inner: st.lists(inner, max_size=6),
    max_leaves=12,
)
ROWS = st.lists(
    st.dictionaries(st.sampled_from([*IMAGE, *BOX, *CATEGORY, "segmentation", "iscrowd", "score"]), ANYTHING),
    max_size=3,
)


def file(*annotations, images=(IMAGE,), categories=(CATEGORY,)) -> dict[str, object]:
    return {"images": list(images), "annotations": list(annotations), "categories": list(categories)}


def only(annotation) -> CocoShape:
    found = coco.read(file(annotation))
    assert found.odd == {}
    (shape,) = found.pictures[0].shapes
    return shape


def test_boxes_and_outlines():
    box = only(BOX | {"segmentation": [], "score": 0.5})
    assert box == CocoShape("Cat", (10, 20, 40, 60.5), (), 0.5)
    assert box.pieces(ShapeKind.BOX, SIZE) == ([((10.0, 20.0), (40.0, 60.5))], [])
    assert box.pieces(ShapeKind.POLYGON, SIZE) == ([((10.0, 20.0), (40.0, 20.0), (40.0, 60.5), (10.0, 60.5))], [])
    drawn = only(BOX | {"segmentation": [RING, [1, 2, 3], "x", [1, 2, 3, 4, 5, 6, 7], RING]})
    assert drawn.polygons == (tuple(RING), (), (), (), tuple(RING))
    good, wrong = drawn.pieces(ShapeKind.POLYGON, SIZE)
    assert good == [((10.0, 10.0), (50.0, 10.0), (50.0, 50.0))] * 2
    assert wrong == ["has fewer than 3 points within the picture"] * 3
    assert drawn.pieces(ShapeKind.BOX, SIZE) == box.pieces(ShapeKind.BOX, SIZE)


def test_a_mask_has_a_box_and_no_outline():
    mask = only(BOX | {"segmentation": {"counts": [1], "size": [2, 2]}, "iscrowd": 0})
    assert mask.pieces(ShapeKind.POLYGON, SIZE) == ([], ["is a mask (RLE), which has no outline"])
    assert mask.pieces(ShapeKind.BOX, SIZE) == ([((10.0, 20.0), (40.0, 60.5))], [])


@pytest.mark.parametrize("bbox", [None, [1, 2, 3], "1234", [1, 2, True, 4], [1, 2, None, 4]])
def test_without_a_box_there_is_nothing_to_place(bbox):
    for kind in ShapeKind:
        pieces = only(BOX | {"bbox": bbox, "segmentation": None}).pieces(kind, SIZE)
        assert pieces == ([], ["has neither a box nor an outline"])


def test_what_is_outside_or_too_small_is_odd():
    small, none = ([99, 20, 30, 40], [float("nan"), 20, 30, 40])
    assert only(BOX | {"bbox": small}).pieces(ShapeKind.BOX, SIZE) == (
        [],
        ["is smaller than 3 pixels within the picture"],
    )
    assert only(BOX | {"bbox": none}).pieces(ShapeKind.BOX, SIZE) == ([], ["has a coordinate that is no number"])


@pytest.mark.parametrize("score", [None, "0.5", True, -0.1, 1.1, float("nan")])
def test_what_is_no_score_is_none(score):
    assert only(BOX | {"score": score}).score is None


def test_pictures_without_shapes_are_there_too():
    images = (IMAGE | {"sha256": "ab" * 32}, {"id": "x", "file_name": "c.jpg", "width": "7"}, {"id": 3, "file_name": 7})
    assert coco.read(file(images=images)).pictures == (
        CocoPicture("a/b.jpg", "ab" * 32, SIZE),
        CocoPicture("c.jpg", None, None),
    )


def test_what_can_not_be_read_is_counted():
    odd = [
        *(BOX | {"iscrowd": 1}, BOX | {"iscrowd": 1, "segmentation": {"counts": [1], "size": [2, 2]}}),
        *(BOX | {"image_id": 9}, BOX | {"category_id": 9}, BOX | {"category_id": [1]}),
    ]
    found = coco.read(file(*odd))
    assert found.odd == {coco.CROWD: 2, "of an image or a category that is not in the file": 3}
    assert found.pictures[0].lost == ["Cat", "Cat", None, None]


@pytest.mark.parametrize(
    "document", [[], None, 7, {}, file() | {"images": {}}, file() | {"annotations": [7]}, file() | {"categories": None}]
)
def test_what_is_no_coco_file_is_refused(document):
    with pytest.raises(Invalid, match="The file is no COCO file"):
        coco.read(document)


@given(ROWS, ROWS, ROWS)
def test_whatever_stands_in_a_file_it_is_read_or_refused(images, annotations, categories):
    found = coco.read({"images": images, "annotations": annotations, "categories": categories})
    for picture in found.pictures:
        for one in picture.shapes:
            for kind in ShapeKind:
                good, wrong = one.pieces(kind, SIZE)
                assert good or all(wrong)


@pytest.mark.parametrize("kind", ShapeKind)
def test_what_we_write_comes_back(kind):
    corners = ((10.25, 20.5), (60.58, 60.51))
    points = corners if kind is ShapeKind.BOX else ((10.0, 10.0), (60.37, 12.5), (50.0, 79.99))
    annotation = interchange.coco_annotation(5, 1, 0, Shape("a", 1, kind, points))
    document = file(annotation, categories=interchange.coco_categories(["Cat"]))
    (picture,) = coco.read(json.loads(json.dumps(document))).pictures
    assert picture.shapes[0].pieces(kind, SIZE) == ([points], [])


def test_what_may_become_of_labels():
    assert [str(one) for one in ImportAs] == ["suggestions", "review", "final"]
