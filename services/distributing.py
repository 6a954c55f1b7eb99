"""Work that follows from what was decided: filling datasets, handing out inputs, evening out queues.

It is done bit by bit, so that no click waits for it, and a crash leaves it where it was.
"""

from dataclasses import dataclass
from threading import Lock

from domain.assignment import Action
from domain.distribution import deal
from domain.model import Actor, AssignmentStatus, Role, Task
from domain.notices import QueueReady
from services import moving
from store.cards import LABEL
from store.unit_of_work import Store, UnitOfWork

CHUNK = 500
"""Inputs a transaction: far below the 50 ms that the writer may be held."""


class Distributing:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._one_at_a_time = Lock()

    def step(self) -> bool:
        """Do the next bit. False: nothing is left to do.

        A click that creates a task takes the first steps itself, beside the background.
        """
        with self._one_at_a_time:
            return self._store.write(_fill) or self._store.write(_hand_out) or self._store.write(_balance)

    def is_idle(self) -> bool:
        """Asked before `step`, so that nothing is written where there is nothing to do."""
        return self._store.read(
            lambda unit: not (unit.catalog.is_filling() or unit.tasks.undistributed() or unit.tasks.unbalanced())
        )


def _fill(unit: UnitOfWork) -> bool:
    return unit.catalog.fill_next(CHUNK)


def _hand_out(unit: UnitOfWork) -> bool:
    """The next inputs of the oldest task that still has some to give."""
    found = next(iter(unit.tasks.undistributed()), None)
    task = None if found is None else unit.tasks.find(found)
    if task is None:
        return False
    labelers = unit.people.of_task(task.id, Role.LABELER)
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
    return True


def _balance(unit: UnitOfWork) -> bool:
    """Move some open work: from people who left first, then from the fullest queue to the emptiest."""
    found = next(iter(unit.tasks.unbalanced()), None)
    task = None if found is None else unit.tasks.find(found)
    if task is None:
        return False
    move = _next_move(unit, task.id)
    if not move.count:
        # Whoever makes it uneven again from here on waits until this is written.
        unit.tasks.lock(task.id)
        if not _next_move(unit, task.id).count:
            unit.tasks.balanced(task.id)
        return True
    had = unit.queue.tally(task.id, move.taker).pending
    moved = unit.queue.hand_over(task.id, move.giver, move.taker, move.count)
    pending = str(AssignmentStatus.PENDING)
    unit.audit.add_all(task.id, task.created_by, str(Action.REASSIGN), moved, before=pending, after=pending)
    if not had and moved:
        _open_queue(unit, task, move.taker)
    # In one order everywhere, so that nobody waits for each other.
    for person in sorted((move.giver, move.taker)):
        unit.cards.touch(task.workspace, task.id, person, LABEL)
    unit.topics |= {"cards", "pictures"}
    return True


@dataclass(frozen=True, slots=True)
class _Move:
    giver: str
    taker: str
    count: int


def _next_move(unit: UnitOfWork, task: int) -> _Move:
    labelers = unit.people.of_task(task, Role.LABELER)
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
