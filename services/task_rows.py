"""The lines of the task list, for one person looking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.distribution import share_of
from domain.model import Person, Role, Tally, Task, TaskStatus
from domain.permissions import KEPT_FOR, may_lead
from domain.read_models import TaskRow
from store.unit_of_work import UnitOfWork


def task_rows(unit: UnitOfWork, person: Person, tasks: Sequence[Task]) -> tuple[TaskRow, ...]:
    """However many tasks there are, each kind of fact is asked for once."""
    ids = [task.id for task in tasks]
    people = unit.lists.people(ids)
    led = [task for task in ids if may_lead(person, people.get((task, Role.LEAD), ()))]
    reviewed = [task for task in ids if person.user in people.get((task, Role.REVIEWER), ())]
    known = _Known(
        unit.lists.facts(ids),
        people,
        unit.lists.concepts(ids),
        unit.lists.tallies(ids),
        reviewable(unit, person.user, reviewed),
        dict.fromkeys(led, 0) | unit.lists.flagged(led),
    )
    return tuple(_row(known, person, task) for task in tasks)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the lines of a page say, by task."""

    facts: dict[int, tuple[str | None, str | None]]
    people: dict[tuple[int, Role], tuple[str, ...]]
    concepts: dict[int, tuple[str, ...]]
    tallies: dict[int, dict[str, Tally]]
    reviewable: dict[int, int]
    flagged: dict[int, int]
    """Of the tasks that this person leads."""


def _row(known: _Known, person: Person, task: Task) -> TaskRow:
    dataset, failure = known.facts[task.id]
    labelers, reviewers = known.people.get((task.id, Role.LABELER), ()), known.people.get((task.id, Role.REVIEWER), ())
    tallies = known.tallies.get(task.id, {})
    return TaskRow(
        task.id,
        task.name,
        task.status,
        task.type,
        dataset or "deleted dataset",
        known.concepts.get(task.id, ()),
        labelers,
        reviewers,
        task.inputs,
        task.distributed,
        sum(tallies.values(), Tally()),
        task.created_at,
        task.created_by,
        is_lead=task.id in known.flagged,
        may_label=tallies.get(person.user, Tally()).pending if person.user in labelers else 0,
        may_review=known.reviewable.get(task.id, 0),
        is_labeler=person.user in labelers,
        is_reviewer=person.user in reviewers,
        failure=failure if task.status is TaskStatus.FAILED else None,
        flagged=known.flagged.get(task.id, 0),
        kept_until=None if task.deleted_at is None else task.deleted_at + timedelta(microseconds=KEPT_FOR),
    )


def reviewable(unit: UnitOfWork, user: str, tasks: Sequence[int]) -> dict[int, int]:
    """Task -> what this reviewer has to decide, or would get if all that waits were dealt now."""
    found = unit.lists.reviewable(user, tasks)
    return {task: waits.own + share_of(user, waits.free, waits.load) for task, waits in found.items()}
