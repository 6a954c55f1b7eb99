"""The one way in which an assignment changes: the rule, the conditional write, its audit row, and what follows."""

from collections.abc import Mapping, Sequence

from domain.assignment import ANNOTATION_STATUS, Action, is_settled, move
from domain.assisting import Source
from domain.model import Actor, AnnotationStatus, AssignmentInTask, AssignmentStatus, AssistMode, Role, Task, TaskStatus
from domain.notices import Notice, TaskDone, TaskIdle
from domain.shapes import Shape
from services.keeping_shapes import keep
from store.cards import LABEL, REVIEW
from store.unit_of_work import UnitOfWork

ANEW: Mapping[str, object] = dict.fromkeys(("submitted_at", "reviewer", "reviewed_by", "reviewed_at")) | {
    "is_skipped": False
}
"""The columns of an answer that is to be given again, as if nobody had seen it. Earlier approvals are void with it."""


def apply(
    unit: UnitOfWork,
    before: AssignmentInTask,
    action: Action,
    who: str,
    *,
    reason: str | None = None,
    values: Mapping[str, object] | None = None,
    answer: Sequence[int | None] | None = None,
    author: str | None = None,
    sources: Mapping[int | None, Source] | None = None,
    statuses: Mapping[int, AnnotationStatus] | None = None,
    shapes: Sequence[Shape] | None = None,
    shape_statuses: Mapping[str, AnnotationStatus] | None = None,
) -> bool:
    """False: the action may not happen in this state, or somebody was quicker; then nothing was written.

    `answer`: concept ids (None is "None of these") that replace the answer so far. `author`: who gave it, if not the
    labeler. `sources`: of the concepts that a model has part in; `statuses`: of those that differ from the answer's.
    `shapes`: an answer of shapes instead, each with its source; without any it is "None of these". `shape_statuses`: by
    key, as `statuses`.
    """
    assignment = before.assignment
    settled = is_settled(assignment.status, is_reviewed=assignment.is_reviewed, agreement=before.agreement)
    after = move(assignment.status, action, is_settled=settled)
    is_mark = action in {Action.FLAG, Action.UNFLAG, Action.CLEAR_FLAG}
    if after is None or not unit.queue.change(assignment, is_mark=is_mark, status=str(after), **(values or {})):
        return False
    is_first = not assignment.revision
    if answer is not None:
        unit.annotations.replace(
            assignment.id,
            answer,
            ANNOTATION_STATUS[after],
            author=author,
            is_first=is_first,
            sources=sources,
            statuses=statuses,
        )
    elif shapes is not None:
        answered = ANNOTATION_STATUS[after]
        keep(unit, assignment.id, shapes, answered, author=author, is_first=is_first, statuses=shape_statuses)
    elif after is not assignment.status:
        unit.annotations.set_status([assignment.id], ANNOTATION_STATUS[after])
    _note_move(unit, before, (action, after), who, reason)
    return True


def _note_move(
    unit: UnitOfWork, before: AssignmentInTask, moved: tuple[Action, AssignmentStatus], who: str, reason: str | None
) -> None:
    assignment, (action, after) = before.assignment, moved
    unit.audit.add(
        assignment.task,
        who,
        str(action),
        assignment=assignment.id,
        before=str(assignment.status),
        after=str(after),
        reason=reason,
    )
    if before.lease is not None and who == assignment.labeler:
        unit.tallies.touch(assignment.task, who)
    if before.assist is not AssistMode.NONE and after is AssignmentStatus.PENDING is not assignment.status:
        # It is open again: what the model has learned since is worth knowing.
        unit.suggestions.want(assignment.task, [assignment.input])
        unit.topics.add("suggestions")


def finish_if_done(unit: UnitOfWork, workspace: str, task_id: int) -> None:
    """The last one ends the task, and its leads are told. Two last ones at once end it once. Where the dataset grows,
    there is nothing to do for now.
    """
    unit.tasks.lock(task_id)
    task, total = unit.tasks.find(task_id), unit.tallies.total(task_id)
    if task is None or task.status is TaskStatus.WONT_DO:
        return
    if total.is_open or not task.is_distributed or not (total.total or task.excluded):
        return
    after = TaskStatus.IDLE if task.is_growing else TaskStatus.DONE
    if not unit.tasks.set_status(task_id, after):
        return
    _note(unit, task_id, "finish", task.status, after)
    for lead in unit.people.of_task(task_id, Role.LEAD):
        # Somebody may take their last answer back, and again; inputs may trickle in: that is no news to anybody.
        news: Notice = TaskIdle(task_id) if task.is_growing else TaskDone(task_id)
        key = f"{'idle' if task.is_growing else 'done'}:{task_id}:{lead}"
        unit.outbox.put(Actor(workspace, lead), news, key=key)
    for card in unit.cards.of_task(task_id):
        if card.kind == REVIEW:  # Reviewers who were done earlier still read that more may come.
            unit.cards.touch(workspace, task_id, card.user, REVIEW)
    unit.topics |= {"notices", "cards"}


def repaint(unit: UnitOfWork, task: Task, changed: Sequence[AssignmentInTask]) -> None:
    """The cards of whoever had these."""
    labelers = {(one.assignment.labeler, LABEL) for one in changed if one.assignment.labeler}
    reviewers = {(one.assignment.reviewer, REVIEW) for one in changed if one.assignment.reviewer}
    for user, kind in sorted(labelers | reviewers):
        unit.cards.touch(task.workspace, task.id, user, kind, calmly=False)
    unit.topics.add("cards")


def reopen(unit: UnitOfWork, task: int, who: str | None = None) -> None:
    """There is something to do again: an answer was taken back, or inputs came. A task that failed is not better by
    that. `who`: whose doing it is; None: whoever did something in the task last.
    """
    for status in (TaskStatus.DONE, TaskStatus.IDLE):
        if unit.tasks.set_status(task, TaskStatus.IN_PROGRESS, only_from=status):
            _note(unit, task, "resume", status, TaskStatus.IN_PROGRESS, who)
            unit.outbox.withdraw(task, TaskDone)
            unit.outbox.withdraw(task, TaskIdle)


def try_again(unit: UnitOfWork, task: int, who: str) -> bool:
    """A task that failed goes on where it was. False: it has not failed."""
    failed, after = TaskStatus.FAILED, TaskStatus.IN_PROGRESS
    if not unit.tasks.set_status(task, after, only_from=failed):
        return False
    _note(unit, task, "try again", failed, after, who)
    unit.topics.add("distribution")
    return True


def _note(
    unit: UnitOfWork, task: int, action: str, before: TaskStatus, after: TaskStatus, who: str | None = None
) -> None:
    """Without a `who` it follows from what was done last: that is whose doing this is."""
    unit.audit.add(task, who or unit.audit.last_who(task), action, before=str(before), after=str(after))


def in_words(status: AssignmentStatus) -> str:
    return {
        AssignmentStatus.PENDING: "waiting for its label",
        AssignmentStatus.AWAITING_REVIEW: "waiting for review",
        AssignmentStatus.AWAITING_CONSENSUS_REVIEW: "waiting for the others' answers",
        AssignmentStatus.SUCCESS: "approved",
        AssignmentStatus.REJECTED: "rejected",
        AssignmentStatus.EXCLUDED: "taken out",
    }[status]
