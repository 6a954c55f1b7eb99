"""Knows concepts by their names alone, before anybody has labeled anything.

Texts: how near a text is to the name. Pictures: the classifier's 1,000 names take the place of the picture, each with
its probability and with how near it is to the concept's name. Where no name is near, nothing is said.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from assist.embedding import softmax
from assist.learning import sigmoid
from assist.weights import names

_IMAGE_TAU, _TEXT_TAU = 0.03, 0.1
_IMAGE_GATE, _TEXT_GATE = 0.5, 0.25
"""How near a name must be to count by half."""
_GATE_WIDTH = 0.03
_LEAST_SEEN = 0.01
"""Of the classifier's probability that must lie on names that are near to any concept."""


class Embeds(Protocol):
    def embed(self, texts: Sequence[str], /) -> Any: ...


@dataclass(frozen=True, slots=True)
class ImageNames:
    """`shares` [classes of the classifier, concepts]: how much of a class's probability each concept gets."""

    shares: Any

    def scores(self, probabilities: Any) -> Any:
        """Probabilities [n, classes] -> [n, concepts], the sum of each row at most 1. Which concept it is, is asked of
        their square roots, in which the classes behind the first one count more (of clothes .83 are right, not .79);
        how sure that is, of the probabilities themselves.
        """
        roots = np.sqrt(probabilities)
        found = roots @ self.shares
        seen = np.minimum((probabilities @ self.shares).sum(axis=1, keepdims=True), 1)
        parts = found / np.maximum(found.sum(axis=1, keepdims=True), 1e-12)
        return np.where(seen >= _LEAST_SEEN, parts * np.sqrt(seen), 0)


@dataclass(frozen=True, slots=True)
class TextNames:
    """`names` [concepts, width]: the concepts' names as vectors."""

    names: Any

    def scores(self, embeddings: Any) -> Any:
        """Embeddings [n, width] -> [n, concepts], the sum of each row at most 1."""
        near = embeddings @ self.names.T
        return softmax(near / _TEXT_TAU) * _gate(near, _TEXT_GATE)


def image_names(concepts: Sequence[str], encoder: Embeds, cache: Path) -> ImageNames:
    """`cache`: see assist/weights/names.py."""
    near = names.vectors(encoder, cache) @ encoder.embed([f"a {spelled(name)}" for name in concepts]).T
    return ImageNames(softmax(near / _IMAGE_TAU) * _gate(near, _IMAGE_GATE))


def text_names(concepts: Sequence[str], encoder: Embeds) -> TextNames:
    return TextNames(encoder.embed([spelled(name) for name in concepts]))


def spelled(name: str) -> str:
    """As people write: "card_payment", "cardPayment" -> "card payment"."""
    return " ".join(re.sub(r"(?<=[a-z])(?=[A-Z])|[_/]+", " ", name).split()) or name


def _gate(near: Any, middle: float) -> Any:
    return sigmoid((near.max(axis=1, keepdims=True) - middle) / _GATE_WIDTH)
