from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.clock import SECOND
from domain.model import Actor, Role
from domain.notices import Reminder, ReminderMoved, WeeklyDigest
from domain.read_models import ReminderModel
from domain.reminding import Doing
from store import tables
from tests.fake_clock import FakeClock
from tests.office import LEAD, Office


@pytest.fixture(autouse=True)
def everybody(office: Office) -> None:
    for user in ("ANA", "BEN", "REA"):
        office.person(user)


def go(clock: FakeClock, words: str) -> None:
    """Forward to that moment, UTC. The clock begins on Friday, 2027-01-15, at 08:00."""
    moment = datetime.fromisoformat(words).replace(tzinfo=UTC)
    clock.move(moment.timestamp() - clock.now() / SECOND)


def told(office: Office, user: str) -> list[object]:
    return [one for one in office.told(user) if isinstance(one, Reminder | WeeklyDigest | ReminderMoved)]


def send(office: Office, user: str) -> ReminderModel | None:
    """As the messenger does with the reminder that waits for this person."""
    (waiting,) = [one for one in office.telling.due() if one.to.user == user and isinstance(one.notice, Reminder)]
    model = office.reminding.reminder(waiting.to, waiting.notice)
    if model is None:
        office.telling.done([waiting])
    else:
        office.reminding.placed(waiting.to, waiting.notice, "D1", f"{waiting.notice.day}.1", [waiting])
    return model


def due(office: Office, task: int, words: str) -> None:
    moment = int(datetime.fromisoformat(words).replace(tzinfo=UTC).timestamp()) * SECOND
    changed = tables.task.update().where(tables.task.c.id == task).values(due_at=moment)
    office.store.write(lambda unit: unit.connection.execute(changed))


def test_work_that_was_left_alone_for_two_days_of_work_is_said_once_a_day(office, clock):
    task = office.task(3, ["ANA"])
    go(clock, "2027-01-18T16:59")
    assert office.reminding.remind() == 0, "Friday has passed, and all but a minute of Monday."
    go(clock, "2027-01-19T08:59")
    assert office.reminding.remind() == 0, "It is time, but nobody works yet."
    clock.move(60)
    assert office.reminding.remind() == 1
    assert told(office, "ANA") == [Reminder("2027-01-19")]
    assert office.reminding.remind() == 0
    model = send(office, "ANA")
    (line,) = model.lines
    assert (line.task, line.name, line.doing, line.count) == (task.id, "Name the birds", Doing.LABEL, 3)
    assert line.untouched_since is not None
    assert not model.is_muted


def test_whoever_labeled_yesterday_is_not_reminded(office, clock):
    task = office.task(3, ["ANA", "BEN"])
    go(clock, "2027-01-19T15:00")
    office.answer(task.id, "ANA", task.concepts[0])
    go(clock, "2027-01-20T10:00")
    office.reminding.remind()
    assert (told(office, "ANA"), told(office, "BEN")) == ([], [Reminder("2027-01-20")])


def test_all_of_a_persons_tasks_are_in_one_message(office, clock):
    first = office.task(2, ["ANA"], name="First")
    second = office.task(2, ["ANA", "BEN"], name="Second", reviewers=("ANA",))
    third = office.task(2, ["ANA"], name="Third")
    office.answer(second.id, "BEN", second.concepts[0])
    clock.move(31 * 60)
    office.reviewing.deal_batches()
    due(office, third.id, "2027-01-29T12:00")
    go(clock, "2027-01-21T10:00")
    assert office.reminding.remind() == 1
    lines = send(office, "ANA").lines
    assert [(line.task, line.doing) for line in lines] == [
        (third.id, Doing.LABEL),
        (first.id, Doing.LABEL),
        (second.id, Doing.LABEL),
        (second.id, Doing.REVIEW),
    ]


def test_reviews_that_wait_too_long_and_reviewers_at_work(office, clock):
    task = office.task(2, ["BEN"], reviewers=("REA",))
    office.answer(task.id, "BEN", task.concepts[0], 2)
    office.reviewing.deal_batches()
    go(clock, "2027-01-19T16:00")
    item = office.reviewing.card(office.actor("REA"), task.id).item
    office.reviewing.approve(office.actor("REA"), item.assignment, item.revision)
    go(clock, "2027-01-20T16:00")
    assert office.reminding.remind() == 0, "Rea reviewed yesterday, though what waits is old."
    go(clock, "2027-01-21T16:30")
    assert office.reminding.remind() == 1
    (line,) = send(office, "REA").lines
    assert (line.doing, line.count) == (Doing.REVIEW, 1)


def test_whoever_was_called_to_something_just_now_is_not_reminded_of_it(office, clock):
    task = office.task(1, ["BEN"], reviewers=("REA",))
    office.answer(task.id, "BEN", task.concepts[0])
    office.reviewing.deal_batches()
    go(clock, "2027-01-25T10:00")
    item = office.reviewing.card(office.actor("REA"), task.id).item
    office.reviewing.request_changes(office.actor("REA"), item.assignment, item.revision, "Look again.")
    clock.move(15 * 60)
    office.reminding.remind()
    assert told(office, "BEN") == []


def test_everybody_hears_in_their_own_hours(office, clock):
    for user, tz in (("ANA", "Asia/Tokyo"), ("BEN", "America/New_York"), ("REA", "Mars/Olympus")):
        office.collaborating.remember([replace(office.person(user), tz=tz)])
    office.task(3, ["ANA", "BEN", "REA"])
    heard = {}
    for _ in range(7 * 24):
        clock.move(60 * 60)
        office.reminding.remind()
        for user in ("ANA", "BEN", "REA"):
            if user not in heard and told(office, user):
                heard[user] = datetime.fromtimestamp(clock.now() // SECOND, UTC).strftime("%a %H:%M")
    # Two days of work after Friday, 08:00 UTC, when Tokyo's Friday was just over.
    assert heard == {"ANA": "Wed 00:00", "BEN": "Tue 14:00", "REA": "Tue 09:00"}


@pytest.mark.parametrize("why", ["muted", "deactivated", "done", "evening", "deleted", "tomorrow"])
def test_what_changed_before_it_is_sent_is_not_said(office, clock, why):
    task = office.task(2, ["ANA"])
    go(clock, "2027-01-21T16:50")
    assert office.reminding.remind() == 1
    if why == "muted":
        office.reminding.mute(office.actor("ANA"), on=True)
    elif why == "deactivated":
        office.person("ANA", is_deleted=True)
    elif why == "done":
        office.answer(task.id, "ANA", task.concepts[0], 2)
    elif why == "deleted":
        office.editing.delete(office.lead, task.id)
    elif why == "evening":
        clock.move(20 * 60)
    else:
        go(clock, "2027-01-22T10:00")
    assert send(office, "ANA") is None


def test_the_muted_and_the_deactivated_get_none(office, clock):
    office.task(4, ["ANA", "BEN"])
    office.reminding.mute(office.actor("ANA"), on=True)
    office.person("BEN", is_deleted=True)
    go(clock, "2027-01-21T10:00")
    assert office.reminding.remind() == 0
    office.reminding.mute(office.actor("ANA"), on=False)
    assert office.reminding.remind() == 1
    assert told(office, "BEN") == []


def test_muting_outlives_what_slack_says_of_a_person(office):
    office.reminding.mute(office.actor("ANA"), on=True)
    office.person("ANA")
    assert office.reminding.present(office.actor("ANA")).is_muted
    assert office.listing.waiting(office.actor("ANA")).is_muted
    assert not office.listing.waiting(office.actor("BEN")).is_muted


def test_what_is_due_is_said_the_day_before_and_on_the_day(office, clock):
    task = office.task(3, ["ANA"])
    due(office, task.id, "2027-01-19T15:00")
    office.reminding.mute(office.actor(LEAD), on=True)
    heard = []
    for _ in range(5 * 24 * 4):
        clock.move(15 * 60)
        if office.reminding.remind():
            heard += [one.day for one in told(office, "ANA") if isinstance(one, Reminder)]
            assert send(office, "ANA") is not None
            office.answer(task.id, "ANA", task.concepts[0])
    assert heard == ["2027-01-18", "2027-01-19"]


def test_a_lead_hears_every_day_what_is_overdue(office, clock):
    task = office.task(3, ["ANA"])
    office.reminding.mute(office.actor("ANA"), on=True)
    due(office, task.id, "2027-01-15T12:00")
    days = []
    for _ in range(5 * 24):
        clock.move(3600)
        if office.reminding.remind():
            (line,) = send(office, LEAD).lines
            assert (line.doing, line.count, line.is_overdue) == (Doing.LEAD, 3, True)
            days.append(datetime.fromtimestamp(clock.now() // SECOND, UTC).strftime("%a"))
    assert days == ["Fri", "Mon", "Tue"]
    office.reminding.mute(office.actor("ANA"), on=False)
    office.answer(task.id, "ANA", task.concepts[0], 3)
    go(clock, "2027-01-21T10:00")
    assert office.reminding.remind() == 0


def test_the_reminder_before_loses_its_buttons(office, clock):
    office.task(3, ["ANA"])
    go(clock, "2027-01-20T10:00")
    office.reminding.remind()
    send(office, "ANA")
    assert office.telling.due_aside() == []
    go(clock, "2027-01-22T10:15")
    assert office.reminding.remind() == 1
    send(office, "ANA")
    (aside,) = office.telling.due_aside()
    assert aside.notice == ReminderMoved("D1", "2027-01-20.1")
    go(clock, "2027-01-26T10:30")
    office.reminding.remind()
    send(office, "ANA")
    assert office.telling.due_aside()[-1].notice == ReminderMoved("D1", "2027-01-22.1")


def test_a_tasks_people_of_another_workspace_are_others(store, office, clock):
    office.task(3, ["ANA"])
    other = Office(store, "T2")
    other.person("ANA")
    go(clock, "2027-01-20T10:00")
    assert office.reminding.remind() == 1
    assert other.told("ANA") == []
    assert office.reminding.present(Actor("T2", "ANA")).lines == ()


def digest(office: Office, user: str = LEAD):
    (waiting,) = [one for one in office.telling.due() if one.to.user == user and isinstance(one.notice, WeeklyDigest)]
    office.telling.done([waiting])
    return office.reminding.weekly(waiting.to, waiting.notice)


def test_on_monday_a_lead_reads_what_happened(office, clock):
    office.task(4, ["ANA", "BEN"], reviewers=("REA",), name="First")
    few = str(office.add_inputs(1, "Few"))
    done = office.task(1, ["ANA"], name="Second", dataset=few)
    office.task(1, ["BEN"], name="Third", dataset=few)
    first = office.listing.named(office.lead, "First")[0].id
    office.answer(done.id, "ANA", done.concepts[0])
    office.answer(first, "ANA", None)
    item = office.labeling.card(office.actor("BEN"), first).item
    office.labeling.flag(office.actor("BEN"), item.assignment, item.revision, on=True)
    go(clock, "2027-01-18T08:59")
    assert office.reminding.digest() == 0
    go(clock, "2027-01-18T09:00:01")
    assert office.reminding.digest() == 1
    assert office.reminding.digest() == 0
    assert told(office, LEAD) == [WeeklyDigest(int(datetime(2027, 1, 11, 9, tzinfo=UTC).timestamp()) * SECOND)]
    read = digest(office)
    assert [line.name for line in read.lines] == ["First", "Second"], "Nothing is to be said of the third."
    line, finished = read.lines
    assert (line.labeled, line.labeled_percent, line.waiting, line.flags, line.stalled) == (1, 25, 1, 1, ())
    assert finished.is_done
    assert told(office, "ANA") == []


def test_who_stands_still_is_named_once_and_a_quiet_week_is_no_news(office, clock):
    task = office.task(4, ["ANA", "BEN"])
    go(clock, "2027-01-18T09:15")
    assert office.reminding.digest() == 1
    assert digest(office) is None, "Nothing happened yet."
    go(clock, "2027-01-22T10:00")
    office.answer(task.id, "ANA", task.concepts[0])
    go(clock, "2027-01-25T09:15")
    office.reminding.digest()
    (line,) = digest(office).lines
    assert (line.labeled, line.stalled) == (1, ("BEN",))
    go(clock, "2027-02-01T09:15")
    office.reminding.digest()
    assert digest(office).lines[0].stalled == ("ANA", "BEN"), "Ana came to a standstill meanwhile."
    go(clock, "2027-02-08T09:15")
    assert office.reminding.digest() == 1
    assert digest(office) is None


def test_a_monday_that_was_missed_is_made_up_for_in_the_same_week(office, clock):
    task = office.task(2, ["ANA"])
    office.answer(task.id, "ANA", task.concepts[0])
    go(clock, "2027-01-20T10:00")
    assert office.reminding.digest() == 1
    assert [line.name for line in digest(office).lines] == ["Name the birds"]
    assert office.reminding.digest() == 0
    late = office.person("LIA")
    form = office.forms.open(late)
    office.forms.create(late, form.draft, office.draft(1, name="Since Wednesday"))
    go(clock, "2027-01-21T10:00")
    assert office.reminding.digest() == 0, "Who leads something since Wednesday reads of it on Monday."
    go(clock, "2027-01-25T09:15")
    assert office.reminding.digest() == 2


def test_the_muted_read_no_digest(office, clock):
    task = office.task(1, ["ANA"])
    office.answer(task.id, "ANA", task.concepts[0])
    go(clock, "2027-01-18T10:00")
    office.reminding.digest()
    office.reminding.mute(office.actor(LEAD), on=True)
    assert digest(office) is None
    go(clock, "2027-01-25T10:00")
    assert office.reminding.digest() == 0


def test_each_lead_gets_one_whatever_they_lead(office, clock):
    for number in range(3):
        office.task(1, ["ANA"], name=f"Round {number}")
    task = office.listing.named(office.lead, "Round 1")[0].id
    office.store.write(lambda unit: unit.people.add_to_task("T1", task, Role.LEAD, ["REA"]))
    go(clock, "2027-01-18T10:00")
    assert office.reminding.digest() == 2
