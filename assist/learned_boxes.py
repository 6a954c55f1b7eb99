"""Boxes of concepts that no detector knows: where in a picture the classifier sees what the team's labels have taught.

An embedding is the mean over a picture's cells; the same weights, asked of each cell, say where it comes from.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from assist.embedding import ImageEncoder, normalized
from assist.images import upright
from assist.learning import Head
from domain.assisting import Region

EDGE = 384
_CELL = 32
_SHARE = 0.25
"""Of the strongest cell's activation: what has less is outside."""
_FINER = 4
"""A cell is 32 pixels wide: edges are looked for between the cells, too."""


def locate(encoder: ImageEncoder, head: Head, path: Path, concepts: Sequence[int]) -> dict[int, Region]:
    """One box at most for each of the concepts, which are to be in the picture. Raises what Pillow raises for a broken
    file.
    """
    seen, size = upright(path, (EDGE, EDGE))
    features = encoder.features(normalized(seen.resize(_fitted(seen.size), Image.Resampling.BILINEAR)))[0]
    return boxes(features, head, size, concepts)


def boxes(features: Any, head: Head, size: tuple[int, int], concepts: Sequence[int]) -> dict[int, Region]:
    """`features` [width of an embedding, rows, columns]; `size` is the picture's, in pixels."""
    found = {}
    for concept in concepts:
        if concept in head.classes:
            box = _box(_activation(features, head, head.classes.index(concept)), size)
            if box is not None:
                found[concept] = box
    return found


def _fitted(size: tuple[int, int]) -> tuple[int, int]:
    """Whole cells, the longer edge EDGE."""
    scale = EDGE / max(size)
    across, down = (max(_CELL, round(length * scale / _CELL) * _CELL) for length in size)
    return across, down


def _activation(features: Any, head: Head, place: int) -> Any:
    """[rows, columns]: log-odds that each cell adds, against what the other concepts add where one label is allowed."""
    weights = head.weights[:, place] - (0 if head.several else head.weights.mean(axis=1))
    length = max(float(np.linalg.norm(features.mean(axis=(1, 2)))), 1e-12)
    return np.tensordot(weights, features, axes=(0, 0)) / length


def _box(activation: Any, size: tuple[int, int]) -> Region | None:
    """Around what hangs together and has most of the activation."""
    rows, columns = (length * _FINER for length in activation.shape)
    finer = cv2.resize(activation.astype(np.float32), (columns, rows), interpolation=cv2.INTER_LINEAR)
    if not finer.max() > 0:
        return None
    count, patches = cv2.connectedComponents((finer >= _SHARE * finer.max()).astype(np.uint8))
    best = max(range(1, count), key=lambda patch: float(finer[patches == patch].sum()))
    down, across = np.nonzero(patches == best)
    x, y = size[0] / columns, size[1] / rows
    left, right = _pixels(across.min() * x), _pixels((across.max() + 1) * x)
    return Region(left, _pixels(down.min() * y), right, _pixels((down.max() + 1) * y))


def _pixels(edge: Any) -> float:
    return round(float(edge), 2)
