"""Brings a picture into the shape that a model wants, and what the model finds there back onto the picture."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from PIL import Image

from assist.images import upright
from assist.user_models.description import ImageInput, Resize


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the picture lies in the model's frame: a point (x, y) of the frame is
    ((x - left) / across, (y - top) / down) on the picture. `width` and `height` are the picture's, `frame` the
    frame's.
    """

    width: int
    height: int
    frame: tuple[int, int]
    across: float
    down: float
    left: float = 0.0
    top: float = 0.0

    def restored(self, points: Any) -> Any:
        """Float [n, 2k] of x, y, x, y … in the frame -> the same on the picture, within its edges."""
        shift, factor, most = (
            np.tile(np.array(pair, np.float64), points.shape[1] // 2)
            for pair in ((self.left, self.top), (self.across, self.down), (self.width, self.height))
        )
        return np.clip((points - shift) / factor, 0, most)


def prepared(path: Path | BinaryIO, wanted: ImageInput) -> tuple[Any, Placement]:
    """One picture as a batch of one. Raises what Pillow raises for a broken file."""
    image, size = upright(path, (wanted.width, wanted.height))
    placed, placement = _PLACED[wanted.resize](image, size, wanted)
    return tensor(placed, wanted), placement


def tensor(image: Image.Image, wanted: ImageInput) -> Any:
    seen = np.asarray(image)
    if wanted.is_bgr:
        seen = seen[:, :, ::-1]
    if wanted.kind != "uint8":
        mean, std = np.array(wanted.mean, np.float32), np.array(wanted.std, np.float32)
        seen = (seen.astype(np.float32) * np.float32(wanted.scale) - mean) / std
    seen = seen if wanted.is_nhwc else seen.transpose(2, 0, 1)
    return np.ascontiguousarray(seen[None], np.dtype(wanted.kind))


def _letterboxed(image: Image.Image, size: tuple[int, int], wanted: ImageInput) -> tuple[Image.Image, Placement]:
    scale = min(wanted.width / size[0], wanted.height / size[1])
    width, height = (max(1, round(length * scale)) for length in size)
    # Half a pixel goes to the right and to the bottom, as where these models are trained.
    left, top = (round(room / 2 - 0.1) for room in (wanted.width - width, wanted.height - height))
    paper = Image.new("RGB", (wanted.width, wanted.height), (wanted.pad,) * 3)
    paper.paste(_resized(image, (width, height), wanted), (left, top))
    return paper, Placement(*size, paper.size, width / size[0], height / size[1], left, top)


def _stretched(image: Image.Image, size: tuple[int, int], wanted: ImageInput) -> tuple[Image.Image, Placement]:
    frame = (wanted.width, wanted.height)
    return _resized(image, frame, wanted), Placement(*size, frame, frame[0] / size[0], frame[1] / size[1])


def _cropped(image: Image.Image, size: tuple[int, int], wanted: ImageInput) -> tuple[Image.Image, Placement]:
    frame = (wanted.width, wanted.height)
    scale = min(length / side for length, side in zip(image.size, frame, strict=True)) * wanted.margin
    across, down = (side * scale for side in frame)
    left, top = (image.width - across) / 2, (image.height - down) / 2
    seen = _resized(image, frame, wanted, (left, top, left + across, top + down))
    per_x, per_y = image.width / size[0] / scale, image.height / size[1] / scale
    return seen, Placement(*size, frame, per_x, per_y, -left / scale, -top / scale)


def _fitted(image: Image.Image, size: tuple[int, int], wanted: ImageInput) -> tuple[Image.Image, Placement]:
    longest, shortest = max(wanted.width, wanted.height), min(wanted.width, wanted.height)
    scale = min(shortest / min(size), longest / max(size))
    width, height = (max(1, math.floor(length * scale)) for length in size)
    return _resized(image, (width, height), wanted), Placement(
        *size, (width, height), width / size[0], height / size[1]
    )


def _resized(
    image: Image.Image,
    size: tuple[int, int],
    wanted: ImageInput,
    box: tuple[float, float, float, float] | None = None,
) -> Image.Image:
    way = Image.Resampling.BICUBIC if wanted.is_bicubic else Image.Resampling.BILINEAR
    return image.resize(size, way, box=box)


_PLACED = {
    Resize.LETTERBOX: _letterboxed,
    Resize.STRETCH: _stretched,
    Resize.CROP: _cropped,
    Resize.FIT: _fitted,
}
