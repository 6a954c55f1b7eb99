"""Boxes and polygons as others write them: COCO and YOLO. Sizes are those of the upright picture."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from domain.assisting import Source
from domain.shapes import Shape, ShapeKind, Size

_ODD = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')
"""Letters that some file system does not take in a name."""
_LONGEST = 200
_CERTAIN = 8
"""Hexadecimal digits of its content that make a name unlike another."""


class FileNames:
    """Names of pictures as relative paths, of which no two are alike without their suffixes: labels are named so."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def unique(self, name: str, sha256: str) -> str:
        """As it was imported, where that can be; the same each time if asked in the same order."""
        parts = [_ODD.sub("_", part)[-_LONGEST:] for part in re.split(r"[\\/]", name)]
        path = PurePosixPath(*[part for part in parts if part.strip(". ")] or ["picture"])
        digits = 0
        found = path
        while (key := _key(found)) in self._taken:
            digits += _CERTAIN
            found = path.with_name(f"{path.stem}-{sha256[:digits]}{path.suffix}")
        self._taken.add(key)
        return str(found)


def _key(path: PurePosixPath) -> str:
    """Alike where letters differ in size only, as on many disks."""
    return unicodedata.normalize("NFC", str(path.with_suffix(""))).casefold()


def coco_categories(names: Sequence[str]) -> list[dict[str, Any]]:
    """From 1 on, in the task's order."""
    return [{"id": number, "name": name, "supercategory": ""} for number, name in enumerate(names, 1)]


def coco_annotation(id_: int, image: int, category: int, shape: Shape) -> dict[str, Any]:
    """`category` is the concept's place in the task, from 0 on. `attributes` are where CVAT has them: what a model had
    part in says which one.
    """
    left, top, right, bottom = shape.bounds
    points = [number for point in shape.points for number in point]
    return {
        "id": id_,
        "image_id": image,
        "category_id": category + 1,
        "bbox": [left, top, round(right - left, 2), round(bottom - top, 2)],
        "area": round(shape.area, 4),
        "segmentation": [points] if shape.kind is ShapeKind.POLYGON else [],
        "iscrowd": 0,
        "attributes": _attributes(shape.source),
    }


def _attributes(source: Source) -> dict[str, Any]:
    said = {"model": source.model, "model_version": source.version, "score": source.score}
    return {"provenance": str(source.provenance)} | {name: one for name, one in said.items() if one is not None}


def yolo_line(category: int, shape: Shape, size: Size) -> str:
    """`category` is the concept's place in the task, from 0 on. Shares of the picture, fine enough for 0.01 pixels of
    the largest one.
    """
    width, height = size
    if shape.kind is ShapeKind.POLYGON:
        numbers = [share for x, y in shape.points for share in (x / width, y / height)]
    else:
        left, top, right, bottom = shape.bounds
        middle = ((left + right) / 2 / width, (top + bottom) / 2 / height)
        numbers = [*middle, (right - left) / width, (bottom - top) / height]
    return " ".join([str(category), *(f"{number:.8f}" for number in numbers)])
