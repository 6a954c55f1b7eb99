"""Automatic annotation as the loop of suggestions brings it about: stopped, resumed, begun anew."""

import pytest

from assist.predictions import Failure
from domain.assisting import Leftovers
from domain.model import ROBOT, TaskStatus
from domain.notices import QueueReady
from services.assist_records import AssistRecords
from tests.services.assisted import IMAGES, Assistance
from tests.services.automatic import automatic_task, notices, status


@pytest.fixture
def assistance(office, tmp_path):
    return Assistance(office, tmp_path)


def counted(task):
    states = task.states()
    return {state: states.count(state) for state in set(states)}


def test_a_dataset_is_annotated_from_end_to_end(assistance, office):
    # The stand-in is the surer the higher an input's number: 0.1 and a hundredth for each.
    task = automatic_task(office, 100, model=IMAGES)
    assistance.mind.fails["000099"] = Failure("is no picture.")
    assistance.work()
    assert counted(task) == {
        ("ANA", "PENDING"): 21,
        ("BEN", "PENDING"): 20,
        (ROBOT, "AWAITING_REVIEW"): 40,
        (ROBOT, "SUCCESS"): 19,
    }
    assert notices(office, task, QueueReady) == ["ANA", "BEN"]
    broken = office.assignments(task.id)[99]
    assert office.audit(broken.id)[0][-1] == "99.jpg is no picture."
    assert len(assistance.mind.looked) == 100
    assert assistance.suggesting.progress(task.id).done == 100
    item = office.labeling.card(office.actor("ANA"), task.id).item
    assert [one.concept for one in item.suggestions] == [task.robin], "Whoever labels it sees what the model said."


def test_it_stops_goes_on_and_survives_a_restart_without_doing_anything_twice(assistance, office):
    task = automatic_task(office, 100, labelers=(), leftovers=Leftovers.LISTED, model=IMAGES)
    for _ in range(4):
        assistance.suggesting.step()
    assistance.change(task.id, is_stopped=True)
    assistance.work()
    left = counted(task)[ROBOT, "PENDING"]
    assert 0 < left < 100
    assistance.suggesting = assistance.restarted()
    assistance.work()
    assert counted(task)[ROBOT, "PENDING"] == left
    assistance.change(task.id, is_stopped=False)
    assistance.work()
    assert (ROBOT, "PENDING") not in counted(task)
    assert {len(office.audit(one.id)) for one in office.assignments(task.id)} == {1}
    assert status(office, task) is TaskStatus.IN_PROGRESS, "Forty wait for reviewers."
    office.reviewing.deal_batches()
    office.approve(task.id, "REA")
    assert status(office, task) is TaskStatus.DONE


def test_a_lead_who_stops_it_has_people_begin_with_what_is_left(office):
    task = automatic_task(office, 4, model=IMAGES)
    left = task.inputs[0]
    task.says_of({left: {task.robin: 0.1}})
    assert notices(office, task, QueueReady) == [], "More may come."
    records = AssistRecords(office.store)
    records.stop(office.lead, task.id)
    assert notices(office, task, QueueReady) == ["ANA"]
    records.stop(office.lead, task.id)
    records.resume(office.lead, task.id)
    assert notices(office, task, QueueReady) == ["ANA"]


def test_what_a_lead_takes_in_before_it_was_looked_at_is_looked_at(assistance, office):
    task = automatic_task(office, 2, model=IMAGES)
    first = task.inputs[0]
    office.excluding.exclude(office.lead, task.id, first, "Wait.")
    assistance.work()
    office.excluding.include(office.lead, task.id, first)
    assistance.work()
    assert (ROBOT, "PENDING") not in counted(task)
