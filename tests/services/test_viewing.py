import pytest

from domain.errors import NotFound
from domain.model import InputKind
from domain.read_models import SeenInput
from tests.office import LEAD, Birds, Office


@pytest.fixture
def task(office: Office) -> Birds:
    """Ana (a member) and Gus (a guest) label two each, Rea reviews."""
    for name in ("ANA", "REA", "OTTO"):
        office.person(name)
    office.person("GUS", is_guest=True)
    return office.task(4, ("ANA", "GUS"), reviewers=("REA",))


def sees(office: Office, user: str, task: int, input_: int) -> bool:
    try:
        return isinstance(office.viewing.find(office.actor(user), task, input_), SeenInput)
    except NotFound:
        return False


def inputs_of(office: Office, task: Birds, labeler: str) -> list[int]:
    return [one.input for one in office.of(task.id, labeler)]


@pytest.mark.parametrize("who", ["ANA", "REA", LEAD])
def test_whoever_works_in_the_task_sees_its_inputs(office: Office, task: Birds, who: str):
    for one in office.assignments(task.id):
        assert sees(office, who, task.id, one.input)


def test_others_see_none(office: Office, task: Birds):
    office.person("EVE", is_external=True)
    for one in office.assignments(task.id):
        for who in ("OTTO", "EVE", "NOBODY"):
            assert not sees(office, who, task.id, one.input)


def test_guests_see_what_they_were_given(office: Office, task: Birds):
    own, others = inputs_of(office, task, "GUS"), inputs_of(office, task, "ANA")
    assert len(own) == len(others) == 2
    assert [sees(office, "GUS", task.id, one) for one in (*own, *others)] == [True, True, False, False]
    office.answer(task.id, "GUS", task.concepts[0], 2)
    assert all(sees(office, "GUS", task.id, one) for one in own)


def test_guests_who_left_see_nothing(office: Office, task: Birds):
    own = inputs_of(office, task, "GUS")
    office.set_people(task.id, ["ANA"], ["REA"])
    assert not any(sees(office, "GUS", task.id, one) for one in own)


def test_a_guest_who_reviews_sees_what_is_to_be_reviewed(office: Office, task: Birds):
    office.set_people(task.id, ["ANA"], ["GUS"])
    office.settle()
    office.answer(task.id, "ANA", task.concepts[0])
    office.reviewing.take(office.actor("GUS"), task.id)
    given = [one.input for one in office.assignments(task.id) if one.reviewer == "GUS"]
    assert len(given) == 1
    assert [sees(office, "GUS", task.id, one.input) for one in office.assignments(task.id)].count(True) == 1
    assert sees(office, "GUS", task.id, given[0])


def test_admins_see_all_of_their_own_workspace(office: Office, task: Birds):
    office.person("ADA", is_admin=True)
    first = office.assignments(task.id)[0].input
    assert sees(office, "ADA", task.id, first)
    elsewhere = Office(office.store, "T2")
    elsewhere.person("ADA", is_admin=True)
    assert not sees(elsewhere, "ADA", task.id, first)


def test_an_input_of_another_task_is_not_in_this_one(office: Office, task: Birds):
    dataset = office.datasets.open("T1", "Secret")
    office.add_texts("A secret.", dataset="Secret")
    other = office.store.read(lambda unit: unit.catalog.inputs_after(dataset.id, 0, 1))[0]
    assert not sees(office, LEAD, task.id, other)
    assert not sees(office, LEAD, task.id + 1, office.assignments(task.id)[0].input)


def test_nothing_of_a_deleted_task_is_seen(office: Office, task: Birds):
    first = office.assignments(task.id)[0].input
    office.editing.delete(office.lead, task.id)
    assert not sees(office, "ANA", task.id, first)


def test_deactivated_people_see_nothing(office: Office, task: Birds):
    office.person("ANA", is_deleted=True)
    assert not any(sees(office, "ANA", task.id, one.input) for one in office.assignments(task.id))


def test_all_that_is_known_is_seen(office: Office, task: Birds):
    first = office.assignments(task.id)[0].input
    found = office.viewing.find(office.lead.actor, task.id, first)
    assert (found.name, found.kind, found.mimetype, found.width, found.bytes) == (
        "0.jpg",
        InputKind.IMAGE,
        "image/jpeg",
        40,
        9,
    )
    assert found.task_name == "Name the birds"


def test_the_whole_of_a_text(office: Office):
    office.person("ANA")
    words = "First.\n\nSecond."
    task = office.task(1, dataset=str(office.add_texts(words)))
    (one,) = office.assignments(task.id)
    model = office.viewing.text(office.actor("ANA"), task.id, one.input, 4)
    assert (model.text, model.page, model.name) == (words, 4, "row 1")
    with pytest.raises(NotFound):
        office.viewing.text(office.actor("OTTO"), task.id, one.input)


def test_a_picture_is_no_text(office: Office, task: Birds):
    with pytest.raises(NotFound):
        office.viewing.text(office.lead.actor, task.id, office.assignments(task.id)[0].input)
