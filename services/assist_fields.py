"""What leads can change of what a task asks of its model, once it is created."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from domain.assisting import TaskAssist
from domain.automatic import needs_reviewers
from domain.bands import Bands, Thresholds, thresholds_error
from domain.errors import NotFound
from domain.fields import PEOPLE, TaskField, Value
from domain.model import AssistMode, Task
from store.unit_of_work import UnitOfWork

_ALL = 100


def value_of(unit: UnitOfWork, task: Task, field: TaskField) -> Value:
    """Thresholds in percent; of concepts what the task still has."""
    assist = _assist(unit, task)
    thresholds = assist.bands.everywhere
    match field:
        case TaskField.ORDERING:
            return assist.is_ordering
        case TaskField.UPPER:
            return round(thresholds.upper * _ALL)
        case TaskField.LOWER:
            return round(thresholds.lower * _ALL)
        case TaskField.THRESHOLDS:
            own = assist.bands.of
            return {str(one.id): _percents(own[one.id]) for one in unit.tasks.concepts(task.id) if one.id in own}
        case TaskField.LABEL_MAP:
            offered = {one.id for one in unit.tasks.concepts(task.id)}
            return {label: str(one) for label, one in assist.labels.items() if one in offered}
    return round(assist.threshold * _ALL)


def write(unit: UnitOfWork, task: Task, field: TaskField, value: Any) -> None:
    """What was suggested is made anew where that follows; what is annotated already stays."""
    assist = _assist(unit, task)
    if field is TaskField.ORDERING:
        unit.assists.change(task.id, is_ordering=bool(value))
    elif field is TaskField.THRESHOLD:
        unit.assists.change(task.id, threshold=value / _ALL)
    elif field is TaskField.LABEL_MAP:
        unit.assists.change(task.id, labels={label: int(one) for label, one in value.items()})
    else:
        _set_bands(unit, assist, _bands(assist, field, value))
    unit.topics.add(f"suggestions:{task.id}")


def forget(unit: UnitOfWork, task: Task, concepts: Collection[int]) -> None:
    """What is asked about concepts that are the task's no more."""
    assist = unit.assists.find(task.id)
    if assist is None:
        return
    labels = {label: one for label, one in assist.labels.items() if one not in concepts}
    unit.assists.change(task.id, labels=labels)
    _set_bands(unit, assist, _without(assist.bands, concepts))


def error(unit: UnitOfWork, task: Task, field: TaskField, value: Any) -> str | None:
    """Of the thresholds of a task that its model annotates."""
    bands = _bands(_assist(unit, task), field, value)
    for one in (bands.everywhere, *bands.of.values()):
        if wrong := thresholds_error(one.lower, one.upper):
            return wrong
    has_reviewers = unit.people.of_task(task.id, PEOPLE[TaskField.REVIEWERS])
    return None if has_reviewers or not needs_reviewers(bands) else "Choose reviewers first: some would go to them."


def _set_bands(unit: UnitOfWork, assist: TaskAssist, bands: Bands) -> None:
    """What would be annotated or reviewed by them is suggested, whatever it takes."""
    threshold = assist.threshold
    if assist.mode is AssistMode.AUTO:
        threshold = min(threshold, *(one.lower for one in (bands.everywhere, *bands.of.values())))
    unit.assists.change(assist.task, bands=bands, threshold=threshold)


def _without(bands: Bands, concepts: Collection[int]) -> Bands:
    return replace(bands, of={one: pair for one, pair in bands.of.items() if one not in concepts})


def _bands(assist: TaskAssist, field: TaskField, value: int | Mapping[str, tuple[int, int]]) -> Bands:
    if isinstance(value, Mapping):
        return replace(assist.bands, of={int(one): _thresholds(*pair) for one, pair in value.items()})
    part = {("upper" if field is TaskField.UPPER else "lower"): value / _ALL}
    return Bands(replace(assist.bands.everywhere, **part), assist.bands.of)


def _thresholds(lower: int, upper: int) -> Thresholds:
    return Thresholds(lower / _ALL, upper / _ALL)


def _percents(thresholds: Thresholds) -> tuple[int, int]:
    return round(thresholds.lower * _ALL), round(thresholds.upper * _ALL)


def _assist(unit: UnitOfWork, task: Task) -> TaskAssist:
    found = unit.assists.find(task.id)
    if found is None:
        raise NotFound("No model takes part in that task.")
    return found
