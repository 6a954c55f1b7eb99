"""What all readers of boxes share: boxes with scores, the best of those that overlap, the way to the picture."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from assist.predictions import Prediction
from assist.preparing import Placement
from assist.user_models.description import Description

MOST = 100
_MOST_COMPARED = 2000


@dataclass(frozen=True, slots=True)
class Rows:
    """`boxes` [n, 4] left, top, right, bottom in the model's frame; `masks` [n, k] weights of mask prototypes."""

    boxes: Any
    scores: Any
    classes: Any
    masks: Any = None

    def at(self, chosen: Any) -> "Rows":
        masks = None if self.masks is None else self.masks[chosen]
        return Rows(self.boxes[chosen], self.scores[chosen], self.classes[chosen], masks)


def corners(centred: Any) -> Any:
    """[n, 4] of centre x, centre y, width, height -> left, top, right, bottom."""
    half = centred[:, 2:4] / 2
    return np.concatenate([centred[:, :2] - half, centred[:, :2] + half], axis=1)


def above(rows: Rows, threshold: float) -> Rows:
    """Best first, and of those no more than can be compared with each other in a moment."""
    order = rows.scores.argsort(kind="stable")[::-1][:_MOST_COMPARED]
    return rows.at(order[rows.scores[order] >= threshold])


def apart(rows: Rows, iou: float) -> Rows:
    """Sorted rows without those that overlap a better one of their class by more than `iou`."""
    kept: list[int] = []
    left = np.arange(len(rows.scores))
    while len(left) and len(kept) < MOST:
        best, left = int(left[0]), left[1:]
        kept.append(best)
        is_other = rows.classes[left] != rows.classes[best]
        left = left[is_other | (overlaps(rows.boxes[best], rows.boxes[left]) <= iou)]
    return rows.at(np.array(kept, int))


def overlaps(box: Any, others: Any) -> Any:
    """Intersection over union of one with each."""
    least, most = np.maximum(box[:2], others[:, :2]), np.minimum(box[2:], others[:, 2:])
    shared = np.prod(np.clip(most - least, 0, None), axis=1)
    areas = np.prod(np.clip(others[:, 2:] - others[:, :2], 0, None), axis=1)
    union = areas + np.prod(np.clip(box[2:] - box[:2], 0, None)) - shared
    return np.where(union > 0, shared / np.maximum(union, 1e-12), 0)


def named(
    rows: Rows, placement: Placement, described: Description, polygons: list[Any] | None = None
) -> list[Prediction]:
    """On the picture. Raises ValueError for a class without a name."""
    if len(rows.classes) and not 0 <= rows.classes.min() <= rows.classes.max() < len(described.labels):
        raise ValueError("names a class that has no label")
    boxes = placement.restored(rows.boxes)
    found = []
    for number, (box, score, label) in enumerate(zip(boxes, rows.scores, rows.classes, strict=True)):
        left, top, right, bottom = (float(one) for one in box)
        if right > left and bottom > top:
            shape = () if polygons is None else tuple((float(x), float(y)) for x, y in polygons[number])
            known = described.labels[int(label)]
            found.append(Prediction(known, min(1.0, float(score)), (left, top, right, bottom), shape))
    return found
