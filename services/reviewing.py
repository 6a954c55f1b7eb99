"""What a reviewer does: take a batch, approve, request changes, reject."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from domain.assignment import REASON_NEEDED, Action
from domain.clock import MINUTE
from domain.distribution import split_reviews
from domain.errors import Invalid, NotAllowed, NotFound
from domain.model import Actor, AssignmentInTask, AssignmentStatus, Role, Task
from domain.notices import Rejected, ReviewReady, SentBack
from domain.read_models import ReasonModel, ReviewModel
from services import moving
from services.cards import review_card
from services.links import PictureLinks
from store.cards import LABEL, REVIEW
from store.unit_of_work import Store, UnitOfWork

BATCH = 10
LONGEST_WAIT = 30 * MINUTE
LONGEST_REASON = 1000
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The card as it is now, and a word to the person where the click did not do what it said."""

    card: ReviewModel
    note: str | None = None


class Reviewing:
    def __init__(self, store: Store, links: PictureLinks) -> None:
        self._store = store
        self._links = links

    def card(self, actor: Actor, task_id: int) -> ReviewModel:
        def read(unit: UnitOfWork) -> ReviewModel:
            _find_task(unit, actor, task_id)
            return review_card(unit, self._links, task_id, actor.user, touch=False)

        return self._store.read(read)

    def take(self, actor: Actor, task_id: int) -> ReviewModel:
        """Whoever asks for work need not wait for a batch to fill: what waits is dealt out now."""

        def write(unit: UnitOfWork) -> ReviewModel:
            task = _find_task(unit, actor, task_id)
            if not unit.people.has_role(task_id, actor.user, Role.REVIEWER):
                raise NotAllowed("You are not a reviewer of this task. Its lead can add you in Edit.")
            if task.deleted_at is None:
                _deal(unit, actor.workspace, task_id, quiet=actor.user)
            return review_card(unit, self._links, task_id, actor.user, touch=True)

        return self._store.write(write)

    def approve(self, actor: Actor, assignment: int, revision: int) -> Reviewed:
        return self._decide(actor, assignment, revision, Action.APPROVE, None)

    def request_changes(self, actor: Actor, assignment: int, revision: int, reason: str) -> Reviewed:
        """Back to the front of the same labeler's queue, with the reason and the old answer."""
        return self._decide(actor, assignment, revision, Action.REQUEST_CHANGES, reason)

    def reject(self, actor: Actor, assignment: int, revision: int, reason: str) -> Reviewed:
        return self._decide(actor, assignment, revision, Action.REJECT, reason)

    def approve_all_of(self, actor: Actor, task_id: int, labeler: str) -> Reviewed:
        """Everything of this labeler that waits for this reviewer, in pieces that leave room for other clicks."""
        count = 0
        while True:
            approved, reviewed = self._store.write(lambda unit: self._approve_some(unit, actor, task_id, labeler))
            count += approved
            if approved < _AT_ONCE:
                answers = "1 answer" if count == 1 else f"{count} answers"
                note = f"Approved {answers} of <@{labeler}>." if count else f"No answer of <@{labeler}> waits for you."
                return Reviewed(reviewed, note)

    def ask_reason(self, actor: Actor, assignment: int, revision: int, *, is_reject: bool) -> ReasonModel:
        """What the window that asks for the reason shows."""

        def read(unit: UnitOfWork) -> ReasonModel:
            before = _find(unit, actor, assignment)
            answers = tuple(name for _, name in unit.annotations.of(assignment))
            return ReasonModel(assignment, revision, is_reject, before.assignment.labeler, answers)

        return self._store.read(read)

    def deal_batches(self) -> int | None:
        """Deal out what is due. Returns when the next batch is due by its age (µs), or None."""
        tasks = self._store.read(lambda unit: unit.reviews.tasks_with_unassigned())
        due = [self._store.write(partial(_deal_if_due, task_id=task)) for task in tasks]
        return min((at for at in due if at is not None), default=None)

    def _approve_some(self, unit: UnitOfWork, actor: Actor, task_id: int, labeler: str) -> tuple[int, ReviewModel]:
        task = _find_task(unit, actor, task_id)
        waiting = unit.reviews.waiting_of(task_id, actor.user, labeler, _AT_ONCE if task.deleted_at is None else 0)
        for one in waiting:
            before = unit.queue.find(one.id)
            if before is not None:
                _apply(unit, before, Action.APPROVE, actor, "")
        return len(waiting), review_card(unit, self._links, task_id, actor.user, touch=True)

    def _decide(self, actor: Actor, assignment: int, revision: int, action: Action, reason: str | None) -> Reviewed:
        said = (reason or "").strip()
        if action in REASON_NEEDED and not said:
            raise Invalid({"reason": "Say what should be different: the labeler will read it."})
        if len(said) > LONGEST_REASON:
            raise Invalid({"reason": f"A reason can have at most {LONGEST_REASON} characters; this has {len(said)}."})

        def write(unit: UnitOfWork) -> Reviewed:
            before = _find(unit, actor, assignment)
            task = before.assignment.task
            if before.is_deleted:
                note: str | None = f"The task “{before.task_name}” was deleted."
            elif before.assignment.reviewer != actor.user:
                note = _whose(unit, before, actor)
            elif before.assignment.revision != revision or not _apply(unit, before, action, actor, said):
                note = _present_state(unit, before)
            else:
                note = None
            unit.topics.add(f"pictures:{task}:{actor.user}")
            return Reviewed(review_card(unit, self._links, task, actor.user, touch=True), note)

        return self._store.write(write)


def _find(unit: UnitOfWork, actor: Actor, assignment: int) -> AssignmentInTask:
    before = unit.queue.find(assignment)
    if before is None or before.workspace != actor.workspace:
        raise NotFound("That answer is gone. Type `/label review` to see what waits for you.")
    return before


def _find_task(unit: UnitOfWork, actor: Actor, task_id: int) -> Task:
    task = unit.tasks.find(task_id)
    if task is None or task.workspace != actor.workspace:
        raise NotFound("That task is gone. Type `/label` to see what waits for you.")
    return task


def _apply(unit: UnitOfWork, before: AssignmentInTask, action: Action, actor: Actor, reason: str) -> bool:
    task, labeler = before.assignment.task, before.assignment.labeler
    values: dict[str, object] = {"reviewed_by": actor.user, "reviewed_at": unit.now, "reason": reason or None}
    values["reason_by"] = actor.user if reason else None
    if action is Action.REQUEST_CHANGES:
        values |= {"position": -unit.now, "submitted_at": None, "reviewed_by": None, "reviewed_at": None}
    if not moving.apply(unit, before, action, actor.user, reason=reason or None, values=values):
        return False
    if action is not Action.REQUEST_CHANGES:
        unit.reviews.decided(task, actor.user)
        moving.finish_if_done(unit, before.workspace, task)
    # The reviewer's card first, as the labeler's clicks touch it: in one order, nobody waits for each other.
    unit.cards.touch(before.workspace, task, actor.user, REVIEW)
    unit.cards.touch(before.workspace, task, labeler, LABEL)
    if action is Action.REQUEST_CHANGES and before.labeler_left:
        unit.tasks.unbalance(task)
        unit.topics.add("distribution")
    elif action in REASON_NEEDED:
        kind = SentBack if action is Action.REQUEST_CHANGES else Rejected
        name = unit.queue.with_picture(before.assignment.id).input_name
        unit.outbox.put(Actor(before.workspace, labeler), kind(task, name, reason, actor.user))
        unit.topics.add("notices")
    return True


def _whose(unit: UnitOfWork, before: AssignmentInTask, actor: Actor) -> str:
    assignment = before.assignment
    if assignment.is_reviewed:
        return _present_state(unit, before)
    if not unit.people.has_role(assignment.task, actor.user, Role.REVIEWER):
        return f"You are not a reviewer of “{before.task_name}”, so nothing was changed."
    who = f"<@{assignment.reviewer}>'s" if assignment.reviewer else "not anybody's yet"
    return f"That answer is {who} to review, so nothing was changed."


def _present_state(unit: UnitOfWork, before: AssignmentInTask) -> str:
    now = (unit.queue.find(before.assignment.id) or before).assignment
    if now.is_reviewed:
        return f"That answer was {moving.in_words(now.status)} already by <@{now.reviewed_by}>."
    if now.status is AssignmentStatus.PENDING:
        return f"That answer is with <@{now.labeler}> again. It comes back to you when it is changed."
    return f"<@{now.labeler}> has changed that answer since. Here it is as it is now."


def _deal_if_due(unit: UnitOfWork, task_id: int) -> int | None:
    task = unit.tasks.find(task_id)
    unassigned = unit.reviews.unassigned(task_id)
    reviewers = len(unit.reviews.load(task_id))
    if task is None or not unassigned or not reviewers:
        return None
    oldest = min(submitted for _, submitted in unassigned)
    is_last = task.is_distributed and not unit.queue.total(task_id).pending
    if len(unassigned) >= BATCH * reviewers or is_last or unit.now - oldest >= LONGEST_WAIT:
        _deal(unit, task.workspace, task_id)
        return None
    return oldest + LONGEST_WAIT


def _deal(unit: UnitOfWork, workspace: str, task_id: int, quiet: str | None = None) -> None:
    """`quiet`: this person is looking already and needs no message."""
    plan = split_reviews([one for one, _ in unit.reviews.unassigned(task_id)], unit.reviews.load(task_id))
    gets = sorted(set(plan.values()))
    had = {reviewer: sum(unit.reviews.count_waiting(task_id, reviewer).values()) for reviewer in gets}
    unit.reviews.give(task_id, plan)
    tell(unit, workspace, task_id, (reviewer for reviewer in gets if not had[reviewer] and reviewer != quiet))
    for reviewer in gets:
        if had[reviewer]:
            unit.cards.touch(workspace, task_id, reviewer, REVIEW)
    unit.topics |= {"pictures", "cards"}


def tell(unit: UnitOfWork, workspace: str, task_id: int, reviewers: Iterable[str]) -> None:
    """There is something to review, and there was nothing before."""
    for reviewer in reviewers:
        unit.outbox.put(Actor(workspace, reviewer), ReviewReady(task_id))
        unit.topics.add("notices")
