"""The task list, as one person may see it."""

from domain.draft import clean
from domain.errors import NotFound
from domain.model import Actor, Person, Role
from domain.naming import LONGEST_QUERY, pages_of
from domain.permissions import KEPT_FOR, may_see_task
from domain.read_models import DoneModel, TaskFilter, TaskPage, TaskRow, TaskSort, Waiting, WaitingPage
from services.task_rows import reviewable, task_rows
from store.listed import Visible
from store.unit_of_work import Store, UnitOfWork
from store.work import Work

Tasks = tuple[tuple[int, str, int], ...]
"""(id, name, how much waits in it) each."""
PAGE = 10
MOST_NAMED = 20
"""Of the tasks in which something waits; the others are counted."""
_ON_HOME = 5


class Listing:
    def __init__(self, store: Store) -> None:
        self._store = store

    def page(
        self,
        person: Person,
        chosen: TaskFilter = TaskFilter.ALL,
        page: int = 0,
        query: str = "",
        sort: TaskSort = TaskSort.NEWEST,
    ) -> TaskPage:
        """Of tasks with `query` in their names. A page that is past the end is the last one."""
        return self._store.read(lambda unit: _page(unit, person, chosen, page, query, sort))

    def home(
        self,
        person: Person,
        chosen: TaskFilter = TaskFilter.ALL,
        page: int = 0,
        query: str = "",
        sort: TaskSort = TaskSort.NEWEST,
    ) -> tuple[TaskPage, Waiting]:
        """The list and what waits, both of one moment."""
        return self._store.read(
            lambda unit: (_page(unit, person, chosen, page, query, sort), _waiting(unit, person.actor, _ON_HOME))
        )

    def waiting(self, actor: Actor) -> Waiting:
        return self._store.read(lambda unit: _waiting(unit, actor, MOST_NAMED))

    def waiting_page(self, actor: Actor, page: int = 0) -> WaitingPage:
        """All that waits. A page that is past the end is the last one."""
        return self._store.read(lambda unit: _waiting_page(unit, actor, page))

    def next_to_label(self, actor: Actor, words: str) -> int | None:
        """The newest task with these words in its name that has pictures for this person to label."""
        return _first(self._store.read(lambda unit: unit.lists.to_label(actor, 1, words).tasks))

    def next_to_review(self, actor: Actor, words: str) -> int | None:
        return _first(self._store.read(lambda unit: _to_review(unit, actor, MOST_NAMED, words)[0]))

    def find(self, person: Person, task_id: int) -> TaskRow:
        """One task as this person sees it. Raises NotFound also where the person may not see it."""

        def read(unit: UnitOfWork) -> TaskRow:
            task = unit.tasks.find(task_id)
            if task is None or task.workspace != person.workspace or task.deleted_at is not None:
                raise NotFound("That task is gone. `/label tasks` lists what there is.")
            (row,) = task_rows(unit, person, [task])
            if not may_see_task(person, (*row.labelers, *row.reviewers, task.created_by)):
                raise NotFound("That task is gone. `/label tasks` lists what there is.")
            return row

        return self._store.read(read)

    def named(self, person: Person, name: str) -> list[TaskRow]:
        """Tasks whose name holds these words, as this person may see them: one more than a page has is as good as
        more. An exact name comes alone.
        """

        def read(unit: UnitOfWork) -> list[TaskRow]:
            exact = _visible(unit, person, TaskFilter.ALL).named(name)
            like = _visible(unit, person, TaskFilter.ALL).named_like(name)
            return list(task_rows(unit, person, unit.tasks.page(exact, 0, 1) or unit.tasks.page(like, 0, PAGE + 1)))

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
                has_review=bool(task.agreement or unit.people.of_task(task_id, Role.REVIEWER)),
            )

        return self._store.read(read)


def _page(unit: UnitOfWork, person: Person, chosen: TaskFilter, page: int, query: str, sort: TaskSort) -> TaskPage:
    words = clean(query)[:LONGEST_QUERY]
    everything = _visible(unit, person, TaskFilter.ALL)
    visible = _visible(unit, person, chosen).named_like(words)
    of = unit.tasks.count(everything)
    total = of if chosen is TaskFilter.ALL and not words else unit.tasks.count(visible)
    here, pages = pages_of(total, page, PAGE)
    return TaskPage(
        task_rows(unit, person, unit.tasks.page(visible, here * PAGE, PAGE, sort)),
        here,
        pages,
        total,
        chosen,
        may_create=not (person.is_guest or person.is_external),
        has_inputs=unit.catalog.has_inputs(person.workspace),
        has_deleted=unit.tasks.has_any(_visible(unit, person, TaskFilter.DELETED)),
        query=words,
        sort=sort,
        of=of,
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


def _waiting(unit: UnitOfWork, actor: Actor, most: int) -> Waiting:
    """The newest tasks are named, `most` of each kind."""
    label = unit.lists.to_label(actor, most)
    named, review = _to_review(unit, actor, most)
    return Waiting(
        label.tasks,
        named,
        more_tasks=label.of_tasks - len(label.tasks) + review.of_tasks - len(review.tasks),
        more_pictures=label.in_all - _sum(label.tasks),
        more_answers=review.in_all - _sum(review.tasks),
        is_muted=unit.reminders.is_muted(actor),
    )


def _waiting_page(unit: UnitOfWork, actor: Actor, page: int) -> WaitingPage:
    start = max(0, page) * MOST_NAMED
    label = unit.lists.to_label(actor, MOST_NAMED, start=start)
    room, behind = MOST_NAMED - len(label.tasks), max(0, start - label.of_tasks)
    review, all_ = _to_review(unit, actor, room, start=behind) if room else ((), unit.lists.to_review(actor, 1))
    total = label.of_tasks + all_.of_tasks
    here, pages = pages_of(total, page, MOST_NAMED)
    if here != page:
        return _waiting_page(unit, actor, here)
    return WaitingPage(label.tasks, review, here, pages, total)


def _to_review(unit: UnitOfWork, actor: Actor, most: int, words: str = "", start: int = 0) -> tuple[Tasks, Work]:
    """The newest tasks, counted exactly, and all of them."""
    review = unit.lists.to_review(actor, most, words, start)
    tasks = [task for task, _, _ in review.tasks]
    exact = reviewable(unit, actor.user, tasks, unit.lists.special(tasks))
    return tuple((task, name, exact[task]) for task, name, _ in review.tasks if exact.get(task)), review


def _sum(tasks: Tasks) -> int:
    return sum(count for _, _, count in tasks)


def _first(tasks: Tasks) -> int | None:
    return tasks[0][0] if tasks else None
