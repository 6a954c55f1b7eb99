"""One row for each change of state: who, when, from, to, why."""

from sqlalchemy import Connection, insert

from store import tables

_INSERT = insert(tables.audit)


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
        row = {"task": task, "assignment": assignment, "who": who, "at": self._now, "action": action}
        self._connection.execute(_INSERT, row | {"before": before, "after": after, "reason": reason})
