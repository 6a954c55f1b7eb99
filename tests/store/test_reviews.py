import pytest

from domain.distribution import Reviewable
from domain.model import Role
from store.unit_of_work import Store
from tests.store.shelf import assignments, new_task


@pytest.fixture
def task(store: Store) -> int:
    return store.write(lambda unit: new_task(unit, 6, ("ANA", "BEN"), ("REA", "SAM")))


def submit(store: Store, task: int, *order: int) -> list[int]:
    """The assignments of these places in the order of dealing; returns their ids."""
    chosen = [assignments(store, task)[place] for place in order]
    for one in chosen:
        store.write(
            lambda unit, one=one: unit.queue.change(one, status="AWAITING_REVIEW", submitted_at=unit.now, reason=None)
        )
    return [one.id for one in chosen]


def give(store: Store, task: int, plan: dict[int, str]) -> None:
    store.write(lambda unit: unit.reviews.give(task, plan))


def unassigned(store: Store, task: int) -> list[Reviewable]:
    return [one for one, _ in store.read(lambda unit: unit.reviews.unassigned(task))]


def test_what_nobody_reviews_yet_comes_oldest_first(store, task):
    assert store.read(lambda unit: unit.reviews.tasks_with_unassigned()) == []
    later, first = submit(store, task, 3, 0)
    assert unassigned(store, task) == [Reviewable(later, "BEN"), Reviewable(first, "ANA")]
    times = [at for _, at in store.read(lambda unit: unit.reviews.unassigned(task))]
    assert times == sorted(times)
    assert store.read(lambda unit: unit.reviews.tasks_with_unassigned()) == [task]


def test_a_deleted_task_has_nothing_to_deal(store, task):
    submit(store, task, 0)
    store.write(lambda unit: unit.tasks.change(unit.tasks.find(task), deleted_at=1))
    assert store.read(lambda unit: unit.reviews.tasks_with_unassigned()) == []


def test_what_is_given_counts_and_waits_in_the_order_of_submission(store, task):
    one, two, three = submit(store, task, 2, 1, 0)
    give(store, task, {three: "REA", one: "REA", two: "SAM"})
    assert store.read(lambda unit: unit.reviews.load(task)) == {"REA": 2, "SAM": 1}
    assert unassigned(store, task) == []
    assert store.read(lambda unit: unit.reviews.count_waiting(task, "REA")) == {"ANA": 2}
    assert store.read(lambda unit: unit.reviews.next(task, "REA")).assignment.id == one
    waiting = store.write(lambda unit: unit.reviews.waiting_of(task, "REA", "ANA", 2**62, 9))
    assert [each.id for each in waiting] == [one, three]
    assert store.write(lambda unit: unit.reviews.waiting_of(task, "REA", "BEN", 2**62, 9)) == []


def test_what_comes_back_after_changes_is_first(store, task):
    one, two = submit(store, task, 0, 2)
    give(store, task, {one: "REA", two: "REA"})
    second = next(each for each in assignments(store, task) if each.id == two)
    store.write(lambda unit: unit.queue.change(second, reason="Look again."))
    assert store.read(lambda unit: unit.reviews.next(task, "REA")).assignment.id == two


def test_who_leaves_gives_back_what_is_not_decided(store, task):
    one, two, three, four = submit(store, task, 0, 1, 2, 3)
    give(store, task, {one: "REA", two: "REA", three: "REA", four: "SAM"})
    at = {each.id: each for each in assignments(store, task)}
    store.write(lambda unit: unit.queue.change(at[one], status="SUCCESS", reviewed_by="REA"))
    store.write(lambda unit: unit.queue.change(at[two], status="PENDING", submitted_at=None))
    assert store.read(lambda unit: unit.reviews.holders(task)) == ["REA", "SAM"]
    store.write(lambda unit: unit.reviews.expect_no_more(task, ["REA"]))
    assert [store.write(lambda unit: unit.reviews.take_back(task, ["REA"], 5)) for _ in range(2)] == [1, 0]
    assert store.read(lambda unit: unit.reviews.holders(task)) == ["SAM"]
    reviewers = {each.id: each.reviewer for each in assignments(store, task)}
    assert {reviewers[two], reviewers[three]} == {None}
    assert (reviewers[one], reviewers[four]) == ("REA", "SAM")


def test_decisions_are_counted_for_who_made_them(store, task):
    store.write(lambda unit: unit.reviews.decided(task, "REA"))
    store.write(lambda unit: unit.reviews.decided(task, "REA"))

    def count(user: str) -> int:
        return store.read(lambda unit: unit.reviews.count_decided(task, user))

    assert (count("REA"), count("SAM"), count("ANA")) == (2, 0, 0)


def test_more_than_a_statement_takes(store):
    task = store.write(lambda unit: new_task(unit, 1100, reviewers=("REA",)))
    give(store, task, dict.fromkeys((one.id for one in assignments(store, task)), "REA"))
    assert {one.reviewer for one in assignments(store, task)} == {"REA"}
    assert store.read(lambda unit: unit.reviews.load(task)) == {"REA": 1100}


def test_labelers_are_no_reviewers(store, task):
    assert list(store.read(lambda unit: unit.reviews.load(task))) == ["REA", "SAM"]
    assert store.read(lambda unit: unit.people.has_role(task, "REA", Role.REVIEWER))
    assert not store.read(lambda unit: unit.people.has_role(task, "REA", Role.LABELER))


def test_all_of_a_labeler_end_at_a_moment(store, task):
    one, two, three = submit(store, task, 0, 2, 4)
    give(store, task, dict.fromkeys((one, two, three), "REA"))
    at = {each.id: each.submitted_at for each in assignments(store, task)}

    def count(until: int) -> int:
        return store.read(lambda unit: unit.reviews.count_of(task, "REA", "ANA", until))

    assert [count(at[each]) for each in (one, two, three)] == [1, 2, 3]
    assert store.read(lambda unit: unit.reviews.newest_of(task, "REA", "ANA")) == at[three]
    assert store.read(lambda unit: unit.reviews.newest_of(task, "SAM", "ANA")) == 0
    found = store.write(lambda unit: unit.reviews.waiting_of(task, "REA", "ANA", at[two], 9))
    assert [each.id for each in found] == [one, two]
    assert len(store.write(lambda unit: unit.reviews.waiting_of(task, "REA", "ANA", at[three], 2))) == 2


def test_what_was_approved_since_is_counted(store, task):
    ids = submit(store, task, 0, 2, 4)
    give(store, task, dict.fromkeys(ids, "REA"))
    at = {each.id: each for each in assignments(store, task)}
    for when, each in zip((5, 10, 20), ids, strict=True):
        decided = {"status": "SUCCESS", "reviewed_by": "REA", "reviewed_at": when}
        store.write(lambda unit, each=each, decided=decided: unit.queue.change(at[each], **decided))

    def count(until: int, since: int, who: str = "REA") -> int:
        return store.read(lambda unit: unit.reviews.count_approved(task, who, "ANA", until, since))

    last = at[ids[2]].submitted_at
    assert [count(last, since) for since in (0, 10, 11, 21)] == [3, 2, 1, 0]
    assert count(last - 1, 0) == 2
    assert count(last, 0, "SAM") == 0
