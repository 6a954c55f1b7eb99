"""The most uncertain first; who has what on the screen keeps it."""

import pytest

from services.queue_ordering import rearranged
from store.ordering import Movable
from tests.services.assisted import Assistance

ORDERED = {"assist": {"is_ordering": True}}


@pytest.fixture
def assistance(office, tmp_path):
    return Assistance(office, tmp_path)


def queue(office, task, labeler="ANA"):
    """Inputs in the order in which they are still to be labeled."""
    mine = [one for one in office.of(task, labeler) if one.status == "PENDING"]
    return [one.input for one in sorted(mine, key=lambda one: one.position)]


def surest_first(unsure, _vectors):
    return sorted(range(len(unsure)), key=lambda place: unsure[place])


def test_what_the_model_is_unsure_of_comes_first_behind_the_one_on_the_screen(assistance, office, clock):
    birds = assistance.task(6, **ORDERED)
    first, *others = queue(office, birds.id)
    assistance.work()
    # The stand-in is the surer, the higher the number: nothing is to move.
    assert queue(office, birds.id) == [first, *others]
    assistance.suggesting = assistance.restarted_with(order=surest_first)
    assistance.work()
    assert queue(office, birds.id) == [first, *others[::-1]]
    assert [one.revision for one in office.of(birds.id, "ANA")] == [0] * 6
    office.answer(birds.id, "ANA", birds.concepts[0])
    clock.move(10)
    assistance.work()
    assert queue(office, birds.id) == others[::-1]


def test_without_being_asked_nothing_is_ordered(assistance, office):
    birds = assistance.task(6)
    before = queue(office, birds.id)
    assistance.suggesting = assistance.restarted_with(order=surest_first)
    assistance.work()
    assert queue(office, birds.id) == before


def test_skipped_and_sent_back_stay_where_they_are(assistance, office):
    birds = assistance.task(6, reviewers=("REA",), **ORDERED)
    answered = office.answer(birds.id, "ANA", birds.concepts[0])[0]
    office.reviewing.take(office.actor("REA"), birds.id)
    waiting = office.reviewing.card(office.actor("REA"), birds.id).item
    office.reviewing.request_changes(office.actor("REA"), waiting.assignment, waiting.revision, reason="Look again.")
    item = office.labeling.card(office.actor("ANA"), birds.id).item
    assert item.assignment == answered
    second = sorted(office.of(birds.id, "ANA"), key=lambda one: one.position)[1]
    office.labeling.skip(office.actor("ANA"), second.id, second.revision)
    before = queue(office, birds.id)
    assistance.suggesting = assistance.restarted_with(order=surest_first)
    assistance.work()
    after = queue(office, birds.id)
    assert after[0] == before[0]
    assert after[-1] == before[-1] == second.input
    assert sorted(after) == sorted(before)


def test_the_wanted_take_the_first_places_and_the_others_theirs():
    a, b, c, d, e = (Movable(n, 10 * n) for n in range(1, 6))
    moves = rearranged([e, b], [a, b])
    assert moves == {5: (50, 10), 1: (10, 50)}
    assert rearranged([a, b, c], [a, b, c]) == {}
    moved = rearranged([d, c], [a, b])
    assert moved == {4: (40, 10), 3: (30, 20), 1: (10, 30), 2: (20, 40)}


def test_who_was_quicker_keeps_what_is_in_front(assistance, office):
    birds = assistance.task(4, **ORDERED)
    for n, one in enumerate(office.of(birds.id, "ANA")):
        office.store.write(lambda unit, one=one, n=n: unit.ordering.move({one.id: (one.position, 100 - n)}))
    moved = [one.position for one in office.of(birds.id, "ANA")]
    assert moved == [100, 99, 98, 97]
    answered = office.of(birds.id, "ANA")[3]
    office.answer(birds.id, "ANA", birds.concepts[0])
    office.store.write(lambda unit: unit.ordering.move({answered.id: (97, 1)}))
    assert office.of(birds.id, "ANA")[3].position == 97
