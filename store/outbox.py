"""What people are to be told. Services put it in, only the messenger takes it out."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, insert, select, tuple_, update

from domain.clock import SECOND
from domain.model import Actor
from domain.notices import ASIDE, Notice, from_row, to_row
from store import tables
from store.sql import insert_new

_n = tables.notice.c
_IS_ASIDE = _n.kind.in_(ASIDE)


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
        new = insert_new(self._connection, tables.notice).values(self._row(to, notice, key))
        self._connection.execute(new.on_conflict_do_nothing())

    def put_all(self, workspace: str, users: Iterable[str], notice: Notice) -> None:
        """Tell all of them the same."""
        if rows := [self._row(Actor(workspace, user), notice, None) for user in users]:
            self._connection.execute(insert(tables.notice), rows)

    def hold(self, to: Actor, notice: Notice, key: str) -> None:
        """Keep it back until it is released: there is a reason to tell, but not now."""
        self.hold_all(notice, {key: to})

    def hold_all(self, notice: Notice, to: Mapping[str, Actor]) -> None:
        """`to`: by their keys."""
        rows = [self._row(actor, notice, key) | {"done_at": self._now} for key, actor in sorted(to.items())]
        if rows:
            new = insert_new(self._connection, tables.notice)
            again = new.on_conflict_do_update(index_elements=["key"], set_={"done_at": self._now})
            self._connection.execute(again, rows)

    def release(self, key: str) -> bool:
        """Tell what was held back by that key. False: nothing was."""
        return bool(self.release_all([key]))

    def release_all(self, keys: Collection[str]) -> set[str]:
        """Returns the keys by which something was."""
        which = _n.key.in_(sorted(keys))
        chosen = select(_n.key).where(which).order_by(_n.key).with_for_update()
        found = set(self._connection.execute(chosen).scalars())
        if found:
            told = {"key": None, "created_at": self._now, "due_at": self._now, "done_at": None}
            self._connection.execute(update(tables.notice).where(which).values(**told))
        return found

    def forget(self, keys: Iterable[str]) -> None:
        """What was told by these keys may be told again."""
        self._connection.execute(update(tables.notice).where(_n.key.in_(list(keys))).values(key=None))

    def forget_all(self, prefix: str) -> None:
        """The same of all keys that begin so."""
        begins = _n.key.startswith(prefix, autoescape=True)
        self._connection.execute(update(tables.notice).where(begins).values(key=None))

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

    def due(self, limit: int, but: Collection[Actor] = ()) -> list[Waiting]:
        """What may be sent now, oldest first. While one of a person's notices has to wait, the later ones wait too.

        `but`: nothing of these people, who are being written to.
        """
        return self._waiting(limit, *self._in_order(but))

    def next_due_at(self, but: Collection[Actor] = ()) -> int | None:
        """When `due` has something to say again. What is held back can't be due before what it waits for."""
        return self._next(*self._in_order(but))

    def due_aside(self, limit: int) -> list[Waiting]:
        """The same of the kinds that stand outside of a person's order."""
        return self._waiting(limit, _IS_ASIDE)

    def next_aside_at(self) -> int | None:
        return self._next(_IS_ASIDE)

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

    def rewrite(self, notice_id: int, notice: Notice) -> None:
        """Part of it is said: what is left, and where."""
        _, body = to_row(notice)
        self._change([notice_id], body=json.dumps(body))

    def _row(self, to: Actor, notice: Notice, key: str | None) -> dict[str, Any]:
        kind, body = to_row(notice)
        row = {"workspace": to.workspace, "user_id": to.user, "task": notice.task, "kind": kind, "key": key}
        times = {"created_at": self._now, "due_at": self._now, "attempts": 0}
        return row | times | {"body": json.dumps(body)}

    def _waiting(self, limit: int, *conditions: ColumnElement[bool]) -> list[Waiting]:
        chosen = select(tables.notice).where(_n.done_at.is_(None), _n.due_at <= self._now, *conditions)
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

    def _next(self, *conditions: ColumnElement[bool]) -> int | None:
        free = select(_n.due_at).where(_n.done_at.is_(None), *conditions)
        found = self._connection.execute(free.order_by(_n.due_at).limit(1)).scalar()
        return None if found is None else int(found)

    def _in_order(self, but: Collection[Actor]) -> list[ColumnElement[bool]]:
        conditions = [~_IS_ASIDE, ~self._is_held_back()]
        if but:
            people = [(one.workspace, one.user) for one in but]
            conditions.append(tuple_(_n.workspace, _n.user_id).not_in(people))
        return conditions

    def _is_held_back(self) -> ColumnElement[bool]:
        """An earlier notice of the same person has to wait."""
        held = tables.notice.alias("held")
        same = (held.c.workspace == _n.workspace, held.c.user_id == _n.user_id, held.c.done_at.is_(None))
        earlier = (held.c.id < _n.id, held.c.due_at > self._now, held.c.kind.not_in(ASIDE))
        return exists().where(*same, *earlier)

    def _change(self, notices: list[int], **values: object) -> None:
        """What is done stays done, also where its group is tried again."""
        changed = update(tables.notice).where(_n.id.in_(notices), _n.done_at.is_(None))
        self._connection.execute(changed.values(**values))
