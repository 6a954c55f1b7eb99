from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from domain.assisting import Source
from domain.interchange import FileNames, coco_annotation, coco_categories, yolo_line
from domain.model import Provenance
from domain.shapes import Shape, ShapeKind, Size

BOX = Shape("a", 7, ShapeKind.BOX, ((10.0, 20.5), (30.25, 40.0)))
POLYGON = Shape("b", 7, ShapeKind.POLYGON, ((0.0, 0.0), (40.0, 0.0), (0.0, 30.0)))


def names(*given_names: str) -> list[str]:
    of = FileNames()
    return [of.unique(name, f"{n:064x}"[::-1]) for n, name in enumerate(given_names, 1)]


def test_pictures_keep_their_folders():
    assert names("a/blue.jpg", "b/blue.jpg", "blue.jpg") == ["a/blue.jpg", "b/blue.jpg", "blue.jpg"]


@pytest.mark.parametrize(
    ("first", "second", "becomes"),
    [
        ("blue.jpg", "blue.jpg", "blue-20000000.jpg"),
        ("a/blue.jpg", "a/blue.png", "a/blue-20000000.png"),
        ("Blue.JPG", "blue.jpg", "blue-20000000.jpg"),
        ("u\u0308.jpg", "\u00fc.jpg", "\u00fc-20000000.jpg"),
    ],
)
def test_no_two_names_are_alike(first, second, becomes):
    assert names(first, second) == [first, becomes]


def test_names_stay_within_their_folder():
    assert names("../../etc/passwd", "/etc/passwd", "C:\\x\\y.jpg") == [
        "etc/passwd",
        "etc/passwd-20000000",
        "C_/x/y.jpg",
    ]
    assert names("", "..", "a/./b\n.jpg") == ["picture", "picture-20000000", "a/b_.jpg"]
    assert len(names("x" * 300 + ".jpg")[0]) == 200


def test_a_name_that_is_taken_by_chance_is_made_longer():
    of = FileNames()
    sha256 = "0123456789abcdef" * 4
    found = [of.unique(name, sha256) for name in ("a.jpg", "a-01234567.jpg", "a.jpg")]
    assert found == ["a.jpg", "a-01234567.jpg", "a-0123456789abcdef.jpg"]


@given(st.lists(st.tuples(st.text(max_size=6), st.integers(0, 2**40)), unique_by=lambda one: one[1], max_size=8))
def test_all_names_differ_and_are_relative(given_names):
    of = FileNames()
    found = [of.unique(name, f"{number:064x}"[::-1]) for name, number in given_names]
    assert len({name.casefold() for name in found}) == len(found)
    for name in found:
        parts = name.split("/")
        assert all(part.strip(". ") for part in parts)
        assert not name.startswith("/")
        assert "\\" not in name


def test_coco():
    assert coco_categories(["Cat", "Dog"]) == [
        {"id": 1, "name": "Cat", "supercategory": ""},
        {"id": 2, "name": "Dog", "supercategory": ""},
    ]
    found = coco_annotation(9, 4, 0, BOX)
    assert found == {
        "id": 9,
        "image_id": 4,
        "category_id": 1,
        "bbox": [10.0, 20.5, 20.25, 19.5],
        "area": 394.875,
        "segmentation": [],
        "iscrowd": 0,
        "attributes": {"provenance": "human"},
    }
    by_itself = coco_annotation(9, 4, 0, replace(BOX, source=Source(Provenance.AUTO, "finder", "1", 0.9)))
    said = {"provenance": "auto", "model": "finder", "model_version": "1", "score": 0.9}
    assert by_itself == found | {"attributes": said}
    drawn = coco_annotation(9, 4, 1, POLYGON)
    assert (drawn["bbox"], drawn["area"], drawn["category_id"]) == ([0, 0, 40, 30], 600, 2)
    assert drawn["segmentation"] == [[0, 0, 40, 0, 0, 30]]


def test_yolo():
    assert yolo_line(0, BOX, Size(100, 50)) == "0 0.20125000 0.60500000 0.20250000 0.39000000"
    assert yolo_line(3, POLYGON, Size(80, 60)) == "3 0.00000000 0.00000000 0.50000000 0.00000000 0.00000000 0.50000000"
