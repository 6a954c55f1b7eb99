"""Reads what DETR and its kin give: a score a class and a box for each of some hundred questions."""

from typing import Any

import numpy as np

from assist.decoding.boxes import MOST, Rows, above, corners, named
from assist.decoding.classes import sigmoid
from assist.predictions import Prediction
from assist.preparing import Placement
from assist.user_models.description import Description


def decode(outputs: list[Any], described: Description, placement: Placement) -> list[Prediction]:
    """Logits [1, n, classes] or with one more for "nothing", boxes [1, n, 4] centred, in parts of the frame."""
    logits, boxes = outputs[0][0].astype(np.float64), outputs[1][0].astype(np.float64)
    if logits.shape[1] == len(described.labels) + 1:
        raised = np.exp(logits - logits.max(axis=1, keepdims=True))
        scores = (raised / raised.sum(axis=1, keepdims=True))[:, :-1]
    else:
        scores = sigmoid(logits)
    placed = corners(boxes) * np.tile(placement.frame, 2)
    rows = above(Rows(placed, scores.max(axis=1), scores.argmax(axis=1)), described.threshold)
    return named(rows.at(slice(MOST)), placement, described)
