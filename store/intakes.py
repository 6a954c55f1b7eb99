"""Inputs on their way into datasets, and how far they are."""

import json
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from domain.clock import SECOND
from domain.intake import From, Intake, Refused, Source, Thing
from domain.model import Actor
from store import tables
from store.sql import new_id

_t = tables.intake.c
_OPEN = _t.status.in_(("waiting", "running", "asking"))
_AT_WORK = (_t.status.in_(("waiting", "running")), _t.done_at.is_(None))


class Intakes:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def create(self, by: Actor, dataset: int, source: Source) -> int:
        row = {"workspace": by.workspace, "user_id": by.user, "dataset": dataset, "status": "waiting"}
        row |= {"source": _packed(source, 0, 0), "total": len(source.things)}
        made = insert(tables.intake).values(row | {"created_at": self._now, "due_at": self._now})
        return new_id(self._connection.execute(made))

    def find(self, intake: int) -> Intake | None:
        row = self._connection.execute(select(tables.intake).where(_t.id == intake)).first()
        return None if row is None else _unpacked(row)

    def in_front(self) -> list[tuple[Intake, int]]:
        """The oldest of each workspace that can go on, and when it may."""
        oldest = select(func.min(_t.id)).where(*_AT_WORK).group_by(_t.workspace)
        rows = self._connection.execute(select(tables.intake).where(_t.id.in_(oldest)).order_by(_t.id))
        return [(_unpacked(row), int(row.due_at)) for row in rows]

    def shown(self) -> list[Intake]:
        """Those with a message that does not yet show their end."""
        chosen = select(tables.intake).where(_OPEN, _t.ts.is_not(None)).order_by(_t.id)
        return [_unpacked(row) for row in self._connection.execute(chosen)]

    def save(self, before: Intake, after: Intake) -> bool:
        """False: somebody else has gone on with it since, or it has ended."""
        values = {
            "status": "asking" if after.asks else "running",
            "source": _packed(after.source, after.at, after.base),
            "refused": _refusals(after),
            "done_at": self._now if after.is_done else None,
            "due_at": self._now,
        }
        values |= {name: getattr(after, name) for name in ("total", "reached", "added", "known", "error", "attempts")}
        same = (_t.id == before.id, _t.reached == before.reached, _t.done_at.is_(None))
        return self._connection.execute(update(tables.intake).where(*same).values(**values)).rowcount == 1

    def put_off(self, intake: int, wait: float, error: str) -> None:
        """`wait` in seconds."""
        due = {"due_at": self._now + int(wait * SECOND), "attempts": _t.attempts + 1, "error": error}
        self._connection.execute(update(tables.intake).where(_t.id == intake).values(**due))

    def place(self, intake: int, channel: str, ts: str) -> None:
        self._connection.execute(update(tables.intake).where(_t.id == intake).values(channel=channel, ts=ts))

    def close(self, intake: int) -> None:
        """Its message shows its end."""
        self._connection.execute(update(tables.intake).where(_t.id == intake).values(status="done"))


def _packed(source: Source, at: int, base: int) -> str:
    things = [[one.origin, one.what, one.name] for one in source.things]
    return json.dumps({"things": things, "column": source.column, "at": at, "base": base})


def _refusals(intake: Intake) -> str:
    first = [[one.name, one.reason] for one in intake.first_refused]
    return json.dumps({"count": intake.refused, "first": first, "notes": intake.notes, "asks": intake.asks})


def _unpacked(row: Row[Any]) -> Intake:
    source, refused = json.loads(row.source), json.loads(row.refused) or {}
    things = tuple(Thing(From(origin), what, name) for origin, what, name in source["things"])
    return Intake(
        row.id,
        Actor(row.workspace, row.user_id),
        row.dataset,
        Source(things, source["column"]),
        at=source["at"],
        base=source["base"],
        refused=refused.get("count", 0),
        first_refused=tuple(Refused(name, reason) for name, reason in refused.get("first", ())),
        notes=tuple(refused.get("notes", ())),
        asks=tuple(refused.get("asks", ())),
        is_done=row.done_at is not None,
        **{name: getattr(row, name) for name in _SAME},
    )


_SAME = ("total", "reached", "added", "known", "error", "attempts", "channel", "ts")
