"""What a model suggests for an input, which of it a person is shown, and what a task asks of its model."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from domain.bands import Bands, Thresholds
from domain.model import AssistMode, Provenance


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


_BANDS = Bands(Thresholds(0.5, 0.9))


class Leftovers(StrEnum):
    """What becomes of inputs for which a model that annotates by itself has nothing: people label them, or they are
    taken out of the task, with the reason, and stay listed.
    """

    HUMAN = "human"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class TaskAssist:
    """What a task asks of its model (the name of one, or of a workflow), and how far that is.

    `threshold`: what scores less is not shown. `labels` is the map of the model's labels to the task's concepts. What
    the suggestions rest on is counted in `generation`: suggestions of an earlier one are made anew while their inputs
    are open. `learned` is how many labels the present one rests on; `version` the model's.
    """

    task: int
    mode: AssistMode
    model: str
    threshold: float = 0.0
    is_ordering: bool = False
    """The most uncertain first."""
    bands: Bands = _BANDS
    leftovers: Leftovers = Leftovers.HUMAN
    is_replacing: bool = False
    """Earlier automatic annotations of the same concepts from the same model go."""
    labels: Mapping[str, int] = field(default_factory=dict)
    version: str = ""
    generation: int = 1
    learned: int = 0
    is_stopped: bool = False
    failure: str | None = None
    basis: str = ""
    """A digest of all that suggestions rest on besides labels: when it changes, all is suggested anew."""

    @property
    def is_at_work(self) -> bool:
        return not self.is_stopped and self.failure is None


@dataclass(frozen=True, slots=True)
class Suggested:
    """What is kept of an input. `failure` completes "photo.jpg …" where the model could not look at it."""

    input: int
    suggestions: tuple[Suggestion, ...] = ()
    uncertainty: float = 0.0
    generation: int = 0
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where one annotation comes from."""

    provenance: Provenance = Provenance.HUMAN
    model: str | None = None
    version: str | None = None
    score: float | None = None


BY_HAND = Source()


def accepted(suggestion: Suggestion) -> Source:
    return Source(Provenance.ACCEPTED, suggestion.model, suggestion.version, suggestion.score)


def automatic(suggestion: Suggestion) -> Source:
    return Source(Provenance.AUTO, suggestion.model, suggestion.version, suggestion.score)
