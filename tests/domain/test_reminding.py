from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from domain.clock import DAY, MINUTE, SECOND
from domain.model import TaskStatus
from domain.read_models import DigestLine
from domain.reminding import (
    STALLED_AFTER,
    Doing,
    Work,
    after_working,
    day_of,
    digest_week,
    had_its_monday,
    is_at_work,
    is_due,
    is_reason,
    knows_zones,
    reminder_days,
    stalls_at,
    working_hours,
    zone,
)

HOUR = 60 * MINUTE
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Africa/Casablanca",
    "UTC",
)
moments = st.integers(1_577_836_800, 2_051_222_400).map(lambda seconds: seconds * SECOND)
"""From 2020 to 2034."""
zones = st.sampled_from(ZONES).map(zone)
BERLIN = zone("Europe/Berlin")


def at(words: str, where: str = "Europe/Berlin") -> int:
    return int(datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(where)).timestamp()) * SECOND


def work(touched: str | int = 0, due: str | None = None, doing: Doing = Doing.LABEL, count: int = 3) -> Work:
    touched_at = touched if isinstance(touched, int) else at(touched)
    return Work(1, doing, count, touched_at, None if due is None else at(due))


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "America", "../etc/passwd", "UTC\0"])
def test_a_zone_that_nobody_knows_is_utc(name):
    assert zone(name) is UTC
    assert zone("Asia/Tokyo") == ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("words", "works"),
    [
        ("2026-11-26T09:00", True),
        ("2026-11-26T08:59:59", False),
        ("2026-11-26T16:59:59", True),
        ("2026-11-26T17:00", False),
        ("2026-11-27T12:00", True),
        ("2026-11-28T12:00", False),
        ("2026-11-29T12:00", False),
        ("2026-11-30T12:00", True),
    ],
)
def test_people_work_from_nine_to_five_from_monday_to_friday(words, works):
    assert is_at_work(at(words), BERLIN) is works


def test_the_same_moment_is_work_here_and_night_there():
    moment = at("2026-11-26T10:00")
    assert is_at_work(moment, BERLIN)
    assert not is_at_work(moment, zone("America/New_York"))
    assert day_of(at("2026-11-26T23:00"), zone("Asia/Tokyo")) == date(2026, 11, 27)


@given(moments, zones)
def test_whoever_is_at_work_sees_an_hour_of_work_on_the_wall(moment, where):
    wall = datetime.fromtimestamp(moment // SECOND, where)
    assert is_at_work(moment, where) is (wall.weekday() < 5 and time(9) <= wall.time() < time(17))


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), zones)
def test_a_day_of_work_has_eight_hours_also_when_clocks_change(day, where):
    hours = working_hours(day, where)
    assert (hours is None) is (day.weekday() >= 5)
    if hours is not None:
        assert hours[1] - hours[0] == 8 * HOUR
        assert day_of(hours[0], where) == day_of(hours[1], where) == day


@settings(deadline=None)
@given(moments, st.integers(1, 60 * 60), zones)
def test_working_time_is_what_of_the_time_between_was_work(since, minutes, where):
    """Counted minute by minute, on full minutes."""
    since -= since % MINUTE
    minutes %= 40 * 60
    until = after_working(since, minutes * MINUTE, where)
    assert sum(is_at_work(one, where) for one in range(since, until, MINUTE)) == minutes


@given(moments, st.integers(1, 100 * HOUR), st.integers(1, 100 * HOUR), zones)
def test_working_time_adds_up(since, first, second, where):
    assert after_working(after_working(since, first, where), second, where) == after_working(
        since, first + second, where
    )


def test_two_days_of_work_later_it_is_stalled():
    assert stalls_at(work("2026-11-23T10:00"), BERLIN) == at("2026-11-25T10:00")
    assert stalls_at(work("2026-11-26T15:00"), BERLIN) == at("2026-11-30T15:00"), "There is a weekend between."
    assert stalls_at(work("2026-11-28T15:00"), BERLIN) == at("2026-12-01T17:00")
    assert STALLED_AFTER == 16 * HOUR


def test_clocks_that_change_on_the_weekend_change_no_hour_of_work():
    """Berlin's go forward on 2026-03-29 and back on 2026-10-25."""
    for friday, tuesday in (("2026-03-27T11:00", "2026-03-31T11:00"), ("2026-10-23T11:00", "2026-10-27T11:00")):
        assert stalls_at(work(friday), BERLIN) == at(tuesday)
        assert at(tuesday) - at(friday) != 4 * DAY


@pytest.mark.parametrize(
    ("due", "days"),
    [
        ("2026-11-26", {"2026-11-25", "2026-11-26"}),
        ("2026-11-30", {"2026-11-27", "2026-11-30"}),
        ("2026-11-28", {"2026-11-27"}),
        ("2026-11-29", {"2026-11-27"}),
        ("2026-12-01", {"2026-11-30", "2026-12-01"}),
    ],
)
def test_what_is_due_is_said_the_day_before_and_on_the_day(due, days):
    """2026-11-28 is a Saturday."""
    assert {one.isoformat() for one in reminder_days(date.fromisoformat(due))} == days


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)))
def test_days_of_reminders_are_days_of_work_shortly_before(due):
    days = reminder_days(due)
    assert 1 <= len(days) <= 2
    assert all(one.weekday() < 5 and timedelta() <= due - one <= timedelta(days=3) for one in days)


def test_what_is_due_is_a_reason_whoever_touched_it_just_now():
    mine = work("2026-11-25T09:59", due="2026-11-26T17:00")
    assert is_reason(mine, at("2026-11-25T10:00"), BERLIN)
    assert is_reason(mine, at("2026-11-26T10:00"), BERLIN)
    assert not is_reason(mine, at("2026-11-24T10:00"), BERLIN)
    assert not is_reason(work("2026-11-26T17:30", due="2026-11-26T17:00"), at("2026-11-27T10:00"), BERLIN)


def test_due_days_are_the_persons_own():
    late = Work(1, Doing.LABEL, 1, at("2026-11-24T12:00"), at("2026-11-26T23:00"))
    assert is_reason(late, at("2026-11-27T10:00", "Asia/Tokyo"), zone("Asia/Tokyo")), "It is due on the 27th there."
    assert not is_reason(late, at("2026-11-25T10:00", "Asia/Tokyo"), zone("Asia/Tokyo"))


def test_leads_hear_of_what_is_overdue_and_of_nothing_else():
    led = work(0, due="2026-11-26T12:00", doing=Doing.LEAD)
    assert not is_reason(led, at("2026-11-26T12:00"), BERLIN)
    assert is_reason(led, at("2026-11-26T12:01"), BERLIN)
    assert is_reason(led, at("2026-12-04T10:00"), BERLIN, reminded_at=at("2026-12-03T10:00"))
    assert not is_reason(work(0, doing=Doing.LEAD), at("2026-11-26T12:01"), BERLIN)


def test_who_was_reminded_is_left_in_peace_for_as_long_as_before():
    mine, first = [work("2026-11-23T10:00")], at("2026-11-25T10:00")
    assert not is_due(mine, first - SECOND, BERLIN)
    assert is_due(mine, first, BERLIN)
    assert not is_due(mine, first + HOUR, BERLIN, reminded_at=first)
    assert not is_due(mine, at("2026-11-26T16:59"), BERLIN, reminded_at=first)
    assert is_due(mine, at("2026-11-27T10:00"), BERLIN, reminded_at=first)


def test_one_a_day_whatever_else_is_due():
    urgent = [work("2026-11-20T10:00", due="2026-11-26T18:00")]
    assert is_due(urgent, at("2026-11-26T09:00"), BERLIN, reminded_at=at("2026-11-25T16:59"))
    assert not is_due(urgent, at("2026-11-26T16:00"), BERLIN, reminded_at=at("2026-11-26T09:00"))


def test_nobody_is_reminded_of_nothing_or_at_night():
    assert not is_due([], at("2026-11-26T10:00"), BERLIN)
    assert not is_due([work("2026-11-02T10:00", count=0)], at("2026-11-26T10:00"), BERLIN)
    assert not is_due([work("2026-11-02T10:00")], at("2026-11-26T20:00"), BERLIN)
    assert not is_due([work("2026-11-02T10:00")], at("2026-11-28T10:00"), BERLIN)


works = st.builds(Work, st.just(1), st.sampled_from(Doing), st.integers(0, 3), moments, st.none() | moments)


@settings(deadline=None)
@given(st.lists(works, max_size=3), moments, zones)
def test_however_often_one_looks_nobody_hears_twice_a_day_or_out_of_hours(mine, start, where):
    reminded_at, days = 0, []
    for quarter in range(4 * 24 * 5):
        now = start + quarter * 15 * MINUTE
        if is_due(mine, now, where, reminded_at):
            assert is_at_work(now, where)
            reminded_at = now
            days.append(day_of(now, where))
    assert len(days) == len(set(days))


def test_a_digest_belongs_to_monday_or_to_the_first_day_after_it():
    assert digest_week(at("2026-11-30T08:59"), BERLIN) is None
    assert digest_week(at("2026-11-30T09:00"), BERLIN) == (date(2026, 11, 30), at("2026-11-23T09:00"))
    assert digest_week(at("2026-11-30T16:59"), BERLIN) == (date(2026, 11, 30), at("2026-11-23T09:00"))
    assert digest_week(at("2026-11-30T17:00"), BERLIN) is None
    assert digest_week(at("2026-12-01T10:00"), BERLIN) == (date(2026, 11, 30), at("2026-11-23T09:00"))
    assert digest_week(at("2026-12-04T16:59"), BERLIN) == (date(2026, 11, 30), at("2026-11-23T09:00"))
    assert digest_week(at("2026-12-05T10:00"), BERLIN) is None, "Nobody works on Saturday."
    assert digest_week(at("2026-11-30T09:00"), zone("America/New_York")) is None


def test_who_leads_something_since_tuesday_waits_for_the_next_monday():
    monday = date(2026, 11, 30)
    assert had_its_monday(at("2026-11-30T16:59"), monday, BERLIN)
    assert not had_its_monday(at("2026-11-30T17:00"), monday, BERLIN)


def test_zones_are_known_where_they_are(monkeypatch: pytest.MonkeyPatch):
    assert knows_zones()
    monkeypatch.setattr("domain.reminding.ZoneInfo", dict[str, str]().__getitem__)
    assert not knows_zones()


def test_a_task_that_is_done_is_done_in_the_digest_too():
    line = DigestLine(1, "Birds", TaskStatus.DONE, 100, 100, has_review=False, labeled=0, reviewed=0)
    assert line.is_done
    assert not replace(line, status=TaskStatus.IDLE).is_done


def test_a_week_in_which_clocks_change_begins_at_nine_too():
    assert digest_week(at("2026-10-26T09:00"), BERLIN) == (date(2026, 10, 26), at("2026-10-19T09:00"))
