"""What people are to be told. Services put it in, only the messenger takes it out."""

import json
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, exists, select, update

from domain.clock import SECOND
from domain.model import Actor
from domain.notices import Notice, from_row, to_row
from store import tables
from store.sql import insert_new

_n = tables.notice.c


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notice that was not delivered yet."""

    id: int
    to: Actor
    notice: Notice
    created_at: int
    attempts: int


class Outbox:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def put(self, to: Actor, notice: Notice, *, key: str | None = None) -> None:
        """Tell `to`. The same `key` is never told twice."""
        kind, body = to_row(notice)
        row = {"workspace": to.workspace, "user_id": to.user, "task": notice.task, "kind": kind, "key": key}
        times = {"created_at": self._now, "due_at": self._now, "attempts": 0}
        new = insert_new(self._connection, tables.notice).values(row | times | {"body": json.dumps(body)})
        self._connection.execute(new.on_conflict_do_nothing())

    def hold(self, to: Actor, notice: Notice, key: str) -> None:
        """Keep it back until it is released: there is a reason to tell, but not now."""
        self.put(to, notice, key=key)
        self._connection.execute(update(tables.notice).where(_n.key == key).values(done_at=self._now))

    def release(self, key: str) -> bool:
        """Tell what was held back by that key. False: nothing was."""
        told = {"key": None, "created_at": self._now, "due_at": self._now, "done_at": None}
        return self._connection.execute(update(tables.notice).where(_n.key == key).values(**told)).rowcount == 1

    def withdraw(self, task: int, kind: type[Notice]) -> None:
        """It is not true any more: what nobody has begun to tell is not told."""
        waiting = (_n.done_at.is_(None), _n.sending_since.is_(None))
        same = (_n.task == task, _n.kind == kind.__name__)
        self._connection.execute(delete(tables.notice).where(*same, *waiting))

    def waiting_for(self, to: Actor, task: int, kind: type[Notice]) -> list[Notice]:
        """What this person will still be told of that kind."""
        theirs = (_n.workspace == to.workspace, _n.user_id == to.user, _n.task == task, _n.kind == kind.__name__)
        rows = self._connection.execute(select(_n.kind, _n.body).where(*theirs, _n.done_at.is_(None)).order_by(_n.id))
        return [from_row(row.kind, json.loads(row.body)) for row in rows]

    def due(self, limit: int) -> list[Waiting]:
        """What may be sent now, oldest first. While one of a person's notices has to wait, the later ones wait too."""
        chosen = select(tables.notice).where(_n.done_at.is_(None), _n.due_at <= self._now, ~self._is_held_back())
        rows = self._connection.execute(chosen.order_by(_n.id).limit(limit)).all()
        return [
            Waiting(
                row.id,
                Actor(row.workspace, row.user_id),
                from_row(row.kind, json.loads(row.body)),
                row.created_at,
                row.attempts,
            )
            for row in rows
        ]

    def next_due_at(self) -> int | None:
        """When `due` has something to say again. What is held back can't be due before what it waits for."""
        free = select(_n.due_at).where(_n.done_at.is_(None), ~self._is_held_back())
        found = self._connection.execute(free.order_by(_n.due_at).limit(1)).scalar()
        return None if found is None else int(found)

    def begin(self, notices: list[int]) -> None:
        """About to be posted: should we die now, the next one knows that it may have been said."""
        self._change(notices, sending_since=self._now)

    def done(self, notices: list[int]) -> None:
        self._change(notices, done_at=self._now)

    def retry(self, notices: list[int], wait: float, error: str) -> None:
        """`wait` in seconds."""
        changed = {"due_at": self._now + int(wait * SECOND), "attempts": _n.attempts + 1, "error": error}
        self._change(notices, sending_since=None, **changed)

    def give_up(self, notices: list[int], error: str) -> None:
        self._change(notices, done_at=self._now, error=error)

    def _is_held_back(self) -> ColumnElement[bool]:
        """An earlier notice of the same person has to wait."""
        held = tables.notice.alias("held")
        same = (held.c.workspace == _n.workspace, held.c.user_id == _n.user_id, held.c.done_at.is_(None))
        return exists().where(*same, held.c.id < _n.id, held.c.due_at > self._now)

    def _change(self, notices: list[int], **values: object) -> None:
        self._connection.execute(update(tables.notice).where(_n.id.in_(notices)).values(**values))
