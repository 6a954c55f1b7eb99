"""A task's labels as a file: one row an annotation, written whole or not at all."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TextIO

from domain.clock import as_datetime
from domain.draft import is_id
from domain.errors import Invalid, LabelingError, NotFound
from domain.model import ROBOT, AnnotationStatus, Person, Role, Tally, Task
from domain.notices import ExportAsked
from domain.permissions import check_lead
from store.exports import ExportedAnnotation
from store.unit_of_work import Store, UnitOfWork

FORMATS = ("csv", "jsonl")
_CHUNK = 2000
_BEGINNINGS = frozenset("=+-@\t\r")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


@dataclass(frozen=True, slots=True)
class ExportRow:
    """The columns, in their order. Times are ISO 8601 in UTC; people are named, with their ids beside. `model`, its
    version and its score (0..1) belong to what it suggested or annotated; an edited label has no score any more.
    """

    task: str
    dataset: str
    input: str
    sha256: str
    width: int
    height: int
    concept: str
    status: str
    provenance: str
    model: str
    model_version: str
    score: float | None
    labeler: str
    labeler_id: str
    labeled_at: str
    reviewer: str
    reviewer_id: str
    reviewed_at: str
    kind: str
    text: str


_FOR_TEXTS = {"kind", "text"}
"""Columns that are there only where the task has texts."""


class Exporting:
    def __init__(self, store: Store) -> None:
        self._store = store

    def ask(self, person: Person, task_id: int, format_: str, key: str) -> str:
        """Have the file made and sent to this person. Returns the task's name; the same `key` counts once.

        Raises LabelingError where there is nothing to export yet: Slack takes no empty file.
        """
        check_format(format_)

        def write(unit: UnitOfWork) -> str:
            task = unit.tasks.find(task_id)
            if task is None or task.workspace != person.workspace or task.deleted_at is not None:
                raise NotFound("That task is gone. `/label tasks` lists what there is.")
            check_lead(person, unit.people.of_task(task_id, Role.LEAD), "export it")
            if not unit.exports.after(task_id, 0, 1, everything=False):
                raise LabelingError(f"There are no final labels in “{task.name}” yet: nothing can be exported.")
            unit.outbox.put(person.actor, ExportAsked(task_id, format_), key=f"export:{key}")
            unit.topics.add("notices")
            return task.name

        return self._store.write(write)

    def find(self, workspace: str, name_or_id: str) -> Task:
        """For the command line: by name, or by the id that "Copy task ID" shows."""

        def read(unit: UnitOfWork) -> Task | None:
            named = unit.tasks.named(workspace, name_or_id)
            return named or (unit.tasks.find(int(name_or_id)) if is_id(name_or_id) else None)

        task = self._store.read(read)
        if task is None or task.workspace != workspace or task.deleted_at is not None:
            raise NotFound(f"There is no task “{name_or_id}”.")
        return task

    def left_out(self, task_id: int, *, everything: bool = False) -> Tally:
        """What an export does not hold (yet), by where it stands; inputs that are not handed out yet are pending."""

        def read(unit: UnitOfWork) -> Tally:
            task, now = unit.tasks.find(task_id), unit.queue.total(task_id)
            ahead = 0 if task is None else max(0, task.inputs - task.distributed) * task.labelers_per_input
            pending = now.pending + ahead
            return Tally(pending) if everything else Tally(pending, now.awaiting, 0, now.rejected)

        return self._store.read(read)

    def write(
        self,
        task_id: int,
        path: Path,
        format_: str,
        *,
        everything: bool = False,
        progress: Callable[[int], object] = id,
    ) -> int:
        """Write the file and return its number of rows. Only SUCCESS, unless `everything` was asked for."""
        check_format(format_)

        def write(unit: UnitOfWork) -> int:
            rows = _rows(unit, task_id, everything=everything)
            return write_file(path, format_, columns(has_texts=unit.exports.has_texts(task_id)), rows, progress)

        # One view of the database for all of it: whatever is labeled meanwhile is in the next file.
        return self._store.read(write)


def columns(*, has_texts: bool) -> list[str]:
    return [one.name for one in fields(ExportRow) if has_texts or one.name not in _FOR_TEXTS]


def _rows(unit: UnitOfWork, task_id: int, *, everything: bool) -> Iterator[ExportRow]:
    last = 0
    while found := unit.exports.after(task_id, last, _CHUNK, everything=everything):
        yield from map(_row, found)
        last = found[-1].id


def write_file(
    path: Path, format_: str, names: list[str], rows: Iterator[object], progress: Callable[[int], object]
) -> int:
    """Whole or not at all. Returns the number of rows."""
    part = path.with_name(f".{path.name}.part")
    part.parent.mkdir(parents=True, exist_ok=True)
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            count = _write_rows(file, format_, names, rows, progress)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count


def check_format(format_: str) -> None:
    if format_ not in FORMATS:
        raise Invalid({"format": f"There is no format “{format_}”. Choose one of: {', '.join(FORMATS)}."})


def _write_rows(
    file: TextIO, format_: str, names: list[str], rows: Iterator[object], progress: Callable[[int], object]
) -> int:
    writer = csv.writer(file)
    if format_ == "csv":
        writer.writerow(names)
    count = 0
    for row in rows:
        values = [getattr(row, name) for name in names]
        if format_ == "csv":
            writer.writerow(map(_harmless, values))
        else:
            file.write(json.dumps(dict(zip(names, values, strict=True)), ensure_ascii=False) + "\n")
        count += 1
        progress(count)
    return count


def _harmless(value: object) -> object:
    """A cell that a spreadsheet would run as a formula is kept as text. A number is no formula, and stays itself."""
    is_formula = isinstance(value, str) and value[:1] in _BEGINNINGS and _NUMBER.fullmatch(value) is None
    return f"'{value}" if is_formula else value


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
    )


def of_labeler(user: str, name: str | None) -> tuple[str, str]:
    """Their name, and their id in Slack; a model that annotates by itself has none."""
    return ("model", "") if user == ROBOT else (name or user, user)


def iso(at: int | None) -> str:
    return "" if at is None else as_datetime(at).isoformat(timespec="milliseconds")
