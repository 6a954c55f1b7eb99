from itertools import product

import pytest

from domain.assignment import ANNOTATION_STATUS, REASON_NEEDED, Action, is_settled, move
from domain.model import AnnotationStatus, AssignmentStatus

PENDING, AWAITING, CONSENSUS, SUCCESS, REJECTED, EXCLUDED = AssignmentStatus
ALLOWED = {
    (PENDING, Action.SUBMIT): SUCCESS,
    (PENDING, Action.SUBMIT_FOR_REVIEW): AWAITING,
    (PENDING, Action.SUBMIT_FOR_AGREEMENT): CONSENSUS,
    (PENDING, Action.SKIP): PENDING,
    (PENDING, Action.FLAG): PENDING,
    (PENDING, Action.UNFLAG): PENDING,
    (PENDING, Action.REASSIGN): PENDING,
    (PENDING, Action.RELEASE): PENDING,
    (PENDING, Action.TAKE): PENDING,
    (CONSENSUS, Action.UNDO): PENDING,
    (CONSENSUS, Action.AGREE): SUCCESS,
    (CONSENSUS, Action.OUTVOTE): REJECTED,
    (CONSENSUS, Action.DISAGREE): AWAITING,
    (AWAITING, Action.UNDO): PENDING,
    (AWAITING, Action.AGREE): SUCCESS,
    (AWAITING, Action.OUTVOTE): REJECTED,
    (AWAITING, Action.APPROVE): SUCCESS,
    (AWAITING, Action.APPROVE_IN_PART): AWAITING,
    (AWAITING, Action.EDIT_AND_APPROVE): SUCCESS,
    (AWAITING, Action.REQUEST_CHANGES): PENDING,
    (AWAITING, Action.REJECT): REJECTED,
    (AWAITING, Action.REPLACE): AWAITING,
    (SUCCESS, Action.REPLACE): SUCCESS,
    (SUCCESS, Action.UNDO): PENDING,
    (REJECTED, Action.REOPEN): PENDING,
    (EXCLUDED, Action.INCLUDE): PENDING,
    **{(status, Action.EXCLUDE): EXCLUDED for status in (PENDING, CONSENSUS, AWAITING, SUCCESS, REJECTED)},
    **{(status, Action.CLEAR_FLAG): status for status in (PENDING, CONSENSUS, AWAITING, SUCCESS, REJECTED)},
}


@pytest.mark.parametrize(("status", "action"), list(product(AssignmentStatus, Action)))
def test_these_moves_and_no_others(status, action):
    assert move(status, action) is ALLOWED.get((status, action))


@pytest.mark.parametrize("status", AssignmentStatus)
def test_what_is_settled_cannot_be_undone(status):
    assert move(status, Action.UNDO, is_settled=True) is None


def test_that_takes_nothing_else_away():
    assert move(AWAITING, Action.APPROVE, is_settled=True) is SUCCESS


@pytest.mark.parametrize(
    ("status", "is_reviewed", "agreement", "settled"),
    [
        (SUCCESS, False, 0, False),
        (SUCCESS, True, 0, True),
        (AWAITING, True, 0, True),
        (AWAITING, False, 0, False),
        (CONSENSUS, False, 2, False),
        (AWAITING, False, 2, True),
        (SUCCESS, False, 1, True),
    ],
)
def test_answers_settle_when_a_reviewer_has_decided_or_all_have_answered(status, is_reviewed, agreement, settled):
    assert is_settled(status, is_reviewed=is_reviewed, agreement=agreement) is settled


def test_who_sends_back_rejects_or_takes_out_says_why():
    assert {Action.REQUEST_CHANGES, Action.REJECT, Action.EXCLUDE} == REASON_NEEDED


def test_annotations_follow_their_assignment():
    assert ANNOTATION_STATUS == {
        PENDING: AnnotationStatus.PENDING,
        AWAITING: AnnotationStatus.AWAITING_REVIEW,
        CONSENSUS: AnnotationStatus.AWAITING_CONSENSUS_REVIEW,
        SUCCESS: AnnotationStatus.SUCCESS,
        REJECTED: AnnotationStatus.REVIEW_DENIED,
        EXCLUDED: AnnotationStatus.PENDING,
    }


def test_words_that_are_stored_stay():
    """Audit rows and assignments of years hold them."""
    assert " ".join(AssignmentStatus) == ("PENDING AWAITING_REVIEW AWAITING_CONSENSUS_REVIEW SUCCESS REJECTED EXCLUDED")
    said = (
        "submit, submit for review, submit for agreement, undo, skip, flag, unflag, clear flag, agree, outvote, "
        "disagree, approve, approve in part, edit and approve, request changes, reject, reassign, release, take, "
        "exclude, include, reopen, replace"
    )
    assert [str(one) for one in Action] == said.split(", ")
