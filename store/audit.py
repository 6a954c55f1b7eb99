"""One row for each change of state: who, when, from, to, why."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, func, select

from store import tables
from store.sql import insert_rows

_u = tables.audit.c
_COLUMNS = ("task", "assignment", "who", "at", "action", "before", "after", "reason")


class Audit:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def add(
        self,
        task: int,
        who: str,
        action: str,
        *,
        assignment: int | None = None,
        before: str | None = None,
        after: str | None = None,
        reason: str | None = None,
    ) -> None:
        self.add_all(task, who, action, [assignment], before=before, after=after, reason=reason)

    def add_to_tasks(self, tasks: Iterable[int], who: str, action: str, *, before: str, after: str) -> None:
        """The same happened to all of these tasks."""
        rows = [(task, None, who, self._now, action, before, after, None) for task in tasks]
        insert_rows(self._connection, tables.audit, _COLUMNS, rows)

    def add_all(
        self,
        task: int,
        who: str,
        action: str,
        assignments: Sequence[int | None],
        *,
        before: str | None = None,
        after: str | None = None,
        reason: str | None = None,
    ) -> None:
        """The same happened to all of these."""
        rows = [(task, one, who, self._now, action, before, after, reason) for one in assignments]
        insert_rows(self._connection, tables.audit, _COLUMNS, rows)

    def last_who(self, task: int) -> str:
        """Who did something in this task last; whoever created it, if nobody since."""
        did = select(_u.who).where(_u.task == task).order_by(_u.id.desc()).limit(1).scalar_subquery()
        found = select(func.coalesce(did, tables.task.c.created_by)).where(tables.task.c.id == task)
        return str(self._connection.execute(found).scalar_one())

    def last_by(self, task: int, action: str) -> str | None:
        """Who did this to the task itself last."""
        same = (_u.task == task, _u.action == action, _u.assignment.is_(None))
        did = select(_u.who).where(*same).order_by(_u.id.desc()).limit(1)
        who: str | None = self._connection.execute(did).scalar()
        return who
