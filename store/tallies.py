"""How many assignments stand where, for each labeler of a task: kept up to date with each change."""

from collections.abc import Iterable
from functools import cache

from sqlalchemy import BigInteger, Connection, Update, bindparam, cast, func, select, update

from domain.clock import SECOND
from domain.model import NOT_PEOPLE, AssignmentStatus, Tally
from store import tables
from store.sql import insert_new

_t = tables.tally.c
COUNTED = ("pending", "awaiting", "success", "rejected", "consensus")
"""As a Tally's fields."""
COLUMN_OF: dict[AssignmentStatus, str] = {
    AssignmentStatus.PENDING: "pending",
    AssignmentStatus.AWAITING_REVIEW: "awaiting",
    AssignmentStatus.AWAITING_CONSENSUS_REVIEW: "consensus",
    AssignmentStatus.SUCCESS: "success",
    AssignmentStatus.REJECTED: "rejected",
}
"""What is EXCLUDED is counted nowhere."""
_COLUMNS = tuple(_t[name] for name in COUNTED)
_OF = select(*_COLUMNS).where(_t.task == bindparam("task"), _t.labeler == bindparam("labeler"))
_TOTAL = select(*(func.coalesce(func.sum(column), 0) for column in _COLUMNS)).where(_t.task == bindparam("task"))


class Tallies:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def open(self, task: int, labelers: Iterable[str]) -> list[str]:
        """Those who had none before."""
        asked = list(dict.fromkeys(labelers))
        if not asked:
            return []
        known = select(_t.labeler).where(_t.task == task, _t.labeler.in_(asked))
        known_ones = set(self._connection.execute(known).scalars())
        new = [one for one in asked if one not in known_ones]
        rows = [
            {"task": task, "labeler": one, "touched_at": self._now} | dict.fromkeys(COUNTED, 0) for one in sorted(new)
        ]
        if rows:
            self._connection.execute(insert_new(self._connection, tables.tally).on_conflict_do_nothing(), rows)
        return new

    def of(self, task: int, labeler: str) -> Tally:
        row = self._connection.execute(_OF, {"task": task, "labeler": labeler}).first()
        return Tally() if row is None else Tally(*row)

    def total(self, task: int) -> Tally:
        return Tally(*map(int, self._connection.execute(_TOTAL, {"task": task}).one()))

    def all(self, task: int) -> dict[str, Tally]:
        """Labeler -> tally, for everybody who ever had work in the task; NOBODY's is what was released."""
        rows = self._connection.execute(select(_t.labeler, *_COLUMNS).where(_t.task == task).order_by(_t.labeler))
        return {labeler: Tally(*counts) for labeler, *counts in rows}

    def shift(self, task: int, labeler: str, by: dict[str, int]) -> bool:
        """Add what is given for each column. False: this person has no tally yet."""
        if not by:
            return True
        return (
            self._connection.execute(_shift(frozenset(by)), {"k_task": task, "k_labeler": labeler} | by).rowcount == 1
        )

    def touch(self, task: int, labeler: str) -> None:
        """The labeler did something: the lease begins anew."""
        mine = (_t.task == task, _t.labeler == labeler)
        self._connection.execute(update(tables.tally).where(*mine).values(touched_at=self._now))

    def touch_all(self, task: int) -> None:
        """Everybody's lease begins now."""
        self._connection.execute(update(tables.tally).where(_t.task == task).values(touched_at=self._now))

    def expired(self) -> list[tuple[int, str]]:
        """Tasks and their labelers who have open work and did not touch it for as long as the lease says."""
        k = tables.task.c
        leased = (k.lease.is_not(None), k.deleted_at.is_(None), k.status == "IN_PROGRESS")
        over = (
            _t.pending > 0,
            _t.labeler.not_in(NOT_PEOPLE),
            _t.touched_at <= self._now - cast(k.lease, BigInteger) * SECOND,
        )
        chosen = select(_t.task, _t.labeler).join_from(tables.task, tables.tally, _t.task == k.id).where(*leased, *over)
        return [(row.task, row.labeler) for row in self._connection.execute(chosen.order_by(_t.task, _t.labeler))]


@cache
def _shift(names: frozenset[str]) -> Update:
    """Built once for each set of columns: building costs more than executing, and this stands on every click's path."""
    row = (_t.task == bindparam("k_task"), _t.labeler == bindparam("k_labeler"))
    return update(tables.tally).where(*row).values({_t[name]: _t[name] + bindparam(name) for name in sorted(names)})
