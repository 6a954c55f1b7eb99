from collections import Counter

import pytest

from domain.model import AssignmentStatus
from domain.notices import QueueReady, RemovedFromTask
from tests.office import Office


def shares(office: Office, task: int) -> dict[str, int]:
    return dict(Counter(one.labeler for one in office.assignments(task) if one.status is AssignmentStatus.PENDING))


@pytest.mark.parametrize(("inputs", "people"), [(1, 3), (7, 3), (9, 3), (1203, 4)])
def test_every_input_goes_to_one_labeler_and_shares_differ_by_at_most_one(office, inputs, people):
    labelers = [f"U{n}" for n in range(people)]
    task = office.task(inputs, labelers)
    dealt = office.assignments(task.id)
    assert len({one.input for one in dealt}) == len(dealt) == inputs
    sizes = [shares(office, task.id).get(labeler, 0) for labeler in labelers]
    assert max(sizes) - min(sizes) <= 1


def test_who_has_work_is_told_once(office):
    task = office.task(2, ["ANA", "BEN", "CAY"])
    assert office.told("ANA") == office.told("BEN") == [QueueReady(task.id)]
    assert office.told("CAY") == []


def test_open_work_follows_when_somebody_comes(office):
    task = office.task(8, ["ANA"])
    office.set_people(task.id, ["ANA", "BEN"])
    office.settle()
    assert shares(office, task.id) == {"ANA": 4, "BEN": 4}
    assert office.told("BEN") == [QueueReady(task.id)]


def test_open_work_follows_when_somebody_goes_and_finished_work_stays(office):
    task = office.task(8, ["ANA", "BEN"])
    done = office.answer(task.id, "BEN", task.concepts[0], 2)
    office.set_people(task.id, ["ANA", "CAY"])
    office.settle()
    assert shares(office, task.id) == {"ANA": 3, "CAY": 3}
    assert [one.id for one in office.of(task.id, "BEN")] == done
    assert RemovedFromTask(task.id, "LEAD", "labeler") in office.told("BEN")


def test_what_was_handed_over_takes_nobodys_half_made_answer_along(office):
    task = office.task(2, ["ANA"], several=True)
    first = office.assignments(task.id)[0]
    office.labeling.tick(office.actor("ANA"), first.id, 0, task.concepts[0], on=True)
    office.set_people(task.id, ["BEN"])
    office.settle()
    item = office.labeling.card(office.actor("BEN"), task.id).item
    assert (item.assignment, item.chosen) == (first.id, ())


def test_nobody_gets_their_own_review_by_a_hand_over(office):
    task = office.task(1, ["ANA"], reviewers=("BEN", "REA"))
    (one,) = office.answer(task.id, "ANA", task.concepts[0])
    office.reviewing.deal_batches()
    reviewer = office.assignments(task.id)[0].reviewer
    now = office.assignments(task.id)[0].revision
    office.reviewing.request_changes(office.actor(reviewer), one, now, "Look again.")
    office.set_people(task.id, [reviewer], ["BEN", "REA"])
    office.settle()
    office.answer(task.id, reviewer, task.concepts[1])
    office.reviewing.deal_batches()
    (assignment,) = office.assignments(task.id)
    assert {assignment.labeler, assignment.reviewer} == {"BEN", "REA"}


def test_a_deleted_task_is_not_handed_out(office):
    form = office.forms.open(office.lead)
    task = office.forms.create(office.lead, form.draft, office.draft(3))
    office.editing.delete(office.lead, task)
    office.settle()
    assert office.assignments(task) == []
    office.editing.restore(office.lead, task)
    office.settle()
    assert len(office.assignments(task)) == 3


def test_people_who_change_while_inputs_are_handed_out_end_even(office):
    form = office.forms.open(office.lead)
    task = office.forms.create(office.lead, form.draft, office.draft(1200, ["ANA", "BEN"]))
    office.distributing.step()
    office.set_people(task, ["BEN", "CAY", "DAN"])
    office.settle()
    assert shares(office, task) == {"BEN": 400, "CAY": 400, "DAN": 400}


def test_a_new_dataset_takes_all_inputs_and_only_then_is_handed_out(office):
    office.add_inputs(700, "One")
    task = office.task(5, dataset="new", new_dataset_name="All")
    assert len({one.input for one in office.assignments(task.id)}) == 700
    everything = next(one for one in office.datasets.search(office.workspace, "All") if one.value.isdecimal())
    assert everything.description == "700 inputs"
    assert office.distributing.is_idle()
