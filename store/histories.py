"""What was done, read from the audit rows: of a task, of one input in it, and row by row for a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from store import tables

_u, _a, _i, _t = tables.audit.c, tables.assignment.c, tables.input_.c, tables.task.c
_who, _labeler = tables.person.alias("who"), tables.person.alias("labeler")


@dataclass(frozen=True, slots=True)
class Done:
    """One audit row with names. `input` None: it was done to the task itself. `at` in microseconds since 1970."""

    id: int
    task: str
    at: int
    who: str
    who_name: str | None
    action: str
    before: str | None
    after: str | None
    reason: str | None
    input: str | None
    sha256: str | None
    labeler: str | None
    labeler_name: str | None


class Histories:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def count(self, task: int, *, only_task: bool) -> int:
        """`only_task`: without what was done to assignments."""
        return self._count(_of_task(task, only_task=only_task))

    def page(self, task: int, start: int, count: int, *, only_task: bool) -> list[Done]:
        """Newest first."""
        return self._page(_of_task(task, only_task=only_task), start, count)

    def count_of_input(self, task: int, input_: int) -> int:
        return self._count(_of_input(task, input_))

    def page_of_input(self, task: int, input_: int, start: int, count: int) -> list[Done]:
        """What was done to all of its assignments, newest first."""
        return self._page(_of_input(task, input_), start, count)

    def after(self, task: int, last: int, limit: int) -> list[Done]:
        """In the order in which it was done, from the row behind `last` on."""
        chosen = select(_u.id).where(_u.task == task, _u.id > last).order_by(_u.id).limit(limit)
        return self._with_names(chosen, _u.id)

    def last_of(self, assignments: Sequence[int], action: str) -> dict[int, tuple[str, int]]:
        """Assignment -> who did this to it last, and when (µs)."""
        if not assignments:
            return {}
        chosen = select(_u.assignment, _u.who, _u.at).where(_u.assignment.in_(assignments), _u.action == action)
        return {row.assignment: (row.who, row.at) for row in self._connection.execute(chosen.order_by(_u.id))}

    def of_assignment(
        self, assignment: int, actions: Sequence[str], limit: int
    ) -> list[tuple[str, int, str, str | None]]:
        """(who, when (µs), action, reason) each: the newest ones of these actions, the oldest of them first."""
        asked = (_u.assignment == assignment, _u.action.in_(actions))
        chosen = select(_u.who, _u.at, _u.action, _u.reason).where(*asked).order_by(_u.id.desc()).limit(limit)
        return [(row.who, row.at, row.action, row.reason) for row in self._connection.execute(chosen)][::-1]

    def _count(self, which: ColumnElement[bool]) -> int:
        counted = select(func.count()).select_from(tables.audit).where(which)
        return int(self._connection.execute(counted).scalar_one())

    def _page(self, which: ColumnElement[bool], start: int, count: int) -> list[Done]:
        chosen = select(_u.id).where(which).order_by(_u.id.desc()).offset(start).limit(count)
        return self._with_names(chosen, _u.id.desc())

    def _with_names(self, chosen: Select[int], order: ColumnElement[Any]) -> list[Done]:
        """Few rows are chosen first, then the names are looked up."""
        named = select(
            *(_u.id, _t.name, _u.at, _u.who, _who.c.name, _u.action, _u.before, _u.after, _u.reason),
            *(_i.name, _i.sha256, _a.labeler, _labeler.c.name),
        )
        joined = (
            named.join_from(tables.audit, tables.task, _t.id == _u.task)
            .join(tables.assignment, _a.id == _u.assignment, isouter=True)
            .join(tables.input_, _i.id == _a.input, isouter=True)
            .join(_who, _is(_who, _u.who), isouter=True)
            .join(_labeler, _is(_labeler, _a.labeler), isouter=True)
        )
        rows = self._connection.execute(joined.where(_u.id.in_(chosen.scalar_subquery())).order_by(order))
        return [Done(*tuple(row)) for row in rows]


def _of_task(task: int, *, only_task: bool) -> ColumnElement[bool]:
    return and_(_u.task == task, _u.assignment.is_(None)) if only_task else _u.task == task


def _of_input(task: int, input_: int) -> ColumnElement[bool]:
    return _u.assignment.in_(select(_a.id).where(_a.task == task, _a.input == input_).scalar_subquery())


def _is(person: Any, user: ColumnElement[str]) -> ColumnElement[bool]:
    return and_(person.c.workspace == _t.workspace, person.c.user_id == user)
