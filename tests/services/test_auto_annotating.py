"""What a model annotates by itself, what it leaves, and what people make of it."""

import pytest

from domain.assisting import Leftovers
from domain.bands import Bands, Thresholds
from domain.errors import Invalid, LabelingError
from domain.fields import TaskField
from domain.model import NOBODY, ROBOT, TaskStatus
from domain.notices import QueueReady, TaskDone, TaskIdle
from domain.progress import labeling_percent
from services.auto_annotating import annotate
from tests.office import LEAD
from tests.services.automatic import MODEL, automatic_task, notices, reviewed, status

NO_MIDDLE = Bands(Thresholds(0.5, 0.5))


# Dealing


def test_all_inputs_are_the_models_and_nobody_is_called(office):
    task = automatic_task(office, 700)
    assert set(task.states()) == {(ROBOT, "PENDING")}
    assert len(task.inputs) == 700
    assert not notices(office, task, QueueReady)
    assert office.distributing.is_idle()
    assert office.store.read(lambda unit: unit.cards.of_task(task.id)) == []
    assert office.store.read(lambda unit: unit.pictures.missing_ahead(4)) == {}


def test_growing_ones_have_the_model_see_what_comes(office):
    task = automatic_task(office, 1, is_growing=True)
    task.says({task.robin: 0.95})
    assert status(office, task) is TaskStatus.IDLE
    assert notices(office, task, TaskIdle) == [LEAD]
    office.add_inputs(3)
    office.settle()
    assert task.states() == [(ROBOT, "SUCCESS"), (ROBOT, "PENDING"), (ROBOT, "PENDING")]
    task.says({}, {task.robin: 1.0}, {task.robin: 1.0})
    assert task.states()[1:] == [(ROBOT, "SUCCESS")] * 2
    assert status(office, task) is TaskStatus.IDLE


# Bands


def test_the_three_bands(office):
    task = automatic_task(office, 3, several=True)
    task.says({task.robin: 0.9, task.wren: 0.1}, {task.robin: 0.95, task.wren: 0.5}, {task.wren: 0.49})
    assert task.states() == [(ROBOT, "SUCCESS"), (ROBOT, "AWAITING_REVIEW"), ("ANA", "PENDING")]
    first, second, third = (one.id for one in office.assignments(task.id))
    assert task.annotations() == {
        first: [(task.robin, "SUCCESS", "auto", MODEL, 0.9)],
        second: [
            (task.robin, "SUCCESS", "auto", MODEL, 0.95),
            (task.wren, "AWAITING_REVIEW", "auto", MODEL, 0.5),
        ],
    }
    assert office.audit(first) == [(ROBOT, "submit", "PENDING", "SUCCESS", None)]
    assert office.audit(second) == [(ROBOT, "submit for review", "PENDING", "AWAITING_REVIEW", None)]
    why = "The model was not sure enough: “Wren” came nearest, with 49 % where 50 % are needed."
    assert office.audit(third) == [(ROBOT, "reassign", "PENDING", "PENDING", why)]


def test_of_one_label_only_the_best_counts(office):
    bands = Bands(Thresholds(0.1, 0.2), {office.concept("Robin"): Thresholds(0.9, 0.9)})
    task = automatic_task(office, 2, bands=bands)
    task.says({task.robin: 0.6, task.wren: 0.4}, {task.robin: 0.3, task.wren: 0.7})
    assert [state for _, state in task.states()] == ["PENDING", "SUCCESS"]


def test_it_is_done_once(office):
    task = automatic_task(office, 2)
    for score in (0.95, 0.6, 0.1):
        task.says({task.robin: score}, {})
    assert [state for _, state in task.states()] == ["SUCCESS", "PENDING"]
    assert [len(office.audit(one.id)) for one in office.assignments(task.id)] == [1, 1]


def test_tasks_of_people_are_not_annotated(office):
    birds = office.task(1)
    task = automatic_task(office, 1)
    found = office.store.read(lambda unit: unit.tasks.find(birds.id))
    assist = office.store.read(lambda unit: unit.assists.find(task.id))
    office.store.write(lambda unit: annotate(unit, found, assist, []))
    assert [one.labeler for one in office.assignments(birds.id)] == ["ANA"]


def test_a_concept_that_was_taken_out_meanwhile_is_not_annotated(office):
    task = automatic_task(office, 1)
    office.save(task.id, TaskField.CONCEPTS, (str(task.wren),))
    task.says({task.robin: 0.99, task.wren: 0.95})
    (annotation,) = task.annotations().values()
    assert [concept for concept, *_ in annotation] == [task.wren]


# Leftovers


def test_what_is_left_is_dealt_evenly_and_each_is_called_once(office):
    task = automatic_task(office, 30)
    task.says(*[{}] * 25)
    assert [len(office.of(task.id, who)) for who in ("ANA", "BEN")] == [13, 12]
    assert notices(office, task, QueueReady) == ["ANA", "BEN"], "Ten each are enough to call them."
    task.says(*[{}] * 30)
    assert [len(office.of(task.id, who)) for who in ("ANA", "BEN", ROBOT)] == [15, 15, 0]
    assert notices(office, task, QueueReady) == ["ANA", "BEN"]
    assert office.labeling.card(office.actor("ANA"), task.id).tally.pending == 15


def test_few_wait_until_the_model_is_through(office):
    task = automatic_task(office, 4, bands=NO_MIDDLE)
    task.says({}, {})
    assert not notices(office, task, QueueReady)
    task.says({}, {}, {task.robin: 1.0}, {task.robin: 1.0})
    assert notices(office, task, QueueReady) == ["ANA", "BEN"]
    for who in ("ANA", "BEN"):
        assert status(office, task) is TaskStatus.IN_PROGRESS
        office.answer(task.id, who, task.robin)
    office.reviewing.deal_batches()
    office.approve(task.id, "REA")
    assert status(office, task) is TaskStatus.DONE
    assert notices(office, task, TaskDone) == [LEAD]


def test_left_with_nothing_they_are_listed_with_the_reason(office):
    task = automatic_task(office, 3, labelers=(), leftovers=Leftovers.LISTED)
    task.says({task.robin: 0.2}, "can't be read as a picture", {task.wren: 0.92})
    assert [state for _, state in task.states()] == ["EXCLUDED", "EXCLUDED", "SUCCESS"]
    first, second, _ = office.assignments(task.id)
    assert (first.reason_by, first.reason) == (ROBOT, office.audit(first.id)[0][-1])
    assert second.reason == "1.jpg can't be read as a picture."
    assert status(office, task) is TaskStatus.DONE
    row = office.listing.find(office.lead, task.id)
    assert labeling_percent(row.tally, row.expected) == 100
    assert office.store.read(lambda unit: unit.task_inputs.count_excluded(task.id)) == 2
    assert office.task_pages.overview(office.lead, task.id).excluded == 2


def test_without_labelers_what_people_should_have_is_listed(office):
    task = automatic_task(office, 1, labelers=())
    task.says({})
    assert task.states() == [(ROBOT, "EXCLUDED")]


@pytest.mark.parametrize("labelers", [("ANA",), ()])
def test_a_lead_takes_listed_ones_back_for_people(office, labelers):
    task = automatic_task(office, 2, labelers=labelers, leftovers=Leftovers.LISTED)
    task.says({}, {task.robin: 1.0})
    left = office.assignments(task.id)[0]
    assert office.excluding.include(office.lead, task.id, left.input) == 1
    who = labelers[0] if labelers else LEAD
    assert task.states() == [(who, "PENDING"), (ROBOT, "SUCCESS")]
    assert notices(office, task, QueueReady) == [who]
    assert status(office, task) is TaskStatus.IN_PROGRESS
    office.settle()
    office.answer(task.id, who, task.wren)
    assert task.states()[0] == (who, "AWAITING_REVIEW")


# People


def test_what_people_do_with_people_leaves_the_models_work_in_peace(office, clock):
    task = automatic_task(office, 10, lease=3600)
    task.says({}, {}, {task.robin: 0.95}, {task.robin: 0.6})
    robots = [one.id for one in office.of(task.id, ROBOT)]
    office.set_people(task.id, ["BEN", "CAY"], ["REA", "ROY"])
    office.settle()
    clock.move(7200)
    office.settle()
    assert [one.id for one in office.of(task.id, ROBOT)] == robots
    assert {one.labeler for one in office.assignments(task.id)} == {ROBOT, NOBODY}
    office.labeling.take(office.actor("CAY"), task.id)
    assert len(office.of(task.id, "CAY")) == 2
    for refused in (
        lambda: office.releasing.release_of(office.lead, task.id, ROBOT),
        lambda: office.releasing.hand_over_to(office.lead, task.id, ROBOT, "BEN"),
        lambda: office.task_pages.ask_move(office.lead, task.id, ROBOT, is_release=True),
    ):
        with pytest.raises(LabelingError, match="A model has that work"):
            refused()
    assert [one.id for one in office.of(task.id, ROBOT)] == robots


def test_nobody_tells_the_model_anything(office):
    task = automatic_task(office, 3)
    office.closing.close(office.lead, task.id)
    office.closing.reopen(office.lead, task.id)
    office.editing.delete(office.lead, task.id)
    office.editing.restore(office.lead, task.id)
    assert office.told(ROBOT) == []
    people = office.task_pages.overview(office.lead, task.id).people.rows
    assert (people[0].user, people[0].has_left, people[0].may_lose_work) == (ROBOT, False, False)
    assert [one.user for one in people] == [ROBOT, "ANA", "BEN", "REA"]


def test_edit_keeps_who_is_needed(office):
    task = automatic_task(office, 2)
    with pytest.raises(Invalid, match="What the model is not sure of"):
        office.save(task.id, TaskField.REVIEWERS, ())
    with pytest.raises(Invalid, match="People label what the model leaves"):
        office.save(task.id, TaskField.LABELERS, ())
    listed = automatic_task(office, 2, leftovers=Leftovers.LISTED, bands=NO_MIDDLE)
    listed.says({})
    office.excluding.include(office.lead, listed.id, listed.inputs[0])
    with pytest.raises(Invalid, match="1 input is still to be labeled"):
        office.save(listed.id, TaskField.LABELERS, ())
    office.answer(listed.id, "ANA", listed.robin)
    office.save(listed.id, TaskField.LABELERS, ())
    reviewed(office, listed)
    office.approve(listed.id, "REA")
    office.save(listed.id, TaskField.REVIEWERS, ())
    office.settle()
    assert listed.states()[1] == (ROBOT, "PENDING")


def test_whoever_is_deactivated_leaves_only_what_is_theirs(office):
    task = automatic_task(office, 4)
    task.says({}, {})
    office.person("ANA", is_deleted=True)
    office.settle()
    assert sorted(labeler for labeler, _ in task.states()) == ["BEN", "BEN", ROBOT, ROBOT]


# Excluding


def test_what_a_lead_takes_out_and_in_again_is_the_models_as_before(office):
    task = automatic_task(office, 2)
    for input_ in task.inputs:
        office.excluding.exclude(office.lead, task.id, input_, "Wait.")
    first, second = task.inputs
    task.says_of({first: {task.robin: 0.95}})
    assert task.states() == [(ROBOT, "EXCLUDED")] * 2
    for input_ in task.inputs:
        office.excluding.include(office.lead, task.id, input_)
    office.settle()
    assert task.states() == [(ROBOT, "SUCCESS"), (ROBOT, "PENDING")], "It has not seen the second one yet."
    task.says_of({second: {task.robin: 0.6}})
    assert task.states()[1] == (ROBOT, "AWAITING_REVIEW")
