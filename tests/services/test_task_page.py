"""A task's own page: who is how far, what its labels come to, and who may see which part of it."""

import pytest

from domain.clock import as_datetime
from domain.errors import LabelingError, NotAllowed, NotFound
from domain.model import NOBODY, Distribution, Role, Tally
from domain.read_models import CountedConcept, PersonLine
from services.task_page import CONCEPTS
from services.task_people import PEOPLE
from tests.office import LEAD, Birds, Office


@pytest.fixture
def task(office: Office) -> Birds:
    """Ben has answered two of three (one approved, one rejected), Cay none; Rea reviews."""
    for name in ("BEN", "CAY", "REA", "OTTO"):
        office.person(name)
    office.person("GUS", is_guest=True)
    task = office.task(6, ("BEN", "CAY"), reviewers=("REA",))
    office.answer(task.id, "BEN", task.concepts[0])
    office.answer(task.id, "BEN", task.concepts[1])
    office.reviewing.take(office.actor("REA"), task.id)
    first, second = (one for one in office.of(task.id, "BEN") if one.submitted_at)
    office.reviewing.approve(office.actor("REA"), first.id, first.revision)
    office.reviewing.reject(office.actor("REA"), second.id, second.revision, "No bird.")
    return task


def person(office: Office, user: str):
    return office.collaborating.find(office.actor(user))


def lines(office: Office, task: int, page: int = 0) -> dict[tuple[str, Role], PersonLine]:
    return {(one.user, one.role): one for one in office.task_pages.people(office.lead, task, page).rows}


def test_a_lead_sees_who_is_how_far(office, task):
    office.releasing.release_of(office.lead, task.id, "CAY")
    model = office.task_pages.overview(office.lead, task.id, "Done.")
    assert (model.row.name, model.note, model.released, model.leads) == ("Name the birds", "Done.", 3, (LEAD,))
    assert model.people is not None
    found = {(one.user, one.role): one for one in model.people.rows}
    assert found == lines(office, task.id)
    ben, cay, nobody, rea = (
        found[key]
        for key in (
            ("BEN", Role.LABELER),
            ("CAY", Role.LABELER),
            (NOBODY, Role.LABELER),
            ("REA", Role.REVIEWER),
        )
    )
    newest = max(one.submitted_at or 0 for one in office.of(task.id, "BEN"))
    assert (ben.tally, ben.last_at) == (Tally(1, 0, 1, 1), as_datetime(newest))
    assert (cay.tally, cay.last_at) == (Tally(), None)
    assert nobody.tally == Tally(3)
    assert (rea.decided, rea.waiting) == (2, 0)
    assert rea.last_at > ben.last_at


def test_whoever_has_most_open_work_comes_first_and_who_left_last(office, task):
    assert [one.user for one in office.task_pages.people(office.lead, task.id, 0).rows] == ["CAY", "BEN", "REA"]
    office.set_people(task.id, ["CAY"], ["REA"])
    office.settle()
    rows = office.task_pages.people(office.lead, task.id, 0).rows
    assert [(one.user, one.has_left) for one in rows] == [("CAY", False), ("BEN", True), ("REA", False)]


def test_many_people_are_paged(office):
    names = [f"P{number:03}" for number in range(PEOPLE * 2 + 1)]
    task = office.task(1, names)
    page = office.task_pages.people(office.lead, task.id, 1)
    assert (len(page.rows), page.page, page.pages, page.total) == (PEOPLE, 1, 3, len(names))
    seen = [one.user for number in range(3) for one in office.task_pages.people(office.lead, task.id, number).rows]
    assert sorted(seen) == names


def test_others_see_their_own_part(office, task):
    for who, roles in (("BEN", [Role.LABELER]), ("REA", [Role.REVIEWER]), ("OTTO", [])):
        model = office.task_pages.overview(person(office, who), task.id)
        assert (model.people, model.excluded, model.released) == (None, 0, 0)
        assert [(one.user, one.role) for one in model.mine] == [(who, role) for role in roles]
        for look in (
            lambda who=who: office.task_pages.people(person(office, who), task.id, 0),
            lambda who=who: office.task_pages.concepts(person(office, who), task.id),
            lambda who=who: office.task_pages.ask_close(person(office, who), task.id),
            lambda who=who: office.task_pages.search_takers(person(office, who), task.id, "BEN", ""),
            lambda who=who: office.task_pages.ask_move(person(office, who), task.id, "BEN", is_release=True),
        ):
            with pytest.raises(NotAllowed, match=f"<@{LEAD}>"):
                look()
    assert office.task_pages.overview(office.person("ADA", is_admin=True), task.id).people is not None


def test_guests_see_only_tasks_of_theirs(office, task):
    with pytest.raises(NotFound):
        office.task_pages.overview(person(office, "GUS"), task.id)
    office.set_people(task.id, ["BEN", "CAY", "GUS"], ["REA"])
    assert office.task_pages.overview(person(office, "GUS"), task.id).mine[0].user == "GUS"
    other = Office(office.store, "T2")
    with pytest.raises(NotFound):
        other.task_pages.overview(other.lead, task.id)
    office.editing.delete(office.lead, task.id)
    with pytest.raises(NotFound):
        office.task_pages.overview(office.lead, task.id)


def test_labels_are_counted_by_concept(office, task):
    counted = office.task_pages.concepts(office.lead, task.id)
    assert counted.rows == (
        CountedConcept("Robin", 1, 0, 0),
        CountedConcept("Wren", 0, 0, 1),
        CountedConcept(None, 0, 0, 0),
    )
    office.answer(task.id, "BEN", None)
    found = office.task_pages.concepts(office.lead, task.id, " NONE ")
    assert (found.rows, found.query) == ((CountedConcept(None, 0, 1, 0),), "NONE")
    assert office.task_pages.concepts(office.lead, task.id, "x").rows == ()


def test_many_concepts_are_paged(office):
    names = tuple(f"new:Species {number:03}" for number in range(100))
    task = office.task(1, concepts=names)
    page = office.task_pages.concepts(office.lead, task.id, "", 9)
    assert (page.page, page.pages, page.total) == (2, 3, 101)
    assert len(page.rows) == 101 - 2 * CONCEPTS
    assert len(office.task_pages.concepts(office.lead, task.id, "species 01").rows) == 10


def test_what_others_have_still_to_answer_is_counted_nowhere(office):
    task = office.task(1, ["BEN", "CAY"], labelers_per_input=2, agreement=2)
    office.answer(task.id, "BEN", task.concepts[0])
    counted = office.task_pages.concepts(office.lead, task.id)
    assert ({one.waiting + one.approved for one in counted.rows}, counted.hidden) == ({0}, 1)


def test_a_concept_that_is_offered_no_more_is_still_counted(office, task):
    finch = office.concept("Finch")
    office.store.write(lambda unit: unit.annotations.replace(office.of(task.id, "BEN")[0].id, [finch], "SUCCESS"))
    assert CountedConcept("Finch", 1, 0, 0) in office.task_pages.concepts(office.lead, task.id).rows


def test_closing_says_what_it_means(office, task):
    office.answer(task.id, "CAY", task.concepts[0])
    office.reviewing.take(office.actor("REA"), task.id)
    model = office.task_pages.ask_close(office.lead, task.id)
    assert (model.pending, model.awaiting, model.people) == (3, 1, 3)
    office.closing.close(office.lead, task.id)
    with pytest.raises(LabelingError, match="is closed already"):
        office.task_pages.ask_close(office.lead, task.id)


def test_a_dynamic_task_counts_what_nobody_has_yet(office):
    task = office.task(12, ["BEN"], distribution=Distribution.DYNAMIC)
    office.labeling.take(office.actor("BEN"), task.id)
    assert office.task_pages.ask_close(office.lead, task.id).pending == 12


def test_open_work_is_moved_where_there_is_some_and_somebody_to_take_it(office, task):
    pages = office.task_pages
    assert pages.ask_move(office.lead, task.id, "CAY", is_release=True).pending == 3
    takers = pages.search_takers(office.lead, task.id, "CAY", "be")
    assert [(one.value, one.text, one.description) for one in takers] == [("BEN", "Ben", "1 input to label")]
    assert pages.search_takers(office.lead, task.id, "CAY", "x") == []
    with pytest.raises(LabelingError, match="no open work"):
        pages.ask_move(office.lead, task.id, "REA", is_release=True)
    office.set_people(task.id, ["CAY"], ["REA"])
    office.settle()
    with pytest.raises(LabelingError, match="Nobody else labels"):
        pages.ask_move(office.lead, task.id, "CAY", is_release=False)
    office.closing.close(office.lead, task.id)
    with pytest.raises(LabelingError, match="closed early"):
        pages.ask_move(office.lead, task.id, "CAY", is_release=True)
    assert not pages.people(office.lead, task.id, 0).may_move


def test_where_everyone_labels_everything_nothing_moves(office):
    task = office.task(2, ["BEN", "CAY"], distribution=Distribution.EVERYONE)
    with pytest.raises(LabelingError, match="everyone labels everything"):
        office.task_pages.ask_move(office.lead, task.id, "BEN", is_release=True)
