"""Automatic annotation: how sure a model must be for its answer to be taken, reviewed or dropped."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Band(StrEnum):
    """The first two are what the annotation becomes; DROPPED is kept nowhere."""

    SUCCESS = "SUCCESS"
    AWAITING_REVIEW = "AWAITING_REVIEW"
    DROPPED = "DROPPED"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Take what scores at least `upper`, have reviewed what scores at least `lower`: 0 <= lower <= upper <= 1."""

    lower: float
    upper: float

    def band(self, score: float) -> Band:
        """Of no score at all (NaN): dropped."""
        if score >= self.upper:
            return Band.SUCCESS
        return Band.AWAITING_REVIEW if score >= self.lower else Band.DROPPED


@dataclass(frozen=True, slots=True)
class Bands:
    """`of` holds the concepts that have thresholds of their own."""

    everywhere: Thresholds
    of: Mapping[int, Thresholds] = field(default_factory=dict)

    def band(self, concept: int, score: float) -> Band:
        return self.of.get(concept, self.everywhere).band(score)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What thresholds make of suggestions: annotations, and how many inputs are left without any."""

    approved: int = 0
    for_review: int = 0
    dropped: int = 0
    with_nothing: int = 0


def outcome(inputs: Iterable[Iterable[tuple[int, float]]], bands: Bands) -> Outcome:
    """Of each input the (concept, score) pairs that a model gave it."""
    counts = dict.fromkeys(Band, 0)
    with_nothing = 0
    for pairs in inputs:
        found = [bands.band(concept, score) for concept, score in pairs]
        for band in found:
            counts[band] += 1
        with_nothing += all(band is Band.DROPPED for band in found)
    return Outcome(counts[Band.SUCCESS], counts[Band.AWAITING_REVIEW], counts[Band.DROPPED], with_nothing)


def thresholds_error(lower: float, upper: float) -> str | None:
    """A sentence, where these can't be thresholds."""
    if not all(math.isfinite(one) and 0 <= one <= 1 for one in (lower, upper)):
        return "A threshold is between 0 % and 100 %."
    if lower > upper:
        return (
            f"Nothing can be approved from {_percent(upper)} and reviewed from {_percent(lower)} on: "
            "choose a lower threshold for review, or a higher one for approval."
        )
    return None


def _percent(threshold: float) -> str:
    return f"{threshold * 100:g} %"
