"""The fields of a task that a lead can change: what stands in them, and what follows when one changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.clock import SECOND
from domain.draft import NEW, REBALANCING_LEASE, clean, fold, is_id
from domain.fields import IN_WINDOWS, OF_MODELS, PEOPLE, TaskField, Value, in_words
from domain.model import Person, Priority, ReviewMethod, Task
from services import assist_fields, moving
from services.assigning import set_people
from store.unit_of_work import UnitOfWork

_SHOWN_ON_NO_CARD = {TaskField.LEADS, TaskField.REVIEW_SHARE, TaskField.REBALANCING}


def value_of(unit: UnitOfWork, task: Task, field: TaskField) -> Value:
    if field in PEOPLE:
        return unit.people.of_task(task.id, PEOPLE[field])
    match field:
        case TaskField.CONCEPTS:
            return tuple(str(one.id) for one in unit.tasks.concepts(task.id))
        case TaskField.WEIGHTS:
            return unit.people.shares(task.id)
        case TaskField.DUE:
            return None if task.due_at is None else _microseconds(task.due_at)
        case TaskField.REBALANCING:
            return task.lease is not None
    value: Value = assist_fields.value_of(unit, task, field) if field in OF_MODELS else getattr(task, field)
    return value


def resolved(unit: UnitOfWork, task: Task, field: TaskField, value: Any) -> Any:
    """As it is once it is saved: a new concept that there is by now is that one; who left has no weight."""
    if field is TaskField.CONCEPTS:
        return tuple(dict.fromkeys(_known(unit, task, one) for one in value))
    if field is TaskField.WEIGHTS:
        return {user: value.get(user, weight) for user, weight in unit.people.shares(task.id).items()}
    return value


def words_of(unit: UnitOfWork, task: Task, field: TaskField, value: Any, where: str = "UTC") -> str:
    return in_words(field, value, names_in(unit, task, field, value), where)


def names_in(unit: UnitOfWork, task: Task, field: TaskField, value: Any) -> dict[str, str]:
    """Of the people or concepts that stand in a field."""
    if field in PEOPLE or field is TaskField.WEIGHTS:
        return {one.user: one.name for one in unit.people.find_all(task.workspace, value)}
    if field in IN_WINDOWS:
        return {str(one.id): one.name for one in unit.tasks.concepts(task.id)}
    if field is TaskField.CONCEPTS:
        known = unit.concepts.find_all(task.workspace, [int(one) for one in value if is_id(one)])
        # One that is being merged into another is still the task's.
        names = {str(one.id): one.name for one in (*unit.tasks.concepts(task.id), *known.values())}
        return names | {one: clean(one.removeprefix(NEW)) for one in value if one.startswith(NEW)}
    return {}


def write(unit: UnitOfWork, person: Person, task: Task, field: TaskField, value: Any) -> None:
    """What was checked. Cards, queues and reviewers follow."""
    columns: dict[str, Any] = {}
    if field in PEOPLE:
        set_people(unit, person, task, PEOPLE[field], value)
    elif field is TaskField.CONCEPTS:
        _set_concepts(unit, task, value)
    elif field is TaskField.WEIGHTS:
        unit.people.weigh(task.id, value)
        unit.tasks.unbalance(task.id)
    elif field in OF_MODELS:
        assist_fields.write(unit, task, field, value)
    elif field is TaskField.GROWING:
        columns = _growing(unit, task, is_growing=value)
    else:
        columns = _column(unit, task, field, value)
    unit.tasks.change(task, **columns)
    # What it failed for may be mended now.
    moving.try_again(unit, task.id, person.user)
    if field is TaskField.GROWING:
        moving.finish_if_done(unit, task.workspace, task.id)
    # Where labelers should agree, leads may have cards as reviewers have.
    if field not in _SHOWN_ON_NO_CARD or (field is TaskField.LEADS and task.agreement):
        unit.cards.touch_all([task.id])
    unit.topics |= {"cards", "distribution", "reviews"}


def _column(unit: UnitOfWork, task: Task, field: TaskField, value: Any) -> dict[str, Any]:
    match field:
        case TaskField.NAME:
            return {"name": value, "folded": fold(value)}
        case TaskField.PRIORITY:
            return {"priority": int(Priority(value))}
        case TaskField.REVIEW_METHOD:
            return {"review_method": str(ReviewMethod(value))}
        case TaskField.REBALANCING:
            # Nobody's time has run before.
            unit.tallies.touch_all(task.id)
            return {"lease": REBALANCING_LEASE if value else None}
    return {str(field): value}


def _growing(unit: UnitOfWork, task: Task, *, is_growing: bool) -> dict[str, Any]:
    """From now on it has all that its dataset has, also what came since it was created."""
    dataset = unit.catalog.held(task.workspace, task.dataset) if is_growing else None
    inputs = task.inputs if dataset is None else max(task.inputs, dataset.inputs)
    if inputs > task.inputs:
        moving.reopen(unit, task.id)
    return {"is_growing": is_growing, "inputs": inputs}


def _set_concepts(unit: UnitOfWork, task: Task, value: Sequence[str]) -> None:
    wanted = [
        unit.concepts.ensure(task.workspace, one.removeprefix(NEW)).id if one.startswith(NEW) else int(one)
        for one in value
    ]
    gone = [one.id for one in unit.tasks.concepts(task.id) if one.id not in wanted]
    if gone:
        unit.annotations.drop_ticks(task.id, gone)
        assist_fields.forget(unit, task, gone)
    unit.tasks.set_concepts(task.id, list(dict.fromkeys(wanted)))
    unit.topics.add(f"suggestions:{task.id}")


def _known(unit: UnitOfWork, task: Task, concept: str) -> str:
    found = unit.concepts.named(task.workspace, concept.removeprefix(NEW)) if concept.startswith(NEW) else None
    return concept if found is None else str(found.id)


def _microseconds(moment: datetime) -> int:
    return round(moment.timestamp() * SECOND)
