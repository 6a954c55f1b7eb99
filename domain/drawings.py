"""What is drawn on the picture of a card: the shapes of an answer, or where a model suggests some."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import NamedTuple

from domain.assisting import Suggestion
from domain.model import Concept
from domain.outlines import Point
from domain.shapes import Shape, Size, in_words

_LOOK = 1
"""Counts up when drawings look different from before, so that they are made anew."""
_DIGITS = 1


class Outlined(NamedTuple):
    """One shape: its outline, its concept's name, its colour (the concept's place in the task), and the score of a
    suggestion. `by`: which of several answers it is of, from 1 on, whose colour it then has; 0: there is but one.
    """

    points: tuple[Point, ...]
    name: str
    colour: int
    score: float | None = None
    by: int = 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """In pixels of the upright picture, which is `width` x `height`."""

    width: int
    height: int
    shapes: tuple[Outlined, ...]

    def to_json(self) -> str:
        return json.dumps(astuple(self), separators=(",", ":"))

    @classmethod
    def from_json(cls, body: str) -> "Drawing":
        width, height, shapes = json.loads(body)
        return cls(width, height, tuple(_outlined(tuple((x, y) for x, y in one), *rest) for one, *rest in shapes))

    def digest(self, task: int, input_: int) -> str:
        """Names this drawing of this input in this task."""
        return hashlib.sha256(f"{_LOOK} {task} {input_} {self.to_json()}".encode()).hexdigest()[:32]

    def in_words(self) -> str:
        """As in "2 shoes · 1 shirt suggested", or "1: 2 shoes; 2: 1 shirt" where there are several answers."""
        answers = sorted({one.by for one in self.shapes})
        if answers[-1:] > [0]:
            return "; ".join(f"{by}: {self._in_words(by)}" for by in answers)
        said = self._in_words(0)
        return f"{said} suggested" if any(one.score is not None for one in self.shapes) else said

    def _in_words(self, by: int) -> str:
        counted = Counter((one.colour, one.name) for one in self.shapes if one.by == by)
        return in_words((name, counted[place, name]) for place, name in sorted(counted))


def of_answer(shapes: Iterable[Shape], concepts: Sequence[Concept], size: Size) -> Drawing | None:
    """None: there is nothing to draw."""
    places = _places(concepts)
    return _drawing(size, [_outlined(one.outline, *places[one.concept]) for one in shapes if one.concept in places])


def of_answers(answers: Sequence[Iterable[Shape]], concepts: Sequence[Concept], size: Size) -> Drawing | None:
    """One over the other, each in a colour and with a number of its own. None: there is nothing to draw."""
    names = {concept: name for concept, (name, _) in _places(concepts).items()}
    return _drawing(
        size,
        [
            _outlined(one.outline, names[one.concept], by - 1, by=by)
            for by, shapes in enumerate(answers, 1)
            for one in shapes
            if one.concept in names
        ],
    )


def of_suggestions(suggestions: Iterable[Suggestion], concepts: Sequence[Concept], size: Size) -> Drawing | None:
    """Of those that say where. None: there is nothing to draw."""
    places = _places(concepts)
    found = []
    for one in suggestions:
        region = one.region
        if region is not None and one.concept in places:
            left, top, right, bottom = region.left, region.top, region.right, region.bottom
            box = ((left, top), (right, top), (right, bottom), (left, bottom))
            found.append(_outlined(region.polygon or box, *places[one.concept], one.score))
    return _drawing(size, found)


def _drawing(size: Size, shapes: Sequence[Outlined]) -> Drawing | None:
    return Drawing(size.width, size.height, tuple(shapes)) if shapes else None


def _places(concepts: Sequence[Concept]) -> Mapping[int, tuple[str, int]]:
    return {one.id: (one.name, place) for place, one in enumerate(concepts)}


def _outlined(points: Iterable[Point], name: str, colour: int, score: float | None = None, by: int = 0) -> Outlined:
    rounded = tuple((round(x, _DIGITS), round(y, _DIGITS)) for x, y in points)
    return Outlined(rounded, name, colour, score, by)
