"""Reads what an SSD with the usual 1,917 anchors gives: how far each box is from its anchor, and a score a class."""

from functools import cache
from typing import Any

import numpy as np

from assist.decoding.boxes import Rows, above, apart, named
from assist.decoding.classes import sigmoid
from assist.predictions import Prediction
from assist.preparing import Placement
from assist.user_models.description import Description

_CELLS = (19, 10, 5, 3, 2, 1)
_LEAST, _MOST = 0.2, 0.95
_RATIOS = (1.0, 2.0, 0.5, 3.0, 1 / 3)
_FIRST = ((0.1, 1.0), (0.2, 2.0), (0.2, 0.5))
_CENTRE, _SIZE = 10.0, 5.0
"""By so much the distances were stretched for the training."""
_MOST_LOG = 8.0


def decode(outputs: list[Any], described: Description, placement: Placement) -> list[Prediction]:
    """Boxes [1, 1917, 4] as y, x, height, width; scores [1, 1917, 1 + classes], the first of which is the ground."""
    distances, logits = outputs[0][0].astype(np.float64), outputs[1][0].astype(np.float64)
    known = anchors()
    if len(distances) != len(known):
        raise ValueError(f"gives {len(distances):,} boxes instead of {len(known):,}")
    scores = sigmoid(logits[:, 1:])
    centre = distances[:, :2] / _CENTRE * known[:, 2:] + known[:, :2]
    half = np.exp(np.clip(distances[:, 2:] / _SIZE, -_MOST_LOG, _MOST_LOG)) * known[:, 2:] / 2
    boxes = np.concatenate([(centre - half)[:, ::-1], (centre + half)[:, ::-1]], axis=1) * np.tile(placement.frame, 2)
    rows = above(Rows(boxes, scores.max(axis=1), scores.argmax(axis=1)), described.threshold)
    return named(apart(rows, described.iou), placement, described)


@cache
def anchors() -> Any:
    """float64 [1917, 4]: centre y, centre x, height, width, in parts of the frame."""
    step = (_MOST - _LEAST) / (len(_CELLS) - 1)
    scales = [_LEAST + step * layer for layer in range(len(_CELLS))] + [1.0]
    found = []
    for layer, cells in enumerate(_CELLS):
        between = (np.sqrt(scales[layer] * scales[layer + 1]), 1.0)
        shapes = _FIRST if not layer else (*((scales[layer], ratio) for ratio in _RATIOS), between)
        for row in range(cells):
            for column in range(cells):
                found += [
                    ((row + 0.5) / cells, (column + 0.5) / cells, scale / np.sqrt(ratio), scale * np.sqrt(ratio))
                    for scale, ratio in shapes
                ]
    return np.array(found)
