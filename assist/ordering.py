"""In which order inputs are best labeled: where the model hesitates first, and what looks alike apart."""

from collections import deque
from typing import Any

import numpy as np

_DIFFERENT, _SAME = 0.6, 0.95
"""Cosines of two embeddings: up to the first they teach different things, from the second on the same."""
_WINDOW = 1_000
"""So many of the most uncertain are weighed against each other. The others follow by uncertainty alone: before their
turn comes, more has been learned and all are ordered anew.
"""
_MEMORY = 16
"""So many inputs later, something alike is welcome again."""


def uncertainty(scores: Any, *, learned: bool, several: bool = False) -> Any:
    """Scores [n, concepts] of 0..1 -> [n]: 0 is sure, 1 is none the wiser.

    It is the margin: how near the second best comes to the best. A low score by itself says little: among many concepts
    the best one has a low one. `learned`: what the scores lack to 1 is the chance of none of them. By names only it
    means nothing, and where no name says anything nothing is known. `several`: each concept by itself, the least sure
    one counts.
    """
    if not scores.shape[1]:
        return np.ones(len(scores))
    if several and learned:
        return (1 - np.abs(2 * scores - 1)).max(axis=1)
    rest = np.clip(1 - scores.sum(axis=1, keepdims=True), 0, 1) * learned
    parts = np.hstack([scores, rest])
    best = np.sort(parts, axis=1)[:, ::-1] / np.maximum(parts.sum(axis=1, keepdims=True), 1e-12)
    return 1 - (best[:, 0] - best[:, 1])


def order(uncertain: Any, embeddings: Any) -> list[int]:
    """Places of the inputs, the first to be labeled first. `embeddings` [n, width], each of length 1."""
    places = np.argsort(-uncertain, kind="stable")
    first, later = places[:_WINDOW], places[_WINDOW:]
    return [int(place) for place in (*first[_apart(uncertain[first], embeddings[first])], *later)]


def _apart(uncertain: Any, embeddings: Any) -> list[int]:
    """One by one the most uncertain of the others, unlike those of late."""
    left: Any = np.ones(len(uncertain), bool)
    of_late: deque[Any] = deque([np.zeros(len(uncertain))], maxlen=_MEMORY)
    chosen: list[int] = []
    for _ in range(len(uncertain)):
        alike = np.clip((np.max(of_late, axis=0) - _DIFFERENT) / (_SAME - _DIFFERENT), 0, 1)
        best = int(np.argmax(np.where(left, uncertain * (1 - alike), -1)))
        chosen.append(best)
        left[best] = False
        of_late.append(embeddings @ embeddings[best])
    return chosen
