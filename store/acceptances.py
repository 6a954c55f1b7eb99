"""Suggestions that are accepted many at a time: what waits in a queue for that, and what was accepted so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, case, exists, func, select

from domain.assisting import Suggested
from domain.model import Assignment, Provenance
from store import tables
from store.sql import ASSIGNMENT, to_assignment
from store.suggestions import FIELDS, to_suggested

_a, _s, _n = tables.assignment.c, tables.suggestion.c, tables.annotation.c
_FIELDS = (*FIELDS, tables.task_assist.c.threshold)
_ROUNDED = 1e-8
"""What is shown as 80 % may be 0.7999999999."""
_IS_TICKED = exists().where(_n.assignment == _a.id)
_UNTOUCHED = (
    *(_a.task == bindparam("task"), _a.labeler == bindparam("labeler"), _a.status == "PENDING"),
    *(_a.position >= 0, _a.reason.is_(None), _a.is_skipped.is_(False), _a.is_flagged.is_(False), ~_IS_TICKED),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a model suggests for an input. `threshold`: what scores less is not shown on cards."""

    suggested: Suggested
    threshold: float


def _sure(chosen: Select[Any], input_: ColumnElement[int]) -> Select[Any]:
    """With what is suggested, where the best of it is sure enough."""
    is_same = (_s.task == bindparam("task")) & (_s.input == input_)
    joined = chosen.join(tables.suggestion, is_same).join(tables.task_assist, tables.task_assist.c.task == _s.task)
    return joined.where(_s.generation > 0, _s.score > bindparam("score"))


_END = select(_a.input).where(*_UNTOUCHED).order_by(_a.position.desc()).limit(bindparam("near")).subquery()
_NEAR = _sure(select(*_FIELDS).select_from(_END), _END.c.input).limit(bindparam("limit"))
_ALL = _sure(select(*_FIELDS).select_from(tables.assignment), _a.input).where(*_UNTOUCHED)
_BEYOND = (_a.position > bindparam("position")) | ((_a.position == bindparam("position")) & (_a.id > bindparam("last")))
_NEXT = (
    _sure(select(*ASSIGNMENT, *_FIELDS).select_from(tables.assignment), _a.input)
    .where(*_UNTOUCHED, _BEYOND)
    .order_by(_a.position, _a.id)
    .limit(bindparam("limit"))
)


class Acceptances:
    """What somebody has had in their hands is not accepted unseen: what they skipped, flagged, ticked or took back, and
    what a reviewer sent back. `score`: of the best suggestion, at least.
    """

    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def near(self, task: int, labeler: str, score: float, near: int, limit: int) -> list[Kept]:
        """Some of them, if there are any among the last `near` of the queue: the surest wait at its end."""
        asked = {"task": task, "labeler": labeler, "score": score - _ROUNDED, "near": near, "limit": limit}
        return [_kept(row) for row in self._connection.execute(_NEAR, asked)]

    def all(
        self, task: int, labeler: str, score: float, *, besides: Sequence[int] = (), limit: int | None = None
    ) -> Iterator[Kept]:
        """`besides`: without those of which the best suggestion is one of these concepts."""
        asked = {"task": task, "labeler": labeler, "score": score - _ROUNDED}
        others = _ALL.where(_s.best.not_in(besides)) if besides else _ALL
        return (_kept(row) for row in self._connection.execute(others.limit(limit), asked))

    def count_best(self, task: int, labeler: str, percents: Sequence[int], concepts: Sequence[int]) -> list[int]:
        """Of how many inputs the best suggestion is one of these concepts, as sure as that and shown on cards: for each
        of `percents`. In a queue of a hundred thousand that is a moment, and reading what is suggested is many seconds.
        """
        shown = tables.task_assist.c.threshold - _ROUNDED
        each = [
            func.coalesce(func.sum(case((and_(_s.score > one / 100 - _ROUNDED, _s.score > shown), 1), else_=0)), 0)
            for one in percents
        ]
        asked = {"task": task, "labeler": labeler, "score": min(percents) / 100 - _ROUNDED}
        counted = _sure(select(*each).select_from(tables.assignment), _a.input)
        row = self._connection.execute(counted.where(*_UNTOUCHED, _s.best.in_(concepts)), asked).one()
        return [int(one) for one in row]

    def next(
        self, task: int, labeler: str, score: float, after: tuple[int, int], limit: int
    ) -> list[tuple[Assignment, Kept]]:
        """In the queue's order, those that come `after` this (position, id)."""
        place = dict(zip(("position", "last"), after, strict=True))
        asked = {"task": task, "labeler": labeler, "score": score - _ROUNDED, "limit": limit}
        return [(to_assignment(row), _kept(row)) for row in self._connection.execute(_NEXT, asked | place)]

    def count(self, task: int, labeler: str, at: int) -> int:
        """How many answers stand that were accepted together at that moment."""
        counted = select(func.count()).select_from(tables.assignment)
        together = counted.where(_a.task == task, _a.labeler == labeler, _a.submitted_at == at)
        return int(self._connection.execute(together).scalar_one())

    def is_unseen(self, assignment: int) -> bool:
        """Whether an answer was accepted that had not stood on a card."""
        taken = (_n.assignment == assignment, _n.provenance == str(Provenance.ACCEPTED))
        shown = tables.shown_suggestion.c.assignment == assignment
        found = select(_n.id).where(*taken, ~exists().where(shown)).limit(1)
        return self._connection.execute(found).first() is not None

    def together(self, task: int, labeler: str, at: int, after: int, limit: int) -> list[Assignment]:
        """Those answers, with ids beyond `after`."""
        same = (_a.task == task, _a.labeler == labeler, _a.submitted_at == at, _a.id > after)
        rows = self._connection.execute(select(*ASSIGNMENT).where(*same).order_by(_a.id).limit(limit))
        return [to_assignment(row) for row in rows]


def _kept(row: Any) -> Kept:
    return Kept(to_suggested(row), row.threshold)
