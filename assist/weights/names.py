"""The image classifier's names as vectors. They come with Labelbot: to make them takes ten seconds, and somebody waits.

`python -m assist.weights.names` writes them anew, for another text encoder or other names.
"""

import io
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from assist.weights import sources
from assist.weights.sources import TEXT_VERSION, imagenet_names, version_of

_VERSION = version_of(TEXT_VERSION, sources.IMAGE_NAMES.sha256)
_FILE = f"imagenet-names-{_VERSION}.npy"
SHIPPED = Path(__file__).parent / _FILE


class Embeds(Protocol):
    def embed(self, texts: tuple[str, ...], /) -> Any: ...


def vectors(encoder: Embeds, cache: Path) -> Any:
    """float32 [classes, width]. Those of other packages than Labelbot was made with are kept in `cache`."""
    kept = SHIPPED if SHIPPED.is_file() else sources.converted(cache / _FILE, lambda: _as_file(encoder))
    return np.load(kept, allow_pickle=False).astype(np.float32)


def _as_file(encoder: Embeds) -> bytes:
    file = io.BytesIO()
    np.save(file, encoder.embed(imagenet_names()).astype("<f2"), allow_pickle=False)
    return file.getvalue()


if __name__ == "__main__":
    from assist.embedding import TextEncoder

    for old in SHIPPED.parent.glob("imagenet-names-*.npy"):
        old.unlink()
    SHIPPED.write_bytes(_as_file(TextEncoder()))
