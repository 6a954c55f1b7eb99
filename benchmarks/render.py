"""The card's picture with twenty shapes on it, from a photograph of 12 megapixels, against Pillow alone.

`ms` is ours from the original, `raw_ms` Pillow's decoding, scaling and encoding of the same, `cached_ms` the next time.
"""

import io
import tempfile
from pathlib import Path
from statistics import median

import numpy as np
from PIL import Image

from assist import drawing
from assist.images import EDGE
from benchmarks.scene import timed
from domain.drawings import Drawing, Outlined
from store.files import Files

TIMES = 15
_WIDTH, _HEIGHT = 4000, 3000
_NAMES = ("pants", "shirt", "shoes", "shorts", "skirt")


def measure() -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        files = Files(Path(folder))
        path = files.path(files.keep(_photograph()))
        ours, raw = [], []
        for _ in range(TIMES):  # In turn: whatever else the machine does meets both.
            ours.append(timed(lambda: drawing.drawn(path, _drawing())))
            raw.append(timed(lambda: _bare(path)))
        kept = files.keep_drawing("0" * 32, drawing.drawn(path, _drawing()))
        cached = [timed(kept.read_bytes) for _ in range(TIMES)]
        assert Image.open(kept).size == Image.open(io.BytesIO(_bare(path))).size == (EDGE, EDGE * 3 // 4)
    ms, raw_ms = median(ours), median(raw)
    return {
        "ms": round(ms, 1),
        "raw_ms": round(raw_ms, 1),
        "ratio": round(ms / raw_ms, 2),
        "cached_ms": round(median(cached), 2),
    }


def _photograph() -> bytes:
    """Soft shapes and some noise, as sensors give."""
    chance = np.random.default_rng(1)
    coarse = chance.integers(0, 255, (30, 40, 3), dtype=np.uint8)
    soft = np.asarray(Image.fromarray(coarse).resize((_WIDTH, _HEIGHT), Image.Resampling.BICUBIC), dtype=np.int16)
    noisy = soft + chance.integers(-6, 7, soft.shape, dtype=np.int16)
    written = io.BytesIO()
    Image.fromarray(noisy.clip(0, 255).astype(np.uint8)).save(written, "JPEG", quality=92)
    return written.getvalue()


def _drawing() -> Drawing:
    shapes = []
    for number in range(20):
        left, top = 150.0 + 700 * (number % 5), 150.0 + 700 * (number // 5)
        right, bottom = left + 400, top + 300
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        score = 0.87 if number % 4 == 0 else None
        shapes.append(Outlined(corners, _NAMES[number % 5], number % 5, score))
    return Drawing(_WIDTH, _HEIGHT, tuple(shapes))


def _bare(path: Path) -> bytes:
    with Image.open(path) as image:
        image.draft("RGB", (EDGE, EDGE))
        small = image.resize((EDGE, EDGE * image.height // image.width), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    small.save(written, "JPEG", quality=88, optimize=True)
    return written.getvalue()
