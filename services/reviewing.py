"""What a reviewer does: take a batch, approve, request changes, reject."""

from dataclasses import dataclass, replace
from functools import partial

from domain.assignment import REASON_NEEDED, Action
from domain.errors import Invalid, NotAllowed, NotFound
from domain.model import Actor, AssignmentInTask, AssignmentStatus, Role, Task
from domain.notices import ApproveAllAsked, Rejected, SentBack
from domain.read_models import ReasonModel, ReviewModel
from services import batches, moving
from services.cards import review_card
from services.links import PictureLinks
from store.cards import LABEL, REVIEW
from store.unit_of_work import Store, UnitOfWork

LONGEST_REASON = 1000
_NOT_READ = "Nobody reads a reason with Approve. Choose Request changes or Reject, or empty this field to approve."
_AT_ONCE = 50
"""Answers that are approved in one transaction: the writer is to be free for other clicks within 50 ms."""


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
                batches.deal(unit, actor.workspace, task_id, quiet=actor.user)
            return review_card(unit, self._links, task_id, actor.user, touch=True)

        return self._store.write(write)

    def approve(self, actor: Actor, assignment: int, revision: int, *, reason: str = "") -> Reviewed:
        """Raises Invalid where there is a `reason`: nobody would read it."""
        return self._decide(actor, assignment, revision, Action.APPROVE, reason)

    def request_changes(self, actor: Actor, assignment: int, revision: int, reason: str) -> Reviewed:
        """Back to the front of the same labeler's queue, with the reason and the old answer."""
        return self._decide(actor, assignment, revision, Action.REQUEST_CHANGES, reason)

    def reject(self, actor: Actor, assignment: int, revision: int, reason: str) -> Reviewed:
        return self._decide(actor, assignment, revision, Action.REJECT, reason)

    def ask_approve_all(self, actor: Actor, task_id: int, labeler: str, until: int, most: int) -> Reviewed | None:
        """Everything of this labeler that waits for this reviewer and was submitted up to `until` (µs). It is done when
        the notice that this leaves is delivered: then many rows keep no click waiting, and a crash loses none.

        `most`: how many the reviewer was asked about. Returns None, or why there is nothing to do.
        """

        def write(unit: UnitOfWork) -> Reviewed | None:
            task = _find_task(unit, actor, task_id)
            waiting = unit.reviews.count_of(task_id, actor.user, labeler, until)
            if task.deleted_at is not None:
                note = f"The task “{task.name}” was deleted."
            elif not waiting:
                note = f"Of those answers of <@{labeler}>, none waits for you any more."
            elif waiting > most:
                note = f"{waiting:,} answers of <@{labeler}> wait for you by now. None was approved: look once more."
            else:
                _leave_once(unit, actor, ApproveAllAsked(task_id, labeler, until, unit.now))
                return None
            return Reviewed(review_card(unit, self._links, task_id, actor.user, touch=True), note)

        return self._store.write(write)

    def approve_all(self, actor: Actor, asked: ApproveAllAsked) -> int:
        """In pieces that leave room for clicks. Returns how many of them this reviewer has approved since it was
        asked: the same when it is done once more.
        """
        while self._store.write(partial(_approve_some, actor=actor, asked=asked)) == _AT_ONCE:
            pass
        which = (asked.task, actor.user, asked.labeler, asked.until, asked.since)
        return self._store.read(lambda unit: unit.reviews.count_approved(*which))

    def ask_reason(self, actor: Actor, assignment: int, revision: int, *, is_reject: bool) -> ReasonModel | Reviewed:
        """What the window that asks for the reason shows; or the card as it is now, where no reason would help."""

        def write(unit: UnitOfWork) -> ReasonModel | Reviewed:
            before = _find(unit, actor, assignment)
            note = _why_not(unit, before, actor, revision)
            if note is not None:
                return Reviewed(review_card(unit, self._links, before.assignment.task, actor.user, touch=True), note)
            answers = tuple(name for _, name in unit.annotations.of(assignment))
            return ReasonModel(assignment, revision, is_reject, before.assignment.labeler, answers)

        return self._store.write(write)

    def deal_batches(self) -> int | None:
        """Deal out what is due. Returns when the next batch is due by its age (µs), or None."""
        tasks = self._store.read(lambda unit: unit.reviews.tasks_with_unassigned())
        due = [self._store.write(partial(batches.deal_if_due, task_id=task)) for task in tasks]
        return min((at for at in due if at is not None), default=None)

    def _decide(self, actor: Actor, assignment: int, revision: int, action: Action, reason: str) -> Reviewed:
        said = reason.strip()
        if action in REASON_NEEDED and not said:
            what = "why it is rejected" if action is Action.REJECT else "what should be different"
            raise Invalid({"reason": f"Say {what}: the labeler will read it."})
        if action not in REASON_NEEDED and said:
            raise Invalid({"reason": _NOT_READ})
        if len(said) > LONGEST_REASON:
            raise Invalid({"reason": f"A reason can have at most {LONGEST_REASON} characters; this has {len(said)}."})

        def write(unit: UnitOfWork) -> Reviewed:
            before = _find(unit, actor, assignment)
            task = before.assignment.task
            note = _why_not(unit, before, actor, revision)
            if note is None and not _apply(unit, before, action, actor, said):
                note = _present_state(unit, before)
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


def _leave_once(unit: UnitOfWork, actor: Actor, asked: ApproveAllAsked) -> None:
    """A double click asks for the same."""
    before = unit.outbox.waiting_for(actor, asked.task, ApproveAllAsked)
    same = (one for one in before if isinstance(one, ApproveAllAsked) and replace(one, since=asked.since) == asked)
    if next(same, None) is None:
        unit.outbox.put(actor, asked)
    unit.topics.add("notices")


def _approve_some(unit: UnitOfWork, *, actor: Actor, asked: ApproveAllAsked) -> int:
    """Returns how many."""
    waiting = unit.reviews.waiting_of(asked.task, actor.user, asked.labeler, asked.until, _AT_ONCE)
    first = unit.queue.find(waiting[0].id) if waiting else None
    if first is None or first.is_deleted:
        return 0
    # What the task says is the same for all of them.
    approved = [one for one in waiting if _move(unit, replace(first, assignment=one), Action.APPROVE, actor, "")]
    _follow(unit, first, actor, decided=len(approved))
    return len(approved)


def _apply(unit: UnitOfWork, before: AssignmentInTask, action: Action, actor: Actor, reason: str) -> bool:
    if not _move(unit, before, action, actor, reason):
        return False
    _follow(unit, before, actor, decided=int(action is not Action.REQUEST_CHANGES))
    task, labeler = before.assignment.task, before.assignment.labeler
    if action is Action.REQUEST_CHANGES and before.labeler_left:
        unit.tasks.unbalance(task)
        unit.topics.add("distribution")
    elif action in REASON_NEEDED:
        kind = SentBack if action is Action.REQUEST_CHANGES else Rejected
        name = unit.queue.with_picture(before.assignment.id).input_name
        unit.outbox.put(Actor(before.workspace, labeler), kind(task, name, reason, actor.user))
        unit.topics.add("notices")
    return True


def _move(unit: UnitOfWork, before: AssignmentInTask, action: Action, actor: Actor, reason: str) -> bool:
    values: dict[str, object] = {"reviewed_by": actor.user, "reviewed_at": unit.now, "reason": reason or None}
    values["reason_by"] = actor.user if reason else None
    if action is Action.REQUEST_CHANGES:
        values |= {"position": -unit.now, "submitted_at": None, "reviewed_by": None, "reviewed_at": None}
        values["is_skipped"] = False
    return moving.apply(unit, before, action, actor.user, reason=reason or None, values=values)


def _follow(unit: UnitOfWork, before: AssignmentInTask, actor: Actor, decided: int) -> None:
    """What comes of decisions on answers of one labeler."""
    task, labeler = before.assignment.task, before.assignment.labeler
    if decided:
        unit.reviews.decided(task, actor.user, decided)
        moving.finish_if_done(unit, before.workspace, task)
    # The reviewer's card first, as the labeler's clicks touch it: in one order, nobody waits for each other.
    unit.cards.touch(before.workspace, task, actor.user, REVIEW)
    unit.cards.touch(before.workspace, task, labeler, LABEL)


def _why_not(unit: UnitOfWork, before: AssignmentInTask, actor: Actor, revision: int) -> str | None:
    """What keeps this person from deciding what their button asks about."""
    if before.is_deleted:
        return f"The task “{before.task_name}” was deleted."
    if before.assignment.reviewer != actor.user:
        return _whose(unit, before, actor)
    is_same = before.assignment.revision == revision and before.assignment.status is AssignmentStatus.AWAITING_REVIEW
    return None if is_same else _present_state(unit, before)


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
