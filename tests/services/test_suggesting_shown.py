"""When a card that somebody looks at follows what is suggested by now."""

import pytest

from domain.model import TaskType
from store.cards import LABEL
from tests.office import Birds, Office
from tests.services.assisted import Assistance

A_WHILE = 11


@pytest.fixture
def assistance(office: Office, tmp_path) -> Assistance:
    return Assistance(office, tmp_path)


def task(assistance: Assistance, **fields) -> Birds:
    """Ana has her first card before anything is suggested."""
    birds = assistance.task(12, ("ANA", "BEN"), **fields)
    place(assistance.office, birds)
    return birds


def place(office: Office, birds: Birds, user: str = "ANA") -> None:
    """As it is now."""
    revision = office.labeling.card(office.actor(user), birds.id).revision
    office.telling.card_placed((office.actor(user), birds.id, LABEL), "D1", "1.1", revision)
    paint(office)


def stale(office: Office) -> list[str]:
    return [card.user for card in office.telling.stale_cards()]


def paint(office: Office) -> None:
    found = office.store.read(lambda unit: unit.cards.stale(2**62, 99))
    office.telling.cards_painted([((one.task, one.user, one.kind, one.ts), one.revision) for one in found])


def learn(assistance: Assistance, birds: Birds, clock, *, more: float = 0.0) -> None:
    """Ben labels one more, and the model has learned from it before long; by so much `more` it is sure of all."""
    assistance.office.answer(birds.id, "BEN", birds.concepts[0])
    assistance.mind.more += more
    assistance.work()
    clock.move(3)
    assistance.work()


@pytest.fixture
def begun(assistance: Assistance, office: Office, clock) -> Birds:
    """Ana has had her card for a while, with what was suggested first on it."""
    birds = task(assistance)
    assistance.work()
    assert stale(office) == ["ANA"], "it comes at once where there was nothing"
    paint(office)
    clock.move(A_WHILE)
    return birds


def test_who_looks_at_a_card_sees_what_was_learned_since(begun: Birds, assistance, office, clock):
    learn(assistance, begun, clock)
    assert stale(office) == ["ANA"]
    assert str(office.labeling.card(office.actor("ANA"), begun.id).item.suggestions[0].rung) == "learned from 1 label"


def test_one_card_follows_once_in_a_while(begun: Birds, assistance, office, clock):
    learn(assistance, begun, clock)
    paint(office)
    learn(assistance, begun, clock, more=0.3)
    assert stale(office) == []
    clock.move(A_WHILE)
    assert stale(office) == ["ANA"]


def test_what_would_look_the_same_is_not_painted(begun: Birds, assistance, office, clock):
    learn(assistance, begun, clock)
    paint(office)
    clock.move(A_WHILE)
    learn(assistance, begun, clock, more=0.05)
    clock.move(A_WHILE)
    assert stale(office) == []


def test_a_card_that_has_just_come_stays_for_a_while(begun: Birds, assistance, office, clock):
    office.answer(begun.id, "ANA", begun.concepts[0])
    paint(office)
    learn(assistance, begun, clock)
    assert stale(office) == []
    clock.move(A_WHILE)
    assert stale(office) == ["ANA"]


def test_who_has_answered_meanwhile_is_let_be(begun: Birds, assistance, office, clock):
    learn(assistance, begun, clock)
    paint(office)
    learn(assistance, begun, clock, more=0.3)
    office.answer(begun.id, "ANA", begun.concepts[0])
    paint(office)
    clock.move(A_WHILE)
    assert stale(office) == []


def test_who_has_begun_to_answer_is_let_be(assistance, office, clock):
    birds = task(assistance, labels_per_input="several")
    assistance.work()
    item = office.labeling.card(office.actor("ANA"), birds.id).item
    office.labeling.tick(office.actor("ANA"), item.assignment, item.revision, birds.concepts[1], on=True)
    paint(office)
    clock.move(A_WHILE)
    learn(assistance, birds, clock, more=0.5)
    clock.move(A_WHILE)
    assert stale(office) == []


def test_where_something_is_drawn_each_new_suggestion_is_shown(assistance, office, clock):
    birds = task(assistance, type=TaskType.DETECTION)
    assistance.work()
    paint(office)
    for _ in range(2):
        clock.move(A_WHILE)
        learn_of_boxes(assistance, birds, clock)
        assert stale(office) == ["ANA"]
        paint(office)


def learn_of_boxes(assistance: Assistance, birds: Birds, clock) -> None:
    one = assistance.office.labeling.card(assistance.office.actor("BEN"), birds.id).item
    assistance.office.labeling.answer(assistance.office.actor("BEN"), one.assignment, one.revision, [None])
    assistance.work()
    clock.move(3)
    assistance.work()


def test_who_has_no_card_yet_gets_none_by_it(assistance, office):
    birds = assistance.task(4, labelers=("ANA", "BEN"))
    assistance.work()
    assert office.store.read(lambda unit: unit.cards.of_task(birds.id)) == []
