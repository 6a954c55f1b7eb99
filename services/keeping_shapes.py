"""Drawn answers out of the database and into it. Of many points without holding the writer."""

from collections.abc import Mapping, Sequence

from domain.model import AnnotationStatus
from domain.shapes import Shape
from store.regions import packed
from store.shape_answers import read_back
from store.unit_of_work import UnitOfWork

_LONG = 100_000
"""Signs that are read within some milliseconds."""
_MANY = 4_000
"""Points that are written out within as many."""


def shapes_of(unit: UnitOfWork, assignment: int) -> tuple[Shape, ...]:
    kept = unit.annotations.kept_of_all([assignment])[assignment]
    if sum(len(one.region) for one in kept) < _LONG:
        return read_back(kept)
    return unit.apart(kept, lambda: read_back(kept))


def keep(
    unit: UnitOfWork,
    assignment: int,
    shapes: Sequence[Shape],
    status: AnnotationStatus,
    *,
    author: str | None = None,
    is_first: bool = False,
    statuses: Mapping[str, AnnotationStatus] | None = None,
) -> None:
    """In the place of what was drawn before. The rest: see `Annotations.replace_shapes`."""
    given, regions = tuple(shapes), None
    if sum(len(one.points) for one in given) >= _MANY:
        regions = unit.apart(given, lambda: [packed(one) for one in given])
    unit.annotations.replace_shapes(
        assignment, given, status, author=author, is_first=is_first, statuses=statuses, regions=regions
    )
