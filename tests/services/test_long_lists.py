"""The task list and what waits, as different people see them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import event

from domain.clock import DAY, SECOND
from domain.errors import NotFound
from domain.model import Priority, Role
from domain.progress import labeling_percent
from domain.read_models import TaskFilter, TaskSort, Waiting, WaitingPage
from tests.fake_clock import FakeClock
from tests.office import LEAD, Office

pytestmark = pytest.mark.slow

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


def test_all_that_waits_has_pages(office: Office):
    """First what is to be labeled, then what is to be reviewed, newest first each: all of it, and nothing twice."""
    office.person("ANA")
    some_tasks(office, 24, labelers=("ANA", "BEN"), reviewers=("ANA", "REA"))
    for task in range(1, 7):
        office.answer(task, "BEN", None)
        office.reviewing.take(office.actor("ANA"), task)

    def page(number: int) -> WaitingPage:
        return office.listing.waiting_page(office.actor("ANA"), number)

    mine = [one.task for task in range(1, 7) for one in office.of(task, "BEN") if one.reviewer == "ANA"]
    shown = [page(number) for number in range(2)]
    assert [(one.page, one.total) for one in shown] == [(number, 24 + len(mine)) for number in range(2)]
    assert [task for one in shown for task, _, _ in one.label] == list(range(24, 0, -1))
    assert [task for one in shown for task, _, _ in one.review] == mine[::-1]
    assert max(len(one.label) + len(one.review) for one in shown) == 20
    assert page(99) == shown[-1]
    assert page(-1) == shown[0]
    assert office.listing.waiting_page(office.actor("CLEO")) == WaitingPage((), (), 0, 1, 0)


def test_a_page_ends_where_what_is_to_be_labeled_does(office: Office):
    some_tasks(office, 22, labelers=("ANA",), reviewers=("ANA",))
    for task in (1, 2):
        office.answer(task, "ANA", None, 2)
    first, second = (office.listing.waiting_page(office.actor("ANA"), number) for number in (0, 1))
    assert ([one[0] for one in first.label], first.review, first.pages) == (list(range(22, 2, -1)), (), 2)
    assert (second.label, second.review) == ((), ((2, "Task 01", 2), (1, "Task 00", 2)))


def test_tasks_are_searched_by_name_in_each_filter(office: Office):
    some_tasks(office, 12, labelers=("ANA",))
    for number in range(12):
        office.task(1, ("BEN",), name=f"Cats {number}")
    lead = office.lead

    def found(query: str, chosen: TaskFilter = TaskFilter.ALL, person: str = LEAD) -> tuple[int, int, int]:
        page = office.listing.page(office.person(person), chosen, 0, query)
        return page.total, page.pages, page.of

    assert found("cAT") == (12, 2, 24)
    assert found("  CATS   1 ") == (3, 1, 24)
    assert found("cats", TaskFilter.MINE, "BEN") == (12, 2, 24)
    assert found("cats", TaskFilter.MINE, "ANA") == found("lynx") == found("%") == (0, 1, 24)
    second = office.listing.page(lead, TaskFilter.ALL, 1, "cats")
    assert ([row.name for row in second.rows], second.query) == (["Cats 1", "Cats 0"], "cats")
    for row in (*second.rows, *office.listing.page(lead, TaskFilter.ALL, 0, "cats").rows):
        office.editing.delete(lead, row.id)
    gone = office.listing.page(lead, TaskFilter.DELETED, 1, "cats")
    assert (len(gone.rows), gone.page, gone.pages, gone.total, gone.of) == (2, 1, 2, 12, 12)


def test_tasks_are_listed_in_the_order_that_is_asked_for(office: Office, clock: FakeClock):
    soon, later = clock.now() + DAY, clock.now() + 2 * DAY
    office.task(4, ("ANA",), name="Plain")
    office.task(4, ("ANA",), name="High", priority=Priority.HIGH, due_at=later)
    office.task(4, ("ANA",), name="Low", priority=Priority.LOW, due_at=soon)
    done = office.task(1, ("ANA",), name="Done", priority=Priority.HIGH, due_at=soon)
    office.answer(done.id, "ANA", None, 4)
    office.answer(1, "ANA", None, 3)
    office.answer(3, "ANA", None, 1)

    def order(sort: TaskSort) -> list[str]:
        return [row.name for row in office.listing.page(office.lead, sort=sort).rows]

    assert order(TaskSort.NEWEST) == ["Done", "Low", "High", "Plain"]
    assert order(TaskSort.PRIORITY) == ["High", "Plain", "Low", "Done"]
    assert order(TaskSort.DUE) == ["Low", "High", "Plain", "Done"]
    assert order(TaskSort.PROGRESS) == ["High", "Low", "Plain", "Done"]
    clock.move(36 * 3600)
    overdue = [row.name for row in office.listing.page(office.lead).rows if row.is_overdue]
    assert overdue == ["Low"], "Done was due too, and is done."


def test_by_progress_tasks_come_in_the_order_of_what_their_rows_say(office: Office):
    """With pages, and for every way of dealing."""
    ways: tuple[dict[str, object], ...] = (
        {},
        {"distribution": "everyone"},
        {"distribution": "dynamic"},
        {"labelers_per_input": 2},
    )
    for number in range(14):
        task = office.task(5, ("ANA", "BEN"), name=f"Task {number}", **ways[number % 4])
        if number % 4 != 2:
            office.answer(task.id, "ANA", None, number % 3)
    rows = [row for page in (0, 1) for row in office.listing.page(office.lead, page=page, sort=TaskSort.PROGRESS).rows]
    assert len({row.id for row in rows}) == 14
    percents = [labeling_percent(row.tally, row.expected) for row in rows]
    assert percents == sorted(percents)
    assert len(set(percents)) > 2


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
