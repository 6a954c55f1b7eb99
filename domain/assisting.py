"""What a model suggests for an input, and which of it a person is shown."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rung:
    """How much a suggestion rests on what the team has labeled: 0 labels, and it was made from the concepts' names."""

    labels: int = 0

    def __str__(self) -> str:
        if not self.labels:
            return "zero-shot"
        return f"learned from {self.labels} label{'' if self.labels == 1 else 's'}"


ZERO_SHOT = Rung()


@dataclass(frozen=True, slots=True)
class Region:
    """In pixels of the upright picture. `polygon` is there where the model draws outlines; the box holds it."""

    left: float
    top: float
    right: float
    bottom: float
    polygon: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`score` is 0..1. Without a `region` the whole input is meant. `rung` is None for a model that learns nothing."""

    concept: int
    score: float
    model: str
    version: str
    region: Region | None = None
    rung: Rung | None = None


def percent(score: float) -> int:
    """Rounded down, so that what is shown as 80 % is never below a threshold of 80 %."""
    return math.floor(round(score * 100, 6))


def ranked(found: Iterable[Suggestion], concepts: Sequence[int], threshold: float = 0) -> tuple[Suggestion, ...]:
    """The best first, and in the task's own order where they are equal: only the task's concepts, none that would be
    shown as 0 %, none below the threshold, and of those that mean the whole input one a concept.
    """
    order = {concept: place for place, concept in enumerate(concepts)}
    kept: list[Suggestion] = []
    named: set[int] = set()
    for one in sorted(found, key=lambda one: (-one.score, order.get(one.concept, 0))):
        wanted = one.concept in order and one.score >= threshold and percent(one.score) > 0
        if wanted and not (one.region is None and one.concept in named):
            kept.append(one)
            if one.region is None:
                named.add(one.concept)
    return tuple(kept)
