import pytest
from sqlalchemy.exc import IntegrityError

from domain.clock import as_datetime
from domain.model import Role, TaskStatus
from store.listed import Visible
from store.unit_of_work import Store
from tests.store.shelf import new_inputs, new_task


@pytest.fixture
def task(store: Store) -> int:
    return store.write(new_task)


def find(store: Store, task: int):
    return store.read(lambda unit: unit.tasks.find(task))


def change(store: Store, task, **values) -> bool:
    return store.write(lambda unit: unit.tasks.change(task, **values))


def listed(store: Store, visible: Visible, start=0, count=100) -> list[int]:
    return [one.id for one in store.read(lambda unit: unit.tasks.page(visible, start, count))]


def test_a_task_is_what_it_was_created_as(store, task, clock):
    found = find(store, task)
    assert (found.name, found.status, found.inputs, found.revision) == ("Birds", TaskStatus.IN_PROGRESS, 3, 0)
    assert as_datetime(clock.now() - 1_000_000) < found.created_at < as_datetime(clock.now())
    assert found.is_distributed
    assert [one.name for one in store.read(lambda unit: unit.tasks.concepts(task))] == ["Robin", "Wren"]
    assert find(store, task + 1) is None


def test_the_first_of_two_changes_wins(store, task):
    before = find(store, task)
    assert change(store, before, name="Garden birds", folded="garden birds")
    assert not change(store, before, name="Sea birds")
    after = find(store, task)
    assert (after.name, after.revision) == ("Garden birds", 1)


def test_a_name_is_free_again_when_its_task_is_deleted(store, task):
    assert store.read(lambda unit: unit.tasks.named("T1", " BIRDS ")).id == task
    assert store.read(lambda unit: unit.tasks.named("T2", "Birds")) is None
    with pytest.raises(IntegrityError):
        store.write(new_task)
    change(store, find(store, task), deleted_at=5)
    assert find(store, task).deleted_at == as_datetime(5)
    assert store.read(lambda unit: unit.tasks.named("T1", "Birds")) is None
    assert store.write(new_task) != task


def test_a_status_is_set_once(store, task):
    def set_status(status: TaskStatus, failure: str | None = None) -> bool:
        return store.write(lambda unit: unit.tasks.set_status(task, status, failure))

    assert set_status(TaskStatus.FAILED, "No pictures.")
    assert not set_status(TaskStatus.FAILED, "No pictures.")
    assert store.read(lambda unit: unit.tasks.failure(task)) == "No pictures."
    assert set_status(TaskStatus.DONE)
    assert (find(store, task).status, store.read(lambda unit: unit.tasks.failure(task))) == (TaskStatus.DONE, None)


def undistributed(store: Store) -> list[int]:
    return store.read(lambda unit: unit.tasks.undistributed())


def test_tasks_that_have_inputs_to_hand_out(store, task):
    assert undistributed(store) == []
    store.write(lambda unit: unit.tasks.advance(task, distributed=2, reached=2))
    assert (undistributed(store), store.read(lambda unit: unit.tasks.reached(task))) == ([task], 2)
    store.write(lambda unit: unit.tasks.all_were_distributed(task, 2))
    assert (undistributed(store), find(store, task).inputs) == ([], 2)


def test_a_task_waits_until_its_dataset_is_filled(store, task):
    store.write(lambda unit: unit.tasks.advance(task, distributed=0, reached=0))
    filling = "UPDATE dataset SET fill_until = 3, filled = 0"
    store.write(lambda unit: unit.connection.exec_driver_sql(filling))
    assert undistributed(store) == []
    store.write(lambda unit: unit.catalog.fill_next(10))
    assert undistributed(store) == [task]


@pytest.mark.parametrize("ended", [{"deleted_at": 1}, {"status": "FAILED"}])
def test_a_task_that_ended_is_not_handed_out(store, task, ended):
    store.write(lambda unit: unit.tasks.advance(task, distributed=0, reached=0))
    change(store, find(store, task), **ended)
    assert undistributed(store) == []


def test_open_work_is_evened_out_when_asked_and_all_is_handed_out(store, task):
    def unbalanced() -> list[int]:
        return store.read(lambda unit: unit.tasks.unbalanced())

    store.write(lambda unit: unit.tasks.unbalance(task))
    assert unbalanced() == [task]
    store.write(lambda unit: unit.tasks.advance(task, distributed=2, reached=2))
    assert unbalanced() == []
    store.write(lambda unit: unit.tasks.advance(task, distributed=3, reached=3))
    store.write(lambda unit: unit.tasks.balanced(task))
    assert unbalanced() == []
    store.write(lambda unit: unit.tasks.unbalance(task))
    change(store, find(store, task), deleted_at=1)
    assert unbalanced() == []


def test_lists_show_the_newest_first_in_pages(store):
    tasks = [store.write(lambda unit, n=n: new_task(unit, 1, name=f"Task {n}")) for n in range(5)]
    elsewhere = store.write(lambda unit: new_task(unit, 1, workspace="T2"))
    change(store, find(store, tasks[2]), deleted_at=1)
    everything = [tasks[n] for n in (4, 3, 1, 0)]
    assert listed(store, Visible("T1")) == everything
    assert listed(store, Visible("T1"), 1, 2) == everything[1:3]
    assert store.read(lambda unit: unit.tasks.count(Visible("T1"))) == 4
    assert listed(store, Visible("T2")) == [elsewhere]


def test_lists_of_one_person(store):
    labeled = store.write(lambda unit: new_task(unit, 1, ("ANA",), name="Labeled"))
    reviewed = store.write(lambda unit: new_task(unit, 1, ("BEN",), ("ANA",), name="Reviewed"))
    store.write(lambda unit: new_task(unit, 1, ("BEN",), name="Not hers"))
    assert listed(store, Visible("T1").involving("ANA")) == [reviewed, labeled]
    assert listed(store, Visible("T1").with_role("ANA", Role.LABELER)) == [labeled]
    assert listed(store, Visible("T1").with_role("ANA", Role.REVIEWER)) == [reviewed]
    assert len(listed(store, Visible("T1").involving("LEAD"))) == 3
    assert store.read(lambda unit: unit.tasks.count(Visible("T1").involving("ANA"))) == 2
    elsewhere = store.write(lambda unit: new_task(unit, 1, ("ANA",), workspace="T2"))
    assert listed(store, Visible("T2").with_role("ANA", Role.LABELER)) == [elsewhere]


def test_lists_of_what_was_deleted_lately(store):
    kept, old, late = (store.write(lambda unit, n=n: new_task(unit, 1, ("ANA",), name=f"Task {n}")) for n in range(3))
    change(store, find(store, old), deleted_at=5)
    change(store, find(store, late), deleted_at=9)
    assert listed(store, Visible("T1", deleted_since=6)) == [late]
    assert listed(store, Visible("T1", deleted_since=5)) == [late, old]
    assert listed(store, Visible("T1", deleted_since=5).with_role("BEN", Role.LEAD)) == []
    assert listed(store, Visible("T1")) == [kept]
    has_any = [store.read(lambda unit, one=one: unit.tasks.has_any(one)) for one in (Visible("T1"), Visible("T3"))]
    assert has_any == [True, False]


def test_lists_by_a_part_of_the_name(store):
    for name in ("100 % birds", "Blue Birds", "Bees"):
        store.write(lambda unit, name=name: new_task(unit, 1, name=name))

    def names(query: str) -> set[str]:
        return {one.name for one in store.read(lambda unit: unit.tasks.page(Visible("T1").named_like(query), 0, 9))}

    assert names("BIRDS") == {"100 % birds", "Blue Birds"}
    assert names("%") == {"100 % birds"}
    assert names("  ") == {"100 % birds", "Blue Birds", "Bees"}


def test_inputs_that_come_later_are_not_the_tasks(store, task):
    dataset = store.read(lambda unit: unit.catalog.dataset_named("T1", "Birds"))
    store.write(lambda unit: unit.catalog.add_inputs(dataset, new_inputs(2, start=50)))
    assert (undistributed(store), find(store, task).inputs) == ([], 3)
