"""Several people answer one input: blind until all have, settled where enough agree, else reviewed side by side."""

import pytest

from domain.errors import Invalid
from domain.model import AssignmentStatus, Distribution, TaskStatus
from domain.notices import Rejected, SentBack, TaskDone
from domain.read_models import EditAnswerModel
from store import tables
from tests.office import LEAD, Birds, Office

PENDING, AWAITING, CONSENSUS, SUCCESS, REJECTED, EXCLUDED = AssignmentStatus
PEOPLE = ("ANA", "BEN", "CAY")


def task_of(office: Office, inputs: int = 1, agreement: int = 2, **fields: object) -> Birds:
    usual: dict[str, object] = {"labelers_per_input": 3, "agreement": agreement, "reviewers": ("REA",)}
    return office.task(inputs, PEOPLE, **(usual | fields))


def answer(office: Office, task: Birds, *places: int | None) -> None:
    """What each of the three says of the one in front of them: the place of a concept, or None of these."""
    for who, place in zip(PEOPLE, places, strict=False):
        office.answer(task.id, who, None if place is None else task.concepts[place])


def states(office: Office, task: Birds) -> list[AssignmentStatus]:
    return [one.status for one in office.assignments(task.id)]


def item(office: Office, task: Birds, reviewer: str = "REA"):
    office.reviewing.deal_batches()
    return office.reviewing.card(office.actor(reviewer), task.id).item


def status(office: Office, task: Birds) -> TaskStatus:
    return office.store.read(lambda unit: unit.tasks.find(task.id)).status


def annotations(office: Office, task: Birds) -> list[tuple[str, int | None, str, str | None]]:
    """(labeler, concept's place, status, author)."""
    n, a = tables.annotation.c, tables.assignment.c
    chosen = tables.annotation.join(tables.assignment, a.id == n.assignment).select()
    chosen = chosen.with_only_columns(a.labeler, n.concept, n.status, n.author).where(a.task == task.id).order_by(a.id)
    rows = office.store.read(lambda unit: list(unit.connection.execute(chosen)))
    return [(who, None if one is None else task.concepts.index(one), state, by) for who, one, state, by in rows]


def test_two_of_three_agree_and_the_third_is_outvoted(office):
    task = task_of(office)
    answer(office, task, 0, 1, 0)
    assert states(office, task) == [SUCCESS, REJECTED, SUCCESS]
    assert status(office, task) is TaskStatus.DONE
    assert office.told(LEAD) == [TaskDone(task.id)]
    outvoted = office.assignments(task.id)[1]
    assert outvoted.reason == "outvoted, 2 of 3 agreed on Robin"
    assert [row[1] for row in office.audit(outvoted.id)] == ["submit for agreement", "outvote"]
    assert [row[2] for row in annotations(office, task)] == ["SUCCESS", "REVIEW_DENIED", "SUCCESS"]
    assert Rejected not in {type(one) for one in office.told("BEN")}, "Nobody is told of it one by one."


def test_nothing_is_settled_before_all_have_answered(office):
    task = task_of(office)
    answer(office, task, 0, 0)
    assert states(office, task) == [CONSENSUS, CONSENSUS, PENDING]
    assert item(office, task) is None
    card = office.labeling.card(office.actor("ANA"), task.id)
    assert (card.item, card.tally.consensus, card.tally.labeled) == (None, 1, 1)
    office.labeling.undo(office.actor("ANA"), card.undo.assignment, card.undo.revision)
    office.answer(task.id, "CAY", task.concepts[1])
    assert states(office, task) == [PENDING, CONSENSUS, CONSENSUS]
    office.answer(task.id, "ANA", task.concepts[1])
    assert states(office, task) == [SUCCESS, REJECTED, SUCCESS]
    card = office.labeling.card(office.actor("ANA"), task.id)
    assert card.undo is None
    one = office.assignments(task.id)[0]
    note = office.labeling.undo(office.actor("ANA"), one.id, one.revision).note
    assert "Everybody has answered by now" in note


def test_none_of_these_is_an_answer_to_agree_on(office):
    task = task_of(office)
    answer(office, task, None, 0, None)
    assert states(office, task) == [SUCCESS, REJECTED, SUCCESS]
    assert office.assignments(task.id)[1].reason == "outvoted, 2 of 3 agreed on None of these"


def test_where_they_do_not_agree_one_reviewer_sees_all_answers(office):
    task = task_of(office, reviewers=("REA", "ROY"), inputs=2)
    answer(office, task, 0, 1, None)
    answer(office, task, 1, None, 0)
    assert set(states(office, task)) == {AWAITING}
    office.reviewing.deal_batches()
    by_input = {(one.input, one.reviewer) for one in office.assignments(task.id)}
    assert sorted(reviewer for _, reviewer in by_input) == ["REA", "ROY"]
    shown = item(office, task)
    assert [(one.labeler, one.answers) for one in shown.given] == [("ANA", ("Robin",)), ("BEN", ("Wren",)), ("CAY", ())]
    card = office.reviewing.card(office.actor("REA"), task.id)
    assert (card.waiting, shown.number, shown.of, shown.of_labeler) == (1, 1, 1, 1)


def test_the_reviewer_picks_one_and_whoever_said_the_same_was_right_too(office):
    task = task_of(office, agreement=3)
    answer(office, task, 0, 1, 1)
    chosen = item(office, task).given[1]
    assert office.reviewing.approve(office.actor("REA"), chosen.assignment, chosen.revision).note is None
    assert states(office, task) == [REJECTED, SUCCESS, SUCCESS]
    assert office.assignments(task.id)[0].reason == "another answer was chosen: Wren"
    assert {one.reviewed_by for one in office.assignments(task.id)} == {"REA"}
    again = office.reviewing.approve(office.actor("REA"), chosen.assignment, chosen.revision)
    assert "approved already" in again.note
    assert office.reviewing.card(office.actor("REA"), task.id).reviewed == 1
    assert status(office, task) is TaskStatus.DONE


def test_the_reviewer_knows_better_than_all(office):
    task = task_of(office, agreement=3)
    answer(office, task, 0, 1, 1)
    shown = item(office, task)
    asked = office.reviewing.ask_edit(office.actor("REA"), shown.assignment, shown.revision)
    assert isinstance(asked, EditAnswerModel)
    edited = office.reviewing.edit_and_approve(office.actor("REA"), shown.assignment, shown.revision, [None])
    assert edited.note is None
    assert states(office, task) == [SUCCESS, REJECTED, REJECTED]
    assert annotations(office, task)[0] == ("ANA", None, "SUCCESS", "REA")


def test_all_go_back_and_come_again_to_the_same_reviewer(office):
    task = task_of(office, reviewers=("REA", "ROY"), inputs=1)
    answer(office, task, 0, 1, None)
    office.reviewing.deal_batches()
    reviewer = office.assignments(task.id)[0].reviewer
    shown = item(office, task, reviewer)
    office.reviewing.request_changes(office.actor(reviewer), shown.assignment, shown.revision, "Look at the tail.")
    assert states(office, task) == [PENDING] * 3
    for who in PEOPLE:
        assert SentBack(task.id, "0.jpg", "Look at the tail.", reviewer) in office.told(who)
    answer(office, task, 0, 1, None)
    assert {one.reviewer for one in office.assignments(task.id)} == {reviewer}
    assert item(office, task, reviewer) is not None


def test_all_are_rejected_together(office):
    task = task_of(office)
    answer(office, task, 0, 1, None)
    shown = item(office, task)
    office.reviewing.reject(office.actor("REA"), shown.assignment, shown.revision, "No bird.")
    assert states(office, task) == [REJECTED] * 3
    assert all(Rejected(task.id, "0.jpg", "No bird.", "REA") in office.told(who) for who in PEOPLE)
    assert status(office, task) is TaskStatus.DONE


def test_without_reviewers_the_lead_settles_what_they_disagree_on(office):
    task = task_of(office, reviewers=())
    answer(office, task, 0, 1, None)
    shown = item(office, task, LEAD)
    assert len(shown.given) == 3
    assert office.listing.waiting(office.actor(LEAD)).review == ((task.id, "Name the birds", 3),)
    office.reviewing.approve(office.actor(LEAD), shown.given[2].assignment, shown.given[2].revision)
    assert states(office, task) == [REJECTED, REJECTED, SUCCESS]
    assert status(office, task) is TaskStatus.DONE
    assert office.reviewing.card(office.actor(LEAD), task.id).reviewed == 1


def test_nobody_who_labeled_an_input_decides_it_while_another_reviewer_exists(office):
    task = task_of(office, reviewers=("ANA", "BEN", "CAY", "REA"))
    answer(office, task, 0, 1, None)
    office.reviewing.deal_batches()
    assert {one.reviewer for one in office.assignments(task.id)} == {"REA"}


def test_who_comes_late_to_what_everyone_labels_follows_what_was_settled(office):
    task = office.task(1, PEOPLE, distribution=Distribution.EVERYONE, agreement=2, reviewers=("REA",))
    answer(office, task, 0, 1, 0)
    office.set_people(task.id, (*PEOPLE, "DAN", "EVE"), ["REA"])
    office.settle()
    office.answer(task.id, "DAN", task.concepts[1])
    assert states(office, task)[3:] == [CONSENSUS, PENDING]
    office.answer(task.id, "EVE", task.concepts[0])
    assert states(office, task) == [SUCCESS, REJECTED, SUCCESS, REJECTED, SUCCESS]


def test_who_comes_late_to_what_is_under_review_joins_it(office):
    task = office.task(1, PEOPLE, distribution=Distribution.EVERYONE, agreement=3, reviewers=("REA",))
    answer(office, task, 0, 1, None)
    assert item(office, task) is not None
    office.set_people(task.id, (*PEOPLE, "DAN"), ["REA"])
    office.settle()
    office.answer(task.id, "DAN", task.concepts[1])
    assert len(item(office, task).given) == 4


def test_who_leaves_what_everyone_labels_is_not_waited_for(office):
    task = office.task(1, PEOPLE, distribution=Distribution.EVERYONE, agreement=2, reviewers=("REA",))
    answer(office, task, 0, 0)
    office.set_people(task.id, PEOPLE[:2], ["REA"])
    office.settle()
    assert states(office, task) == [SUCCESS, SUCCESS, EXCLUDED]
    assert status(office, task) is TaskStatus.DONE


def test_more_people_must_be_left_than_must_agree(office):
    task = office.task(1, PEOPLE, distribution=Distribution.EVERYONE, agreement=3, reviewers=("REA",))
    with pytest.raises(Invalid, match="3 labelers must agree on each input"):
        office.set_people(task.id, PEOPLE[:2], ["REA"])


def test_approving_all_of_one_labeler_approves_nothing_here(office):
    task = task_of(office)
    answer(office, task, 0, 1, None)
    assert item(office, task) is not None
    office.reviewing.ask_approve_all(office.actor("REA"), task.id, "ANA", 10**18, 5)
    for asked in office.carry_out("REA"):
        assert office.reviewing.approve_all(office.actor("REA"), asked) == 0
    assert states(office, task) == [AWAITING] * 3


def test_the_outvoted_and_the_undecided_are_not_exported(office, tmp_path):
    task = task_of(office, inputs=2)
    answer(office, task, 0, 1, 0)
    answer(office, task, 0, 1, None)
    path = tmp_path / "birds.csv"
    assert office.exporting.write(task.id, path, "csv") == 2
    assert "Wren" not in path.read_text("utf-8")
