"""Annotations with all that is known of them, in the order of their ids."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select

from domain.model import AnnotationStatus, AssignmentStatus
from store import tables

_n, _a, _i, _t = tables.annotation.c, tables.assignment.c, tables.input_.c, tables.task.c
_labeler, _reviewer = tables.person.alias("labeler"), tables.person.alias("reviewer")


@dataclass(frozen=True, slots=True)
class ExportedAnnotation:
    """Times are microseconds since 1970; `concept` is None for "None of these"."""

    id: int
    task: str
    dataset: str
    input: str
    sha256: str
    width: int
    height: int
    concept: str | None
    status: str
    provenance: str
    labeler: str
    labeler_name: str | None
    submitted_at: int | None
    reviewed_by: str | None
    reviewer_name: str | None
    reviewed_at: int | None
    kind: str
    text: str | None
    model: str | None
    model_version: str | None
    score: float | None
    region: str | None


class Exports:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def after(self, task: int, last: int, limit: int, *, everything: bool) -> list[ExportedAnnotation]:
        chosen = select(
            _n.id,
            _t.name,
            tables.dataset.c.name,
            *(_i.name, _i.sha256, _i.width, _i.height),
            tables.concept.c.name,
            *(_n.status, _n.provenance, _a.labeler, _labeler.c.name, _a.submitted_at),
            *(_a.reviewed_by, _reviewer.c.name, _a.reviewed_at),
            *(_i.kind, _i.text, _n.model, _n.version, _n.score, _n.region),
        )
        joined = (
            chosen.join_from(tables.annotation, tables.assignment, _a.id == _n.assignment)
            .join(tables.task, _t.id == _a.task)
            .join(tables.dataset, tables.dataset.c.id == _t.dataset)
            .join(tables.input_, _i.id == _a.input)
            .join(tables.concept, tables.concept.c.id == _n.concept, isouter=True)
            .join(_labeler, _is(_labeler, _a.labeler), isouter=True)
            .join(_reviewer, _is(_reviewer, _a.reviewed_by), isouter=True)
        )
        wanted = (_a.task == task, _n.id > last, _exported(everything=everything))
        rows = self._connection.execute(joined.where(*wanted).order_by(_n.id).limit(limit))
        return [ExportedAnnotation(*tuple(row)) for row in rows]

    def sent_back(self, task: int) -> int:
        """How many answers somebody is to change."""
        asked = (_a.task == task, _a.status == str(AssignmentStatus.PENDING), _a.reason.is_not(None))
        counted = select(func.count()).select_from(tables.assignment).where(*asked)
        return int(self._connection.execute(counted).scalar_one())

    def has_texts(self, task: int) -> bool:
        """Whether anything that is labeled there is a text."""
        joined = select(_a.id).join_from(tables.assignment, tables.input_, _i.id == _a.input)
        return self._connection.execute(joined.where(_a.task == task, _i.kind == "text").limit(1)).first() is not None


def _exported(*, everything: bool) -> ColumnElement[bool]:
    """What is ticked but not submitted is nobody's answer yet."""
    if everything:
        return _n.status != str(AnnotationStatus.PENDING)
    return _n.status == str(AnnotationStatus.SUCCESS)


def _is(person: Any, user: ColumnElement[str]) -> ColumnElement[bool]:
    return and_(person.c.workspace == _t.workspace, person.c.user_id == user)
