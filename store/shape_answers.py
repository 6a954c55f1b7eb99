"""Answers that are made of boxes and polygons, read back."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from domain.assisting import Source
from domain.model import Provenance
from domain.shapes import Shape
from store import tables
from store.regions import unpacked

_n, _a, _t, _c = tables.annotation.c, tables.assignment.c, tables.task_concept.c, tables.concept.c
_SOURCE = (_n.provenance, _n.model, _n.version, _n.score)


class KeptShape(NamedTuple):
    concept: int
    region: str
    provenance: str
    model: str | None
    version: str | None
    score: float | None


class ShapeAnswers:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def shapes(self, assignment: int) -> tuple[Shape, ...]:
        """In the order in which they were given."""
        return self.shapes_of_all([assignment])[assignment]

    def shapes_of_all(self, assignments: Iterable[int]) -> dict[int, tuple[Shape, ...]]:
        return {one: read_back(kept) for one, kept in self.kept_of_all(assignments).items()}

    def kept_of_all(self, assignments: Iterable[int]) -> dict[int, tuple[KeptShape, ...]]:
        """As they are kept: `read_back` makes shapes of them, which takes long where there are many points."""
        asked = list(assignments)
        found: dict[int, list[KeptShape]] = {one: [] for one in asked}
        placed = (_n.assignment.in_(asked), _n.concept.is_not(None), _n.region.is_not(None))
        chosen = select(_n.assignment, _n.concept, _n.region, *_SOURCE).where(*placed)
        for assignment, *row in self._connection.execute(chosen.order_by(_n.id)):
            found[assignment].append(KeptShape(*row))
        return {one: tuple(shapes) for one, shapes in found.items()}

    def counts(self, assignment: int) -> list[tuple[str, int]]:
        """(concept's name, how many) each, in the task's order."""
        joined = select(_c.name, func.count()).join_from(tables.annotation, tables.concept, _c.id == _n.concept)
        in_task = joined.join(tables.assignment, _a.id == _n.assignment).join(
            tables.task_concept, (_t.task == _a.task) & (_t.concept == _n.concept), isouter=True
        )
        grouped = in_task.where(_n.assignment == assignment).group_by(_c.name, _t.position)
        return [(name, count) for name, count in self._connection.execute(grouped.order_by(_t.position))]


def read_back(kept: Iterable[KeptShape]) -> tuple[Shape, ...]:
    """Without a database."""
    return tuple(unpacked(one.concept, one.region, _source(one)) for one in kept)


def _source(one: KeptShape) -> Source:
    return Source(Provenance(one.provenance), one.model, one.version, one.score)
