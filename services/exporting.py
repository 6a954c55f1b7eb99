"""A task's labels as a file: one row an annotation, written whole or not at all."""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import TextIO

from domain.clock import as_datetime
from domain.draft import is_id
from domain.errors import Invalid, LabelingError, NotFound
from domain.model import AnnotationStatus, Person, Role, Task
from domain.notices import ExportAsked
from domain.permissions import check_lead
from store.exports import ExportedAnnotation
from store.unit_of_work import Store, UnitOfWork

FORMATS = ("csv", "jsonl")
_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class ExportRow:
    """The columns, in their order. Times are ISO 8601 in UTC; people are named, with their ids beside."""

    task: str
    dataset: str
    input: str
    sha256: str
    width: int
    height: int
    concept: str
    status: str
    provenance: str
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
        """Have the file made and sent to this person. Returns the task's name; the same `key` counts once."""
        _check_format(format_)

        def write(unit: UnitOfWork) -> str:
            task = unit.tasks.find(task_id)
            if task is None or task.workspace != person.workspace or task.deleted_at is not None:
                raise NotFound("That task is gone. `/label tasks` lists what there is.")
            check_lead(person, unit.people.of_task(task_id, Role.LEAD), "export it")
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
        _check_format(format_)
        part = path.with_name(f".{path.name}.part")
        part.parent.mkdir(parents=True, exist_ok=True)
        try:
            columns = self._columns(task_id)
            with part.open("w", encoding="utf-8", newline="") as file:
                count = _write_rows(file, format_, columns, self._rows(task_id, everything=everything), progress)
            expected = self._store.read(lambda unit: unit.exports.count(task_id, everything=everything))
            if not everything and count > expected:
                raise LabelingError("Labels were taken back while the file was written. Please export again.")
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        return count

    def _columns(self, task_id: int) -> list[str]:
        names = [one.name for one in fields(ExportRow)]
        has_texts = self._store.read(lambda unit: unit.exports.has_texts(task_id))
        return names if has_texts else [name for name in names if name not in _FOR_TEXTS]

    def _rows(self, task_id: int, *, everything: bool) -> Iterator[ExportRow]:
        last = 0
        while True:
            found = self._store.read(partial(_after, task_id, last, everything))
            yield from map(_row, found)
            if len(found) < _CHUNK:
                return
            last = found[-1].id


def _after(task_id: int, last: int, everything: bool, unit: UnitOfWork) -> list[ExportedAnnotation]:  # noqa: FBT001 - bound by partial, by position.
    return unit.exports.after(task_id, last, _CHUNK, everything=everything)


def _check_format(format_: str) -> None:
    if format_ not in FORMATS:
        raise Invalid({"format": f"There is no format “{format_}”. Choose one of: {', '.join(FORMATS)}."})


def _write_rows(
    file: TextIO, format_: str, names: list[str], rows: Iterator[ExportRow], progress: Callable[[int], object]
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
    """A cell that a spreadsheet would run as a formula is kept as text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


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
        one.labeler_name or one.labeler,
        one.labeler,
        _iso(one.submitted_at),
        one.reviewer_name or one.reviewed_by or "",
        one.reviewed_by or "",
        _iso(one.reviewed_at),
        one.kind,
        one.text or "",
    )


def _iso(at: int | None) -> str:
    return "" if at is None else as_datetime(at).isoformat(timespec="milliseconds")
