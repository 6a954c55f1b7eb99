import pytest

from domain.clock import SECOND
from domain.model import Actor
from domain.notices import ExportAsked, QueueReady, TaskDone
from services.telling import CALM
from store.cards import LABEL, REVIEW
from store.outbox import Waiting
from tests.office import Office

ANA, BEN = Actor("T1", "ANA"), Actor("T1", "BEN")


@pytest.fixture
def task(office: Office) -> int:
    return office.task(4, ["ANA", "BEN"]).id


def put(office: Office, to: Actor, *notices: object) -> None:
    for notice in notices:
        office.store.write(lambda unit, notice=notice: unit.outbox.put(to, notice))


def due(office: Office, to: Actor) -> list[Waiting]:
    return [one for one in office.telling.due() if one.to == to]


def kinds(office: Office, to: Actor) -> list[str]:
    return [type(one.notice).__name__ for one in due(office, to)]


def test_what_is_done_is_not_said_again(office, task):
    (notice,) = due(office, ANA)
    assert notice.notice == QueueReady(task)
    office.telling.begin([notice])
    office.telling.done([notice])
    assert (due(office, ANA), kinds(office, BEN)) == ([], ["QueueReady"])


def test_what_was_begun_by_who_died_comes_back(office, task):
    office.telling.begin(due(office, ANA))
    (again,) = due(office, ANA)
    assert again.notice == QueueReady(task)


def test_what_slack_refused_for_now_waits_with_all_that_comes_after_it(office, task, clock):
    put(office, ANA, TaskDone(task), ExportAsked(task, "csv"))
    first = due(office, ANA)[0]
    office.telling.begin([first])
    office.telling.retry([first], 30, "ratelimited")
    assert (kinds(office, ANA), kinds(office, BEN)) == ([], ["QueueReady"])
    office.telling.done(due(office, BEN))
    assert office.telling.next_due_at() - clock.now() == pytest.approx(30 * SECOND, abs=100)
    clock.move(31)
    assert kinds(office, ANA) == ["QueueReady", "TaskDone", "ExportAsked"]
    assert due(office, ANA)[0].attempts == 1


def test_each_retry_counts(office, clock):
    office.task(1)
    for attempt in range(4):
        assert due(office, ANA)[0].attempts == attempt
        office.telling.retry(due(office, ANA), 1, "500")
        clock.move(2)


def test_what_is_given_up_holds_nothing_back(office, task):
    put(office, ANA, TaskDone(task))
    office.telling.give_up(due(office, ANA)[:1], "user_not_found")
    assert kinds(office, ANA) == ["TaskDone"]
    office.telling.done(due(office, ANA) + due(office, BEN))
    assert office.telling.next_due_at() is None


def test_a_card_is_where_it_was_placed_last(office, task):
    assert office.telling.card_at(task, "ANA", LABEL) is None
    office.telling.card_placed((ANA, task, LABEL), "D1", "1.1", 1)
    office.telling.card_placed((ANA, task, LABEL), "D1", "2.2", 1)
    card = office.telling.card_at(task, "ANA", LABEL)
    assert (card.channel, card.ts, card.workspace) == ("D1", "2.2", "T1")
    assert office.telling.card_at(task, "ANA", REVIEW) is office.telling.card_at(task, "BEN", LABEL) is None


def test_a_card_that_was_clicked_is_painted_by_the_click_or_after_a_while_by_the_sweep(office, clock):
    task = office.task(3)
    office.telling.card_placed((ANA, task.id, LABEL), "D1", "1.1", 1)
    office.answer(task.id, "ANA", task.concepts[0])
    assert office.telling.stale_cards() == [], "The click is about to repaint it."
    clock.move(CALM / SECOND + 1)
    (stale,) = office.telling.stale_cards()
    assert (stale.user, stale.sent < stale.revision) == ("ANA", True)
    office.telling.cards_painted([((task.id, "ANA", LABEL, "1.1"), stale.revision)])
    assert office.telling.stale_cards(calm=0) == []


def test_an_older_paint_never_wins(office):
    task = office.task(3)
    office.telling.card_placed((ANA, task.id, LABEL), "D1", "1.1", 1)
    office.answer(task.id, "ANA", task.concepts[0], 2)
    newest = office.labeling.card(ANA, task.id).revision
    office.telling.cards_painted([((task.id, "ANA", LABEL, "1.1"), newest)])
    office.telling.cards_painted([((task.id, "ANA", LABEL, "1.1"), newest - 1)])
    assert office.telling.card_at(task.id, "ANA", LABEL).sent == newest
    office.telling.card_placed((ANA, task.id, LABEL), "D1", "2.2", newest - 1)
    office.telling.cards_painted([((task.id, "ANA", LABEL, "1.1"), newest)])
    assert office.telling.card_at(task.id, "ANA", LABEL).sent == newest - 1, "That was the message before."
    office.telling.cards_painted([])


def test_a_first_card_keeps_still_unless_something_changed_while_it_was_on_its_way(office, clock):
    birds = office.task(4, ["ANA", "BEN"])
    for who in (ANA, BEN):
        office.telling.card_opened(who, birds.id, LABEL)
        office.telling.card_opened(who, birds.id, LABEL)
    drawn = {who: office.labeling.card(who, birds.id).revision for who in (ANA, BEN)}
    office.store.write(lambda unit: unit.cards.touch("T1", birds.id, "BEN", LABEL, calmly=False))
    for who, revision in drawn.items():
        office.telling.card_placed((who, birds.id, LABEL), f"D-{who.user}", "1.1", revision)
    clock.move(2 * CALM / SECOND)
    assert [card.user for card in office.telling.stale_cards()] == ["BEN"]
