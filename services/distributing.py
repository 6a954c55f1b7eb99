"""Work that follows from what was decided: filling datasets, handing out inputs, evening out queues.

It is done bit by bit, so that no click waits for it, and a crash leaves it where it was.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Lock

import structlog

from domain.assignment import Action
from domain.distribution import deal
from domain.errors import LabelingError, NotFound
from domain.model import Actor, AssignmentStatus, Person, Role, Task, TaskStatus
from domain.notices import QueueReady, TaskFailed
from domain.permissions import check_lead
from services import moving
from store.cards import LABEL
from store.unit_of_work import DATABASE_TROUBLE, Store, UnitOfWork

log = structlog.get_logger()
CHUNK = 500
"""Inputs a transaction: far below the 50 ms that the writer may be held."""
_Find = Callable[[UnitOfWork], list[int]]
"""The tasks that one bit of work is for: the first is the one to work on, and all of them fail with it."""
_Work = Callable[[UnitOfWork, int], object]


class Distributing:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._one_at_a_time = Lock()

    def step(self) -> bool:
        """Do the next bit. False: nothing is left to do. What breaks is put aside with the reason, and its leads are
        told: the other tasks go on.

        A click that creates a task takes the first steps itself, beside the background.
        """
        with self._one_at_a_time:
            return any(self._bit(*kind) for kind in ((_filling, _fill), (_dealing, _hand_out), (_uneven, _balance)))

    def is_idle(self) -> bool:
        """Asked before `step`, so that nothing is written where there is nothing to do."""
        return self._store.read(lambda unit: not (_filling(unit) or _dealing(unit) or _uneven(unit)))

    def try_again(self, person: Person, task_id: int) -> str:
        """A task that failed goes on where it was. Returns its name."""

        def write(unit: UnitOfWork) -> str:
            task = unit.tasks.find(task_id)
            if task is None or task.workspace != person.workspace or task.deleted_at is not None:
                raise NotFound("That task is gone. `/label tasks` lists what there is.")
            check_lead(person, unit.people.of_task(task_id, Role.LEAD), "try it again")
            if unit.tasks.set_status(task_id, TaskStatus.IN_PROGRESS, only_from=TaskStatus.FAILED):
                unit.audit.add(task_id, person.user, "try again")
                unit.topics.add("distribution")
            return task.name

        return self._store.write(write)

    def _bit(self, find: _Find, work: _Work) -> bool:
        found = self._store.read(find)
        if not found:
            return False
        try:
            self._store.write(lambda unit: work(unit, found[0]))
        except LabelingError as error:
            self._store.write(partial(_put_aside, tasks=found, reason=error.message))
        except DATABASE_TROUBLE:
            # It is the same for all of them, and ends by itself.
            raise
        except Exception:
            # Whatever it is, the other tasks must not wait for it.
            reference = secrets.token_hex(4)
            log.exception("task_failed", tasks=found, reference=reference)
            reason = f"something went wrong on our side. Your admin finds more in the log under `{reference}`."
            self._store.write(partial(_put_aside, tasks=found, reason=reason))
        return True


def _filling(unit: UnitOfWork) -> list[int]:
    dataset = unit.catalog.filling()
    return [] if dataset is None else unit.tasks.of_dataset(dataset)


def _dealing(unit: UnitOfWork) -> list[int]:
    return unit.tasks.undistributed()[:1]


def _uneven(unit: UnitOfWork) -> list[int]:
    return unit.tasks.unbalanced()[:1]


def _put_aside(unit: UnitOfWork, *, tasks: Sequence[int], reason: str) -> None:
    for task_id in tasks:
        task = unit.tasks.find(task_id)
        if task is None or not unit.tasks.set_status(task_id, TaskStatus.FAILED, reason):
            continue
        unit.audit.add(task_id, task.created_by, "fail", before=str(task.status), reason=reason)
        for lead in unit.people.of_task(task_id, Role.LEAD) if task.deleted_at is None else ():
            unit.outbox.put(Actor(task.workspace, lead), TaskFailed(task_id, reason))
            unit.topics.add("notices")


def _fill(unit: UnitOfWork, _task: int) -> None:
    unit.catalog.fill_next(CHUNK)


def _hand_out(unit: UnitOfWork, of: int) -> None:
    """The next inputs of the oldest task that still has some to give."""
    task = unit.tasks.find(of)
    if task is None or task.deleted_at is not None:
        return
    labelers = _labelers(unit, of)
    limit = min(CHUNK, task.inputs - task.distributed)
    inputs = unit.catalog.inputs_after(task.dataset, unit.tasks.reached(task.id), limit)
    if inputs:
        start = task.distributed
        unit.queue.open_tally(task.id, labelers)
        unit.queue.deal(task.id, start + 1, list(zip(inputs, deal(labelers, start, len(inputs)), strict=True)))
        unit.tasks.advance(task.id, distributed=start + len(inputs), reached=inputs[-1])
    if len(inputs) < limit:
        unit.tasks.all_were_distributed(task.id, task.distributed + len(inputs))
    after = unit.tasks.find(task.id)
    if after is not None and after.is_distributed:
        for labeler in labelers:
            _open_queue(unit, task, labeler)
        moving.finish_if_done(unit, task.workspace, task.id)
        # All that was labeled meanwhile may have been the last.
        unit.topics.add("reviews")


def _balance(unit: UnitOfWork, of: int) -> None:
    """Move some open work: from people who left first, then from the fullest queue to the emptiest."""
    task = unit.tasks.find(of)
    if task is None or task.deleted_at is not None:
        return
    move = _next_move(unit, task.id)
    if not move.count:
        # Whoever makes it uneven again from here on waits until this is written.
        unit.tasks.lock(task.id)
        if not _next_move(unit, task.id).count:
            unit.tasks.balanced(task.id)
        return
    had = unit.queue.tally(task.id, move.taker).pending
    moved = unit.queue.hand_over(task.id, move.giver, move.taker, move.count)
    # People came or went in an edit: that is whose doing this is.
    who = unit.audit.last_by(task.id, "edit") or task.created_by
    pending = str(AssignmentStatus.PENDING)
    unit.audit.add_all(task.id, who, str(Action.REASSIGN), moved, before=pending, after=pending)
    if not had and moved:
        _open_queue(unit, task, move.taker)
    # In one order everywhere, so that nobody waits for each other.
    for person in sorted((move.giver, move.taker)):
        unit.cards.touch(task.workspace, task.id, person, LABEL)
    unit.topics |= {"cards", "pictures"}


def _labelers(unit: UnitOfWork, task: int) -> tuple[str, ...]:
    labelers = unit.people.of_task(task, Role.LABELER)
    if not labelers:
        raise LabelingError("nobody is left who labels it. Add a labeler in Edit, and it goes on.")
    return labelers


@dataclass(frozen=True, slots=True)
class _Move:
    giver: str
    taker: str
    count: int


def _next_move(unit: UnitOfWork, task: int) -> _Move:
    if not unit.queue.total(task).pending:
        return _Move("", "", 0)
    labelers = _labelers(unit, task)
    unit.queue.open_tally(task, labelers)
    tallies = unit.queue.tallies(task)
    open_work = {labeler: tallies[labeler].pending for labeler in labelers}
    left = next((who for who, tally in tallies.items() if tally.pending and who not in open_work), None)
    taker = min(labelers, key=lambda labeler: open_work[labeler])
    giver = left or max(labelers, key=lambda labeler: open_work[labeler])
    count = _how_many(open_work, taker, giver, tallies[giver].pending, is_leaving=left is not None)
    return _Move(giver, taker, count)


def _how_many(open_work: dict[str, int], taker: str, giver: str, has: int, *, is_leaving: bool) -> int:
    """As many as bring the taker to an even share, and no more than one bit."""
    if is_leaving:
        share = -(-(sum(open_work.values()) + has) // len(open_work))
        return max(1, min(CHUNK, has, share - open_work[taker]))
    surplus = open_work[giver] - open_work[taker]
    share = sum(open_work.values()) // len(open_work)
    return min(CHUNK, max(1, min(share - open_work[taker], open_work[giver] - share))) if surplus > 1 else 0


def _open_queue(unit: UnitOfWork, task: Task, labeler: str) -> None:
    if unit.queue.tally(task.id, labeler).pending:
        unit.outbox.put(Actor(task.workspace, labeler), QueueReady(task.id))
        unit.topics |= {"notices", "pictures"}
