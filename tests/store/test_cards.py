from dataclasses import replace

import pytest

from store.cards import LABEL, REVIEW, Card
from store.unit_of_work import Store
from tests.store.shelf import new_task


@pytest.fixture
def task(store: Store) -> int:
    return store.write(new_task)


def touch(store, task, user="ANA", kind=LABEL, **how):
    return store.write(lambda unit: unit.cards.touch("T1", task, user, kind, **how))


def find(store, task, user="ANA", kind=LABEL) -> Card:
    return store.read(lambda unit: unit.cards.find(task, user, kind))


def place(store, task, sent, ts="1.1"):
    store.write(lambda unit: unit.cards.place(task, "ANA", LABEL, "D1", ts, sent))


def mark(store, task, revision, ts="1.1"):
    store.write(lambda unit: unit.cards.mark_sent([((task, "ANA", LABEL, ts), revision)]))


def stale(store, since, limit=10):
    return [(card.user, card.kind) for card in store.read(lambda unit: unit.cards.stale(since, limit))]


def test_each_touch_is_the_next_revision_of_that_card_only(store, task):
    assert find(store, task) is None
    assert [touch(store, task) for _ in range(3)] == [1, 2, 3]
    assert touch(store, task, "BEN") == touch(store, task, kind=REVIEW) == 1
    assert replace(find(store, task), touched_at=0) == Card(task, "ANA", LABEL, "T1", None, None, 3, 0, 0)


def test_what_was_painted_never_goes_back(store, task):
    for _ in range(3):
        touch(store, task)
    place(store, task, 1)
    mark(store, task, 3)
    mark(store, task, 2)
    assert (find(store, task).sent, find(store, task).ts) == (3, "1.1")
    store.write(lambda unit: unit.cards.mark_sent([]))


def test_a_new_message_shows_what_it_shows(store, task):
    """Also where the message before it showed something newer."""
    touch(store, task)
    touch(store, task)
    place(store, task, 2)
    place(store, task, 1, "2.2")
    assert (find(store, task).sent, find(store, task).ts, find(store, task).channel) == (1, "2.2", "D1")


def test_stale_is_what_shows_something_old_and_was_left_alone(store, task, clock):
    touch(store, task)
    assert stale(store, clock.now()) == []
    place(store, task, 1)
    assert stale(store, clock.now()) == []
    before = clock.now()
    touch(store, task)
    assert stale(store, before) == []
    assert stale(store, clock.now()) == [("ANA", LABEL)]
    mark(store, task, 2)
    assert stale(store, clock.now()) == []
    touch(store, task, calmly=False)
    assert stale(store, before) == [("ANA", LABEL)]


def test_stale_cards_come_longest_untouched_first(store, task, clock):
    for user in ("CAY", "ANA", "BEN"):
        touch(store, task, user)
        store.write(lambda unit, user=user: unit.cards.place(task, user, LABEL, "D1", "1.1", 0))
    assert stale(store, clock.now()) == [("CAY", LABEL), ("ANA", LABEL), ("BEN", LABEL)]
    assert stale(store, clock.now(), 2) == [("CAY", LABEL), ("ANA", LABEL)]
    cards = store.read(lambda unit: unit.cards.of_task(task))
    assert [card.user for card in cards] == ["ANA", "BEN", "CAY"]


def test_a_message_that_is_not_the_card_any_more_says_nothing_of_the_card(store, task):
    """The card before was tapped while the new one was being posted."""
    for _ in range(2):
        touch(store, task)
    place(store, task, 1, "2.2")
    mark(store, task, 2, "1.1")
    assert find(store, task).sent == 1
    mark(store, task, 2, "2.2")
    assert find(store, task).sent == 2


def test_a_card_that_rests_shows_what_it_showed(store, task, clock):
    place_first = touch(store, task)
    assert place_first == 1
    assert not store.read(lambda unit: unit.cards.is_resting(task, "ANA", LABEL))
    place(store, task, 1)
    touch(store, task, rest=10**6)
    assert store.read(lambda unit: unit.cards.is_resting(task, "ANA", LABEL))
    assert stale(store, clock.now()) == []
    clock.move(1)
    assert not store.read(lambda unit: unit.cards.is_resting(task, "ANA", LABEL))
    assert stale(store, clock.now()) == [("ANA", LABEL)]
    touch(store, task, rest=10**6)
    touch(store, task)
    assert not store.read(lambda unit: unit.cards.is_resting(task, "ANA", LABEL)), "Whoever touches it paints it."
