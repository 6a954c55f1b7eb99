"""COCO files as others write them: what of one can be read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple, NoReturn

from domain.errors import Invalid
from domain.outlines import Point
from domain.shapes import Odd, ShapeKind, Size, points_of

FIELD = "file"
CROWD = "a mask of a crowd, which has no outline"
_MASK = "is a mask (RLE), which has no outline"


class ImportAs(StrEnum):
    """REVIEW: answers that a reviewer looks at. FINAL: answers that count at once."""

    SUGGESTIONS = "suggestions"
    REVIEW = "review"
    FINAL = "final"


class CocoShape(NamedTuple):
    """`box` is left, top, right, bottom; `polygons` are there where the file has outlines."""

    category: str
    box: tuple[Any, Any, Any, Any] | None
    polygons: tuple[tuple[Any, ...], ...] = ()
    score: float | None = None
    is_mask: bool = False

    def pieces(self, kind: ShapeKind, size: Size) -> tuple[list[tuple[Point, ...]], list[str]]:
        """As shapes of this kind, and what is wrong with what can't be one: completes "a shape that …". An outline in
        several pieces becomes several.
        """
        found: list[tuple[Point, ...]] = []
        if kind is ShapeKind.POLYGON and self.is_mask:
            return found, [_MASK]
        if self.box is None and (kind is ShapeKind.BOX or not self.polygons):
            return found, ["has neither a box nor an outline"]
        wrong = []
        for points in self._points(kind):
            try:
                found.append(points_of(kind, points, size))
            except Odd as odd:
                wrong.append(str(odd).partition(".")[0])
        return found, wrong

    def _points(self, kind: ShapeKind) -> list[list[tuple[Any, Any]]]:
        if kind is ShapeKind.POLYGON and self.polygons:
            return [list(zip(one[::2], one[1::2], strict=True)) for one in self.polygons]
        left, top, right, bottom = self.box or (0, 0, 0, 0)
        if kind is ShapeKind.BOX:
            return [[(left, top), (right, bottom)]]
        return [[(left, top), (right, top), (right, bottom), (left, bottom)]]


@dataclass(frozen=True, slots=True)
class CocoPicture:
    """`lost`: of which category something is on it that could not be read; None: of one that is not known."""

    name: str
    sha256: str | None
    size: Size | None
    shapes: list[CocoShape] = field(default_factory=list)
    lost: list[str | None] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Coco:
    """`odd`: what could not be read, and how often."""

    pictures: tuple[CocoPicture, ...]
    odd: Mapping[str, int]


def read(document: object) -> Coco:
    """Raises Invalid with a sentence where it is no COCO file at all."""
    if not isinstance(document, dict):
        _refuse("is no COCO file: it holds no object with images, annotations and categories.")
    images, annotations, categories = (_rows(document, name) for name in ("images", "annotations", "categories"))
    names = {_id(one.get("id")): one["name"] for one in categories if isinstance(one.get("name"), str)}
    pictures = {_id(one.get("id")): _picture(one) for one in images if isinstance(one.get("file_name"), str)}
    odd: Counter[str] = Counter()
    for one in annotations:
        picture, category = pictures.get(_id(one.get("image_id"))), names.get(_id(one.get("category_id")))
        if picture is None or category is None:
            odd["of an image or a category that is not in the file"] += 1
        elif one.get("iscrowd"):
            odd[CROWD] += 1
        else:
            is_mask = isinstance(one.get("segmentation"), dict)
            picture.shapes.append(CocoShape(category, _box(one.get("bbox")), _polygons(one), _score(one), is_mask))
            continue
        if picture is not None:
            picture.lost.append(category)
    return Coco(tuple(pictures.values()), odd)


def _rows(document: Mapping[str, Any], name: str) -> Sequence[dict[str, Any]]:
    found = document.get(name)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        _refuse(f"is no COCO file: its {name} are no list of objects.")
    return found


def _picture(one: Mapping[str, Any]) -> CocoPicture:
    width, height, sha256 = one.get("width"), one.get("height"), one.get("sha256")
    size = Size(width, height) if type(width) is int and type(height) is int else None
    return CocoPicture(one["file_name"], sha256 if isinstance(sha256, str) else None, size)


def _box(given: Any) -> tuple[Any, Any, Any, Any] | None:
    """From left, top, width and height. What they are is looked at when they become a shape."""
    if not isinstance(given, list) or len(given) != 4 or not all(type(one) in (int, float) for one in given):  # noqa: PLR2004 - xywh.
        return None
    left, top, width, height = given
    return left, top, left + width, top + height


def _polygons(one: Mapping[str, Any]) -> tuple[tuple[Any, ...], ...]:
    given = one.get("segmentation")
    if not isinstance(given, list):
        return ()
    # What is no ring of pairs becomes one without points, so that it is counted as what it is.
    return tuple(tuple(ring) if isinstance(ring, list) and not len(ring) % 2 else () for ring in given)


def _score(one: Mapping[str, Any]) -> float | None:
    given: Any = one.get("score")
    return float(given) if type(given) in (int, float) and 0 <= given <= 1 else None


def _id(given: Any) -> Any:
    """What is no id finds nothing."""
    return given if isinstance(given, int | str) else None


def _refuse(what: str) -> NoReturn:
    raise Invalid({FIELD: f"The file {what}"})
