"""What people make of a model's own annotations: reviewers, leads, and later tasks."""

import pytest

from domain.assisting import Leftovers
from domain.bands import Bands, Thresholds
from domain.fields import TaskField
from domain.model import ROBOT, TaskStatus
from domain.notices import SentBack
from store import tables
from tests.office import LEAD
from tests.services.automatic import MODEL, automatic_task, notices, reviewed, status


def test_a_reviewer_approves_edits_and_rejects(office):
    task = automatic_task(office, 3, several=True)
    task.says(*[{task.robin: 0.95, task.wren: 0.6}] * 3)
    ids = [one.id for one in office.assignments(task.id)]
    item = reviewed(office, task)
    assert item.assignment == ids[0]
    office.reviewing.approve(office.actor("REA"), ids[0], 1)
    office.reviewing.edit_and_approve(office.actor("REA"), ids[1], 1, [task.robin])
    office.reviewing.reject(office.actor("REA"), ids[2], 1, "No bird.")
    both = [(task.robin, 0.95), (task.wren, 0.6)]
    assert task.annotations() == {
        ids[0]: [(concept, "SUCCESS", "auto", MODEL, score) for concept, score in both],
        ids[1]: [(task.robin, "SUCCESS", "auto", MODEL, 0.95)],
        ids[2]: [(concept, "REVIEW_DENIED", "auto", MODEL, score) for concept, score in both],
    }
    assert office.told(ROBOT) == []
    assert status(office, task) is TaskStatus.DONE


def test_what_a_reviewer_puts_in_its_place_is_edited(office):
    task = automatic_task(office, 1)
    task.says({task.robin: 0.6})
    item = reviewed(office, task)
    office.reviewing.edit_and_approve(office.actor("REA"), item.assignment, item.revision, [task.wren])
    assert task.annotations() == {item.assignment: [(task.wren, "SUCCESS", "edited", MODEL, None)]}


def test_changes_are_made_by_a_person_who_is_told_why(office):
    task = automatic_task(office, 2, labelers=("REA", "ANA"), reviewers=("REA", "ROY"))
    task.says({task.robin: 0.6}, {})
    office.reviewing.take(office.actor("ROY"), task.id)
    item = reviewed(office, task)
    assert item is not None
    asked = office.reviewing.request_changes(office.actor("REA"), item.assignment, item.revision, "Look at its tail.")
    assert asked.note is None
    assert task.states()[0] == ("ANA", "PENDING"), "Nobody reviews their own work while somebody else could label."
    (told,) = [one for one in office.told("ANA") if isinstance(one, SentBack)]
    assert (told.reason, told.by) == ("Look at its tail.", "REA")
    assert [one[1] for one in office.audit(item.assignment)] == ["submit for review", "request changes", "reassign"]
    card = office.labeling.card(office.actor("ANA"), task.id).item
    assert (card.assignment, card.reason, card.chosen) == (item.assignment, "Look at its tail.", (task.robin,))
    assert card.annotated_by == MODEL
    office.answer(task.id, "ANA", task.wren)
    assert office.assignments(task.id)[0].reviewer == "REA", "It comes back to who asked."
    item = reviewed(office, task)
    office.reviewing.request_changes(office.actor("REA"), item.assignment, item.revision, "And at its beak.")
    back = office.labeling.card(office.actor("ANA"), task.id).item
    assert (back.reason, back.annotated_by) == ("And at its beak.", ""), "Now it is her own answer that came back."


def test_where_nobody_could_make_changes_a_reviewer_hears_so_first(office):
    task = automatic_task(office, 1, labelers=(), leftovers=Leftovers.LISTED)
    task.says({task.robin: 0.6})
    item = reviewed(office, task)
    asked = office.reviewing.ask_reason(office.actor("REA"), item.assignment, item.revision, is_reject=False)
    assert "nobody labels in" in asked.note
    done = office.reviewing.request_changes(office.actor("REA"), item.assignment, item.revision, "Hm.")
    assert (done.note, done.card.item) == (asked.note, item)
    assert office.reviewing.ask_reason(office.actor("REA"), item.assignment, item.revision, is_reject=True).is_reject


@pytest.mark.parametrize("labelers", [("ANA",), ()])
def test_what_was_rejected_a_lead_opens_for_a_person(office, labelers):
    task = automatic_task(office, 1, labelers=labelers, leftovers=Leftovers.LISTED)
    task.says({task.robin: 0.6})
    item = reviewed(office, task)
    office.reviewing.reject(office.actor("REA"), item.assignment, item.revision, "No.")
    assert status(office, task) is TaskStatus.DONE
    office.closing.reopen_assignment(office.lead, item.assignment)
    who = labelers[0] if labelers else LEAD
    assert task.states() == [(who, "PENDING")]
    assert notices(office, task, SentBack) == [who]
    office.settle()
    assert task.states() == [(who, "PENDING")]


def test_all_of_the_models_answers_can_be_approved_at_once(office):
    task = automatic_task(office, 12)
    task.says(*[{task.robin: 0.6}] * 12)
    office.reviewing.deal_batches()
    model = office.reviewing.card(office.actor("REA"), task.id)
    assert model.item.labeler == ROBOT
    until = max(one.submitted_at for one in office.assignments(task.id))
    assert office.reviewing.ask_approve_all(office.actor("REA"), task.id, ROBOT, until, 12) is None
    (asked,) = office.carry_out("REA")
    assert office.reviewing.approve_all(office.actor("REA"), asked) == 12
    assert status(office, task) is TaskStatus.DONE
    left = office.reviewing.ask_approve_all(office.actor("REA"), task.id, ROBOT, until, 12)
    assert left.note == "Of those answers of the model, none waits for you any more."


# Earlier ones


def test_earlier_annotations_of_the_same_model_give_way(office):
    first = automatic_task(office, 4, several=True)
    first.says({first.robin: 0.95}, {first.robin: 0.6}, {first.robin: 0.6}, {first.robin: 0.99})
    other = automatic_task(office, 4, model="Other")
    other.says({other.robin: 0.95})
    office.reviewing.take(office.actor("REA"), first.id)
    office.reviewing.approve(office.actor("REA"), office.assignments(first.id)[1].id, 1)
    task = automatic_task(office, 4, is_replacing=True)
    task.says({task.wren: 0.95}, {task.wren: 0.95}, {})
    assert [state for _, state in first.states()] == ["EXCLUDED", "SUCCESS", "EXCLUDED", "SUCCESS"]
    gone = office.assignments(first.id)[0]
    name = office.store.read(lambda unit: unit.tasks.find(task.id)).name
    assert (gone.reason, gone.reason_by) == (f"annotated anew in “{name}”", ROBOT)
    assert office.audit(gone.id)[-1] == (ROBOT, "exclude", "SUCCESS", "EXCLUDED", gone.reason)
    assert len(first.annotations()) == 2
    assert len(other.annotations()) == 1, "Another model's are not touched."
    assert status(office, first) is TaskStatus.DONE, "Nothing is left to review in it."
    assert office.store.read(lambda unit: unit.tasks.find(first.id)).excluded == 2
    # Whoever takes one in again has it as it was.
    office.excluding.include(office.lead, first.id, gone.input)
    assert first.states()[0] == (ROBOT, "SUCCESS")


def test_other_concepts_of_the_same_answer_stay(office):
    first = automatic_task(office, 1, several=True)
    first.says({first.robin: 0.95, first.wren: 0.6})
    item = reviewed(office, first)
    task = automatic_task(office, 1, is_replacing=True)
    office.save(task.id, TaskField.CONCEPTS, (str(task.robin),))
    task.says({task.robin: 1.0})
    (kept,) = first.annotations().values()
    assert [concept for concept, *_ in kept] == [first.wren]
    assert office.audit(item.assignment)[-1][1:4] == ("replace", "AWAITING_REVIEW", "AWAITING_REVIEW")
    stale = office.reviewing.approve(office.actor("REA"), item.assignment, item.revision)
    assert stale.note == "the model has changed that answer since. Here it is as it is now."


def test_a_later_task_gives_way_to_no_earlier_one(office):
    first = automatic_task(office, 1, is_replacing=True)
    task = automatic_task(office, 1)
    task.says({task.robin: 1.0})
    first.says({first.robin: 1.0})
    assert task.states() == [(ROBOT, "SUCCESS")]


# Merged concepts, purged tasks


def test_a_merged_concepts_thresholds_become_the_others(office):
    task = automatic_task(office, 1, bands=Bands(Thresholds(0.5, 0.9), {office.concept("Robin"): Thresholds(0.1, 0.2)}))
    office.store.write(lambda unit: unit.assists.change(task.id, labels={"bird": task.robin}))
    office.concepts.merge(office.lead, task.robin, task.wren)
    office.tidy()
    assist = office.store.read(lambda unit: unit.assists.find(task.id))
    assert assist.bands == Bands(Thresholds(0.5, 0.9), {task.wren: Thresholds(0.1, 0.2)})
    assert assist.labels == {"bird": task.wren}
    task.says({task.wren: 0.3})
    assert task.states() == [(ROBOT, "SUCCESS")]


def test_it_is_purged_with_all_that_is_kept_of_it(office, clock):
    task = automatic_task(office, 3)
    task.says({task.robin: 1.0}, {task.robin: 0.6}, {})
    office.editing.delete(office.lead, task.id)
    clock.move(31 * 24 * 3600)
    while office.purging.step():
        pass
    for table in (tables.task, tables.assignment, tables.annotation, tables.suggestion, tables.task_assist):
        assert office.store.read(lambda unit, t=table: unit.connection.execute(t.select()).all()) == []
