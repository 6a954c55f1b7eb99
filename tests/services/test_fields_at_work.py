"""A task's people, review, growth and leases change while people are at work in it: what moves, and what is refused."""

from collections import Counter

import pytest

from domain.clock import DAY, SECOND
from domain.fields import TaskField
from domain.model import AssignmentStatus, Distribution, ReviewMethod, TaskStatus
from domain.notices import TaskDone
from services import editing as module
from store import tables
from tests.office import LEAD, Birds, Office
from tests.services.test_task_fields import of, pending, refused

PENDING, AWAITING, SUCCESS = AssignmentStatus.PENDING, AssignmentStatus.AWAITING_REVIEW, AssignmentStatus.SUCCESS
CONCEPTS, GROWING, REBALANCING = TaskField.CONCEPTS, TaskField.GROWING, TaskField.REBALANCING


# Labelers and weights


def weighted(office: Office, **fields: object) -> Birds:
    weights = {"ANA": 3, "BEN": 1}
    return office.task(40, ["ANA", "BEN"], distribution=Distribution.WEIGHTED, weights=weights, **fields)


def test_weights_move_open_work_only(office):
    task = weighted(office).id
    office.answer(task, "ANA", None, 10)
    office.save(task, TaskField.WEIGHTS, {"ANA": 1, "BEN": 2})
    office.settle()
    assert pending(office, task) == {"ANA": 10, "BEN": 20}
    assert sum(one.status is SUCCESS for one in office.of(task, "ANA")) == 10


def test_weights_that_can_not_be_are_refused(office):
    task = weighted(office).id
    assert refused(office, task, TaskField.WEIGHTS, {"ANA": 101}) == "A weight is a whole number from 1 to 100."
    office.save(task, TaskField.LABELERS, ("ANA", "BEN", "CAY"))
    two = office.task(4, list("ABC"), distribution=Distribution.WEIGHTED, labelers_per_input=2, name="Two each").id
    assert "more than 1/2" in refused(office, two, TaskField.WEIGHTS, {"A": 3})


def test_weights_of_many_come_by_pages(office, monkeypatch):
    monkeypatch.setattr(module, "WEIGHTS_PAGE", 2)
    task = office.task(5, list("ABCDE"), distribution=Distribution.WEIGHTED).id
    first = office.editing.open_field(office.lead, task, TaskField.WEIGHTS)
    assert ([user for user, _ in first.names], first.page, first.pages) == (["A", "B"], 0, 3)
    assert office.editing.save(office.lead, task, TaskField.WEIGHTS, {"A": 5, "B": 2}, first.saved) is None
    last = office.editing.open_field(office.lead, task, TaskField.WEIGHTS, 2)
    assert ([user for user, _ in last.names], last.page) == (["E"], 2)
    assert last.value == {"A": 5, "B": 2, "C": 1, "D": 1, "E": 1}


def test_who_has_left_meanwhile_gets_no_weight(office):
    task = weighted(office).id
    opened = office.editing.open_field(office.lead, task, TaskField.WEIGHTS)
    office.save(task, TaskField.LABELERS, ("BEN", "CAY"))
    shown = office.editing.save(office.lead, task, TaskField.WEIGHTS, {"ANA": 5, "BEN": 2}, opened.saved)
    assert (shown.value, shown.theirs.words) == ({"BEN": 2, "CAY": 1}, "somebody × 1, somebody × 1")
    assert office.editing.save(office.lead, task, TaskField.WEIGHTS, {"BEN": 2, "CAY": 1}, shown.saved) is None
    office.settle()
    assert pending(office, task) == {"BEN": 27, "CAY": 13}


# Review


def test_who_reviews_one_after_the_other_also_gets_what_waits(office):
    task = office.task(2, reviewers=("REA", "ROY"))
    office.answer(task.id, "ANA", None, 2)
    office.reviewing.deal_batches()
    office.save(task.id, TaskField.REVIEW_METHOD, "stacked")
    for reviewer in ("REA", "ROY", "REA", "ROY"):
        office.approve(task.id, reviewer)
        office.reviewing.deal_batches()
    assert {one.status for one in office.assignments(task.id)} == {SUCCESS}
    approved = tables.approval.select()
    assert office.store.read(lambda unit: len(unit.connection.execute(approved).all())) == 4


def test_half_approved_answers_keep_a_stacked_review_stacked(office):
    task = office.task(2, reviewers=("REA", "ROY"), review_method=ReviewMethod.STACKED)
    office.answer(task.id, "ANA", None, 2)
    office.reviewing.deal_batches()
    office.save(task.id, TaskField.REVIEW_METHOD, "evenly")
    office.save(task.id, TaskField.REVIEW_METHOD, "stacked")
    item = office.reviewing.card(office.actor("REA"), task.id).item
    office.reviewing.approve(office.actor("REA"), item.assignment, item.revision)
    words = refused(office, task.id, TaskField.REVIEW_METHOD, "evenly")
    assert words.startswith("1 answer is approved by some reviewers and not yet by all.")
    assert "Keep a reviewer" in refused(office, task.id, TaskField.REVIEWERS, ())
    office.save(task.id, TaskField.REVIEWERS, ("REA",))
    office.reviewing.deal_batches()
    office.save(task.id, TaskField.REVIEW_METHOD, "evenly")
    office.approve(task.id, "REA")
    assert {one.status for one in office.assignments(task.id)} == {SUCCESS}


def test_a_stacked_review_has_reviewers(office):
    alone, stacked = office.task(2), office.task(2, reviewers=("REA",), review_method=ReviewMethod.STACKED, name="Two")
    assert refused(office, alone.id, TaskField.REVIEW_METHOD, "stacked").startswith("Stacked review needs reviewers")
    assert refused(office, stacked.id, TaskField.REVIEWERS, ()).startswith("Stacked review needs reviewers")
    office.save(stacked.id, TaskField.REVIEW_METHOD, "evenly")
    office.save(stacked.id, TaskField.REVIEWERS, ())


def test_another_share_counts_from_now_on(office):
    task = office.task(20, reviewers=("REA",))
    office.answer(task.id, "ANA", None, 10)
    office.save(task.id, TaskField.REVIEW_SHARE, 1)
    office.answer(task.id, "ANA", None, 10)
    states = Counter(one.status for one in office.assignments(task.id))
    assert states[AWAITING] >= 10
    assert states[SUCCESS] >= 8


def test_fewer_may_agree_where_not_all_have_answered(office):
    people = ("ANA", "BEN", "CAY")
    task = office.task(2, people, labelers_per_input=3, agreement=3, reviewers=("REA",))
    (robin, wren) = task.concepts
    for who in people:
        office.answer(task.id, who, wren if who == "CAY" else robin)
    for who in people[:2]:
        office.answer(task.id, who, robin)
    office.save(task.id, TaskField.AGREEMENT, 2)
    office.answer(task.id, "CAY", wren)
    assert [one.status for one in office.assignments(task.id)][:3] == [AWAITING] * 3, "They were asked to agree."
    assert Counter(one.status for one in office.assignments(task.id))[SUCCESS] == 2
    assert "4 can't agree" in refused(office, task.id, TaskField.AGREEMENT, 4)


# The dataset, and work that comes back


@pytest.mark.parametrize("way", [Distribution.EVENLY, Distribution.EVERYONE, Distribution.DYNAMIC])
def test_a_task_begins_to_grow_with_what_came_before(office, way):
    task = office.task(2, ["ANA"], distribution=way)
    office.labeling.take(office.actor("ANA"), task.id)
    office.answer(task.id, "ANA", None, 2)
    assert of(office, task.id).status is TaskStatus.DONE
    office.add_inputs(5)
    office.save(task.id, GROWING, value=True)
    assert (of(office, task.id).status, of(office, task.id).inputs) == (TaskStatus.IN_PROGRESS, 5)
    office.settle()
    office.labeling.take(office.actor("ANA"), task.id)
    office.answer(task.id, "ANA", None, 3)
    assert of(office, task.id).status is TaskStatus.IDLE
    office.add_inputs(6)
    assert of(office, task.id).inputs == 6


def test_a_task_that_stops_growing_is_done_when_all_is(office):
    task = office.task(2, ["ANA"], is_growing=True)
    office.answer(task.id, "ANA", None, 2)
    assert of(office, task.id).status is TaskStatus.IDLE
    office.save(task.id, GROWING, value=False)
    assert of(office, task.id).status is TaskStatus.DONE
    assert TaskDone(task.id) in office.told(LEAD)
    office.add_inputs(5)
    office.settle()
    assert (of(office, task.id).status, len(office.assignments(task.id))) == (TaskStatus.DONE, 2)


def test_a_dataset_that_is_being_filled_can_not_grow_yet(office):
    office.add_inputs(3, "All")
    form = office.forms.open(office.lead)
    fields = office.draft(0, dataset="new:Everything")
    task = office.forms.create(office.lead, form.draft, fields)
    assert "still being filled" in refused(office, task, GROWING, True)
    office.settle()
    office.save(task, GROWING, value=True)


def test_rebalancing_counts_from_when_it_is_turned_on(office, clock):
    task = office.task(4, ["ANA", "BEN"]).id
    clock.move(3 * DAY / SECOND)
    office.save(task, REBALANCING, value=True)
    office.settle()
    assert pending(office, task) == {"ANA": 2, "BEN": 2}
    clock.move(DAY / SECOND + 1)
    office.answer(task, "BEN", None)
    office.settle()
    assert pending(office, task) == {"": 2, "BEN": 1}
    office.save(task, REBALANCING, value=False)
    clock.move(3 * DAY / SECOND)
    office.settle()
    assert pending(office, task) == {"": 2, "BEN": 1}


def test_what_a_task_failed_for_may_be_mended_by_any_change(office):
    task = office.task(2).id
    office.store.write(lambda unit: unit.tasks.set_status(task, TaskStatus.FAILED, "no labeler"))
    office.save(task, TaskField.NAME, "Again")
    assert of(office, task).status is TaskStatus.IN_PROGRESS
