from dataclasses import replace

import pytest

from domain.errors import Invalid, NotAllowed
from domain.gathering import PeopleChange
from domain.model import Actor, Role, TaskType
from domain.notices import QueueReady
from domain.read_models import Choice
from services.forms import Forms
from tests.office import LEAD, Office


def create(office: Office, **fields: object) -> int:
    return office.forms.create(office.lead, office.forms.open(office.lead).draft, office.draft(**fields))


def wrong(office: Office, **fields: object) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        create(office, **fields)
    return refused.value.fields


def tasks(office: Office) -> list[str]:
    return [row.name for row in office.listing.page(office.lead).rows]


def everybody(office: Office, task: int) -> tuple[tuple[str, ...], ...]:
    return office.store.read(lambda unit: tuple(unit.people.of_task(task, role) for role in Role))


def test_all_that_is_wrong_is_said_at_once_also_what_only_the_database_knows(office):
    create(office)
    office.person("APP", is_bot=True)
    office.person("GONE", is_deleted=True)
    office.person("THEIRS", is_external=True)
    fields = {"dataset": "99", "concepts": ("77",), "name": " NAME  the birds", "instructions": "x" * 3001}
    assert wrong(office, labelers=("APP",), reviewers=("GONE", "THEIRS"), **fields) == {
        "dataset": "That dataset is gone. Choose another one.",
        "concepts": "1 concept is not known here any more. Choose them anew.",
        "name": "There is a task “NAME the birds” already. Choose another name.",
        "instructions": "Instructions can have at most 3000 characters.",
        "labelers": "Can't be assigned: App (an app).",
        "reviewers": "Can't be assigned: Gone (deactivated), Theirs (of another organisation).",
    }
    assert tasks(office) == ["Name the birds"]


@pytest.mark.parametrize("dataset", ["0", "9" * 30, "soon"])
def test_a_dataset_that_can_not_be_is_gone(office, dataset):
    assert wrong(office, dataset=dataset) == {"dataset": "That dataset is gone. Choose another one."}


def test_what_was_refused_is_kept_as_it_was_typed(office):
    form = office.forms.open(office.lead)
    typed = office.draft(name="", instructions="Look  at the *beak*.\n", reviewers=("REA",))
    with pytest.raises(Invalid):
        office.forms.create(office.lead, form.draft, typed)
    kept = office.store.read(lambda unit: unit.drafts.find(form.draft))
    assert kept.fields == typed
    shown = office.forms.with_errors(office.lead.actor, form.draft, typed, {"name": "Give the task a name."})
    assert (shown.instructions, shown.reviewers) == (typed.instructions, ("REA",))
    assert shown.errors == {"name": "Give the task a name."}
    assert shown.concepts == (Choice("new:Robin", "Robin"), Choice("new:Wren", "Wren"))


def test_the_same_draft_becomes_one_task_whatever_it_holds_the_second_time(office):
    form = office.forms.open(office.lead)
    first = office.forms.create(office.lead, form.draft, office.draft())
    again = office.forms.create(office.lead, form.draft, office.draft())
    other = office.forms.create(office.lead, form.draft, office.draft(name="Another", labelers=["BEN"]))
    assert first == again == other
    office.settle()
    assert tasks(office) == ["Name the birds"]
    assert len(office.assignments(first)) == 3
    assert (office.told("ANA"), office.told("BEN")) == ([QueueReady(first)], [])


def test_a_draft_is_its_owners(office):
    form = office.forms.open(office.lead)
    ben = office.person("BEN")
    with pytest.raises(Invalid, match="somebody else's"):
        office.forms.fill(ben.actor, form.draft, office.draft())
    with pytest.raises(Invalid, match="not kept any more"):
        office.forms.change_people(ben.actor, form.draft, Role.LABELER, PeopleChange(add=("BEN",)))
    with pytest.raises(Invalid, match="not kept any more"):
        office.forms.people(ben.actor, form.draft, Role.LABELER)
    with pytest.raises(Invalid, match="somebody else's"):
        office.forms.create(ben, form.draft, office.draft())
    with pytest.raises(Invalid, match="somebody else's"):
        office.forms.fill(Actor("T2", LEAD), form.draft, office.draft())
    assert tasks(office) == []


@pytest.mark.parametrize("what", ["is_guest", "is_external"])
def test_guests_and_people_from_elsewhere_create_nothing(office, what):
    greta = office.person("GRETA", **{what: True})
    with pytest.raises(NotAllowed):
        office.forms.open(greta)
    with pytest.raises(NotAllowed):
        office.forms.create(greta, office.forms.open(office.lead).draft, office.draft())
    assert tasks(office) == []


def test_guests_may_be_given_work(office):
    office.person("GRETA", is_guest=True)
    task = create(office, labelers=["GRETA"], reviewers=["GRETA"])
    assert everybody(office, task) == ((LEAD,), ("GRETA",), ("GRETA",))


def test_without_collaborators_the_creator_labels_and_nobody_reviews(office):
    task = create(office, with_collaborators=False, labelers=["ANA"], reviewers=("REA",))
    assert everybody(office, task) == ((LEAD,), (LEAD,), ())


def test_people_and_concepts_keep_the_order_of_choosing_and_count_once(office):
    known = office.store.write(lambda unit: unit.concepts.ensure("T1", "Wren")).id
    task = create(
        office, labelers=["BEN", "ANA", "BEN"], reviewers=("REA",), concepts=("new:Tit", str(known), "new: WREN ")
    )
    assert everybody(office, task) == ((LEAD,), ("BEN", "ANA"), ("REA",))
    assert [one.name for one in office.store.read(lambda unit: unit.tasks.concepts(task))] == ["Tit", "Wren"]


def test_who_was_assigned_is_a_collaborator_and_add_all_means_these(office):
    for name in ("ANA", "BEN", "CAY", "REA"):
        office.person(name)
    create(office, labelers=["ANA"], reviewers=("REA",))
    form = office.forms.open(office.lead)
    assert form.collaborators == 3
    filled = office.draft(labelers=["BEN", "REA"], name="Second")
    added = office.add_all(form.draft, filled, Role.LABELER)
    assert added.labelers == ("BEN", "REA", "ANA", LEAD)
    assert (added.version, added.reviewers, added.name) == (form.version + 1, (), "Second")
    kept = replace(filled, labelers=added.labelers)
    reviewers = office.add_all(form.draft, kept, Role.REVIEWER)
    assert (len(reviewers.reviewers), reviewers.labelers) == (3, added.labelers)
    none = office.remove_all(form.draft, kept, Role.LABELER)
    assert (none.labelers, none.version) == ((), form.version + 3)


def test_who_can_not_be_assigned_any_more_is_not_added(office):
    office.person("ANA")
    create(office, labelers=["ANA"])
    office.person("ANA", is_deleted=True)
    form = office.forms.open(office.lead)
    added = office.add_all(form.draft, office.draft(labelers=()), Role.LABELER)
    assert added.labelers == (LEAD,)


def test_what_another_workspace_has_is_not_there(office):
    elsewhere = Office(office.store, "T2")
    theirs = elsewhere.task(2, ["ANA"], dataset=str(elsewhere.add_inputs(2)))
    foreign = str(theirs.concepts[0])
    dataset = next(one.value for one in elsewhere.datasets.search("T2", "Birds"))
    found = wrong(office, dataset=dataset, concepts=(foreign, str(theirs.concepts[1]), "new:Robin"))
    assert found == {
        "dataset": "That dataset is gone. Choose another one.",
        "concepts": "2 concepts are not known here any more. Choose them anew.",
    }
    form = office.forms.open(office.lead)
    shown = office.forms.fill(office.lead.actor, form.draft, office.draft(dataset=dataset, concepts=(foreign,)))
    assert (shown.dataset, shown.concepts) == (None, ())
    assert create(office) != theirs.id, "A name that another workspace has is free."


def test_a_new_dataset_with_all_inputs(office):
    fields = {"dataset": "new", "new_dataset_name": "All"}
    empty = Office(office.store, "T2")
    with pytest.raises(Invalid, match="labelbot import FOLDER"):
        empty.forms.create(empty.lead, empty.forms.open(empty.lead).draft, office.draft(**fields))
    assert not empty.forms.open(empty.lead).has_inputs
    office.add_inputs(4, "Garden")
    form = office.forms.open(office.lead)
    shown = office.forms.fill(office.lead.actor, form.draft, office.draft(**fields))
    assert shown.has_inputs
    assert (shown.new_dataset, shown.all_inputs, shown.new_dataset_name) == (True, 4, "All")
    taken = wrong(office, dataset="new", new_dataset_name=" garden")
    assert taken == {"new_dataset_name": "There is a dataset “garden” already. Choose another name."}
    task = create(office, **fields)
    office.settle()
    assert len(office.assignments(task)) == 4


def test_a_dataset_that_is_still_being_filled_has_to_be_waited_for(office):
    """Else the second task would be about as many inputs as happened to be there by then."""
    office.add_inputs(600, "Garden")
    create(office, dataset="new:All")
    office.distributing.step()
    filling = next(one.value for one in office.datasets.search("T1", "All") if one.value.isdecimal())
    assert "still being filled" in wrong(office, dataset=filling, name="Second")["dataset"]
    office.settle()
    second = create(office, dataset=filling, name="Second")
    office.settle()
    assert len(office.assignments(second)) == 600


def test_an_empty_dataset_is_refused_with_what_it_holds(office):
    empty = office.datasets.open("T1", "Empty")
    assert wrong(office, dataset=str(empty.id)) == {
        "dataset": "“Empty” holds 0 inputs. Choose a dataset that holds pictures, texts or videos."
    }


@pytest.mark.parametrize("type_", [TaskType.DETECTION, TaskType.SEGMENTATION])
def test_drawing_needs_pictures_and_the_web_page(office: Office, type_: TaskType):
    texts = str(office.add_texts("One bird", dataset="Texts"))
    assert "holds 1 text" in wrong(office, dataset=texts, type=type_)["dataset"]
    office.forms = Forms(office.store, has_pages=False)
    assert "LABELBOT_PUBLIC_URL" in wrong(office, type=type_)["type"]
    office.task()
