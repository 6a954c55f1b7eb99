"""When answers go out to reviewers, and who is called to them."""

import pytest

from domain.clock import MINUTE, SECOND
from domain.model import Actor
from domain.notices import QueueReady, ReviewReady, TaskDone
from services.batches import BATCH
from store.cards import REVIEW
from tests.office import LEAD, Office


def deal(office: Office) -> int | None:
    return office.reviewing.deal_batches()


def deliver(office: Office, user: str) -> list[object]:
    """All that waits for this person, as the messenger does: a card of theirs is a message from now on."""
    due = [one for one in office.telling.due() if one.to == office.actor(user)]
    for one in due:
        if isinstance(one.notice, ReviewReady):
            card = office.reviewing.card(office.actor(user), one.notice.task)
            if card.item is not None:
                place = (office.actor(user), one.notice.task, REVIEW)
                office.telling.card_placed(place, "D1", f"{one.id}.0", card.revision)
    office.telling.done(due)
    return [one.notice for one in due]


def waiting(office: Office, task: int, user: str) -> int:
    return office.reviewing.card(office.actor(user), task).waiting


@pytest.mark.parametrize("reviewers", [("REA",), ("REA", "ROY", "SAM")])
def test_a_batch_goes_out_at_ten_however_many_reviewers_there_are(office, reviewers):
    task = office.task(30, reviewers=reviewers)
    office.answer(task.id, "ANA", task.concepts[0], BATCH - 1)
    assert deal(office) is not None
    assert [waiting(office, task.id, one) for one in reviewers] == [0] * len(reviewers)
    office.answer(task.id, "ANA", task.concepts[0])
    assert deal(office) is None
    shares = [waiting(office, task.id, one) for one in reviewers]
    assert sum(shares) == BATCH
    assert max(shares) - min(shares) <= 1


def test_each_batch_goes_to_who_had_least(office):
    task = office.task(30, reviewers=("REA", "ROY", "SAM"))
    for _ in range(3):
        office.answer(task.id, "ANA", task.concepts[0], BATCH)
        deal(office)
    assert [waiting(office, task.id, one) for one in ("REA", "ROY", "SAM")] == [10, 10, 10]


def test_who_asked_for_work_and_went_away_is_called_with_the_next_batch(office):
    task = office.task(20, reviewers=("REA",))
    office.answer(task.id, "ANA", task.concepts[0], 3)
    office.reviewing.take(office.actor("REA"), task.id)
    assert deliver(office, "REA") == [], "Who is looking already needs no message."
    office.answer(task.id, "ANA", task.concepts[0], BATCH)
    deal(office)
    assert deliver(office, "REA") == [ReviewReady(task.id)]
    office.answer(task.id, "ANA", task.concepts[0], 7)
    deal(office)
    assert waiting(office, task.id, "REA") == 20
    assert deliver(office, "REA") == [], "The card is there: it is painted anew."


def test_that_is_so_with_a_card_from_before_too(office):
    task = office.task(30, reviewers=("REA",))
    office.answer(task.id, "ANA", task.concepts[0], BATCH)
    deal(office)
    assert deliver(office, "REA") == [ReviewReady(task.id)]
    office.approve(task.id, "REA")
    office.answer(task.id, "ANA", task.concepts[0], 2)
    office.reviewing.take(office.actor("REA"), task.id)
    for expected in ([ReviewReady(task.id)], []):
        office.answer(task.id, "ANA", task.concepts[0], 9)
        office.store.clock.move(31 * 60)
        deal(office)
        assert deliver(office, "REA") == expected


def test_whose_call_never_arrived_is_called_again(office):
    task = office.task(30, reviewers=("REA",))
    office.answer(task.id, "ANA", task.concepts[0], BATCH)
    deal(office)
    office.answer(task.id, "ANA", task.concepts[0], BATCH)
    deal(office)
    due = [one for one in office.telling.due() if one.to.user == "REA"]
    assert [one.notice for one in due] == [ReviewReady(task.id)], "One that is on its way is enough."
    office.telling.give_up(due, "user_disabled")
    office.answer(task.id, "ANA", task.concepts[0], BATCH)
    deal(office)
    assert office.told("REA") == [ReviewReady(task.id)]


def undo(office: Office, task: int, labeler: str) -> None:
    back = office.labeling.card(office.actor(labeler), task).undo
    assert office.labeling.undo(office.actor(labeler), back.assignment, back.revision).note is None


def test_second_thoughts_of_a_labeler_call_nobody_again(office):
    task = office.task(1, reviewers=("REA",))
    office.answer(task.id, "ANA", task.concepts[0])
    deal(office)
    assert deliver(office, "REA") == [ReviewReady(task.id)]
    for concept in (1, 0):
        undo(office, task.id, "ANA")
        assert office.telling.stale_cards() == [], "The card keeps still until the other answer is there."
        office.store.clock.move(30)
        office.answer(task.id, "ANA", task.concepts[concept])
        assert deliver(office, "REA") == []
    office.store.clock.move(6)
    assert [card.user for card in office.telling.stale_cards()] == ["REA"]
    assert office.reviewing.card(office.actor("REA"), task.id).item.answers == ("Robin",)


def test_who_has_seen_that_nothing_is_left_is_called_again(office):
    task = office.task(1, reviewers=("REA",))
    office.answer(task.id, "ANA", task.concepts[0])
    deal(office)
    deliver(office, "REA")
    undo(office, task.id, "ANA")
    office.store.clock.move((MINUTE + 6 * SECOND) / SECOND)
    assert [card.user for card in office.telling.stale_cards()] == ["REA"]
    office.answer(task.id, "ANA", task.concepts[1])
    assert deliver(office, "REA") == [ReviewReady(task.id)]


def test_a_reviewer_who_clicks_meanwhile_sees_it_and_is_called_again(office):
    task = office.task(1, reviewers=("REA",))
    (one,) = office.answer(task.id, "ANA", task.concepts[0])
    deal(office)
    deliver(office, "REA")
    undo(office, task.id, "ANA")
    assert "with <@ANA> again" in office.reviewing.approve(office.actor("REA"), one, 1).note
    office.answer(task.id, "ANA", task.concepts[1])
    assert deliver(office, "REA") == [ReviewReady(task.id)]


def test_where_other_answers_wait_the_card_goes_on_at_once(office):
    task = office.task(2, reviewers=("REA",))
    office.answer(task.id, "ANA", task.concepts[0], 2)
    deal(office)
    deliver(office, "REA")
    undo(office, task.id, "ANA")
    assert [card.user for card in office.telling.stale_cards()] == ["REA"]


def test_a_task_is_done_once_for_its_lead(office):
    task = office.task(1)
    for _ in range(3):
        office.answer(task.id, "ANA", task.concepts[0])
        assert office.told(LEAD) == [TaskDone(task.id)]
        undo(office, task.id, "ANA")
        assert office.told(LEAD) == [], "Nobody is told what is not true any more."
    office.answer(task.id, "ANA", task.concepts[0])
    assert deliver(office, LEAD) == [TaskDone(task.id)]
    undo(office, task.id, "ANA")
    office.answer(task.id, "ANA", task.concepts[0])
    assert office.told(LEAD) == []


@pytest.fixture
def rung(office: Office) -> list[set[str]]:
    """The topics of each commit from now on."""
    heard: list[set[str]] = []
    office.store.on_commit = heard.append
    return heard


def test_the_last_answers_are_dealt_also_when_the_very_last_was_sent_back(office, rung):
    task = office.task(3, reviewers=("REA",))
    (first,) = office.answer(task.id, "ANA", task.concepts[0])
    office.reviewing.take(office.actor("REA"), task.id)
    office.reviewing.request_changes(office.actor("REA"), first, 1, "Look again.")
    # What was sent back is in front, and is left for last.
    item = office.labeling.card(office.actor("ANA"), task.id).item
    office.labeling.skip(office.actor("ANA"), item.assignment, item.revision)
    office.answer(task.id, "ANA", task.concepts[0], 2)
    assert deal(office) is not None
    rung.clear()
    assert office.answer(task.id, "ANA", task.concepts[1]) == [first]
    assert "reviews" in rung[-1]
    assert deal(office) is None
    assert waiting(office, task.id, "REA") == 3


def test_a_restored_task_has_its_reviews_looked_at(office, rung):
    task = office.task(8, reviewers=("REA",))
    office.answer(task.id, "ANA", task.concepts[0], 3)
    office.editing.delete(office.lead, task.id)
    office.editing.restore(office.lead, task.id)
    assert "reviews" in rung[-1]


def test_the_last_bit_that_is_handed_out_has_reviews_looked_at(office, rung):
    form = office.forms.open(office.lead)
    task = office.forms.create(office.lead, form.draft, office.draft(2, reviewers=("REA",)))
    rung.clear()
    office.distributing.step()
    assert "reviews" in rung[-1]
    assert len(office.assignments(task)) == 2


def test_who_comes_back_before_their_work_has_moved_is_told_that_they_have_it(office):
    task = office.task(4, ["ANA", "BEN"])
    office.telling.done(office.telling.due())
    office.set_people(task.id, ["ANA"])
    office.set_people(task.id, ["ANA", "BEN"])
    office.settle()
    assert len(office.of(task.id, "BEN")) == 2
    assert office.told("BEN")[-1] == QueueReady(task.id)
    assert office.told("BEN").count(QueueReady(task.id)) == 1


def test_each_reviewer_is_told_how_many_they_would_get(office):
    task = office.task(8, ["ANA", "BEN"], reviewers=("BEN", "REA"))
    office.answer(task.id, "BEN", task.concepts[0], 2)

    def counts(user: str) -> tuple[int, int]:
        (mine,) = office.listing.waiting(Actor(office.workspace, user)).review or ((0, "", 0),)
        return mine[2], office.listing.find(office.person(user), task.id).may_review

    assert counts("BEN") == (0, 0), "Nobody reviews their own."
    assert counts("REA") == (2, 2)
    office.answer(task.id, "ANA", task.concepts[0], 4)
    assert counts("BEN")[0] + counts("REA")[0] == 6
    promised = counts("REA")[0]
    assert office.reviewing.take(office.actor("REA"), task.id).waiting == promised
    assert counts("REA") == (promised, promised)
