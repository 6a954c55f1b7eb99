"""Reviewers come and go while answers wait: what waits follows them, bit by bit where it is much."""

from collections import Counter

import pytest

from domain.fields import TaskField
from domain.model import TaskStatus
from domain.notices import ReviewReady
from services import batches
from tests.office import LEAD, Birds, Office

OTHER = "CAY"


def holders(office: Office, task: Birds) -> dict[str | None, int]:
    office.settle()
    office.reviewing.deal_batches()
    return dict(Counter(one.reviewer for one in office.assignments(task.id)))


def disputed(office: Office, leads: tuple[str, ...]) -> tuple[Birds, str]:
    """Nobody reviews, so a lead settles what the labelers disagree on. Returns also which one."""
    for who in leads:
        office.person(who)
    task = office.task(1, ["ANA", "BEN"], labelers_per_input=2, agreement=2)
    office.save(task.id, TaskField.LEADS, leads)
    for labeler, concept in zip(("ANA", "BEN"), task.concepts, strict=True):
        office.answer(task.id, labeler, concept)
    (lead,) = holders(office, task)
    assert lead in leads
    return task, str(lead)


def settle(office: Office, task: Birds, who: str) -> None:
    item = office.reviewing.card(office.actor(who), task.id).item
    assert office.reviewing.approve(office.actor(who), item.assignment, item.revision).note is None
    assert office.listing.find(office.lead, task.id).status is TaskStatus.DONE


@pytest.mark.parametrize("way", ["taken off", "deactivated"])
def test_what_a_lead_who_goes_was_to_settle_the_other_one_settles(office, way):
    task, lead = disputed(office, (LEAD, OTHER))
    (other,) = {LEAD, OTHER} - {lead}
    if way == "taken off":
        office.save(task.id, TaskField.LEADS, (other,), by=office.person(other))
    else:
        office.person(lead, is_deleted=True)
    assert holders(office, task) == {other: 2}
    assert ReviewReady(task.id) in office.told(other)
    settle(office, task, other)


def test_who_takes_the_lead_settles_what_was_left(office):
    task, lead = disputed(office, (LEAD,))
    office.person(lead, is_deleted=True)
    boss = office.person("BOSS", is_admin=True)
    assert office.leading.take(boss, lead)
    assert holders(office, task) == {"BOSS": 2}
    settle(office, task, "BOSS")


def test_reviewers_who_come_take_over_from_leads_and_leads_from_reviewers_who_go(office):
    task, lead = disputed(office, (LEAD,))
    office.person("REA")
    for reviewers, expected in ((("REA",), "REA"), ((), lead), (("REA",), "REA")):
        office.save(task.id, TaskField.REVIEWERS, reviewers)
        assert holders(office, task) == {expected: 2}
    settle(office, task, "REA")


def test_a_lead_who_goes_goes_on_reviewing(office):
    task = office.task(2, ["ANA"], reviewers=(LEAD,))
    office.person(OTHER)
    office.save(task.id, TaskField.LEADS, (LEAD, OTHER))
    office.answer(task.id, "ANA", task.concepts[0], 2)
    assert holders(office, task) == {LEAD: 2}
    item = office.reviewing.card(office.lead.actor, task.id).item
    office.reviewing.request_changes(office.lead.actor, item.assignment, item.revision, "Look again.")
    office.save(task.id, TaskField.LEADS, (OTHER,), by=office.person(OTHER))
    assert holders(office, task) == {LEAD: 2}


def test_much_that_waits_changes_hands_bit_by_bit(office, monkeypatch):
    monkeypatch.setattr(batches, "CHUNK", 3)
    for who in ("REA", "ROY"):
        office.person(who)
    task = office.task(8, ["ANA"], reviewers=("REA",))
    office.answer(task.id, "ANA", task.concepts[0], 8)
    assert holders(office, task) == {"REA": 8}
    office.save(task.id, TaskField.REVIEWERS, ("ROY",))
    assert Counter(one.reviewer for one in office.assignments(task.id)) == {None: 3, "REA": 5}
    assert holders(office, task) == {"ROY": 8}
    assert office.distributing.is_idle()
