"""Boxes of concepts that no detector knows: where a picture looks as it does inside of boxes that the team has drawn.

A picture is a grid of cells, each with what the classifier sees there. Those inside of drawn boxes teach what a concept
looks like, the others what it does not. How far that can be trusted is tried out: what one half of the pictures teaches
is asked of the other half, and scores count as much as boxes were right there.
"""

import base64
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from assist import learning
from assist.embedding import ImageEncoder, normalized, softmax, unit
from assist.images import upright
from assist.learning import Head
from assist.predictions import Box, Drawn, Placed
from domain.assisting import Region

EDGE = 384
_CELL = 32
_FINER = 4
"""A cell is 32 pixels wide: edges are looked for between the cells, too."""
_INSIDE, _OUTSIDE = 0.5, 0.15
"""A cell is a part of what is drawn from this share of it on, and of nothing below that one."""
_LEAST = 0.5
"""How likely a cell must be a part of what is found."""
_RIGHT = 0.3
"""From this overlap (intersection over union) on, a box is that which was drawn."""
_MOST_CELLS = 1200
_MOST_PLACES = 20
"""Of a concept, in one picture."""


@dataclass(frozen=True, slots=True)
class Grid:
    """`cells` [rows, columns, width of an embedding], each of length 1; `size` is the picture's, in pixels."""

    cells: Any
    size: tuple[int, int]


Taught = tuple[Grid, Drawn]


@dataclass(frozen=True, slots=True)
class Placing:
    """What was learned. `trust`: concept -> which share of boxes was right in pictures that did not teach it."""

    head: Head
    trust: Mapping[int, float]


def grid(encoder: ImageEncoder, path: Path) -> Grid:
    """Raises what Pillow raises for a broken file."""
    seen, size = upright(path, (EDGE, EDGE))
    features = encoder.features(normalized(seen.resize(_fitted(seen.size), Image.Resampling.BILINEAR)))[0]
    width, rows, columns = features.shape
    return Grid(unit(features.reshape(width, -1).T).reshape(rows, columns, width), size)


def learn(taught: Sequence[Taught]) -> Placing | None:
    """None: nothing that was drawn is found again."""
    found, right = Counter[int](), Counter[int]()
    first, second = _halves(taught)
    for teaching, asked in ((first, second), (second, first)):
        head = _fit(teaching)
        for seen, drawn in asked:
            for one in _places(seen, head) if head else ():
                found[one.concept] += 1
                right[one.concept] += _is_right(one, drawn)
    # As if one more had been wrong: what was tried a few times only is not certain.
    trust = {concept: right[concept] / (times + 1) for concept, times in found.items() if right[concept]}
    whole = _fit(taught) if trust else None
    return None if whole is None else Placing(whole, trust)


def locate(seen: Grid, placing: Placing) -> list[Placed]:
    trust = placing.trust
    return [
        Placed(one.concept, one.score * trust[one.concept], one.region)
        for one in _places(seen, placing.head)
        if one.concept in trust
    ]


def packed(placing: Placing) -> dict[str, Any]:
    """As JSON takes it to another process."""
    head = placing.head
    arrays = [base64.b64encode(one.astype("<f4").tobytes()).decode() for one in (head.weights, head.offsets)]
    return {"classes": head.classes, "arrays": arrays, "labels": head.labels, "trust": list(placing.trust.items())}


def unpacked(body: Mapping[str, Any]) -> Placing:
    weights, offsets = (np.frombuffer(base64.b64decode(one), "<f4") for one in body["arrays"])
    classes = tuple(body["classes"])
    head = Head(classes, weights.reshape(-1, len(classes)), offsets, body["labels"], several=False)
    return Placing(head, dict(body["trust"]))


def _fitted(size: tuple[int, int]) -> tuple[int, int]:
    """Whole cells, the longer edge EDGE."""
    scale = EDGE / max(size)
    across, down = (max(_CELL, round(length * scale / _CELL) * _CELL) for length in size)
    return across, down


def _halves(taught: Sequence[Taught]) -> tuple[list[Taught], list[Taught]]:
    """Each concept in as many pictures of the one as of the other, as nearly as that can be."""
    first, second, more = list[Taught](), list[Taught](), Counter[int]()
    for one in taught:
        concepts = {concept for concept, _ in one[1].boxes}
        is_second = (sum(more[each] for each in concepts), len(first) - len(second)) > (0, 0)
        more.update(dict.fromkeys(concepts, -1 if is_second else 1))
        (second if is_second else first).append(one)
    return first, second


def _fit(taught: Sequence[Taught]) -> Head | None:
    """At most half of the cells that it learns from are parts of something."""
    inside: list[tuple[Any, int | None]] = []
    outside: list[tuple[Any, int | None]] = []
    for seen, drawn in taught:
        for cell, concept, share in _cells(seen, drawn):
            if concept is not None:
                inside.append((cell, concept))
            elif share < _OUTSIDE:
                outside.append((cell, None))
    some = _some(inside, _MOST_CELLS // 2)
    chosen = [*some, *_some(outside, _MOST_CELLS - len(some))]
    return learning.fit(np.array([one for one, _ in chosen]), [frozenset({one}) for _, one in chosen]) if some else None


def _some(found: list[tuple[Any, int | None]], most: int) -> list[tuple[Any, int | None]]:
    """From all over, the same each time."""
    return found if len(found) <= most else [found[len(found) * nth // most] for nth in range(most)]


def _cells(seen: Grid, drawn: Drawn) -> Iterator[tuple[Any, int | None, float]]:
    """Each with the concept that it is a part of, and with how much of it any box covers. What is smaller than a cell
    is where most of it is.
    """
    rows, columns, _ = seen.cells.shape
    most, of = np.zeros((rows, columns)), np.full((rows, columns), -1)
    for place, (_, box) in enumerate(drawn.boxes):
        share = np.outer(_covered(box[1::2], rows, seen.size[1]), _covered(box[::2], columns, seen.size[0]))
        of = np.where((share > most) & (share >= _INSIDE), place, of)
        of[np.unravel_index(share.argmax(), share.shape)] = place
        most = np.maximum(most, share)
    for row, column in np.ndindex(rows, columns):
        place = int(of[row, column])
        concept = None if place < 0 else drawn.boxes[place][0]
        yield seen.cells[row, column], concept, float(most[row, column])


def _covered(ends: Sequence[float], count: int, length: int) -> Any:
    """Of each of so many cells along an edge: which share of it lies between the ends."""
    edges = np.arange(count + 1) * (length / count)
    shared = np.minimum(edges[1:], ends[1]) - np.maximum(edges[:-1], ends[0])
    return np.clip(shared, 0, None) * (count / length)


def _places(seen: Grid, head: Head) -> list[Placed]:
    """The best first."""
    rows, columns, width = seen.cells.shape
    likely = softmax(head.log_odds(seen.cells.reshape(-1, width))).astype(np.float32).reshape(rows, columns, -1)
    found = []
    for nth, concept in enumerate(head.classes):
        if concept is not None:
            finer = cv2.resize(likely[:, :, nth], (columns * _FINER, rows * _FINER), interpolation=cv2.INTER_CUBIC)
            found += sorted(_patches(finer, concept, seen.size), key=lambda one: -one.score)[:_MOST_PLACES]
    return sorted(found, key=lambda one: -one.score)


def _patches(likely: Any, concept: int, size: tuple[int, int]) -> Iterator[Placed]:
    """A box around each of those that hang together."""
    rows, columns = likely.shape
    x, y = size[0] / columns, size[1] / rows
    count, _, boxes, _ = cv2.connectedComponentsWithStats((likely >= _LEAST).astype(np.uint8))
    for left, top, across, down, _ in boxes[1:count].tolist():
        score = min(1.0, float(likely[top : top + down, left : left + across].max()))
        edges = (left * x, top * y, (left + across) * x, (top + down) * y)
        yield Placed(concept, score, Region(*(round(one, 2) for one in edges)))


def _is_right(one: Placed, drawn: Drawn) -> bool:
    return any(concept == one.concept and _overlap(one.region, box) >= _RIGHT for concept, box in drawn.boxes)


def _overlap(one: Region, box: Box) -> float:
    across = min(one.right, box[2]) - max(one.left, box[0])
    down = min(one.bottom, box[3]) - max(one.top, box[1])
    shared = max(across, 0) * max(down, 0)
    return shared / ((one.right - one.left) * (one.bottom - one.top) + (box[2] - box[0]) * (box[3] - box[1]) - shared)
