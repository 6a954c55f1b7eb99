"""Suggestions that are accepted many at a time: what waits in a queue for that, and what was accepted so."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select

from domain.assisting import Suggested
from domain.model import Assignment
from store import tables
from store.sql import ASSIGNMENT, to_assignment
from store.suggestions import FIELDS, to_suggested

_a, _s, _n = tables.assignment.c, tables.suggestion.c, tables.annotation.c
_FIELDS = (*FIELDS, tables.task_assist.c.threshold)
_NEAR = 1000
"""How many of a queue are looked at on a click's path."""


@dataclass(frozen=True, slots=True)
class Acceptable:
    """`threshold`: what scores less is not shown on cards."""

    assignment: Assignment
    suggested: Suggested
    threshold: float


class Acceptances:
    """What somebody has had in their hands is not accepted unseen: what they skipped, flagged, ticked or took back, and
    what a reviewer sent back.
    """

    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def near(self, task: int, labeler: str, score: float, limit: int) -> list[Acceptable]:
        """Some of them, if there are any: from the end of the queue, where those wait that are surest."""
        untouched = _untouched(task, labeler).order_by(_a.position.desc()).limit(_NEAR).subquery()
        found = _suggested(select(*untouched.c, *_FIELDS), untouched.c.input, task, score).limit(limit)
        return [_acceptable(row) for row in self._connection.execute(found)]

    def all(self, task: int, labeler: str, score: float) -> Iterator[Acceptable]:
        found = _suggested(_untouched(task, labeler).add_columns(*_FIELDS), _a.input, task, score)
        return (_acceptable(row) for row in self._connection.execute(found))

    def next(self, task: int, labeler: str, score: float, after: tuple[int, int], limit: int) -> list[Acceptable]:
        """In the queue's order, those that come `after` this (position, id)."""
        position, last = after
        beyond = (_a.position > position) | ((_a.position == position) & (_a.id > last))
        found = _suggested(_untouched(task, labeler).add_columns(*_FIELDS), _a.input, task, score).where(beyond)
        rows = self._connection.execute(found.order_by(_a.position, _a.id).limit(limit))
        return [_acceptable(row) for row in rows]

    def count(self, task: int, labeler: str, at: int) -> int:
        """How many answers stand that were accepted together at that moment."""
        counted = select(func.count()).select_from(tables.assignment)
        together = counted.where(_a.task == task, _a.labeler == labeler, _a.submitted_at == at)
        return int(self._connection.execute(together).scalar_one())

    def together(self, task: int, labeler: str, at: int, after: int, limit: int) -> list[Assignment]:
        """Those answers, with ids beyond `after`."""
        same = (_a.task == task, _a.labeler == labeler, _a.submitted_at == at, _a.id > after)
        rows = self._connection.execute(select(*ASSIGNMENT).where(*same).order_by(_a.id).limit(limit))
        return [to_assignment(row) for row in rows]


def _untouched(task: int, labeler: str) -> Select[Any]:
    waits = (_a.task == task, _a.labeler == labeler, _a.status == "PENDING", _a.position >= 0, _a.reason.is_(None))
    is_ticked = exists().where(_n.assignment == _a.id)
    return select(*ASSIGNMENT).where(*waits, _a.is_skipped.is_(False), _a.is_flagged.is_(False), ~is_ticked)


def _suggested(chosen: Select[Any], input_: ColumnElement[int], task: int, score: float) -> Select[Any]:
    joined = chosen.join(tables.suggestion, (_s.task == task) & (_s.input == input_))
    joined = joined.join(tables.task_assist, tables.task_assist.c.task == _s.task)
    return joined.where(_s.generation > 0, _s.score > score - 1e-8)


def _acceptable(row: Any) -> Acceptable:
    return Acceptable(to_assignment(row), to_suggested(row), row.threshold)
