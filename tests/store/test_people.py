from dataclasses import replace

from domain.model import Actor, Person, Role
from store.unit_of_work import Store
from tests.store.shelf import new_task

ANA = Person("T1", "ANA", "Ana", "Europe/Madrid", is_admin=True)


def save(store: Store, *people: Person) -> None:
    store.write(lambda unit: unit.people.save(people))


def of_task(store: Store, task: int, role: Role = Role.LABELER) -> tuple[str, ...]:
    return store.read(lambda unit: unit.people.of_task(task, role))


def test_people_are_as_slack_last_described_them(store):
    save(store, ANA, replace(ANA, workspace="T2", name="Another Ana"))
    assert store.read(lambda unit: unit.people.find(Actor("T1", "ANA"))) == ANA
    moved = replace(ANA, tz="Asia/Tokyo", is_admin=False, is_guest=True)
    save(store, moved)
    assert store.read(lambda unit: unit.people.find_all("T1", ["ANA", "BEN"])) == [moved]
    assert store.read(lambda unit: unit.people.find(Actor("T2", "ANA"))).name == "Another Ana"
    assert store.read(lambda unit: unit.people.find(Actor("T1", "BEN"))) is None
    assert store.read(lambda unit: unit.people.workspaces()) == ["T1", "T2"]


def test_collaborators_stay_when_slack_describes_them_anew(store):
    save(store, ANA, replace(ANA, user="BEN", name="Ben"), replace(ANA, user="CAY", name="Cay"))
    store.write(lambda unit: unit.people.add_collaborators("T1", ["CAY", "ANA", "NOBODY"]))
    save(store, ANA)
    assert [one.user for one in store.read(lambda unit: unit.people.collaborators("T1"))] == ["ANA", "CAY"]
    assert store.read(lambda unit: unit.people.collaborators("T2")) == []


def test_collaborators_are_people_who_can_be_assigned(store):
    people = [replace(ANA, user=what, **{what: True}) for what in ("is_bot", "is_deleted", "is_external", "is_guest")]
    save(store, *people)
    store.write(lambda unit: unit.people.add_collaborators("T1", [one.user for one in people]))
    assert [one.user for one in store.read(lambda unit: unit.people.collaborators("T1"))] == ["is_guest"]


def test_people_of_a_task_keep_their_order(store):
    task = store.write(lambda unit: new_task(unit, 1, ("CAY", "ANA", "BEN")))
    store.write(lambda unit: unit.people.remove_from_task(task, Role.LABELER, ["CAY"]))
    store.write(lambda unit: unit.people.add_to_task("T1", task, Role.LABELER, ["DAN", "AMY"]))
    store.write(lambda unit: unit.people.add_to_task("T1", task, Role.LABELER, ["ANA"]))
    store.write(lambda unit: unit.people.add_to_task("T1", task, Role.LABELER, []))
    assert of_task(store, task) == ("ANA", "BEN", "DAN", "AMY")


def test_one_person_can_have_several_roles(store):
    task = store.write(lambda unit: new_task(unit, 1, ("ANA",), ("ANA",)))
    store.write(lambda unit: unit.people.remove_from_task(task, Role.LABELER, ["ANA"]))
    assert (of_task(store, task), of_task(store, task, Role.REVIEWER)) == ((), ("ANA",))
