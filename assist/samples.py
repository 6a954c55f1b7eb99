"""Pictures from bare numbers, for the demo's handwritten digits."""

import io
from collections.abc import Sequence

from PIL import Image


def grey_picture(pixels: Sequence[int], size: tuple[int, int], zoom: int) -> bytes:
    """A PNG. `pixels` are 0..255, row by row; each becomes `zoom` pixels wide and high, smoothly."""
    image = Image.frombytes("L", size, bytes(pixels))
    written = io.BytesIO()
    image.resize((size[0] * zoom, size[1] * zoom), Image.Resampling.BICUBIC).save(written, "PNG")
    return written.getvalue()
