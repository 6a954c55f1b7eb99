"""One field of a task takes another value: who may save it next, what follows, and what the history says."""

from collections.abc import Callable
from typing import Any

from domain.fields import TaskField, edited
from domain.model import Person, Task
from services import field_errors, task_fields
from store.unit_of_work import UnitOfWork


def hold(unit: UnitOfWork, task_id: int, field: TaskField) -> None:
    """Of two who save at once, the second sees what the first has saved. Concepts first, as whoever answers holds them
    before the task.
    """
    if field is TaskField.CONCEPTS:
        unit.tasks.hold_concepts(task_id)
    unit.tasks.lock(task_id)


def put(
    unit: UnitOfWork,
    person: Person,
    task: Task,
    field: TaskField,
    typed: Any,
    told: Callable[[Any], Any] = lambda value: value,
) -> None:
    """`told`: what of a value the history is to tell. Raises Invalid where it can't be."""
    field_errors.check(unit, task, field, typed)
    before = task_fields.words_of(unit, task, field, told(task_fields.value_of(unit, task, field)))
    task_fields.write(unit, person, task, field, typed)
    now = unit.tasks.find(task.id) or task
    after = task_fields.words_of(unit, now, field, told(task_fields.value_of(unit, now, field)))
    unit.audit.add(task.id, person.user, edited(field), before=before, after=after)
