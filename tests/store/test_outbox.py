import pytest

from domain.clock import SECOND
from domain.model import Actor
from domain.notices import (
    ApproveAllAsked,
    CardMoved,
    ExportAsked,
    QueueReady,
    RemovedFromTask,
    ReviewReady,
    SentBack,
    TaskDone,
)
from store.outbox import Waiting
from store.unit_of_work import Store
from tests.fake_clock import FakeClock
from tests.store.shelf import new_task

ANA, BEN = Actor("T1", "ANA"), Actor("T1", "BEN")
ANA_ELSEWHERE = Actor("T2", "ANA")


@pytest.fixture
def task(store: Store) -> int:
    return store.write(new_task)


def put(store: Store, to: Actor, notice, key=None) -> None:
    store.write(lambda unit: unit.outbox.put(to, notice, key=key))


def due(store: Store, limit: int = 100) -> list[Waiting]:
    return store.read(lambda unit: unit.outbox.due(limit))


def notices(store: Store) -> list[tuple[str, object]]:
    return [(one.to.user, one.notice) for one in due(store)]


def retry(store: Store, one: Waiting, wait: float) -> None:
    store.write(lambda unit: unit.outbox.retry([one.id], wait, "ratelimited"))


def next_due_in(store: Store, clock: FakeClock) -> float | None:
    """Seconds, rounded: the clock ticks a little with each look at it."""
    at = store.read(lambda unit: unit.outbox.next_due_at())
    return None if at is None else round((at - clock.now()) / SECOND, 3)


def test_notices_come_as_they_were_put_oldest_first(store, task, clock):
    said = [SentBack(task, "a.jpg", "Look “again”", "REA"), RemovedFromTask(task, "LEAD", "labeler"), TaskDone(task)]
    for notice in said:
        put(store, ANA, notice)
    waiting = due(store)
    assert [one.notice for one in waiting] == said
    assert [one.to for one in waiting] == [ANA] * 3
    assert all(one.attempts == 0 for one in waiting)
    assert waiting[0].created_at < clock.now()
    assert [one.notice for one in due(store, 2)] == said[:2]


def test_a_key_is_told_once_whenever_it_comes_again(store, task):
    put(store, ANA, ExportAsked(task, "csv"), key="export:1")
    put(store, ANA, ExportAsked(task, "csv"), key="export:1")
    (one,) = due(store)
    store.write(lambda unit: unit.outbox.done([one.id]))
    put(store, ANA, ExportAsked(task, "csv"), key="export:1")
    assert due(store) == []
    put(store, ANA, ExportAsked(task, "csv"), key="export:2")
    put(store, ANA, QueueReady(task))
    put(store, ANA, QueueReady(task))
    assert len(due(store)) == 3


def test_what_waits_holds_back_the_rest_of_the_same_person_only(store, task, clock):
    put(store, ANA, QueueReady(task))
    put(store, ANA, TaskDone(task))
    put(store, BEN, ReviewReady(task))
    put(store, ANA_ELSEWHERE, QueueReady(task))
    retry(store, due(store)[0], 30)
    assert [one.to for one in due(store)] == [BEN, ANA_ELSEWHERE]
    clock.move(29)
    assert len(due(store)) == 2
    clock.move(2)
    assert [one.notice for one in due(store) if one.to == ANA] == [QueueReady(task), TaskDone(task)]


def test_an_earlier_notice_goes_before_one_that_waits(store, task):
    put(store, ANA, QueueReady(task))
    put(store, ANA, TaskDone(task))
    retry(store, due(store)[1], 30)
    assert notices(store) == [("ANA", QueueReady(task))]


def test_the_next_time_to_look_is_when_something_is_free_again(store, task, clock):
    """Not at once because of what is held back: whoever waits for it would look, find nothing, and look again."""
    assert next_due_in(store, clock) is None
    put(store, ANA, QueueReady(task))
    put(store, ANA, TaskDone(task))
    assert next_due_in(store, clock) == 0
    retry(store, due(store)[0], 30)
    assert due(store) == []
    assert next_due_in(store, clock) == 30
    put(store, BEN, QueueReady(task))
    assert next_due_in(store, clock) == 0
    clock.move(31)
    (first, *_) = due(store)
    store.write(lambda unit: unit.outbox.give_up([first.id], "user_not_found"))
    assert notices(store) == [("ANA", TaskDone(task)), ("BEN", QueueReady(task))]


def test_what_was_begun_is_sent_again_after_a_crash(store, task):
    put(store, ANA, QueueReady(task))
    (one,) = due(store)
    store.write(lambda unit: unit.outbox.begin([one.id]))
    (again,) = due(store)
    assert (again.id, again.attempts) == (one.id, 0)
    retry(store, again, 0)
    (surely_not_said,) = due(store)
    assert surely_not_said.attempts == 1
    store.write(lambda unit: unit.outbox.done([one.id]))
    assert due(store) == []


def test_an_old_card_neither_holds_back_nor_is_held_back(store, task, clock):
    moved = CardMoved(task, "D1", "1.0", "label")
    put(store, ANA, moved)
    put(store, ANA, QueueReady(task))
    (aside,) = store.read(lambda unit: unit.outbox.due_aside(10))
    retry(store, aside, 30)
    assert notices(store) == [("ANA", QueueReady(task))]
    assert store.read(lambda unit: unit.outbox.due_aside(10)) == []
    assert round((store.read(lambda unit: unit.outbox.next_aside_at()) - clock.now()) / SECOND) == 30
    retry(store, due(store)[0], 60)
    clock.move(31)
    assert [one.notice for one in store.read(lambda unit: unit.outbox.due_aside(10))] == [moved]
    assert (due(store), next_due_in(store, clock)) == ([], 29)


def test_who_is_being_written_to_is_left_out(store, task, clock):
    for who in (ANA, BEN, ANA_ELSEWHERE):
        put(store, who, QueueReady(task))

    def left(*but: Actor) -> list[Actor]:
        return [one.to for one in store.read(lambda unit: unit.outbox.due(10, but))]

    assert left() == [ANA, BEN, ANA_ELSEWHERE]
    assert left(ANA) == [BEN, ANA_ELSEWHERE]
    assert left(ANA_ELSEWHERE, BEN) == [ANA]
    assert store.read(lambda unit: unit.outbox.next_due_at((ANA, BEN, ANA_ELSEWHERE))) is None
    assert next_due_in(store, clock) == 0


def test_of_a_group_that_is_tried_again_what_was_said_stays_said(store, task, clock):
    for reason in ("One", "Two"):
        put(store, ANA, SentBack(task, "a.jpg", reason, "REA"))
    said, unsaid = due(store)
    store.write(lambda unit: unit.outbox.done([said.id]))
    store.write(lambda unit: unit.outbox.retry([said.id, unsaid.id], 1, "ratelimited"))
    clock.move(2)
    assert [one.id for one in due(store)] == [unsaid.id]
    store.write(lambda unit: unit.outbox.rewrite(unsaid.id, SentBack(task, "a.jpg", "Two", "REA", "D1", "1.0")))
    assert [one.notice for one in due(store)] == [SentBack(task, "a.jpg", "Two", "REA", "D1", "1.0")]


def test_what_is_held_is_told_once_it_is_released(store, task):
    store.write(lambda unit: unit.outbox.hold(ANA, ReviewReady(task), "held:1"))
    store.write(lambda unit: unit.outbox.hold(ANA, ReviewReady(task), "held:1"))
    assert due(store) == []
    assert store.write(lambda unit: unit.outbox.release("held:1"))
    assert not store.write(lambda unit: unit.outbox.release("held:1"))
    assert notices(store) == [("ANA", ReviewReady(task))]
    # The key is free for the next time, also before the first is told.
    store.write(lambda unit: unit.outbox.hold(ANA, ReviewReady(task), "held:1"))
    assert store.write(lambda unit: unit.outbox.release("held:1"))
    assert notices(store) == [("ANA", ReviewReady(task))] * 2


def test_what_is_no_longer_true_is_withdrawn_unless_it_is_being_told(store, task):
    other = store.write(lambda unit: new_task(unit, name="Other"))
    for number in (1, 2, 3):
        put(store, ANA, TaskDone(task), key=f"done:{number}")
    put(store, ANA, TaskDone(other))
    put(store, ANA, QueueReady(task))
    first, second, *_ = due(store)
    store.write(lambda unit: unit.outbox.done([first.id]))
    store.write(lambda unit: unit.outbox.begin([second.id]))
    store.write(lambda unit: unit.outbox.withdraw(task, TaskDone))
    assert [one.notice for one in due(store)] == [TaskDone(task), TaskDone(other), QueueReady(task)]
    for number in (1, 2, 3):
        put(store, ANA, TaskDone(task), key=f"done:{number}")
    assert [one.notice for one in due(store)][-1] == TaskDone(task), "Only the withdrawn one's key is free again."
    assert len(due(store)) == 4


def test_what_waits_of_a_kind_is_known_by_person_and_task(store, task):
    other = store.write(lambda unit: new_task(unit, name="Other"))
    asked = [ApproveAllAsked(task, labeler, 10, 11) for labeler in ("BEN", "CAY")]
    for notice in (*asked, ReviewReady(task), ApproveAllAsked(other, "BEN", 10, 11)):
        put(store, ANA, notice)
    put(store, ANA_ELSEWHERE, asked[0])

    def waiting() -> list[object]:
        return store.read(lambda unit: unit.outbox.waiting_for(ANA, task, ApproveAllAsked))

    assert waiting() == asked
    store.write(lambda unit: unit.outbox.done([due(store)[0].id]))
    assert waiting() == asked[1:]
