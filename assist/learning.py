"""Learns a task's concepts from the answers of its labelers: softmax regression on the embeddings of the inputs.

A hundred labels take some 20 ms, thousands some seconds: nothing is kept between two fits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assist.embedding import softmax
from domain.agreement import Answer

STRENGTH = 0.03
"""Of the pull towards 0: stronger costs confidence, weaker costs the truth of scores from .8 on (measured)."""
_MOST_ROUNDS = 400
_STILL = 1e-4
"""In log-odds, from round to round: less than is seen in a percentage."""


@dataclass(frozen=True, slots=True)
class Head:
    """What was learned: log-odds are `embeddings @ weights + offsets`. `classes` are concept ids, or None for "None of
    these", that have been answered (and, where several are allowed, have been left out of an answer, too).
    """

    classes: tuple[int | None, ...]
    weights: Any
    offsets: Any
    labels: int
    several: bool

    def log_odds(self, embeddings: Any) -> Any:
        """float64 [n, classes]; where one label is allowed, only their differences mean something."""
        return embeddings @ self.weights + self.offsets


def fit(embeddings: Any, answers: Sequence[Answer], *, several: bool = False) -> Head | None:
    """`embeddings` [n, width], each of length 1, one an answer. None where the answers don't tell two things apart.
    `several`: each concept is learned by itself, from the answers with it and those without.
    """
    targets, classes = _targets(answers, several=several)
    if len(classes) < (1 if several else 2):
        return None
    seen = np.asarray(embeddings, np.float64)
    middle = seen.mean(axis=0)
    basis, values = _span(seen - middle)
    found = _descend((seen - middle) @ basis, targets, values, sigmoid if several else softmax)
    weights = basis @ found[:-1]
    return Head(classes, weights, found[-1] - middle @ weights, len(answers), several)


def _targets(answers: Sequence[Answer], *, several: bool) -> tuple[Any, tuple[int | None, ...]]:
    """[n, classes]. An answer of several concepts, where one is allowed, counts in parts."""
    present = {one for answer in answers for one in answer}
    classes = sorted(present, key=lambda one: (one is None, one or 0))
    table = np.zeros((len(answers), len(classes)))
    for row, answer in enumerate(answers):
        table[row] = [one in answer for one in classes]
    if several:
        useful = [n for n, one in enumerate(classes) if one is not None and not table[:, n].all()]
        return table[:, useful], tuple(classes[n] for n in useful)
    return table / np.maximum(table.sum(axis=1, keepdims=True), 1), tuple(classes)


def _span(embeddings: Any) -> tuple[Any, Any]:
    """Orthogonal directions that the (centred) embeddings lie in [width, rank], and the sum of squares along each."""
    count, width = embeddings.shape
    if count < width:
        values, turned = np.linalg.eigh(embeddings @ embeddings.T)
        kept = values > _floor(values)
        return embeddings.T @ turned[:, kept] / np.sqrt(values[kept]), values[kept]
    values, turned = np.linalg.eigh(embeddings.T @ embeddings)
    kept = values > _floor(values)
    return turned[:, kept], values[kept]


def _floor(values: Any) -> float:
    """Below it there is only what rounding left."""
    return max(float(values[-1]) * 1e-9, 1e-12)


def _descend(features: Any, targets: Any, values: Any, link: Any) -> Any:
    """[rank + 1, classes], the offsets last. Accelerated descent, started anew when it overshoots; each direction has
    the step that is safe along it: half of its sum of squares is the most that the loss bends there.
    """
    inputs = np.hstack([features, np.ones((len(features), 1))])
    pull = STRENGTH * np.append(np.ones(len(values)), 0.01)[:, None]
    steps = 1 / (0.5 * np.append(values, len(features))[:, None] + pull)
    place = ahead = np.zeros((inputs.shape[1], targets.shape[1]))
    pace = 1.0
    for _ in range(_MOST_ROUNDS):
        slope = inputs.T @ (link(inputs @ ahead) - targets) + pull * ahead
        came = ahead - steps * slope
        moved = came - place
        if np.abs(inputs @ moved).max() < _STILL:
            return came
        pace = 1.0 if (slope * moved).sum() > 0 else pace
        quicker = (1 + (1 + 4 * pace**2) ** 0.5) / 2
        ahead = came + (pace - 1) / quicker * moved
        place, pace = came, quicker
    return place


def sigmoid(odds: Any) -> Any:
    return 1 / (1 + np.exp(-np.clip(odds, -500, 500)))
