"""A detection or segmentation task's final answers as COCO or YOLO, written whole and compared with the database."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from domain.errors import Invalid, LabelingError
from domain.interchange import FileNames, coco_annotation, coco_categories, yolo_line
from domain.model import Task
from domain.shapes import DRAWN, Size
from services.export_files import whole
from store.shape_exports import Counts, ExportedPicture, ExportedShape
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
class _Job:
    unit: UnitOfWork
    task: Task
    everything: bool
    progress: Callable[[int], object]

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.unit.tasks.concepts(self.task.id)]

    def places(self) -> dict[int, int]:
        return {one.id: place for place, one in enumerate(self.unit.tasks.concepts(self.task.id))}

    def pictures(self) -> Iterator[tuple[ExportedPicture, str, list[ExportedShape]]]:
        """With the name in the file, which is unlike all others."""
        last, names = 0, FileNames()
        of = self.unit.shape_exports
        while found := of.pictures(self.task.id, last, _CHUNK, everything=self.everything):
            last = found[-1].id
            shapes = of.shapes((one.answer for one in found), everything=self.everything)
            for one in found:
                yield one, names.unique(one.name, one.sha256), shapes[one.answer]


def check(task: Task, format_: str) -> None:
    """Raises Invalid with what would do."""
    if task.type not in DRAWN:
        words = f"{format_.upper()} holds boxes and polygons, and “{task.name}” has none. Choose csv or jsonl."
        raise Invalid({"format": words})


def write(
    unit: UnitOfWork, task: Task, path: Path, format_: str, *, everything: bool, progress: Callable[[int], object]
) -> Counts:
    """Whole or not at all. Returns what is in it. Raises LabelingError where that is not what the database holds."""
    check(task, format_)
    job = _Job(unit, task, everything, progress)
    told = unit.shape_exports.count(task.id, everything=everything)
    with whole(path) as part:
        read = (_write_coco if format_ == "coco" else _write_yolo)(job, part)
        if read != told[:2]:
            words = f"{read[0]:,} pictures and {read[1]:,} shapes, and the database {told[0]:,} and {told[1]:,}"
            raise LabelingError(f"The file would hold {words}. It was thrown away: this is a mistake of Labelbot's.")
    return told


def _write_coco(job: _Job, path: Path) -> tuple[int, int]:
    """Pictures and shapes one by one, as they may be more than fit into the memory."""
    places = job.places()
    about = {"description": job.task.name, "contributor": "Labelbot", "version": "1.0"}
    with path.open("w", encoding="utf-8") as file:
        file.write(f'{{"info": {_json(about)}, "licenses": [], "categories": {_json(coco_categories(job.names))}')
        file.write(',\n"images": [')
        _write_all(file, (_coco_image(one, name) for one, name, _ in job.pictures()))
        file.write('],\n"annotations": [')
        _write_all(file, _counted(job, _coco_annotations(job, places)))
        file.write("]}\n")
    written = json.loads(path.read_text("utf-8"))
    return len(written["images"]), len(written["annotations"])


def _coco_image(one: ExportedPicture, name: str) -> dict[str, Any]:
    return {"id": one.id, "file_name": name, "width": one.width, "height": one.height, "sha256": one.sha256}


def _coco_annotations(job: _Job, places: dict[int, int]) -> Iterator[dict[str, Any]]:
    for picture, _, shapes in job.pictures():
        for one in shapes:
            found = coco_annotation(one.id, picture.id, places[one.shape.concept], one.shape)
            yield found | {"status": one.status} if job.everything else found


def _counted(job: _Job, each: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for number, one in enumerate(each, 1):
        yield one
        job.progress(number)


def _write_all(file: io.TextIOBase, each: Iterator[dict[str, Any]]) -> None:
    file.writelines(f"{',' if number else ''}\n{_json(one)}" for number, one in enumerate(each))


def _write_yolo(job: _Job, path: Path) -> tuple[int, int]:
    """A file of labels a picture: an empty one says that nothing is there."""
    places, table = job.places(), io.StringIO()
    rows, number = csv.writer(table), 0
    rows.writerow(("file", "sha256", "width", "height"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as folder:
        for picture, name, shapes in job.pictures():
            size = Size(picture.width, picture.height)
            lines = [yolo_line(places[one.shape.concept], one.shape, size) for one in shapes]
            folder.writestr(
                str(_LABELS / PurePosixPath(name).with_suffix(".txt")), "".join(f"{one}\n" for one in lines)
            )
            rows.writerow((str(_IMAGES / name), picture.sha256, *size))
            number += len(lines)
            job.progress(number)
        folder.writestr("images.csv", table.getvalue())
        folder.writestr("data.yaml", _data_yaml(job.names))
    with zipfile.ZipFile(path) as folder:
        labels = [one for one in folder.namelist() if one.startswith(f"{_LABELS}/")]
        return len(labels), sum(folder.read(one).count(b"\n") for one in labels)


def _data_yaml(names: list[str]) -> str:
    """JSON's strings are YAML's too."""
    listed = "".join(f"  {number}: {_json(name)}\n" for number, name in enumerate(names))
    return f"{_READ_ME}path: .\ntrain: {_IMAGES}\nval: {_IMAGES}\nnc: {len(names)}\nnames:\n{listed}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
