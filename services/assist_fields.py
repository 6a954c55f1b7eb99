"""What leads can change of what a task asks of its model, once it is created."""

from dataclasses import replace
from typing import Any

from domain.assisting import TaskAssist
from domain.automatic import needs_reviewers
from domain.bands import Bands, thresholds_error
from domain.errors import NotFound
from domain.fields import PEOPLE, TaskField
from domain.model import Task
from store.unit_of_work import UnitOfWork

_ALL = 100


def value_of(unit: UnitOfWork, task: Task, field: TaskField) -> bool | int:
    """Thresholds in percent."""
    assist = _assist(unit, task)
    thresholds = assist.bands.everywhere
    match field:
        case TaskField.ORDERING:
            return assist.is_ordering
        case TaskField.UPPER:
            return round(thresholds.upper * _ALL)
        case TaskField.LOWER:
            return round(thresholds.lower * _ALL)
    return round(assist.threshold * _ALL)


def write(unit: UnitOfWork, task: Task, field: TaskField, value: Any) -> None:
    """What was suggested is made anew where that follows; what is annotated already stays."""
    assist = _assist(unit, task)
    if field is TaskField.ORDERING:
        unit.assists.change(task.id, is_ordering=bool(value))
    elif field is TaskField.THRESHOLD:
        unit.assists.change(task.id, threshold=value / _ALL)
    else:
        unit.assists.change(task.id, bands=_bands(assist, field, value))
    unit.topics.add("suggestions")


def error(unit: UnitOfWork, task: Task, field: TaskField, value: int) -> str | None:
    """Of the two thresholds of a task that its model annotates."""
    bands = _bands(_assist(unit, task), field, value)
    if wrong := thresholds_error(bands.everywhere.lower, bands.everywhere.upper):
        return wrong
    has_reviewers = unit.people.of_task(task.id, PEOPLE[TaskField.REVIEWERS])
    return None if has_reviewers or not needs_reviewers(bands) else "Choose reviewers first: some would go to them."


def _bands(assist: TaskAssist, field: TaskField, value: int) -> Bands:
    part = {("upper" if field is TaskField.UPPER else "lower"): value / _ALL}
    return Bands(replace(assist.bands.everywhere, **part), assist.bands.of)


def _assist(unit: UnitOfWork, task: Task) -> TaskAssist:
    found = unit.assists.find(task.id)
    if found is None:
        raise NotFound("No model takes part in that task.")
    return found
