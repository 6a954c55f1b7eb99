"""Open work that follows when people come or go, bit by bit."""

from itertools import islice

from domain.assignment import Action
from domain.balancing import moves
from domain.errors import LabelingError
from domain.fields import TaskField, edited
from domain.model import NOBODY, ROBOT, Actor, AssignmentStatus, Distribution, Role, Tally, Task
from domain.notices import QueueReady
from services import batches, consensus, moving, releasing
from store.cards import LABEL
from store.unit_of_work import UnitOfWork

CHUNK = 1000
"""Assignments a transaction: a third of the 50 ms that the writer may be held, as a click waits for all of it."""
_MOST_STEPS = 10
"""Of queues that are short, several are moved in one transaction."""
_CHUNK_OF_AGREEMENT = 50
"""Where each one that is taken out may settle what others have answered."""
_MOST_TRIES = 100
"""Pairs of queues, before it is called even enough: where several label each input, few moves may be possible."""
_MOVED_BY = (edited(TaskField.LABELERS), edited(TaskField.WEIGHTS))
LEFT = "left the task"


def balance(unit: UnitOfWork, of: int) -> None:
    """Move some open work: from people who left first, then from the fullest queue to the emptiest."""
    task = unit.tasks.find(of)
    if task is None or task.deleted_at is not None:
        return
    moved, steps = _step(unit, task), 1
    if moved:
        while moved < CHUNK and steps < _MOST_STEPS and (more := _step(unit, task)):
            moved, steps = moved + more, steps + 1
        return
    # Whoever makes it uneven again from here on waits until this is written.
    unit.tasks.lock(task.id)
    if not _step(unit, task) and not batches.follow_people(unit, task):
        unit.tasks.balanced(task.id)
        moving.finish_if_done(unit, task.workspace, task.id)


def shares(unit: UnitOfWork, task: Task) -> dict[str, int]:
    """Labeler -> weight. Raises LabelingError where nobody is left."""
    found = unit.people.shares(task.id)
    if not found:
        raise LabelingError("nobody is left who labels it. Add a labeler in Edit, and it goes on.")
    return found if task.distribution is Distribution.WEIGHTED else dict.fromkeys(found, 1)


def _step(unit: UnitOfWork, task: Task) -> int:
    """How many assignments moved, a chunk at most. 0: nothing has to move any more."""
    # A model that annotates by itself does its work itself.
    tallies = {who: tally for who, tally in unit.tallies.all(task.id).items() if who != ROBOT}
    if task.distribution is Distribution.DYNAMIC:
        return _follow_dynamic(unit, task, tallies)
    if not any(tally.pending for tally in tallies.values()):
        return 0
    weights = shares(unit, task)
    left = [who for who, tally in tallies.items() if tally.pending and who not in weights and who != NOBODY]
    if task.distribution is Distribution.EVERYONE:
        return _take_out(unit, task, left[0]) if left else 0
    open_work = {who: tally.pending for who, tally in tallies.items() if who != NOBODY}
    for move in islice(moves(open_work, weights, CHUNK), _MOST_TRIES):
        if moved := _hand_over(unit, task, (move.giver, move.taker), move.count):
            return moved
    # Nobody who is there may have it: it waits for whoever comes.
    return releasing.release_some(unit, task, left[0], _who(unit, task), LEFT) if left else 0


def _follow_dynamic(unit: UnitOfWork, task: Task, tallies: dict[str, Tally]) -> int:
    labelers = unit.people.of_task(task.id, Role.LABELER)
    left = next((who for who, tally in tallies.items() if tally.pending and who not in {*labelers, NOBODY}), None)
    if left is not None:
        return releasing.release_some(unit, task, left, _who(unit, task), LEFT)
    for labeler in unit.tallies.open(task.id, labelers):
        unit.outbox.put(Actor(task.workspace, labeler), QueueReady(task.id))
        unit.topics.add("notices")
    return 0


def _hand_over(unit: UnitOfWork, task: Task, between: tuple[str, str], count: int) -> int:
    giver, taker = between
    had = unit.tallies.of(task.id, taker).pending
    moved = unit.handing.hand_over(task.id, giver, taker, count, is_shared=task.labelers_per_input > 1)
    if moved:
        pending = str(AssignmentStatus.PENDING)
        unit.audit.add_all(task.id, _who(unit, task), str(Action.REASSIGN), moved, before=pending, after=pending)
        releasing.follow(unit, task, between, had=bool(had))
    return len(moved)


def _take_out(unit: UnitOfWork, task: Task, labeler: str) -> int:
    """Everyone labels everything: what somebody who left had open is nobody else's."""
    chunk = _CHUNK_OF_AGREEMENT if task.agreement else CHUNK
    taken = unit.handing.exclude_open(task.id, labeler, chunk, LEFT)
    unit.tasks.exclude(task.id, len(taken))
    states = {"before": str(AssignmentStatus.PENDING), "after": str(AssignmentStatus.EXCLUDED)}
    ids = [assignment for assignment, _ in taken]
    unit.audit.add_all(task.id, _who(unit, task), str(Action.EXCLUDE), ids, reason=LEFT, **states)
    if task.agreement:
        for _, input_ in taken:
            consensus.settle(unit, task.id, input_, _who(unit, task))
    unit.cards.touch(task.workspace, task.id, labeler, LABEL)
    unit.topics |= {"cards", "reviews"}
    return len(taken)


def _who(unit: UnitOfWork, task: Task) -> str:
    """People came or went in an edit: that is whose doing this is."""
    return unit.audit.last_by(task.id, *_MOVED_BY) or task.created_by
