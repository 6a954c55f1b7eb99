"""The task list, as one person may see it."""

from domain.errors import NotFound
from domain.model import Actor, Distribution, Person, Role, Tally, Task, TaskStatus
from domain.permissions import may_lead, may_see_task
from domain.progress import expected
from domain.read_models import DoneModel, TaskFilter, TaskPage, TaskRow, Waiting
from services import batches, giving
from store.tasks import Visible
from store.unit_of_work import Store, UnitOfWork

PAGE = 10


class Listing:
    def __init__(self, store: Store) -> None:
        self._store = store

    def page(self, person: Person, chosen: TaskFilter = TaskFilter.ALL, page: int = 0) -> TaskPage:
        """A page that is past the end is the last one."""

        def read(unit: UnitOfWork) -> TaskPage:
            visible = _visible(person, chosen)
            total = unit.tasks.count(visible)
            pages = max(1, -(-total // PAGE))
            here = max(0, min(page, pages - 1))
            rows = tuple(_row(unit, person, task) for task in unit.tasks.page(visible, here * PAGE, PAGE))
            return TaskPage(
                rows,
                here,
                pages,
                total,
                chosen,
                may_create=not (person.is_guest or person.is_external),
                has_inputs=bool(unit.catalog.newest_input(person.workspace)),
            )

        return self._store.read(read)

    def waiting(self, actor: Actor) -> Waiting:
        def read(unit: UnitOfWork) -> Waiting:
            label = unit.tasks.page(Visible(actor.workspace).with_inputs_for(actor.user))
            review = unit.tasks.page(Visible(actor.workspace).with_answers_for(actor.user))
            to_label = [(task.id, task.name, giving.waiting_for(unit, task, actor.user)) for task in label]
            to_review = [(task.id, task.name, batches.share_of(unit, task.id, actor.user)) for task in review]
            return Waiting(tuple(one for one in to_label if one[2]), tuple(one for one in to_review if one[2]))

        return self._store.read(read)

    def find(self, person: Person, task_id: int) -> TaskRow:
        """One task as this person sees it. Raises NotFound also where the person may not see it."""

        def read(unit: UnitOfWork) -> TaskRow:
            task = unit.tasks.find(task_id)
            if task is None or task.workspace != person.workspace or task.deleted_at is not None:
                raise NotFound("That task is gone. `/label tasks` lists what there is.")
            row = _row(unit, person, task)
            if not may_see_task(person, (*row.labelers, *row.reviewers, task.created_by)):
                raise NotFound("That task is gone. `/label tasks` lists what there is.")
            return row

        return self._store.read(read)

    def named(self, person: Person, name: str) -> list[TaskRow]:
        """Tasks whose name holds these words, as this person may see them; an exact name comes alone."""

        def read(unit: UnitOfWork) -> list[TaskRow]:
            found = unit.tasks.page(_visible(person, TaskFilter.ALL).named(name)) or unit.tasks.page(
                _visible(person, TaskFilter.ALL).named_like(name), 0, PAGE
            )
            return [_row(unit, person, task) for task in found]

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


def _visible(person: Person, chosen: TaskFilter) -> Visible:
    visible = Visible(person.workspace)
    if chosen is TaskFilter.MINE:
        return visible.with_role(person.user, Role.LABELER)
    if chosen is TaskFilter.REVIEW:
        return visible.with_role(person.user, Role.REVIEWER)
    return visible.involving(person.user) if person.is_guest or person.is_external else visible


def _row(unit: UnitOfWork, person: Person, task: Task) -> TaskRow:
    labelers, reviewers = unit.people.of_task(task.id, Role.LABELER), unit.people.of_task(task.id, Role.REVIEWER)
    tallies = unit.queue.tallies(task.id)
    dataset = unit.catalog.dataset(task.workspace, task.dataset)
    is_reviewer = task.status is not TaskStatus.WONT_DO and batches.may_review(unit, task, person.user)
    total = sum(tallies.values(), Tally())
    return TaskRow(
        task.id,
        task.name,
        task.status,
        task.type,
        dataset.name if dataset else "deleted dataset",
        tuple(concept.name for concept in unit.tasks.concepts(task.id)),
        labelers,
        reviewers,
        task.inputs,
        task.distributed,
        total,
        task.created_at,
        task.created_by,
        is_lead=may_lead(person, unit.people.of_task(task.id, Role.LEAD)),
        may_label=giving.waiting_for(unit, task, person.user) if person.user in labelers else 0,
        may_review=batches.share_of(unit, task.id, person.user) if is_reviewer else 0,
        is_labeler=person.user in labelers,
        is_reviewer=is_reviewer,
        failure=unit.tasks.failure(task.id) if task.status is TaskStatus.FAILED else None,
        is_dynamic=task.distribution is Distribution.DYNAMIC,
        expected=expected(task, total),
    )
