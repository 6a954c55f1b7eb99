"""What waits for whom, since when, and who was reminded of it: read by the rounds, not on anybody's click."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select, update

from domain.model import Actor
from domain.notices import Reminder, from_row, to_row
from domain.reminding import Doing, Work
from store import tables

_p, _t, _tally, _tp = tables.person.c, tables.task.c, tables.tally.c, tables.task_person.c
_a, _n, _v = tables.assignment.c, tables.notice.c, tables.approval.c
_CALLS = ("QueueReady", "ReviewReady", "SentBack", "TaskRestored")
"""Notices that ask for work: whoever was just called is not reminded."""
_OPEN = and_(_t.deleted_at.is_(None), _t.status == "IN_PROGRESS")
_REACHABLE = and_(~_p.is_deleted, ~_p.is_bot)
_PERSON = (_p.workspace, _p.user_id, _p.tz)
_LEFT = (
    select(func.coalesce(func.sum(_tally.pending + _tally.awaiting + _tally.consensus), 0))
    .where(_tally.task == _t.id)
    .scalar_subquery()
)
_COLUMNS = len(_PERSON) + 4
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Person:
    """Whom, and Slack's name of their time zone."""

    actor: Actor
    tz: str


@dataclass(frozen=True, slots=True)
class Week:
    """What happened in a task since a moment, and how many flags are open."""

    labeled: int
    reviewed: int
    flags: int


def in_zones(zones: Sequence[str]) -> ColumnElement[bool]:
    """Whoever lives there and wants reminders."""
    return and_(_p.tz.in_(zones), ~_p.is_muted)


def of(actor: Actor) -> ColumnElement[bool]:
    return and_(_p.workspace == actor.workspace, _p.user_id == actor.user)


def in_task(task: int) -> ColumnElement[bool]:
    return _t.id == task


class Reminders:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def zones(self) -> list[str]:
        """Where people live who want reminders."""
        chosen = select(_p.tz).where(_REACHABLE, ~_p.is_muted).distinct()
        return list(self._connection.execute(chosen).scalars())

    def work(self, where: ColumnElement[bool]) -> list[tuple[Person, Work]]:
        """Open queues and waiting reviews of tasks that go on. `touched_at` is when the work came; `touched` looks on.

        Whose a queue is by right, and who was taken off the task, is not asked twice.
        """
        return [*self._labeling(where), *self._reviewing(where)]

    def overdue(self, where: ColumnElement[bool]) -> list[tuple[Person, Work]]:
        """Tasks that should be done by now, for their leads; `count` is what is left, also to hand out."""
        late = (_OPEN, _t.due_at < self._now)
        chosen = select(*_PERSON, _t.id, _LEFT + _t.inputs - _t.distributed, _t.created_at, _t.due_at)
        return list(_found(self._connection.execute(_with_role(chosen, "lead").where(*late, where)), Doing.LEAD))

    def touched(self, who: Actor, work: Work) -> Work:
        """With the moment of this person's last act in it, or of the last call to it."""
        mine = _a.submitted_at if work.doing is Doing.LABEL else _a.reviewed_at
        by = _a.labeler if work.doing is Doing.LABEL else _a.reviewed_by
        acts = [
            select(func.max(mine)).where(_a.task == work.task, by == who.user, mine.is_not(None)),
            select(func.max(_n.created_at)).where(
                _n.task == work.task, _n.user_id == who.user, _n.workspace == who.workspace, _n.kind.in_(_CALLS)
            ),
        ]
        if work.doing is Doing.REVIEW:
            approved = select(func.max(_v.at)).join_from(tables.approval, tables.assignment, _a.id == _v.assignment)
            acts.append(approved.where(_v.reviewer == who.user, _a.task == work.task))
        moments = [int(self._connection.execute(one).scalar() or 0) for one in acts]
        return replace(work, touched_at=max(work.touched_at, *moments))

    def last(self, who: Actor, *, before: str = "") -> tuple[int, Reminder] | None:
        """The last reminder to this person, and when it was left (µs). `before`: of an earlier day than that."""
        theirs = (_n.task.is_(None), _n.user_id == who.user, _n.workspace == who.workspace, _n.kind == "Reminder")
        rows = self._connection.execute(
            select(_n.created_at, _n.kind, _n.body).where(*theirs).order_by(_n.created_at.desc()).limit(5)
        )
        for row in rows:
            told = from_row(row.kind, json.loads(row.body))
            if isinstance(told, Reminder) and (not before or told.day < before):
                return int(row.created_at), told
        return None

    def placed(self, who: Actor, reminder: Reminder) -> None:
        """Where it was posted."""
        changed = update(tables.notice).where(_n.key == reminder_key(who, reminder.day))
        self._connection.execute(changed.values(body=json.dumps(to_row(reminder)[1])))

    def names(self, tasks: Iterable[int]) -> dict[int, str]:
        chosen = select(_t.id, _t.name).where(_t.id.in_(list(tasks)), _t.deleted_at.is_(None))
        return {row.id: row.name for row in self._connection.execute(chosen)}

    def leads(self, where: ColumnElement[bool]) -> list[tuple[Person, int]]:
        """Whoever leads a task that was not deleted, and when the oldest of these was created (µs)."""
        chosen = _with_role(select(*_PERSON, func.min(_t.created_at)), "lead").where(_t.deleted_at.is_(None), where)
        rows = self._connection.execute(chosen.group_by(*_PERSON))
        return [(Person(Actor(row[0], row[1]), row[2]), int(row[3])) for row in rows]

    def unsaid(self, keys: Sequence[str]) -> set[str]:
        """Those of these notices that nobody has left yet."""
        said: set[str] = set()
        for start in range(0, len(keys), _CHUNK):
            chosen = select(_n.key).where(_n.key.in_(keys[start : start + _CHUNK]))
            said.update(self._connection.execute(chosen).scalars())
        return set(keys) - said

    def led_by(self, who: Actor, since: int) -> list[tuple[int, bool]]:
        """Tasks of a lead that go on, or that were done since then: (task, whether it was done)."""
        done = select(_n.id).where(
            _n.task == _t.id, _n.user_id == who.user, _n.kind == "TaskDone", _n.created_at >= since
        )
        chosen = select(_t.id, _t.status).join_from(tables.task, tables.task_person, _tp.task == _t.id)
        mine = (_tp.role == "lead", _tp.user_id == who.user, _t.workspace == who.workspace, _t.deleted_at.is_(None))
        alive = _t.status.in_(("IN_PROGRESS", "IDLE", "FAILED")) | ((_t.status == "DONE") & done.exists())
        rows = self._connection.execute(chosen.where(*mine, alive).order_by(_t.created_at, _t.id))
        return [(row.id, row.status == "DONE") for row in rows]

    def week(self, task: int, since: int) -> Week:
        counted = [
            select(func.count()).select_from(tables.assignment).where(_a.task == task, one)
            for one in (_a.submitted_at >= since, _a.reviewed_at >= since, _a.is_flagged & (_a.status != "EXCLUDED"))
        ]
        return Week(*(int(self._connection.execute(one).scalar_one()) for one in counted))

    def is_muted(self, who: Actor) -> bool:
        return bool(self._connection.execute(select(_p.is_muted).where(of(who))).scalar())

    def mute(self, who: Actor, *, on: bool) -> None:
        self._connection.execute(update(tables.person).where(of(who)).values(is_muted=on))

    def _labeling(self, where: ColumnElement[bool]) -> Iterator[tuple[Person, Work]]:
        chosen = select(*_PERSON, _t.id, _tally.pending, _t.created_at, _t.due_at, _tally.touched_at)
        mine = _with_role(chosen, "labeler").join(
            tables.tally, and_(_tally.task == _t.id, _tally.labeler == _tp.user_id, _tally.pending > 0)
        )
        return _found(self._connection.execute(mine.where(_OPEN, where)), Doing.LABEL)

    def _reviewing(self, where: ColumnElement[bool]) -> Iterator[tuple[Person, Work]]:
        waiting = _a.status == "AWAITING_REVIEW"
        per_reviewer = select(
            _a.task, _a.reviewer, func.count().label("waiting"), func.min(_a.submitted_at).label("since")
        )
        w = per_reviewer.where(waiting, _a.reviewer.is_not(None)).group_by(_a.task, _a.reviewer).subquery().c
        chosen = select(*_PERSON, w.task, w.waiting, w.since, _t.due_at)
        joined = chosen.join(tables.task, _t.id == w.task).join(
            tables.person, and_(_p.workspace == _t.workspace, _p.user_id == w.reviewer)
        )
        return _found(self._connection.execute(joined.where(_OPEN, _REACHABLE, where)), Doing.REVIEW)


def reminder_key(who: Actor, day: str) -> str:
    """One a person and day."""
    return f"reminder:{who.workspace}:{who.user}:{day}"


def _with_role(chosen: Select[Any], role: str) -> Select[Any]:
    """Tasks with the people who have that role in them and can be reached."""
    joined = chosen.select_from(tables.task).join(tables.task_person, and_(_tp.task == _t.id, _tp.role == role))
    person = and_(_p.workspace == _t.workspace, _p.user_id == _tp.user_id)
    return joined.join(tables.person, person).where(_REACHABLE)


def _found(rows: Iterable[Row[Any]], doing: Doing) -> Iterator[tuple[Person, Work]]:
    """From the person's columns, then task, count, since when, when due, and maybe a later moment."""
    for row in rows:
        workspace, user, tz, task, count, since, due_at = row[:_COLUMNS]
        yield Person(Actor(workspace, user), tz), Work(task, doing, int(count), max(since, *row[_COLUMNS:], 0), due_at)
