"""Changing, deleting and restoring a task that exists."""

from dataclasses import dataclass

from domain.agreement import agreement_error
from domain.draft import LONGEST_INSTRUCTIONS, LONGEST_NAME, clean, distribution_errors, fold
from domain.errors import Invalid, NotFound, Stale
from domain.model import NOBODY, Actor, Distribution, Person, Role, Task, TaskStatus
from domain.notices import QueueReady, RemovedFromTask, TaskClosed, TaskDeleted, TaskReopened, TaskRestored
from domain.permissions import check_lead
from domain.read_models import DeleteModel, EditModel
from services import moving
from services.checking import people_errors
from store.unit_of_work import Store, UnitOfWork


@dataclass(frozen=True, slots=True)
class Changes:
    """What the Edit window held when it was submitted, and the task's revision when it was opened."""

    revision: int
    name: str
    instructions: str
    labelers: tuple[str, ...]
    reviewers: tuple[str, ...]


class Editing:
    def __init__(self, store: Store) -> None:
        self._store = store

    def open(self, person: Person, task_id: int) -> EditModel:
        def read(unit: UnitOfWork) -> EditModel:
            return _edit_model(unit, _led(unit, person, task_id, "edit it"))

        return self._store.read(read)

    def save(self, person: Person, task_id: int, changes: Changes) -> None:
        """Raises Invalid with every field that is wrong, Stale where somebody else changed the task meanwhile."""

        def write(unit: UnitOfWork) -> None:
            task = _led(unit, person, task_id, "edit it")
            if task.revision != changes.revision and _is_as_wanted(unit, task, changes):
                return  # The same click once more.
            if errors := _errors(unit, task, changes):
                raise Invalid(errors)
            named = {"name": clean(changes.name), "folded": fold(changes.name)}
            kept = {"instructions": changes.instructions.strip()}
            if task.revision != changes.revision or not unit.tasks.change(task, **named, **kept):
                raise Stale("Somebody else changed this task meanwhile. What it is like now is shown here.")
            _set_people(unit, person, task, Role.LABELER, changes.labelers)
            _set_people(unit, person, task, Role.REVIEWER, changes.reviewers)
            unit.audit.add(task_id, person.user, "edit")
            # What it failed for may be mended now.
            unit.tasks.set_status(task_id, TaskStatus.IN_PROGRESS, only_from=TaskStatus.FAILED)
            for card in unit.cards.of_task(task_id):
                unit.cards.touch(task.workspace, task_id, card.user, card.kind, calmly=False)
            unit.topics |= {"cards", "distribution", "reviews"}

        self._store.write(write)

    def ask_delete(self, person: Person, task_id: int) -> DeleteModel:
        def read(unit: UnitOfWork) -> DeleteModel:
            task = _led(unit, person, task_id, "delete it")
            return DeleteModel(task_id, task.name, unit.annotations.count_of_task(task_id))

        return self._store.read(read)

    def delete(self, person: Person, task_id: int) -> str:
        """Its name. Can be taken back for 30 days. Whoever had work in it is told."""

        def write(unit: UnitOfWork) -> str:
            task = _led(unit, person, task_id, "delete it", even_deleted=True)
            if task.deleted_at is None and unit.tasks.change(task, deleted_at=unit.now):
                unit.audit.add(task_id, person.user, "delete", before=str(task.status))
                tell_workers(unit, task, person, TaskDeleted(task_id, person.user))
            return task.name

        return self._store.write(write)

    def restore(self, person: Person, task_id: int) -> str:
        """Its name. Raises Invalid where its name was taken meanwhile."""

        def write(unit: UnitOfWork) -> str:
            task = _led(unit, person, task_id, "restore it", even_deleted=True)
            if task.deleted_at is None:
                return task.name
            if unit.tasks.named(task.workspace, task.name) is not None:
                raise Invalid({"": f"There is another task “{task.name}” by now. Rename that one first."})
            if unit.tasks.change(task, deleted_at=None):
                unit.audit.add(task_id, person.user, "restore", after=str(task.status))
                tell_workers(unit, task, person, TaskRestored(task_id, person.user))
            return task.name

        return self._store.write(write)


def _led(unit: UnitOfWork, person: Person, task_id: int, doing: str, *, even_deleted: bool = False) -> Task:
    task = unit.tasks.find(task_id)
    if task is None or task.workspace != person.workspace or (task.deleted_at is not None and not even_deleted):
        raise NotFound("That task is gone. `/label tasks` lists what there is.")
    check_lead(person, unit.people.of_task(task_id, Role.LEAD), doing)
    return task


def _edit_model(unit: UnitOfWork, task: Task) -> EditModel:
    labelers, reviewers = unit.people.of_task(task.id, Role.LABELER), unit.people.of_task(task.id, Role.REVIEWER)
    return EditModel(task.id, task.revision, task.name, task.instructions, labelers, reviewers)


def _is_as_wanted(unit: UnitOfWork, task: Task, changes: Changes) -> bool:
    now = _edit_model(unit, task)
    people = (set(now.labelers), set(now.reviewers)) == (set(changes.labelers), set(changes.reviewers))
    return people and (now.name, now.instructions) == (clean(changes.name), changes.instructions.strip())


def _errors(unit: UnitOfWork, task: Task, changes: Changes) -> dict[str, str]:
    errors: dict[str, str] = {}
    name = clean(changes.name)
    if not name or len(name) > LONGEST_NAME:
        errors["name"] = f"A name has 1 to {LONGEST_NAME} characters."
    elif (other := unit.tasks.named(task.workspace, name)) is not None and other.id != task.id:
        errors["name"] = f"There is a task “{name}” already. Choose another name."
    if len(changes.instructions) > LONGEST_INSTRUCTIONS:
        errors["instructions"] = f"Instructions can have at most {LONGEST_INSTRUCTIONS} characters."
    if wrong := _labelers_error(unit, task, changes.labelers):
        errors["labelers"] = wrong
    if not changes.reviewers and not task.agreement and (waiting := unit.tallies.total(task.id).awaiting):
        answers = "1 answer waits" if waiting == 1 else f"{waiting} answers wait"
        errors["reviewers"] = f"{answers} for review. Keep a reviewer until they are decided."
    return errors | people_errors(unit, task.workspace, {"labelers": changes.labelers, "reviewers": changes.reviewers})


def _labelers_error(unit: UnitOfWork, task: Task, labelers: tuple[str, ...]) -> str | None:
    """Why these can't label as the task wants it."""
    if not labelers:
        return "A task needs at least one labeler."
    if task.distribution is Distribution.EVERYONE:
        return agreement_error(len(labelers), task.agreement)
    weights = unit.people.shares(task.id)
    wrong = distribution_errors(task.distribution, labelers, weights, task.labelers_per_input)
    return next(iter(wrong.values()), None)


def _set_people(unit: UnitOfWork, person: Person, task: Task, role: Role, wanted: tuple[str, ...]) -> None:
    """Finished work is kept; only open work moves, afterwards and bit by bit."""
    before = unit.people.of_task(task.id, role)
    for user in set(before) - set(wanted):
        unit.people.remove_from_task(task.id, role, user)
        if role is Role.REVIEWER:
            unit.reviews.take_back(task.id, user)
        if user != person.user:
            unit.outbox.put(Actor(task.workspace, user), RemovedFromTask(task.id, person.user, str(role)))
            unit.topics.add("notices")
    new = [user for user in wanted if user not in before]
    unit.people.add_to_task(task.workspace, task.id, role, new)
    unit.people.add_collaborators(task.workspace, new)
    if role is Role.LABELER and set(before) != set(wanted):
        _set_labelers(unit, task, wanted, new)


def _set_labelers(unit: UnitOfWork, task: Task, wanted: tuple[str, ...], new: list[str]) -> None:
    unit.tasks.unbalance(task.id)
    if task.distribution is Distribution.EVERYONE and new:
        unit.tasks.rewind(task.id, len(wanted))
        moving.reopen(unit, task.id)
    elif task.distribution is Distribution.EVERYONE:
        unit.tasks.label_each(task.id, len(wanted))
    known = unit.tallies.all(task.id)
    for user in new:
        # Who comes back before their work has moved still holds it. To all others it comes later, with its message.
        is_invited_again = task.distribution is Distribution.DYNAMIC and user in known
        if is_invited_again or (user in known and known[user].pending):
            unit.outbox.put(Actor(task.workspace, user), QueueReady(task.id))
            unit.topics.add("notices")


def tell_workers(
    unit: UnitOfWork, task: Task, person: Person, notice: TaskDeleted | TaskRestored | TaskClosed | TaskReopened
) -> None:
    """Everybody with open work in it, but not who did it."""
    labelers = {who for who, tally in unit.tallies.all(task.id).items() if tally.pending and who != NOBODY}
    waiting = {who for who in unit.reviews.load(task.id) if unit.reviews.count_waiting(task.id, who)}
    for user in sorted((labelers | waiting) - {person.user}):
        unit.outbox.put(Actor(task.workspace, user), notice)
    for card in unit.cards.of_task(task.id):
        unit.cards.touch(task.workspace, task.id, card.user, card.kind, calmly=False)
    unit.topics |= {"notices", "cards", "distribution", "reviews"}
