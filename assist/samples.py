"""The demo's pictures: handwritten digits from bare numbers, and close-ups of photographs."""

import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageOps


def grey_picture(pixels: Sequence[int], size: tuple[int, int], zoom: int) -> bytes:
    """A PNG. `pixels` are 0..255, row by row; each becomes `zoom` pixels wide and high, smoothly."""
    image = Image.frombytes("L", size, bytes(pixels))
    written = io.BytesIO()
    image.resize((size[0] * zoom, size[1] * zoom), Image.Resampling.BICUBIC).save(written, "PNG")
    return written.getvalue()


_SIDE = 320
_STEPS = (0.6180339887, 0.7548776662, 0.5698402910)
"""Multiples of these spread evenly, and never repeat."""


class View(NamedTuple):
    """A square part of a photograph, in its pixels."""

    left: int
    top: int
    side: int
    is_mirrored: bool


def views(size: tuple[int, int], number: int, nearest: float = 0.35, farthest: float = 0.8) -> Iterator[View]:
    """Each of another place and from another distance, every other one mirrored; the same each time. Distances are
    shares of the shorter side.
    """
    width, height = size
    for nth in range(1, number + 1):
        near, across, down = (nth * step % 1 for step in _STEPS)
        side = int(min(size) * (nearest + (farthest - nearest) * near))
        yield View(int((width - side) * across), int((height - side) * down), side, bool(nth % 2))


def close_ups(photo: Path, number: int) -> Iterator[bytes]:
    """Square JPEGs of parts of it."""
    with Image.open(photo) as opened:
        size = opened.size
    yield from parts(photo, views(size, number), _SIDE)


def parts(photo: Path, seen: Iterable[View], side: int) -> Iterator[bytes]:
    """A JPEG each, of so many pixels a side."""
    with Image.open(photo) as opened:
        image = opened.convert("RGB")
    for left, top, wide, is_mirrored in seen:
        part = image.crop((left, top, left + wide, top + wide)).resize((side, side))
        written = io.BytesIO()
        (ImageOps.mirror(part) if is_mirrored else part).save(written, "JPEG", quality=88)
        yield written.getvalue()
