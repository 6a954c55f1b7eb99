"""Runs somebody's own model on inputs, in whatever process this is called: `assist/worker.py` makes it a safe one."""

import io
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

import cv2
import numpy as np
from PIL import Image
from tokenizers import Tokenizer

from assist import sessions
from assist.decoding import classes, detr, ssd, yolo
from assist.predictions import Prediction
from assist.preparing import Placement, prepared
from assist.user_models.description import Decoder, Description, TextInput
from assist.user_models.graphs import model_file
from assist.user_models.understanding import understand
from domain.errors import BadModel, ModelFailed

_READERS = {Decoder.DETR: detr.decode, Decoder.SSD: ssd.decode}
_GREY = (128, 128, 128)


class UserModel:
    """Raises BadModel."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self._folder = folder
        self.described: Description = understand(folder)
        self._session = sessions.session(model_file(folder), threads)

    def predict(self, given: Path | BinaryIO | str) -> list[Prediction]:
        """A picture, or a text. Raises ModelFailed, and what Pillow raises for a broken picture."""
        taken = self.described.input
        if isinstance(taken, TextInput):
            return read(self._run(self._tokens(str(given), taken)), self.described, None)
        pixels, placement = prepared(Path(given) if isinstance(given, str) else given, taken)
        feeds = {taken.name: pixels}
        if taken.mask:
            seen = taken.mask_size or (pixels.shape[1:3] if taken.is_nhwc else pixels.shape[2:])
            feeds[taken.mask] = np.ones((1, *seen), np.int64)
        return read(self._run(feeds), self.described, placement)

    def try_out(self) -> list[Prediction]:
        """On something that has nothing in it."""
        if isinstance(self.described.input, TextInput):
            return self.predict("Nothing in particular.")
        written = io.BytesIO()
        Image.new("RGB", (320, 240), _GREY).save(written, "PNG")
        written.seek(0)
        return self.predict(written)

    def _run(self, feeds: dict[str, Any]) -> list[Any]:
        try:
            outputs = sessions.run(self._session, list(self.described.outputs), feeds)
        except Exception as error:  # noqa: BLE001 - onnxruntime's errors have no class of their own.
            raise ModelFailed(f"The model failed: {sessions.reason(error)}.") from None
        if not all(isinstance(one, np.ndarray) and one.dtype.kind == "f" and one.size for one in outputs):
            raise ModelFailed("The model gives something else than numbers where its scores should be.")
        if not all(np.isfinite(one).all() for one in outputs):
            raise ModelFailed("The model gives values that are no numbers (NaN or infinite).")
        return outputs

    def _tokens(self, text: str, taken: TextInput) -> dict[str, Any]:
        encoded = self._tokenizer.encode(text)
        rows = {
            "input_ids": encoded.ids,
            "attention_mask": encoded.attention_mask,
            "token_type_ids": encoded.type_ids,
        }
        return {name: np.array([rows[name]], np.int64) for name in taken.names}

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        taken = self.described.input
        if not isinstance(taken, TextInput):
            raise BadModel("The model takes no texts.")
        try:
            found = Tokenizer.from_file(str(self._folder / taken.tokenizer))
        except Exception as error:  # noqa: BLE001 - tokenizers raises bare Exceptions.
            raise BadModel(f"{taken.tokenizer} can't be read: {str(error)[:200]}.") from None
        found.enable_truncation(taken.most_tokens)
        found.no_padding()
        if taken.is_padded:
            padding = found.token_to_id("[PAD]") or found.token_to_id("<pad>") or 0
            found.enable_padding(pad_id=padding, length=taken.most_tokens)
        return found


def read(outputs: list[Any], described: Description, placement: Placement | None) -> list[Prediction]:
    """What a model gave, which need not be what its file said that it would give. Raises ModelFailed."""
    try:
        if placement is None or not described.decoder.is_of_boxes:
            return classes.decode(outputs, described)
        return _READERS.get(described.decoder, yolo.decode)(outputs, described, placement)
    except (ValueError, IndexError, TypeError, cv2.error) as error:
        reason = str(error).strip().split("\n", 1)[0].rstrip(".")
        raise ModelFailed(f"What the model gives can't be read as {described.decoder}: {reason}.") from None
