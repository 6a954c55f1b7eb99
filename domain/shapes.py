"""Boxes and polygons: what an answer may be made of, in pixels of the upright picture."""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple, NoReturn

from domain import outlines
from domain.assisting import Region, Source, Suggestion, accepted
from domain.errors import Invalid
from domain.model import Provenance, TaskType
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
    top and its right bottom one; a polygon three or more, the last of which is joined to the first.
    """

    key: str
    concept: int
    kind: ShapeKind
    points: tuple[Point, ...]
    source: Source = _BY_HAND

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

    def is_drawn_as(self, other: "Shape") -> bool:
        """Where it is and what it shows, wherever it comes from."""
        return (self.concept, self.kind, self.points) == (other.concept, other.kind, other.points)


def parsed(given: object, type_: TaskType, concepts: Collection[int], size: Size) -> tuple[Shape, ...]:
    """From JSON values: a list of {"key", "concept", "box": [left, top, right, bottom]}, or {.., "polygon": [[x, y],
    ..]}. Rounded and clamped to the picture. A polygon may still cross itself, so that nothing drawn is lost:
    `refuse_unfinished` is for Submit. Where shapes come from is not theirs to say: see `with_sources`.
    Raises Invalid with a sentence.
    """
    if not isinstance(given, list):
        _refuse("The shapes did not come as a list, so nothing was saved. Reload the page.")
    if len(given) > MOST_SHAPES:
        _refuse(f"These are {len(given):,} shapes, and an answer has at most {MOST_SHAPES:,}. Delete some.")
    kind, wanted = DRAWN[type_], set(concepts)
    read = _box if kind is ShapeKind.BOX else _polygon
    keys: set[str] = set()
    found = []
    for number, one in enumerate(given, 1):
        key, concept, points = _members(one, kind, number)
        if type(concept) is not int or concept not in wanted:
            _refuse(f"Shape {number} has a concept that is not one of the task's. Choose another for it.")
        if key in keys:
            _refuse(f"Shape {number} came twice, so nothing was saved. Reload the page.")
        keys.add(key)
        found.append(Shape(key, concept, kind, read(points, size, number)))
    if sum(len(one.points) for one in found) > MOST_POINTS_IN_ALL:
        _refuse(f"These shapes have more than {MOST_POINTS_IN_ALL:,} points together. Draw some of them more coarsely.")
    return tuple(found)


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


def suggested(suggestions: Iterable[Suggestion], type_: TaskType, size: Size) -> tuple[Shape, ...]:
    """Those that say where: as shapes of the task's kind that could be accepted as they are. Their keys are made of
    what they are, so that whoever accepts one keeps its key.
    """
    kind = DRAWN[type_]
    found = {}
    for one in suggestions:
        points = None if one.region is None else _placed(one.region, kind, size)
        if points is not None:
            key = _suggestion_key(one, points)
            found[key] = Shape(key, one.concept, kind, points, accepted(one))
    return tuple(found.values())


def with_sources(shapes: Iterable[Shape], before: Iterable[Shape], offered: Iterable[Shape]) -> tuple[Shape, ...]:
    """As they are to be kept. A shape that has the key of one that was there `before`, or that a model has `offered`,
    comes from where that one came; once it was changed, it is EDITED.
    """
    known = {one.key: one for one in (*offered, *before)}
    return tuple(replace(one, source=_source(one, known.get(one.key))) for one in shapes)


def _source(shape: Shape, before: Shape | None) -> Source:
    if before is None or before.source.provenance is Provenance.HUMAN:
        return _BY_HAND
    if shape.is_drawn_as(before):
        return before.source
    return replace(before.source, provenance=Provenance.EDITED)


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
    found: dict[str, Any] = {"key": shape.key, "concept": shape.concept}
    found[str(shape.kind)] = shape.bounds if shape.kind is ShapeKind.BOX else shape.points
    found["provenance"] = str(shape.source.provenance)
    if shape.source.score is not None:
        found["score"] = shape.source.score
    return found


def _members(given: object, kind: ShapeKind, number: int) -> tuple[str, Any, Any]:
    if not isinstance(given, dict):
        _refuse(f"Shape {number} is no shape, so nothing was saved. Reload the page.")
    key = given.get("key")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        _refuse(f"Shape {number} has no key that can be kept, so nothing was saved. Reload the page.")
    if kind not in given:
        _refuse(f"Shape {number} is no {kind}, and this task asks for {plural(kind)}.")
    return key, given.get("concept"), given[kind]


def plural(kind: ShapeKind) -> str:
    return {ShapeKind.BOX: "boxes", ShapeKind.POLYGON: "polygons"}[kind]


def _box(given: object, size: Size, number: int) -> tuple[Point, Point]:
    if not isinstance(given, list) or len(given) != 4:  # noqa: PLR2004 - its edges.
        _refuse(f"Shape {number} is no box: it needs four numbers. Draw it anew.")
    left, top, right, bottom = given
    left, right = _coordinate(left, size.width, number), _coordinate(right, size.width, number)
    top, bottom = _coordinate(top, size.height, number), _coordinate(bottom, size.height, number)
    if right - left < LEAST_SIDE or bottom - top < LEAST_SIDE:
        _refuse(f"Shape {number} is smaller than {LEAST_SIDE} pixels within the picture. Make it larger, or delete it.")
    return (left, top), (right, bottom)


def _polygon(given: object, size: Size, number: int) -> tuple[Point, ...]:
    if not isinstance(given, list):
        _refuse(f"Shape {number} is no polygon: it needs a list of points. Draw it anew.")
    if len(given) > MOST_POINTS:
        _refuse(
            f"Shape {number} has {len(given):,} points, and a polygon has at most {MOST_POINTS:,}. "
            "Draw it more coarsely, or in pieces."
        )
    points = _distinct([_point(one, size, number) for one in given])
    if len(points) < _LEAST_POINTS:
        _refuse(f"Shape {number} has fewer than {_LEAST_POINTS} points within the picture. Draw more, or delete it.")
    return points


def _point(given: object, size: Size, number: int) -> Point:
    if not isinstance(given, list | tuple) or len(given) != 2:  # noqa: PLR2004 - across and down.
        _refuse(f"Shape {number} has a point that is not two numbers. Draw it anew.")
    return _coordinate(given[0], size.width, number), _coordinate(given[1], size.height, number)


def _coordinate(given: Any, most: int, number: int) -> float:
    # Neither what is true or false, nor what is not a number: that is smaller than nothing and larger than nothing.
    if type(given) not in _NUMBERS or not -_FAR < given < _FAR:
        _refuse(f"Shape {number} has a coordinate that is no number. Draw it anew.")
    return round(min(max(float(given), 0.0), float(most)), _DIGITS)


_NUMBERS = (float, int)


def _distinct(points: Sequence[Point]) -> tuple[Point, ...]:
    """Without those that repeat the one before, and without the first one again where an outline comes closed."""
    found = [one for place, one in enumerate(points) if not place or one != points[place - 1]]
    return tuple(found[:-1] if len(found) > 1 and found[0] == found[-1] else found)


def _placed(region: Region, kind: ShapeKind, size: Size) -> tuple[Point, ...] | None:
    """None: too little of it is within the picture."""
    box = [region.left, region.top, region.right, region.bottom]
    try:
        if kind is ShapeKind.BOX:
            return _box(box, size, 0)
        left, top, right, bottom = box
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        points = list(region.polygon) or corners
        return _polygon(points[:: -(-len(points) // MOST_POINTS)], size, 0)
    except Invalid:
        return None


def _suggestion_key(suggestion: Suggestion, points: tuple[Point, ...]) -> str:
    said = f"{suggestion.model} {suggestion.version} {suggestion.concept} {points}"
    return f"s{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def _refuse(sentence: str) -> NoReturn:
    raise Invalid({FIELD: sentence})
