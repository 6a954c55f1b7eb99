from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from domain.model import AssignmentStatus, PictureState, Tally
from store.unit_of_work import Store
from tests.store.shelf import assignments, new_task, queue_of


@pytest.fixture
def task(store: Store) -> int:
    return store.write(lambda unit: new_task(unit, 4))


def change(store: Store, before, **values):
    return store.write(lambda unit: unit.queue.change(before, **values))


def tally(store: Store, task: int, labeler: str = "ANA") -> Tally:
    return store.read(lambda unit: unit.queue.tally(task, labeler))


def test_inputs_come_in_the_order_of_dealing(store, task):
    assert queue_of(store, task, "ANA") == [one.id for one in assignments(store, task)]


def test_positions_order_a_queue(store, task):
    """As skipping (the present moment, to the end) and sending back (its negative, to the front) use them."""
    first, second, third, fourth = assignments(store, task)
    now = store.clock.now
    assert change(store, first, position=now())
    assert change(store, second, position=now())
    assert change(store, third, position=-now())
    assert change(store, fourth, position=-now())
    assert queue_of(store, task, "ANA") == [fourth.id, third.id, first.id, second.id]


def test_each_has_their_own_queue(store):
    task = store.write(lambda unit: new_task(unit, 5, ("ANA", "BEN")))
    one, two, three, four, five = (a.id for a in assignments(store, task))
    assert queue_of(store, task, "ANA") == [one, three, five]
    assert queue_of(store, task, "BEN") == [two, four]
    assert store.read(lambda unit: unit.queue.next(task, "CAY")) is None


def test_the_next_comes_with_its_picture(store, task):
    first = assignments(store, task)[0]
    queued = store.read(lambda unit: unit.queue.next(task, "ANA"))
    assert (queued.input_name, queued.picture_state, queued.file) == ("0.jpg", PictureState.MISSING, None)

    def upload(unit):
        unit.pictures.want("T1", [first.input])
        unit.pictures.move(unit.pictures.due(1)[0], PictureState.READY, file="F1")

    store.write(upload)
    queued = store.read(lambda unit: unit.queue.with_picture(first.id))
    assert (queued.assignment, queued.picture_state, queued.file) == (first, PictureState.READY, "F1")


def test_a_change_moves_the_tally_with_the_status(store, task):
    first, second, *_ = assignments(store, task)
    assert change(store, first, status="AWAITING_REVIEW", submitted_at=5)
    assert change(store, second, status="SUCCESS")
    assert tally(store, task) == Tally(pending=2, awaiting=1, success=1)
    (after, *_) = assignments(store, task)
    assert (after.status, after.revision, after.submitted_at) == (AssignmentStatus.AWAITING_REVIEW, 1, 5)
    assert change(store, after, status="REJECTED")
    assert tally(store, task) == Tally(pending=2, success=1, rejected=1)


def test_a_change_without_a_status_leaves_the_tally(store, task):
    assert change(store, assignments(store, task)[0], is_flagged=True)
    assert tally(store, task) == Tally(pending=4)
    assert assignments(store, task)[0].is_flagged


def test_only_the_first_of_two_changes_of_the_same_state_counts(store, task):
    before = assignments(store, task)[0]
    assert change(store, before, status="SUCCESS")
    assert not change(store, before, status="AWAITING_REVIEW")
    assert not change(store, before, is_flagged=True)
    after = assignments(store, task)[0]
    assert (after.status, after.revision, after.is_flagged) == (AssignmentStatus.SUCCESS, 1, False)
    assert tally(store, task) == Tally(pending=3, success=1)


def test_of_writers_at_once_exactly_one_wins(store):
    task = store.write(lambda unit: new_task(unit, 10))
    for before in assignments(store, task):
        together = Barrier(4, timeout=30)

        def write(status, before=before, together=together):
            together.wait()
            return change(store, before, status=status)

        with ThreadPoolExecutor(4) as pool:
            won = list(pool.map(write, ["SUCCESS", "AWAITING_REVIEW", "REJECTED", "SUCCESS"]))
        assert sum(won) == 1
    counted = tally(store, task)
    assert (counted.pending, counted.total) == (0, 10)
    statuses = [one.status for one in assignments(store, task)]
    assert statuses.count(AssignmentStatus.SUCCESS) == counted.success
    assert statuses.count(AssignmentStatus.REJECTED) == counted.rejected


def test_find_knows_the_task(store, task):
    first = assignments(store, task)[0]
    found = store.read(lambda unit: unit.queue.find(first.id))
    assert (found.assignment, found.workspace, found.task_name) == (first, "T1", "Birds")
    assert (found.has_review, found.is_deleted) == (False, False)
    assert store.read(lambda unit: unit.queue.find(first.id + 1000)) is None


def test_find_knows_of_reviewers_and_deletion(store):
    task = store.write(lambda unit: new_task(unit, 1, reviewers=("REA",)))
    store.write(lambda unit: unit.tasks.change(unit.tasks.find(task), deleted_at=1))
    (one,) = assignments(store, task)
    found = store.read(lambda unit: unit.queue.find(one.id))
    assert (found.has_review, found.is_deleted) == (True, True)


def test_hand_over_takes_from_the_end_and_keeps_the_tallies(store, task):
    *_, third, fourth = before = assignments(store, task)
    moved = store.write(lambda unit: unit.handing.hand_over(task, "ANA", "BEN", 2))
    assert sorted(moved) == [third.id, fourth.id]
    after = assignments(store, task)
    assert [one.labeler for one in after] == ["ANA", "ANA", "BEN", "BEN"]
    assert [one.revision for one in after] == [0, 0, 1, 1]
    assert (tally(store, task), tally(store, task, "BEN")) == (Tally(pending=2), Tally(pending=2))
    assert not change(store, before[2], status="SUCCESS")


def test_hand_over_leaves_what_is_done(store, task):
    for one in assignments(store, task)[1:]:
        assert change(store, one, status="SUCCESS")
    (first, *_) = assignments(store, task)
    assert store.write(lambda unit: unit.handing.hand_over(task, "ANA", "BEN", 4)) == [first.id]
    assert tally(store, task) == Tally(success=3)
    assert tally(store, task, "BEN") == Tally(pending=1)
    assert store.write(lambda unit: unit.handing.hand_over(task, "ANA", "BEN", 4)) == []


def test_the_last_submitted_is_the_one_to_undo(store, task):
    first, second, *_ = assignments(store, task)
    assert store.read(lambda unit: unit.queue.last_submitted(task, "ANA")) is None
    change(store, second, status="SUCCESS", submitted_at=1)
    change(store, first, status="SUCCESS", submitted_at=2)
    assert store.read(lambda unit: unit.queue.last_submitted(task, "ANA")).id == first.id


def test_tallies_add_up(store):
    task = store.write(lambda unit: new_task(unit, 3, ("ANA", "BEN")))
    change(store, assignments(store, task)[0], status="SUCCESS")
    expected = {"ANA": Tally(pending=1, success=1), "BEN": Tally(pending=1)}
    assert store.read(lambda unit: unit.queue.tallies(task)) == expected
    assert store.read(lambda unit: unit.queue.total(task)) == Tally(pending=2, success=1)
    assert store.read(lambda unit: unit.queue.total(task + 1)) == tally(store, task, "CAY") == Tally()
