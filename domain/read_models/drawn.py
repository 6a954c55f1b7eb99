"""What cards say of an answer that is drawn."""

from dataclasses import dataclass

from domain.assisting import Rung
from domain.shapes import ShapeKind


@dataclass(frozen=True, slots=True)
class ShapesOrigin:
    """How many shapes were suggested to whoever answered, and of the answer how many are as suggested, were suggested
    and mended, or drawn by hand.
    """

    suggested: int = 0
    kept: int = 0
    mended: int = 0
    drawn: int = 0

    @property
    def left_out(self) -> int:
        return max(0, self.suggested - self.kept - self.mended)


@dataclass(frozen=True, slots=True)
class DrawnModel:
    """(concept's name, how many) each, in the task's order: what is drawn so far, and what could be accepted instead.

    `generation`: of which the suggestions are. `editor`: where it is drawn; None: this installation has no web pages.
    `origin`: for its reviewer; None: no model had any part in it.
    `learned`: which of what is offered the team has taught, and `rung` with how many labels.
    """

    kind: ShapeKind
    counts: tuple[tuple[str, int], ...] = ()
    offered: tuple[tuple[str, int], ...] = ()
    generation: int = 0
    editor: str | None = None
    origin: ShapesOrigin | None = None
    learned: tuple[str, ...] = ()
    rung: Rung | None = None

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)

    @property
    def offered_total(self) -> int:
        return sum(count for _, count in self.offered)
