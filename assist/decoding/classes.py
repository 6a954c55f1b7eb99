"""Reads one row of scores a class."""

from typing import Any

import numpy as np

from assist.predictions import Prediction
from assist.user_models.description import Decoder, Description

MOST = 20
"""So many of the best are kept: nobody looks further down."""
_LEAST = 1e-4


def decode(outputs: list[Any], described: Description) -> list[Prediction]:
    """Best first. Raises ValueError."""
    scores = probabilities(outputs[0], described.decoder)
    if len(scores) != len(described.labels):
        raise ValueError(f"gives {len(scores):,} scores for {len(described.labels):,} labels")
    best = scores.argsort()[::-1][:MOST]
    return [Prediction(described.labels[one], float(scores[one])) for one in best if scores[one] > _LEAST]


def probabilities(output: Any, decoder: Decoder) -> Any:
    """float64 [classes], each 0..1."""
    scores = output.astype(np.float64).reshape(-1)
    if decoder is Decoder.SIGMOID:
        return sigmoid(scores)
    looks_ready = scores.min() >= 0 and abs(scores.sum() - 1) < 0.01  # noqa: PLR2004 - float16 adds up to about 1.
    if decoder is Decoder.LOGITS or (decoder is Decoder.SCORES and not looks_ready):
        raised = np.exp(scores - scores.max())
        return raised / raised.sum()
    return np.clip(scores, 0, 1)


def sigmoid(values: Any) -> Any:
    return 1 / (1 + np.exp(-np.clip(values, -60, 60)))
