"""What the rooms above ask of the ladder: plain values in, plain values out.

The bot's own process loads neither numpy nor onnxruntime: it hands these functions to another process, which loads them
when it is asked the first time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assist.catalog import Catalog
from assist.predictions import Drawn, Failure
from assist.processes import Encoding
from assist.weights.sources import imagenet_names
from assist.workflows.description import Workflow
from domain.agreement import Answer
from domain.assisting import Suggestion
from domain.model import Concept, InputKind

if TYPE_CHECKING:
    from assist.embedding import TextEncoder


@dataclass(frozen=True, slots=True)
class Lesson:
    """A task's concepts in its own order, and its answers so far, each with the embedding of its input. `kind` VIDEO
    means the posters. `model` and `version` are what the suggestions are to be signed with. `drawn`: on which pictures
    the team has drawn what.
    """

    kind: InputKind
    concepts: tuple[Concept, ...]
    answers: Sequence[tuple[bytes, Answer]]
    model: str
    version: str
    several: bool = False
    drawn: tuple[Drawn, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggested:
    """`uncertainty` is 0 (sure) to 1; what has the highest teaches most."""

    suggestions: tuple[Suggestion, ...]
    uncertainty: float


def suggest(lesson: Lesson, inputs: Sequence[Encoding], cached: Path, threshold: float = 0) -> list[Suggested]:
    """One each, after learning from the lesson, which takes some 20 ms for a hundred answers: ask of many at once.
    `cached` is the folder of converted weights. Raises ModelFailed where an encoding holds no numbers.
    """
    from assist import teaching  # noqa: PLC0415 - numpy and onnxruntime, here and below.

    return teaching.teach(lesson, text_encoder(), cached).suggest(inputs, threshold)


def order(uncertainties: Sequence[float], embeddings: Sequence[bytes]) -> list[int]:
    """Places of the inputs, the first to be labeled first: the most uncertain, what looks alike apart."""
    from assist import teaching  # noqa: PLC0415 - As above.

    return teaching.order(uncertainties, embeddings)


def propose(labels: Sequence[str], concepts: Sequence[Concept]) -> dict[str, int]:
    """Which concept a model's labels stand for: label -> concept id, by how near the names are."""
    from assist import label_maps  # noqa: PLC0415 - As above.

    return label_maps.propose(labels, concepts, text_encoder())


def nearest(labels: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    """Concept's name -> the model's label that is nearest to it, of the names that any is near to."""
    from assist import label_maps  # noqa: PLC0415 - As above.

    return label_maps.nearest(labels, names, text_encoder())


def nearest_pictured(names: Sequence[str], cached: Path) -> dict[str, str]:
    """As `nearest`, of the names that the built-in classifier knows of pictures."""
    from assist import label_maps  # noqa: PLC0415 - As above.
    from assist.weights.names import vectors  # noqa: PLC0415 - As above.

    return label_maps.nearest(imagenet_names(), names, text_encoder(), vectors(text_encoder(), cached))


def run(
    workflow: Workflow, given: Sequence[str], folder: Path, lesson: Lesson, label_map: Mapping[str, int]
) -> list[tuple[Suggestion, ...] | Failure]:
    """Of each input (a path, or a text) what a workflow suggests; `folder` is LABELBOT_DATA/models. Raises NotFound,
    BadModel, ModelFailed.
    """
    from assist import teaching  # noqa: PLC0415 - As above.
    from assist.workflows import models, running  # noqa: PLC0415 - As above.

    catalog = Catalog(folder)
    teacher = teaching.teach(lesson, text_encoder(), catalog.cache) if workflow.learns else None
    chosen = running.Chosen(tuple(concept.id for concept in lesson.concepts), label_map, teacher)
    return running.run(workflow, given, models.CatalogModels(catalog), chosen)


@cache
def text_encoder() -> "TextEncoder":
    from assist.embedding import TextEncoder  # noqa: PLC0415 - As above.

    return TextEncoder()
