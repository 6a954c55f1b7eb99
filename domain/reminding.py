"""Who is due a reminder or a digest now: in a person's own working hours and time zone, once a day at most."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.clock import MINUTE, SECOND, as_datetime

STARTS, ENDS = time(9), time(17)
STALLED_AFTER = 16 * 60 * MINUTE
"""Working time without a touch after which somebody is reminded: two days of work."""
_FRIDAY = 4
_WEEK = timedelta(days=7)


class Doing(StrEnum):
    """What somebody has to do in a task."""

    LABEL = "label"
    REVIEW = "review"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for one person in one task; times in microseconds since 1970. A lead's `count` is all that is left.

    `touched_at`: when this person last did something there, or was last called to it.
    """

    task: int
    doing: Doing
    count: int
    touched_at: int
    due_at: int | None = None


def zone(name: str) -> tzinfo:
    """Slack's name of a time zone; UTC for one that nobody knows here."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC


def day_of(moment: int, where: tzinfo) -> date:
    return as_datetime(moment).astimezone(where).date()


def working_hours(day: date, where: tzinfo) -> tuple[int, int] | None:
    """From when until when (µs) people there work that day; None on a weekend."""
    return None if day.weekday() > _FRIDAY else (_at(day, STARTS, where), _at(day, ENDS, where))


def is_at_work(moment: int, where: tzinfo) -> bool:
    hours = working_hours(day_of(moment, where), where)
    return hours is not None and hours[0] <= moment < hours[1]


def after_working(since: int, long: int, where: tzinfo) -> int:
    """The moment at which so much working time (µs) has passed since then."""
    day, left = day_of(since, where), long
    while True:
        hours = working_hours(day, where)
        if hours is not None and hours[1] > since:
            begun = max(since, hours[0])
            if begun + left <= hours[1]:
                return begun + left
            left -= hours[1] - begun
        day += timedelta(days=1)


def stalls_at(work: Work, where: tzinfo) -> int:
    """When it has been left alone for too long, if nobody touches it."""
    return after_working(work.touched_at, STALLED_AFTER, where)


def reminder_days(due: date) -> frozenset[date]:
    """The day before and the day itself, or the last working days before those."""
    return frozenset({_working_day(due - timedelta(days=1)), _working_day(due)})


def is_reason(work: Work, now: int, where: tzinfo, reminded_at: int = 0) -> bool:
    """Whether this is worth a reminder today. `reminded_at`: of the last one (µs); 0: there was none.

    A lead hears of what is overdue. Others hear of what is due, and of what they left alone, also after they were
    reminded of it.
    """
    if work.doing is Doing.LEAD:
        return work.due_at is not None and work.due_at < now
    if work.due_at is not None and day_of(now, where) in reminder_days(day_of(work.due_at, where)):
        return True
    return after_working(max(work.touched_at, reminded_at), STALLED_AFTER, where) <= now


def is_due(works: Iterable[Work], now: int, where: tzinfo, reminded_at: int = 0) -> bool:
    """Whether this person is to be reminded of all that now."""
    if not is_at_work(now, where) or (reminded_at and day_of(reminded_at, where) == day_of(now, where)):
        return False
    return any(work.count and is_reason(work, now, where, reminded_at) for work in works)


def digest_week(now: int, where: tzinfo) -> tuple[date, int] | None:
    """In working hours: this week's Monday, and since when a digest looks back (µs). It is due on Monday, or on the
    first day after it on which somebody is there to send it.
    """
    if not is_at_work(now, where):
        return None
    monday = day_of(now, where)
    monday -= timedelta(days=monday.weekday())
    return monday, _at(monday - _WEEK, STARTS, where)


def had_its_monday(led_since: int, monday: date, where: tzinfo) -> bool:
    """Whether a lead had anything to read of on that day already: who came later waits for the next one."""
    hours = working_hours(monday, where)
    return hours is not None and led_since < hours[1]


def knows_zones() -> bool:
    """Whether there is a database of time zones on this machine; without one, all hours are UTC's."""
    return zone("Europe/Amsterdam") is not UTC


def _working_day(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - _FRIDAY))


def _at(day: date, hour: time, where: tzinfo) -> int:
    return int(datetime.combine(day, hour, where).timestamp()) * SECOND
