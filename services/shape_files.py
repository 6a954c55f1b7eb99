"""Drawn answers, of a task or a dataset version, as COCO or YOLO: written whole and compared with the database."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from domain.errors import Invalid, LabelingError
from domain.interchange import FileNames, coco_annotation, coco_categories, yolo_line
from domain.model import Task
from domain.read_models import VersionLine
from domain.shapes import DRAWN, Size
from services.export_files import whole
from store.shape_exports import Counts, Drawn, ExportedPicture, ExportedShape
from store.unit_of_work import UnitOfWork

SUFFIXES = {"coco": "coco.json", "yolo": "yolo.zip"}
_CHUNK = 500
_LABELS = PurePosixPath("labels/train")
_IMAGES = PurePosixPath("images/train")
_READ_ME = (
    "# Labels as YOLO reads them, beside pictures of the same names under images/train.\n"
    "# Each is named as it was imported; images.csv says the SHA-256 of its content.\n"
    "# Coordinates are those of the upright picture: turn it as its EXIF says.\n"
)


@dataclass(frozen=True, slots=True)
class Source:
    """Whose answers they are. A shape's concept is its place among `concepts`; `after` gives the next pictures behind
    one of this id, `count` what the database says that there is in all.
    """

    name: str
    concepts: list[str]
    after: Callable[[int, int], list[Drawn]]
    count: Callable[[], Counts]
    with_status: bool = False


@dataclass(frozen=True, slots=True)
class _Job:
    source: Source
    progress: Callable[[int], object]

    def pictures(self) -> Iterator[tuple[ExportedPicture, str, list[ExportedShape]]]:
        """With the name in the file, which is unlike all others."""
        last, names = 0, FileNames()
        while found := self.source.after(last, _CHUNK):
            last = found[-1].picture.id
            for one, shapes in found:
                yield one, names.unique(one.name, one.sha256), shapes


def check(task: Task, format_: str) -> None:
    """Raises Invalid with what would do."""
    if task.type not in DRAWN:
        words = f"{format_.upper()} holds boxes and polygons, and “{task.name}” has none. Choose csv or jsonl."
        raise Invalid({"format": words})


def check_version(version: VersionLine, format_: str) -> None:
    """As `check`."""
    if version.drawn_task is None:
        what = (
            f"{format_.upper()} holds the boxes or polygons of one task, and “{version.name}” has none, or of several"
        )
        raise Invalid({"format": f"{what}. Choose csv or jsonl."})


def of_task(unit: UnitOfWork, task: Task, *, everything: bool) -> Source:
    of, concepts = unit.shape_exports, unit.tasks.concepts(task.id)
    places = {one.id: place for place, one in enumerate(concepts)}

    def after(last: int, limit: int) -> list[Drawn]:
        found = of.pictures(task.id, last, limit, everything=everything)
        shapes = of.shapes((one.answer for one in found), everything=everything)
        return [Drawn(one, [_placed(shape, places) for shape in shapes[one.answer]]) for one in found]

    count = partial(of.count, task.id, everything=everything)
    return Source(task.name, [one.name for one in concepts], after, count, with_status=everything)


def of_version(unit: UnitOfWork, version: VersionLine) -> Source:
    of = unit.version_shapes
    return Source(version.name, of.concepts(version.id), partial(of.after, version.id), partial(of.count, version.id))


def write(source: Source, path: Path, format_: str, progress: Callable[[int], object]) -> Counts:
    """Whole or not at all. Returns what is in it. Raises LabelingError where that is not what the database holds."""
    job, told = _Job(source, progress), source.count()
    with whole(path) as part:
        read = (_write_coco if format_ == "coco" else _write_yolo)(job, part)
        if read != told[:2]:
            words = f"{read[0]:,} pictures and {read[1]:,} shapes, and the database {told[0]:,} and {told[1]:,}"
            raise LabelingError(f"The file would hold {words}. It was thrown away: this is a mistake of Labelbot's.")
    return told


def _placed(one: ExportedShape, places: Mapping[int, int]) -> ExportedShape:
    return one._replace(shape=replace(one.shape, concept=places[one.shape.concept]))


def _write_coco(job: _Job, path: Path) -> tuple[int, int]:
    """Pictures and shapes one by one, as they may be more than fit into the memory."""
    source = job.source
    about = {"description": source.name, "contributor": "Labelbot", "version": "1.0"}
    with path.open("w", encoding="utf-8") as file:
        file.write(f'{{"info": {_json(about)}, "licenses": [], "categories": {_json(coco_categories(source.concepts))}')
        file.write(',\n"images": [')
        _write_all(file, (_coco_image(one, name) for one, name, _ in job.pictures()))
        file.write('],\n"annotations": [')
        _write_all(file, _counted(job, _coco_annotations(job)))
        file.write("]}\n")
    written = json.loads(path.read_text("utf-8"))
    return len(written["images"]), len(written["annotations"])


def _coco_image(one: ExportedPicture, name: str) -> dict[str, Any]:
    return {"id": one.id, "file_name": name, "width": one.width, "height": one.height, "sha256": one.sha256}


def _coco_annotations(job: _Job) -> Iterator[dict[str, Any]]:
    for picture, _, shapes in job.pictures():
        for one in shapes:
            found = coco_annotation(one.id, picture.id, one.shape.concept, one.shape)
            yield found | {"status": one.status} if job.source.with_status else found


def _counted(job: _Job, each: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for number, one in enumerate(each, 1):
        yield one
        job.progress(number)


def _write_all(file: io.TextIOBase, each: Iterator[dict[str, Any]]) -> None:
    file.writelines(f"{',' if number else ''}\n{_json(one)}" for number, one in enumerate(each))


def _write_yolo(job: _Job, path: Path) -> tuple[int, int]:
    """A file of labels a picture: an empty one says that nothing is there."""
    table = io.StringIO()
    rows, number = csv.writer(table), 0
    rows.writerow(("file", "sha256", "width", "height"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as folder:
        for picture, name, shapes in job.pictures():
            size = Size(picture.width, picture.height)
            lines = [yolo_line(one.shape.concept, one.shape, size) for one in shapes]
            folder.writestr(
                str(_LABELS / PurePosixPath(name).with_suffix(".txt")), "".join(f"{one}\n" for one in lines)
            )
            rows.writerow((str(_IMAGES / name), picture.sha256, *size))
            number += len(lines)
            job.progress(number)
        folder.writestr("images.csv", table.getvalue())
        folder.writestr("data.yaml", _data_yaml(job.source.concepts))
    with zipfile.ZipFile(path) as folder:
        labels = [one for one in folder.namelist() if one.startswith(f"{_LABELS}/")]
        return len(labels), sum(folder.read(one).count(b"\n") for one in labels)


def _data_yaml(names: list[str]) -> str:
    """JSON's strings are YAML's too."""
    listed = "".join(f"  {number}: {_json(name)}\n" for number, name in enumerate(names))
    return f"{_READ_ME}path: .\ntrain: {_IMAGES}\nval: {_IMAGES}\nnc: {len(names)}\nnames:\n{listed}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
