import pytest

from domain.kinds import LABELED, holding_error
from domain.model import InputKind, TaskType

IMAGE, TEXT, VIDEO = InputKind


@pytest.mark.parametrize(
    ("held", "wanted", "error"),
    [
        ({}, (IMAGE, TEXT, VIDEO), "“Sea” holds 0 inputs. Choose a dataset that holds pictures, texts or videos."),
        ({IMAGE: 0}, (IMAGE,), "“Sea” holds 0 inputs. Choose a dataset that holds pictures."),
        ({TEXT: 1}, (IMAGE,), "“Sea” holds 1 text. Choose a dataset that holds pictures."),
        (
            {VIDEO: 2, TEXT: 1200},
            (IMAGE,),
            "“Sea” holds 1,200 texts and 2 videos. Choose a dataset that holds pictures.",
        ),
        ({IMAGE: 7}, (VIDEO, TEXT), "“Sea” holds 7 pictures. Choose a dataset that holds texts or videos."),
        ({TEXT: 9, VIDEO: 1}, (IMAGE, VIDEO), None),
    ],
)
def test_a_dataset_without_what_is_labeled_is_refused_with_the_count_of_what_it_holds(held, wanted, error):
    assert holding_error("Sea", held, wanted) == error


def test_classification_takes_every_kind():
    assert set(LABELED[TaskType.CLASSIFICATION]) == set(InputKind)


@pytest.mark.parametrize("type_", [TaskType.DETECTION, TaskType.SEGMENTATION])
def test_shapes_are_drawn_on_pictures_only(type_):
    assert set(LABELED[type_]) == {IMAGE}
