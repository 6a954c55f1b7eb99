"""Open work that goes back: by its labeler, by a lead, or as nobody has touched it for too long."""

from functools import partial

from domain.assignment import Action
from domain.errors import Invalid, LabelingError, NotFound
from domain.model import NOBODY, ROBOT, Actor, AssignmentStatus, Distribution, Person, Role, Task
from domain.notices import MoveAsked, QueueReady, ReleasedWork
from domain.permissions import check_lead
from services import giving
from store.cards import LABEL
from store.listed import Visible
from store.unit_of_work import Store, UnitOfWork

CHUNK = 500
_EVERYBODYS = "In this task everyone labels everything, so nobody can take over what somebody else has open."
MODELS = "A model has that work: it annotates by itself, so nobody can take it over."
_GONE = "That task is gone. `/label tasks` lists what there is."


class Releasing:
    """What is asked for is done at once as far as one transaction goes; the rest when the notice left is delivered."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def open_work(self, actor: Actor) -> tuple[tuple[int, str, int], ...]:
        """(task id, name, count) of what this person could give back."""

        def read(unit: UnitOfWork) -> tuple[tuple[int, str, int], ...]:
            tasks = unit.tasks.page(Visible(actor.workspace).with_role(actor.user, Role.LABELER))
            mine = [task for task in tasks if task.distribution is not Distribution.EVERYONE]
            counted = [(task.id, task.name, unit.tallies.of(task.id, actor.user).pending) for task in mine]
            return tuple(one for one in counted if one[2])

        return self._store.read(read)

    def release(self, actor: Actor, task_id: int) -> int:
        """All of one's own open work, for whoever asks for more. Returns how much it was."""

        def write(unit: UnitOfWork) -> int:
            task = _find(unit, actor.workspace, task_id)
            return _begin(unit, task, MoveAsked(task_id, actor.user, NOBODY, actor.user))

        return self._store.write(write)

    def release_of(self, lead: Person, task_id: int, labeler: str) -> int:
        def write(unit: UnitOfWork) -> int:
            task = _find(unit, lead.workspace, task_id)
            check_lead(lead, unit.people.of_task(task_id, Role.LEAD), "release others' work")
            return _begin(unit, task, MoveAsked(task_id, labeler, NOBODY, lead.user))

        return self._store.write(write)

    def hand_over_to(self, lead: Person, task_id: int, labeler: str, other: str) -> int:
        """To one other labeler of the task; inputs that this one has already stay. Returns how much open work it was.

        Raises Invalid where the other is no labeler of the task, or the same person.
        """

        def write(unit: UnitOfWork) -> int:
            task = _find(unit, lead.workspace, task_id)
            check_lead(lead, unit.people.of_task(task_id, Role.LEAD), "hand work over")
            if other == labeler or not unit.people.has_role(task_id, other, Role.LABELER):
                raise Invalid({"other": "Choose another labeler of this task. Its lead can add labelers in Edit."})
            return _begin(unit, task, MoveAsked(task_id, labeler, other, lead.user))

        return self._store.write(write)

    def carry_out(self, asked: MoveAsked) -> None:
        """What is left of it. Done once more, it comes to the same."""
        while self._store.write(partial(_move, asked=asked)) == CHUNK:
            pass


def release_overdue(unit: UnitOfWork, of: int) -> None:
    """Some of what one person in this task has not touched for as long as the task's lease says."""
    labeler = next((labeler for task, labeler in unit.tallies.expired() if task == of), None)
    task = unit.tasks.find(of)
    if labeler is not None and task is not None:
        minutes = (task.lease or 0) // 60
        release_some(unit, task, labeler, task.created_by, f"not touched for {minutes} minutes")


def release_some(unit: UnitOfWork, task: Task, labeler: str, who: str, reason: str | None = None) -> int:
    """To nobody, for whoever asks for more. Those who have nothing are told once, when there is something again."""
    had = _is_something_there(unit, task)
    unit.tallies.open(task.id, [NOBODY])
    released = unit.handing.hand_over(task.id, labeler, NOBODY, CHUNK)
    pending = str(AssignmentStatus.PENDING)
    unit.audit.add_all(task.id, who, str(Action.RELEASE), released, before=pending, after=pending, reason=reason)
    if released:
        unit.cards.touch(task.workspace, task.id, labeler, LABEL)
        unit.topics.add("cards")
        if not had:
            _offer(unit, task, but=labeler)
    return len(released)


def follow(unit: UnitOfWork, task: Task, between: tuple[str, str], *, had: bool) -> None:
    """`had`: the taker had work before, and the card shows it."""
    giver, taker = between
    unit.tallies.touch(task.id, taker)
    if not had:
        unit.outbox.put(Actor(task.workspace, taker), QueueReady(task.id))
        unit.topics |= {"notices", "pictures"}
    # In one order everywhere, so that nobody waits for each other.
    for person in sorted({giver, taker} - {NOBODY}):
        unit.cards.touch(task.workspace, task.id, person, LABEL)
    unit.topics |= {"cards", "pictures"}


def _find(unit: UnitOfWork, workspace: str, task_id: int) -> Task:
    task = unit.tasks.find(task_id)
    if task is None or task.workspace != workspace or task.deleted_at is not None:
        raise NotFound(_GONE)
    if task.distribution is Distribution.EVERYONE:
        raise LabelingError(_EVERYBODYS)
    return task


def _begin(unit: UnitOfWork, task: Task, asked: MoveAsked) -> int:
    if asked.labeler == ROBOT:
        raise LabelingError(MODELS)
    waiting = unit.tallies.of(task.id, asked.labeler).pending
    if waiting and _move(unit, asked=asked) == CHUNK:
        unit.outbox.put(Actor(task.workspace, asked.by), asked)
        unit.topics.add("notices")
    return waiting


def _move(unit: UnitOfWork, *, asked: MoveAsked) -> int:
    task = unit.tasks.find(asked.task)
    if task is None or task.deleted_at is not None:
        return 0
    if asked.to == NOBODY:
        return release_some(unit, task, asked.labeler, asked.by)
    if not unit.people.has_role(task.id, asked.to, Role.LABELER):
        return 0
    had = unit.tallies.of(task.id, asked.to).pending
    is_shared = task.labelers_per_input > 1
    moved = unit.handing.hand_over(task.id, asked.labeler, asked.to, CHUNK, is_shared=is_shared)
    pending = str(AssignmentStatus.PENDING)
    unit.audit.add_all(task.id, asked.by, str(Action.REASSIGN), moved, before=pending, after=pending)
    if moved:
        follow(unit, task, (asked.labeler, asked.to), had=bool(had))
    return len(moved)


def _is_something_there(unit: UnitOfWork, task: Task) -> bool:
    return bool(unit.tallies.of(task.id, NOBODY).pending or giving.untouched(task))


def _offer(unit: UnitOfWork, task: Task, *, but: str) -> None:
    for labeler in unit.people.of_task(task.id, Role.LABELER):
        if labeler == but or unit.tallies.of(task.id, labeler).pending:
            continue
        if giving.available(unit, task, labeler)[0]:
            unit.outbox.put(Actor(task.workspace, labeler), ReleasedWork(task.id))
            unit.cards.touch(task.workspace, task.id, labeler, LABEL)
            unit.topics |= {"notices", "cards"}
