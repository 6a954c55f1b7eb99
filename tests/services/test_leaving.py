"""People whom Slack describes anew: guests, people of other organisations, and those who come back."""

import pytest

from domain.notices import PersonLeft, QueueReady, ReviewReady
from tests.office import LEAD, Office


@pytest.fixture
def birds(office: Office) -> int:
    for user in ("ANA", "BEN", "REA"):
        office.person(user)
    return office.task(4, ("ANA", "BEN"), reviewers=("REA",)).id


def hear(office: Office, user: str) -> list[object]:
    """What this person is told and was not told before."""
    news = [one for one in office.telling.due() if one.to.user == user]
    office.telling.done(news)
    return [one.notice for one in news]


def test_who_becomes_a_guest_keeps_their_work(office: Office, birds: int):
    office.person("ANA", is_guest=True)
    office.settle()
    assert len(office.of(birds, "ANA")) == 2
    assert hear(office, LEAD) == []


def test_who_goes_to_another_organisation_leaves_their_tasks(office: Office, birds: int):
    office.person("ANA", is_external=True)
    office.settle()
    assert len(office.of(birds, "BEN")) == 4
    assert hear(office, LEAD) == [PersonLeft(birds, "ANA", "labeler", is_last=False, is_external=True)]
    office.person("ANA", is_external=True)
    assert hear(office, LEAD) == []


def test_who_comes_back_to_reviews_that_nobody_else_could_take_is_called(office: Office, birds: int):
    for labeler in ("ANA", "BEN"):
        office.answer(birds, labeler, None, 2)
    office.reviewing.deal_batches()
    hear(office, "REA")
    left = PersonLeft(birds, "REA", "reviewer", is_last=True)
    for _ in range(2):
        for _ in range(2):
            office.person("REA", is_deleted=True)
        assert (hear(office, LEAD), hear(office, "REA")) == ([left], [])
        for _ in range(2):
            office.person("REA")
        assert (hear(office, LEAD), hear(office, "REA")) == ([], [ReviewReady(birds)])


@pytest.mark.usefixtures("birds")
def test_who_comes_back_to_a_queue_is_called_and_to_nothing_is_not(office: Office):
    alone = office.task(1, ("CAY",), name="Alone", dataset=str(office.add_inputs(1, "One")))
    office.person("CAY")
    assert hear(office, "CAY") == [QueueReady(alone.id)]
    office.person("CAY", is_deleted=True)
    office.person("CAY")
    assert hear(office, "CAY") == [QueueReady(alone.id)]
    office.answer(alone.id, "CAY", None)
    office.person("CAY", is_deleted=True)
    office.person("CAY")
    assert hear(office, "CAY") == []
    hear(office, "ANA")
    office.person("ANA", is_deleted=True)
    office.settle()
    office.person("ANA")
    assert hear(office, "ANA") == [], "Others have that work now."


@pytest.mark.usefixtures("birds")
def test_who_joins_is_known_and_called_to_nothing(office: Office):
    office.person("NEW")
    assert office.collaborating.find(office.actor("NEW")) is not None
    assert hear(office, "NEW") == []
