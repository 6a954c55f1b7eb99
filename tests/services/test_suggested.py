"""Suggestions on a labeler's card: what is shown, what is accepted, and what is known of it afterwards."""

import pytest

from domain.assisting import Region, Suggested, Suggestion
from domain.model import AssignmentStatus
from services import concepts
from store import tables
from tests.office import Office
from tests.services.automatic import automatic_task
from tests.services.suggested import MODEL, VERSION, SuggestedTask, suggested_task

HUMAN = ("human", None)


@pytest.fixture
def task(office: Office) -> SuggestedTask:
    made = suggested_task(office, 4)
    made.suggests({made.robin: 0.93, made.wren: 0.04, made.owl: 0.01}, {made.wren: 0.6, made.robin: 0.4})
    return made


@pytest.fixture
def several(office: Office) -> SuggestedTask:
    made = suggested_task(office, 3, threshold=0.2, several=True, reviewers=("REA",))
    made.suggests({made.robin: 0.93, made.wren: 0.6, made.owl: 0.1})
    return made


def test_a_card_shows_what_is_ready_from_the_threshold_on(task):
    shown = [(one.concept, one.score, str(one.rung)) for one in task.front().suggestions]
    words = "learned from 24 labels"
    assert shown == [(task.robin, 0.93, words), (task.wren, 0.04, words)]
    assert task.front().seen == 1
    task.answer(task.robin)
    task.answer(task.wren)
    assert (task.front().suggestions, task.front().seen) == ((), 0)


def test_one_tap_accepts_and_what_stood_on_the_card_is_kept(task):
    assert task.answer(task.robin).note is None
    assert task.origins() == {task.robin: ("accepted", 0.93)}
    assert task.shown() == [(task.robin, 0.93, True), (task.wren, 0.04, False)]
    # The second best is suggested too; the third was not shown.
    task.answer(task.robin)
    assert task.origins(1) == {task.robin: ("accepted", 0.4)}


@pytest.mark.parametrize("name", ["owl", None])
def test_another_answer_is_a_persons_own(task, name):
    chosen = None if name is None else task.owl
    task.answer(chosen)
    assert task.origins() == {chosen: HUMAN}
    assert task.shown() == [(task.robin, 0.93, False), (task.wren, 0.04, False)]


def test_a_card_that_was_drawn_before_there_were_any_helped_nobody(task, office):
    drawn = [(one.assignment, one.revision, one.seen) for one in [task.front()]]
    ((assignment, revision, _),) = drawn
    office.labeling.label(office.actor("ANA"), assignment, revision, task.robin, 0)
    assert task.origins() == {task.robin: HUMAN}
    assert task.shown() == []


def test_a_concept_that_is_taken_out_is_suggested_no_more(task, office):
    office.store.write(lambda unit: unit.tasks.set_concepts(task.id, [task.wren, task.owl]))
    assert [one.concept for one in task.front().suggestions] == [task.wren]
    answered = task.answer(task.robin)
    assert "no longer part of this task" in answered.note
    assert task.origins() == {}


def test_a_second_delivery_of_the_same_tap_changes_nothing(task, office):
    item = task.front()
    for _ in range(2):
        clicked = office.labeling.label(office.actor("ANA"), item.assignment, item.revision, task.robin, item.seen)
        assert clicked.note is None
    assert task.shown() == [(task.robin, 0.93, True), (task.wren, 0.04, False)]
    assert task.origins() == {task.robin: ("accepted", 0.93)}


def test_undo_takes_what_was_accepted_back_to_a_suggestion(task):
    task.answer(task.robin)
    task.undo()
    assert (task.front().chosen, len(task.front().suggestions)) == ((), 2)
    assert task.shown() == []
    # Nothing was changed that anybody had stood by.
    task.answer(task.owl)
    assert task.origins() == {task.owl: HUMAN}


def test_undo_of_ones_own_answer_keeps_it_as_ever(task):
    task.answer(task.owl)
    task.undo()
    assert task.front().chosen == (task.owl,)


def test_what_is_answered_where_nothing_is_suggested_rings_too(task, office):
    rung = []
    office.store.on_commit = rung.append
    for _ in range(3):
        task.answer(task.robin)
    assert all("suggestions" in topics for topics in rung)
    assert task.origins(2) == {task.robin: HUMAN}


def test_a_task_without_a_model_asks_nothing_of_models(office):
    birds = office.task(1)
    rung = []
    office.store.on_commit = rung.append
    office.answer(birds.id, "ANA", birds.concepts[0])
    assert "suggestions" not in set().union(*rung)


# Several labels an input


def test_accept_ticks_what_is_shown_and_submits_nothing(several, office):
    assert several.accept().note is None
    item = several.front()
    assert (item.chosen, item.accepted) == ((several.robin, several.wren), (several.robin, several.wren))
    assert office.assignments(several.id)[0].status is AssignmentStatus.PENDING
    several.submit()
    assert several.origins() == {several.robin: ("accepted", 0.93), several.wren: ("accepted", 0.6)}
    assert several.shown() == [(several.robin, 0.93, True), (several.wren, 0.6, True)]


def test_accept_ticks_only_what_is_likelier_than_not(several):
    several.suggests({several.robin: 0.5, several.wren: 0.49, several.owl: 0.21}, generation=2)
    assert len(several.front().suggestions) == 3
    several.accept()
    assert several.front().chosen == (several.robin,)
    several.tick(several.wren)
    assert several.front().accepted == (several.robin, several.wren), "It was suggested all the same."
    several.submit()
    several.suggests({several.robin: 0.4}, generation=3)
    before = several.front()
    assert several.accept().note is None
    assert several.front() == before


def test_accept_once_more_changes_nothing_and_an_old_button_is_still_good(several, office):
    item = several.front()
    several.tick(several.owl)
    for _ in range(2):
        office.labeling.accept(office.actor("ANA"), item.assignment, item.revision, item.seen)
    assert sorted(several.front().chosen) == sorted([several.owl, several.robin, several.wren])
    assert several.front().accepted == (several.robin, several.wren)


def test_what_is_unticked_is_a_suggestion_again(several):
    several.accept()
    several.tick(several.wren, on=False)
    assert several.front().accepted == (several.robin,)
    assert len(several.front().suggestions) == 2
    several.submit()
    assert several.origins() == {several.robin: ("accepted", 0.93)}
    assert several.shown() == [(several.robin, 0.93, True), (several.wren, 0.6, False)]


def test_submit_alone_takes_nothing_that_is_only_suggested(several):
    assert "Tick at least one" in several.submit().note
    several.tick(several.owl)
    several.submit()
    assert several.origins() == {several.owl: HUMAN}


def test_a_tick_of_what_is_suggested_accepts_it(several):
    several.tick(several.wren)
    assert several.front().accepted == (several.wren,)
    several.submit()
    assert several.origins() == {several.wren: ("accepted", 0.6)}


def test_ticks_that_were_accepted_stay_so_when_the_suggestion_goes(several):
    several.accept()
    several.suggests({several.owl: 0.9}, generation=2)
    several.submit()
    assert several.origins() == {several.robin: ("accepted", 0.93), several.wren: ("accepted", 0.6)}


def test_undo_of_ticks_keeps_them_ticked(several):
    several.accept()
    several.submit()
    several.undo()
    assert several.front().accepted == (several.robin, several.wren)
    several.tick(several.wren, on=False)
    several.tick(several.owl)
    several.submit()
    assert several.origins() == {several.robin: ("accepted", 0.93), several.owl: HUMAN}


def test_accept_means_nothing_where_nothing_is_suggested(several):
    several.answer(several.robin)
    before = several.front()
    several.accept()
    assert several.front() == before


def test_accept_means_nothing_where_one_label_is_taken(task):
    before = task.front()
    task.accept()
    assert task.front() == before


def test_skipped_ticks_say_where_they_come_from(several, office):
    item = several.front()
    office.labeling.skip(office.actor("ANA"), item.assignment, item.revision, [several.robin, several.owl], item.seen)
    assert several.origins() == {several.robin: ("accepted", 0.93), several.owl: HUMAN}


# Changed afterwards


def test_who_relabels_what_was_accepted_edits_it(office):
    task = suggested_task(office, 1, reviewers=("REA",))
    task.suggests({task.robin: 0.93})
    task.answer(task.robin)
    task.send_back()
    task.answer(task.owl)
    assert task.origins() == {task.owl: ("edited", None)}
    assert task.shown() == [(task.robin, 0.93, False)]


def test_ticks_changed_after_a_review_are_edited(several):
    several.accept()
    several.submit()
    several.answer(several.owl)
    several.answer(several.owl)
    several.send_back()
    several.tick(several.wren, on=False)
    several.tick(several.owl)
    several.submit()
    assert several.origins() == {several.robin: ("accepted", 0.93), several.owl: ("edited", None)}


def test_a_reviewers_edit_says_what_it_edits(several, office):
    several.accept()
    several.submit()
    several.answer(None)
    several.answer(several.owl)
    office.reviewing.take(office.actor("REA"), several.id)
    for answer in ([several.robin, several.owl], [several.owl]):
        item = office.reviewing.card(office.actor("REA"), several.id).item
        assert (
            office.reviewing.edit_and_approve(office.actor("REA"), item.assignment, item.revision, answer).note is None
        )
    assert several.origins() == {several.robin: ("accepted", 0.93), several.owl: ("edited", None)}
    assert several.origins(1) == {several.owl: HUMAN}


def test_a_reviewer_sees_what_was_suggested_and_what_became_of_it(several, office):
    several.tick(several.wren)
    several.tick(several.owl)
    several.submit()
    several.answer(several.owl)
    several.answer(several.owl)
    office.reviewing.take(office.actor("REA"), several.id)
    origin = office.reviewing.card(office.actor("REA"), several.id).item.origin
    assert [(origin.names[one.concept], one.score) for one in origin.suggested] == [("Robin", 0.93), ("Wren", 0.6)]
    assert [(name, str(one.provenance)) for name, one in origin.sources] == [("Wren", "accepted"), ("Owl", "human")]
    assert origin.automatic == ""


@pytest.mark.parametrize("several", [False, True], ids=["one", "several"])
def test_what_a_model_annotated_by_itself_and_a_person_changes_is_edited(office, several):
    task = automatic_task(office, 2, ("ANA",), several=several)
    task.says({task.robin: 0.8}, {task.robin: 0.8})
    reviewer, labeler = office.actor("REA"), office.actor("ANA")
    office.reviewing.take(reviewer, task.id)
    for _ in range(2):
        item = office.reviewing.card(reviewer, task.id).item
        assert item.origin.automatic
        office.reviewing.request_changes(reviewer, item.assignment, item.revision, "That is none.")
    answered = []
    for concept in (task.robin, task.wren):
        item = office.labeling.card(labeler, task.id).item
        assert (item.chosen, bool(item.annotated_by)) == ((task.robin,), True)
        answered.append(item.assignment)
        if several and concept == task.wren:
            for ticked, on in ((task.robin, False), (task.wren, True)):
                item = office.labeling.card(labeler, task.id).item
                office.labeling.tick(labeler, item.assignment, item.revision, ticked, on=on)
            office.labeling.submit(labeler, item.assignment, item.revision)
        else:
            office.labeling.answer(labeler, item.assignment, item.revision, [concept])
    kept, changed = (office.store.read(lambda unit, one=one: unit.annotations.sources(one)) for one in answered)
    assert (str(kept[task.robin].provenance), kept[task.robin].score) == ("accepted", 0.8)
    assert str(changed[task.wren].provenance) == "edited"


def test_a_merge_takes_what_was_shown_along(task, office):
    task.answer(task.robin)
    task.answer(task.owl)
    person = office.lead
    office.concepts.merge(person, task.robin, task.wren)
    office.tidy()
    assert task.shown() == [(task.wren, 0.93, True)]
    assert task.shown(1) == [(task.wren, 0.6, False)]
    assert MODEL in {one.model for one in task.sources().values()}


def test_a_merge_takes_what_is_suggested_along(task, office, monkeypatch):
    """Also of what was answered before, and of boxes: piece by piece."""
    monkeypatch.setattr(concepts, "_SUGGESTIONS", 2)
    place = Region(1, 2, 30, 20)
    said = [(task.owl, 0.9, None), (task.robin, 0.8, place), (task.wren, 0.7, place), (task.wren, 0.6, None)]
    boxes = tuple(Suggestion(one, score, MODEL, VERSION, region) for one, score, region in said)
    inputs = [one.input for one in office.assignments(task.id)]
    office.store.write(lambda unit: unit.suggestions.save(task.id, 1, [Suggested(inputs[-1], boxes)]))
    task.suggests({task.robin: 0.9, task.wren: 0.5, task.owl: 0.2}, {task.wren: 0.9, task.robin: 0.4})
    before = office.store.read(lambda unit: unit.assists.find(task.id))
    task.answer(task.robin)
    office.concepts.merge(office.lead, task.robin, task.wren)
    office.tidy()
    kept = [office.store.read(lambda unit, one=one: unit.suggestions.of(task.id, one)) for one in inputs]
    assert [(one.concept, one.score) for one in kept[0].suggestions] == [(task.wren, 0.9), (task.owl, 0.2)]
    assert [(one.concept, one.score) for one in kept[1].suggestions] == [(task.wren, 0.9)]
    became = [(one.concept, one.score, one.region) for one in kept[-1].suggestions]
    assert became == [(task.wren if one == task.robin else one, *rest) for one, *rest in said]
    best = tables.suggestion.select().with_only_columns(tables.suggestion.c.best)
    assert task.robin not in office.store.read(lambda unit: unit.connection.execute(best).scalars().all())
    # What a model is just asked about the old concept comes to nothing.
    assert office.store.read(lambda unit: unit.assists.find(task.id)).basis != before.basis
    assert office.concepts.is_idle()


def test_a_concept_that_was_only_suggested_can_be_deleted(office):
    task = suggested_task(office, 1)
    task.suggests({task.owl: 0.7, task.robin: 0.2})
    task.answer(task.robin)
    office.store.write(lambda unit: unit.tasks.set_concepts(task.id, [task.robin, task.wren]))
    office.concepts.delete(office.lead, task.owl)
    assert task.shown() == [(task.robin, 0.2, True)]
