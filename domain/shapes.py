"""Boxes and polygons: what an answer may be made of, in pixels of the upright picture."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, NoReturn, TypeGuard

from domain import outlines
from domain.assisting import Rung, Source
from domain.errors import Invalid
from domain.model import TaskType
from domain.outlines import Point

LEAST_SIDE = 3
"""Pixels of a box, and of a triangle that a polygon must at least cover."""
MOST_SHAPES = 5_000
MOST_POINTS = 2_000
"""Of one polygon."""
MOST_POINTS_IN_ALL = 100_000
FIELD = "shapes"
_LEAST_POINTS = 3
_LEAST_AREA = LEAST_SIDE * LEAST_SIDE / 2
_DIGITS = 2
_FAR = 1e9
"""What is farther from a picture than this is no coordinate."""
_BY_HAND = Source()
_KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")


class ShapeKind(StrEnum):
    BOX = "box"
    POLYGON = "polygon"


DRAWN: Mapping[TaskType, ShapeKind] = {
    TaskType.DETECTION: ShapeKind.BOX,
    TaskType.SEGMENTATION: ShapeKind.POLYGON,
}
"""What is drawn in tasks of which an answer is made of shapes."""


class Size(NamedTuple):
    """Of the upright picture, in pixels."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Shape:
    """`key` stays the same as long as the shape is in the answer, however it is changed. A box has two points, its left
    top and its right bottom one; a polygon three or more, the last of which is joined to the first. `suggestion` is the
    key of the suggestion that it was made of, `rung` what that rests on, as long as it is one.
    """

    key: str
    concept: int
    kind: ShapeKind
    points: tuple[Point, ...]
    source: Source = _BY_HAND
    suggestion: str | None = None
    rung: Rung | None = None

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """(left, top, right, bottom)."""
        if self.kind is ShapeKind.BOX:
            return (*self.points[0], *self.points[1])
        across, down = zip(*self.points, strict=True)
        return min(across), min(down), max(across), max(down)

    @property
    def outline(self) -> tuple[Point, ...]:
        """A box's four corners, from the left top one on clockwise."""
        if self.kind is ShapeKind.POLYGON:
            return self.points
        (left, top), (right, bottom) = self.points
        return (left, top), (right, top), (right, bottom), (left, bottom)

    @property
    def area(self) -> float:
        return outlines.area(self.outline)


def parsed(given: object, type_: TaskType, concepts: Collection[int], size: Size) -> tuple[Shape, ...]:
    """From JSON values: a list of {"key", "concept", "kind", "points": [[x, y], ..], "from": the suggestion's key or
    null}. Rounded and clamped to the picture. A polygon may still cross itself, so that nothing drawn is lost:
    `refuse_unfinished` is for Submit. Where shapes come from is not theirs to say: see domain/shape_sources.py.
    Raises Invalid with a sentence; its field is the shape's key, or FIELD.
    """
    if not isinstance(given, list):
        _refuse("The shapes did not come as a list, so nothing was saved. Reload the page.")
    if len(given) > MOST_SHAPES:
        _refuse(f"These are {len(given):,} shapes, and an answer has at most {MOST_SHAPES:,}. Delete some.")
    kind, wanted = DRAWN[type_], set(concepts)
    found: dict[str, Shape] = {}
    for number, one in enumerate(given, 1):
        shape = _shape(one, kind, wanted, size, number)
        if shape.key in found:
            _refuse(f"Shape {number} came twice, so nothing was saved. Reload the page.", shape.key)
        found[shape.key] = shape
    if sum(len(one.points) for one in found.values()) > MOST_POINTS_IN_ALL:
        _refuse(f"These shapes have more than {MOST_POINTS_IN_ALL:,} points together. Draw some of them more coarsely.")
    return tuple(found.values())


def refuse_unfinished(shapes: Iterable[Shape]) -> None:
    """Raises Invalid, which names the keys of those that can't be submitted yet as its fields."""
    found = {one.key: why for one in shapes if (why := why_unfinished(one))}
    if found:
        raise Invalid(found)


def why_unfinished(shape: Shape) -> str | None:
    """A sentence where the shape can be kept, but not submitted."""
    if shape.kind is ShapeKind.BOX:
        return None
    if outlines.crosses_itself(shape.points):
        return "This polygon crosses or touches itself. Move its points apart, or draw it anew."
    if shape.area < _LEAST_AREA:
        return "This polygon is too thin to cover anything. Make it wider, or delete it."
    return None


def counts(shapes: Iterable[Shape]) -> dict[int, int]:
    """Concept -> how many shapes show it."""
    found: dict[int, int] = {}
    for one in shapes:
        found[one.concept] = found.get(one.concept, 0) + 1
    return found


def in_words(counted: Iterable[tuple[str, int]]) -> str:
    """As in "2 shoes · 1 shirt", in the order given."""
    return " · ".join(f"{count:,} {name}" for name, count in counted if count) or "Nothing"


def to_json(shape: Shape) -> dict[str, Any]:
    """As `parsed` reads it, with where it comes from."""
    return {
        "key": shape.key,
        "concept": shape.concept,
        "kind": str(shape.kind),
        "points": shape.points,
        "from": shape.suggestion,
        "source": str(shape.source.provenance),
        "score": shape.source.score,
    }


def _shape(given: Any, kind: ShapeKind, concepts: Collection[int], size: Size, number: int) -> Shape:
    if not isinstance(given, dict):
        _refuse(f"Shape {number} is no shape, so nothing was saved. Reload the page.")
    key, concept, origin = given.get("key"), given.get("concept"), given.get("from")
    if not _is_key(key):
        _refuse(f"Shape {number} has no key that can be kept, so nothing was saved. Reload the page.")
    if origin is not None and not _is_key(origin):
        _refuse(f"Shape {number} comes from no suggestion that could be. Reload the page.", key)
    if type(concept) is not int or concept not in concepts:
        _refuse(f"Shape {number} has a concept that is not one of the task's. Choose another for it.", key)
    if given.get("kind") != kind:
        _refuse(f"Shape {number} is no {kind}, and this task asks for {plural(kind)}.", key)
    try:
        points = points_of(kind, given.get("points"), size)
    except Odd as odd:
        _refuse(f"Shape {number} {odd}", key)
    return Shape(key, concept, kind, points, suggestion=origin)


def _is_key(given: object) -> TypeGuard[str]:
    return isinstance(given, str) and _KEY.fullmatch(given) is not None


class Odd(Exception):
    """What is wrong with a shape's points: completes "Shape 3 …"."""


def plural(kind: ShapeKind) -> str:
    return {ShapeKind.BOX: "boxes", ShapeKind.POLYGON: "polygons"}[kind]


def points_of(kind: ShapeKind, given: object, size: Size) -> tuple[Point, ...]:
    """Rounded and clamped to the picture. Raises Odd."""
    return _box(given, size) if kind is ShapeKind.BOX else _polygon(given, size)


def _box(given: object, size: Size) -> tuple[Point, Point]:
    if not isinstance(given, list) or len(given) != 2:  # noqa: PLR2004 - two corners.
        raise Odd("is no box: it needs two points. Draw it anew.")
    (left, top), (right, bottom) = _point(given[0], size), _point(given[1], size)
    if right - left < LEAST_SIDE or bottom - top < LEAST_SIDE:
        raise Odd(f"is smaller than {LEAST_SIDE} pixels within the picture. Make it larger, or delete it.")
    return (left, top), (right, bottom)


def _polygon(given: object, size: Size) -> tuple[Point, ...]:
    if not isinstance(given, list):
        raise Odd("is no polygon: it needs a list of points. Draw it anew.")
    if len(given) > MOST_POINTS:
        most = f"a polygon has at most {MOST_POINTS:,}. Draw it more coarsely, or in pieces."
        raise Odd(f"has {len(given):,} points, and {most}")
    points = _distinct([_point(one, size) for one in given])
    if len(points) < _LEAST_POINTS:
        raise Odd(f"has fewer than {_LEAST_POINTS} points within the picture. Draw more, or delete it.")
    return points


def _point(given: Any, size: Size) -> Point:
    if type(given) not in _PAIRS or len(given) != 2:  # noqa: PLR2004 - across and down.
        raise Odd("has a point that is not two numbers. Draw it anew.")
    x, y = given
    # Neither what is true or false, nor what is not a number: that is smaller than nothing and larger than nothing.
    if type(x) not in _NUMBERS or type(y) not in _NUMBERS or not (-_FAR < x < _FAR and -_FAR < y < _FAR):
        raise Odd("has a coordinate that is no number. Draw it anew.")
    return round(min(max(float(x), 0.0), float(size.width)), _DIGITS), round(
        min(max(float(y), 0.0), float(size.height)), _DIGITS
    )


_NUMBERS, _PAIRS = (float, int), (list, tuple)


def _distinct(points: Sequence[Point]) -> tuple[Point, ...]:
    """Without those that repeat the one before, and without the first one again where an outline comes closed."""
    found = [one for place, one in enumerate(points) if not place or one != points[place - 1]]
    return tuple(found[:-1] if len(found) > 1 and found[0] == found[-1] else found)


def _refuse(sentence: str, field: str = FIELD) -> NoReturn:
    raise Invalid({field: sentence})
