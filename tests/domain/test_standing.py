"""Where an item stands for whoever looks at it."""

import pytest

from domain.model import Assignment, AssignmentStatus as Status
from domain.standing import Standing, of_labeler, of_reviewer, waits_for


def assignment(status: Status, **more: object) -> Assignment:
    return Assignment(1, 2, 3, "ANA", status, 4, 5, **more)


@pytest.mark.parametrize(
    ("status", "more", "agreement", "standing"),
    [
        (Status.PENDING, {}, 0, Standing.OPEN),
        (Status.PENDING, {"reason": "Tighter"}, 0, Standing.CHANGES),
        (Status.PENDING, {"reason": "Tighter", "is_skipped": True}, 0, Standing.SKIPPED),
        (Status.SUCCESS, {}, 0, Standing.SUBMITTED),
        (Status.SUCCESS, {}, 2, Standing.SETTLED),
        (Status.SUCCESS, {"reviewed_by": "REA"}, 0, Standing.APPROVED),
        (Status.SUCCESS, {"reviewed_by": "REA"}, 2, Standing.APPROVED),
        (Status.AWAITING_REVIEW, {}, 0, Standing.SUBMITTED),
        (Status.AWAITING_REVIEW, {}, 2, Standing.SETTLED),
        (Status.AWAITING_REVIEW, {"reviewed_by": "REA"}, 0, Standing.SETTLED),
        (Status.AWAITING_CONSENSUS_REVIEW, {}, 2, Standing.SUBMITTED),
        (Status.REJECTED, {}, 2, Standing.SETTLED),
        (Status.REJECTED, {"reviewed_by": "REA"}, 0, Standing.REJECTED),
    ],
)
def test_for_its_labeler(status, more, agreement, standing):
    assert of_labeler(assignment(status, **more), agreement) is standing


@pytest.mark.parametrize(
    ("status", "more", "is_chosen", "standing"),
    [
        (Status.AWAITING_REVIEW, {"reviewer": "REA"}, False, Standing.OPEN),
        (Status.AWAITING_REVIEW, {"reviewer": "RON", "reviewed_by": "REA"}, False, Standing.APPROVED),
        (Status.PENDING, {"reviewer": "REA", "reason": "Tighter"}, False, Standing.CHANGES),
        (Status.SUCCESS, {"reviewed_by": "REA"}, False, Standing.APPROVED),
        (Status.REJECTED, {"reviewed_by": "REA"}, False, Standing.REJECTED),
        (Status.REJECTED, {"reviewed_by": "REA"}, True, Standing.APPROVED),
    ],
)
def test_for_its_reviewer(status, more, is_chosen, standing):
    assert of_reviewer(assignment(status, **more), "REA", is_chosen=is_chosen) is standing


def test_an_answer_waits_for_one():
    waiting = assignment(Status.AWAITING_REVIEW, reviewer="REA")
    assert waits_for(waiting, "REA")
    assert not waits_for(waiting, "RON")
    assert not waits_for(assignment(Status.SUCCESS, reviewer="REA"), "REA")
