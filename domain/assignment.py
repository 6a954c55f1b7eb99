"""Which state an assignment may go to from which: one table, and nothing else decides it."""

from enum import StrEnum

from domain.model import AnnotationStatus, AssignmentStatus

_PENDING, _AWAITING, _SUCCESS, _REJECTED = (
    AssignmentStatus.PENDING,
    AssignmentStatus.AWAITING_REVIEW,
    AssignmentStatus.SUCCESS,
    AssignmentStatus.REJECTED,
)


class Action(StrEnum):
    """Everything that can happen to an assignment. SUBMIT_FOR_REVIEW is a submit in a task that has reviewers."""

    SUBMIT = "submit"
    SUBMIT_FOR_REVIEW = "submit for review"
    UNDO = "undo"
    SKIP = "skip"
    FLAG = "flag"
    UNFLAG = "unflag"
    APPROVE = "approve"
    REQUEST_CHANGES = "request changes"
    REJECT = "reject"
    REASSIGN = "reassign"


_MOVES: dict[tuple[AssignmentStatus, Action], AssignmentStatus] = {
    (_PENDING, Action.SUBMIT): _SUCCESS,
    (_PENDING, Action.SUBMIT_FOR_REVIEW): _AWAITING,
    (_PENDING, Action.SKIP): _PENDING,
    (_PENDING, Action.FLAG): _PENDING,
    (_PENDING, Action.UNFLAG): _PENDING,
    (_PENDING, Action.REASSIGN): _PENDING,
    (_AWAITING, Action.UNDO): _PENDING,
    (_AWAITING, Action.APPROVE): _SUCCESS,
    (_AWAITING, Action.REQUEST_CHANGES): _PENDING,
    (_AWAITING, Action.REJECT): _REJECTED,
    (_SUCCESS, Action.UNDO): _PENDING,
}

REASON_NEEDED = frozenset({Action.REQUEST_CHANGES, Action.REJECT})

ANNOTATION_STATUS = {
    _PENDING: AnnotationStatus.PENDING,
    _AWAITING: AnnotationStatus.AWAITING_REVIEW,
    _SUCCESS: AnnotationStatus.SUCCESS,
    _REJECTED: AnnotationStatus.REVIEW_DENIED,
}


def move(status: AssignmentStatus, action: Action, *, is_reviewed: bool = False) -> AssignmentStatus | None:
    """The state after `action`, or None where it may not happen now. What a reviewer has decided can't be undone."""
    if action is Action.UNDO and status is _SUCCESS and is_reviewed:
        return None
    return _MOVES.get((status, action))
