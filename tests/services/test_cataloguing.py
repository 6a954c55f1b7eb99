"""Datasets as people look after them."""

import pytest

from domain.errors import InUse, Invalid, NotAllowed, NotFound, Stale
from domain.model import InputKind, Person, PictureState
from services.cataloguing import Cataloguing
from services.links import PictureLinks
from store import tables
from tests.office import Office


@pytest.fixture
def ana(office: Office) -> Person:
    return office.person("ANA")


def listed(office: Office, person: Person, query: str = "", page: int = 0) -> list[tuple[str, int, int, int]]:
    found = office.cataloguing.page(person, query, page)
    return [(row.name, row.inputs, row.tasks, row.versions) for row in found.rows]


def kept(office: Office) -> int:
    return office.store.read(lambda unit: unit.catalog.count_inputs("T1"))


def test_the_list_counts_what_is_in_it_and_who_uses_it(office, ana):
    birds = office.task(3)
    office.cataloguing.create(ana, "Cats")
    assert listed(office, ana) == [("Birds", 3, 1, 0), ("Cats", 0, 0, 0)]
    office.editing.delete(office.lead, birds.id)
    assert listed(office, ana)[0] == ("Birds", 3, 0, 0)
    assert listed(office, ana, "CAT") == [("Cats", 0, 0, 0)]


def test_more_than_a_hundred_are_all_found(office, ana):
    for number in range(130):
        office.cataloguing.create(ana, f"Set {number:03}")
    found = [name for page in range(7) for name, *_ in listed(office, ana, page=page)]
    assert found == [f"Set {number:03}" for number in range(130)]
    offered = [one.text for one in office.cataloguing.search("T1", "set 12")]
    assert offered == [*(f"Set {n}" for n in range(120, 130)), "➕ Create “set 12”"]
    assert [one.value for one in office.cataloguing.search("T1", "SET 007")] == ["8"]


def test_what_is_chosen_is_made_where_it_is_new(office, ana):
    known = office.add_inputs(1)
    assert office.cataloguing.chosen(ana, str(known)).name == "Birds"
    made = office.cataloguing.chosen(ana, "new:Pets")
    assert office.cataloguing.chosen(ana, "new:pets") == made
    for value in ("", "999", "x"):
        with pytest.raises(Invalid) as wrong:
            office.cataloguing.chosen(ana, value)
        assert set(wrong.value.fields) == {"dataset"}
    with pytest.raises(NotAllowed):
        office.cataloguing.chosen(office.person("GUS", is_guest=True), "new:Cats")


def test_only_full_members_look_and_change(office, ana):
    dataset = office.add_inputs(1)
    for who in (office.person("GUS", is_guest=True), office.person("EVE", is_external=True)):
        for act in (
            office.cataloguing.page,
            lambda one: office.cataloguing.look_at(one, dataset),
            lambda one: office.cataloguing.create(one, "New"),
            lambda one: office.cataloguing.open(one, dataset),
            lambda one: office.cataloguing.rename(one, dataset, "Birds", "New"),
            lambda one: office.cataloguing.delete(one, dataset),
            lambda one: office.cataloguing.remove_input(one, dataset, 1),
        ):
            with pytest.raises(NotAllowed):
                act(who)
    assert listed(office, ana) == [("Birds", 1, 0, 0)]


def test_another_workspaces_dataset_is_not_there(office, ana):
    elsewhere = Office(office.store, "T2").add_inputs(1)
    for act in (
        lambda: office.cataloguing.look_at(ana, elsewhere),
        lambda: office.cataloguing.open(ana, elsewhere),
        lambda: office.cataloguing.rename(ana, elsewhere, "Birds", "New"),
        lambda: office.cataloguing.remove_input(ana, elsewhere, 1),
    ):
        with pytest.raises(NotFound):
            act()
    assert office.cataloguing.delete(ana, elsewhere).name == ""
    assert office.store.read(lambda unit: unit.catalog.dataset("T2", elsewhere)) is not None


def test_a_name_is_unique_among_those_that_live(office, ana):
    made = office.cataloguing.create(ana, "  Garden   birds ")
    assert made.name == "Garden birds"
    for name in ("GARDEN BIRDS", "", "x" * 81):
        with pytest.raises(Invalid) as wrong:
            office.cataloguing.create(ana, name)
        assert set(wrong.value.fields) == {"name"}
    office.cataloguing.delete(ana, made.id)
    assert office.cataloguing.create(ana, "Garden birds").id != made.id


def test_renaming_and_what_stands_against_it(office, ana):
    one, _ = office.cataloguing.create(ana, "One"), office.cataloguing.create(ana, "Two")
    with pytest.raises(Invalid):
        office.cataloguing.rename(ana, one.id, "One", "two")
    assert office.cataloguing.rename(ana, one.id, "One", "ONE") == "“One” is called “ONE” now."
    assert office.cataloguing.rename(ana, one.id, "One", "ONE"), "the same click once more"
    with pytest.raises(Stale, match="renamed “One” to “ONE”"):
        office.cataloguing.rename(ana, one.id, "One", "Three")
    assert [name for name, *_ in listed(office, ana)] == ["ONE", "Two"]


def test_a_dataset_that_tasks_use_is_not_deleted(office, ana):
    birds = office.task(2, name="Name them")
    dataset = office.add_inputs(2)
    with pytest.raises(InUse, match="used by 1 task \\(“Name them”\\)"):
        office.cataloguing.delete(ana, dataset)
    office.editing.delete(office.lead, birds.id)
    with pytest.raises(InUse, match="1 deleted task over it can still be brought back"):
        office.cataloguing.delete(ana, dataset, only_ask=True)
    office.editing.restore(office.lead, birds.id)
    assert listed(office, ana) == [("Birds", 2, 1, 0)]


def test_a_dataset_that_is_being_filled_is_not_deleted(office, ana):
    office.add_inputs(2)
    filling = office.store.write(lambda unit: unit.catalog.create_dataset("T1", "All", "ANA", fill_until=2))
    with pytest.raises(InUse, match="on their way"):
        office.cataloguing.delete(ana, filling.id)
    assert office.cataloguing.look_at(ana, filling.id).is_coming
    while office.store.write(lambda unit: unit.catalog.fill_next(10)):
        pass
    assert office.cataloguing.delete(ana, filling.id).inputs == 2


def test_deleting_keeps_the_inputs_of_others(office, ana):
    one, two = office.add_inputs(3, "One"), office.add_inputs(3, "Two")
    gone = office.cataloguing.delete(ana, one)
    assert (gone.name, gone.inputs) == ("One", 3)
    assert listed(office, ana) == [("Two", 3, 0, 0)]
    assert office.cataloguing.look_at(ana, two).inputs == kept(office) == 3
    assert office.cataloguing.delete(ana, one).name == ""


def test_an_input_is_taken_out_once(office, ana):
    dataset = office.add_inputs(3)
    first = office.cataloguing.look_at(ana, dataset).items[-1]
    assert office.cataloguing.remove_input(ana, dataset, first.id) == "The input was taken out of the dataset."
    assert office.cataloguing.remove_input(ana, dataset, first.id) == "That input was taken out already."
    now = office.cataloguing.look_at(ana, dataset)
    assert (now.inputs, [one.name for one in now.items]) == (2, ["2.jpg", "1.jpg"])
    assert kept(office) == 3


def test_an_input_that_a_task_has_stays(office, ana):
    birds = office.task(2, name="Name them")
    dataset = office.add_inputs(2)
    given = office.assignments(birds.id)[0].input
    with pytest.raises(InUse, match="given to people in “Name them”"):
        office.cataloguing.remove_input(ana, dataset, given)
    office.add_inputs(3)
    late = office.cataloguing.look_at(ana, dataset).items[0]
    office.cataloguing.remove_input(ana, dataset, late.id)
    assert office.cataloguing.look_at(ana, dataset).inputs == 2


def test_the_window_counts_by_kind_and_shows_texts_in_words(office, ana):
    dataset = office.add_inputs(3)
    office.store.write(
        lambda unit: unit.connection.execute(
            tables.input_.update().where(tables.input_.c.id == 2).values(kind="text", text="word " * 500)
        )
    )
    model = office.cataloguing.look_at(ana, dataset)
    assert model.kinds == ((InputKind.IMAGE, 2), (InputKind.TEXT, 1))
    text = next(one for one in model.items if one.kind is InputKind.TEXT)
    assert text.text is not None
    assert 0 < len(text.text) <= 400


def test_pictures_are_asked_for_only_where_somebody_looks(office, ana):
    """Ten of the page, none of the page behind it, none of a text."""
    dataset = office.add_inputs(25)
    office.store.write(
        lambda unit: unit.connection.execute(
            tables.input_.update().where(tables.input_.c.id == 25).values(kind="text", text="Hello")
        )
    )
    rung: list[set[str]] = []
    office.store.on_commit = rung.append
    first = office.cataloguing.look_at(ana, dataset)
    assert [one.id for one in first.items] == list(range(25, 15, -1))
    assert first.pages == 3
    assert first.is_coming
    wanted = {one.input for one in office.picturing.due()}
    assert wanted == set(range(16, 25))
    assert rung == [{"pictures:shown"}]
    office.cataloguing.look_at(ana, dataset)
    assert len(rung) == 1, "nobody asks twice"
    office.cataloguing.look_at(ana, dataset, 2)
    assert {one.input for one in office.picturing.due()} == wanted | set(range(1, 6))


def test_a_page_is_complete_once_its_pictures_have_come(office, ana):
    dataset = office.add_inputs(2)
    office.cataloguing.look_at(ana, dataset)
    for picture in office.picturing.due():
        office.picturing.uploaded(picture, f"F00000000{picture.input}", 0)
    for picture in office.picturing.due():
        office.picturing.ready(picture)
    model = office.cataloguing.look_at(ana, dataset)
    assert not model.is_coming
    assert [one.file for one in model.items] == ["F000000002", "F000000001"]


def test_with_addresses_nothing_is_uploaded(office, ana):
    links = PictureLinks("https://label.example.org", b"secret")
    dataset = office.add_inputs(1)
    (item,) = Cataloguing(office.store, links).look_at(ana, dataset).items
    assert item.state is PictureState.READY
    assert item.url == f"https://label.example.org/pictures/{links.token(1)}.jpg"
    assert office.picturing.due() == []
