"""Takes out for good what was deleted long ago and what nobody needs any more: a few rows at a time."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select, tuple_, update

from store import tables

_t, _a, _p, _n, _s = (
    tables.task.c,
    tables.assignment.c,
    tables.picture.c,
    tables.notice.c,
    tables.task_sample.c,
)
_d = tables.draft.c
OF_ASSIGNMENT = (tables.annotation, tables.approval, tables.audit, tables.shown_suggestion)
"""What goes with an assignment; each has a column of that name."""
OF_TASK = (
    tables.audit,
    tables.suggestion,
    tables.earlier_suggestion,
    tables.shown_suggestion,
    tables.task_assist,
    tables.notice,
    tables.card,
    tables.tally,
    tables.task_sample,
    tables.task_concept,
    tables.task_person,
    tables.draft,
)
"""What goes with a task, in that order; each has a column of that name."""
KEPT = (tables.dataset_version,)
"""What outlives its task, and forgets which one it was."""


@dataclass(frozen=True, slots=True)
class Part:
    """The next assignments to go, with the inputs whose pictures no other task needs as of `newest`."""

    task: int
    assignments: tuple[int, ...]
    free: tuple[int, ...]
    newest: int


@dataclass(frozen=True, slots=True)
class Unneeded:
    """A file of ours in Slack that is to be deleted there."""

    input: int
    file: str


class Purges:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def oldest_task(self, before: int) -> int | None:
        """The one that was deleted first, if that was before then."""
        chosen = select(_t.id).where(_t.deleted_at.is_not(None), _t.deleted_at < before)
        found: int | None = self._connection.execute(chosen.order_by(_t.deleted_at, _t.id).limit(1)).scalar()
        return found

    def next_part(self, task: int, limit: int) -> Part:
        chosen = select(_a.id, _a.input).where(_a.task == task).order_by(_a.id).limit(limit)
        rows = self._connection.execute(chosen).all()
        inputs = {row.input for row in rows}
        newest = int(self._connection.execute(select(func.max(_a.id))).scalar() or 0)
        free = inputs - self._needed(task, inputs)
        return Part(task, tuple(row.id for row in rows), tuple(sorted(free)), newest)

    def begin(self, task: int, before: int) -> bool:
        """Whoever brings it back at this moment comes too late, or was earlier: then False, and nothing may go."""
        same = (_t.id == task, _t.deleted_at.is_not(None), _t.deleted_at < before)
        begun = update(tables.task).where(*same).values(revision=_t.revision + 1)
        return self._connection.execute(begun).rowcount == 1

    def drop_assignments(self, part: Part) -> None:
        for table in OF_ASSIGNMENT:
            self._connection.execute(delete(table).where(table.c.assignment.in_(part.assignments)))
        self._connection.execute(delete(tables.assignment).where(_a.id.in_(part.assignments)))
        since = select(_a.input).where(_a.id > part.newest, _a.input.in_(part.free))
        taken = set(self._connection.execute(since).scalars()) if part.free else set()
        self._release_pictures([one for one in part.free if one not in taken])

    def drop_task(self, task: int, limit: int) -> bool:
        """What is left of it, once its assignments are gone. False: there is more."""
        for table in OF_TASK:
            if table is tables.task_sample:
                shown = set(self._connection.execute(select(_s.input).where(_s.task == task)).scalars())
                self._release_pictures(shown - self._needed(task, shown))
            if self._drop_some(table, table.c.task == task, limit) == limit:
                return False
        for table in KEPT:
            self._connection.execute(update(table).where(table.c.task == task).values(task=None))
        self._connection.execute(delete(tables.task).where(_t.id == task))
        return True

    def unneeded(self, limit: int) -> list[Unneeded]:
        chosen = select(_p.input, _p.file).where(_p.state == "deleting", _p.file.is_not(None))
        return [Unneeded(*row) for row in self._connection.execute(chosen.order_by(_p.input).limit(limit))]

    def file_is_gone(self, gone: Unneeded) -> None:
        """The picture is as if nobody had ever asked for it."""
        same = (_p.input == gone.input, _p.file == gone.file, _p.state == "deleting")
        self._connection.execute(delete(tables.picture).where(*same))

    def has_old_rows(self, *, told: int, drafted: int) -> bool:
        found = (
            self._connection.execute(select(table.c.id).where(old).limit(1)).first()
            for table, old in _old(told, drafted)
        )
        return any(row is not None for row in found)

    def drop_old_rows(self, limit: int, *, told: int, drafted: int) -> None:
        """Notices that were done, and drafts that were touched last, before these moments (µs)."""
        for table, old in _old(told, drafted):
            self._drop_some(table, old, limit)

    def _needed(self, task: int, inputs: Collection[int]) -> set[int]:
        """By another task, also by one that can still be brought back."""
        if not inputs:
            return set()
        given = select(_a.input).join_from(tables.task, tables.assignment, _a.task == _t.id)
        shown = select(_s.input).where(_s.input.in_(inputs), _s.task != task)
        asked = (given.where(_t.id != task, _a.input.in_(inputs)).distinct(), shown)
        return {one for chosen in asked for one in self._connection.execute(chosen).scalars()}

    def _release_pictures(self, inputs: Iterable[int]) -> None:
        theirs = _p.input.in_(list(inputs))
        self._connection.execute(delete(tables.picture).where(theirs, _p.file.is_(None)))
        going = update(tables.picture).where(theirs, _p.file.is_not(None))
        self._connection.execute(going.values(state="deleting", attempts=0, error=None))

    def _drop_some(self, table: Table, which: ColumnElement[bool], limit: int) -> int:
        keys = list(table.primary_key.columns)
        rows = [tuple(row) for row in self._connection.execute(select(*keys).where(which).limit(limit))]
        if rows:
            self._connection.execute(delete(table).where(tuple_(*keys).in_(rows)))
        return len(rows)


def _old(told: int, drafted: int) -> tuple[tuple[Table, ColumnElement[bool]], ...]:
    return ((tables.notice, _n.done_at < told), (tables.draft, _d.updated_at < drafted))
