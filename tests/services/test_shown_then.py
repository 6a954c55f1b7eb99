"""What stood on a card when it was answered counts, though the model may say something else by now."""

import pytest

from domain.assisting import Region, Suggested, Suggestion
from domain.model import AssignmentStatus
from services import suggesting_kept
from store import tables
from tests.office import Office
from tests.services.studio import Studio, box
from tests.services.suggested import SuggestedTask, suggested_task

HUMAN = ("human", None)


@pytest.fixture
def task(office: Office) -> SuggestedTask:
    made = suggested_task(office, 4)
    made.suggests({made.robin: 0.93, made.wren: 0.04, made.owl: 0.01}, {made.wren: 0.6, made.robin: 0.4})
    return made


@pytest.fixture
def several(office: Office) -> SuggestedTask:
    made = suggested_task(office, 3, threshold=0.2, several=True)
    made.suggests({made.robin: 0.93, made.wren: 0.6, made.owl: 0.1})
    return made


@pytest.fixture
def studio(office: Office) -> Studio:
    return Studio(office)


def test_what_stood_on_the_card_counts_whatever_is_suggested_by_now(task, office):
    item = task.front()
    task.suggests({task.wren: 0.97}, generation=2)
    task.suggests({}, generation=3)
    office.labeling.label(office.actor("ANA"), item.assignment, item.revision, task.robin, item.seen)
    assert task.origins() == {task.robin: ("accepted", 0.93)}
    assert task.shown() == [(task.robin, 0.93, True), (task.wren, 0.04, False)]


def test_what_a_person_corrects_is_theirs_though_the_model_says_the_same_by_now(task, office):
    item = task.front()
    task.suggests({task.owl: 0.85}, generation=2)
    office.labeling.label(office.actor("ANA"), item.assignment, item.revision, task.owl, item.seen)
    assert task.origins() == {task.owl: HUMAN}
    assert task.shown() == [(task.robin, 0.93, False), (task.wren, 0.04, False)]


def test_a_card_that_is_drawn_anew_counts_as_it_is_then(task):
    task.front()
    task.suggests({task.wren: 0.97}, generation=2)
    task.answer(task.wren)
    assert task.origins() == {task.wren: ("accepted", 0.97)}
    assert task.shown() == [(task.wren, 0.97, True)]


def test_accept_ticks_what_stood_there_whatever_is_suggested_by_now(several, office):
    item = several.front()
    several.suggests({several.owl: 0.9}, generation=2)
    office.labeling.accept(office.actor("ANA"), item.assignment, item.revision, item.seen)
    assert several.front().chosen == (several.robin, several.wren)
    several.submit()
    assert several.origins() == {several.robin: ("accepted", 0.93), several.wren: ("accepted", 0.6)}


def earlier(office, task):
    return office.store.read(
        lambda unit: unit.connection.execute(tables.earlier_suggestion.select().filter_by(task=task)).all()
    )


def test_only_what_somebody_has_in_front_is_kept_and_only_as_long_as_anybody_has_it(task, office):
    task.suggests({task.robin: 0.9}, {task.robin: 0.9}, generation=2)
    first = office.assignments(task.id)[0].input
    assert [(row.input, row.generation) for row in earlier(office, task.id)] == [(first, 1)]
    task.answer(task.robin)
    office.store.write(lambda unit: unit.suggesting.settle(task.id, [first]))
    assert earlier(office, task.id) == []


def test_who_takes_an_answer_back_in_that_moment_gets_newer_suggestions_still(task, office):
    first = office.assignments(task.id)[0].input
    task.answer(task.robin)
    gone = office.store.read(lambda unit: unit.suggesting.rest(task.id, 2, 10))[1]
    assert gone == [first]
    task.undo()
    office.store.write(lambda unit: unit.suggesting.settle(task.id, gone))
    assert office.assignments(task.id)[0].status is AssignmentStatus.PENDING
    assert first in office.store.read(lambda unit: unit.suggesting.rest(task.id, 2, 10))[0]


def test_a_box_that_was_taken_in_the_editor_stays_the_models_when_newer_ones_come(studio: Studio):
    birds = studio.task()
    studio.suggest(birds, 0.9)
    one, robin = studio.first(birds), birds.concepts[0]
    (shown,) = studio.labeling.item(studio.ana, birds.id, one).offered
    newer = Suggestion(robin, 0.8, "detector", "7", Region(1, 1, 20, 20))
    inputs = [one.input for one in studio.office.assignments(birds.id)]
    found = [Suggested(each, (newer,)) for each in inputs]
    studio.office.store.write(lambda unit: suggesting_kept.save(unit, birds.id, 2, found))
    studio.labeling.submit(studio.ana, birds.id, one, 0, [box("t", robin, 0, 0, 8.5, 9, of=shown.key)], seen=1)
    assert studio.office.store.read(lambda unit: unit.shown.count_shapes(one)) == (1, 1)
    assert [(str(shape.source.provenance), shape.source.score) for shape in studio.shapes(one)] == [("accepted", 0.9)]


@pytest.mark.parametrize("chosen", ["robin", "wren", None])
def test_what_a_page_of_the_editor_showed_counts_too(task, studio: Studio, chosen):
    office, one = task.office, task.front().assignment
    item = studio.labeling.item(office.actor("ANA"), task.id, one)
    assert item.seen == 1
    task.suggests({task.wren: 0.97}, generation=2)
    which = (office.actor("ANA"), task.id, one, item.revision)
    answer = None if chosen is None else getattr(task, chosen)
    if answer is None:
        studio.labeling.none(*which, seen=item.seen)
    else:
        studio.labeling.submit(*which, [answer], seen=item.seen)
    score = {"robin": 0.93, "wren": 0.04}.get(chosen)
    assert task.origins() == {answer: ("accepted", score) if score else HUMAN}
    assert task.shown() == [(task.robin, 0.93, chosen == "robin"), (task.wren, 0.04, chosen == "wren")]
