"""What Ultralytics' exporters write into a model: v8 and later their task, names and size, v5 only its names."""

import ast
from typing import Any

from assist.user_models.description import Decoder, Resize, Task
from assist.user_models.graphs import Graph
from assist.user_models.hints import Hints, labels_of
from domain.errors import BadModel

_TASKS = {"detect": Task.DETECTION, "segment": Task.SEGMENTATION, "classify": Task.IMAGES}
_MOST_CHARACTERS = 1024**2


def read(graph: Graph) -> Hints | None:
    """Raises BadModel."""
    said = graph.metadata
    if "names" not in said or "stride" not in said:
        return None
    task = said.get("task", "detect")
    if task not in _TASKS:
        raise BadModel(
            f"This is an Ultralytics model for “{task[:30]}”. Labelbot takes those for detect, segment and classify."
        )
    is_classifier = task == "classify"
    return Hints(
        task=_TASKS[task],
        labels=labels_of(_literal(said["names"]), "The names in the model's metadata"),
        decoder=Decoder.PROBABILITIES if is_classifier else None,
        size=_size(said.get("imgsz")),
        scale=1 / 255,
        mean=(0.0, 0.0, 0.0),
        std=(1.0, 1.0, 1.0),
        resize=Resize.CROP if is_classifier else Resize.LETTERBOX,
        licence=said.get("license", "AGPL-3.0 (Ultralytics)")[:500],
        source=said.get("description", "")[:500] or "Ultralytics",
        is_end2end=said.get("end2end", "").strip().lower() == "true",
        notes=("Its metadata are those of an Ultralytics export.",),
    )


def _literal(text: str) -> Any:
    """A Python dictionary, written out. Nothing of it is run."""
    try:
        return ast.literal_eval(text[:_MOST_CHARACTERS].strip())
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        raise BadModel(
            "The names in the model's metadata can't be read. Write them into labels.txt, one a line."
        ) from None


def _size(text: str | None) -> tuple[int, int] | None:
    """Of “[height, width]”."""
    try:
        height, width = ast.literal_eval((text or "").strip()[:50])
        return (width, height) if isinstance(width, int) and isinstance(height, int) else None
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
