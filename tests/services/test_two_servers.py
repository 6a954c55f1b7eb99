"""Two servers on one database: one of them has models suggest, and the other follows when it is gone."""

import pytest

from services.leases import LENGTH, Lease, LostLease
from tests.services.assisted import Assistance, Held


@pytest.fixture
def one(office, tmp_path):
    return Assistance(office, tmp_path)


def test_nothing_is_done_twice(one, office, clock):
    other = one.restarted_with()
    birds = one.task(60)
    for _ in range(3):
        assert one.suggesting.step()
        assert not other.step()
    assert 0 < other.pause(60) <= LENGTH
    one.work()
    assert len(one.mind.looked) == 60 == len(set(one.mind.looked))
    # Who has nothing to do stands in nobody's way: what is labeled at the other one is learned there.
    office.answer(birds.id, "ANA", birds.concepts[0], 2)
    other.step()
    assert 0 < other.pause(60) <= 2
    clock.move(10)
    while other.step():
        assert not one.suggesting.step()
    assert one.assist(birds.id).generation == 2
    lessons = len(one.mind.lessons)
    # What the first one was taught is not what the second one has learned since.
    office.add_inputs(3, "More")
    office.store.write(lambda unit: unit.assists.change(birds.id, labels={"finch": birds.concepts[1]}))
    clock.move(10)
    one.work()
    assert len(one.mind.lessons) == lessons + 1
    assert len(one.mind.lessons[-1].answers) == 2
    assert {found.generation for found in one.of(birds.id)[2:]} == {3}
    assert len(one.mind.looked) == len(set(one.mind.looked))


def test_whoever_dies_is_followed_soon(one, clock):
    birds = one.task(40)
    for _ in range(3):
        one.suggesting.step()
    other = one.restarted_with()
    assert not other.step()
    clock.move(LENGTH - 1)
    assert not other.step()
    clock.move(1)
    assert other.step()
    # It was not dead at all: it notices, and lets the other one do it.
    assert not one.suggesting.step()
    while other.step():
        pass
    assert all(one.of(birds.id))
    assert {found.generation for found in one.of(birds.id)} == {1}


def test_whoever_ends_is_followed_at_once(one):
    birds = one.task(4)
    one.suggesting.step()
    one.suggesting.stop()
    other = one.restarted_with()
    assert not other.step()
    one.suggesting.close()
    while other.step():
        pass
    assert all(one.of(birds.id))


def test_an_answer_that_comes_when_it_is_somebody_elses_is_nobodys(store, clock):
    held, lease, other = Held(), Lease(store, "suggesting"), Lease(store, "suggesting")
    assert lease.hold()
    assert not other.hold()
    asked = held.submit(int)
    clock.move(LENGTH)
    assert other.hold()
    held.go.set()
    with pytest.raises(LostLease):
        lease.wait_for(asked)
    assert other.wait_for(asked) == 0
    assert Lease(store, "something else").hold()
