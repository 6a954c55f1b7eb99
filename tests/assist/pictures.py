"""Small pictures of every kind, made on the spot."""

import io
from typing import Any

from PIL import Image

RED, GREEN, BLUE = (250, 10, 10), (10, 200, 10), (10, 10, 250)


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def quarters(width: int = 64, height: int = 32, mode: str = "RGB") -> Image.Image:
    """Red at the top left, green at the top right, blue below: every turn of it looks different."""
    image = Image.new("RGB", (width, height), BLUE)
    image.paste(RED, (0, 0, width // 2, height // 2))
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    return image.convert(mode)


def noise(width: int = 200, height: int = 200) -> Image.Image:
    """Too busy to compress, so that a cut hits the pixels."""
    return Image.effect_noise((width, height), 80).convert("RGB")


def with_orientation(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "A camera"
    return exif
