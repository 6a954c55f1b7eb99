"""What the double of the server has to show: items, shapes, pictures."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, ImageDraw

Json = dict[str, Any]
BASE = "/labels"
COLOURS = ("#e6194b", "#3cb44b", "#4363d8", "#f58231", "#911eb4", "#008080", "#ffe119", "#000075", "#a9a9a9", "#9a6324")


def concepts(*names: str) -> list[Json]:
    return [{"id": n, "name": name, "colour": COLOURS[(n - 1) % 10]} for n, name in enumerate(names, 1)]


@dataclass
class Kept:
    """An item as the server has it."""

    assignment: int
    name: str = "blue.png"
    kind: str = "image"
    state: str = "open"
    revision: int = 1
    shapes: list[Json] = field(default_factory=list)
    suggestions: list[Json] = field(default_factory=list)
    is_flagged: bool = False
    reason: Json | None = None
    answer: Json | None = None
    review: Json | None = None
    text: str = "A long text. " * 400
    labeler: str = "Ana"


INSTRUCTIONS: Json = {
    "nodes": [
        ["h", "What to draw"],
        ["p", "Each animal, ", ["b", "tightly"], ", with ", ["a", "https://example.org/", "these rules"], "."],
        ["ul", ["li", "Cats"], ["li", "<b>Dogs</b>"]],
        ["p", ["a", "javascript:alert(1)", "nothing to press"]],
    ],
    "samples": [{"concept": "Cat", "pictures": [{"src": f"{BASE}/picture/sample", "name": "cat.jpg"}]}],
}


def box(key: str, *points: float, concept: int = 1, source: str = "human", score: float | None = None) -> Json:
    left, top, right, bottom = points
    corners = [[left, top], [right, bottom]]
    made = {"key": key, "concept": concept, "kind": "box", "points": corners, "from": None}
    return made | {"source": source, "score": score}


def suggested(key: str, score: float, *points: float, concept: int = 1) -> Json:
    return {"key": key, "concept": concept, "kind": "box", "points": [[*points[:2]], [*points[2:]]], "score": score}


def queue(count: int, **more: Any) -> list[Kept]:
    return [Kept(100 + n, f"birds/{n:03}.jpg", **more) for n in range(1, count + 1)]


def bare(shapes: Iterable[Json]) -> list[Json]:
    return [{name: shape[name] for name in ("key", "concept", "kind", "points", "from")} for shape in shapes]


def drawn(name: str, width: int, height: int) -> bytes:
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    pen = ImageDraw.Draw(picture)
    shift = sum(name.encode()) * 37 % 160
    pen.ellipse((width * 0.2 + shift, height * 0.25, width * 0.45 + shift, height * 0.7), fill=(70, 120, 190))
    pen.rectangle((width * 0.6, height * 0.4, width * 0.8, height * 0.8), fill=(200, 150, 60))
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=80)
    return content.getvalue()
