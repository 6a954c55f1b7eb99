"""Pictures with the shapes of their final answers: what COCO and YOLO hold, and what may come back from there."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, case, func, literal, select

from domain.assisting import Source
from domain.model import AnnotationStatus, Provenance
from domain.shapes import Shape
from store import tables
from store.regions import unpacked

_n, _a, _i = tables.annotation.c, tables.assignment.c, tables.input_.c
_RANK = case((_a.status == "SUCCESS", 0), (_a.status == "REJECTED", 2), else_=1)
"""Of several people's answers what stands comes first, then what may come to stand."""
_BEYOND_IDS = literal(2**50, BigInteger)


class ExportedPicture(NamedTuple):
    """`answer` is the assignment whose shapes are taken: of several people's the one that stands, and of those that
    agreed, or were not asked to, the first.
    """

    id: int
    name: str
    sha256: str
    width: int
    height: int
    answer: int


class ExportedShape(NamedTuple):
    id: int
    status: str
    shape: Shape


class Drawn(NamedTuple):
    """A picture with what is on it."""

    picture: ExportedPicture
    shapes: list[ExportedShape]


class Member(NamedTuple):
    """A picture of a dataset."""

    id: int
    name: str
    sha256: str
    width: int
    height: int


class Counts(NamedTuple):
    """`others`: answers to the same pictures that are left out."""

    pictures: int
    shapes: int
    others: int


class ShapeExports:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def pictures(self, task: int, last: int, limit: int, *, everything: bool) -> list[ExportedPicture]:
        """The next after `last` that are answered, also those on which nothing is."""
        first = _first(task, everything=everything).where(_a.input > last).order_by(_a.input).limit(limit).subquery()
        chosen = select(_i.id, _i.name, _i.sha256, _i.width, _i.height, first.c.answer)
        rows = self._connection.execute(chosen.join_from(tables.input_, first, first.c.input == _i.id).order_by(_i.id))
        return [ExportedPicture(*row) for row in rows]

    def shapes(self, answers: Iterable[int], *, everything: bool) -> dict[int, list[ExportedShape]]:
        asked = list(answers)
        found: dict[int, list[ExportedShape]] = {one: [] for one in asked}
        placed = (_n.assignment.in_(asked), _n.concept.is_not(None), _n.region.is_not(None))
        source = (_n.provenance, _n.model, _n.version, _n.score)
        chosen = select(_n.assignment, _n.id, _n.status, _n.concept, _n.region, *source)
        rows = self._connection.execute(chosen.where(*placed, _wanted(everything=everything)).order_by(_n.id))
        for answer, id_, status, concept, region, provenance, *rest in rows:
            shape = unpacked(concept, region, Source(Provenance(provenance), *rest))
            found[answer].append(ExportedShape(id_, status, shape))
        return found

    def members(self, dataset: int) -> list[Member]:
        """All its pictures, in the order of their ids."""
        m = tables.dataset_input.c
        joined = select(_i.id, _i.name, _i.sha256, _i.width, _i.height).join_from(
            tables.dataset_input, tables.input_, _i.id == m.input
        )
        rows = self._connection.execute(joined.where(m.dataset == dataset, _i.kind == "image").order_by(_i.id))
        return [Member(*row) for row in rows]

    def count(self, task: int, *, everything: bool) -> Counts:
        """By the database alone, to compare a file with."""
        first = _first(task, everything=everything).subquery()
        pictures = self._connection.execute(select(func.count()).select_from(first)).scalar_one()
        wanted = _wanted(everything=everything)
        joined = select(func.count()).join_from(tables.annotation, first, first.c.answer == _n.assignment)
        shapes = self._connection.execute(joined.where(wanted, _n.region.is_not(None))).scalar_one()
        answers = select(func.count(_n.assignment.distinct())).join_from(
            tables.annotation, tables.assignment, _a.id == _n.assignment
        )
        given = self._connection.execute(answers.where(_a.task == task, wanted)).scalar_one()
        return Counts(int(pictures), int(shapes), int(given) - int(pictures))


def _first(task: int, *, everything: bool) -> Select[int, int]:
    answered = select(_n.id).where(_n.assignment == _a.id, _wanted(everything=everything)).exists()
    answer = (func.min(_RANK * _BEYOND_IDS + _a.id) % _BEYOND_IDS).label("answer")
    return select(_a.input, answer).where(_a.task == task, answered).group_by(_a.input)


def _wanted(*, everything: bool) -> ColumnElement[bool]:
    """What is not submitted is nobody's answer yet."""
    if everything:
        return _n.status != str(AnnotationStatus.PENDING)
    return _n.status == str(AnnotationStatus.SUCCESS)
