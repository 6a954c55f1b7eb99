"""Work that follows from what was decided: filling datasets, handing out inputs, evening out queues.

It is done bit by bit, so that no click waits for it, and a crash leaves it where it was.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from operator import itemgetter
from threading import Lock

import structlog

from domain.distribution import deal_each, fits
from domain.errors import LabelingError
from domain.model import ROBOT, Actor, AssistMode, Distribution, Person, Role, Task, TaskStatus
from domain.notices import QueueReady, TaskFailed
from services import balancing, moving, releasing
from services.balancing import LEFT
from services.finding import find_led
from store.cards import LABEL
from store.handing import Dealt, Given
from store.unit_of_work import DATABASE_TROUBLE, Store, UnitOfWork

log = structlog.get_logger()
CHUNK = 500
"""Assignments a transaction: far below the 50 ms that the writer may be held."""
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
            return any(self._bit(*kind) for kind in _BITS)

    def is_idle(self) -> bool:
        """Asked before `step`, so that nothing is written where there is nothing to do."""
        return self._store.read(lambda unit: not any(find(unit) for find, _ in _BITS))

    def try_again(self, person: Person, task_id: int) -> str:
        """A task that failed goes on where it was. Returns its name."""

        def write(unit: UnitOfWork) -> str:
            task = find_led(unit, person, task_id, "try it again")
            moving.try_again(unit, task_id, person.user)
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


def _overdue(unit: UnitOfWork) -> list[int]:
    return [task for task, _ in unit.tallies.expired()[:1]]


def _put_aside(unit: UnitOfWork, *, tasks: Sequence[int], reason: str) -> None:
    for task_id in tasks:
        task = unit.tasks.find(task_id)
        if task is None or not unit.tasks.set_status(task_id, TaskStatus.FAILED, reason):
            continue
        after = str(TaskStatus.FAILED)
        unit.audit.add(task_id, task.created_by, "fail", before=str(task.status), after=after, reason=reason)
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
    shares = _shares(unit, task)
    each = len(shares) if task.distribution is Distribution.EVERYONE else task.labelers_per_input
    limit = min(max(1, CHUNK // each), task.inputs - task.distributed)
    inputs, reached = _next_inputs(unit, task, limit)
    had = unit.tallies.all(of)
    unit.tallies.open(of, [labeler for labeler in shares if labeler not in had])
    dealt = _dealt_to_everyone(unit, task, inputs, shares) if each == len(shares) else _dealt(task, inputs, shares)
    unit.handing.deal(of, dealt)
    if task.assist is not AssistMode.NONE:
        unit.suggestions.want(of, inputs)
        unit.topics.add("suggestions")
    people = set(map(itemgetter(2), dealt)) - {ROBOT}
    called = [one for one in people if one not in had or not had[one].pending]
    # Told once all is there.
    unit.outbox.hold_all(QueueReady(of), {_held(of, one): Actor(task.workspace, one) for one in called})
    unit.tasks.advance(of, distributed=task.distributed + len(inputs), reached=reached)
    if len(inputs) < limit:
        unit.tasks.all_were_distributed(of, task.distributed + len(inputs))
    after = unit.tasks.find(of)
    if after is not None and after.is_distributed:
        _all_is_there(unit, after, shares)


def _next_inputs(unit: UnitOfWork, task: Task, limit: int) -> tuple[list[int], int]:
    """And how far the cursor is behind them: first what follows it, then what came into the dataset before it."""
    before = unit.tasks.reached(task.id)
    inputs = unit.catalog.inputs_after(task.dataset, before, limit)
    reached = inputs[-1] if inputs else before
    if len(inputs) < limit and task.is_growing:
        came = unit.handing.missing(task.id, task.dataset, limit)
        inputs += [one for one in came if one not in inputs][: limit - len(inputs)]
    return inputs, reached


def _dealt(task: Task, inputs: Sequence[int], shares: Mapping[str, int]) -> list[Dealt]:
    start = task.distributed
    labelers = deal_each(tuple(shares.items()), task.labelers_per_input, start, len(inputs))
    return [
        (one, slot, labeler, start + place)
        for place, (one, chosen) in enumerate(zip(inputs, labelers, strict=True), 1)
        for slot, labeler in enumerate(chosen)
    ]


def _dealt_to_everyone(unit: UnitOfWork, task: Task, inputs: Sequence[int], shares: Mapping[str, int]) -> list[Dealt]:
    """Also where some have these inputs already, as people came later."""
    given = unit.handing.given(task.id, inputs, LEFT)
    dealt: list[Dealt] = []
    for place, one in enumerate(inputs, task.distributed + 1):
        known = given.get(one, Given(set()))
        lacking = [] if known.is_out else [labeler for labeler in shares if labeler not in known.people]
        dealt += [(one, known.free + offset, labeler, place) for offset, labeler in enumerate(lacking)]
    return dealt


def _all_is_there(unit: UnitOfWork, task: Task, labelers: Iterable[str]) -> None:
    there = list(labelers)
    told = unit.outbox.release_all([_held(task.id, labeler) for labeler in there])
    if told:
        unit.topics |= {"notices", "pictures"}
    for labeler in there:
        if _held(task.id, labeler) not in told:
            unit.cards.touch(task.workspace, task.id, labeler, LABEL)
    moving.finish_if_done(unit, task.workspace, task.id)
    # All that was labeled meanwhile may have been the last.
    unit.topics |= {"reviews", "cards"}


def _shares(unit: UnitOfWork, task: Task) -> dict[str, int]:
    """Labeler -> weight. Raises LabelingError where these people can't label as the task wants it."""
    if task.is_automatic:
        return {ROBOT: 1}
    shares = balancing.shares(unit, task)
    each = task.labelers_per_input
    if task.distribution is Distribution.EVERYONE or fits(shares.values(), each):
        return shares
    if len(shares) < each:
        few = f"each input needs {each} different labelers, and only {len(shares)} are left."
        raise LabelingError(f"{few} Add labelers in Edit, and it goes on.")
    raise LabelingError("somebody's weight is more than all inputs. Add labelers in Edit, and it goes on.")


def _held(task: int, labeler: str) -> str:
    return f"held:queue:{task}:{labeler}"


_BITS: tuple[tuple[_Find, _Work], ...] = (
    (_filling, _fill),
    (_dealing, _hand_out),
    (_uneven, balancing.balance),
    (_overdue, releasing.release_overdue),
)
