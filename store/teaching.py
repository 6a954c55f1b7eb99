"""The answers that tasks' models learn from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, exists, func, or_, select

from domain.model import ROBOT, InputKind
from store import tables

_a, _n, _e, _i = tables.assignment.c, tables.annotation.c, tables.embedding.c, tables.input_.c
_y, _t = tables.tally.c, tables.task.c
_ANSWERED = ("AWAITING_REVIEW", "AWAITING_CONSENSUS_REVIEW", "SUCCESS")
_BY_PEOPLE = or_(_a.labeler != ROBOT, and_(_a.status == "SUCCESS", _a.reviewed_by.is_not(None)))
"""What a model says by itself teaches it nothing; what a person has approved does."""
_UNSEEN = and_(
    _a.reviewed_by.is_(None),
    exists().where(_n.assignment == _a.id, _n.provenance == "accepted"),
    ~exists().where(tables.shown_suggestion.c.assignment == _a.id),
)
"""Accepted together with others: nobody has looked at it, so it is still what the model says by itself."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """An answered assignment and what the encoder saw of its input; None: nobody has looked at it yet."""

    assignment: int
    input: int
    vector: bytes | None


class Teaching:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def counts(self, tasks: Sequence[int]) -> dict[int, tuple[int, int]]:
        """How many answers people have given in each task, and how many inputs are still to be answered."""
        answered = func.sum(case((_y.labeler != ROBOT, _y.awaiting + _y.consensus + _y.success), else_=0))
        chosen = select(_y.task, answered, func.sum(_y.pending)).where(_y.task.in_(tasks)).group_by(_y.task)
        return {task: (int(count), int(pending)) for task, count, pending in self._connection.execute(chosen)}

    def of_task(self, task: int, version: str, limit: int, *, approved: bool = False) -> list[Lesson]:
        """The task's own answers, the newest first."""
        statuses = ("SUCCESS",) if approved else _ANSWERED
        return self._lessons(version, limit, _a.task == task, _a.status.in_(statuses))

    def of_concepts(
        self, concepts: Collection[int], kinds: Collection[InputKind], version: str, limit: int
    ) -> list[Lesson]:
        """Approved answers with these concepts in any task, which is of the same workspace as they are."""
        with_these = select(_n.assignment).where(_n.concept.in_(concepts), _n.status == "SUCCESS")
        lives = select(_t.id).where(_t.id == _a.task, _t.deleted_at.is_(None)).exists()
        kinds_of = _i.kind.in_([str(kind) for kind in kinds])
        return self._lessons(version, limit, _a.id.in_(with_these), _a.status == "SUCCESS", lives, kinds_of)

    def count_of_concepts(self, concepts: Collection[int]) -> int:
        """Of their approved answers, nearly: it says when there are many more."""
        counted = select(func.count()).select_from(tables.annotation)
        chosen = counted.where(_n.concept.in_(concepts), _n.status == "SUCCESS", _n.provenance != "auto")
        return int(self._connection.execute(chosen).scalar_one())

    def _lessons(self, version: str, limit: int, *which: ColumnElement[bool]) -> list[Lesson]:
        there = and_(_e.input == _a.input, _e.version == version)
        chosen: Select[int, int, bytes | None] = (
            select(_a.id, _a.input, _e.vector)
            .join_from(tables.assignment, tables.input_, _i.id == _a.input)
            .join(tables.embedding, there, isouter=True)
            .where(
                *which,
                _BY_PEOPLE,
                ~_UNSEEN,
                _a.submitted_at.is_not(None),
                or_(_e.failure.is_(None), _e.input.is_(None)),
            )
            .order_by(_a.submitted_at.desc(), _a.id.desc())
            .limit(limit)
        )
        return [_lesson(row) for row in self._connection.execute(chosen)]


def _lesson(row: Row[int, int, bytes | None]) -> Lesson:
    return Lesson(row[0], row[1], row[2])
