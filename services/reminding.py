"""Reminders and weekly digests: who is due one now, and what it says at the moment when it is sent."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from domain.clock import as_datetime
from domain.model import Actor, Role, Tally, Task, TaskStatus
from domain.notices import Reminder, ReminderMoved, WeeklyDigest
from domain.permissions import may_be_assigned
from domain.progress import labeling_percent, review_percent
from domain.read_models import DigestLine, DigestModel, ReminderLine, ReminderModel
from domain.reminding import Doing, Work, day_of, digest_week, had_its_monday, is_at_work, is_due, stalls_at, zone
from store.outbox import Waiting
from store.reminders import Person, in_task, in_zones, of, reminder_key
from store.unit_of_work import Store, UnitOfWork

_AT_ONCE = 100
"""Notices a transaction."""


class Reminding:
    def __init__(self, store: Store) -> None:
        self._store = store

    def remind(self) -> int:
        """Leave a reminder for everybody who is due one now. Returns for how many. Twice a day it leaves none."""
        return self._leave(self._store.read(_due))

    def digest(self) -> int:
        """Leave the weekly digest for every lead whose week has begun, once."""
        return self._leave(self._store.read(_due_digests))

    def reminder(self, to: Actor, reminder: Reminder) -> ReminderModel | None:
        """What it says now. None: there is no reason left, the day is over, or the person wants none any more."""

        def read(unit: UnitOfWork) -> ReminderModel | None:
            tz = _tz_of_whom_to_tell(unit, to)
            if tz is None:
                return None
            where = zone(tz)
            last = unit.reminders.last(to, before=reminder.day)
            works = [unit.reminders.touched(to, one) for one in _all_work(unit, to)]
            is_today = day_of(unit.now, where).isoformat() == reminder.day
            if not is_today or not is_due(works, unit.now, where, last[0] if last else 0):
                return None
            return _model(unit, works, tz)

        return self._store.read(read)

    def present(self, actor: Actor) -> ReminderModel:
        """What waits for this person now, and whether they are reminded of it."""

        def read(unit: UnitOfWork) -> ReminderModel:
            person = unit.people.find(actor)
            works = [unit.reminders.touched(actor, one) for one in _all_work(unit, actor)]
            model = _model(unit, works, person.tz if person else "UTC")
            return replace(model, is_muted=unit.reminders.is_muted(actor))

        return self._store.read(read)

    def placed(self, to: Actor, reminder: Reminder, channel: str, ts: str, said: Sequence[Waiting]) -> None:
        """It was posted there, and all of `said` with it. The one before it is to lose its buttons."""

        def write(unit: UnitOfWork) -> None:
            unit.reminders.placed(to, replace(reminder, channel=channel, ts=ts))
            last = unit.reminders.last(to, before=reminder.day)
            if last is not None and last[1].ts:
                moved = ReminderMoved(last[1].channel, last[1].ts)
                unit.outbox.put(to, moved, key=f"moved:{reminder_key(to, reminder.day)}")
                unit.topics.add("old cards")
            unit.outbox.done([one.id for one in said])

        self._store.write(write)

    def weekly(self, to: Actor, digest: WeeklyDigest) -> DigestModel | None:
        """What happened in this lead's tasks. None: nothing did, or the person wants none any more."""

        def read(unit: UnitOfWork) -> DigestModel | None:
            if _tz_of_whom_to_tell(unit, to) is None:
                return None
            found = [_digest_line(unit, task, digest.since) for task, _ in unit.reminders.led_by(to, digest.since)]
            if not any(is_news for _, is_news in found):
                return None
            lines = sorted((line for line, _ in found if _says_something(line)), key=attrgetter("is_done"))
            return DigestModel(as_datetime(digest.since), tuple(lines))

        return self._store.read(read)

    def mute(self, actor: Actor, *, on: bool) -> None:
        """Neither reminders nor digests, or both again."""
        self._store.write(lambda unit: unit.reminders.mute(actor, on=on))

    def _leave(self, due: Sequence[tuple[Actor, Reminder | WeeklyDigest, str]]) -> int:
        for start in range(0, len(due), _AT_ONCE):
            part = due[start : start + _AT_ONCE]

            def write(unit: UnitOfWork, part: Sequence[tuple[Actor, Reminder | WeeklyDigest, str]] = part) -> None:
                for to, notice, key in part:
                    unit.outbox.put(to, notice, key=key)
                unit.topics.add("notices")

            self._store.write(write)
        return len(due)


def _due(unit: UnitOfWork) -> list[tuple[Actor, Reminder, str]]:
    """Looks first at what costs little: the zones in which people work now, then those with a reason at first sight."""
    zones = [name for name in unit.reminders.zones() if is_at_work(unit.now, zone(name))]
    if not zones:
        return []
    here = in_zones(zones)
    found = [*unit.reminders.work(here), *unit.reminders.overdue(here)]
    due = []
    for person, works in _by_person(found):
        where = zone(person.tz)
        if _is_due(unit, person, works):
            day = day_of(unit.now, where).isoformat()
            due.append((person.actor, Reminder(day), reminder_key(person.actor, day)))
    return due


def _is_due(unit: UnitOfWork, person: Person, works: Sequence[Work]) -> bool:
    """With the last reminder in mind, and then with what costs most: when this person last did something."""
    last, where = unit.reminders.last(person.actor), zone(person.tz)
    reminded_at = last[0] if last else 0
    if not is_due(works, unit.now, where, reminded_at):
        return False
    touched = [unit.reminders.touched(person.actor, one) for one in works]
    return is_due(touched, unit.now, where, reminded_at)


def _due_digests(unit: UnitOfWork) -> list[tuple[Actor, WeeklyDigest, str]]:
    zones = [name for name in unit.reminders.zones() if digest_week(unit.now, zone(name))]
    due = []
    for person, led_since in unit.reminders.leads(in_zones(zones)) if zones else ():
        week = digest_week(unit.now, zone(person.tz))
        if week is not None and had_its_monday(led_since, week[0], zone(person.tz)):
            key = f"digest:{person.actor.workspace}:{person.actor.user}:{week[0].isoformat()}"
            due.append((person.actor, WeeklyDigest(week[1]), key))
    unsaid = unit.reminders.unsaid([key for _, _, key in due])
    return [one for one in due if one[2] in unsaid]


def _by_person(found: Iterable[tuple[Person, Work]]) -> list[tuple[Person, list[Work]]]:
    def whose(one: tuple[Person, Work]) -> tuple[str, str]:
        return (one[0].actor.workspace, one[0].actor.user)

    grouped = groupby(sorted(found, key=whose), key=whose)
    groups = [list(group) for _, group in grouped]
    return [(group[0][0], [work for _, work in group]) for group in groups]


def _all_work(unit: UnitOfWork, actor: Actor) -> list[Work]:
    return [work for _, work in (*unit.reminders.work(of(actor)), *unit.reminders.overdue(of(actor)))]


def _tz_of_whom_to_tell(unit: UnitOfWork, to: Actor) -> str | None:
    person = unit.people.find(to)
    if person is None or not may_be_assigned(person) or unit.reminders.is_muted(to):
        return None
    return person.tz


def _model(unit: UnitOfWork, works: Sequence[Work], tz: str) -> ReminderModel:
    names = unit.reminders.names({work.task for work in works})
    lines = [_line(work, names[work.task], unit.now, tz) for work in works if work.count and work.task in names]
    return ReminderModel(tuple(sorted(lines, key=_how_pressing)))


def _line(work: Work, name: str, now: int, tz: str) -> ReminderLine:
    is_stalled = work.doing is not Doing.LEAD and stalls_at(work, zone(tz)) <= now
    return ReminderLine(
        work.task,
        name,
        work.doing,
        work.count,
        None if work.due_at is None else as_datetime(work.due_at),
        is_overdue=work.due_at is not None and work.due_at < now,
        untouched_since=as_datetime(work.touched_at) if is_stalled else None,
    )


def _how_pressing(line: ReminderLine) -> tuple[bool, float, int]:
    """What others are late with stands below a person's own work."""
    due = line.due_at.timestamp() if line.due_at else float("inf")
    return (line.doing is Doing.LEAD, due, line.task)


def _digest_line(unit: UnitOfWork, task_id: int, since: int) -> tuple[DigestLine, bool]:
    """And whether anything happened: work was done, the task was done, or somebody came to a standstill."""
    task = unit.tasks.find(task_id)
    assert task is not None  # noqa: S101 - it was just found, in the same view of the database.
    week = unit.reminders.week(task_id, since)
    behind = [
        (person.actor.user, stalls_at(unit.reminders.touched(person.actor, work), zone(person.tz)))
        for person, work in unit.reminders.work(in_task(task_id))
    ]
    stalled = {user: at for user, at in behind if at <= unit.now}
    line = _progress(unit, task, week.labeled, week.reviewed)
    line = replace(line, stalled=tuple(sorted(stalled)), flags=week.flags)
    is_news = line.is_done or bool(line.labeled or line.reviewed) or any(at >= since for at in stalled.values())
    return line, is_news


def _progress(unit: UnitOfWork, task: Task, labeled: int, reviewed: int) -> DigestLine:
    total: Tally = unit.queue.total(task.id)
    is_open = task.status is not TaskStatus.DONE
    return DigestLine(
        task.id,
        task.name,
        task.status,
        labeling_percent(total, task.inputs),
        review_percent(total, task.inputs),
        bool(unit.people.of_task(task.id, Role.REVIEWER)),
        labeled,
        reviewed,
        waiting=total.awaiting,
        due_at=task.due_at,
        is_overdue=is_open and task.due_at is not None and task.due_at < as_datetime(unit.now),
    )


def _says_something(line: DigestLine) -> bool:
    return bool(line.is_done or line.labeled or line.reviewed or line.stalled or line.flags or line.waiting)
