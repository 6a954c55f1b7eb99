"""Changing, deleting and restoring a task that exists."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from domain.agreement import agreement_error
from domain.clock import as_datetime
from domain.draft import LONGEST_INSTRUCTIONS, LONGEST_NAME, distribution_errors, fold
from domain.errors import Invalid, NotFound, Stale
from domain.model import NOBODY, Actor, Distribution, Person, Role, Task, TaskStatus
from domain.notices import Notice, TaskDeleted, TaskRestored
from domain.permissions import KEPT_FOR, check_lead
from domain.read_models import DeleteModel, EditModel
from services.assigning import set_people
from services.checking import people_errors
from services.merging import Changes, Field, changed, digest, merge
from store.unit_of_work import Store, UnitOfWork

_ROLES = {"labelers": Role.LABELER, "reviewers": Role.REVIEWER, "leads": Role.LEAD}
_SAME_MOMENT = "Somebody else saved this task in the same moment. Please press Save again."
_TOO_LATE = "That task was deleted more than 30 days ago: it can't be brought back any more."


class Editing:
    def __init__(self, store: Store) -> None:
        self._store = store

    def open(self, person: Person, task_id: int) -> EditModel:
        def read(unit: UnitOfWork) -> EditModel:
            task = _led(unit, person, task_id, "edit it")
            return _edit_model(unit, task, _present(unit, task))

        return self._store.read(read)

    def save(self, person: Person, task_id: int, changes: Changes) -> EditModel | None:
        """None: it is saved. A field that only one of two people changed is simply taken. Where both changed it,
        nothing is saved, and what is returned shows what this person typed beside what the other one saved.

        Raises Invalid with every field that is wrong.
        """

        def write(unit: UnitOfWork) -> EditModel | None:
            task = _led(unit, person, task_id, "edit it")
            now = _present(unit, task)
            merged, theirs = merge(task, now, changes)
            if theirs:
                return _edit_model(unit, task, now, merged, theirs)
            if task.revision != changes.revision and not changed(now, merged):
                return None  # The same click once more.
            if errors := _errors(unit, task, now, merged):
                raise Invalid(errors)
            _write(unit, person, task, merged)
            return None

        return self._store.write(write)

    def ask_delete(self, person: Person, task_id: int) -> DeleteModel:
        def read(unit: UnitOfWork) -> DeleteModel:
            task = _led(unit, person, task_id, "delete it")
            return DeleteModel(task_id, task.name, unit.annotations.count_of_task(task_id))

        return self._store.read(read)

    def delete(self, person: Person, task_id: int) -> str:
        """Its name. Its workers are told, and its leads and who did it with the way back, which is open for 30 days."""

        def write(unit: UnitOfWork) -> str:
            task = _led(unit, person, task_id, "delete it", even_deleted=True)
            if task.deleted_at is None and unit.tasks.change(task, deleted_at=unit.now):
                unit.audit.add(task_id, person.user, "delete", before=str(task.status))
                leads = {person.user, *unit.people.of_task(task_id, Role.LEAD)}
                tell_all(unit, task, leads, TaskDeleted(task_id, person.user, may_restore=True))
                tell_all(unit, task, workers(unit, task) - leads, TaskDeleted(task_id, person.user))
            return task.name

        return self._store.write(write)

    def restore(self, person: Person, task_id: int) -> str:
        """Its name. Raises Invalid where its name was taken meanwhile, NotFound where it is too late."""

        def write(unit: UnitOfWork) -> str:
            task = _led(unit, person, task_id, "restore it", even_deleted=True)
            if task.deleted_at is None:
                return task.name
            if as_datetime(unit.now - KEPT_FOR) > task.deleted_at:
                raise NotFound(_TOO_LATE)
            if unit.tasks.named(task.workspace, task.name) is not None:
                raise Invalid({"": f"There is another task “{task.name}” by now. Rename that one first."})
            if unit.tasks.change(task, deleted_at=None):
                unit.audit.add(task_id, person.user, "restore", after=str(task.status))
                leads = set(unit.people.of_task(task_id, Role.LEAD))
                tell_all(unit, task, (workers(unit, task) | leads) - {person.user}, TaskRestored(task_id, person.user))
            return task.name

        return self._store.write(write)


def _led(unit: UnitOfWork, person: Person, task_id: int, doing: str, *, even_deleted: bool = False) -> Task:
    task = unit.tasks.find(task_id)
    if task is None or task.workspace != person.workspace or (task.deleted_at is not None and not even_deleted):
        raise NotFound("That task is gone. `/label tasks` lists what there is.")
    check_lead(person, unit.people.of_task(task_id, Role.LEAD), doing)
    return task


def _present(unit: UnitOfWork, task: Task) -> dict[str, Field]:
    people = {field: unit.people.of_task(task.id, role) for field, role in _ROLES.items()}
    return {"name": task.name, "instructions": task.instructions, **people}


def _edit_model(
    unit: UnitOfWork,
    task: Task,
    now: Mapping[str, Field],
    shown: Mapping[str, Field] = MappingProxyType({}),
    theirs: Sequence[str] = (),
) -> EditModel:
    """`shown` stands in the fields, where it isn't what is saved `now`; `theirs` names the fields in dispute."""
    fields: dict[str, Any] = {**now, **shown}
    saved = {field: digest(value) for field, value in now.items()}
    dataset = unit.catalog.dataset(task.workspace, task.dataset)
    return EditModel(
        task.id,
        task.revision,
        **fields,
        saved=saved,
        theirs={field: now[field] for field in theirs},
        dataset="" if dataset is None else dataset.name,
        concepts=tuple(one.name for one in unit.tasks.concepts(task.id)),
        labels_per_input=task.labels_per_input,
    )


def _write(unit: UnitOfWork, person: Person, task: Task, merged: Mapping[str, Any]) -> None:
    name, instructions = merged["name"], merged["instructions"]
    if not unit.tasks.change(task, name=name, folded=fold(name), instructions=instructions):
        raise Stale(_SAME_MOMENT)
    for people, role in _ROLES.items():
        set_people(unit, person, task, role, merged[people])
    unit.audit.add(task.id, person.user, "edit")
    # What it failed for may be mended now.
    unit.tasks.set_status(task.id, TaskStatus.IN_PROGRESS, only_from=TaskStatus.FAILED)
    for card in unit.cards.of_task(task.id):
        unit.cards.touch(task.workspace, task.id, card.user, card.kind, calmly=False)
    unit.topics |= {"cards", "distribution", "reviews"}


def _errors(unit: UnitOfWork, task: Task, now: Mapping[str, Any], merged: Mapping[str, Any]) -> dict[str, str]:
    errors: dict[str, str] = {}
    name = merged["name"]
    if not name or len(name) > LONGEST_NAME:
        errors["name"] = f"A name has 1 to {LONGEST_NAME} characters."
    elif (other := unit.tasks.named(task.workspace, name)) is not None and other.id != task.id:
        errors["name"] = f"There is a task “{name}” already. Choose another name."
    if len(merged["instructions"]) > LONGEST_INSTRUCTIONS:
        errors["instructions"] = f"Instructions can have at most {LONGEST_INSTRUCTIONS} characters."
    if wrong := _labelers_error(unit, task, tuple(merged["labelers"])):
        errors["labelers"] = wrong
    if not merged["leads"]:
        errors["leads"] = "A task needs at least one lead."
    if not merged["reviewers"] and not task.agreement and (waiting := unit.tallies.total(task.id).awaiting):
        answers = "1 answer waits" if waiting == 1 else f"{waiting} answers wait"
        errors["reviewers"] = f"{answers} for review. Keep a reviewer until they are decided."
    # Who is in the task already may have been deactivated since: that must not keep the lead from changing anything.
    new = {field: tuple(user for user in merged[field] if user not in now[field]) for field in _ROLES}
    return errors | people_errors(unit, task.workspace, new)


def _labelers_error(unit: UnitOfWork, task: Task, labelers: tuple[str, ...]) -> str | None:
    """Why these can't label as the task wants it."""
    if not labelers:
        return "A task needs at least one labeler."
    if task.distribution is Distribution.EVERYONE:
        return agreement_error(len(labelers), task.agreement)
    weights = unit.people.shares(task.id)
    wrong = distribution_errors(task.distribution, labelers, weights, task.labelers_per_input)
    return next(iter(wrong.values()), None)


def workers(unit: UnitOfWork, task: Task) -> set[str]:
    """Everybody with open work in it."""
    labelers = {who for who, tally in unit.tallies.all(task.id).items() if tally.pending and who != NOBODY}
    return labelers | {who for who in unit.reviews.load(task.id) if unit.reviews.count_waiting(task.id, who)}


def tell_all(unit: UnitOfWork, task: Task, users: Iterable[str], notice: Notice) -> None:
    for user in sorted(users):
        unit.outbox.put(Actor(task.workspace, user), notice)
    for card in unit.cards.of_task(task.id):
        unit.cards.touch(task.workspace, task.id, card.user, card.kind, calmly=False)
    unit.topics |= {"notices", "cards", "distribution", "reviews"}
