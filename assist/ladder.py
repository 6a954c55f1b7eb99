"""From the concepts' names to what the team has taught: the scores of both, mixed, and who of them spoke.

Names count fully at first and fade as labels come; a concept that nobody has answered yet is known by its name only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assist import learning
from assist.embedding import softmax
from assist.learning import Head
from domain.agreement import Answer
from domain.assisting import ZERO_SHOT, Rung, Suggestion, percent, ranked
from domain.errors import ModelFailed

_UNSAID = 0.1
"""What a name's score counts from: below it, it is no evidence."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """`concepts` are the task's, in its own order. `model` and `version` go into each suggestion."""

    concepts: tuple[int, ...]
    head: Head | None
    model: str
    version: str

    def suggest(self, embeddings: Any, named: Any, threshold: float = 0) -> list[tuple[Suggestion, ...]]:
        """As `scores`, and as `ranked`."""
        return self.ranked(self.scores(embeddings, named), threshold)

    def ranked(self, scores: Any, threshold: float = 0) -> list[tuple[Suggestion, ...]]:
        """Of each input the best first, by domain/assisting.py's rules."""
        rungs = [self.rung(concept) for concept in self.concepts]
        return [self._suggestions(row, rungs, threshold) for row in scores.tolist()]

    def _suggestions(self, row: list[float], rungs: list[Rung], threshold: float) -> tuple[Suggestion, ...]:
        found = [
            Suggestion(concept, score, self.model, self.version, rung=rung)
            for concept, score, rung in zip(self.concepts, row, rungs, strict=True)
            if percent(score)
        ]
        return ranked(found, self.concepts, threshold)

    def rung(self, concept: int) -> Rung:
        """Who speaks of this concept."""
        return Rung(self.head.labels) if self.head and concept in self.head.classes else ZERO_SHOT

    def scores(self, embeddings: Any, named: Any) -> Any:
        """`embeddings` [n, width] and `named` [n, concepts], the scores by names -> [n, concepts], each 0..1. Raises
        ModelFailed where what came is no number.
        """
        if not (np.isfinite(embeddings).all() and np.isfinite(named).all()):
            raise ModelFailed("The model gave something that is no number. Nothing was suggested from it.")
        if self.head is None or not len(named):
            return np.clip(named, 0, 1)
        return np.clip(self._mixed(self.head, embeddings, named), 0, 1)

    def _mixed(self, head: Head, embeddings: Any, named: Any) -> Any:
        columns = [self.concepts.index(one) for one in head.classes if one is not None]
        odds = head.log_odds(embeddings)
        odds[:, : len(columns)] += _fade(head, len(columns)) * _evidence(named)[:, columns]
        mixed = named.astype(np.float64)
        if head.several:
            mixed[:, columns] = learning.sigmoid(odds)
        else:
            left = 1 - self._unanswered(head, columns, named)
            mixed[:, columns] = (softmax(odds) * left)[:, : len(columns)]
        return mixed

    def _unanswered(self, head: Head, columns: list[int], named: Any) -> Any:
        """[n, 1]: how likely it is one of the concepts that nobody has answered. Where no name says anything, that is
        the less likely, the more was labeled without meeting them.
        """
        others = [place for place in range(len(self.concepts)) if place not in columns]
        unsaid = np.maximum(1 - named.sum(axis=1, keepdims=True), 0)
        return np.minimum(
            named[:, others].sum(axis=1, keepdims=True) + unsaid * len(others) / (len(others) + head.labels), 1
        )


def climb(
    concepts: Sequence[int],
    embeddings: Any,
    answers: Sequence[Answer],
    *,
    model: str,
    version: str,
    several: bool = False,
) -> Ladder:
    """Learns from the answers so far, `embeddings` [n, width] being those of their inputs. What is no concept of the
    task any more is left out; so are embeddings that are no numbers.
    """
    wanted = {*concepts, None}
    kept = [place for place, answer in enumerate(answers) if answer & wanted and np.isfinite(embeddings[place]).all()]
    known = [answers[place] & wanted for place in kept]
    head = learning.fit(embeddings[kept], known, several=several) if kept else None
    return Ladder(tuple(concepts), head, model, version)


def _fade(head: Head, concepts: int) -> float:
    """How much names count: 1 with one label a concept, a half with five, a sixth with twenty (measured)."""
    each = head.labels / max(concepts, 1)
    return min(1, 4 / (3 + each))


def _evidence(named: Any) -> Any:
    """Log-odds by name, each concept against the middle of all: 0 everywhere where nothing is said."""
    raised = np.log(named + _UNSAID)
    return raised - np.log((named + _UNSAID).mean(axis=1, keepdims=True))
