"""What waits for one person, in all tasks: built once, as it stands on every Home's path.

Each of them begins with the few tasks in which something waits, which indexes know, however many tasks there are.
"""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    union,
    union_all,
)

from domain.draft import fold
from domain.model import NOBODY, Actor
from store import tables

_t, _tp, _tally, _a = tables.task.c, tables.task_person.c, tables.tally.c, tables.assignment.c
_user: BindParameter[str] = bindparam("user")
# In words: a partial index is for a condition in the same words, and SQLite would have to look at each value.
_WAITS = _a.status == literal_column("'AWAITING_REVIEW'")
_ESCAPE = "\\"


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for one person: the newest tasks (id, name, how much), and how much waits in how many in all."""

    tasks: tuple[tuple[int, str, int], ...] = ()
    of_tasks: int = 0
    in_all: int = 0


def to_label(connection: Connection, actor: Actor, limit: int, words: str = "", start: int = 0) -> Work:
    """Of tasks whose names hold `words`: what this labeler has, or could have by asking."""
    return _find(connection, _TO_LABEL, actor, limit, words, start)


def to_review(connection: Connection, actor: Actor, limit: int, words: str = "", start: int = 0) -> Work:
    """Of what is nobody's yet an even share is counted."""
    return _find(connection, _TO_REVIEW, actor, limit, words, start)


def takeable(user: str | BindParameter[str]) -> ColumnElement[int]:
    """What nobody had yet, and what was released; where several label each input, only what this person lacks."""
    pool, theirs = tables.assignment.alias("pool").c, tables.assignment.alias("theirs").c
    had = exists().where(theirs.task == pool.task, theirs.input == pool.input, theirs.labeler == user)
    open_ = (pool.task == _t.id, pool.labeler == NOBODY, pool.status == "PENDING")
    lacked = select(func.count(pool.input.distinct())).where(*open_, ~had).scalar_subquery()
    nobodys = tables.tally.alias("nobodys").c
    released = select(nobodys.pending).where(nobodys.task == _t.id, nobodys.labeler == NOBODY).scalar_subquery()
    untouched = case((_t.distribution == "dynamic", _t.inputs - _t.distributed), else_=0)
    return untouched + case((func.coalesce(released, 0) == 0, 0), (_t.labelers_per_input == 1, released), else_=lacked)


def _find(connection: Connection, chosen: Select[Any], actor: Actor, limit: int, words: str, start: int) -> Work:
    plain = fold(words).replace(_ESCAPE, _ESCAPE * 2).replace("%", f"{_ESCAPE}%").replace("_", f"{_ESCAPE}_")
    asked = {"user": actor.user, "workspace": actor.workspace, "pattern": f"%{plain}%" if plain else "%"}
    rows = connection.execute(chosen, asked | {"most": limit, "start": start}).all()
    if rows:
        return Work(tuple((row[0], row[1], int(row[2])) for row in rows), rows[0][3], int(rows[0][4]))
    return replace(_find(connection, chosen, actor, 1, words, 0), tasks=()) if start else Work()


def _newest(mine: Select[int, str, int]) -> Select[Any]:
    """Sums are taken over all rows, before the limit."""
    all_ = mine.subquery()
    sums = (func.count().over(), func.sum(all_.c.count).over())
    chosen = select(all_.c.id, all_.c.name, all_.c.count, *sums).where(all_.c.count > 0)
    return chosen.order_by(all_.c.id.desc()).offset(bindparam("start")).limit(bindparam("most"))


def _at_work() -> list[ColumnElement[bool]]:
    # Not by the workspace's index: most of its tasks are not among those that the search begins with.
    here = _t.workspace.concat("") == bindparam("workspace")
    named = _t.folded.like(bindparam("pattern"), escape=_ESCAPE)
    return [here, _t.deleted_at.is_(None), _t.status != "WONT_DO", named]


def _is(role: str) -> ColumnElement[bool]:
    return exists().where(_tp.task == _t.id, _tp.role == role, _tp.user_id == _user)


def _to_label() -> Select[Any]:
    has_open = select(_tally.task).where(_tally.labeler.in_((_user, NOBODY)), _tally.pending > literal_column("0"))
    untouched = (_t.distributed < _t.inputs, _t.deleted_at.is_(None), _t.distribution == "dynamic")
    near = union(has_open, select(_t.id).where(*untouched)).subquery()
    own = func.coalesce(_tally.pending, 0)
    count = case((own > 0, own), else_=takeable(_user)).label("count")
    mine = select(_t.id, _t.name, count).join_from(near, tables.task, _t.id == near.c.task)
    theirs = and_(_tally.task == _t.id, _tally.labeler == _user)
    return _newest(mine.join(tables.tally, theirs, isouter=True).where(*_at_work(), _is("labeler")))


def _to_review() -> Select[Any]:
    dealt = select(_a.task, func.count().label("count")).where(_a.reviewer == _user, _WAITS).group_by(_a.task)
    near = union_all(dealt, _even_shares()).subquery()
    mine = select(_t.id, _t.name, func.sum(near.c.count).label("count"))
    mine = mine.join_from(near, tables.task, _t.id == near.c.task).where(*_at_work())
    has_reviewers = exists().where(_tp.task == _t.id, _tp.role == "reviewer")
    # Where nobody reviews, the leads settle what labelers disagree on.
    settles = and_(_t.agreement > 0, ~has_reviewers, _is("lead"))
    return _newest(mine.where(or_(_is("reviewer"), settles)).group_by(_t.id, _t.name))


def _even_shares() -> Select[int, int]:
    """Of what is nobody's yet to review, in all tasks: what an even share of it would be for a reviewer."""
    others = func.sum(case((_a.labeler != _user, 1), else_=0)).label("others")
    undealt = select(_a.task, func.count().label("all"), others).where(_a.reviewer.is_(None), _WAITS)
    waits = undealt.group_by(_a.task).subquery()
    reviews = and_(_tp.task == waits.c.task, _tp.role == "reviewer")
    columns = (waits.c.task, waits.c.all, waits.c.others)
    crewed = select(*columns, func.count(_tp.user_id).label("reviewers"))
    crew = crewed.join_from(waits, tables.task_person, reviews, isouter=True).group_by(*columns).subquery()
    free = case((crew.c.reviewers == 1, crew.c.all), else_=crew.c.others)
    shared = case((crew.c.reviewers > 0, crew.c.reviewers), else_=1)
    return select(crew.c.task, ((free + shared - 1) // shared).label("count"))


_TO_LABEL, _TO_REVIEW = _to_label(), _to_review()
