"""A dataset version as a file: a table of its labels, or the drawn ones as COCO or YOLO."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from domain.read_models import LeftOut, VersionLine
from services import shape_files
from services.export_files import ExportRow, columns, iso, of_labeler, placed, write_file
from services.shape_files import SUFFIXES
from store.unit_of_work import Store, UnitOfWork
from store.versions import VersionRow

_CHUNK = 500
_NONE = "None of these"


def write(store: Store, version: VersionLine, path: Path, format_: str, progress: Callable[[int], object]) -> int:
    """Returns the number of rows, or of shapes."""
    if format_ in SUFFIXES:
        return store.read(lambda unit: _write_shapes(unit, version, path, format_, progress))

    def read(unit: UnitOfWork) -> list[str]:
        of = unit.versions
        return columns(has_texts=of.has_texts(version.id), has_shapes=of.has_shapes(version.id))

    return write_file(path, format_, store.read(read), _rows(store, version), progress)


def left_out(unit: UnitOfWork, version: VersionLine, format_: str) -> tuple[LeftOut, int]:
    if format_ not in SUFFIXES:
        return LeftOut(), 0
    told = unit.version_shapes.count(version.id)
    return LeftOut(version.inputs - told.pictures), told.others


def _write_shapes(
    unit: UnitOfWork, version: VersionLine, path: Path, format_: str, progress: Callable[[int], object]
) -> int:
    shape_files.check_version(version, format_)
    return shape_files.write(shape_files.of_version(unit, version), path, format_, progress).shapes


def _rows(store: Store, version: VersionLine) -> Iterator[ExportRow]:
    last = 0
    while True:
        found, last = store.read(partial(_rows_after, version.id, last))
        if not found:
            return
        yield from (_row(version.dataset_name, one) for one in found)


def _rows_after(version: int, last: int, unit: UnitOfWork) -> tuple[list[VersionRow], int]:
    return unit.versions.rows_after(version, last, _CHUNK)


def _row(dataset: str, one: VersionRow) -> ExportRow:
    has_label = one.task is not None
    return ExportRow(
        one.task or "",
        dataset,
        *(one.input, one.sha256, one.width, one.height),
        (one.concept or _NONE) if has_label else "",
        "SUCCESS" if has_label else "",
        one.provenance or "",
        *(one.model or "", one.model_version or "", one.score),
        *of_labeler(one.labeler or "", one.labeler_name),
        iso(one.labeled_at),
        one.reviewer_name or "",
        one.reviewer or "",
        iso(one.reviewed_at),
        one.kind,
        one.text or "",
        **placed(one.region),
    )
