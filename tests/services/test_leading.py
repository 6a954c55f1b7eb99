"""Tasks whose only lead has gone: the nearest who may follow are told once, and one of them takes the lead."""

import pytest

from domain.model import Role
from domain.notices import LeadLeft
from services.collaborating import Collaborating
from tests.office import LEAD, Office


@pytest.fixture
def birds(office: Office) -> int:
    for user in ("ANA", "BEN", "REA"):
        office.person(user)
    office.person("GUS", is_guest=True)
    return office.task(4, ("ANA", "GUS"), reviewers=("REA",)).id


def told(office: Office) -> set[str]:
    """Who was told, and not before, that the lead has gone."""
    news = [one for one in office.telling.due() if isinstance(one.notice, LeadLeft)]
    office.telling.done(news)
    assert {one.notice for one in news} <= {LeadLeft(LEAD)}
    return {one.to.user for one in news}


def go(office: Office) -> set[str]:
    office.person(LEAD, is_deleted=True)
    return told(office)


def leads(office: Office, task: int) -> tuple[str, ...]:
    return office.store.read(lambda unit: unit.people.of_task(task, Role.LEAD))


@pytest.mark.usefixtures("birds")
def test_without_an_admin_who_works_in_it_is_told_once(office: Office):
    assert go(office) == {"ANA", "REA"}, "and no guest"
    assert go(office) == set()
    office.person(LEAD)
    assert go(office) == {"ANA", "REA"}, "Should they go once more, that is news."


@pytest.mark.usefixtures("birds")
def test_admins_who_know_labelbot_come_before_workers(office: Office):
    office.person("ADA", is_admin=True)
    office.person("ADI", is_admin=True)
    office.store.write(lambda unit: unit.people.add_collaborators("T1", ["ADA"]))
    assert go(office) == {"ADA"}


@pytest.mark.usefixtures("birds")
def test_who_was_named_as_admin_comes_first(office: Office):
    office.collaborating = Collaborating(office.store, ["BEN"])
    office.person("ADA", is_admin=True)
    office.person("BEN")
    assert go(office) == {"BEN"}


def test_where_only_strangers_are_left_all_of_slacks_admins_are_told(office: Office):
    office.person("GUS", is_guest=True)
    office.task(1, ("GUS",))
    office.person("ADA", is_admin=True)
    assert go(office) == {"ADA"}


def test_one_takes_the_lead_of_all_of_them(office: Office, birds: int):
    dataset = str(office.add_inputs(1, "One"))
    other = office.task(1, ("ANA",), name="Other birds", dataset=dataset)
    done = office.task(1, ("BEN",), name="Done", dataset=dataset)
    office.answer(done.id, "BEN", done.concepts[0])
    assert go(office) == {"ANA", "REA"}, "of what is done nobody is told"
    assert office.leading.without_lead(office.actor("ANA"), LEAD) == ["Name the birds", "Other birds"]
    assert office.leading.without_lead(office.actor("REA"), LEAD) == ["Name the birds"]
    for nobody in ("BEN", "GUS", "NOBODY"):
        assert office.leading.without_lead(office.actor(nobody), LEAD) == []
    rea, ana = office.person("REA"), office.person("ANA")
    assert office.leading.take(office.person("GUS", is_guest=True), LEAD) == []
    assert office.leading.take(rea, LEAD) == ["Name the birds"]
    assert office.leading.take(ana, LEAD) == ["Other birds"], "Rea was quicker with the other one"
    assert office.leading.take(ana, LEAD) == []
    assert (leads(office, birds), leads(office, other.id)) == ((LEAD, "REA"), (LEAD, "ANA"))
    assert office.editing.open(rea, birds).name == "Name the birds"


def test_where_another_lead_is_left_nobody_is_told(office: Office, birds: int):
    office.store.write(lambda unit: unit.people.add_to_task("T1", birds, Role.LEAD, ["BEN"]))
    assert go(office) == set()
    office.person("BEN", is_external=True)
    news = [one.notice for one in office.telling.due() if isinstance(one.notice, LeadLeft)]
    assert set(news) == {LeadLeft("BEN", is_external=True)}
