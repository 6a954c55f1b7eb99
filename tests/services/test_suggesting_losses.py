"""What a model can't look at: an input keeps that as its failure, three in a row are the task's, and a moment's trouble
of the machine is nobody's.
"""

import pytest

from assist.predictions import Failure
from domain.fields import TaskField
from services import suggesting_next
from services.suggestion_jobs import Teach
from tests.services.assisted import Assistance

KILLED = Failure("could not be looked at: the model was killed (too little memory on this machine?).", is_models=True)


@pytest.fixture
def assistance(office, tmp_path):
    return Assistance(office, tmp_path)


def wait(assistance, clock, seconds):
    clock.move(seconds)
    assistance.work()


def looked(assistance):
    return sorted(map(int, assistance.mind.looked))


def failed(assistance, task):
    return [place for place, one in enumerate(assistance.of(task)) if one is not None and one.failure]


def test_inputs_that_end_the_model_are_passed_by_and_the_others_get_suggestions(assistance):
    birds = assistance.task(20)
    assistance.mind.fails = dict.fromkeys(("000003", "000007", "000019"), KILLED)
    assistance.work()
    assert failed(assistance, birds.id) == [3, 7, 19]
    assert sum(bool(one.suggestions) for one in assistance.of(birds.id)) == 17
    assert assistance.assist(birds.id).failure is None


def test_what_came_before_three_in_a_row_is_kept_and_what_was_not_asked_is_asked_later(assistance):
    birds = assistance.task(10)
    unasked = Failure(KILLED.reason, is_models=True, is_unasked=True)
    assistance.mind.fails = dict.fromkeys(("000002", "000003", "000004"), KILLED)
    assistance.mind.fails |= dict.fromkeys(("000005", "000006"), unasked)
    assistance.work()
    assert "3 inputs in a row: it could not be looked at: the model was killed" in assistance.assist(birds.id).failure
    kept = assistance.of(birds.id)
    assert failed(assistance, birds.id) == []
    assert [place for place, one in enumerate(kept) if one is not None] == [0, 1, 7]


def test_a_moments_trouble_at_the_arrival_says_nothing_of_the_input(assistance, office, clock):
    office.add_inputs(4, "Others")
    assistance.mind.fails["000001"] = KILLED
    assistance.work()
    assistance.mind.fails = {}
    wait(assistance, clock, 3601)
    birds = assistance.task(4)
    assistance.work()
    assert all(one.suggestions for one in assistance.of(birds.id))
    assert looked(assistance) == [0, 1, 1, 2, 3]


def test_many_of_them_at_the_arrival_are_a_failure_and_the_others_are_kept(assistance, office):
    office.add_inputs(4, "Others")
    unasked = Failure(KILLED.reason, is_models=True, is_unasked=True)
    assistance.mind.fails = {"000001": KILLED, "000002": KILLED, "000003": unasked}
    assistance.work()
    assert looked(assistance) == [0, 1, 2, 3]
    assistance.mind.fails = {}
    birds = assistance.task(4)
    assistance.work()
    assert looked(assistance) == [0, 1, 1, 2, 2, 3, 3]
    assert all(one.suggestions for one in assistance.of(birds.id))


def test_an_answer_whose_input_can_not_be_looked_at_now_is_not_waited_for(assistance, office):
    birds = assistance.task(5)
    office.answer(birds.id, "ANA", birds.concepts[1], 3)
    assistance.mind.fails["000001"] = KILLED
    assistance.work()
    assert len(assistance.mind.lessons[0].answers) == 2
    assert all(one.suggestions for one in assistance.of(birds.id)[3:])


def test_what_is_broken_is_looked_at_again_once_all_is_made_anew(assistance, clock):
    birds = assistance.task(3)
    assistance.mind.fails["000001"] = Failure("is broken, or no picture that can be read.")
    assistance.work()
    assert failed(assistance, birds.id) == [1]
    assistance.mind.fails = {}
    assistance.change(birds.id, threshold=0.05)
    wait(assistance, clock, 10)
    assert all(one.suggestions for one in assistance.of(birds.id))
    assert looked(assistance) == [0, 1, 1, 2]


def begun_to_learn(assistance, office, birds):
    office.answer(birds.id, "ANA", birds.concepts[0], 2)
    assistance.work()
    office.store.clock.move(10)
    while not isinstance((assistance.suggesting._running or (None,))[0], Teach):
        assert assistance.suggesting.step()


def test_what_was_learned_of_earlier_concepts_is_not_for_the_present_ones(assistance, office):
    birds = assistance.task(10)
    assistance.work()
    begun_to_learn(assistance, office, birds)
    office.save(birds.id, TaskField.CONCEPTS, (*map(str, birds.concepts), "new:Finch"))
    assistance.suggesting.doubt(birds.id)
    assistance.work()
    assert [one.name for one in assistance.mind.lessons[-1].concepts] == ["Robin", "Wren", "Finch"]
    assert assistance.suggesting._plans[birds.id].taught == b"General-Image-Classification " + (
        f"{assistance.mind.lessons[-1].version} 2 {birds.concepts[0]}".encode()
    )
    assert {one.generation for one in assistance.of(birds.id)[2:]} == {assistance.assist(birds.id).generation}
    assert len(assistance.mind.lessons) == 3


@pytest.mark.parametrize("breaks", ["settling", "asking"])
def test_whatever_breaks_beside_it_what_was_learned_is_taken(assistance, office, monkeypatch, breaks):
    birds = assistance.task(10)
    assistance.work()
    begun_to_learn(assistance, office, birds)
    with monkeypatch.context() as patch:
        if breaks == "settling":
            assistance.suggesting._choosing.gone = {birds.id: [1]}
            patch.setattr("services.suggesting.settle", lambda *_, **__: 1 / 0)
        else:
            patch.setattr(suggesting_next.Choosing, "next", lambda *_: Broken())
        with pytest.raises(ZeroDivisionError):
            assistance.suggesting.step()
    assistance.work()
    assert {one.generation for one in assistance.of(birds.id)[2:]} == {2}


class Broken:
    plan, inputs = None, frozenset[int]()

    def begin(self, _executor):
        return 1 / 0
