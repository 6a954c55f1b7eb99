"""Polygons from masks, which these models give as a mix of prototypes that are a quarter as large as their frame."""

from typing import Any

import cv2
import numpy as np

from assist.decoding.boxes import Rows
from assist.preparing import Placement

_FINER = 4
_SMOOTH = 1.5
"""So far, in finer pixels, a polygon may be from the mask's edge."""


def polygons(rows: Rows, prototypes: Any, placement: Placement) -> list[Any]:
    """For each row [n, 2] on the picture; n is 0 where no mask is. `prototypes` [k, height, width]."""
    return [_polygon(box, weights, prototypes, placement) for box, weights in zip(rows.boxes, rows.masks, strict=True)]


def _polygon(box: Any, weights: Any, prototypes: Any, placement: Placement) -> Any:
    height, width = prototypes.shape[1:]
    per = np.array([width / placement.frame[0], height / placement.frame[1]])
    left, top = np.clip(np.floor(box[:2] * per).astype(int), 0, (width - 1, height - 1))
    right, bottom = np.clip(np.ceil(box[2:] * per).astype(int), (left + 1, top + 1), (width, height))
    mask = np.tensordot(weights, prototypes[:, top:bottom, left:right], axes=1)
    outline = _outline(mask)
    if not len(outline):
        return outline
    # A pixel's middle is half a pixel from its corner, before and after it was made finer.
    points = ((outline + 0.5) / _FINER + (left, top)) / per
    within = np.clip(points, box[:2], box[2:])
    return placement.restored(within)


def _outline(mask: Any) -> Any:
    """The largest part's, [n, 2] in finer pixels."""
    size = (mask.shape[1] * _FINER, mask.shape[0] * _FINER)
    is_there = (cv2.resize(mask, size, interpolation=cv2.INTER_LINEAR) > 0).astype(np.uint8)
    found, _ = cv2.findContours(is_there, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not found:
        return np.zeros((0, 2))
    smooth = cv2.approxPolyDP(max(found, key=cv2.contourArea), _SMOOTH, closed=True)[:, 0, :]
    return smooth.astype(np.float64) if len(smooth) > 2 else np.zeros((0, 2))  # noqa: PLR2004 - two points have no inside.
