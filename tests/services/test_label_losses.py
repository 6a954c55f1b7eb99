"""What of a COCO file can't be taken costs nothing else, and is never taken for "nothing here"."""

import pytest

from domain.coco import CROWD
from domain.model import AssignmentStatus, TaskType
from services.label_imports import LabelsImported
from tests.services.test_label_imports import FINAL, OPEN, SUGGESTIONS, coco, take, task_of

PENDING, SUCCESS = AssignmentStatus.PENDING, AssignmentStatus.SUCCESS


@pytest.mark.parametrize("how", [FINAL, SUGGESTIONS])
@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"segmentation": {"size": [80, 100], "counts": "abc"}}, "a shape that is a mask (RLE), which has no outline"),
        ({"segmentation": {"size": [80, 100], "counts": [9]}, "iscrowd": 1}, CROWD),
        ({"segmentation": [[1, 1, 1, 1, 1, 1]]}, "a shape that has fewer than 3 points within the picture"),
        ({"segmentation": [[10, 10, 50, 50, 50, 10, 10, 50]]}, "a polygon that crosses itself or covers nothing"),
        ({"category_id": 77}, "of an image or a category that is not in the file"),
    ],
    ids=["mask", "crowd", "sliver", "crossed", "category"],
)
def test_a_picture_of_which_nothing_could_be_taken_is_not_one_with_nothing_on_it(office, more, reason, how):
    birds = task_of(office, TaskType.SEGMENTATION)
    imported = take(office, birds, coco(("2.jpg", "Wren", [10, 20, 30, 40]), **more), how)
    assert imported == LabelsImported(0, 0, imported.left_out)
    assert imported.left_out == {reason: 1, OPEN: 1}
    assert office.assignments(birds.id)[2].status is PENDING


def test_a_picture_with_other_things_on_it_has_none_of_ours(office):
    birds = task_of(office)
    crowd = coco(("2.jpg", "Cat", [10, 20, 30, 40]), iscrowd=1)
    assert take(office, birds, crowd, FINAL).pictures == 1
    assert take(office, birds, coco(("3.jpg", "Cat", [10, 20, 30, 40])), FINAL).pictures == 1
    assert [one.status for one in office.assignments(birds.id)] == [PENDING, PENDING, SUCCESS, SUCCESS]


def test_a_mask_has_a_box(office):
    birds = task_of(office)
    masked = coco(("2.jpg", "Wren", [10, 20, 30, 40]), segmentation={"size": [80, 100], "counts": "abc"})
    assert take(office, birds, masked, FINAL) == LabelsImported(1, 1)


def test_one_odd_piece_takes_none_of_the_others_along(office):
    birds = task_of(office, TaskType.SEGMENTATION)
    rings = [[10, 10, 40, 10, 40, 40], [1, 1, 1, 1, 1, 1], [5, 5, 7], [50, 50, 80, 50, 80, 70]]
    imported = take(office, birds, coco(("2.jpg", "Wren", [10, 10, 80, 69]), segmentation=rings), FINAL)
    assert imported == LabelsImported(1, 2, imported.left_out)
    assert imported.left_out == {"a shape that has fewer than 3 points within the picture": 2}
