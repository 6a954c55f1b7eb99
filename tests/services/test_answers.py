"""What single clicks say back, and what becomes of what was ticked."""

import pytest

from domain.errors import Invalid
from domain.model import AssignmentStatus
from domain.read_models import ReasonModel
from services.reviewing import Reviewed
from store.unit_of_work import Store
from tests.office import Birds, Office


def front(office: Office, task: Birds, user: str = "ANA"):
    return office.labeling.card(office.actor(user), task.id).item


def test_none_of_these_goes_alone(office):
    task = office.task(1, several=True)
    item = front(office, task)
    for act in (office.labeling.answer, office.labeling.skip):
        with pytest.raises(Invalid, match="goes alone"):
            act(office.actor("ANA"), item.assignment, item.revision, concepts=[task.concepts[0], None])
    assert front(office, task) == item


def test_what_was_ticked_when_a_picture_is_skipped_is_there_when_it_comes_again(office):
    task = office.task(2, several=True)
    item = front(office, task)
    office.labeling.skip(office.actor("ANA"), item.assignment, item.revision, concepts=list(task.concepts))
    office.answer(task.id, "ANA", None)
    again = front(office, task)
    assert (again.assignment, again.chosen, again.is_skipped) == (item.assignment, task.concepts, True)
    # The card's Skip says nothing of ticks: they stay.
    office.labeling.skip(office.actor("ANA"), again.assignment, again.revision)
    assert front(office, task).chosen == task.concepts


def test_a_second_press_of_submit_needs_no_words(office):
    task = office.task(2, several=True)
    item = front(office, task)
    office.labeling.tick(office.actor("ANA"), item.assignment, item.revision, task.concepts[0], on=True)
    first, second = [office.labeling.submit(office.actor("ANA"), item.assignment, 1) for _ in range(2)]
    assert (first.note, second.note) == (None, None)
    assert second.card.item.assignment != item.assignment


def test_a_submit_after_another_answer_says_which_that_is(office):
    task = office.task(2, several=True)
    item = front(office, task)
    office.labeling.answer(office.actor("ANA"), item.assignment, item.revision, [None])
    assert "None of these" in office.labeling.submit(office.actor("ANA"), item.assignment, item.revision).note


def test_a_second_undo_of_what_was_skipped_once_does_not_call_it_skipped(office):
    task = office.task(1)
    item = front(office, task)
    office.labeling.skip(office.actor("ANA"), item.assignment, item.revision)
    office.answer(task.id, "ANA", task.concepts[0])
    assert not office.assignments(task.id)[0].is_skipped
    undo = office.labeling.card(office.actor("ANA"), task.id).undo
    clicks = [office.labeling.undo(office.actor("ANA"), undo.assignment, undo.revision) for _ in range(2)]
    assert [click.note for click in clicks] == [None, None]
    assert not clicks[1].card.item.is_skipped


@pytest.mark.parametrize("back", ["undo", "request changes"])
def test_what_comes_back_does_not_count_as_skipped(office, back):
    task = office.task(1, reviewers=("REA",))
    (one,) = office.answer(task.id, "ANA", task.concepts[0])
    office.reviewing.take(office.actor("REA"), task.id)
    # As an answer from before this version.
    office.store.write(lambda unit: unit.queue.change(unit.queue.find(one).assignment, is_skipped=True))
    if back == "undo":
        office.labeling.undo(office.actor("ANA"), one, 2)
    else:
        office.reviewing.request_changes(office.actor("REA"), one, 2, "Look again.")
    assert front(office, task).assignment == one
    assert not front(office, task).is_skipped


@pytest.fixture
def reviewed(office: Office) -> Birds:
    task = office.task(12, ["ANA", "BEN"], reviewers=("REA",))
    for user in ("ANA", "BEN"):
        office.answer(task.id, user, task.concepts[0], 3)
    office.reviewing.take(office.actor("REA"), task.id)
    return task


def test_a_reason_beside_approve_is_not_dropped(office, reviewed):
    item = office.reviewing.card(office.actor("REA"), reviewed.id).item
    which = (office.actor("REA"), item.assignment, item.revision)
    with pytest.raises(Invalid) as refused:
        office.reviewing.approve(*which, reason="Crop it next time.")
    assert "Request changes" in refused.value.fields["reason"]
    assert office.reviewing.approve(*which, reason="  ").note is None


@pytest.mark.parametrize(("who", "age", "words"), [("ROY", 0, "not a reviewer"), ("REA", 1, "changed that answer")])
def test_nobody_is_asked_for_a_reason_that_cannot_be_used(office, reviewed, who, age, words):
    item = office.reviewing.card(office.actor("REA"), reviewed.id).item
    asked = office.reviewing.ask_reason(office.actor(who), item.assignment, item.revision - age, is_reject=True)
    assert isinstance(asked, Reviewed)
    assert words in asked.note
    good = office.reviewing.ask_reason(office.actor("REA"), item.assignment, item.revision, is_reject=True)
    assert good == ReasonModel(item.assignment, item.revision, True, item.labeler, ("Robin",))


def test_a_decided_answer_asks_for_no_reason(office, reviewed):
    item = office.reviewing.card(office.actor("REA"), reviewed.id).item
    office.reviewing.approve(office.actor("REA"), item.assignment, item.revision)
    asked = office.reviewing.ask_reason(office.actor("REA"), item.assignment, item.revision, is_reject=False)
    assert "approved already by <@REA>" in asked.note


def approved(office: Office, task: Birds) -> int:
    return sum(one.status is AssignmentStatus.SUCCESS for one in office.assignments(task.id))


def test_all_are_those_that_the_button_counted(office, reviewed):
    item = office.reviewing.card(office.actor("REA"), reviewed.id).item
    assert (item.labeler, item.of_labeler) == ("ANA", 3)
    office.answer(reviewed.id, "ANA", reviewed.concepts[1], 2)
    office.reviewing.take(office.actor("REA"), reviewed.id)
    bound = (reviewed.id, "ANA", item.of_labeler_until, item.of_labeler)
    assert office.reviewing.ask_approve_all(office.actor("REA"), *bound) is None
    assert approved(office, reviewed) == 0, "It is written down; the ack waits for no more."
    (asked,) = office.carry_out("REA")
    assert office.reviewing.approve_all(office.actor("REA"), asked) == 3
    assert office.reviewing.approve_all(office.actor("REA"), asked) == 3, "Once more, as after a crash."
    assert approved(office, reviewed) == 3
    assert office.reviewing.card(office.actor("REA"), reviewed.id).reviewed == 3
    assert "none waits for you" in office.reviewing.ask_approve_all(office.actor("REA"), *bound).note


def test_more_than_the_button_counted_are_not_approved_unseen(office, reviewed):
    item = office.reviewing.card(office.actor("REA"), reviewed.id).item
    bound = (reviewed.id, "ANA", item.of_labeler_until, item.of_labeler - 1)
    refused = office.reviewing.ask_approve_all(office.actor("REA"), *bound)
    assert "3 answers of <@ANA> wait" in refused.note
    assert office.carry_out("REA") == []


def test_a_double_click_asks_once(office, reviewed):
    item = office.reviewing.card(office.actor("REA"), reviewed.id).item
    for labeler in ("ANA", "ANA", "BEN"):
        until = item.of_labeler_until + (labeler == "BEN") * 10**6
        office.reviewing.ask_approve_all(office.actor("REA"), reviewed.id, labeler, until, 3)
    assert [one.labeler for one in office.carry_out("REA")] == ["ANA", "BEN"]


def test_nothing_of_a_deleted_task_is_approved(office, reviewed):
    item = office.reviewing.card(office.actor("REA"), reviewed.id).item
    bound = (reviewed.id, "ANA", item.of_labeler_until, item.of_labeler)
    office.reviewing.ask_approve_all(office.actor("REA"), *bound)
    office.editing.delete(office.lead, reviewed.id)
    (asked,) = office.carry_out("REA")
    assert office.reviewing.approve_all(office.actor("REA"), asked) == 0
    assert "was deleted" in office.reviewing.ask_approve_all(office.actor("REA"), *bound).note


def test_many_are_approved_in_pieces(office, monkeypatch):
    task = office.task(120, reviewers=("REA",))
    office.answer(task.id, "ANA", task.concepts[0], 120)
    card = office.reviewing.take(office.actor("REA"), task.id)
    bound = (task.id, "ANA", card.item.of_labeler_until, card.item.of_labeler)
    office.reviewing.ask_approve_all(office.actor("REA"), *bound)
    (asked,) = office.carry_out("REA")
    pieces = []
    real = Store.write

    def write(store, work):
        before = approved(office, task)
        done = real(store, work)
        pieces.append(approved(office, task) - before)
        return done

    monkeypatch.setattr(Store, "write", write)
    assert office.reviewing.approve_all(office.actor("REA"), asked) == 120
    assert pieces == [50, 50, 20]
