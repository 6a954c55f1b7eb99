"""A lead asks for labels out of a file that is in Slack, and gets them bit by bit."""

from collections.abc import Sequence
from dataclasses import replace

from domain.coco import ImportAs
from domain.errors import Invalid, LabelingError, NotFound
from domain.label_importing import LabelImportAsked, LabelImportForm
from domain.model import Person, Role, Task
from domain.permissions import check_lead
from services.label_imports import LabelImports, LabelsImported, Progress, SoFar, Way, check
from store.outbox import Waiting
from store.unit_of_work import Store, UnitOfWork

_GONE = "That task is gone. `/label tasks` lists what there is."


class LabelImportAsks:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._imports = LabelImports(store)

    def open(self, person: Person, task_id: int) -> LabelImportForm:
        """Raises NotAllowed for who does not lead the task, Invalid where it takes no labels in any way."""

        def read(unit: UnitOfWork) -> LabelImportForm:
            task = _led(unit, person, task_id)
            refused = {how: error for how in ImportAs if (error := _refusal(unit, task, how)) is not None}
            if len(refused) == len(ImportAs):
                raise refused[ImportAs.FINAL]
            return LabelImportForm(task.id, task.name, tuple(str(how) for how in ImportAs if how not in refused))

        return self._store.read(read)

    def ask(self, person: Person, task_id: int, files: Sequence[str], how: str, key: str) -> str:
        """Have it done. Returns the task's name; the same `key` counts once. Raises Invalid ("files", "what")."""

        def write(unit: UnitOfWork) -> str:
            task = _led(unit, person, task_id)
            if not files:
                raise Invalid({"files": "Choose a COCO file."})
            if how not in set(ImportAs):
                raise Invalid({"what": "Choose what becomes of the labels."})
            if refused := _refusal(unit, task, ImportAs(how)):
                raise Invalid({"what": refused.message})
            unit.outbox.put(person.actor, LabelImportAsked(task_id, files[0], how), key=f"import:{key}")
            unit.topics.add("notices")
            return task.name

        return self._store.write(write)

    def carry_out(
        self, waiting: Waiting, asked: LabelImportAsked, document: object, name: str, progress: Progress
    ) -> LabelsImported:
        """Goes on where it was; how far it is, is kept in the notice itself. Raises LabelingError."""
        task = self._store.read(lambda unit: unit.tasks.find(asked.task))
        if task is None or task.deleted_at is not None:
            raise NotFound("The task was deleted meanwhile.")

        def keep(unit: UnitOfWork, now: SoFar) -> None:
            unit.outbox.rewrite(waiting.id, replace(asked, **now._asdict()))

        so_far = SoFar(asked.reached, asked.pictures, asked.shapes, asked.answered)
        way = Way(name, ImportAs(asked.how), waiting.to.user)
        return self._imports.run(task, document, way, progress, so_far, keep)


def _led(unit: UnitOfWork, person: Person, task_id: int) -> Task:
    task = unit.tasks.find(task_id)
    if task is None or task.workspace != person.workspace or task.deleted_at is not None:
        raise NotFound(_GONE)
    check_lead(person, unit.people.of_task(task_id, Role.LEAD), "import labels into it")
    return task


def _refusal(unit: UnitOfWork, task: Task, how: ImportAs) -> LabelingError | None:
    try:
        check(unit, task, how)
    except LabelingError as error:
        return error
    return None
