"""Whether an item is this labeler's, and may still be changed."""

from domain.errors import NotFound
from domain.model import Actor, AssignmentInTask, AssignmentStatus
from domain.standing import of_labeler
from services.editor import conflicts
from services.editor.strip import Desk, desk
from store.unit_of_work import UnitOfWork

_GONE = "That one is not in your queue any more: it was given to somebody else."
_EXCLUDED = "A lead has taken that one out of the task, so nothing is needed."


def find(unit: UnitOfWork, actor: Actor, task_id: int, assignment: int) -> tuple[Desk, AssignmentInTask]:
    at = desk(unit, actor, task_id, is_review=False)
    found = unit.queue.find(assignment)
    if found is None or found.assignment.task != task_id or found.assignment.labeler != actor.user:
        raise NotFound(_GONE)
    if found.assignment.status is AssignmentStatus.EXCLUDED:
        raise NotFound(_EXCLUDED)
    if found.labeler_left:
        raise NotFound(f"You are not a labeler of “{found.task_name}” any more.")
    return at, found


def check(unit: UnitOfWork, at: Desk, before: AssignmentInTask, revision: int) -> None:
    """That it may be edited, and is what the page has seen."""
    if at.is_closed or before.assignment.status is not AssignmentStatus.PENDING:
        raise over(at, unit, before)
    if before.assignment.revision != revision:
        raise conflicts.changed(unit, before.assignment)


def too_late(unit: UnitOfWork, at: Desk, assignment: int) -> Exception:
    """Somebody was quicker in this very moment."""
    now = unit.queue.find(assignment)
    if now is None or now.assignment.labeler != at.actor.user:
        return NotFound(_GONE)
    if now.assignment.status is AssignmentStatus.PENDING:
        return conflicts.changed(unit, now.assignment)
    return over(at, unit, now)


def over(at: Desk, unit: UnitOfWork, before: AssignmentInTask) -> conflicts.Over:
    return conflicts.labelers(unit, before, of_labeler(before.assignment, at.task.agreement))
