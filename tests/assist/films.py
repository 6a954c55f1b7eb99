"""Small videos, made on the spot with what decodes them, and the boxes that an MP4 is made of."""

import os
from pathlib import Path

import cv2
import numpy as np

os.environ["OPENCV_LOG_LEVEL"] = "OFF"
_CODES = {".mp4": "mp4v", ".webm": "VP80"}


def film(path: Path, frames: int = 12, size: tuple[int, int] = (64, 48), dark: int = 0, number: int = 0) -> Path:
    """Ten frames a second; the first `dark` of them black. `number` makes another content."""
    code = cv2.VideoWriter.fourcc(*_CODES[path.suffix])
    writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, code, 10, size)
    assert writer.isOpened()
    for at in range(frames):
        color = (0, 0, 0) if at < dark else (40 + number, 90, 200)
        writer.write(np.full((size[1], size[0], 3), color, np.uint8))
    writer.release()
    return path


def box(kind: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + kind + content
