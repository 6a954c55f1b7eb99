"""Concepts: what may be done to them, what follows, and that nothing is lost on the way."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from domain.errors import InUse, Invalid, NotAllowed, NotFound, Stale
from domain.fields import TaskField
from domain.model import Person
from services import concepts as module
from store import tables
from tests.office import Office


@pytest.fixture
def ana(office: Office) -> Person:
    return office.person("ANA")


def listed(office: Office, person: Person, query: str = "") -> list[tuple[str, int, int]]:
    return [(row.name, row.tasks, row.labels) for row in office.concepts.page(person, query).rows]


def labels(office: Office, task: int) -> list[list[str]]:
    """The names that each answer of a task holds, in the order of the assignments."""
    ids = [one.id for one in office.assignments(task)]
    return office.store.read(lambda unit: [[name for _, name in unit.annotations.of(one)] for one in ids])


def offered(office: Office, task: int) -> list[str]:
    return [one.name for one in office.store.read(lambda unit: unit.tasks.concepts(task))]


def task_audit(office: Office, task: int) -> list[tuple[str, str | None, str | None]]:
    a = tables.audit.c
    chosen = tables.audit.select().with_only_columns(a.action, a.before, a.after)
    rows = chosen.where(a.task == task, a.assignment.is_(None)).order_by(a.id)
    return office.store.read(lambda unit: [tuple(row) for row in unit.connection.execute(rows)])


def test_the_list_counts_tasks_and_labels(office, ana):
    birds = office.task(2)
    office.answer(birds.id, "ANA", birds.concepts[0])
    office.concept("Heron")
    assert listed(office, ana) == [("Heron", 0, 0), ("Robin", 1, 1), ("Wren", 1, 0)]
    office.editing.delete(office.lead, birds.id)
    assert listed(office, ana)[1:] == [("Robin", 0, 1), ("Wren", 0, 0)]


def test_the_list_is_searched_and_paged(office, ana):
    for number in range(45):
        office.concept(f"Bird {number:02}")
    office.concept("Cat")
    last = office.concepts.page(ana, "bIRd", 9)
    assert [row.name for row in last.rows] == [f"Bird {number}" for number in range(40, 45)]
    assert (last.page, last.pages, last.total, last.query) == (2, 3, 45, "bIRd")
    assert listed(office, ana, "cat") == [("Cat", 0, 0)]
    assert office.concepts.page(ana, "%").total == 0


def test_several_are_added_and_known_ones_are_named(office, ana):
    office.concept("cat")
    assert office.concepts.add(ana, "Cat\nDog\n\nBlue  tit") == "Added “Dog” and “Blue tit”. There was already: “Cat”."
    assert office.concepts.add(ana, "dog\nCAT") == "There were already: “dog” and “CAT”."
    assert [name for name, _, _ in listed(office, ana)] == ["Blue tit", "cat", "Dog"]
    with pytest.raises(Invalid) as wrong:
        office.concepts.add(ana, " \n")
    assert set(wrong.value.fields) == {"concepts"}


def test_guests_look_and_others_do_not_even_that(office, ana):
    guest, external = office.person("GUS", is_guest=True), office.person("EVE", is_external=True)
    cat, dog = office.concept("Cat"), office.concept("Dog")
    assert office.concepts.page(ana).may_change
    assert not office.concepts.page(guest).may_change
    with pytest.raises(NotAllowed):
        office.concepts.page(external)
    for act in (
        lambda who: office.concepts.add(who, "Bird"),
        lambda who: office.concepts.open(who, cat),
        lambda who: office.concepts.rename(who, cat, "Cat", "Lynx"),
        lambda who: office.concepts.ask_merge(who, cat, dog),
        lambda who: office.concepts.merge(who, cat, dog),
        lambda who: office.concepts.delete(who, cat),
    ):
        for who in (guest, external):
            with pytest.raises(NotAllowed):
                act(who)
    assert [name for name, _, _ in listed(office, ana)] == ["Cat", "Dog"]


def test_another_workspaces_concepts_are_not_there(office, ana):
    elsewhere = Office(office.store, "T2").concept("Cat")
    for act in (office.concepts.open, office.concepts.delete):
        if act == office.concepts.delete:
            assert act(ana, elsewhere).name == ""
        else:
            with pytest.raises(NotFound):
                act(ana, elsewhere)
    with pytest.raises(NotFound):
        office.concepts.merge(ana, office.concept("Dog"), elsewhere)
    assert office.store.read(lambda unit: unit.concepts.find("T2", elsewhere)) is not None


def test_renaming_shows_everywhere_and_is_audited(office, ana):
    birds = office.task(2)
    office.answer(birds.id, "ANA", birds.concepts[0])
    assert office.concepts.rename(ana, birds.concepts[0], "Robin", " European  robin ") == (
        "“Robin” is called “European robin” now."
    )
    assert offered(office, birds.id) == ["European robin", "Wren"]
    assert labels(office, birds.id) == [["European robin"], []]
    assert task_audit(office, birds.id)[-1] == ("rename concept", "Robin", "European robin")
    shown = office.editing.open_field(office.lead, birds.id, TaskField.CONCEPTS).choices
    assert [one.text for one in shown] == ["European robin", "Wren"]
    assert [card.user for card in office.telling.stale_cards(calm=0)] in ([], ["ANA"])


def test_a_name_that_is_taken_says_what_to_do_instead(office, ana):
    cat = office.concept("Cat")
    office.concept("Dog")
    for name in ("DOG", "", "x" * 76):
        with pytest.raises(Invalid) as wrong:
            office.concepts.rename(ana, cat, "Cat", name)
        assert set(wrong.value.fields) == {"name"}
    assert office.concepts.rename(ana, cat, "Cat", "CAT") == "“Cat” is called “CAT” now."
    assert office.concepts.rename(ana, cat, "Cat", "CAT"), "the same click once more"


def test_of_two_who_rename_the_later_one_is_told(office, ana):
    cat = office.concept("Cat")
    office.concepts.rename(ana, cat, "Cat", "Lynx")
    with pytest.raises(Stale, match="Somebody renamed “Cat” to “Lynx” meanwhile"):
        office.concepts.rename(ana, cat, "Cat", "Tiger")
    office.concepts.rename(ana, cat, "Lynx", "Tiger")
    assert listed(office, ana) == [("Tiger", 0, 0)]


def test_the_confirmation_says_how_much_moves(office, ana):
    birds = office.task(3)
    robin, wren = birds.concepts
    office.answer(birds.id, "ANA", robin, 2)
    model = office.concepts.ask_merge(ana, robin, wren)
    assert (model.name, model.into_name, model.tasks, model.labels) == ("Robin", "Wren", 1, 2)
    for into in (robin, 999):
        with pytest.raises(Invalid) as wrong:
            office.concepts.ask_merge(ana, robin, into)
        assert set(wrong.value.fields) == {"into"}


def test_merging_moves_tasks_and_labels(office, ana):
    one = office.task(3)
    robin, wren = one.concepts
    other = office.task(3, name="Other", concepts=(str(robin), "new:Heron"))
    office.answer(one.id, "ANA", robin, 2)
    office.answer(one.id, "ANA", wren)
    office.answer(other.id, "ANA", robin)
    assert office.concepts.merge(ana, robin, wren) == "“Robin” becomes part of “Wren”."
    office.tidy()
    assert listed(office, ana) == [("Heron", 1, 0), ("Wren", 2, 4)]
    assert offered(office, one.id) == ["Wren"]
    assert offered(office, other.id) == ["Wren", "Heron"]
    assert labels(office, one.id) == [["Wren"]] * 3
    assert task_audit(office, other.id)[-1] == ("merge concept", "Robin", "Wren")
    assert [row.concept for row in rows(office, one.id)] == ["Wren"] * 3


def rows(office: Office, task: int) -> list[object]:
    return office.store.read(lambda unit: unit.exports.after(task, 0, 100, everything=True))


@pytest.mark.parametrize(("order", "left"), [((0, 1, 2), ["A", "C"]), ((1, 0, 2), ["A", "C"]), ((2, 0, 1), ["C", "A"])])
def test_a_task_with_both_keeps_the_place_of_the_first(office, ana, order, left):
    names = ["A", "B", "C"]
    ids = {name: office.concept(name) for name in names}
    task = office.task(1, concepts=tuple(str(ids[names[place]]) for place in order))
    office.concepts.merge(ana, ids["B"], ids["A"])
    office.tidy()
    assert offered(office, task.id) == left


def test_an_answer_with_both_keeps_one(office, ana):
    birds = office.task(1, several=True)
    robin, wren = birds.concepts
    (assignment,) = office.of(birds.id, "ANA")
    for concept in (robin, wren):
        now = office.of(birds.id, "ANA")[0]
        office.labeling.tick(ana.actor, assignment.id, now.revision, concept, on=True)
    office.labeling.submit(ana.actor, assignment.id, office.of(birds.id, "ANA")[0].revision)
    assert labels(office, birds.id) == [["Robin", "Wren"]]
    office.concepts.merge(ana, robin, wren)
    office.tidy()
    assert labels(office, birds.id) == [["Wren"]]


def test_what_is_on_its_way_is_in_no_list_and_its_name_leads_to_the_other(office, ana):
    birds = office.task(1)
    robin, wren = birds.concepts
    office.answer(birds.id, "ANA", robin)
    office.concepts.merge(ana, robin, wren)
    assert not office.concepts.is_idle()
    assert [(row.name, row.labels_coming) for row in office.concepts.page(ana).rows] == [("Wren", 1)]
    assert office.concept("ROBIN") == wren
    assert [one.value for one in office.datasets.search_concepts("T1", "robin")] == []
    assert office.concepts.merge(ana, robin, wren) == "It is part of “Wren” already."
    with pytest.raises(InUse, match="just being merged into “Wren”"):
        office.concepts.delete(ana, wren)
    other = office.concept("Heron")
    with pytest.raises(Invalid):
        office.concepts.ask_merge(ana, wren, other)
    with pytest.raises(Stale):
        office.concepts.merge(ana, wren, other)
    with pytest.raises(Invalid):
        office.concepts.rename(ana, other, "Heron", "Robin")
    office.tidy()
    assert office.concepts.is_idle()
    assert office.concept("Robin") != wren


def test_merging_goes_in_small_bits_and_survives_a_stop_anywhere(office, ana, monkeypatch):
    monkeypatch.setattr(module, "_LABELS", 2)
    monkeypatch.setattr(module, "_TASKS", 1)
    tasks = [office.task(3, name=f"Task {n}") for n in range(3)]
    robin, wren = tasks[0].concepts
    for task in tasks:
        office.answer(task.id, "ANA", robin, 3)
    office.concepts.merge(ana, robin, wren)
    steps = 0
    while not office.concepts.is_idle():
        # Each bit by a service that knows nothing of those before, as after a restart.
        assert module.Concepts(office.store).step()
        steps += 1
    assert steps == 3 + 5 + 1
    assert not office.concepts.step()
    assert listed(office, ana) == [("Wren", 3, 9)]


def test_labelers_go_on_while_concepts_merge(office, monkeypatch):
    """Nothing that is tapped meanwhile is lost, and nothing double comes of it."""
    monkeypatch.setattr(module, "_LABELS", 3)
    people = [f"P{n}" for n in range(4)]
    birds = office.task(80, labelers=people)
    robin, wren = birds.concepts
    office.answer(birds.id, "P0", robin, 10)

    def label(who: str) -> None:
        for number in range(10):
            # As cards that are not repainted yet offer both; what is refused is tapped anew.
            item = office.labeling.card(office.actor(who), birds.id).item
            assert item is not None
            clicked = office.labeling.answer(
                office.actor(who), item.assignment, item.revision, [robin if number % 2 else wren]
            )
            if clicked.note:
                office.answer(birds.id, who, wren)

    with ThreadPoolExecutor(5) as pool:
        at_work = [pool.submit(label, who) for who in people]
        office.concepts.merge(office.lead, robin, wren)
        office.tidy()
        for one in at_work:
            one.result()
    office.tidy()
    given = [answer for answer in labels(office, birds.id) if answer]
    assert given == [["Wren"]] * 50
    assert office.concepts.is_idle()


def test_a_concept_in_use_is_not_deleted(office, ana):
    birds = office.task(1, name="Birds")
    robin = birds.concepts[0]
    office.answer(birds.id, "ANA", robin)
    with pytest.raises(InUse, match=r"used by 1 task \(“Birds”\) and 1 label\. Merge it"):
        office.concepts.delete(ana, robin)
    office.editing.delete(office.lead, birds.id)
    with pytest.raises(InUse, match=r"used by 1 deleted task that can be brought back \(“Birds”\) and 1 label"):
        office.concepts.delete(ana, robin, only_ask=True)
    assert [name for name, _, _ in listed(office, ana)] == ["Robin", "Wren"]


def test_a_free_concept_is_deleted_once(office, ana):
    cat = office.concept("Cat")
    assert office.concepts.delete(ana, cat, only_ask=True).name == "Cat"
    assert listed(office, ana) == [("Cat", 0, 0)]
    assert office.concepts.delete(ana, cat).name == "Cat"
    assert office.concepts.delete(ana, cat).name == ""
    assert listed(office, ana) == []
