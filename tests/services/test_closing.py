"""What leads take out, end early and open again."""

import pytest

from domain.errors import Invalid, NotAllowed, NotFound
from domain.model import AssignmentStatus, Distribution, TaskStatus
from domain.notices import SentBack, TaskClosed, TaskDone, TaskReopened
from domain.progress import labeling_percent
from domain.read_models import Closed
from tests.office import LEAD, Birds, Office
from tests.services.test_agreement import annotations, states, status

PENDING, AWAITING, CONSENSUS, SUCCESS, REJECTED, EXCLUDED = AssignmentStatus


def rejected(office: Office, **fields: object) -> tuple[Birds, int]:
    task = office.task(1, reviewers=("REA",), **fields)
    (one,) = office.answer(task.id, "ANA", task.concepts[0])
    office.reviewing.deal_batches()
    office.reviewing.reject(office.actor("REA"), one, 1, "No bird.")
    return task, one


# Exclude and include


def test_what_is_taken_out_leaves_queues_and_percentages(office):
    task = office.task(3, ["ANA"])
    office.answer(task.id, "ANA", task.concepts[0])
    first, second, _ = office.assignments(task.id)
    for times in (1, 0):
        assert office.excluding.exclude(office.lead, task.id, second.input, " Broken. ") == times
    assert states(office, task) == [SUCCESS, EXCLUDED, PENDING]
    row = office.listing.find(office.lead, task.id)
    assert (row.expected, labeling_percent(row.tally, row.expected)) == (2, 50)
    item = office.labeling.card(office.actor("ANA"), task.id).item
    assert item.assignment != second.id
    note = office.labeling.label(office.actor("ANA"), second.id, second.revision, task.concepts[0]).note
    assert note == "A lead has taken that one out of the task, so nothing is needed."
    office.answer(task.id, "ANA", task.concepts[0])
    assert status(office, task) is TaskStatus.DONE
    assert office.excluding.exclude(office.lead, task.id, first.input, "Also broken.") == 1
    assert office.audit(first.id)[-1] == (LEAD, "exclude", "SUCCESS", "EXCLUDED", "Also broken.")
    assert sorted(state for _, _, state, _ in annotations(office, task)) == ["PENDING", "SUCCESS"]


def test_what_is_taken_in_again_waits_for_its_label(office):
    task = office.task(2, ["ANA"])
    office.answer(task.id, "ANA", task.concepts[0], 2)
    one = office.assignments(task.id)[0]
    office.excluding.exclude(office.lead, task.id, one.input, "Broken.")
    for times in (1, 0):
        assert office.excluding.include(office.lead, task.id, one.input) == times
    assert states(office, task) == [PENDING, SUCCESS]
    assert status(office, task) is TaskStatus.IN_PROGRESS
    item = office.labeling.card(office.actor("ANA"), task.id).item
    assert (item.assignment, item.chosen, item.reason) == (one.id, (task.concepts[0],), None)
    assert office.store.read(lambda unit: unit.tasks.find(task.id)).excluded == 0


def test_it_comes_to_somebody_else_where_its_labeler_has_left(office):
    task = office.task(2, ["ANA", "BEN"])
    one = office.of(task.id, "ANA")[0]
    office.excluding.exclude(office.lead, task.id, one.input, "Broken.")
    office.set_people(task.id, ["BEN"])
    office.settle()
    office.excluding.include(office.lead, task.id, one.input)
    office.settle()
    assert {x.labeler for x in office.assignments(task.id)} == {"BEN"}


def test_all_who_label_an_input_lose_it_together_and_get_it_together(office):
    task = office.task(2, ["ANA", "BEN"], distribution=Distribution.EVERYONE, agreement=2)
    one = office.assignments(task.id)[0]
    office.answer(task.id, "ANA", task.concepts[0])
    assert office.excluding.exclude(office.lead, task.id, one.input, "Broken.") == 2
    office.set_people(task.id, ["ANA", "BEN", "CAY"])
    office.settle()
    assert len(office.of(task.id, "CAY")) == 1, "Nobody who comes gets what is out."
    assert office.excluding.include(office.lead, task.id, one.input) == 2
    office.settle()
    assert [len(office.of(task.id, who)) for who in ("ANA", "BEN", "CAY")] == [2, 2, 2]


def test_what_waits_for_review_leaves_the_reviewers_card(office):
    task = office.task(2, ["ANA"], reviewers=("REA",))
    office.answer(task.id, "ANA", task.concepts[0], 2)
    office.reviewing.deal_batches()
    one = office.reviewing.card(office.actor("REA"), task.id).item
    input_ = next(x.input for x in office.assignments(task.id) if x.id == one.assignment)
    office.excluding.exclude(office.lead, task.id, input_, "Broken.")
    assert office.reviewing.card(office.actor("REA"), task.id).waiting == 1
    note = office.reviewing.approve(office.actor("REA"), one.assignment, one.revision).note
    assert "taken that one out" in note


def test_leads_say_why_and_nobody_else_may(office):
    task = office.task(1)
    (one,) = office.assignments(task.id)
    with pytest.raises(Invalid, match="why this input is taken out"):
        office.excluding.exclude(office.lead, task.id, one.input, "  ")
    with pytest.raises(NotAllowed):
        office.excluding.exclude(office.person("ANA"), task.id, one.input, "Broken.")
    with pytest.raises(NotAllowed):
        office.excluding.include(office.person("ANA"), task.id, one.input)
    with pytest.raises(NotFound):
        office.excluding.exclude(office.lead, task.id, 10**9, "Broken.")


# Close early


def test_a_closed_task_is_in_nobodys_queue_until_it_is_opened_again(office):
    task = office.task(4, ["ANA"], reviewers=("REA",))
    one = office.answer(task.id, "ANA", task.concepts[0], 2)[1]
    office.reviewing.deal_batches()
    office.reviewing.take(office.actor("REA"), task.id)
    before = office.assignments(task.id)
    for _ in range(2):
        assert office.closing.close(office.lead, task.id, " Enough. ") == "Name the birds"
    assert status(office, task) is TaskStatus.WONT_DO
    assert office.told("ANA").count(TaskClosed(task.id, LEAD, "Enough.")) == 1
    assert office.told("REA").count(TaskClosed(task.id, LEAD, "Enough.")) == 1
    for card in (
        office.labeling.card(office.actor("ANA"), task.id),
        office.reviewing.card(office.actor("REA"), task.id),
    ):
        assert (card.item, card.closed) == (None, Closed.ENDED)
    for user in ("ANA", "REA"):
        waiting = office.listing.waiting(office.actor(user))
        assert (waiting.label, waiting.review) == ((), ())
    open_one = before[2]
    clicked = office.labeling.label(office.actor("ANA"), open_one.id, open_one.revision, task.concepts[0])
    assert clicked.note == "The task “Name the birds” was closed early."
    reviewed = office.reviewing.approve(office.actor("REA"), one, 1)
    assert reviewed.note == "The task “Name the birds” was closed early."
    office.set_people(task.id, ["BEN"], ["REA"])
    office.settle()
    office.reviewing.deal_batches()
    assert office.assignments(task.id) == before
    office.closing.reopen(office.lead, task.id)
    assert TaskReopened(task.id, LEAD) in office.told("ANA")
    office.settle()
    assert {x.labeler for x in office.assignments(task.id) if x.status is PENDING} == {"BEN"}


def test_what_was_decided_before_it_was_closed_may_have_been_the_last(office):
    task = office.task(1)
    one = office.assignments(task.id)[0]
    office.closing.close(office.lead, task.id)
    office.excluding.exclude(office.lead, task.id, one.input, "Broken.")
    assert status(office, task) is TaskStatus.WONT_DO
    office.closing.reopen(office.lead, task.id)
    assert status(office, task) is TaskStatus.DONE


def test_a_closed_task_does_not_come_to_who_asks_for_work(office):
    task = office.task(12, ["ANA"], distribution=Distribution.DYNAMIC)
    office.closing.close(office.lead, task.id)
    assert office.labeling.take(office.actor("ANA"), task.id).card.closed is Closed.ENDED
    assert office.assignments(task.id) == []
    assert office.listing.find(office.lead, task.id).may_label == 0


def test_what_is_done_or_not_theirs_cannot_be_closed(office):
    task = office.task(1)
    with pytest.raises(NotAllowed):
        office.closing.close(office.person("ANA"), task.id)
    with pytest.raises(NotAllowed):
        office.closing.reopen(office.person("ANA"), task.id)
    with pytest.raises(Invalid, match="at most 1000"):
        office.closing.close(office.lead, task.id, "x" * 1001)
    office.answer(task.id, "ANA", task.concepts[0])
    with pytest.raises(Invalid, match="is done already"):
        office.closing.close(office.lead, task.id)
    with pytest.raises(NotFound):
        office.closing.close(office.lead, 10**9)


# Open a rejected answer again


def test_a_rejected_answer_is_opened_again_for_the_same_labeler(office):
    task, one = rejected(office)
    assert status(office, task) is TaskStatus.DONE
    assert TaskDone(task.id) in office.told(LEAD)
    assert office.closing.reopen_assignment(office.lead, one) == "0.jpg"
    assert status(office, task) is TaskStatus.IN_PROGRESS
    item = office.labeling.card(office.actor("ANA"), task.id).item
    assert (item.assignment, item.reason, item.chosen) == (one, "No bird.", (task.concepts[0],))
    assert SentBack(task.id, "0.jpg", "No bird.", LEAD) in office.told("ANA")
    assert office.audit(one)[-1][1:4] == ("reopen", "REJECTED", "PENDING")
    with pytest.raises(Invalid, match="not rejected"):
        office.closing.reopen_assignment(office.lead, one)
    office.answer(task.id, "ANA", task.concepts[1])
    office.reviewing.deal_batches()
    office.approve(task.id, "REA")
    assert states(office, task) == [SUCCESS]


def test_it_goes_to_somebody_else_where_the_labeler_has_left(office):
    task, one = rejected(office)
    office.set_people(task.id, ["BEN"], ["REA"])
    office.settle()
    office.closing.reopen_assignment(office.lead, one)
    office.settle()
    assert [x.labeler for x in office.assignments(task.id)] == ["BEN"]


def test_only_leads_open_answers_again(office):
    _, one = rejected(office)
    with pytest.raises(NotAllowed):
        office.closing.reopen_assignment(office.person("ANA"), one)
    with pytest.raises(NotFound):
        office.closing.reopen_assignment(office.lead, 10**9)
