"""What counts add up to, and how long a model still needs."""

import pytest

from domain.model import AssistMode
from domain.read_models import (
    AssistModel,
    AssistProgress,
    AutoScore,
    ModelDetails,
    ModelLine,
    ModelsPage,
    ModelState,
    Score,
    Through,
)


def test_what_was_not_accepted_was_corrected_whatever_became_of_it():
    assert Score(10, 9, 7).corrected == 3


def test_counts_add_up():
    assert sum([Score(1, 2, 3), Score(10, 20, 30)], Score()) == Score(11, 22, 33)
    assert sum([AutoScore(1, 2, 3, 4), AutoScore(10, 20, 30, 40)], AutoScore()) == AutoScore(11, 22, 33, 44)
    assert AutoScore(1, 2, 3, 4).reviewed == 7
    assert Through("Birds", 40, 10, 5, 3, 2).inputs == 60


@pytest.mark.parametrize(
    ("progress", "left", "is_moving"),
    [
        (AssistProgress(10, 10, per_second=2.0), 0.0, False),
        (AssistProgress(4, 10, per_second=2.0), 3.0, True),
        (AssistProgress(10, 10, renewing=4, per_second=2.0), 2.0, True),
        (AssistProgress(4, 10), None, True),
        (None, None, False),
    ],
)
def test_a_page_is_kept_up_to_date_while_something_is_on_its_way(progress, left, is_moving):
    assert AssistModel(AssistMode.SUGGEST, "Clothes", "1", progress=progress).is_moving is is_moving
    assert progress is None or progress.seconds_left == left


@pytest.mark.parametrize("state", ModelState)
def test_windows_about_models_are_kept_up_to_date_while_one_is_checked(state):
    line = ModelLine("model:a", "a", "yours", state)
    is_checking = state is ModelState.CHECKING
    assert ModelsPage((line,), 0, 1, 1, "").is_checking is is_checking
    assert ModelDetails(line, (), 0, 1).is_checking is is_checking
