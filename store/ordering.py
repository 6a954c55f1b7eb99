"""In which order labelers get what is open: what the model is unsure of may come first."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, bindparam, select, update

from domain.model import NOBODY, ROBOT
from store import tables

_a, _s, _e, _y = tables.assignment.c, tables.suggestion.c, tables.embedding.c, tables.tally.c
_MOVE = (
    update(tables.assignment)
    .where(_a.id == bindparam("k_id"), _a.position == bindparam("k_position"), _a.status == "PENDING")
    .values(position=bindparam("to"))
)


@dataclass(frozen=True, slots=True)
class Movable:
    """An assignment that may be moved within its queue, and what is known of its input."""

    id: int
    position: int
    uncertainty: float = 0.0
    vector: bytes = b""


class Ordering:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def queues(self, task: int) -> list[str]:
        """Labelers who have more than one input left."""
        people = (_y.task == task, _y.pending > 1, _y.labeler.not_in((NOBODY, ROBOT)))
        return list(self._connection.execute(select(_y.labeler).where(*people).order_by(_y.labeler)).scalars())

    def front(self, task: int, labeler: str) -> Movable | None:
        own = (_a.task == task, _a.labeler == labeler, _a.status == "PENDING")
        row = self._connection.execute(select(_a.id, _a.position).where(*own).order_by(_a.position).limit(1)).first()
        return None if row is None else Movable(*row)

    def unsure(self, task: int, labeler: str, version: str, limit: int) -> list[Movable]:
        """The most uncertain first, those with a suggestion and an embedding."""
        joined = select(_a.id, _a.position, _s.uncertainty, _e.vector).join_from(
            tables.assignment, tables.suggestion, and_(_s.task == _a.task, _s.input == _a.input)
        )
        joined = joined.join(tables.embedding, and_(_e.input == _a.input, _e.version == version))
        known = (_s.generation > 0, _s.failure.is_(None), _e.failure.is_(None))
        chosen = joined.where(*self._movable(task, labeler), *known)
        rows = self._connection.execute(chosen.order_by(_s.uncertainty.desc(), _a.position).limit(limit))
        return [Movable(*row) for row in rows]

    def first(self, task: int, labeler: str, limit: int) -> list[Movable]:
        """The next of the queue behind the one in front."""
        chosen = select(_a.id, _a.position).where(*self._movable(task, labeler))
        return [Movable(*row) for row in self._connection.execute(chosen.order_by(_a.position).limit(limit))]

    def move(self, to: Mapping[int, tuple[int, int]]) -> None:
        """Assignment -> (its position, the one that it gets). What was answered or moved meanwhile stays."""
        rows = [{"k_id": one, "k_position": before, "to": after} for one, (before, after) in to.items()]
        if rows:
            self._connection.execute(_MOVE, rows)

    def _movable(self, task: int, labeler: str) -> list[ColumnElement[bool]]:
        """What was sent back or skipped has its place for a reason, and what is in front is on the screen."""
        own = [_a.task == task, _a.labeler == labeler, _a.status == "PENDING", ~_a.is_skipped, _a.reason.is_(None)]
        front = self.front(task, labeler)
        return own if front is None else [*own, _a.id != front.id]
