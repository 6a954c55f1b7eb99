"""The demo's pictures: handwritten digits from bare numbers, and close-ups of photographs."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image, ImageOps


def grey_picture(pixels: Sequence[int], size: tuple[int, int], zoom: int) -> bytes:
    """A PNG. `pixels` are 0..255, row by row; each becomes `zoom` pixels wide and high, smoothly."""
    image = Image.frombytes("L", size, bytes(pixels))
    written = io.BytesIO()
    image.resize((size[0] * zoom, size[1] * zoom), Image.Resampling.BICUBIC).save(written, "PNG")
    return written.getvalue()


_NEAREST, _FARTHEST = 0.35, 0.8
"""Of the shorter side."""
_SIDE = 320
_STEPS = (0.6180339887, 0.7548776662, 0.5698402910)
"""Multiples of these spread evenly, and never repeat."""


def close_ups(photo: Path, number: int) -> Iterator[bytes]:
    """Square JPEGs of parts of it, each of another place and from another distance, every other one mirrored."""
    with Image.open(photo) as opened:
        image = opened.convert("RGB")
    for nth in range(1, number + 1):
        near, across, down = (nth * step % 1 for step in _STEPS)
        side = int(min(image.size) * (_NEAREST + (_FARTHEST - _NEAREST) * near))
        left, top = int((image.width - side) * across), int((image.height - side) * down)
        part = image.crop((left, top, left + side, top + side)).resize((_SIDE, _SIDE))
        written = io.BytesIO()
        (ImageOps.mirror(part) if nth % 2 else part).save(written, "JPEG", quality=88)
        yield written.getvalue()
