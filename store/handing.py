"""Many assignments at once: dealt, taken, handed over, released, taken out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from sqlalchemy import ColumnElement, Connection, Update, case, delete, exists, func, select, update

from domain.model import NOBODY
from store import tables
from store.sql import insert_rows
from store.tallies import Tallies

_a = tables.assignment.c
_DEALT = ("task", "input", "slot", "labeler", "status", "position", "revision", "is_skipped", "is_flagged")
_PENDING = _a.status == "PENDING"
_MOST_COUNTED = 1000

Dealt = tuple[int, int, str, int]
"""Input, slot, labeler, position."""


@dataclass(slots=True)
class Given:
    """Who has an input, the first slot that nobody has, and whether a lead has taken it out."""

    people: set[str]
    free: int = 0
    is_out: bool = False


class Handing:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._tallies = Tallies(connection, now)

    def deal(self, task: int, dealt: Sequence[Dealt]) -> None:
        """New assignments, PENDING."""
        rows = [
            (task, one, slot, labeler, "PENDING", position, 0, False, False) for one, slot, labeler, position in dealt
        ]
        insert_rows(self._connection, tables.assignment, _DEALT, rows)
        for labeler, count in sorted(Counter(map(itemgetter(2), dealt)).items()):
            self._tallies.shift(task, labeler, {"pending": count})

    def hand_over(self, task: int, giver: str, taker: str, count: int, *, is_shared: bool = False) -> list[int]:
        """Move open work from the end of one queue to another. Returns the assignments that moved.

        `is_shared`: several people label each input, and nobody gets one that they have. Marks and half-made answers
        are their maker's and stay behind; nobody gets their own work to review.
        """
        ordered = _a.position.desc(), _a.id.desc()
        return self._move(task, (giver, taker), count, ordered, is_shared=is_shared and taker != NOBODY)

    def take(self, task: int, taker: str, count: int, *, is_shared: bool) -> list[int]:
        """Of what was released, from the front."""
        return self._move(task, (NOBODY, taker), count, (_a.position, _a.id), is_shared=is_shared)

    def pass_on(self, task: int, assignments: Sequence[int], between: tuple[str, str]) -> list[int]:
        """These, to somebody else, with what was answered before. Returns those that moved."""
        giver, taker = between
        own = (_a.task == task, _a.labeler == giver, _PENDING, _a.id.in_(assignments))
        changed = self._changed(taker).where(*own).returning(_a.id)
        moved = list(self._connection.execute(changed).scalars())
        self._follow(task, between, len(moved))
        return moved

    def count_released(self, task: int, taker: str, *, is_shared: bool) -> int:
        """How much of it this person could take; a thousand is as good as more."""
        able = (_a.task == task, _a.labeler == NOBODY, _PENDING, *(_may_have(task, NOBODY, taker) if is_shared else ()))
        counted = select(_a.id).where(*able).limit(_MOST_COUNTED).subquery()
        return int(self._connection.execute(select(func.count()).select_from(counted)).scalar_one())

    def exclude_open(self, task: int, labeler: str, count: int, reason: str) -> list[tuple[int, int]]:
        """Take out open work of who has left. Returns (assignment, input) each."""
        own = (_a.task == task, _a.labeler == labeler, _PENDING)
        first = select(_a.id).where(*own).order_by(_a.position, _a.id).limit(count)
        taken = update(tables.assignment).where(_a.id.in_(first.scalar_subquery()), *own)
        changed = taken.values(status="EXCLUDED", reason=reason, reason_by=None, revision=_a.revision + 1)
        changed = changed.values(same_since=None)
        rows = [tuple(row) for row in self._connection.execute(changed.returning(_a.id, _a.input))]
        self._tallies.shift(task, labeler, {"pending": -len(rows)})
        return rows

    def given(self, task: int, inputs: Sequence[int], left: str) -> dict[int, Given]:
        """Who has these inputs. What was taken out for the reason `left` is nobody's."""
        if not inputs:
            return {}
        between = _a.input.between(min(inputs), max(inputs))
        columns = (_a.input, _a.slot, _a.labeler, _a.status, _a.reason)
        found: dict[int, Given] = {}
        for row in self._connection.execute(select(*columns).where(_a.task == task, between)):
            given = found.setdefault(row.input, Given(set()))
            is_left = row.status == "EXCLUDED" and row.reason == left
            given.free = max(given.free, row.slot + 1)
            given.is_out |= row.status == "EXCLUDED" and not is_left
            if not is_left:
                given.people.add(row.labeler)
        return found

    def missing(self, task: int, dataset: int, limit: int) -> list[int]:
        """Inputs of the dataset that are not handed out in the task at all: those that came in behind the cursor."""
        m = tables.dataset_input.c
        dealt = exists().where(_a.task == task, _a.input == m.input)
        chosen = select(m.input).where(m.dataset == dataset, ~dealt).order_by(m.input).limit(limit)
        return list(self._connection.execute(chosen).scalars())

    def _move(
        self,
        task: int,
        between: tuple[str, str],
        count: int,
        ordered: Iterable[ColumnElement[int]],
        *,
        is_shared: bool,
    ) -> list[int]:
        giver, taker = between
        own = (_a.task == task, _a.labeler == giver, _PENDING)
        able = (*own, *_may_have(task, giver, taker)) if is_shared else own
        chosen = select(_a.id).where(*able).order_by(*ordered).limit(count)
        moved = self._changed(taker).where(_a.id.in_(chosen.scalar_subquery()), *own)
        rows = self._connection.execute(moved.returning(_a.id, _a.revision)).all()
        if not rows:
            return []
        touched = [row.id for row in rows if row.revision > 1]
        if touched:
            self._connection.execute(delete(tables.annotation).where(tables.annotation.c.assignment.in_(touched)))
        self._follow(task, between, len(rows))
        return [row.id for row in rows]

    def _changed(self, taker: str) -> Update:
        reviewer = case((_a.reviewer == taker, None), else_=_a.reviewer)
        changed = update(tables.assignment).values(labeler=taker, reviewer=reviewer, is_skipped=False, same_since=None)
        return changed.values(revision=_a.revision + 1)

    def _follow(self, task: int, between: tuple[str, str], count: int) -> None:
        giver, taker = between
        self._tallies.shift(task, giver, {"pending": -count})
        if not self._tallies.shift(task, taker, {"pending": count}):
            self._tallies.open(task, [taker])
            self._tallies.shift(task, taker, {"pending": count})


def _may_have(task: int, giver: str, taker: str) -> list[ColumnElement[bool]]:
    """Inputs that the taker does not have, in whatever state; each of them once, though NOBODY may have it twice."""
    theirs = tables.assignment.alias("theirs").c
    lacks = ~exists().where(theirs.task == task, theirs.input == _a.input, theirs.labeler == taker)
    if giver != NOBODY:
        return [lacks]
    first = tables.assignment.alias("first").c
    same = (first.task == task, first.input == _a.input, first.labeler == NOBODY, first.status == "PENDING")
    return [lacks, ~exists().where(*same, first.slot < _a.slot)]
