"""What is done with many inputs at once, in another process: plain values in, plain values out.

What was learned goes to and fro as bytes that only mean something here: whoever keeps them needs no numpy, and the
process that learned may be gone by the time they are used.
"""

import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from assist import lessons, processes
from assist.catalog import Catalog
from assist.lessons import Lesson, Suggested
from assist.predictions import Failure
from assist.processes import Encoding
from assist.workflows.description import Workflow
from domain.assisting import Suggestion
from domain.model import InputKind

if TYPE_CHECKING:
    from assist.teaching import Teacher

_NOTHING = Suggested((), 1.0)


@dataclass(frozen=True, slots=True)
class Looked:
    """What the encoder saw of an input, and what is suggested from it."""

    encoding: Encoding
    suggested: Suggested = _NOTHING


def teach(lesson: Lesson, cached: Path) -> bytes:
    """What the lesson teaches, for the others here."""
    from assist import teaching  # noqa: PLC0415 - numpy and onnxruntime, here and below.

    return pickle.dumps(teaching.teach(lesson, lessons.text_encoder(), cached))


def look(
    kind: InputKind, given: Sequence[str], cached: Path, taught: bytes = b"", threshold: float = 0
) -> list[Looked | Failure]:
    """Encodes inputs (paths, or texts where `kind` says so), and suggests. Raises BadModel, ModelFailed."""
    encode = processes.encode_texts if kind is InputKind.TEXT else processes.encode_images
    encodings = encode(cached, given)
    whole = [one for one in encodings if isinstance(one, Encoding)]
    suggested = iter(suggest(taught, whole, threshold) if taught else [_NOTHING] * len(whole))
    return [one if isinstance(one, Failure) else Looked(one, next(suggested)) for one in encodings]


def suggest(taught: bytes, inputs: Sequence[Encoding], threshold: float = 0) -> list[Suggested]:
    """One each. Raises ModelFailed where an encoding holds no numbers."""
    return _taught(taught).suggest(inputs, threshold)


def run(
    workflow: Workflow,
    given: Sequence[str],
    folder: Path,
    concepts: Sequence[int],
    label_map: Mapping[str, int],
    taught: bytes = b"",
) -> list[tuple[Suggestion, ...] | Failure]:
    """As `lessons.run`, with what was taught before."""
    from assist.workflows import models, running  # noqa: PLC0415 - As above.

    chosen = running.Chosen(tuple(concepts), label_map, _taught(taught) if taught else None)
    return running.run(workflow, given, models.CatalogModels(Catalog(folder)), chosen)


@lru_cache(maxsize=4)
def _taught(taught: bytes) -> "Teacher":
    """Only ever what `teach` made: nobody else's bytes come here."""
    made: Teacher = pickle.loads(taught)  # noqa: S301 - As above.
    return made
