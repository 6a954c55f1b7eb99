"""What the task list shows of many tasks at once: each kind of fact in one query, however many tasks there are."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, or_, select

from domain.draft import fold
from domain.model import NOBODY, Actor, Role, Tally
from store import tables
from store.tallies import COUNTED

_t, _tp, _tally = tables.task.c, tables.task_person.c, tables.tally.c
_a, _d, _c, _tc = tables.assignment.c, tables.dataset.c, tables.concept.c, tables.task_concept.c


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for one person: the newest tasks (id, name, how much), and how much waits in how many in all."""

    tasks: tuple[tuple[int, str, int], ...] = ()
    of_tasks: int = 0
    in_all: int = 0


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
        flagged = (_a.task.in_(tasks), _a.is_flagged, _a.status != "EXCLUDED")
        counted = select(_a.task, func.count(_a.input.distinct())).where(*flagged).group_by(_a.task)
        return {row[0]: row[1] for row in self._connection.execute(counted)} if tasks else {}

    def special(self, tasks: Sequence[int]) -> list[int]:
        """Those whose answers go to reviewers in another way than one each."""
        chosen = select(_t.id).where(_t.id.in_(tasks), or_(_t.review_method == "stacked", _t.agreement > 0))
        return list(self._connection.execute(chosen).scalars()) if tasks else []

    def reviewable(self, user: str, tasks: Sequence[int]) -> dict[int, Reviewable]:
        """What waits in each of these tasks for this reviewer, or for nobody yet."""
        is_free = _a.reviewer.is_(None).label("is_free")
        counted = select(_a.task, is_free, _a.labeler, func.count()).where(_a.task.in_(tasks), _may_review(user))
        found: dict[int, Reviewable] = {}
        # In the order in which the answers would be dealt.
        grouped = counted.group_by(_a.task, is_free, _a.labeler).order_by(func.min(_a.submitted_at))
        for task, free, labeler, count in self._connection.execute(grouped) if tasks else ():
            waits = found.setdefault(task, Reviewable())
            if free:
                waits.free[labeler] = count
            else:
                waits.own += count
        loads = select(_tp.task, _tp.user_id, _tp.dealt).where(_tp.role == "reviewer").order_by(_tp.position)
        for row in self._connection.execute(loads.where(_tp.task.in_(list(found)))) if found else ():
            found[row.task].load[row.user_id] = row.dealt
        return found

    def takeable(self, user: str, tasks: Sequence[int]) -> dict[int, int]:
        """Task -> how much this labeler, who has nothing there, could have by asking."""
        counted = select(_t.id, _takeable(user)).where(_t.id.in_(tasks), _t.status != "WONT_DO")
        return {row[0]: int(row[1]) for row in self._connection.execute(counted) if row[1]} if tasks else {}

    def to_label(self, actor: Actor, limit: int, words: str = "") -> Work:
        """Of tasks whose names hold `words`: what this labeler has, or could have by asking."""
        own = func.coalesce(_tally.pending, 0)
        count = case((own > 0, own), else_=_takeable(actor.user)).label("count")
        mine = _tasks_of(actor, [Role.LABELER], words).add_columns(count)
        theirs = and_(_tally.task == _t.id, _tally.labeler == actor.user)
        return self._work(mine.join(tables.tally, theirs, isouter=True), limit)

    def to_review(self, actor: Actor, limit: int, words: str = "") -> Work:
        """Of what is nobody's yet an even share is counted: what exactly it will be, `reviewable` lets one find out."""
        others = tables.task_person.alias("others")
        reviewers = select(func.count()).where(others.c.task == _t.id, others.c.role == "reviewer").scalar_subquery()
        own = func.sum(case((_a.reviewer == actor.user, 1), else_=0))
        free = func.sum(case((_a.reviewer.is_(None) & or_(_a.labeler != actor.user, reviewers == 1), 1), else_=0))
        # Where nobody reviews, the leads settle what labelers disagree on.
        shared = case((reviewers > 0, reviewers), else_=1)
        count = own + (free + shared - 1) // shared
        mine = _tasks_of(actor, [Role.REVIEWER, Role.LEAD], words).add_columns(count.label("count"))
        mine = mine.where(or_(_tp.role == "reviewer", (reviewers == 0) & (_t.agreement > 0)))
        mine = mine.join(tables.assignment, (_a.task == _t.id) & _may_review(actor.user))
        return self._work(mine.group_by(_t.id, _t.name).having(own + free > 0), limit)

    def _work(self, mine: Select[int, str, int], limit: int) -> Work:
        """Sums are taken over all rows, before the limit."""
        all_ = mine.subquery()
        sums = (func.count().over(), func.sum(all_.c.count).over())
        chosen = select(all_.c.id, all_.c.name, all_.c.count, *sums).where(all_.c.count > 0)
        chosen = chosen.order_by(all_.c.id.desc()).limit(limit)
        rows = self._connection.execute(chosen).all()
        if not rows:
            return Work()
        return Work(tuple((row[0], row[1], row[2]) for row in rows), rows[0][3], int(rows[0][4]))


def _takeable(user: str) -> ColumnElement[int]:
    """What nobody had yet, and what was released; where several label each input, only what this person lacks."""
    pool, theirs = tables.assignment.alias("pool").c, tables.assignment.alias("theirs").c
    had = exists().where(theirs.task == pool.task, theirs.input == pool.input, theirs.labeler == user)
    open_ = (pool.task == _t.id, pool.labeler == NOBODY, pool.status == "PENDING")
    lacked = select(func.count(pool.input.distinct())).where(*open_, ~had).scalar_subquery()
    nobodys = tables.tally.alias("nobodys").c
    released = select(nobodys.pending).where(nobodys.task == _t.id, nobodys.labeler == NOBODY).scalar_subquery()
    untouched = case((_t.distribution == "dynamic", _t.inputs - _t.distributed), else_=0)
    return untouched + case((func.coalesce(released, 0) == 0, 0), (_t.labelers_per_input == 1, released), else_=lacked)


def _tasks_of(actor: Actor, roles: Sequence[Role], words: str) -> Select[int, str]:
    mine = select(_t.id, _t.name).join_from(tables.task_person, tables.task, _t.id == _tp.task)
    who = (_tp.workspace == actor.workspace, _tp.user_id == actor.user, _tp.role.in_([str(role) for role in roles]))
    chosen = mine.where(*who, _t.workspace == actor.workspace, _t.deleted_at.is_(None), _t.status != "WONT_DO")
    return chosen.where(_t.folded.contains(fold(words), autoescape=True)) if words.strip() else chosen


def _may_review(user: str) -> ColumnElement[bool]:
    return (_a.status == "AWAITING_REVIEW") & or_(_a.reviewer == user, _a.reviewer.is_(None))
