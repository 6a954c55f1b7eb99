"""A person's queue as the editor shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import NotFound
from domain.model import Actor, InputKind, QueuedInput, Role, Task, TaskStatus
from domain.read_models import EditorProgress, EditorQueue, StripRow
from domain.standing import Standing, of_labeler, of_reviewer
from services import batches, giving
from services.links import PictureLinks
from store.strips import WAITS, Owner, Place
from store.unit_of_work import UnitOfWork

MOST = 60
"""Rows at once."""
_AROUND = MOST // 2


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the queue: around an item, before it or after it; around what comes next where nothing is said."""

    around: int | None = None
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose editor it is, and of which task."""

    task: Task
    actor: Actor
    is_review: bool

    @property
    def owner(self) -> Owner:
        return Owner(self.task.id, self.actor.user, self.is_review, self.is_review and bool(self.task.agreement))

    @property
    def is_closed(self) -> bool:
        return self.task.status is TaskStatus.WONT_DO


def desk(unit: UnitOfWork, actor: Actor, task_id: int, *, is_review: bool) -> Desk:
    """Raises NotFound alike for what is not there and for what is none of this person's."""
    task, person = unit.tasks.find(task_id), unit.people.find(actor)
    is_here = task is not None and task.workspace == actor.workspace and task.deleted_at is None
    if task is None or person is None or person.is_deleted or not is_here:
        raise NotFound("That task is gone, or it is none of yours.")
    if not any(unit.people.has_role(task_id, actor.user, role) for role in Role):
        raise NotFound("That task is gone, or it is none of yours.")
    return Desk(task, actor, is_review)


def queue(unit: UnitOfWork, links: PictureLinks, at: Desk, asked: Asked) -> EditorQueue:
    going = progress(unit, at)
    front = None if at.is_closed else next_of(unit, at)
    rows, earlier, later = _rows(unit, at, asked, front)
    return EditorQueue(
        at.task.id,
        at.task.name,
        bool(at.task.instructions.strip()) or unit.samples.has_any(at.task.id),
        strip_rows(unit, links, at, rows),
        earlier,
        later,
        None if front is None else front.assignment.id,
        going,
        reads_first=not going.done and front is not None and not front.assignment.reason,
    )


def next_of(unit: UnitOfWork, at: Desk) -> QueuedInput | None:
    """What this person should do now."""
    ask = unit.reviews.next if at.is_review else unit.queue.next
    return ask(at.task.id, at.actor.user)


def progress(unit: UnitOfWork, at: Desk) -> EditorProgress:
    task, user = at.task, at.actor.user
    if at.is_review:
        waiting = sum(unit.reviews.count_waiting(task.id, user).values())
        count = unit.reviews.count_inputs(task.id, user) if task.agreement else waiting
        total, done = unit.tallies.total(task.id), unit.reviews.count_decided(task.id, user)
        comes = bool(total.pending or total.awaiting > waiting) or not task.is_distributed
        return EditorProgress(done, done + count, is_review=True, more_expected=comes, is_closed=at.is_closed)
    tally = unit.tallies.of(task.id, user)
    may_take = 0 if tally.pending or at.is_closed else giving.available(unit, task, user)[0]
    comes = task.is_growing or not task.is_distributed
    return EditorProgress(
        tally.labeled, tally.total, is_review=False, may_take=may_take, more_expected=comes, is_closed=at.is_closed
    )


def strip_rows(unit: UnitOfWork, links: PictureLinks, at: Desk, found: Sequence[QueuedInput]) -> tuple[StripRow, ...]:
    inputs = [one.assignment.input for one in found]
    chosen = unit.strips.chosen(at.task.id, inputs, at.actor.user) if at.owner.is_by_input else set()
    return tuple(
        StripRow(
            at.task.id,
            one.assignment.id,
            one.assignment.input,
            one.input_name,
            one.kind,
            standing(at, one, is_chosen=one.assignment.input in chosen),
            one.assignment.is_flagged,
            has_thumbnail=one.kind is InputKind.IMAGE or (one.kind is InputKind.VIDEO and links.has_poster(one.sha256)),
        )
        for one in found
    )


def standing(at: Desk, one: QueuedInput, *, is_chosen: bool = False) -> Standing:
    if at.is_review:
        return of_reviewer(one.assignment, at.actor.user, is_chosen=is_chosen)
    return of_labeler(one.assignment, at.task.agreement)


def may_review(unit: UnitOfWork, at: Desk) -> bool:
    return batches.may_review(unit, at.task, at.actor.user)


def _rows(
    unit: UnitOfWork, at: Desk, asked: Asked, front: QueuedInput | None
) -> tuple[Sequence[QueuedInput], bool, bool]:
    """With whether there are more before, and behind."""
    if asked.before is not None:
        found = unit.strips.before(at.owner, _place(unit, at, asked.before), MOST + 1)
        return found[-MOST:], len(found) > MOST, False
    if asked.after is not None:
        found = unit.strips.after(at.owner, _place(unit, at, asked.after), MOST + 1)
        return found[:MOST], False, len(found) > MOST
    middle = WAITS
    named = asked.around if asked.around is not None else front.assignment.id if front else None
    if named is not None:
        middle = unit.strips.place(at.owner, named) or WAITS
    before = unit.strips.before(at.owner, middle, MOST + 1)
    after = unit.strips.after(at.owner, Place(middle.part, middle.at, middle.assignment - 1), MOST + 1)
    room = max(_AROUND, MOST - len(after))
    shown = [*before[-room:], *after]
    return shown[:MOST], len(before) > room, len(shown) > MOST


def _place(unit: UnitOfWork, at: Desk, assignment: int) -> Place:
    found = unit.strips.place(at.owner, assignment)
    if found is None:
        raise NotFound("That one is not in your queue any more.")
    return found
