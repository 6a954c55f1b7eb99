"""Changing, deleting and restoring a task that exists."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from domain.clock import as_datetime
from domain.errors import Invalid, NotFound
from domain.fields import PEOPLE, TaskField, Value, edited, fixed, listed, tidy
from domain.model import NOT_PEOPLE, Person, Role, Task
from domain.naming import pages_of
from domain.notices import Notice, TaskDeleted, TaskRestored
from domain.permissions import KEPT_FOR
from domain.read_models import Choice, DeleteModel, EditModel, FieldLine, FieldModel, Theirs
from services import field_changes, task_fields
from services.finding import find_led
from services.merging import Verdict, digest, verdict
from services.models import Models
from services.task_windows import TaskWindows, labels_of
from store.unit_of_work import Store, UnitOfWork

WEIGHTS_PAGE = 40
"""Labelers whose weights stand in one window."""
_TOO_LATE = "That task was deleted more than 30 days ago: it can't be brought back any more."


class Editing:
    def __init__(self, store: Store, models: Models | None = None) -> None:
        self._store = store
        self._models = models

    def open(self, person: Person, task_id: int) -> EditModel:
        """Every field with what stands in it."""

        def read(unit: UnitOfWork) -> EditModel:
            task = find_led(unit, person, task_id, "edit it")
            assist = unit.assists.find(task.id)
            dataset = unit.catalog.dataset(task.workspace, task.dataset)
            has_labels = assist is not None and bool(assist.labels or labels_of(self._models, assist.model))
            shown = [one for one in listed(task) if has_labels or one is not TaskField.LABEL_MAP]
            return EditModel(
                task.id,
                task.name,
                tuple(_line(unit, task, field, person.tz) for field in shown),
                "deleted dataset" if dataset is None else dataset.name,
                task.type,
                task.labels_per_input,
                task.distribution,
                task.labelers_per_input,
                task.assist,
                "" if assist is None else assist.model,
            )

        return self._store.read(read)

    def open_field(self, person: Person, task_id: int, field: TaskField, page: int = 0) -> FieldModel:
        """What its window is filled with. Weights come by pages."""

        def read(unit: UnitOfWork) -> FieldModel:
            task = find_led(unit, person, task_id, "edit it")
            return _field_model(unit, task, field, task_fields.value_of(unit, task, field), page=page)

        return self._store.read(read)

    def windows(self, person: Person, task_id: int) -> TaskWindows:
        """In which fields of `IN_WINDOWS` are changed."""
        return TaskWindows(self._store, self._models, person, task_id)

    def save(
        self, person: Person, task_id: int, field: TaskField, value: Any, seen: str, page: int = 0
    ) -> FieldModel | None:
        """None: it is so now. `seen`: the digest of what the window was filled with. Where somebody else has changed
        the field since, to something else, nothing is saved, and what is returned shows both.

        Raises Invalid where it can't be.
        """

        def write(unit: UnitOfWork) -> FieldModel | None:
            field_changes.hold(unit, task_id, field)
            task = find_led(unit, person, task_id, "edit it")
            now = task_fields.value_of(unit, task, field)
            typed = task_fields.resolved(unit, task, field, tidy(field, value))
            found = verdict(field, seen=seen, now=now, typed=typed)
            if found is Verdict.DISPUTED:
                theirs = _theirs(unit, task, field, now, person.tz)
                return replace(_field_model(unit, task, field, typed, page=page), theirs=theirs)
            if found is Verdict.TAKE:
                field_changes.put(unit, person, task, field, typed)
            return None

        return self._store.write(write)

    def ask_delete(self, person: Person, task_id: int) -> DeleteModel:
        def read(unit: UnitOfWork) -> DeleteModel:
            task = find_led(unit, person, task_id, "delete it")
            return DeleteModel(task_id, task.name, unit.annotations.count_of_task(task_id))

        return self._store.read(read)

    def delete(self, person: Person, task_id: int) -> str:
        """Its name. Its workers are told, and its leads and who did it with the way back, which is open for 30 days."""

        def write(unit: UnitOfWork) -> str:
            unit.tasks.lock(task_id)
            task = find_led(unit, person, task_id, "delete it", even_deleted=True)
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
            unit.tasks.lock(task_id)
            task = find_led(unit, person, task_id, "restore it", even_deleted=True)
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


def _line(unit: UnitOfWork, task: Task, field: TaskField, where: str) -> FieldLine:
    if (why := fixed(task).get(field)) is not None:
        return FieldLine(field, why, is_fixed=True)
    value = task_fields.value_of(unit, task, field)
    if field in PEOPLE and isinstance(value, tuple):
        return FieldLine(field, people=value)
    return FieldLine(field, task_fields.words_of(unit, task, field, value, where))


def _field_model(unit: UnitOfWork, task: Task, field: TaskField, value: Value, *, page: int = 0) -> FieldModel:
    saved = digest(field, task_fields.value_of(unit, task, field))
    names = task_fields.names_in(unit, task, field, value)
    model = FieldModel(task.id, field, value, saved, most=task.labelers_per_input)
    if field is TaskField.CONCEPTS and isinstance(value, tuple):
        return replace(model, choices=tuple(Choice(one, names[one]) for one in value if one in names))
    if field in PEOPLE:
        return replace(model, collaborators=len(unit.people.collaborators(task.workspace)))
    if field is TaskField.WEIGHTS and isinstance(value, Mapping):
        here, pages = pages_of(len(value), page, WEIGHTS_PAGE)
        shown = list(value)[here * WEIGHTS_PAGE : (here + 1) * WEIGHTS_PAGE]
        people = tuple((user, names.get(user, "somebody")) for user in shown)
        return replace(model, names=people, page=here, pages=pages)
    return model


def _theirs(unit: UnitOfWork, task: Task, field: TaskField, now: Value, where: str) -> Theirs:
    by = unit.audit.who_made(task.id, edited(field), task_fields.words_of(unit, task, field, now))
    if field in PEOPLE and isinstance(now, tuple):
        return Theirs(people=now, by=by)
    return Theirs(task_fields.words_of(unit, task, field, now, where), by=by)


def workers(unit: UnitOfWork, task: Task) -> set[str]:
    """Everybody with open work in it."""
    labelers = {who for who, tally in unit.tallies.all(task.id).items() if tally.pending and who not in NOT_PEOPLE}
    return labelers | set(unit.reviews.holders(task.id))


def tell_all(unit: UnitOfWork, task: Task, users: Iterable[str], notice: Notice) -> None:
    unit.outbox.put_all(task.workspace, sorted(users), notice)
    unit.cards.touch_all([task.id])
    unit.topics |= {"notices", "cards", "distribution", "reviews"}
