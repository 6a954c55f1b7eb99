"""The built-in encoders: pictures and texts as vectors, and pictures as probabilities of ImageNet's classes.

Vectors are computed once per input and kept; what is learned from labels is learned on them. `IMAGE_VERSION` and
`TEXT_VERSION` say how they were made: vectors of different versions can't be compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from PIL import Image
from tokenizers import Tokenizer

from assist import sessions
from assist.images import upright
from assist.weights import sources, torch_file
from assist.weights.sources import IMAGE_VERSION, TEXT_VERSION, imagenet_names

__all__ = ["IMAGE_VERSION", "TEXT_VERSION", "Encoded", "Encoders", "ImageEncoder", "TextEncoder", "imagenet_names"]
IMAGE_WIDTH, TEXT_WIDTH = 1280, 384
EDGE = 224
MOST_TOKENS = 256
_MIDDLE = 0.875
"""As the classifier was judged by those who trained it."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """`embeddings` float32 [n, 1280], each of length 1; `probabilities` float32 [n, 1000], each with sum 1."""

    embeddings: Any
    probabilities: Any


class ImageEncoder:
    """`cache` is a folder for the converted weights. One thread is as fast as any number on a busy machine."""

    def __init__(self, cache: Path, threads: int = 1) -> None:
        self._session = sessions.session(image_model(cache), threads)
        self._session.run(["embedding"], {"image": np.zeros((1, 3, EDGE, EDGE), np.float32)})

    def encode(self, paths: Sequence[Path]) -> Encoded:
        """One by one: on a CPU, batches bring nothing. Raises what Pillow raises for a broken file."""
        seen = [self.encode_pixels(pixels(path)) for path in paths]
        if not seen:
            return Encoded(np.zeros((0, IMAGE_WIDTH), np.float32), np.zeros((0, len(imagenet_names())), np.float32))
        return Encoded(*(np.concatenate(column) for column in zip(*seen, strict=True)))

    def embed(self, paths: Sequence[Path]) -> Any:
        return self.encode(paths).embeddings

    def classify(self, paths: Sequence[Path]) -> Any:
        return self.encode(paths).probabilities

    def encode_pixels(self, image: Any) -> tuple[Any, Any]:
        """`image` float32 [n, 3, height, width] as `pixels` makes it -> (embeddings, probabilities)."""
        embeddings, logits = self._session.run(["embedding", "logits"], {"image": image})
        return unit(embeddings), softmax(logits)

    def features(self, image: Any) -> Any:
        """What the embedding is the mean of, before it gets length 1: float32 [n, 1280, height / 32, width / 32]."""
        return self._session.run(["features"], {"image": image})[0]


class TextEncoder:
    def __init__(self, threads: int = 1) -> None:
        self._tokenizer = Tokenizer.from_file(str(sources.TEXT_TOKENIZER.path()))
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.no_padding()
        self._session = sessions.session(sources.TEXT_WEIGHTS.path(), threads)
        self.embed(["warm"])

    def embed(self, texts: Sequence[str]) -> Any:
        """float32 [n, 384], each of length 1. A text counts up to its 256th token."""
        seen = [self._embed(text) for text in texts]
        return np.stack(seen) if seen else np.zeros((0, TEXT_WIDTH), np.float32)

    def _embed(self, text: str) -> Any:
        """Alone there is no padding, so that the mean over the mask is the mean over all."""
        ids = np.array([self._tokenizer.encode(text).ids], np.int64)
        feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        return unit(self._session.run(None, feeds)[0].mean(axis=1))[0]


class Encoders:
    """Both, opened when they are first used."""

    def __init__(self, cache: Path, threads: int = 1) -> None:
        self._cache = cache
        self._threads = threads

    @cached_property
    def images(self) -> ImageEncoder:
        return ImageEncoder(self._cache, self._threads)

    @cached_property
    def texts(self) -> TextEncoder:
        return TextEncoder(self._threads)


def image_model(cache: Path) -> Path:
    """The classifier as ONNX, converted into the cache the first time, which takes about a second."""
    return sources.converted(cache / f"efficientnet-lite0-{IMAGE_VERSION}.onnx", _convert)


def _convert() -> bytes:
    from assist.weights import efficientnet  # noqa: PLC0415 - onnx is large, and needed once only.

    weights = torch_file.read(sources.IMAGE_WEIGHTS.path().read_bytes())
    return bytes(efficientnet.build(weights).SerializeToString())


def pixels(path: Path | BinaryIO, edge: int = EDGE) -> Any:
    """The middle of a picture as the classifier wants it: float32 [1, 3, edge, edge]. On photographs of one thing each,
    embeddings of the middle tell more than those of the whole (docs/decisions/0009-models.md).
    """
    least = round(edge / _MIDDLE)
    seen, _ = upright(path, (least, least))
    side = min(seen.size) * _MIDDLE
    left, top = ((length - side) / 2 for length in seen.size)
    return normalized(
        seen.resize((edge, edge), Image.Resampling.BILINEAR, box=(left, top, left + side, top + side)),
    )


def normalized(image: Image.Image) -> Any:
    """RGB -> float32 [1, 3, height, width]."""
    seen = np.asarray(image, np.float32).transpose(2, 0, 1)
    return ((np.ascontiguousarray(seen) - np.float32(127)) * np.float32(1 / 128))[None]


def unit(vectors: Any) -> Any:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-12))


def softmax(logits: Any) -> Any:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)
