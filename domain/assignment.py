"""Which state an assignment may go to from which: one table, and nothing else decides it."""

from enum import StrEnum

from domain.model import AnnotationStatus, AssignmentStatus

_PENDING, _AWAITING, _CONSENSUS, _SUCCESS, _REJECTED, _EXCLUDED = (
    AssignmentStatus.PENDING,
    AssignmentStatus.AWAITING_REVIEW,
    AssignmentStatus.AWAITING_CONSENSUS_REVIEW,
    AssignmentStatus.SUCCESS,
    AssignmentStatus.REJECTED,
    AssignmentStatus.EXCLUDED,
)


class Action(StrEnum):
    """Everything that can happen to an assignment. Which of the three submits it is, the task says."""

    SUBMIT = "submit"
    SUBMIT_FOR_REVIEW = "submit for review"
    SUBMIT_FOR_AGREEMENT = "submit for agreement"
    UNDO = "undo"
    SKIP = "skip"
    FLAG = "flag"
    UNFLAG = "unflag"
    CLEAR_FLAG = "clear flag"
    """By a lead, whatever became of the answer since."""
    AGREE = "agree"
    """Enough people gave this answer."""
    OUTVOTE = "outvote"
    """Another answer to the same input was agreed on, or chosen by a reviewer."""
    DISAGREE = "disagree"
    """All have answered, and too few of them alike."""
    APPROVE = "approve"
    APPROVE_IN_PART = "approve in part"
    """Stacked: the next reviewer looks at it too."""
    EDIT_AND_APPROVE = "edit and approve"
    REQUEST_CHANGES = "request changes"
    REJECT = "reject"
    REASSIGN = "reassign"
    RELEASE = "release"
    TAKE = "take"
    EXCLUDE = "exclude"
    INCLUDE = "include"
    REOPEN = "reopen"
    REPLACE = "replace"
    """Part of what a model said by itself is said in another task now."""


_MOVES: dict[tuple[AssignmentStatus, Action], AssignmentStatus] = {
    (_PENDING, Action.SUBMIT): _SUCCESS,
    (_PENDING, Action.SUBMIT_FOR_REVIEW): _AWAITING,
    (_PENDING, Action.SUBMIT_FOR_AGREEMENT): _CONSENSUS,
    (_PENDING, Action.SKIP): _PENDING,
    (_PENDING, Action.FLAG): _PENDING,
    (_PENDING, Action.UNFLAG): _PENDING,
    (_PENDING, Action.CLEAR_FLAG): _PENDING,
    (_PENDING, Action.REASSIGN): _PENDING,
    (_PENDING, Action.RELEASE): _PENDING,
    (_PENDING, Action.TAKE): _PENDING,
    (_PENDING, Action.EXCLUDE): _EXCLUDED,
    (_CONSENSUS, Action.UNDO): _PENDING,
    (_CONSENSUS, Action.AGREE): _SUCCESS,
    (_CONSENSUS, Action.OUTVOTE): _REJECTED,
    (_CONSENSUS, Action.DISAGREE): _AWAITING,
    (_CONSENSUS, Action.CLEAR_FLAG): _CONSENSUS,
    (_CONSENSUS, Action.EXCLUDE): _EXCLUDED,
    (_AWAITING, Action.UNDO): _PENDING,
    (_AWAITING, Action.AGREE): _SUCCESS,
    (_AWAITING, Action.OUTVOTE): _REJECTED,
    (_AWAITING, Action.APPROVE): _SUCCESS,
    (_AWAITING, Action.APPROVE_IN_PART): _AWAITING,
    (_AWAITING, Action.EDIT_AND_APPROVE): _SUCCESS,
    (_AWAITING, Action.REQUEST_CHANGES): _PENDING,
    (_AWAITING, Action.REJECT): _REJECTED,
    (_AWAITING, Action.CLEAR_FLAG): _AWAITING,
    (_AWAITING, Action.EXCLUDE): _EXCLUDED,
    (_AWAITING, Action.REPLACE): _AWAITING,
    (_SUCCESS, Action.REPLACE): _SUCCESS,
    (_SUCCESS, Action.UNDO): _PENDING,
    (_SUCCESS, Action.CLEAR_FLAG): _SUCCESS,
    (_SUCCESS, Action.EXCLUDE): _EXCLUDED,
    (_REJECTED, Action.REOPEN): _PENDING,
    (_REJECTED, Action.CLEAR_FLAG): _REJECTED,
    (_REJECTED, Action.EXCLUDE): _EXCLUDED,
    (_EXCLUDED, Action.INCLUDE): _PENDING,
}

REASON_NEEDED = frozenset({Action.REQUEST_CHANGES, Action.REJECT, Action.EXCLUDE})

ANNOTATION_STATUS = {
    _PENDING: AnnotationStatus.PENDING,
    _AWAITING: AnnotationStatus.AWAITING_REVIEW,
    _CONSENSUS: AnnotationStatus.AWAITING_CONSENSUS_REVIEW,
    _SUCCESS: AnnotationStatus.SUCCESS,
    _REJECTED: AnnotationStatus.REVIEW_DENIED,
    # Nobody's answer as long as it is out, and prefilled when it is taken in again.
    _EXCLUDED: AnnotationStatus.PENDING,
}


def move(status: AssignmentStatus, action: Action, *, is_settled: bool = False) -> AssignmentStatus | None:
    """The state after `action`, or None where it may not happen now.

    `is_settled`: a reviewer has decided, or all who were asked have answered. Then there is no way back by an undo.
    """
    if action is Action.UNDO and is_settled:
        return None
    return _MOVES.get((status, action))


def is_settled(status: AssignmentStatus, *, is_reviewed: bool, agreement: int) -> bool:
    """Where agreement is wanted, an answer can be taken back until all have answered."""
    return is_reviewed or (agreement > 0 and status is not _CONSENSUS)
