from dataclasses import replace

import pytest

from domain.errors import Invalid, NotAllowed, NotFound, Stale
from domain.intake import Intake, Refused
from domain.model import Person
from domain.notices import IntakeStarted
from domain.texts import new_text
from services.intakes import Intakes, Step
from tests.office import Office


@pytest.fixture
def intakes(office: Office) -> Intakes:
    return Intakes(office.store, ["images"])


@pytest.fixture
def dataset(office: Office) -> int:
    return office.datasets.open("T1", "Words").id


def words(*said: str) -> list:
    return [new_text(one, one) for one in said]


def front(intakes: Intakes) -> Intake:
    return intakes.in_front()[0][0]


def test_who_starts_one_is_told_in_a_message(office, intakes, dataset):
    made = intakes.start_files(office.lead, dataset, ["F1"], " ")
    assert office.told("LEAD") == [IntakeStarted(made)]
    model = intakes.model(made)
    assert (model.dataset, model.intake.source.column) == ("Words", None)
    assert intakes.start_files(office.lead, dataset, ["F1"], " text ") != made


def test_what_can_not_be_started_is_said(office, intakes, dataset):
    with pytest.raises(NotFound):
        intakes.start_files(office.lead, 99, ["F1"])
    with pytest.raises(NotFound):
        intakes.start_files(replace(office.lead, workspace="T2"), dataset, ["F1"])
    with pytest.raises(NotAllowed):
        intakes.start_files(Person("T1", "GUEST", "Guest", is_guest=True), dataset, ["F1"])
    with pytest.raises(Invalid):
        intakes.start_text(office.lead, dataset, " ", "A message")
    with pytest.raises(Invalid):
        intakes.start_addresses(office.lead, dataset, "http://127.0.0.1/")
    assert intakes.start_addresses(office.lead, dataset, "http://images/a.jpg", "text")
    assert office.told("LEAD") == [IntakeStarted(1)]


def test_all_is_counted_as_it_comes_in(office, intakes, dataset):
    intakes.start_files(office.lead, dataset, ["F1", "F2"])
    first = intakes.record(
        front(intakes), Step([*words("a", "b", "a"), Refused("c", "is empty.")], is_last=False, more=4)
    )
    assert (first.added, first.known, first.refused, first.reached, first.total) == (2, 1, 1, 4, 6)
    assert (first.at, first.base) == (0, 0)
    second = intakes.record(first, Step(words("d"), is_last=True, notes=("note",)))
    assert (second.at, second.base, second.reached) == (1, 5, 5)
    assert intakes.record(second, Step(words("a"), is_last=True, notes=("note",))) is None
    ended = intakes.model(1).intake
    assert (ended.added, ended.known, ended.refused, ended.reached, ended.total) == (3, 2, 1, 6, 6)
    assert (ended.is_done, ended.notes, ended.first_refused) == (True, ("note",), (Refused("c", "is empty."),))
    assert intakes.in_front() == ([], None)
    assert office.datasets.open("T1", "Words").inputs == 3


def test_a_step_that_was_done_already_changes_nothing(office, intakes, dataset):
    intakes.start_files(office.lead, dataset, ["F1"])
    before = front(intakes)
    intakes.record(before, Step(words("a"), is_last=False))
    with pytest.raises(Stale):
        intakes.record(before, Step(words("b"), is_last=False))
    assert office.datasets.open("T1", "Words").inputs == 1


def test_many_refusals_are_counted_and_some_are_kept(office, intakes, dataset):
    intakes.start_files(office.lead, dataset, ["F1"])
    intakes.record(front(intakes), Step([Refused(str(n), "is empty.") for n in range(500)], is_last=True))
    ended = intakes.model(1).intake
    assert (ended.refused, len(ended.first_refused)) == (500, 200)


def test_growing_tasks_are_called_only_when_something_came(office, intakes, dataset):
    rung: list[set[str]] = []
    office.store.on_commit = rung.append
    intakes.start_files(office.lead, dataset, ["F1", "F2", "F3"])
    now = intakes.record(front(intakes), Step(words("a"), is_last=True))
    now = intakes.record(now, Step(words("a"), is_last=True))
    assert intakes.record(now, Step([Refused("b", "is empty.")], is_last=True)) is None
    assert ["distribution" in one for one in rung] == [False, True, False, False]
    assert "notices" in rung[0]
    assert all("progress" in one for one in rung[1:])


def test_trouble_lets_it_wait_and_a_step_forgets_it(office, intakes, dataset, clock):
    intakes.start_files(office.lead, dataset, ["F1", "F2"])
    intakes.wait(front(intakes), 30, "ratelimited")
    due, later = intakes.in_front()
    assert (due, later is not None) == ([], True)
    clock.move(31)
    assert (front(intakes).attempts, front(intakes).error) == (1, "ratelimited")
    after = intakes.record(front(intakes), Step(words("a"), is_last=True))
    assert (after.attempts, after.error) == (0, None)


def test_a_dataset_that_goes_meanwhile_ends_it(office, intakes, dataset):
    intakes.start_files(office.lead, dataset, ["F1"])
    now = front(intakes)
    office.store.write(lambda unit: unit.connection.exec_driver_sql("UPDATE dataset SET deleted_at = 1"))
    assert intakes.record(now, Step(words("a"), is_last=False)) is None
    model = intakes.model(1)
    assert (model.intake.is_done, model.dataset) == (True, "a deleted dataset")
    assert "was deleted" in (model.intake.error or "")


def test_a_column_is_asked_for_and_chosen_once(office, intakes, dataset):
    intakes.start_files(office.lead, dataset, ["F1"])
    intakes.ask_column(front(intakes), ["id", "words"])
    assert intakes.in_front() == ([], None)
    with pytest.raises(NotAllowed, match="<@LEAD>"):
        intakes.choose_column(office.actor("BEN"), 1, 1)
    with pytest.raises(NotFound):
        intakes.choose_column(replace(office.lead.actor, workspace="T2"), 1, 1)
    assert intakes.choose_column(office.lead.actor, 1, 7).intake.asks == ("id", "words")
    assert intakes.choose_column(office.lead.actor, 1, 1).intake.asks == ()
    assert front(intakes).source.column == "words"
    assert intakes.choose_column(office.lead.actor, 1, 0).intake.source.column == "words"


def test_while_one_asks_the_next_one_of_the_workspace_goes_on(office, intakes, dataset):
    intakes.start_files(office.lead, dataset, ["F1"])
    second = intakes.start_files(office.lead, dataset, ["F2"])
    intakes.ask_column(front(intakes), ["id", "words"])
    assert front(intakes).id == second


def test_messages_are_shown_until_the_end_is(office, intakes, dataset):
    made = intakes.start_text(office.lead, dataset, "Hello", "A message")
    assert intakes.to_show() == []
    intakes.placed(made, "D1", "1.2")
    assert [one.intake.id for one in intakes.to_show()] == [made]
    intakes.record(front(intakes), Step(words("Hello"), is_last=True))
    intakes.end_was_shown(made)
    assert intakes.to_show() == []


def test_what_a_form_holds_is_one_intake(office, intakes, dataset):
    made = intakes.start_given(office.lead, dataset, ["F1"], "https://example.org/a.png", "Hello\nBye")
    assert [one.what for one in front(intakes).source.things] == ["F1", "https://example.org/a.png", "Hello", "Bye"]
    assert office.told("LEAD") == [IntakeStarted(made)]


def test_every_field_of_a_form_that_is_wrong_is_named(office, intakes, dataset):
    for given, wrong in (
        (([], "", " "), {"files"}),
        (([], "ftp://example.org/a", "\0"), {"addresses", "texts"}),
        ((["F1"], "nonsense", ""), {"addresses"}),
    ):
        with pytest.raises(Invalid) as refused:
            intakes.start_given(office.lead, dataset, *given)
        assert set(refused.value.fields) == wrong
    assert intakes.in_front() == ([], None)
