"""Which of a task's concepts a model's label stands for: proposed by how near the names are, to be edited by people."""

from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import Any, cast

import numpy as np

from assist.zero_shot import Embeds, spelled
from domain.model import Concept

NEAR = 0.55
"""Boot and shoe are .66, woman and people .53, boot and pants .51."""


def propose(labels: Sequence[str], concepts: Sequence[Concept], encoder: Embeds) -> dict[str, int]:
    """Label -> id of the nearest concept; labels that are near to none are left out."""
    if not labels or not concepts:
        return {}
    near = (
        _read_once(tuple(labels), cast("Hashable", encoder)) @ _read([concept.name for concept in concepts], encoder).T
    )
    best = np.argmax(near, axis=1).tolist()
    return {
        label: concepts[place].id
        for row, (label, place) in enumerate(zip(labels, best, strict=True))
        if near[row, place] >= NEAR
    }


def known(labels: Sequence[str], concepts: Sequence[Concept], encoder: Embeds) -> frozenset[int]:
    """The concepts before which a 🤖 may stand: those that some label is near to."""
    return frozenset(propose(labels, concepts, encoder).values())


def nearest(labels: Sequence[str], names: Sequence[str], encoder: Embeds, read: Any = None) -> dict[str, str]:
    """Concept's name -> the label nearest to it; names that no label is near to are left out. `read`: the labels as
    vectors, where somebody has them.
    """
    if not labels or not names:
        return {}
    near = _read(names, encoder) @ (_read_once(tuple(labels), cast("Hashable", encoder)) if read is None else read).T
    best = np.argmax(near, axis=1).tolist()
    pairs = zip(names, best, strict=True)
    return {name: labels[place] for row, (name, place) in enumerate(pairs) if near[row, place] >= NEAR}


@lru_cache(maxsize=4)
def _read_once(labels: tuple[str, ...], encoder: Any) -> Any:
    """Of a model: a thousand labels take seconds, and are asked for with each letter that somebody types."""
    return _read(labels, encoder)


def _read(names: Sequence[str], encoder: Embeds) -> Any:
    return encoder.embed([f"a {spelled(name).casefold()}" for name in names])
