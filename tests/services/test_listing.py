from collections.abc import Sequence
from functools import partial

import pytest

from domain.errors import NotFound
from domain.model import Assignment, Person, Tally, TaskStatus
from domain.progress import labeling_percent, review_percent
from domain.read_models import DoneModel, TaskFilter, TaskRow
from store.unit_of_work import UnitOfWork
from tests.office import LEAD, Office

ALL, MINE, REVIEW = TaskFilter.ALL, TaskFilter.MINE, TaskFilter.REVIEW


def names(office: Office, person: Person, chosen: TaskFilter = ALL, page: int = 0) -> list[str]:
    return [row.name for row in office.listing.page(person, chosen, page).rows]


def row(office: Office, person: Person, task: int) -> TaskRow:
    return office.listing.find(person, task)


@pytest.fixture
def three(office: Office) -> dict[str, int]:
    """Ana labels the first and reviews the second; the third is not hers."""
    return {
        "First": office.task(2, ["ANA"], name="First").id,
        "Second": office.task(2, ["BEN"], reviewers=("ANA",), name="Second").id,
        "Third": office.task(2, ["BEN"], reviewers=("REA",), name="Third").id,
    }


@pytest.mark.usefixtures("three")
def test_members_see_all_tasks_newest_first_and_filters_leave_their_own(office):
    ana = office.person("ANA")
    assert names(office, ana) == ["Third", "Second", "First"]
    assert names(office, ana, MINE) == ["First"]
    assert names(office, ana, REVIEW) == ["Second"]
    assert names(office, office.lead, MINE) == names(office, office.lead, REVIEW) == []


@pytest.mark.parametrize("what", ["is_guest", "is_external"])
def test_guests_and_people_from_elsewhere_see_their_own_only(office, three, what):
    ana = office.person("ANA", **{what: True})
    assert names(office, ana) == ["Second", "First"]
    assert (names(office, ana, MINE), names(office, ana, REVIEW)) == (["First"], ["Second"])
    page = office.listing.page(ana)
    assert (page.total, page.may_create) == (2, False)
    assert row(office, ana, three["Second"]).name == "Second"
    with pytest.raises(NotFound):
        office.listing.find(ana, three["Third"])
    for words in ("Third", "THIRD", "ird"):
        assert office.listing.named(ana, words) == [], "Not even that it exists."
    assert [one.id for one in office.listing.named(ana, "first")] == [three["First"]]


def test_another_workspace_sees_nothing(office, three):
    foreign = Office(office.store, "T2").person(LEAD, is_admin=True)
    page = office.listing.page(foreign)
    assert (page.rows, page.total, page.has_inputs, page.may_create) == ((), 0, False, True)
    for task in three.values():
        with pytest.raises(NotFound):
            office.listing.find(foreign, task)
    assert office.listing.named(foreign, "First") == office.listing.named(foreign, "") == []
    waiting = office.listing.waiting(Office(office.store, "T2").actor("ANA"))
    assert (waiting.label, waiting.review) == ((), ())


def test_a_deleted_task_is_nowhere(office, three):
    ana = office.person("ANA")
    office.editing.delete(office.lead, three["First"])
    assert names(office, ana) == ["Third", "Second"]
    assert (names(office, ana, MINE), office.listing.named(ana, "First")) == ([], [])
    assert office.listing.waiting(ana.actor).label == ()
    with pytest.raises(NotFound):
        office.listing.find(ana, three["First"])


def test_pages_of_ten_hold_every_task_once(office):
    for number in range(23):
        office.task(1, name=f"Round {number:02}")
    shown = [office.listing.page(office.lead, ALL, number) for number in range(3)]
    assert [len(one.rows) for one in shown] == [10, 10, 3]
    assert {(one.total, one.pages) for one in shown} == {(23, 3)}
    everything = [row.name for one in shown for row in one.rows]
    assert everything == [f"Round {number:02}" for number in reversed(range(23))]


@pytest.mark.parametrize(("asked", "shown"), [(-1, 0), (0, 0), (1, 1), (2, 1), (99, 1)])
def test_a_page_that_is_not_there_is_the_nearest(office, asked, shown):
    """The list may have become shorter since it was drawn."""
    for number in range(11):
        office.task(1, name=f"Round {number:02}")
    page = office.listing.page(office.lead, ALL, asked)
    assert (page.page, len(page.rows)) == (shown, 1 if shown else 10)


def test_an_empty_list_is_one_empty_page(office):
    page = office.listing.page(office.lead)
    assert (page.rows, page.page, page.pages, page.has_inputs, page.may_create) == ((), 0, 1, False, True)
    office.add_inputs(1)
    assert office.listing.page(office.lead).has_inputs


def test_a_row_names_names_and_says_what_this_person_may_do(office):
    office.add_inputs(3, "Garden")
    task = office.task(3, ["ANA", "BEN"], reviewers=("REA",))
    office.answer(task.id, "ANA", task.concepts[0])
    seen = row(office, office.person("ANA"), task.id)
    assert (seen.name, seen.dataset, seen.concepts) == ("Name the birds", "Birds", ("Robin", "Wren"))
    assert (seen.labelers, seen.reviewers, seen.created_by) == (("ANA", "BEN"), ("REA",), LEAD)
    assert (seen.inputs, seen.distributed, seen.tally) == (3, 3, Tally(pending=2, awaiting=1))

    def may(person: Person) -> tuple[object, ...]:
        seen = row(office, person, task.id)
        return seen.is_lead, seen.is_labeler, seen.may_label, seen.is_reviewer, seen.may_review

    assert may(office.person("ANA")) == (False, True, 1, False, 0)
    assert may(office.person("BEN")) == (False, True, 1, False, 0)
    assert may(office.person("REA")) == (False, False, 0, True, 1)
    assert may(office.lead) == (True, False, 0, False, 0)
    assert may(office.person("ADA", is_admin=True)) == (True, False, 0, False, 0)


def test_why_a_task_failed_is_said(office):
    task = office.task(1).id
    office.store.write(lambda unit: unit.tasks.set_status(task, TaskStatus.FAILED, "The pictures are gone."))
    assert row(office, office.lead, task).failure == "The pictures are gone."


def test_999_of_1000_are_99_percent(office):
    task = office.task(1000, ["ANA", "BEN"], reviewers=("REA",)).id

    def percents() -> tuple[int, int]:
        seen = row(office, office.lead, task)
        return labeling_percent(seen.tally, seen.inputs), review_percent(seen.tally, seen.inputs)

    def move_all_but(left: int, status: str) -> None:
        def write(unit: UnitOfWork) -> None:
            for one in moving[left:]:
                assert unit.queue.change(one, status=status, submitted_at=unit.now)

        moving = [one for one in office.assignments(task) if one.status != status]
        office.store.write(write)

    assert percents() == (0, 0)
    move_all_but(1, "AWAITING_REVIEW")
    assert percents() == (99, 0)
    move_all_but(0, "AWAITING_REVIEW")
    assert percents() == (100, 0)
    move_all_but(1, "SUCCESS")
    assert percents() == (100, 99)
    move_all_but(0, "REJECTED")
    assert percents() == (100, 100)


def test_what_is_not_handed_out_yet_counts_as_open(office):
    form = office.forms.open(office.lead)
    task = office.forms.create(office.lead, form.draft, office.draft(600))
    office.distributing.step()
    seen = row(office, office.lead, task)
    assert (seen.inputs, seen.distributed, seen.tally) == (600, 500, Tally(pending=500))
    assert labeling_percent(Tally(success=500), seen.inputs) == 83


def test_what_waits_for_a_person_is_counted_by_task(office):
    first = office.task(3, ["ANA", "BEN"], name="First", reviewers=("ANA", "REA"))
    second = office.task(3, ["ANA"], name="Second")
    office.answer(first.id, "BEN", first.concepts[0])
    office.answer(second.id, "ANA", second.concepts[0], 3)
    waiting = office.listing.waiting(office.actor("ANA"))
    assert (waiting.label, waiting.review) == (((first.id, "First", 2),), ((first.id, "First", 1),))
    office.reviewing.take(office.actor("REA"), first.id)
    (answered,) = [one for one in office.of(first.id, "BEN") if one.reviewer]
    (other,) = {"ANA", "REA"} - {answered.reviewer}
    assert office.listing.waiting(office.actor(answered.reviewer)).review == ((first.id, "First", 1),)
    assert office.listing.waiting(office.actor(other)).review == ()


def test_nobody_is_called_to_review_their_own_answers_while_there_is_another_reviewer(office):
    task = office.task(1, ["ANA"], reviewers=("ANA", "REA"))
    office.answer(task.id, "ANA", task.concepts[0])
    assert office.listing.waiting(office.actor("ANA")).review == ()
    assert row(office, office.person("ANA"), task.id).may_review == 0
    assert office.listing.waiting(office.actor("REA")).review == ((task.id, "Name the birds", 1),)
    alone = office.task(1, ["ANA"], reviewers=("ANA",), name="Alone")
    office.answer(alone.id, "ANA", alone.concepts[0])
    assert office.listing.waiting(office.actor("ANA")).review == ((alone.id, "Alone", 1),)


def end(work: Sequence[Assignment], unit: UnitOfWork) -> None:
    for one in work:
        assert unit.queue.change(one, status="SUCCESS", submitted_at=unit.now)


def test_work_in_an_old_task_is_found_behind_many_that_are_done(office):
    old = office.task(2, ["ANA"], name="Old", reviewers=("REA",))
    office.answer(old.id, "ANA", old.concepts[0])
    for number in range(51):
        task = office.task(2, ["ANA"], name=f"Round {number}", reviewers=("REA",))
        office.store.write(partial(end, office.assignments(task.id)))
    assert office.listing.waiting(office.actor("ANA")).label == ((old.id, "Old", 1),)
    assert office.listing.waiting(office.actor("REA")).review == ((old.id, "Old", 1),)


def test_a_name_is_found_whole_before_in_parts(office):
    for name in ("Birds", "Birds of the sea", "100 % birds"):
        office.task(1, name=name)

    def found(words: str) -> list[str]:
        return [one.name for one in office.listing.named(office.lead, words)]

    assert found(" BIRDS ") == ["Birds"]
    assert found("bird") == ["100 % birds", "Birds of the sea", "Birds"]
    assert found("%") == ["100 % birds"]
    assert found("cats") == []


def test_the_summary_says_what_came_of_it(office):
    task = office.task(6, ["ANA", "BEN"], reviewers=("REA",), several=True)
    robin, wren = task.concepts
    office.answer(task.id, "ANA", robin, 2)
    office.answer(task.id, "ANA", None)
    office.answer(task.id, "BEN", wren)
    office.answer(task.id, "BEN", robin, 2)
    office.reviewing.take(office.actor("REA"), task.id)
    rejected = office.of(task.id, "BEN")[0]
    office.reviewing.reject(office.actor("REA"), rejected.id, rejected.revision, "No wren.")
    office.approve(task.id, "REA")
    assert office.listing.done(task.id) == DoneModel(
        task.id,
        "Name the birds",
        6,
        approved=5,
        rejected=1,
        per_concept=(("Robin", 4), ("None of these", 1)),
        per_labeler=(("ANA", 3), ("BEN", 3)),
        has_review=True,
    )
