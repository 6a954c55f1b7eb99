"""Inputs of one task that leads look at: flagged, taken out, rejected; and what its labels and people come to."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from domain.model import Assignment, AssignmentStatus
from store import tables
from store.sql import ASSIGNMENT, to_assignment

_a, _n = tables.assignment.c, tables.annotation.c
_OUT = str(AssignmentStatus.EXCLUDED)


@dataclass(frozen=True, slots=True)
class LabelCount:
    """How many answers say one concept."""

    approved: int = 0
    waiting: int = 0
    rejected: int = 0


class TaskInputs:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def count_flagged(self, task: int) -> int:
        return self._count(*_flagged(task))

    def flagged(self, task: int, start: int, count: int) -> list[int]:
        """Each input once, however many people flagged it."""
        return self._inputs(start, count, *_flagged(task))

    def count_excluded(self, task: int) -> int:
        return self._count(*_excluded(task))

    def excluded(self, task: int, start: int, count: int) -> list[int]:
        """Those that a lead took out. Without a person behind it, its labeler left a task in which everyone labels
        everything.
        """
        return self._inputs(start, count, *_excluded(task))

    def rejected(self, task: int, start: int, count: int) -> list[Assignment]:
        """The one that was decided last comes first."""
        chosen = select(*ASSIGNMENT).where(_a.task == task, _a.status == str(AssignmentStatus.REJECTED))
        ordered = chosen.order_by(_a.reviewed_at.desc(), _a.id.desc()).offset(start).limit(count)
        return [to_assignment(row) for row in self._connection.execute(ordered)]

    def assignments(self, task: int, inputs: Sequence[int]) -> dict[int, list[Assignment]]:
        """Input -> all assignments of it, in the order of their ids."""
        found: dict[int, list[Assignment]] = {one: [] for one in inputs}
        chosen = select(*ASSIGNMENT).where(_a.task == task, _a.input.in_(inputs)).order_by(_a.id)
        for row in self._connection.execute(chosen) if inputs else ():
            one = to_assignment(row)
            found[one.input].append(one)
        return found

    def labels(self, task: int) -> dict[int | None, LabelCount]:
        """Concept (None: "None of these") -> how many answers say so."""
        counted = select(_n.concept, _n.status, func.count()).join_from(
            tables.annotation, tables.assignment, _a.id == _n.assignment
        )
        found: dict[int | None, dict[str, int]] = {}
        rows = self._connection.execute(counted.where(_a.task == task).group_by(_n.concept, _n.status))
        for concept, status, number in rows:
            found.setdefault(concept, {})[status] = number
        return {
            concept: LabelCount(by.get("SUCCESS", 0), by.get("AWAITING_REVIEW", 0), by.get("REVIEW_DENIED", 0))
            for concept, by in found.items()
        }

    def last_answers(self, task: int, labelers: Sequence[str]) -> dict[str, int]:
        """Labeler -> when they answered last (µs)."""
        theirs = (_a.task == task, _a.labeler.in_(labelers), _a.submitted_at.is_not(None))
        chosen = select(_a.labeler, func.max(_a.submitted_at)).where(*theirs).group_by(_a.labeler)
        return {row[0]: int(row[1]) for row in self._connection.execute(chosen)} if labelers else {}

    def last_decisions(self, task: int, reviewers: Sequence[str]) -> dict[str, int]:
        """Reviewer -> when they decided last (µs)."""
        theirs = (_a.task == task, _a.reviewed_by.in_(reviewers), _a.reviewed_at.is_not(None))
        chosen = select(_a.reviewed_by, func.max(_a.reviewed_at)).where(*theirs).group_by(_a.reviewed_by)
        return {row[0]: int(row[1]) for row in self._connection.execute(chosen)} if reviewers else {}

    def _count(self, *which: ColumnElement[bool]) -> int:
        counted = select(func.count(_a.input.distinct())).where(*which)
        return int(self._connection.execute(counted).scalar_one())

    def _inputs(self, start: int, count: int, *which: ColumnElement[bool]) -> list[int]:
        chosen = select(_a.input).where(*which).distinct().order_by(_a.input).offset(start).limit(count)
        return list(self._connection.execute(chosen).scalars())


def _flagged(task: int) -> tuple[ColumnElement[bool], ...]:
    return (_a.task == task, _a.is_flagged, _a.status != _OUT)


def _excluded(task: int) -> tuple[ColumnElement[bool], ...]:
    return (_a.task == task, _a.status == _OUT, _a.reason_by.is_not(None))
