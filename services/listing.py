"""The task list, as one person may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.distribution import share_of
from domain.draft import fold
from domain.errors import NotFound
from domain.model import Actor, Person, Role, Tally, Task, TaskStatus
from domain.permissions import KEPT_FOR, may_lead, may_see_task
from domain.read_models import DoneModel, TaskFilter, TaskPage, TaskRow, Waiting
from store.lists import Work
from store.tasks import Visible
from store.unit_of_work import Store, UnitOfWork

Tasks = tuple[tuple[int, str, int], ...]
"""(id, name, how much waits in it) each."""
PAGE = 10
_MOST_WAITING = 20
"""Tasks that are named; the others are counted."""


class Listing:
    def __init__(self, store: Store) -> None:
        self._store = store

    def page(self, person: Person, chosen: TaskFilter = TaskFilter.ALL, page: int = 0) -> TaskPage:
        """A page that is past the end is the last one."""
        return self._store.read(lambda unit: _page(unit, person, chosen, page))

    def home(self, person: Person, chosen: TaskFilter = TaskFilter.ALL, page: int = 0) -> tuple[TaskPage, Waiting]:
        """The list and what waits, both of one moment."""
        return self._store.read(lambda unit: (_page(unit, person, chosen, page), _waiting(unit, person.actor)))

    def waiting(self, actor: Actor) -> Waiting:
        return self._store.read(lambda unit: _waiting(unit, actor))

    def next_to_label(self, actor: Actor, words: str) -> int | None:
        """The newest task with these words in its name that has pictures for this person to label."""
        return _first(self._store.read(lambda unit: unit.lists.to_label(actor, 1, words).tasks))

    def next_to_review(self, actor: Actor, words: str) -> int | None:
        return _first(self._store.read(lambda unit: _to_review(unit, actor, words)[0]))

    def find(self, person: Person, task_id: int) -> TaskRow:
        """One task as this person sees it. Raises NotFound also where the person may not see it."""

        def read(unit: UnitOfWork) -> TaskRow:
            task = unit.tasks.find(task_id)
            if task is None or task.workspace != person.workspace or task.deleted_at is not None:
                raise NotFound("That task is gone. `/label tasks` lists what there is.")
            (row,) = _rows(unit, person, [task])
            if not may_see_task(person, (*row.labelers, *row.reviewers, task.created_by)):
                raise NotFound("That task is gone. `/label tasks` lists what there is.")
            return row

        return self._store.read(read)

    def named(self, person: Person, name: str) -> list[TaskRow]:
        """Tasks whose name holds these words, as this person may see them; an exact name comes alone."""

        def read(unit: UnitOfWork) -> list[TaskRow]:
            found = unit.tasks.page(_visible(unit, person, TaskFilter.ALL).named_like(name), 0, PAGE)
            exact = [task for task in found if fold(task.name) == fold(name)]
            return list(_rows(unit, person, exact or found))

        return self._store.read(read)

    def done(self, task_id: int) -> DoneModel:
        """The summary for the leads."""

        def read(unit: UnitOfWork) -> DoneModel:
            task = unit.tasks.find(task_id)
            if task is None:
                raise NotFound("That task is gone.")
            total, tallies = unit.queue.total(task_id), unit.queue.tallies(task_id)
            per_labeler = tuple((who, tally.labeled) for who, tally in tallies.items() if tally.labeled)
            return DoneModel(
                task_id,
                task.name,
                task.inputs,
                total.success,
                total.rejected,
                tuple(unit.annotations.per_concept(task_id)),
                per_labeler,
                has_review=bool(unit.people.of_task(task_id, Role.REVIEWER)),
            )

        return self._store.read(read)


def _page(unit: UnitOfWork, person: Person, chosen: TaskFilter, page: int) -> TaskPage:
    visible = _visible(unit, person, chosen)
    total = unit.tasks.count(visible)
    pages = max(1, -(-total // PAGE))
    here = max(0, min(page, pages - 1))
    return TaskPage(
        _rows(unit, person, unit.tasks.page(visible, here * PAGE, PAGE)),
        here,
        pages,
        total,
        chosen,
        may_create=not (person.is_guest or person.is_external),
        has_inputs=unit.catalog.has_inputs(person.workspace),
        has_deleted=unit.tasks.count(_visible(unit, person, TaskFilter.DELETED)) > 0,
    )


def _visible(unit: UnitOfWork, person: Person, chosen: TaskFilter) -> Visible:
    if chosen is TaskFilter.DELETED:
        deleted = Visible(person.workspace, deleted_since=unit.now - KEPT_FOR)
        return deleted if person.is_admin else deleted.with_role(person.user, Role.LEAD)
    visible = Visible(person.workspace)
    if chosen is TaskFilter.MINE:
        return visible.with_role(person.user, Role.LABELER)
    if chosen is TaskFilter.REVIEW:
        return visible.with_role(person.user, Role.REVIEWER)
    return visible.involving(person.user) if person.is_guest or person.is_external else visible


def _waiting(unit: UnitOfWork, actor: Actor) -> Waiting:
    label = unit.lists.to_label(actor, _MOST_WAITING)
    named, review = _to_review(unit, actor)
    return Waiting(
        label.tasks,
        named,
        more_tasks=label.of_tasks - len(label.tasks) + review.of_tasks - len(review.tasks),
        more_pictures=label.in_all - _sum(label.tasks),
        more_answers=review.in_all - _sum(review.tasks),
    )


def _to_review(unit: UnitOfWork, actor: Actor, words: str = "") -> tuple[Tasks, Work]:
    """The newest tasks, counted exactly, and all of them."""
    review = unit.lists.to_review(actor, _MOST_WAITING, words)
    exact = _reviewable(unit, actor.user, [task for task, _, _ in review.tasks])
    return tuple((task, name, exact[task]) for task, name, _ in review.tasks if exact.get(task)), review


def _reviewable(unit: UnitOfWork, user: str, tasks: Sequence[int]) -> dict[int, int]:
    """Task -> what this reviewer has to decide, or would get if all that waits were dealt now."""
    found = unit.lists.reviewable(user, tasks)
    return {task: waits.own + share_of(user, waits.free, waits.load) for task, waits in found.items()}


def _sum(tasks: Tasks) -> int:
    return sum(count for _, _, count in tasks)


def _first(tasks: Tasks) -> int | None:
    return tasks[0][0] if tasks else None


def _rows(unit: UnitOfWork, person: Person, tasks: Sequence[Task]) -> tuple[TaskRow, ...]:
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
        _reviewable(unit, person.user, reviewed),
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
