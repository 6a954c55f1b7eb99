"""Reads what Ultralytics' models give: v8 and later, v5, end to end, each with or without masks."""

from typing import Any

import numpy as np

from assist.decoding.boxes import Rows, above, apart, corners, named
from assist.decoding.masks import polygons
from assist.predictions import Prediction
from assist.preparing import Placement
from assist.user_models.description import Decoder, Description


def decode(outputs: list[Any], described: Description, placement: Placement) -> list[Prediction]:
    """Raises ValueError."""
    prototypes = outputs[1][0].astype(np.float32) if len(outputs) > 1 else None
    masks = 0 if prototypes is None else len(prototypes)
    rows = above(_ROWS[described.decoder](outputs[0][0].astype(np.float32), masks), described.threshold)
    rows = apart(rows, described.iou if described.decoder is not Decoder.END2END else 1.0)
    shapes = None if prototypes is None else polygons(rows, prototypes, placement)
    return named(rows, placement, described, shapes)


def _v8(output: Any, masks: int) -> Rows:
    """[4 + classes + masks, n]."""
    return _rows(output.T, masks, output[4 : len(output) - masks].T)


def _v5(output: Any, masks: int) -> Rows:
    """[n, 4 + 1 + classes + masks]: how surely something is there, then how surely each class is what is there."""
    return _rows(output, masks, output[:, 5 : output.shape[1] - masks] * output[:, 4:5])


def _end2end(output: Any, masks: int) -> Rows:
    """[n, 4 + score + class + masks], no two of which are the same thing."""
    return Rows(output[:, :4], output[:, 4], output[:, 5].astype(int), output[:, 6:] if masks else None)


def _rows(output: Any, masks: int, scores: Any) -> Rows:
    if not scores.shape[1]:
        raise ValueError("gives boxes without scores")
    weights = output[:, output.shape[1] - masks :] if masks else None
    return Rows(corners(output[:, :4]), scores.max(axis=1), scores.argmax(axis=1), weights)


_ROWS = {Decoder.YOLOV8: _v8, Decoder.YOLOV5: _v5, Decoder.END2END: _end2end}
