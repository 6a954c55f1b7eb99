from dataclasses import replace

from domain.model import Actor, Person
from services.collaborating import Collaborating
from tests.office import LEAD, Office


def test_people_are_as_slack_describes_them_now(office):
    office.person("ANA", is_guest=True)
    named = Person("T1", "ANA", "Ana Lúcia", tz="Europe/Lisbon")
    office.collaborating.remember([named])
    assert office.collaborating.find(named.actor) == named
    assert office.collaborating.find(Actor("T1", "EVE")) is None


def test_the_same_id_elsewhere_is_somebody_else(office):
    office.person("ANA", is_admin=True)
    Office(office.store, "T2").person("ANA", is_guest=True)
    assert office.collaborating.find(Actor("T1", "ANA")).is_admin
    assert not office.collaborating.find(Actor("T2", "ANA")).is_admin
    assert office.collaborating.workspaces() == ["T1", "T2"]


def test_the_settings_admins_are_admins_whatever_slack_says_and_nobody_else(store):
    collaborating = Collaborating(store, ["ANA"])
    people = [Person("T1", user, user, is_admin=user == "CAY") for user in ("ANA", "BEN", "CAY")]
    for _ in range(2):
        collaborating.remember(people)
    admins = [collaborating.find(person.actor).is_admin for person in people]
    assert admins == [True, False, True]
    collaborating.remember([replace(people[2], is_admin=False)])
    assert not collaborating.find(people[2].actor).is_admin


def test_only_those_whom_slack_has_not_described_are_asked_for_each_once(office):
    office.person("ANA")
    Office(office.store, "T2").person("BEN")
    assert office.collaborating.unknown("T1", ["BEN", "ANA", "CAY", "BEN"]) == ["BEN", "CAY"]
    assert office.collaborating.unknown("T1", []) == []


def test_collaborators_are_whom_somebody_assigned_by_name(office):
    for user in ("ZOE", "ANA", "BEN", "EVE"):
        office.person(user)
    office.task(1, ["ZOE"], reviewers=("BEN",))
    assert [one.user for one in office.collaborating.collaborators("T1")] == ["BEN", LEAD, "ZOE"]
    office.set_people(1, ["ZOE", "ANA"], ["BEN"])
    assert [one.user for one in office.collaborating.collaborators("T1")] == ["ANA", "BEN", LEAD, "ZOE"]
    office.set_people(1, ["ANA"], ["BEN"])
    assert "ZOE" in {one.user for one in office.collaborating.collaborators("T1")}, "Taken off a task, not of the team."
    office.person("ZOE", is_deleted=True)
    office.person("BEN", is_guest=True)
    assert [one.user for one in office.collaborating.collaborators("T1")] == ["ANA", "BEN", LEAD]
    assert office.collaborating.collaborators("T2") == []
