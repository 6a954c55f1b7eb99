"""The living messages: where each one is, and whether it shows the newest state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, update

from domain.model import ROBOT
from store import tables
from store.sql import insert_new

_c = tables.card.c
LABEL, REVIEW = "label", "review"


@dataclass(frozen=True, slots=True)
class Card:
    task: int
    user: str
    kind: str
    workspace: str
    channel: str | None
    ts: str | None
    revision: int
    sent: int
    touched_at: int


_FIELDS = (_c.task, _c.user_id, _c.kind, _c.workspace, _c.channel, _c.ts, _c.revision, _c.sent, _c.touched_at)
_KEY = (_c.task == bindparam("k_task"), _c.user_id == bindparam("k_user"), _c.kind == bindparam("k_kind"))
_FIND = select(*_FIELDS).where(*_KEY)
_TOUCH = (
    update(tables.card)
    .where(*_KEY)
    .values(revision=_c.revision + 1, touched_at=bindparam("now"))
    .returning(_c.revision)
)


class Cards:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def find(self, task: int, user: str, kind: str) -> Card | None:
        row = self._connection.execute(_FIND, {"k_task": task, "k_user": user, "k_kind": kind}).first()
        return None if row is None else Card(*row)

    def touch(self, workspace: str, task: int, user: str, kind: str, *, calmly: bool = True, rest: int = 0) -> int:
        """The card must be painted anew: its next revision. A card that is not there yet is opened.

        `calmly`: whoever touched it paints it, or it can wait; by `rest` (microseconds) longer than usual. Otherwise
        the next sweep paints it. A model that annotates by itself looks at no card.
        """
        if user == ROBOT:
            return 0
        touched_at = self._now + rest if calmly else 0
        key = {"k_task": task, "k_user": user, "k_kind": kind, "now": touched_at}
        revision = self._connection.execute(_TOUCH, key).scalar()
        if revision is None:
            row = {"task": task, "user_id": user, "kind": kind, "workspace": workspace}
            new = insert_new(self._connection, tables.card).on_conflict_do_nothing()
            self._connection.execute(new, row | {"revision": 1, "sent": 0, "touched_at": touched_at})
            return 1
        return int(revision)

    def is_resting(self, task: int, user: str, kind: str) -> bool:
        """Whether it still shows what it showed before it was touched with a `rest`."""
        key = {"k_task": task, "k_user": user, "k_kind": kind}
        resting = select(_c.task).where(*_KEY, _c.ts.is_not(None), _c.touched_at > self._now)
        return self._connection.execute(resting, key).first() is not None

    def touch_all(self, tasks: Iterable[int]) -> None:
        """Every card of these tasks shows something old by now; the next sweep paints them."""
        theirs = _c.task.in_(sorted(tasks))
        # In one order, so that nobody who touches several waits for us while we wait for them.
        held = select(_c.task).where(theirs).order_by(_c.task, _c.user_id, _c.kind).with_for_update()
        self._connection.execute(held).all()
        self._connection.execute(update(tables.card).where(theirs).values(revision=_c.revision + 1, touched_at=0))

    def place(self, task: int, user: str, kind: str, channel: str, ts: str, sent: int) -> None:
        """The card now is this message."""
        placed = update(tables.card).where(*_KEY).values(channel=channel, ts=ts, sent=sent)
        self._connection.execute(placed, {"k_task": task, "k_user": user, "k_kind": kind})

    def mark_sent(self, sent: Sequence[tuple[tuple[int, str, str, str], int]]) -> None:
        """((task, user, kind, ts), revision) each: what has been painted. An older revision never wins, and a message
        that is not the card any more says nothing of the card.
        """
        same = (*_KEY, _c.ts == bindparam("k_ts"), _c.sent < bindparam("n"))
        marked = update(tables.card).where(*same).values(sent=bindparam("n"))
        # In one order, so that nobody who touches several waits for us while we wait for them.
        rows = [
            {"k_task": task, "k_user": user, "k_kind": kind, "k_ts": ts, "n": n}
            for (task, user, kind, ts), n in sorted(sent)
        ]
        if rows:
            self._connection.execute(marked, rows)

    def stale(self, untouched_since: int, limit: int) -> list[Card]:
        """Cards that show something old, and that no click is just about to repaint."""
        waiting = _c.sent < _c.revision, _c.ts.is_not(None), _c.touched_at <= untouched_since
        rows = self._connection.execute(select(*_FIELDS).where(*waiting).order_by(_c.touched_at).limit(limit))
        return [Card(*row) for row in rows]

    def of_task(self, task: int) -> list[Card]:
        rows = self._connection.execute(select(*_FIELDS).where(_c.task == task).order_by(_c.user_id, _c.kind))
        return [Card(*row) for row in rows]
