from itertools import product

import pytest

from domain.assignment import ANNOTATION_STATUS, REASON_NEEDED, Action, move
from domain.model import AnnotationStatus, AssignmentStatus

PENDING, AWAITING, SUCCESS, REJECTED = (
    AssignmentStatus.PENDING,
    AssignmentStatus.AWAITING_REVIEW,
    AssignmentStatus.SUCCESS,
    AssignmentStatus.REJECTED,
)
ALLOWED = {
    (PENDING, Action.SUBMIT): SUCCESS,
    (PENDING, Action.SUBMIT_FOR_REVIEW): AWAITING,
    (PENDING, Action.SKIP): PENDING,
    (PENDING, Action.FLAG): PENDING,
    (PENDING, Action.UNFLAG): PENDING,
    (PENDING, Action.REASSIGN): PENDING,
    (AWAITING, Action.UNDO): PENDING,
    (AWAITING, Action.APPROVE): SUCCESS,
    (AWAITING, Action.REQUEST_CHANGES): PENDING,
    (AWAITING, Action.REJECT): REJECTED,
    (SUCCESS, Action.UNDO): PENDING,
}


@pytest.mark.parametrize(("status", "action"), list(product(AssignmentStatus, Action)))
def test_these_moves_and_no_others(status, action):
    assert move(status, action) is ALLOWED.get((status, action))


@pytest.mark.parametrize(("status", "after"), [(SUCCESS, None), (REJECTED, None), (AWAITING, PENDING)])
def test_what_a_reviewer_decided_cannot_be_undone(status, after):
    assert move(status, Action.UNDO, is_reviewed=True) is after


def test_a_review_takes_nothing_else_away():
    assert move(AWAITING, Action.APPROVE, is_reviewed=True) is SUCCESS


def test_who_sends_back_or_rejects_says_why():
    assert {Action.REQUEST_CHANGES, Action.REJECT} == REASON_NEEDED


def test_annotations_follow_their_assignment():
    assert ANNOTATION_STATUS == {
        PENDING: AnnotationStatus.PENDING,
        AWAITING: AnnotationStatus.AWAITING_REVIEW,
        SUCCESS: AnnotationStatus.SUCCESS,
        REJECTED: AnnotationStatus.REVIEW_DENIED,
    }


def test_words_that_are_stored_stay():
    """Audit rows and assignments of years hold them."""
    assert " ".join(AssignmentStatus) == ("PENDING AWAITING_REVIEW AWAITING_CONSENSUS_REVIEW SUCCESS REJECTED EXCLUDED")
    said = "submit, submit for review, undo, skip, flag, unflag, approve, request changes, reject, reassign"
    assert [str(one) for one in Action] == said.split(", ")
