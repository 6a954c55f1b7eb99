"""Labeled data sets for measuring what is learned. The files stay where they are: `--data DIR` says where.

Pictures: `train/CONCEPT/*` and `test/CONCEPT/*`. Texts: `texts.csv` with the columns text and category.
"""

import csv
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assist import ladder, zero_shot
from assist.embedding import IMAGE_VERSION, TEXT_VERSION, ImageEncoder, TextEncoder
from assist.ladder import Ladder

FIVE = ("pants", "shirt", "shoes", "shorts", "skirt")
LABELS = (0, 1, 3, 5, 10, 20)
SEEDS = 5
_TEXTS_TO_TEST = 30


@dataclass(frozen=True, slots=True)
class Known:
    """What the encoders made of some inputs, and which of the `concepts` each of them is: its place there."""

    concepts: tuple[str, ...]
    embeddings: Any
    named: Any
    truth: Any

    def only(self, places: Any) -> "Known":
        return Known(self.concepts, self.embeddings[places], self.named[places], self.truth[places])


@dataclass(frozen=True, slots=True)
class Problem:
    """`test` is None where what isn't learned from is tested on: of each concept the last 30."""

    name: str
    version: str
    train: Known
    test: Known | None = None

    def trials(self, labels: int) -> Iterator[tuple[Ladder, Known]]:
        """One a seed: what was climbed with that many labels a concept, and what to try it on."""
        concepts = range(len(self.train.concepts))
        for seed in range(SEEDS):
            dealt = [_shuffled(np.flatnonzero(self.train.truth == concept), seed) for concept in concepts]
            learned = self.train.only([place for places in dealt for place in places[:labels]])
            tested = self.test or self.train.only([place for places in dealt for place in places[-_TEXTS_TO_TEST:]])
            answers = [frozenset({int(concept)}) for concept in learned.truth]
            yield ladder.climb(concepts, learned.embeddings, answers, model=self.name, version=self.version), tested


def problems(folders: Sequence[Path]) -> list[Problem]:
    """Raises SystemExit with what is missing."""
    if not folders:
        raise SystemExit("This benchmark needs labeled data: give it the folder with --data DIR.")
    with tempfile.TemporaryDirectory() as cache:
        return [problem for folder in folders for problem in _read(folder, Path(cache))]


def _read(folder: Path, cache: Path) -> list[Problem]:
    if (folder / "texts.csv").is_file():
        return [_texts(folder / "texts.csv")]
    if (folder / "train").is_dir() and (folder / "test").is_dir():
        return _pictures(folder, cache)
    raise SystemExit(f"{folder.name} holds neither texts.csv nor the folders train and test.")


def _texts(table: Path) -> Problem:
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    concepts = tuple(sorted({row["category"] for row in rows}))
    encoder = TextEncoder()
    embeddings = encoder.embed([row["text"] for row in rows])
    named = zero_shot.text_names(concepts, encoder).scores(embeddings)
    truth = np.array([concepts.index(row["category"]) for row in rows])
    return Problem("texts", TEXT_VERSION, Known(concepts, embeddings, named, truth))


def _pictures(folder: Path, cache: Path) -> list[Problem]:
    every = tuple(sorted(path.name for path in (folder / "train").iterdir() if path.is_dir()))
    images, texts = ImageEncoder(cache), TextEncoder()
    halves = [_half(folder / half, images) for half in ("train", "test")]
    found = []
    for name, concepts in (("five", FIVE), ("ten", every)):
        if set(concepts) <= set(every):
            names = zero_shot.image_names(concepts, texts, cache)
            found.append(Problem(name, IMAGE_VERSION, *(_known(concepts, *half, names) for half in halves)))
    return found


def _half(folder: Path, encoder: ImageEncoder) -> tuple[Any, Any, list[str]]:
    paths = sorted(folder.glob("*/*"))
    seen = encoder.encode(paths)
    return seen.embeddings, seen.probabilities, [path.parent.name for path in paths]


def _known(
    concepts: tuple[str, ...], embeddings: Any, probabilities: Any, labels: list[str], names: zero_shot.ImageNames
) -> Known:
    places = [place for place, label in enumerate(labels) if label in concepts]
    truth = np.array([concepts.index(labels[place]) for place in places])
    return Known(concepts, embeddings[places], names.scores(probabilities[places]), truth)


def _shuffled(places: Any, seed: int) -> list[int]:
    dealt: list[int] = places.tolist()
    random.Random(seed).shuffle(dealt)  # noqa: S311 - the same draw each time.
    return dealt
