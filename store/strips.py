"""A person's items of one task side by side, in the order of their queue: what is done, then what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, tuple_

from domain.model import QueuedInput
from store import tables
from store.queue import WITH_PICTURE
from store.sql import to_queued

_a, _v = tables.assignment.c, tables.approval.c
_other = tables.assignment.alias("other")


class Owner(NamedTuple):
    """Whose items. `is_by_input`: where several people answer each input, a reviewer has one item of each."""

    task: int
    user: str
    is_review: bool = False
    is_by_input: bool = False


class Place(NamedTuple):
    """Where in the strip: the part, then what that part is ordered by."""

    part: int
    at: int
    assignment: int


WAITS = Place(1, -(2**62), 0)
"""Before all that waits."""


@dataclass(frozen=True, slots=True)
class _Part:
    which: ColumnElement[bool]
    at: ColumnElement[int]


class Strips:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def place(self, owner: Owner, assignment: int) -> Place | None:
        """None: it is not among this person's."""
        for number, part in enumerate(_parts(owner)):
            chosen = select(part.at).select_from(tables.assignment).where(part.which, _a.id == assignment)
            row = self._connection.execute(chosen).first()
            if row is not None:
                return Place(number, int(row[0]), assignment)
        return None

    def after(self, owner: Owner, place: Place, limit: int) -> list[QueuedInput]:
        parts = list(enumerate(_parts(owner)))[place.part :]
        found: list[QueuedInput] = []
        for number, part in parts:
            key = tuple_(part.at, _a.id)
            rest = [key > tuple_(place.at, place.assignment)] if number == place.part else []
            found += self._some(part, rest, limit - len(found))
        return found

    def before(self, owner: Owner, place: Place, limit: int) -> list[QueuedInput]:
        """The nearest ones, in the strip's order."""
        parts = list(enumerate(_parts(owner)))[: place.part + 1]
        found: list[QueuedInput] = []
        for number, part in reversed(parts):
            key = tuple_(part.at, _a.id)
            rest = [key < tuple_(place.at, place.assignment)] if number == place.part else []
            found += self._some(part, rest, limit - len(found), is_backwards=True)
        return found[::-1]

    def count_before(self, owner: Owner, place: Place) -> int:
        count = 0
        for number, part in list(enumerate(_parts(owner)))[: place.part + 1]:
            counted = select(func.count()).select_from(tables.assignment).where(part.which)
            if number == place.part:
                counted = counted.where(tuple_(part.at, _a.id) < tuple_(place.at, place.assignment))
            count += int(self._connection.execute(counted).scalar_one())
        return count

    def chosen(self, task: int, inputs: Sequence[int], reviewer: str) -> set[int]:
        """Inputs of which this reviewer has approved an answer."""
        asked = (_a.task == task, _a.input.in_(inputs), _a.status == "SUCCESS", _a.reviewed_by == reviewer)
        return set(self._connection.execute(select(_a.input).where(*asked)).scalars()) if inputs else set()

    def has_reviewed(self, assignment: int, reviewer: str) -> bool:
        """Whether this person decides on it, or has."""
        by = or_(_a.reviewer == reviewer, _a.reviewed_by == reviewer, _approved(reviewer))
        return self._connection.execute(select(_a.id).where(_a.id == assignment, by)).first() is not None

    def _some(
        self, part: _Part, rest: Sequence[ColumnElement[bool]], limit: int, *, is_backwards: bool = False
    ) -> list[QueuedInput]:
        if limit <= 0:
            return []
        order = (part.at.desc(), _a.id.desc()) if is_backwards else (part.at, _a.id)
        chosen = WITH_PICTURE.where(part.which, *rest).order_by(*order).limit(limit)
        return [to_queued(row) for row in self._connection.execute(chosen)]


def _parts(owner: Owner) -> tuple[_Part, ...]:
    return _of_reviewer(owner) if owner.is_review else _of_labeler(owner)


def _of_labeler(owner: Owner) -> tuple[_Part, ...]:
    mine = and_(_a.task == owner.task, _a.labeler == owner.user)
    done = and_(mine, _a.submitted_at.is_not(None), _a.status != "EXCLUDED")
    return (
        _Part(done, func.coalesce(_a.submitted_at, 0)),
        _Part(and_(mine, _a.status == "PENDING"), _a.position),
    )


def _of_reviewer(owner: Owner) -> tuple[_Part, ...]:
    """What was sent back has no time of its decision any more; its place in the labeler's queue is made of it."""
    waits = and_(_a.reviewer == owner.user, _a.status == "AWAITING_REVIEW")
    decided = and_(_a.reviewed_by == owner.user, _a.status.in_(("SUCCESS", "REJECTED")))
    asked = and_(_a.reviewer == owner.user, _a.reason_by == owner.user, _a.status == "PENDING")
    done = or_(decided, asked, and_(_approved(owner.user), _a.status != "EXCLUDED", or_(_a.reviewer.is_(None), ~waits)))
    here = _a.task == owner.task
    if owner.is_by_input:
        theirs = or_(_other.c.reviewer == owner.user, _other.c.reviewed_by == owner.user)
        same = (
            _other.c.task == _a.task,
            _other.c.input == _a.input,
            _other.c.id < _a.id,
            _other.c.status != "EXCLUDED",
        )
        here = and_(here, ~exists().where(*same, theirs))
    submitted = func.coalesce(_a.submitted_at, 0)
    return (
        _Part(and_(here, done), func.coalesce(_a.reviewed_at, func.abs(_a.position))),
        _Part(and_(here, waits, _a.reason.is_not(None)), submitted),
        _Part(and_(here, waits, _a.reason.is_(None)), submitted),
    )


def _approved(reviewer: str) -> ColumnElement[bool]:
    """In part: in a stacked review."""
    return exists().where(_v.assignment == _a.id, _v.reviewer == reviewer)
