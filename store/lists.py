"""What the task list shows of many tasks at once: each kind of fact in one query, however many tasks there are."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    union,
    union_all,
)

from domain.draft import fold
from domain.model import NOBODY, Actor, Role, Tally
from store import tables
from store.tallies import COUNTED

_t, _tp, _tally = tables.task.c, tables.task_person.c, tables.tally.c
_a, _d, _c, _tc = tables.assignment.c, tables.dataset.c, tables.concept.c, tables.task_concept.c
_WAITS = _a.status == "AWAITING_REVIEW"


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
        counted = select(_t.id, _takeable(user)).where(_t.id.in_(tasks), _t.status != "WONT_DO")
        return {row[0]: int(row[1]) for row in self._connection.execute(counted) if row[1]} if tasks else {}

    def to_label(self, actor: Actor, limit: int, words: str = "", start: int = 0) -> Work:
        """Of tasks whose names hold `words`: what this labeler has, or could have by asking."""
        has_open = select(_tally.task).where(_tally.labeler.in_((actor.user, NOBODY)), _tally.pending > 0)
        untouched = (_t.distributed < _t.inputs, _t.deleted_at.is_(None), _t.distribution == "dynamic")
        near = union(has_open, select(_t.id).where(*untouched)).subquery()
        own = func.coalesce(_tally.pending, 0)
        count = case((own > 0, own), else_=_takeable(actor.user)).label("count")
        mine = select(_t.id, _t.name, count).join_from(near, tables.task, _t.id == near.c.task)
        theirs = and_(_tally.task == _t.id, _tally.labeler == actor.user)
        mine = mine.join(tables.tally, theirs, isouter=True).where(*_at_work(actor, words), _is(actor, Role.LABELER))
        return self._work(mine, limit, start)

    def to_review(self, actor: Actor, limit: int, words: str = "", start: int = 0) -> Work:
        """Of what is nobody's yet an even share is counted: what exactly it will be, `reviewable` lets one find out."""
        dealt = select(_a.task, func.count().label("count")).where(_a.reviewer == actor.user, _WAITS).group_by(_a.task)
        near = union_all(dealt, _even_shares(actor.user)).subquery()
        mine = select(_t.id, _t.name, func.sum(near.c.count).label("count"))
        mine = mine.join_from(near, tables.task, _t.id == near.c.task).where(*_at_work(actor, words))
        has_reviewers = exists().where(_tp.task == _t.id, _tp.role == "reviewer")
        # Where nobody reviews, the leads settle what labelers disagree on.
        settles = and_(_t.agreement > 0, ~has_reviewers, _is(actor, Role.LEAD))
        return self._work(mine.where(or_(_is(actor, Role.REVIEWER), settles)).group_by(_t.id, _t.name), limit, start)

    def _work(self, mine: Select[int, str, int], limit: int, start: int) -> Work:
        """Sums are taken over all rows, before the limit."""
        all_ = mine.subquery()
        sums = (func.count().over(), func.sum(all_.c.count).over())
        chosen = select(all_.c.id, all_.c.name, all_.c.count, *sums).where(all_.c.count > 0)
        rows = self._connection.execute(chosen.order_by(all_.c.id.desc()).offset(start).limit(limit)).all()
        if rows:
            return Work(tuple((row[0], row[1], int(row[2])) for row in rows), rows[0][3], int(rows[0][4]))
        return replace(self._work(mine, 1, 0), tasks=()) if start else Work()


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


def _even_shares(user: str) -> Select[int, int]:
    """Of what is nobody's yet to review, in all tasks: what an even share of it would be for a reviewer."""
    others = func.sum(case((_a.labeler != user, 1), else_=0)).label("others")
    undealt = select(_a.task, func.count().label("all"), others).where(_a.reviewer.is_(None), _WAITS)
    waits = undealt.group_by(_a.task).subquery()
    reviews = and_(_tp.task == waits.c.task, _tp.role == "reviewer")
    columns = (waits.c.task, waits.c.all, waits.c.others)
    crewed = select(*columns, func.count(_tp.user_id).label("reviewers"))
    crew = crewed.join_from(waits, tables.task_person, reviews, isouter=True).group_by(*columns).subquery()
    free = case((crew.c.reviewers == 1, crew.c.all), else_=crew.c.others)
    shared = case((crew.c.reviewers > 0, crew.c.reviewers), else_=1)
    return select(crew.c.task, ((free + shared - 1) // shared).label("count"))


def _at_work(actor: Actor, words: str) -> list[ColumnElement[bool]]:
    alive = [_t.workspace == actor.workspace, _t.deleted_at.is_(None), _t.status != "WONT_DO"]
    return [*alive, _t.folded.contains(fold(words), autoescape=True)] if words.strip() else alive


def _is(actor: Actor, role: Role) -> ColumnElement[bool]:
    return exists().where(_tp.task == _t.id, _tp.role == str(role), _tp.user_id == actor.user)
