"""A task's own page: how far it is, with whom, and what its labels come to. Leads see all of it, others their part."""

from dataclasses import replace

from domain.draft import clean, fold
from domain.errors import LabelingError
from domain.model import NOBODY, ROBOT, AssistMode, Person, Role, Tally, Task, TaskStatus
from domain.naming import LONGEST_QUERY, counted, pages_of
from domain.read_models import (
    Choice,
    CloseModel,
    ConceptCounts,
    CountedConcept,
    MoveModel,
    PeoplePage,
    TaskModel,
)
from services.assist_records import AssistRecords
from services.editing import workers
from services.finding import find_led, find_seen
from services.releasing import MODELS
from services.task_people import has_review, may_move, own_lines, people_page
from services.task_rows import task_rows
from store.task_inputs import LabelCount
from store.unit_of_work import Store, UnitOfWork

CONCEPTS = 40
_MOST = 100


class TaskPages:
    def __init__(self, store: Store, assists: AssistRecords | None = None) -> None:
        self._store = store
        self._assists = assists or AssistRecords(store)

    def overview(self, person: Person, task_id: int, note: str | None = None) -> TaskModel:
        """Raises NotFound for who may not see the task."""

        def read(unit: UnitOfWork) -> TaskModel:
            task = find_seen(unit, person, task_id)
            (row,) = task_rows(unit, person, [task])
            return TaskModel(
                row,
                task,
                unit.people.of_task(task_id, Role.LEAD),
                has_review(unit, task),
                people_page(unit, task, 0) if row.is_lead else None,
                own_lines(unit, task, person),
                excluded=unit.task_inputs.count_excluded(task_id) if row.is_lead and task.excluded else 0,
                released=unit.tallies.of(task_id, NOBODY).pending if row.is_lead else 0,
                note=note,
            )

        model = self._store.read(read)
        if model.task.assist is AssistMode.NONE:
            return model
        assist = self._assists.model(person, task_id, is_lead=model.row.is_lead)
        return replace(model, assist=assist)

    def people(self, lead: Person, task_id: int, page: int) -> PeoplePage:
        def read(unit: UnitOfWork) -> PeoplePage:
            return people_page(unit, find_led(unit, lead, task_id, "look at how far others are"), page)

        return self._store.read(read)

    def concepts(self, lead: Person, task_id: int, query: str = "", page: int = 0) -> ConceptCounts:
        """With those that no answer says, and "None of these" in the end."""

        def read(unit: UnitOfWork) -> ConceptCounts:
            task = find_led(unit, lead, task_id, "count its labels")
            words = clean(query)[:LONGEST_QUERY]
            rows = [one for one in _counted(unit, task) if fold(words) in fold(one.name or "None of these")]
            here, pages = pages_of(len(rows), page, CONCEPTS)
            shown = tuple(rows[here * CONCEPTS : (here + 1) * CONCEPTS])
            hidden = unit.tallies.total(task_id).consensus
            reviewed = has_review(unit, task)
            return ConceptCounts(task_id, task.name, shown, here, pages, len(rows), words, hidden, reviewed)

        return self._store.read(read)

    def ask_close(self, lead: Person, task_id: int) -> CloseModel:
        """What it would mean. Raises LabelingError where there is nothing to close."""

        def read(unit: UnitOfWork) -> CloseModel:
            task = find_led(unit, lead, task_id, "close it")
            if task.status in {TaskStatus.DONE, TaskStatus.WONT_DO}:
                state = "done" if task.status is TaskStatus.DONE else "closed"
                raise LabelingError(f"“{task.name}” is {state} already.")
            (row,) = task_rows(unit, lead, [task])
            return CloseModel(
                task_id,
                task.name,
                row.tally.pending + max(0, row.expected - row.tally.total),
                row.tally.awaiting + row.tally.consensus,
                len(workers(unit, task) - {lead.user}),
            )

        return self._store.read(read)

    def ask_move(self, lead: Person, task_id: int, labeler: str, *, is_release: bool) -> MoveModel:
        """What would be released or handed over. Raises LabelingError where there is nothing, or nobody to take it."""

        def read(unit: UnitOfWork) -> MoveModel:
            doing = "release others' work" if is_release else "hand work over"
            task = find_led(unit, lead, task_id, doing)
            pending = unit.tallies.of(task_id, labeler).pending
            if labeler == ROBOT:
                raise LabelingError(MODELS)
            if not may_move(task):
                raise LabelingError(_why_not_moved(task))
            if not pending:
                raise LabelingError(f"<@{labeler}> has no open work in “{task.name}” any more.")
            if not is_release and not _takers(unit, task, labeler):
                raise LabelingError(f"Nobody else labels “{task.name}”. Add another labeler in Edit first.")
            return MoveModel(task_id, task.name, labeler, pending)

        return self._store.read(read)

    def search_takers(self, person: Person, task_id: int, labeler: str, query: str) -> list[Choice]:
        """The other labelers by their names, with what each has open."""

        def read(unit: UnitOfWork) -> list[Choice]:
            task = find_led(unit, person, task_id, "hand work over")
            people = unit.people.find_all(task.workspace, _takers(unit, task, labeler))
            fitting = sorted((one for one in people if fold(query) in fold(one.name)), key=lambda one: fold(one.name))
            tallies = unit.tallies.all(task_id)
            return [
                Choice(one.user, one.name, f"{counted(tallies.get(one.user, Tally()).pending, 'input')} to label")
                for one in fitting[:_MOST]
            ]

        return self._store.read(read)


def _why_not_moved(task: Task) -> str:
    if task.status is TaskStatus.WONT_DO:
        return f"“{task.name}” was closed early. Open it again first."
    return "In this task everyone labels everything, so nobody can take over what somebody else has open."


def _takers(unit: UnitOfWork, task: Task, labeler: str) -> list[str]:
    return [who for who in unit.people.of_task(task.id, Role.LABELER) if who != labeler]


def _counted(unit: UnitOfWork, task: Task) -> list[CountedConcept]:
    """Concepts that answers hold and the task does not offer any more are there too."""
    labels = unit.task_inputs.labels(task.id)
    offered = {one.id: one.name for one in unit.tasks.concepts(task.id)}
    others = [one for one in labels if one is not None and one not in offered]
    found = unit.concepts.find_all(task.workspace, others)
    names = offered | {one: concept.name for one, concept in found.items()}
    rows = [_count(name, labels.get(concept)) for concept, name in names.items()]
    return [*rows, _count(None, labels.get(None))]


def _count(name: str | None, labels: LabelCount | None) -> CountedConcept:
    counted = labels or LabelCount()
    return CountedConcept(name, counted.approved, counted.waiting, counted.rejected)
