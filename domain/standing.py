"""Where an item stands for the person who looks at it in the editor, who labeled it or reviews it."""

from enum import StrEnum

from domain.assignment import Action, is_settled, move
from domain.model import Assignment, AssignmentStatus


class Standing(StrEnum):
    OPEN = "open"
    SKIPPED = "skipped"
    CHANGES = "changes"
    """They were requested."""
    SUBMITTED = "submitted"
    """It may still be taken back."""
    APPROVED = "approved"
    REJECTED = "rejected"
    SETTLED = "settled"
    """Final by something else than one reviewer's decision, or with the next reviewer."""


def of_labeler(assignment: Assignment, agreement: int) -> Standing:
    status = assignment.status
    if status is AssignmentStatus.PENDING:
        if assignment.is_skipped:
            return Standing.SKIPPED
        return Standing.CHANGES if assignment.reason else Standing.OPEN
    settled = is_settled(status, is_reviewed=assignment.is_reviewed, agreement=agreement)
    if move(status, Action.UNDO, is_settled=settled) is not None:
        return Standing.SUBMITTED
    if not assignment.is_reviewed:
        return Standing.SETTLED
    decided = {AssignmentStatus.SUCCESS: Standing.APPROVED, AssignmentStatus.REJECTED: Standing.REJECTED}
    return decided.get(status, Standing.SETTLED)


def of_reviewer(assignment: Assignment, user: str, *, is_chosen: bool = False) -> Standing:
    """`is_chosen`: of several answers to the input, this reviewer has approved one, be it this or another."""
    status = assignment.status
    if waits_for(assignment, user):
        return Standing.OPEN
    if status is AssignmentStatus.PENDING:
        return Standing.CHANGES
    return Standing.REJECTED if status is AssignmentStatus.REJECTED and not is_chosen else Standing.APPROVED


def waits_for(assignment: Assignment, reviewer: str) -> bool:
    return assignment.status is AssignmentStatus.AWAITING_REVIEW and assignment.reviewer == reviewer
