"""Makes of a lesson what it teaches. `assist/lessons.py` is the way in for whoever must not load numpy."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assist import ladder, ordering, processes, zero_shot
from assist.embedding import IMAGE_WIDTH, TEXT_WIDTH
from assist.ladder import Ladder
from assist.lessons import Lesson, Suggested
from assist.processes import Encoding
from assist.worker import Answer
from assist.zero_shot import Embeds, ImageNames, TextNames
from domain.assisting import Rung
from domain.model import InputKind

_FLOAT16 = "<f2"


@dataclass(frozen=True, slots=True)
class Placing:
    """`learned` is as assist/learned_boxes.py packs it."""

    learned: Answer
    rung: Rung


@dataclass(frozen=True, slots=True)
class Teacher:
    """Knows what the names and the answers of a lesson say. Is made anew when there are more answers."""

    climbed: Ladder
    names: ImageNames | TextNames
    placing: Placing | None = None

    def suggest(self, inputs: Sequence[Encoding], threshold: float = 0) -> list[Suggested]:
        """One each. Raises ModelFailed where an encoding holds no numbers."""
        if not inputs:
            return []
        embeddings = vectors([one.embedding for one in inputs])
        of_texts = isinstance(self.names, TextNames)
        named = self.names.scores(embeddings if of_texts else vectors([one.probabilities for one in inputs]))
        scores = self.climbed.scores(embeddings, named)
        head = self.climbed.head
        unsure = ordering.uncertainty(scores, learned=head is not None, several=head is not None and head.several)
        found = self.climbed.ranked(scores, threshold)
        return [Suggested(*pair) for pair in zip(found, unsure.tolist(), strict=True)]


def teach(lesson: Lesson, encoder: Embeds, cache: Path) -> Teacher:
    """`encoder` reads the concepts' names; `cache` is the folder of converted weights."""
    names = [concept.name for concept in lesson.concepts]
    of_texts = lesson.kind is InputKind.TEXT
    width = TEXT_WIDTH if of_texts else IMAGE_WIDTH
    climbed = ladder.climb(
        [concept.id for concept in lesson.concepts],
        vectors([embedding for embedding, _ in lesson.answers], width),
        [answer for _, answer in lesson.answers],
        model=lesson.model,
        version=lesson.version,
        several=lesson.several,
    )
    return Teacher(
        climbed,
        zero_shot.text_names(names, encoder) if of_texts else zero_shot.image_names(names, encoder, cache),
        _placing(lesson, cache),
    )


def _placing(lesson: Lesson, cache: Path) -> Placing | None:
    """None: nothing was drawn that would be found again."""
    learned = processes.learn_boxes(cache, lesson.drawn) if any(one.boxes for one in lesson.drawn) else None
    return None if learned is None else Placing(learned, Rung(len(lesson.drawn)))


def order(uncertainties: Sequence[float], embeddings: Sequence[bytes]) -> list[int]:
    """Places of the inputs, the first to be labeled first: the most uncertain, what looks alike apart."""
    return ordering.order(np.array(uncertainties, np.float64), vectors(embeddings))


def vectors(packed: Sequence[bytes], width: int = 0) -> Any:
    """Float32 [n, width]. `width` is asked only where there may be none."""
    if not packed:
        return np.zeros((0, width), np.float32)
    return np.stack([np.frombuffer(one, _FLOAT16) for one in packed]).astype(np.float32)
