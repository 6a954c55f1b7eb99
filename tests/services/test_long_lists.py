"""The task list and what waits, as different people see them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import event

from domain.clock import DAY, SECOND
from domain.errors import NotFound
from domain.model import Role
from domain.read_models import TaskFilter, Waiting
from tests.fake_clock import FakeClock
from tests.office import LEAD, Office

TASKS = 60
"""More than two pages, and more than are named at once."""


def some_tasks(office: Office, count: int, **fields: object) -> None:
    draft = office.draft(2, **fields)
    for number in range(count):
        form = office.forms.open(office.lead)
        office.forms.create(office.lead, form.draft, replace(draft, name=f"Task {number:02}"))
    office.settle()


def names(office: Office, person: str, chosen: TaskFilter, **what: bool) -> list[str]:
    return [row.name for row in office.listing.page(office.person(person, **what), chosen).rows]


def test_work_is_found_however_many_tasks_there_are(office: Office):
    """Only the oldest of all these tasks has work left for Ana."""
    office.person("ANA")
    some_tasks(office, TASKS, labelers=("ANA", "BEN"))
    for task in range(2, TASKS + 1):
        office.answer(task, "ANA", None)
    assert office.listing.waiting(office.actor("ANA")) == Waiting(((1, "Task 00", 1),), ())
    assert office.listing.next_to_label(office.actor("ANA"), "") == 1
    assert office.listing.next_to_label(office.actor("ANA"), "TASK 0") == 1
    assert office.listing.next_to_label(office.actor("ANA"), "Task 07") is None


def test_what_is_not_named_is_counted(office: Office):
    some_tasks(office, TASKS, labelers=("ANA",), reviewers=("REA",))
    for task in range(1, TASKS + 1):
        office.answer(task, "ANA", None)
    label, review = (office.listing.waiting(office.actor(who)) for who in ("ANA", "REA"))
    assert label.label[0] == (TASKS, f"Task {TASKS - 1}", 1)
    assert (label.pictures, len(label.label) + label.more_tasks) == (TASKS, TASKS)
    assert (review.answers, len(review.review) + review.more_tasks) == (TASKS, TASKS)
    assert office.listing.next_to_review(office.actor("REA"), "task 00") == 1


def test_home_asks_as_often_for_many_tasks_as_for_few(office: Office):
    def queries(work: Callable[[], object]) -> int:
        asked: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            asked.append(statement)

        event.listen(office.store._readers, "before_cursor_execute", note)
        work()
        event.remove(office.store._readers, "before_cursor_execute", note)
        return len(asked)

    def all_of_it() -> list[int]:
        lead = office.lead
        return [queries(work) for work in (lambda: office.listing.home(lead), office.picturing.want_ahead)]

    some_tasks(office, 3, labelers=(LEAD, "ANA"), reviewers=(LEAD, "REA"))
    for task in (1, 2, 3):
        office.answer(task, "ANA", None)
    few = all_of_it()
    some_tasks_more = replace(office.draft(2), labelers=(LEAD, "ANA"), reviewers=(LEAD, "REA"))
    for number in range(30):
        form = office.forms.open(office.lead)
        task = office.forms.create(office.lead, form.draft, replace(some_tasks_more, name=f"More {number}"))
        office.settle()
        office.answer(task, "ANA", None)
    assert all_of_it() == few
    assert max(few) <= 20


def test_a_row_says_what_is_true_of_its_task(office: Office):
    birds = office.task(5, ("ANA", "BEN"), reviewers=("REA",))
    office.answer(birds.id, "ANA", birds.concepts[0], 2)
    (row,) = office.listing.page(office.lead).rows
    assert (row.dataset, row.concepts) == ("Birds", ("Robin", "Wren"))
    assert (row.labelers, row.reviewers) == (("ANA", "BEN"), ("REA",))
    assert (row.tally.pending, row.tally.awaiting, row.is_lead, row.may_label, row.may_review) == (3, 2, True, 0, 0)
    (hers,) = office.listing.page(office.person("ANA")).rows
    assert (hers.is_lead, hers.may_label, hers.is_labeler, hers.is_reviewer) == (False, 1, True, False)
    (reviewed,) = office.listing.page(office.person("REA")).rows
    assert (reviewed.may_review, reviewed.is_reviewer) == (2, True)


def test_what_is_nobodys_yet_counts_for_who_will_get_it(office: Office):
    """Ana reviews too, and nobody reviews their own work."""
    birds = office.task(8, ("ANA", "BEN"), reviewers=("ANA", "REA"))
    office.answer(birds.id, "ANA", birds.concepts[0], 2)
    office.answer(birds.id, "BEN", birds.concepts[0], 2)
    counts = {}
    for who in ("ANA", "REA"):
        (row,) = office.listing.page(office.person(who)).rows
        counts[who] = row.may_review
        assert office.listing.waiting(office.actor(who)).review == ((birds.id, "Name the birds", row.may_review),)
    assert counts == {"ANA": 2, "REA": 2}


def test_flags_are_counted_for_leads(office: Office):
    birds = office.task(3, ("ANA",))
    first, second, _ = office.assignments(birds.id)
    for one in (first, second):
        office.labeling.flag(office.actor("ANA"), one.id, one.revision, on=True)
    (row,) = office.listing.page(office.lead).rows
    assert row.flagged == 2
    office.labeling.flag(office.actor("ANA"), first.id, office.assignments(birds.id)[0].revision, on=False)
    assert [one.flagged for one in office.listing.page(office.lead).rows] == [1]
    assert [one.flagged for one in office.listing.page(office.person("ANA")).rows] == [0]


def test_a_flag_is_told_once(office: Office):
    birds = office.task(2, ("ANA",))
    for on in (True, False, True, False, True):
        one = office.assignments(birds.id)[0]
        office.labeling.flag(office.actor("ANA"), one.id, one.revision, on=on)
    other = office.assignments(birds.id)[1]
    office.labeling.flag(office.actor("ANA"), other.id, other.revision, on=True)
    assert [type(one).__name__ for one in office.told(LEAD)] == ["Flagged", "Flagged"]


def test_deleted_tasks_are_listed_for_who_may_bring_them_back(office: Office, clock: FakeClock):
    birds = office.task(1, ("ANA",))
    assert not office.listing.page(office.lead).has_deleted
    office.editing.delete(office.lead, birds.id)
    page = office.listing.page(office.lead, TaskFilter.DELETED)
    assert page.has_deleted
    (row,) = page.rows
    assert row.kept_until is not None
    assert abs(row.kept_until.timestamp() * SECOND - clock.now() - 30 * DAY) < SECOND
    assert names(office, "ADA", TaskFilter.DELETED, is_admin=True) == ["Name the birds"]
    assert names(office, "ANA", TaskFilter.DELETED) == []
    assert not office.listing.page(office.person("ANA")).has_deleted
    assert names(office, LEAD, TaskFilter.ALL) == []
    clock.move(30 * DAY / SECOND + 1)
    assert names(office, LEAD, TaskFilter.DELETED) == []
    assert not office.listing.page(office.lead).has_deleted


def test_guests_learn_nothing_of_tasks_that_are_not_theirs(office: Office):
    birds = office.task(1, ("ANA",))
    guest = office.person("GUS", is_guest=True)
    for name in ("Name the birds", "birds"):
        assert office.listing.named(guest, name) == []
        assert [row.id for row in office.listing.named(office.lead, name)] == [birds.id]
    with pytest.raises(NotFound):
        office.listing.find(guest, birds.id)
    office.set_people(birds.id, ("ANA", "GUS"))
    assert [row.id for row in office.listing.named(guest, "birds")] == [birds.id]


def test_an_exact_name_comes_alone(office: Office):
    office.task(1, ("ANA",), name="Birds")
    office.task(1, ("ANA",), name="Birds again")
    assert [row.name for row in office.listing.named(office.lead, " birds ")] == ["Birds"]
    assert len(office.listing.named(office.lead, "bird")) == 2
    for number in range(10):
        office.task(1, ("ANA",), name=f"Birds {number}")
    assert [row.name for row in office.listing.named(office.lead, "Birds")] == ["Birds"], "though ten newer ones fit"


def test_a_filter_shows_ones_own(office: Office):
    office.task(1, ("ANA",), name="Hers", reviewers=("REA",))
    office.task(1, ("BEN",), name="His")
    assert names(office, "ANA", TaskFilter.ALL) == ["His", "Hers"]
    assert names(office, "ANA", TaskFilter.MINE) == ["Hers"]
    assert names(office, "REA", TaskFilter.REVIEW) == ["Hers"]
    assert office.store.read(lambda unit: unit.people.of_task(1, Role.LEAD)) == (LEAD,)
