"""What keeps a reviewer from deciding, in words: whose an answer is by now, and what became of it."""

from domain.model import Actor, AssignmentInTask, AssignmentStatus
from domain.naming import mention
from services import batches, moving
from store.unit_of_work import UnitOfWork


def why_not(unit: UnitOfWork, before: AssignmentInTask, actor: Actor, revision: int) -> str | None:
    """What keeps this person from deciding what their button asks about."""
    if before.is_deleted:
        return f"The task “{before.task_name}” was deleted."
    if before.is_closed:
        return f"The task “{before.task_name}” was closed early."
    if before.assignment.reviewer != actor.user:
        return _whose(unit, before, actor)
    is_same = before.assignment.revision == revision and before.assignment.status is AssignmentStatus.AWAITING_REVIEW
    return None if is_same else present_state(unit, before)


def _whose(unit: UnitOfWork, before: AssignmentInTask, actor: Actor) -> str:
    assignment = before.assignment
    if assignment.is_reviewed:
        return present_state(unit, before)
    task = unit.tasks.find(assignment.task)
    if task is None or not batches.may_review(unit, task, actor.user):
        return f"You are not a reviewer of “{before.task_name}”, so nothing was changed."
    who = f"<@{assignment.reviewer}>'s" if assignment.reviewer else "not anybody's yet"
    return f"That answer is {who} to review, so nothing was changed."


def present_state(unit: UnitOfWork, before: AssignmentInTask) -> str:
    now = (unit.queue.find(before.assignment.id) or before).assignment
    if now.status is AssignmentStatus.EXCLUDED:
        return "A lead has taken that one out of the task, so nothing is to be decided."
    if now.status is AssignmentStatus.AWAITING_REVIEW and now.is_reviewed:
        return f"<@{now.reviewed_by}> has approved that answer already, and it goes on to the next reviewer."
    if now.is_reviewed:
        return f"That answer was {moving.in_words(now.status)} already by <@{now.reviewed_by}>."
    if now.status is AssignmentStatus.PENDING:
        return f"That answer is with {mention(now.labeler)} again. It comes back to you when it is changed."
    return f"{mention(now.labeler)} has changed that answer since. Here it is as it is now."
