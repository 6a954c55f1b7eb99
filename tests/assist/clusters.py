"""Inputs made up for tests: embeddings that lie around one direction a concept."""

from typing import Any

import numpy as np

WIDTH = 32


def clusters(concepts: int, each: int, noise: float = 0.1, seed: int = 0) -> tuple[Any, list[int]]:
    """(embeddings of length 1, the concept of each: 0 .. concepts - 1), the concepts in turn."""
    draw = np.random.default_rng(seed)
    middles = np.eye(concepts, WIDTH)
    truth = [concept for _ in range(each) for concept in range(concepts)]
    seen = middles[truth] + noise * draw.normal(size=(len(truth), WIDTH))
    return (seen / np.linalg.norm(seen, axis=1, keepdims=True)).astype(np.float32), truth


def answers(truth: list[int]) -> list[frozenset[int | None]]:
    return [frozenset({concept}) for concept in truth]
