"""One row for each change of state: who, when, from, to, why."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select

from store import tables
from store.sql import insert_for_each

_u = tables.audit.c


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
        same = {"assignment": None, "who": who, "at": self._now, "action": action}
        same |= {"before": before, "after": after, "reason": None}
        insert_for_each(self._connection, tables.audit, same, "task", tasks)

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
        same = {"task": task, "who": who, "at": self._now, "action": action}
        same |= {"before": before, "after": after, "reason": reason}
        insert_for_each(self._connection, tables.audit, same, "assignment", assignments)

    def last_who(self, task: int) -> str:
        """Who did something in this task last; whoever created it, if nobody since."""
        did = select(_u.who).where(_u.task == task).order_by(_u.id.desc()).limit(1).scalar_subquery()
        found = select(func.coalesce(did, tables.task.c.created_by)).where(tables.task.c.id == task)
        return str(self._connection.execute(found).scalar_one())

    def last_by(self, task: int, *actions: str) -> str | None:
        """Who did one of these to the task itself last."""
        # One by one: the index knows each action's last, but not which of several was last of all.
        found = [row for action in actions if (row := self._last(task, action)) is not None]
        return max(found, key=lambda row: row.id).who if found else None

    def who_made(self, task: int, action: str, after: str) -> str | None:
        """Whose doing it is that this is so now; None where it came about in another way."""
        row = self._last(task, action)
        return row.who if row is not None and row.after == after else None

    def last_after(self, task: int, action: str) -> str | None:
        """What came of it the last time that it was done to the task itself."""
        row = self._last(task, action)
        return None if row is None else row.after

    def _last(self, task: int, action: str) -> Row[Any, Any, Any] | None:
        same = (_u.task == task, _u.action == action, _u.assignment.is_(None))
        last = select(_u.id, _u.who, _u.after).where(*same).order_by(_u.id.desc()).limit(1)
        return self._connection.execute(last).first()
