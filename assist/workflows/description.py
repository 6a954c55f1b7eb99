"""What a workflow is: models and steps between them, in an order in which each has what it takes."""

from dataclasses import dataclass
from enum import StrEnum

INPUT = "input"
"""The name by which a node takes the inputs themselves."""


class Do(StrEnum):
    DETECT = "detect"
    CROP = "crop"
    CLASSIFY = "classify"
    EMBED = "embed"
    LEARN = "learn"
    LOCATE = "locate"
    MAP = "map"
    FILTER = "filter"


class Flow(StrEnum):
    """What goes from node to node."""

    PIECES = "inputs or crops"
    BOXES = "boxes"
    LABELS = "labels"
    EMBEDDINGS = "embeddings"
    SUGGESTIONS = "suggestions"


TAKES = {
    Do.DETECT: {Flow.PIECES},
    Do.CROP: {Flow.BOXES},
    Do.CLASSIFY: {Flow.PIECES},
    Do.EMBED: {Flow.PIECES},
    Do.LEARN: {Flow.EMBEDDINGS},
    Do.LOCATE: {Flow.PIECES},
    Do.MAP: {Flow.BOXES, Flow.LABELS},
    Do.FILTER: {Flow.BOXES, Flow.LABELS, Flow.SUGGESTIONS},
}
GIVES = {
    Do.DETECT: Flow.BOXES,
    Do.CROP: Flow.PIECES,
    Do.CLASSIFY: Flow.LABELS,
    Do.EMBED: Flow.EMBEDDINGS,
    Do.LEARN: Flow.SUGGESTIONS,
    Do.LOCATE: Flow.SUGGESTIONS,
    Do.MAP: Flow.SUGGESTIONS,
}
"""A filter gives what it takes."""


@dataclass(frozen=True, slots=True)
class Node:
    """`padding` is a share of a box's size that is cut out around it; `least` is in pixels, smaller boxes are left out;
    of each input at most `most` are kept, the best. `without`: what that map has taken isn't cut out, and what that
    node suggests in a picture isn't looked for again. What `is_optional` finds nothing where its model isn't there.
    """

    name: str
    do: Do
    source: str = INPUT
    model: str = ""
    padding: float = 0.0
    least: int = 1
    most: int = 100
    threshold: float = 0.0
    without: str = ""
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Workflow:
    """`version` changes with every letter of its file; without one it is a model that runs alone. `models` are the
    names of those that it runs.
    """

    name: str
    task: str
    nodes: tuple[Node, ...]
    output: tuple[str, ...]
    version: str = ""

    @property
    def models(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(node.model for node in self.nodes if node.model))

    @property
    def needed(self) -> tuple[str, ...]:
        """Those models without which it can't be run."""
        return tuple(dict.fromkeys(node.model for node in self.nodes if node.model and not node.is_optional))

    @property
    def learns(self) -> bool:
        return any(node.do is Do.LEARN for node in self.nodes)

    @property
    def locates(self) -> bool:
        """Whether it learns from what is drawn, too."""
        return any(node.do is Do.LOCATE for node in self.nodes)

    @property
    def maps(self) -> bool:
        """Whether it needs the task's map of labels to concepts."""
        return any(node.do is Do.MAP for node in self.nodes)
