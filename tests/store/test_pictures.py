import pytest

from domain.clock import SECOND
from domain.model import PictureState
from store.pictures import Picture
from store.unit_of_work import Store
from tests.store.shelf import assignments, new_task


@pytest.fixture
def task(store: Store) -> int:
    return store.write(lambda unit: new_task(unit, 4, ("ANA", "BEN"), ("REA",)))


def want(store: Store, *inputs: int) -> None:
    store.write(lambda unit: unit.pictures.want("T1", inputs))


def due(store: Store, limit: int = 10) -> list[Picture]:
    return store.read(lambda unit: unit.pictures.due(limit))


def move(store: Store, picture: Picture, state: PictureState, **values) -> bool:
    return store.write(lambda unit: unit.pictures.move(picture, state, **values))


def inputs_of(store: Store, task: int, labeler: str) -> list[int]:
    return [one.input for one in assignments(store, task) if one.labeler == labeler]


def test_a_picture_is_wanted_once(store, task):
    first, second, *_ = (one.input for one in assignments(store, task))
    want(store)
    want(store, second, first)
    want(store, first, first)
    assert [(one.input, one.state, one.name, one.attempts) for one in due(store)] == [
        (first, PictureState.WANTED, "0.jpg", 0),
        (second, PictureState.WANTED, "1.jpg", 0),
    ]
    assert len(due(store, 1)) == 1


@pytest.mark.usefixtures("task")
def test_a_picture_moves_on_and_is_looked_at_when_it_is_time(store, clock):
    want(store, 1)
    (wanted,) = due(store)
    assert move(store, wanted, PictureState.SCANNING, wait=5, file="F1")
    assert due(store) == []
    assert store.read(lambda unit: unit.pictures.next_due_at()) - clock.now() == pytest.approx(5 * SECOND, abs=100)
    clock.move(6)
    (scanning,) = due(store)
    assert (scanning.state, scanning.file) == (PictureState.SCANNING, "F1")
    assert move(store, scanning, PictureState.READY, error=None)
    clock.move(1000)
    assert due(store) == []
    assert store.read(lambda unit: unit.pictures.next_due_at()) is None


@pytest.mark.usefixtures("task")
def test_of_two_who_move_a_picture_the_first_wins(store):
    want(store, 1)
    (wanted,) = due(store)
    assert move(store, wanted, PictureState.SCANNING, attempts=1)
    assert not move(store, wanted, PictureState.FAILED)
    (scanning,) = due(store)
    assert (scanning.state, scanning.attempts) == (PictureState.SCANNING, 1)
    assert move(store, scanning, PictureState.SCANNING, attempts=2)
    assert not move(store, scanning, PictureState.READY)


@pytest.mark.usefixtures("task")
def test_what_broke_begins_anew(store):
    want(store, 1)
    move(store, due(store)[0], PictureState.FAILED, file="F1", attempts=3, error="too large")
    assert due(store) == []
    want(store, 1)
    assert due(store) == []
    store.write(lambda unit: unit.pictures.again(1))
    assert [(one.state, one.file, one.attempts) for one in due(store)] == [(PictureState.WANTED, None, 0)]


def test_the_next_few_of_each_queue_are_missing_until_wanted(store, task):
    first, third = inputs_of(store, task, "ANA")

    def missing(ahead: int) -> list[int]:
        return store.read(lambda unit: unit.pictures.missing_for_labeler(task, "ANA", ahead))

    assert (missing(1), missing(2)) == ([first], [first, third])
    want(store, first)
    assert (missing(1), missing(2)) == ([], [third])


def ahead(store: Store, count: int) -> dict[str, list[int]]:
    return store.read(lambda unit: unit.pictures.missing_ahead(count))


def test_the_next_few_of_everybody_at_work_are_missing_until_wanted(store, task):
    (a1, a2), (b1, *_) = inputs_of(store, task, "ANA"), inputs_of(store, task, "BEN")
    assert {workspace: sorted(inputs) for workspace, inputs in ahead(store, 1).items()} == {"T1": sorted([a1, b1])}
    assert a2 in ahead(store, 2)["T1"]
    want(store, a1)
    assert ahead(store, 1) == {"T1": [b1]}
    elsewhere = store.write(lambda unit: new_task(unit, 1, ("ANA",), workspace="T2"))
    assert ahead(store, 1)["T2"] == [assignments(store, elsewhere)[0].input]


def test_reviewers_are_at_work_until_all_they_got_is_decided(store, task):
    one, two, *_ = assignments(store, task)
    for assignment in assignments(store, task):
        store.write(lambda unit, a=assignment: unit.queue.change(a, status="AWAITING_REVIEW", submitted_at=99 - a.id))
    assert ahead(store, 5) == {}
    store.write(lambda unit: unit.reviews.give(task, {one.id: "REA", two.id: "REA"}))
    assert ahead(store, 5) == {"T1": [two.input, one.input]}
    assert ahead(store, 1) == {"T1": [two.input]}
    assert store.read(lambda unit: unit.pictures.missing_for_reviewer(task, "REA", 5)) == [two.input, one.input]
    store.write(lambda unit: [unit.reviews.decided(task, "REA"), unit.reviews.decided(task, "REA")])
    assert ahead(store, 5) == {}


def test_nobody_works_in_a_deleted_task(store, task):
    store.write(lambda unit: unit.tasks.change(unit.tasks.find(task), deleted_at=1))
    assert ahead(store, 5) == {}


def test_the_cards_that_may_show_an_input(store, task):
    one, two, *_ = assignments(store, task)
    store.write(lambda unit: unit.queue.change(two, status="AWAITING_REVIEW", submitted_at=1, reviewer="REA"))

    def showing(input_: int) -> list[tuple[int, str, str]]:
        return store.read(lambda unit: unit.pictures.cards_showing(input_))

    assert showing(one.input) == [(task, "ANA", "label")]
    assert showing(two.input) == [(task, "REA", "review")]
    assert showing(1000) == []


def test_what_is_being_cared_for_is_left_out(store, task):
    first, second, *_ = (one.input for one in assignments(store, task))
    want(store, first, second)
    assert [one.input for one in store.read(lambda unit: unit.pictures.due(10, {first}))] == [second]
    assert store.read(lambda unit: unit.pictures.next_due_at({first, second})) is None


@pytest.mark.usefixtures("task")
def test_a_picture_is_found_by_its_file(store):
    want(store, 1, 2)
    move(store, due(store)[1], PictureState.READY, file="F2")
    found = store.read(lambda unit: unit.pictures.with_file("F2"))
    assert (found.input, found.state, found.file) == (2, PictureState.READY, "F2")
    assert store.read(lambda unit: unit.pictures.with_file("F1")) is None
