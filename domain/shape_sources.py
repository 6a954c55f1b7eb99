"""Where shapes come from: drawn by a person, or made of what a model suggested."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from domain.assisting import Region, Source, Suggestion, accepted, automatic
from domain.model import AnnotationStatus, Provenance, TaskType
from domain.outlines import Point
from domain.shapes import DRAWN, MOST_POINTS, Odd, Shape, ShapeKind, Size, points_of, why_unfinished

_BY_HAND = Source()


def suggested(suggestions: Iterable[Suggestion], type_: TaskType, size: Size) -> tuple[Shape, ...]:
    """Those that say where: as shapes of the task's kind that could be accepted as they are. Their keys are made of
    what they are.
    """
    found = (_shape(one, DRAWN[type_], size) for one in suggestions)
    return tuple({one.key: one for one in found if one is not None}.values())


def drawable(suggestions: Iterable[Suggestion], type_: TaskType, size: Size) -> tuple[Suggestion, ...]:
    """Those that could be an answer's shapes as they are, each once."""
    found: dict[str, Suggestion] = {}
    for one in suggestions:
        shape = _shape(one, DRAWN[type_], size)
        if shape is not None and why_unfinished(shape) is None:
            found.setdefault(shape.key, one)
    return tuple(found.values())


def by_itself(
    kept: Iterable[tuple[Suggestion, AnnotationStatus]], type_: TaskType, size: Size
) -> dict[Shape, AnnotationStatus]:
    """What a model annotates by itself, of what is `drawable`."""
    found = ((_shape(one, DRAWN[type_], size), one, status) for one, status in kept)
    return {
        replace(shape, source=automatic(one), rung=None): status for shape, one, status in found if shape is not None
    }


def taken(shapes: Iterable[Shape]) -> tuple[Shape, ...]:
    """A person says the same as a model that annotated by itself: that is taken, and no longer automatic."""
    return tuple(
        replace(one, source=replace(one.source, provenance=Provenance.ACCEPTED))
        if one.source.provenance is Provenance.AUTO
        else one
        for one in shapes
    )


def with_sources(shapes: Iterable[Shape], before: Iterable[Shape], offered: Iterable[Shape]) -> tuple[Shape, ...]:
    """As they are to be kept. A shape that has the key of one that was there `before`, or that was made of one that a
    model has `offered`, comes from where that one came; once it was changed, it is EDITED.
    """
    was, suggestions = {one.key: one for one in before}, {one.key: one for one in offered}
    return tuple(_with_source(one, was.get(one.key) or suggestions.get(one.suggestion or "")) for one in shapes)


@dataclass(frozen=True, slots=True)
class ShownShapes:
    """Of what was suggested of one concept: how many shapes stood before whoever answered, and how many of these were
    taken as they were. `best`: where the surest one comes from.
    """

    concept: int
    best: Source
    shown: int
    kept: int


def shown(offered: Sequence[Shape], answer: Iterable[Shape]) -> tuple[ShownShapes, ...]:
    """`offered` is what is suggested by now. Whoever took shapes of earlier suggestions, and none of these, had those
    before them, of which is only known what was taken.
    """
    taken = {one.suggestion: one for one in answer if one.suggestion is not None}
    newest = {one.key: one for one in offered}
    had = {} if taken and not taken.keys() & newest.keys() else newest
    found: dict[int, list[tuple[str, Shape]]] = {}
    for key, one in (taken | had).items():
        found.setdefault(one.concept, []).append((key, one))
    kept = {key for key, one in taken.items() if one.source.provenance is Provenance.ACCEPTED}
    return tuple(
        ShownShapes(
            concept,
            max((one.source for _, one in shapes), key=lambda source: source.score or 0),
            len(shapes),
            sum(key in kept for key, _ in shapes),
        )
        for concept, shapes in found.items()
    )


def _with_source(shape: Shape, origin: Shape | None) -> Shape:
    if origin is None or origin.source.provenance is Provenance.HUMAN:
        return replace(shape, source=_BY_HAND, suggestion=None)
    same = (shape.concept, shape.points) == (origin.concept, origin.points)
    source = origin.source if same else replace(origin.source, provenance=Provenance.EDITED)
    return replace(shape, source=source, suggestion=origin.suggestion)


def _shape(one: Suggestion, kind: ShapeKind, size: Size) -> Shape | None:
    """None: it says nothing of where, or too little of it is within the picture."""
    points = None if one.region is None else _placed(one.region, kind, size)
    if points is None:
        return None
    key = _suggestion_key(one, points)
    return Shape(key, one.concept, kind, points, accepted(one), key, one.rung)


def _placed(region: Region, kind: ShapeKind, size: Size) -> tuple[Point, ...] | None:
    """None: too little of it is within the picture."""
    left, top, right, bottom = region.left, region.top, region.right, region.bottom
    try:
        if kind is ShapeKind.BOX:
            return points_of(kind, [(left, top), (right, bottom)], size)
        points = list(region.polygon) or [(left, top), (right, top), (right, bottom), (left, bottom)]
        return points_of(kind, points[:: -(-len(points) // MOST_POINTS)], size)
    except Odd:
        return None


def _suggestion_key(suggestion: Suggestion, points: tuple[Point, ...]) -> str:
    said = f"{suggestion.model} {suggestion.version} {suggestion.concept} {points}"
    return f"s{hashlib.sha256(said.encode()).hexdigest()[:16]}"
