"""Tables of labels as files: one row an annotation, written whole or not at all."""

import csv
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TextIO

from domain.clock import as_datetime
from domain.errors import Invalid
from domain.model import ROBOT
from domain.outlines import Point
from domain.shapes import ShapeKind
from store.regions import unpacked

FORMATS = ("csv", "jsonl")
_BEGINNINGS = frozenset("=+-@\t\r")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


@dataclass(frozen=True, slots=True)
class ExportRow:
    """The columns, in their order. Times are ISO 8601 in UTC; people are named, with their ids beside. `model`, its
    version and its score (0..1) belong to what it suggested or annotated: an edited concept has no score any more, an
    edited shape that of what was edited. A shape's edges and points are in pixels of the upright picture; of a box
    there are no points.
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
    left: float | None = None
    top: float | None = None
    right: float | None = None
    bottom: float | None = None
    points: tuple[Point, ...] | None = None


_FOR_TEXTS = {"kind", "text"}
_FOR_SHAPES = {"left", "top", "right", "bottom", "points"}
"""Columns that are there only where some of what is exported needs them."""


def columns(*, has_texts: bool, has_shapes: bool = False) -> list[str]:
    left_out = (set() if has_texts else _FOR_TEXTS) | (set() if has_shapes else _FOR_SHAPES)
    return [one.name for one in fields(ExportRow) if one.name not in left_out]


def placed(region: str | None) -> dict[str, Any]:
    """What an ExportRow says of a shape."""
    if region is None:
        return {}
    shape = unpacked(0, region)
    edges = dict(zip(("left", "top", "right", "bottom"), shape.bounds, strict=True))
    return edges if shape.kind is ShapeKind.BOX else edges | {"points": shape.points}


def write_file(
    path: Path, format_: str, names: list[str], rows: Iterator[object], progress: Callable[[int], object]
) -> int:
    """Whole or not at all. Returns the number of rows."""
    with whole(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        return _write_rows(file, format_, names, rows, progress)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write a file that gets its name once all of it is there."""
    part = path.with_name(f".{path.name}.part")
    part.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def check_format(format_: str, formats: Sequence[str] = FORMATS) -> None:
    if format_ not in formats:
        raise Invalid({"format": f"There is no format “{format_}”. Choose one of: {', '.join(formats)}."})


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
    if isinstance(value, tuple):
        return json.dumps(value)
    is_formula = isinstance(value, str) and value[:1] in _BEGINNINGS and _NUMBER.fullmatch(value) is None
    return f"'{value}" if is_formula else value


def of_labeler(user: str, name: str | None) -> tuple[str, str]:
    """Their name, and their id in Slack; a model that annotates by itself has none."""
    return ("model", "") if user == ROBOT else (name or user, user)


def iso(at: int | None) -> str:
    return "" if at is None else as_datetime(at).isoformat(timespec="milliseconds")
