"""Which inputs of which tasks still need a suggestion, those first that somebody is about to see."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, select, text, update

from domain.model import NOBODY, ROBOT, Concept
from store import tables

_s, _a, _y, _k = tables.suggestion.c, tables.assignment.c, tables.tally.c, tables.task_assist.c
_e = tables.embedding.c
_FAR = 2**62
"""Behind every position."""
_IS_WANTED = text("suggestion.is_settled = 0 AND suggestion.failure IS NULL")
"""In the words of the index."""


@dataclass(frozen=True, slots=True)
class Counts:
    """`of` inputs in a task, `wanted`: what needs a suggestion or a newer one; `first`: those without any."""

    of: int
    wanted: int
    first: int


class Suggesting:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def unfinished(self, tasks: Sequence[int]) -> set[int]:
        """Those of the tasks in which something is wanted."""
        stale = exists().where(_s.task == _k.task, _s.generation < _k.generation, _IS_WANTED)
        chosen = select(_k.task).where(_k.task.in_(tasks), stale)
        return set(self._connection.execute(chosen).scalars())

    def near(self, task: int, generation: int, ahead: int, limit: int, but: Iterable[int] = ()) -> list[int]:
        """Wanted inputs among the next `ahead` of everybody at work, the front of the queues first."""
        later = tables.assignment.alias("later")
        of_queue = (later.c.task == task, later.c.labeler == _y.labeler, later.c.status == "PENDING")
        last = select(later.c.position).where(*of_queue).order_by(later.c.position).offset(ahead - 1).limit(1)
        mine = and_(_a.task == task, _a.labeler == _y.labeler, _a.status == "PENDING")
        reach = _a.position <= func.coalesce(last.scalar_subquery(), _FAR)
        wanted = and_(_s.task == task, _s.input == _a.input, _s.generation < generation, _s.failure.is_(None))
        joined = select(_a.input).join_from(tables.tally, tables.assignment, and_(mine, reach))
        joined = joined.join(tables.suggestion, wanted)
        people = (_y.task == task, _y.pending > 0, _y.labeler.not_in((NOBODY, ROBOT)), _a.input.not_in(list(but)))
        rows = self._connection.execute(joined.where(*people).order_by(_a.position).limit(limit * 4)).scalars()
        return list(dict.fromkeys(rows))[:limit]

    def rest(self, task: int, generation: int, limit: int, but: Iterable[int] = ()) -> tuple[list[int], list[int]]:
        """Wanted inputs: those that somebody has to answer or may be given, and those that nobody has any more."""
        held = (_a.task == task, _a.input == _s.input)
        columns = (_s.input, exists().where(*held, _a.status == "PENDING"), exists().where(*held))
        wanted = (_s.task == task, _s.generation < generation, _IS_WANTED, _s.input.not_in(list(but)))
        rows = self._connection.execute(
            select(*columns).where(*wanted).order_by(_s.generation, _s.input).limit(limit)
        ).all()
        is_open = [bool(pending or not dealt) for _, pending, dealt in rows]
        return (
            [row[0] for row, wanted_still in zip(rows, is_open, strict=True) if wanted_still],
            [row[0] for row, wanted_still in zip(rows, is_open, strict=True) if not wanted_still],
        )

    def settle(self, task: int, inputs: Iterable[int]) -> None:
        """They need no newer suggestion, but for those that somebody has to answer again by now."""
        is_open = exists().where(_a.task == task, _a.input == _s.input, _a.status == "PENDING")
        mine = (_s.task == task, _s.input.in_(gone := list(inputs)), ~is_open)
        self._connection.execute(update(tables.suggestion).where(*mine).values(is_settled=1))
        earlier = tables.earlier_suggestion.c
        still_open = exists().where(_a.task == task, _a.input == earlier.input, _a.status == "PENDING")
        over = (earlier.task == task, earlier.input.in_(gone), ~still_open)
        self._connection.execute(delete(tables.earlier_suggestion).where(*over))

    def forgive(self, task: int) -> None:
        """What could not be looked at is tried again: by another model, or after a repair."""
        failed = (_s.task == task, _s.failure.is_not(None))
        broken = (_e.input.in_(select(_s.input).where(*failed)), _e.failure.is_not(None))
        self._connection.execute(delete(tables.embedding).where(*broken))
        self._connection.execute(update(tables.suggestion).where(*failed).values(failure=None, generation=0))

    def begun(self, task: int, inputs: Collection[int]) -> set[tuple[str, int]]:
        """(labeler, input) each: something is ticked or drawn there, or stands there from before."""
        mine = (_a.task == task, _a.input.in_(inputs), _a.status == "PENDING")
        has_any = exists().where(tables.annotation.c.assignment == _a.id)
        rows = self._connection.execute(select(_a.labeler, _a.input).where(*mine, has_any))
        return {(labeler, input_) for labeler, input_ in rows}

    def fronts(self, task: int) -> dict[str, int]:
        """Labeler -> the input that is in front of them."""
        own = (_a.task == task, _a.labeler == _y.labeler, _a.status == "PENDING")
        front = select(_a.input).where(*own).order_by(_a.position).limit(1).correlate(tables.tally).scalar_subquery()
        people = (_y.task == task, _y.pending > 0, _y.labeler.not_in((NOBODY, ROBOT)))
        rows = self._connection.execute(select(_y.labeler, front).where(*people))
        return {labeler: input_ for labeler, input_ in rows if input_ is not None}

    def count(self, task: int, generation: int) -> Counts:
        def counted(*which: ColumnElement[bool]) -> int:
            asked = select(func.count()).select_from(tables.suggestion).where(_s.task == task, *which)
            return int(self._connection.execute(asked).scalar_one())

        def wanted(below: int) -> int:
            asked = select(func.count()).select_from(tables.suggestion)
            asked = asked.where(_s.task == task, _s.generation < below, _IS_WANTED)
            return int(self._connection.execute(asked).scalar_one())

        return Counts(counted(), wanted(generation), wanted(1))

    def concepts(self, tasks: Sequence[int]) -> dict[int, tuple[Concept, ...]]:
        """Of many tasks at once, each task's in its order."""
        c, tc = tables.concept.c, tables.task_concept.c
        joined = select(tc.task, c.id, c.name).join_from(tables.task_concept, tables.concept, c.id == tc.concept)
        found: dict[int, list[Concept]] = {one: [] for one in tasks}
        for task, id_, name in self._connection.execute(joined.where(tc.task.in_(tasks)).order_by(tc.position)):
            found[task].append(Concept(id_, name))
        return {task: tuple(concepts) for task, concepts in found.items()}
