"""The lines of the task list, for one person looking."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.clock import as_datetime
from domain.distribution import share_of
from domain.model import Distribution, Person, ReviewMethod, Role, Tally, Task, TaskStatus
from domain.permissions import KEPT_FOR, may_lead
from domain.progress import expected
from domain.read_models import TaskRow
from services import batches
from store.unit_of_work import UnitOfWork


def task_rows(unit: UnitOfWork, person: Person, tasks: Sequence[Task]) -> tuple[TaskRow, ...]:
    """However many tasks there are, each kind of fact is asked for once."""
    ids = [task.id for task in tasks]
    people = unit.lists.people(ids)
    led = [task for task in ids if may_lead(person, people.get((task, Role.LEAD), ()))]
    reviewed = [task.id for task in tasks if _may_review(people, person, task)]
    labeled = [task for task in ids if person.user in people.get((task, Role.LABELER), ())]
    known = _Known(
        unit.lists.facts(ids),
        people,
        unit.lists.concepts(ids),
        unit.lists.tallies(ids),
        reviewable(unit, person.user, reviewed, {task.id for task in tasks if _is_special(task)}),
        dict.fromkeys(led, 0) | unit.lists.flagged(led),
        unit.lists.takeable(person.user, labeled),
        unit.now,
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
    takeable: dict[int, int]
    """Of the tasks that this person labels, where they have nothing now."""
    now: int


def _may_review(people: dict[tuple[int, Role], tuple[str, ...]], person: Person, task: Task) -> bool:
    """Where labelers should agree and nobody reviews, the leads settle what they disagree on."""
    if task.status is TaskStatus.WONT_DO:
        return False
    reviewers = people.get((task.id, Role.REVIEWER), ())
    settling = people.get((task.id, Role.LEAD), ()) if task.agreement else ()
    return person.user in (reviewers or settling)


def _is_overdue(known: _Known, task: Task, total: Tally) -> bool:
    is_open = total.is_open or not task.is_distributed
    is_ended = task.status in {TaskStatus.DONE, TaskStatus.WONT_DO}
    return task.due_at is not None and task.due_at < as_datetime(known.now) and is_open and not is_ended


def _is_special(task: Task) -> bool:
    return task.review_method is ReviewMethod.STACKED or task.agreement > 0


def _row(known: _Known, person: Person, task: Task) -> TaskRow:
    dataset, failure = known.facts[task.id]
    labelers, reviewers = known.people.get((task.id, Role.LABELER), ()), known.people.get((task.id, Role.REVIEWER), ())
    tallies = known.tallies.get(task.id, {})
    total = sum(tallies.values(), Tally())
    own = tallies.get(person.user, Tally()).pending or known.takeable.get(task.id, 0)
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
        total,
        task.created_at,
        task.created_by,
        is_lead=task.id in known.flagged,
        may_label=own if person.user in labelers and task.status is not TaskStatus.WONT_DO else 0,
        may_review=known.reviewable.get(task.id, 0),
        is_labeler=person.user in labelers,
        is_reviewer=_may_review(known.people, person, task),
        is_dynamic=task.distribution is Distribution.DYNAMIC,
        expected=expected(task, total),
        failure=failure if task.status is TaskStatus.FAILED else None,
        flagged=known.flagged.get(task.id, 0),
        priority=task.priority,
        due_at=task.due_at,
        is_overdue=_is_overdue(known, task, total),
        assist=task.assist,
        has_review=bool(reviewers or task.agreement),
        kept_until=None if task.deleted_at is None else task.deleted_at + timedelta(microseconds=KEPT_FOR),
    )


def reviewable(unit: UnitOfWork, user: str, tasks: Sequence[int], special: Collection[int]) -> dict[int, int]:
    """Task -> what this reviewer has to decide, or would get if all that waits were dealt now.

    `special`: those whose answers go to reviewers in another way than one each.
    """
    found = unit.lists.reviewable(user, [task for task in tasks if task not in special])
    shares = {task: waits.own + share_of(user, waits.free, waits.load) for task, waits in found.items()}
    return shares | {task: batches.share_of(unit, task, user) for task in tasks if task in special}
