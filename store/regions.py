"""How a shape's place is kept in `annotation.region`: JSON with its key, and its "box" or its "polygon";
"from" is the suggestion that it was made of.
"""

import json
from typing import Any

from domain.assisting import BY_HAND, Source
from domain.shapes import Shape, ShapeKind


def packed(shape: Shape) -> str:
    """Written out by hand: keys have no signs that would need escaping, and json.dumps takes three times as long."""
    head = f'{{"key":"{shape.key}"' + (f',"from":"{shape.suggestion}"' if shape.suggestion else "")
    if shape.kind is ShapeKind.BOX:
        (left, top), (right, bottom) = shape.points
        return f'{head},"box":[{left!r},{top!r},{right!r},{bottom!r}]}}'
    points = ",".join([f"[{x!r},{y!r}]" for x, y in shape.points])
    return f'{head},"polygon":[{points}]}}'


def unpacked(concept: int, region: str, source: Source = BY_HAND) -> Shape:
    body: dict[str, Any] = json.loads(region)
    if "box" in body:
        left, top, right, bottom = body["box"]
        return Shape(body["key"], concept, ShapeKind.BOX, ((left, top), (right, bottom)), source, body.get("from"))
    points = tuple((x, y) for x, y in body["polygon"])
    return Shape(body["key"], concept, ShapeKind.POLYGON, points, source, body.get("from"))
