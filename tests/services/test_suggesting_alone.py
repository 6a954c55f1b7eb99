"""Models that annotate by themselves, that learn nothing, and what comes back after it was answered."""

import pytest

from domain.assisting import Rung
from domain.bands import Bands, Thresholds
from domain.model import AssistMode
from store import tables
from tests.services.assisted import Assistance
from tests.services.test_models import own


@pytest.fixture
def assistance(office, tmp_path):
    return Assistance(office, tmp_path)


def approved(office, task, concept, times):
    office.answer(task, "ANA", concept, times)
    office.reviewing.take(office.actor("REA"), task)
    office.approve(task, "REA")


def test_what_was_approved_in_other_tasks_teaches_who_annotates_alone(assistance, office):
    first = office.task(6, reviewers=("REA",))
    approved(office, first.id, first.concepts[0], 3)
    office.answer(first.id, "ANA", first.concepts[1], 1)
    dataset = str(office.add_inputs(9, "More"))
    second = assistance.task(mode=AssistMode.AUTO, dataset=dataset, name="Alone")
    assistance.work()
    (lesson,) = assistance.mind.lessons
    # Nobody has approved the fourth yet.
    assert [answer for _, answer in lesson.answers] == [frozenset({first.concepts[0]})] * 3
    assert assistance.assist(second.id).learned == 3
    assert {one.suggestions[0].rung for one in assistance.of(second.id)} == {Rung(3)}


def test_a_suggestion_teaches_its_own_task_only_once_people_say_so(assistance, office, clock):
    birds = assistance.task(6)
    assistance.work()
    a = tables.assignment
    office.answer(birds.id, "ANA", birds.concepts[0], 2)
    alone = office.of(birds.id, "ANA")[0].id
    office.store.write(lambda unit: unit.connection.execute(a.update().where(a.c.id == alone).values(labeler="ROBOT")))
    clock.move(10)
    rows = office.store.read(lambda unit: unit.teaching.of_task(birds.id, "any", 10))
    assert [one.assignment for one in rows] == [office.assignments(birds.id)[1].id]


def test_a_model_of_ones_own_runs_with_the_tasks_map_and_learns_nothing(assistance, office, clock):
    own((assistance.folder / "models", None), task="image classification")
    birds = assistance.task(40, assist={"model": "bees", "threshold": 0.5})
    assistance.work()
    found = assistance.of(birds.id)
    assert {one.suggestions[0].model for one in found} == {"bees"}
    assert {one.uncertainty for one in found} == {0.25}
    assert assistance.mind.lessons == []
    office.answer(birds.id, "ANA", birds.concepts[0], 3)
    clock.move(10)
    assistance.work()
    assert assistance.assist(birds.id).generation == 1
    assistance.change(birds.id, threshold=0.8)
    clock.move(10)
    assistance.work()
    assert assistance.assist(birds.id).generation == 2
    after = assistance.of(birds.id)
    assert [len(one.suggestions) for one in after] == [1] * 3 + [0] * 37, [one.generation for one in after]


def test_what_is_open_again_gets_a_newer_suggestion(assistance, office, clock):
    birds = assistance.task(8)
    assistance.work()
    office.answer(birds.id, "ANA", birds.concepts[0])
    clock.move(10)
    assistance.work()
    clock.move(10)
    assistance.work()
    assert [one.generation for one in assistance.of(birds.id)] == [1] + [2] * 7
    undo = office.labeling.card(office.actor("ANA"), birds.id).undo
    office.labeling.undo(office.actor("ANA"), undo.assignment, undo.revision)
    assistance.work()
    assert assistance.of(birds.id)[0].generation == 2


def test_thresholds_of_bands_change_no_suggestion(assistance, clock):
    birds = assistance.task(3, mode=AssistMode.AUTO)
    assistance.work()
    assistance.change(birds.id, bands=Bands(Thresholds(0.1, 0.2)))
    clock.move(10)
    assistance.work()
    assert assistance.assist(birds.id).generation == 1
