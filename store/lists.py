"""What the task list shows of many tasks at once: each kind of fact in one query, however many tasks there are."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, literal, or_, select, union_all

from domain.model import Actor, Role, Tally
from store import tables, work
from store.tallies import COUNTED
from store.work import Work, takeable

_t, _tp, _tally = tables.task.c, tables.task_person.c, tables.tally.c
_a, _d, _c, _tc = tables.assignment.c, tables.dataset.c, tables.concept.c, tables.task_concept.c
_WAITS = _a.status == "AWAITING_REVIEW"


@dataclass(slots=True)
class Reviewable:
    """Answers of one task: how many a reviewer has, whose (labeler -> how many) nobody has yet, and how much each
    reviewer was dealt so far.
    """

    own: int = 0
    free: dict[str, int] = field(default_factory=dict)
    load: dict[str, int] = field(default_factory=dict)


class Lists:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def facts(self, tasks: Sequence[int]) -> dict[int, tuple[str | None, str | None]]:
        """Task -> its dataset's name (None: it is deleted), and why it FAILED."""
        named = select(_t.id, _d.name, _d.deleted_at, _t.failure).join_from(
            tables.task, tables.dataset, _d.id == _t.dataset
        )
        rows = self._connection.execute(named.where(_t.id.in_(tasks)))
        return {row.id: (row.name if row.deleted_at is None else None, row.failure) for row in rows}

    def people(self, tasks: Sequence[int]) -> dict[tuple[int, Role], tuple[str, ...]]:
        """In the order in which they were added."""
        chosen = select(_tp.task, _tp.role, _tp.user_id).where(_tp.task.in_(tasks)).order_by(_tp.position)
        found: dict[tuple[int, Role], list[str]] = {}
        for row in self._connection.execute(chosen):
            found.setdefault((row.task, Role(row.role)), []).append(row.user_id)
        return {key: tuple(users) for key, users in found.items()}

    def concepts(self, tasks: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """Their names, in each task's order."""
        joined = select(_tc.task, _c.name).join_from(tables.task_concept, tables.concept, _c.id == _tc.concept)
        found: dict[int, list[str]] = {}
        for row in self._connection.execute(joined.where(_tc.task.in_(tasks)).order_by(_tc.position)):
            found.setdefault(row.task, []).append(row.name)
        return {task: tuple(names) for task, names in found.items()}

    def tallies(self, tasks: Sequence[int]) -> dict[int, dict[str, Tally]]:
        """Task -> labeler -> tally, for everybody who ever had work in it."""
        found: dict[int, dict[str, Tally]] = {}
        columns = (_tally.task, _tally.labeler, *(_tally[name] for name in COUNTED))
        for task, labeler, *counts in self._connection.execute(select(*columns).where(_tally.task.in_(tasks))):
            found.setdefault(task, {})[labeler] = Tally(*counts)
        return found

    def flagged(self, tasks: Sequence[int]) -> dict[int, int]:
        """How many inputs of each task are flagged now; tasks without any are left out."""
        counted = select(_a.task, func.count()).where(_a.task.in_(tasks), _a.is_flagged).group_by(_a.task)
        return {row[0]: row[1] for row in self._connection.execute(counted)} if tasks else {}

    def special(self, tasks: Sequence[int]) -> list[int]:
        """Those whose answers go to reviewers in another way than one each."""
        chosen = select(_t.id).where(_t.id.in_(tasks), or_(_t.review_method == "stacked", _t.agreement > 0))
        return list(self._connection.execute(chosen).scalars()) if tasks else []

    def reviewable(self, user: str, tasks: Sequence[int]) -> dict[int, Reviewable]:
        """What waits in each of these tasks for this reviewer, or for nobody yet."""
        columns = (_a.task, _a.labeler, func.count(), func.min(_a.submitted_at))
        own, free = (
            select(literal(is_free), *columns).where(_a.task.in_(tasks), _WAITS, whose).group_by(_a.task, _a.labeler)
            for is_free, whose in ((0, _a.reviewer == user), (1, _a.reviewer.is_(None)))
        )
        found: dict[int, Reviewable] = {}
        rows = self._connection.execute(union_all(own, free)).all() if tasks else ()
        # In the order in which the answers would be dealt.
        for is_free, task, labeler, count, _ in sorted(rows, key=lambda row: (row[4], row[1])):
            waits = found.setdefault(task, Reviewable())
            if is_free:
                waits.free[labeler] = count
            else:
                waits.own += count
        loads = select(_tp.task, _tp.user_id, _tp.dealt).where(_tp.role == "reviewer").order_by(_tp.position)
        for row in self._connection.execute(loads.where(_tp.task.in_(list(found)))) if found else ():
            found[row.task].load[row.user_id] = row.dealt
        return found

    def takeable(self, user: str, tasks: Sequence[int]) -> dict[int, int]:
        """Task -> how much this labeler, who has nothing there, could have by asking."""
        counted = select(_t.id, takeable(user)).where(_t.id.in_(tasks), _t.status != "WONT_DO")
        return {row[0]: int(row[1]) for row in self._connection.execute(counted) if row[1]} if tasks else {}

    def to_label(self, actor: Actor, limit: int, words: str = "", start: int = 0) -> Work:
        """Of tasks whose names hold `words`: what this labeler has, or could have by asking."""
        return work.to_label(self._connection, actor, limit, words, start)

    def to_review(self, actor: Actor, limit: int, words: str = "", start: int = 0) -> Work:
        """Of what is nobody's yet an even share is counted: what exactly it will be, `reviewable` lets one find out."""
        return work.to_review(self._connection, actor, limit, words, start)
