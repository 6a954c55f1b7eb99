"""Work that is given out ten at a time, and work that goes back."""

import pytest

from domain.errors import Invalid, NotAllowed
from domain.model import NOBODY, Distribution, TaskStatus
from domain.notices import QueueReady, ReleasedWork
from tests.office import Birds, Office
from tests.services.test_sharing import check_tallies, people_of_inputs, shares, start, status

TEN = 10
HOUR = 3600


# Ten at a time


def dynamic(office: Office, inputs: int, people: list[str], **fields: object) -> Birds:
    return office.task(inputs, people, distribution=Distribution.DYNAMIC, **fields)


def test_nothing_is_dealt_beforehand_and_everybody_is_invited_once(office):
    task = dynamic(office, 25, ["ANA", "BEN"])
    assert office.assignments(task.id) == []
    assert office.told("ANA") == office.told("BEN") == [QueueReady(task.id)]
    card = office.labeling.card(office.actor("ANA"), task.id)
    assert (card.item, card.may_take, card.is_preparing) == (None, 25, False)
    assert office.distributing.is_idle()
    waiting = office.listing.waiting(office.actor("BEN")).label
    assert waiting == ((task.id, "Name the birds", 25),)


def test_ten_at_a_time_and_the_last_answer_brings_the_next_ten(office):
    task = dynamic(office, 25, ["ANA", "BEN"])
    assert start(office, task.id, "ANA") == TEN
    assert start(office, task.id, "ANA") == TEN, "A double click takes nothing more."
    assert start(office, task.id, "BEN") == TEN
    office.answer(task.id, "ANA", task.concepts[0], TEN - 1)
    assert shares(office, task.id)["ANA"] == 1
    office.answer(task.id, "ANA", task.concepts[0])
    assert shares(office, task.id) == {"ANA": 5, "BEN": TEN}
    office.answer(task.id, "ANA", task.concepts[0], 5)
    card = office.labeling.card(office.actor("ANA"), task.id)
    assert (card.item, card.may_take, card.tally.success) == (None, 0, 15)
    assert status(office, task.id) is TaskStatus.IN_PROGRESS
    office.answer(task.id, "BEN", task.concepts[0], TEN)
    assert status(office, task.id) is TaskStatus.DONE
    assert len({one.input for one in office.assignments(task.id)}) == 25
    check_tallies(office, task.id)


def test_who_is_quicker_gets_more(office):
    task = dynamic(office, 30, ["ANA", "BEN"])
    start(office, task.id, "ANA")
    office.answer(task.id, "ANA", task.concepts[0], 30)
    assert start(office, task.id, "BEN") == 0
    assert "Others were quicker" in office.labeling.take(office.actor("BEN"), task.id).note


def test_only_labelers_take(office):
    task = dynamic(office, 3, ["ANA"])
    with pytest.raises(NotAllowed, match="not a labeler"):
        start(office, task.id, "EVE")


def test_opening_the_window_asks_for_work(office):
    task = dynamic(office, 3, ["ANA"])
    assert office.labeling.open(office.actor("ANA"), task.id).item is not None
    assert office.labeling.open(office.actor("ANA"), task.id).tally.pending == 3


@pytest.mark.parametrize("k", [2, 3])
def test_ten_at_a_time_to_k_different_people(office, k):
    people = ["ANA", "BEN", "CAY"]
    task = dynamic(office, 12, people, labelers_per_input=k)
    for _ in range(40):
        if status(office, task.id) is TaskStatus.DONE:
            break
        for who in people:
            start(office, task.id, who)
            if office.labeling.card(office.actor(who), task.id).item:
                office.answer(task.id, who, task.concepts[0])
    found = people_of_inputs(office, task.id)
    assert len(found) == 12
    assert all(len(set(people)) == len(people) == k for people in found.values())
    assert status(office, task.id) is TaskStatus.DONE
    check_tallies(office, task.id)


def test_what_nobody_touches_for_an_hour_goes_back_and_whoever_asks_gets_it_first(office):
    task = dynamic(office, 30, ["ANA", "BEN"])
    start(office, task.id, "ANA")
    first = office.answer(task.id, "ANA", task.concepts[0])
    office.store.clock.move(HOUR - 1)
    office.answer(task.id, "ANA", task.concepts[0])
    office.store.clock.move(HOUR - 1)
    assert office.distributing.is_idle(), "A touch begins the hour anew."
    office.store.clock.move(2)
    office.settle()
    assert shares(office, task.id) == {NOBODY: 8}
    back = {one.id for one in office.assignments(task.id) if one.labeler == NOBODY}
    assert office.labeling.card(office.actor("ANA"), task.id).released == 8
    start(office, task.id, "BEN")
    assert shares(office, task.id) == {"BEN": TEN}
    assert back < {one.id for one in office.of(task.id, "BEN")}
    assert office.labeling.card(office.actor("ANA"), task.id).undo is not None
    assert first[0] in {one.id for one in office.of(task.id, "ANA")}
    rows = office.audit(min(back))
    assert [row[1] for row in rows] == ["release", "take"]
    assert rows[0][4] == "not touched for 60 minutes"
    check_tallies(office, task.id)


def test_ticks_skips_and_flags_are_touches_too(office):
    task = dynamic(office, 10, ["ANA"], labels_per_input="several")
    start(office, task.id, "ANA")
    for act in ("tick", "flag", "skip"):
        office.store.clock.move(HOUR - 60)
        item = office.labeling.card(office.actor("ANA"), task.id).item
        which = (office.actor("ANA"), item.assignment, item.revision)
        if act == "tick":
            office.labeling.tick(*which, task.concepts[0], on=True)
        elif act == "flag":
            office.labeling.flag(*which, on=True)
        else:
            office.labeling.skip(*which)
        assert office.distributing.is_idle()


def test_other_tasks_keep_their_work_unless_they_opt_in(office):
    task = office.task(4, ["ANA", "BEN"])
    office.store.clock.move(30 * 24 * HOUR)
    office.settle()
    assert shares(office, task.id) == {"ANA": 2, "BEN": 2}
    other = office.task(4, ["ANA", "BEN"], name="Again", is_rebalancing=True)
    office.answer(other.id, "BEN", other.concepts[0], 2)
    office.store.clock.move(23 * HOUR)
    office.settle()
    assert shares(office, other.id) == {"ANA": 2}
    office.store.clock.move(HOUR)
    office.settle()
    assert shares(office, other.id) == {NOBODY: 2}
    assert ReleasedWork(other.id) in office.told("BEN")
    assert ReleasedWork(other.id) not in office.told("ANA")
    card = office.labeling.card(office.actor("BEN"), other.id)
    assert (card.may_take, card.released) == (2, 2)
    assert start(office, other.id, "BEN") == 2


def test_who_leaves_a_dynamic_task_leaves_it_to_whoever_asks(office):
    task = dynamic(office, 30, ["ANA", "BEN"])
    start(office, task.id, "ANA")
    office.set_people(task.id, ["BEN", "CAY"])
    office.settle()
    assert shares(office, task.id) == {NOBODY: TEN}
    assert QueueReady(task.id) in office.told("CAY")
    start(office, task.id, "CAY")
    assert shares(office, task.id) == {"CAY": TEN}
    office.set_people(task.id, ["ANA", "BEN", "CAY"])
    assert office.told("ANA").count(QueueReady(task.id)) == 2, "Who comes back is invited again."


# Releasing


def test_own_work_goes_back_and_those_who_have_none_are_told_once(office):
    task = office.task(6, ["ANA", "BEN", "CAY"])
    office.answer(task.id, "BEN", task.concepts[0], 2)
    assert office.releasing.release(office.actor("ANA"), task.id) == 2
    assert office.releasing.release(office.actor("CAY"), task.id) == 2
    assert office.releasing.release(office.actor("CAY"), task.id) == 0
    assert shares(office, task.id) == {NOBODY: 4}
    assert office.told("BEN").count(ReleasedWork(task.id)) == 1
    assert start(office, task.id, "BEN") == 4
    assert office.distributing.is_idle(), "Nothing is evened out behind people's backs."
    office.answer(task.id, "BEN", task.concepts[0], 4)
    assert status(office, task.id) is TaskStatus.DONE


def test_the_lead_releases_and_hands_over_anybodys_work(office):
    task = office.task(6, ["ANA", "BEN"])
    assert office.releasing.release_of(office.lead, task.id, "ANA") == 3
    assert shares(office, task.id) == {NOBODY: 3, "BEN": 3}
    assert office.releasing.hand_over_to(office.lead, task.id, "BEN", "ANA") == 3
    assert shares(office, task.id) == {NOBODY: 3, "ANA": 3}
    assert office.told("ANA").count(QueueReady(task.id)) == 2
    with pytest.raises(Invalid, match="another labeler"):
        office.releasing.hand_over_to(office.lead, task.id, "ANA", "EVE")
    with pytest.raises(NotAllowed):
        office.releasing.release_of(office.person("BEN"), task.id, "ANA")


def test_very_much_work_goes_back_bit_by_bit(office):
    task = office.task(1200, ["ANA", "BEN"])
    assert office.releasing.release(office.actor("ANA"), task.id) == 600
    assert shares(office, task.id)[NOBODY] == 500
    (asked,) = [notice for notice in office.told("ANA") if type(notice).__name__ == "MoveAsked"]
    for _ in range(2):
        office.releasing.carry_out(asked)
    assert shares(office, task.id) == {NOBODY: 600, "BEN": 600}


def test_handing_over_leaves_what_the_other_has(office):
    task = office.task(6, ["ANA", "BEN", "CAY"], labelers_per_input=2)
    office.releasing.hand_over_to(office.lead, task.id, "ANA", "BEN")
    assert all(len(set(people)) == 2 for people in people_of_inputs(office, task.id).values())
    assert sum(shares(office, task.id).values()) == 12
