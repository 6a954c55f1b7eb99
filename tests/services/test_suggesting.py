from concurrent.futures.process import BrokenProcessPool

import pytest

from assist.predictions import Failure
from domain.assisting import Rung
from domain.errors import ModelFailed
from domain.fields import TaskField
from domain.model import Distribution
from domain.notices import AssistFailed
from store import tables
from store.cards import LABEL
from tests.office import LEAD
from tests.services.assisted import Assistance


@pytest.fixture
def assistance(office, tmp_path):
    return Assistance(office, tmp_path)


def pause(clock, seconds=10):
    clock.move(seconds)


def test_every_input_gets_a_suggestion_and_is_looked_at_once(assistance):
    birds = assistance.task(20)
    assistance.work()
    found = assistance.of(birds.id)
    assert [one.suggestions[0].concept for one in found] == [birds.concepts[0]] * 20
    assert {one.suggestions[0].rung for one in found} == {Rung(0)}
    assert found[5].suggestions[0].score == pytest.approx(0.15)
    assert len(assistance.mind.looked) == 20 == len(set(assistance.mind.looked))
    assert not assistance.suggesting.step()
    assert assistance.suggesting.progress(birds.id).done == 20


def test_inputs_of_no_task_are_looked_at_last(assistance, office):
    office.add_inputs(40, "Others")
    birds = assistance.task(3, dataset=str(office.add_inputs(3, "Few")))
    assistance.work()
    first = [int(name) for name in assistance.mind.looked]
    assert first[:3] == [0, 1, 2]
    assert sorted(first) == list(range(40))
    assert all(assistance.of(birds.id))


def test_what_somebody_is_about_to_see_comes_first(assistance, office):
    birds = assistance.task(60, ["ANA", "BEN"])
    a = tables.assignment
    office.store.write(lambda unit: unit.connection.execute(a.update().values(position=1000 - a.c.position)))
    for _ in range(4):
        assistance.suggesting.step()
    queues = [sorted(office.of(birds.id, who), key=lambda one: one.position) for who in ("ANA", "BEN")]
    done = {one.input for one in assistance.of(birds.id) if one}
    assert done == {one.input for queue in queues for one in queue[:8]}
    assistance.work()
    assert all(assistance.of(birds.id))


def test_after_a_restart_nothing_is_done_again(assistance):
    birds = assistance.task(40)
    for _ in range(4):
        assistance.suggesting.step()
    before = list(assistance.mind.looked)
    assert 0 < len(before) < 40
    assistance.suggesting = assistance.restarted()
    assistance.work()
    # What was on its way when it stopped was lost with it.
    assert len(assistance.mind.looked) <= 40 + 32
    kept = [one.generation for one in assistance.of(birds.id)]
    assert kept == [1] * 40
    assistance.suggesting = assistance.restarted()
    seen = len(assistance.mind.looked)
    assistance.work()
    assert len(assistance.mind.looked) == seen


def test_labels_renew_what_is_open_without_looking_again(assistance, office, clock):
    birds = assistance.task(10)
    assistance.work()
    office.answer(birds.id, "ANA", birds.concepts[0], 2)
    assistance.work()
    assert assistance.assist(birds.id).generation == 1  # Somebody may go on labeling.
    assert 0 < assistance.suggesting.pause(60) <= 2
    pause(clock)
    assistance.work()
    assist = assistance.assist(birds.id)
    assert (assist.generation, assist.learned) == (2, 2)
    assert len(assistance.mind.looked) == 10
    rungs = [one.suggestions[0].rung for one in assistance.of(birds.id)]
    assert rungs == [Rung(0)] * 2 + [Rung(2)] * 8
    assert assistance.suggesting.pause(60) == 60
    (lesson,) = assistance.mind.lessons[1:]
    assert sorted(answer for _, answer in lesson.answers) == [frozenset({birds.concepts[0]})] * 2
    pause(clock)
    assert assistance.work() == 0


def test_many_labels_have_to_grow_by_a_share(assistance, office, clock):
    birds = assistance.task(40)
    office.answer(birds.id, "ANA", birds.concepts[0], 30)
    assistance.work()
    assert assistance.assist(birds.id).learned == 30
    office.answer(birds.id, "ANA", birds.concepts[1], 2)
    assistance.work()
    pause(clock)
    assistance.work()
    assert assistance.assist(birds.id).learned == 30
    office.answer(birds.id, "ANA", birds.concepts[1])
    assistance.work()
    pause(clock)
    assistance.work()
    assert assistance.assist(birds.id).learned == 33


def test_what_was_answered_before_anybody_looked_is_looked_at_to_learn_from_it(assistance, office):
    birds = assistance.task(5)
    answered = office.answer(birds.id, "ANA", birds.concepts[1], 3)
    assistance.work()
    assert len(assistance.mind.lessons[0].answers) == len(answered)
    assert assistance.of(birds.id)[0] is None
    assert assistance.of(birds.id)[4].suggestions[0].rung == Rung(3)


def test_a_new_concept_or_map_makes_all_anew(assistance, office, clock):
    birds = assistance.task(4)
    assistance.work()
    assistance.change(birds.id, labels={"finch": birds.concepts[1]})
    pause(clock)
    assistance.work()
    assert assistance.assist(birds.id).generation == 2
    office.save(birds.id, TaskField.CONCEPTS, (*map(str, birds.concepts), "new:Finch"))
    pause(clock)
    assistance.work()
    assert assistance.assist(birds.id).generation == 3
    assert {one.generation for one in assistance.of(birds.id)} == {3}
    assert [concept.name for concept in assistance.mind.lessons[-1].concepts] == ["Robin", "Wren", "Finch"]


def test_a_crash_is_said_once_and_labeling_goes_on(assistance, office):
    birds = assistance.task(4)
    assistance.mind.breaks = ModelFailed("The model crashed.")
    assistance.work()
    assert assistance.assist(birds.id).failure == "The model crashed."
    assert office.told(LEAD)[-1] == AssistFailed(birds.id, "The model crashed.")
    office.answer(birds.id, "ANA", birds.concepts[0])
    told = len(office.told(LEAD))
    assistance.work()
    assert len(office.told(LEAD)) == told
    assistance.mind.breaks = None
    assistance.change(birds.id, failure=None)
    assistance.work()
    assert all(one.suggestions for one in assistance.of(birds.id)[1:])


def test_a_process_that_ends_is_asked_again_three_times(assistance):
    birds = assistance.task(4)
    assistance.mind.breaks = BrokenProcessPool()
    for _ in range(5):
        assistance.suggesting.step()
    assert assistance.assist(birds.id).failure is None
    assistance.mind.breaks = None
    assistance.work()
    assert all(one.suggestions for one in assistance.of(birds.id))


def test_three_ends_in_a_row_fail_the_assist(assistance, office):
    birds = assistance.task(4)
    assistance.mind.breaks = BrokenProcessPool()
    assistance.work()
    assert "ended 3 times in a row" in assistance.assist(birds.id).failure
    assert [type(one) for one in office.told(LEAD)].count(AssistFailed) == 1


def test_a_mistake_of_ours_is_said_with_a_reference(assistance):
    birds = assistance.task(4)
    assistance.mind.breaks = KeyError("x")
    assistance.work()
    assert "Something went wrong on our side" in assistance.assist(birds.id).failure


def test_one_broken_input_keeps_its_failure_and_is_not_tried_again(assistance, office, clock):
    birds = assistance.task(6)
    assistance.mind.fails["000002"] = Failure("is broken, or no picture that can be read.")
    assistance.work()
    found = assistance.of(birds.id)
    assert found[2].failure == "is broken, or no picture that can be read."
    assert all(one.suggestions for place, one in enumerate(found) if place != 2)
    assert assistance.assist(birds.id).failure is None
    office.answer(birds.id, "ANA", birds.concepts[0])
    pause(clock)
    assistance.work()
    pause(clock)
    assistance.work()
    assert assistance.assist(birds.id).generation == 2
    assert len(assistance.mind.looked) == 6
    assert assistance.suggesting.progress(birds.id).done == 6


def test_a_model_that_gives_no_numbers_thrice_in_a_row_has_failed(assistance):
    birds = assistance.task(8)
    nan = Failure(
        "could not be looked at: the model gives values that are no numbers (NaN or infinite).", is_models=True
    )
    assistance.mind.fails = {f"{n:06}": nan for n in range(1, 8)}
    assistance.work()
    assert "3 inputs in a row" in assistance.assist(birds.id).failure
    assert "no numbers (NaN or infinite)" in assistance.assist(birds.id).failure
    found = assistance.of(birds.id)
    assert found[0].suggestions
    assert not any(found[1:])
    assistance.mind.fails = {}
    assistance.change(birds.id, failure=None)
    assistance.work()
    assert all(one.suggestions for one in assistance.of(birds.id))


def test_stopped_it_rests_and_resumed_it_goes_on(assistance):
    birds = assistance.task(4)
    assistance.change(birds.id, is_stopped=True)
    assistance.work()
    assert assistance.of(birds.id) == [None] * 4
    assistance.change(birds.id, is_stopped=False)
    assistance.work()
    assert all(assistance.of(birds.id))


def test_what_comes_too_late_is_not_kept(assistance, office):
    birds = assistance.task(4)
    assistance.suggesting.step()
    assistance.suggesting.step()  # Looked at by now, but not kept yet.
    office.editing.delete(office.lead, birds.id)
    assistance.work()
    assert assistance.of(birds.id) == [None] * 4


def test_a_model_that_is_gone_is_a_word_on_the_task(assistance, office):
    birds = assistance.task(4, assist={"model": "gone"})
    assistance.work()
    assert assistance.assist(birds.id).failure.startswith("There is no model or workflow “gone”")
    assert isinstance(office.told(LEAD)[-1], AssistFailed)


def test_whoever_has_the_input_on_the_card_sees_its_first_suggestion(assistance, office, clock):
    birds = assistance.task(6, ["ANA", "BEN"])
    office.store.write(lambda unit: unit.cards.touch("T1", birds.id, "ANA", LABEL))
    before = office.labeling.card(office.actor("ANA"), birds.id).revision
    assistance.work()
    assert office.labeling.card(office.actor("ANA"), birds.id).revision == before + 1
    assert office.telling.card_at(birds.id, "BEN", LABEL) is None
    office.answer(birds.id, "ANA", birds.concepts[0])
    after = office.labeling.card(office.actor("ANA"), birds.id).revision
    pause(clock)
    assistance.work()
    pause(clock)
    assistance.work()
    assert assistance.assist(birds.id).generation == 2
    assert office.labeling.card(office.actor("ANA"), birds.id).revision == after + 1, "and what was learned since"


def test_the_next_inputs_of_who_takes_ten_at_a_time_are_ready(assistance, office):
    birds = assistance.task(30, distribution=Distribution.DYNAMIC)
    assistance.work()
    seen = office.store.read(lambda unit: unit.suggesting.count(birds.id, 1))
    assert seen.of == 30
    assert seen.wanted == 0


def test_progress_says_how_far_it_is_and_how_fast(assistance, office):
    birds = assistance.task(300)
    for _ in range(6):
        assistance.suggesting.step()
    progress = assistance.suggesting.progress(birds.id)
    assert 0 < progress.done < progress.of == 300
    assert progress.per_second > 0
    assert progress.seconds_left > 0
    assert assistance.suggesting.progress(office.task(2, name="Without").id) is None


def test_texts_and_pictures_in_one_dataset(assistance, office):
    office.add_inputs(2)
    office.add_texts("a robin sings")
    birds = assistance.task(2, dataset=str(office.add_inputs(2)))
    assistance.work()
    found = assistance.of(birds.id)
    assert [one.failure for one in found] == [None, None, "is a text, which this model can't look at."]
