"""A task's labels as a file."""

from collections.abc import Callable, Iterator
from pathlib import Path

from domain.draft import is_id
from domain.errors import LabelingError, NotFound
from domain.model import AnnotationStatus, Person, Role, Task
from domain.notices import ExportAsked
from domain.permissions import check_lead
from domain.read_models import LeftOut
from domain.shapes import DRAWN
from services import shape_files
from services.export_files import FORMATS, ExportRow, check_format, columns, iso, of_labeler, placed, write_file
from services.shape_files import SUFFIXES
from store.exports import ExportedAnnotation
from store.unit_of_work import Store, UnitOfWork

TASK_FORMATS = (*FORMATS, *SUFFIXES)
"""Of a task or a dataset version; a history is always a table."""
_CHUNK = 2000


class Exporting:
    def __init__(self, store: Store) -> None:
        self._store = store

    def ask(self, person: Person, task_id: int, format_: str, key: str) -> str:
        """Have the file made and sent to this person. Returns the task's name; the same `key` counts once.

        Raises LabelingError where there is nothing to export yet: Slack takes no empty file.
        """
        check_format(format_, TASK_FORMATS)

        def write(unit: UnitOfWork) -> str:
            task = _led(unit, person, task_id, format_)
            unit.outbox.put(person.actor, ExportAsked(task_id, format_), key=f"export:{key}")
            unit.topics.add("notices")
            return task.name

        return self._store.write(write)

    def formats(self, person: Person, task_id: int) -> tuple[str, tuple[str, ...]]:
        """The task's name, and in what it can be exported: raises what `ask` would of who asks, and for what."""

        def read(unit: UnitOfWork) -> tuple[str, tuple[str, ...]]:
            task = _led(unit, person, task_id)
            return task.name, TASK_FORMATS if task.type in DRAWN else FORMATS

        return self._store.read(read)

    def find(self, workspace: str, name_or_id: str) -> Task:
        """For the command line: by name, or by the id that "Copy task ID" shows."""

        def read(unit: UnitOfWork) -> Task | None:
            named = unit.tasks.named(workspace, name_or_id)
            return named or (unit.tasks.find(int(name_or_id)) if is_id(name_or_id) else None)

        task = self._store.read(read)
        if task is None or task.workspace != workspace or task.deleted_at is not None:
            raise NotFound(f"There is no task “{name_or_id}”.")
        return task

    def left_out(self, task_id: int, *, everything: bool = False) -> LeftOut:
        """What an export does not hold (yet), by where it stands; inputs that are not handed out yet are pending."""

        def read(unit: UnitOfWork) -> LeftOut:
            task, now = unit.tasks.find(task_id), unit.queue.total(task_id)
            ahead = 0 if task is None else max(0, task.inputs - task.distributed) * task.labelers_per_input
            pending = now.pending + ahead
            rest = (0, 0) if everything else (now.awaiting, now.rejected)
            return LeftOut(pending, *rest, unit.exports.sent_back(task_id))

        return self._store.read(read)

    def others(self, task_id: int, format_: str, *, everything: bool = False) -> int:
        """How many answers to pictures that are in the file are not: COCO and YOLO have one a picture."""
        if format_ not in SUFFIXES:
            return 0
        return self._store.read(lambda unit: unit.shape_exports.count(task_id, everything=everything)).others

    def write(
        self,
        task_id: int,
        path: Path,
        format_: str,
        *,
        everything: bool = False,
        progress: Callable[[int], object] = id,
    ) -> int:
        """Write the file and return its number of rows, or of shapes. Only SUCCESS, unless `everything` was asked for.
        Raises Invalid for a format that is none, or is none for this task.
        """
        check_format(format_, TASK_FORMATS)

        def write(unit: UnitOfWork) -> int:
            if format_ in SUFFIXES and (task := unit.tasks.find(task_id)) is not None:
                shape_files.check(task, format_)
                source = shape_files.of_task(unit, task, everything=everything)
                return shape_files.write(source, path, format_, progress).shapes
            rows = _rows(unit, task_id, everything=everything)
            return write_file(path, format_, _columns(unit, task_id), rows, progress)

        # One view of the database for all of it: whatever is labeled meanwhile is in the next file.
        return self._store.read(write)


def _led(unit: UnitOfWork, person: Person, task_id: int, format_: str = FORMATS[0]) -> Task:
    """A task of which this person may export something."""
    task = unit.tasks.find(task_id)
    if task is None or task.workspace != person.workspace or task.deleted_at is not None:
        raise NotFound("That task is gone. `/label tasks` lists what there is.")
    check_lead(person, unit.people.of_task(task_id, Role.LEAD), "export it")
    if format_ in SUFFIXES:
        shape_files.check(task, format_)
    if not unit.exports.after(task_id, 0, 1, everything=False):
        raise LabelingError(f"There are no final labels in “{task.name}” yet: nothing can be exported.")
    return task


def suffix_of(format_: str) -> str:
    return SUFFIXES.get(format_, format_)


def _columns(unit: UnitOfWork, task_id: int) -> list[str]:
    task = unit.tasks.find(task_id)
    return columns(has_texts=unit.exports.has_texts(task_id), has_shapes=task is not None and task.type in DRAWN)


def _rows(unit: UnitOfWork, task_id: int, *, everything: bool) -> Iterator[ExportRow]:
    last = 0
    while found := unit.exports.after(task_id, last, _CHUNK, everything=everything):
        yield from map(_row, found)
        last = found[-1].id


def _row(one: ExportedAnnotation) -> ExportRow:
    return ExportRow(
        one.task,
        one.dataset,
        one.input,
        one.sha256,
        one.width,
        one.height,
        one.concept or "None of these",
        str(AnnotationStatus(one.status)),
        one.provenance,
        *(one.model or "", one.model_version or "", one.score),
        *of_labeler(one.labeler, one.labeler_name),
        iso(one.submitted_at),
        one.reviewer_name or one.reviewed_by or "",
        one.reviewed_by or "",
        iso(one.reviewed_at),
        one.kind,
        one.text or "",
        **placed(one.region),
    )
