"""Stacked review: all reviewers approve, one after the other. A share that is reviewed. Answers that reviewers edit."""

from collections import Counter
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from domain.errors import Invalid
from domain.model import AssignmentStatus, ReviewMethod, TaskStatus
from domain.notices import Rejected, ReviewReady, SentBack
from tests.office import Birds, Office
from tests.services.test_agreement import annotations, states, status

PENDING, AWAITING, CONSENSUS, SUCCESS, REJECTED, EXCLUDED = AssignmentStatus
workspaces = map("T-stacked-{}".format, count())
REVIEWERS = ("REA", "ROY", "SAM")


def stacked(office: Office, inputs: int = 1, reviewers: tuple[str, ...] = REVIEWERS, **fields: object) -> Birds:
    return office.task(inputs, ["ANA"], reviewers=reviewers, review_method=ReviewMethod.STACKED, **fields)


def decide(office: Office, task: Birds, reviewer: str, what: str = "approve"):
    office.reviewing.deal_batches()
    item = office.reviewing.card(office.actor(reviewer), task.id).item
    assert item is not None, f"Nothing waits for {reviewer}."
    which = (office.actor(reviewer), item.assignment, item.revision)
    if what == "approve":
        assert office.reviewing.approve(*which).note is None
    elif what == "edit":
        assert office.reviewing.edit_and_approve(*which, [task.concepts[1]]).note is None
    else:
        decision = office.reviewing.reject if what == "reject" else office.reviewing.request_changes
        assert decision(*which, "Look again.").note is None
    return item


def waiting(office: Office, task: Birds) -> list[str | None]:
    office.reviewing.deal_batches()
    return [one.reviewer for one in office.assignments(task.id)]


def test_all_must_approve_one_after_the_other(office):
    task = stacked(office)
    office.answer(task.id, "ANA", task.concepts[0])
    for place, reviewer in enumerate(REVIEWERS):
        assert states(office, task) == [AWAITING]
        assert waiting(office, task) == [reviewer]
        assert office.told(reviewer) == [ReviewReady(task.id)]
        assert decide(office, task, reviewer).approved_by == REVIEWERS[:place]
    assert states(office, task) == [SUCCESS]
    assert status(office, task) is TaskStatus.DONE
    (one,) = office.assignments(task.id)
    said = [(who, action) for who, action, *_ in office.audit(one.id)]
    parts = [("REA", "approve in part"), ("ROY", "approve in part"), ("SAM", "approve")]
    assert said == [("ANA", "submit for review"), *parts]


def test_the_first_rejection_is_final(office):
    task = stacked(office)
    office.answer(task.id, "ANA", task.concepts[0])
    decide(office, task, "REA")
    decide(office, task, "ROY", "reject")
    assert states(office, task) == [REJECTED]
    assert Rejected(task.id, "0.jpg", "Look again.", "ROY") in office.told("ANA")


def test_changes_make_approvals_void_and_the_same_reviewer_gets_it_back_first(office):
    task = stacked(office)
    office.answer(task.id, "ANA", task.concepts[0])
    decide(office, task, "REA")
    decide(office, task, "ROY", "changes")
    assert SentBack(task.id, "0.jpg", "Look again.", "ROY") in office.told("ANA")
    office.answer(task.id, "ANA", task.concepts[1])
    assert waiting(office, task) == ["ROY"]
    for reviewer in ("ROY", "REA", "SAM"):
        assert waiting(office, task) == [reviewer]
        decide(office, task, reviewer)
    assert states(office, task) == [SUCCESS]


def test_what_one_has_approved_its_labeler_cannot_take_back(office):
    task = stacked(office)
    office.answer(task.id, "ANA", task.concepts[0])
    undo = office.labeling.card(office.actor("ANA"), task.id).undo
    decide(office, task, "REA")
    assert office.labeling.card(office.actor("ANA"), task.id).undo is None
    note = office.labeling.undo(office.actor("ANA"), undo.assignment, undo.revision).note
    assert note == "<@REA> has approved that answer already, and others still look at it."


def test_a_second_click_says_that_it_went_on(office):
    task = stacked(office)
    (one,) = office.answer(task.id, "ANA", task.concepts[0])
    decide(office, task, "REA")
    assert "goes on to the next reviewer" in office.reviewing.approve(office.actor("REA"), one, 1).note


def test_nobody_reviews_their_own_while_there_is_another(office):
    task = office.task(1, ["REA"], reviewers=REVIEWERS, review_method=ReviewMethod.STACKED)
    office.answer(task.id, "REA", task.concepts[0])
    for reviewer in ("ROY", "SAM"):
        decide(office, task, reviewer)
    assert states(office, task) == [SUCCESS]


@pytest.mark.parametrize("left", [("REA",), ("REA", "SAM")])
def test_who_leaves_is_not_waited_for(office, left):
    task = stacked(office, reviewers=("REA", "ROY", "SAM"))
    office.answer(task.id, "ANA", task.concepts[0])
    decide(office, task, "REA")
    assert waiting(office, task) == ["ROY"]
    office.set_people(task.id, ["ANA"], left)
    office.reviewing.deal_batches()
    if left == ("REA",):
        assert states(office, task) == [SUCCESS]
        assert status(office, task) is TaskStatus.DONE
    else:
        decide(office, task, "SAM")
        assert states(office, task) == [SUCCESS]


def test_an_edited_answer_is_approved_anew_by_all(office):
    task = stacked(office, reviewers=("REA", "ROY"))
    office.answer(task.id, "ANA", task.concepts[0])
    decide(office, task, "REA")
    decide(office, task, "ROY", "edit")
    assert waiting(office, task) == ["REA"]
    decide(office, task, "REA")
    assert states(office, task) == [SUCCESS]
    assert annotations(office, task) == [("ANA", 1, "SUCCESS", "ROY")]


def test_all_of_one_labeler_go_on_to_the_next_reviewer(office):
    task = stacked(office, inputs=3, reviewers=("REA", "ROY"))
    office.answer(task.id, "ANA", task.concepts[0], 3)
    for reviewer in ("REA", "ROY"):
        office.reviewing.deal_batches()
        item = office.reviewing.card(office.actor(reviewer), task.id).item
        until = (item.of_labeler_until, item.of_labeler)
        assert office.reviewing.ask_approve_all(office.actor(reviewer), task.id, "ANA", *until) is None
        (asked,) = office.carry_out(reviewer)
        assert office.reviewing.approve_all(office.actor(reviewer), asked) == 3
    assert states(office, task) == [SUCCESS] * 3


@given(
    inputs=st.integers(1, 4),
    reviewers=st.integers(1, 4),
    decisions=st.lists(st.sampled_from(["approve", "approve", "approve", "edit", "changes", "reject"]), max_size=25),
)
@settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_whatever_they_decide_each_success_has_everybodys_approval_since_it_changed(
    office, inputs, reviewers, decisions
):
    office = Office(office.store, next(workspaces))
    names = tuple(f"R{n}" for n in range(reviewers))
    task = stacked(office, inputs, names)
    for what in decisions:
        if office.labeling.card(office.actor("ANA"), task.id).item:
            office.answer(task.id, "ANA", task.concepts[0])
        office.reviewing.deal_batches()
        who = next((one for one in names if office.reviewing.card(office.actor(one), task.id).item), None)
        if who is not None:
            decide(office, task, who, what)
    for one in office.assignments(task.id):
        rows = office.audit(one.id)
        after = max(
            (n for n, row in enumerate(rows) if (row[4] and "→" in row[4]) or row[1].startswith("submit")), default=0
        )
        approved = Counter(who for who, action, *_ in rows[after:] if action.startswith(("approve", "edit")))
        if one.status is SUCCESS:
            assert approved == dict.fromkeys(names, 1)
        elif one.status is REJECTED:
            assert rows[-1][1] == "reject"
        else:
            assert set(approved) < set(names)


def test_a_share_is_reviewed_and_the_rest_is_approved_at_once(office):
    task = office.task(100, ["ANA"], reviewers=("REA",), review_share=20)
    office.answer(task.id, "ANA", task.concepts[0], 100)
    counted = Counter(states(office, task))
    assert set(counted) == {SUCCESS, AWAITING}
    assert 18 <= counted[AWAITING] <= 22
    office.reviewing.deal_batches()
    office.approve(task.id, "REA")
    assert status(office, task) is TaskStatus.DONE


def test_the_last_answer_may_be_one_that_nobody_reviews(office):
    task = office.task(40, ["ANA"], reviewers=("REA",), review_share=1)
    office.answer(task.id, "ANA", task.concepts[0], 40)
    office.reviewing.deal_batches()
    office.approve(task.id, "REA")
    assert status(office, task) is TaskStatus.DONE


def test_a_reviewer_edits_and_approves(office):
    task = office.task(1, ["ANA"], reviewers=("REA",), several=True)
    (one,) = office.answer(task.id, "ANA", task.concepts[0])
    office.reviewing.deal_batches()
    rea = office.actor("REA")
    with pytest.raises(Invalid, match="goes alone"):
        office.reviewing.edit_and_approve(rea, one, 1, [None, task.concepts[0]])
    with pytest.raises(Invalid, match="Choose a concept"):
        office.reviewing.edit_and_approve(rea, one, 1, [])
    assert "no longer part" in office.reviewing.edit_and_approve(rea, one, 1, [10**9]).note
    asked = office.reviewing.ask_edit(rea, one, 1)
    assert asked.item.chosen == (task.concepts[0],)
    for _ in range(2):
        office.reviewing.edit_and_approve(rea, one, 1, list(task.concepts))
    assert states(office, task) == [SUCCESS]
    assert annotations(office, task) == [("ANA", 0, "SUCCESS", "REA"), ("ANA", 1, "SUCCESS", "REA")]
    assert office.audit(one)[-1] == ("REA", "edit and approve", "AWAITING_REVIEW", "SUCCESS", "Robin → Robin, Wren")
    assert "approved already" in office.reviewing.ask_edit(rea, one, 1).note


@pytest.mark.parametrize("way", ["exclude", "reopen"])
def test_an_answer_that_is_given_anew_is_approved_anew(office, way):
    task = stacked(office)
    office.answer(task.id, "ANA", task.concepts[0])
    decide(office, task, "REA")
    (one,) = office.assignments(task.id)
    if way == "exclude":
        office.excluding.exclude(office.lead, task.id, one.input, "Blurred.")
        office.excluding.include(office.lead, task.id, one.input)
    else:
        decide(office, task, "ROY", "reject")
        office.closing.reopen_assignment(office.lead, one.id)
    (again,) = office.assignments(task.id)
    assert (again.status, again.reviewed_by) == (PENDING, None)
    office.answer(task.id, "ANA", task.concepts[1])
    for reviewer in REVIEWERS:
        assert waiting(office, task) == [reviewer]
        decide(office, task, reviewer)
    assert states(office, task) == [SUCCESS]
