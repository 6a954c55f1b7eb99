"""Suggestions are accepted many at a time, and taken back."""

import pytest

from domain.accepted_together import AcceptAllAsked, AcceptedAll, UnacceptAllAsked, UnacceptedAll
from domain.errors import Invalid
from domain.model import AssignmentStatus
from domain.notices import TaskDone
from services import accepting
from tests.office import LEAD, Office
from tests.services.suggested import SuggestedTask, suggested_task

PENDING, SUCCESS, AWAITING = AssignmentStatus.PENDING, AssignmentStatus.SUCCESS, AssignmentStatus.AWAITING_REVIEW


def made(office: Office, *scores: float, **fields: object) -> SuggestedTask:
    """The n-th input is a robin with the n-th score."""
    task = suggested_task(office, len(scores), **fields)
    task.suggests(*({task.robin: score, task.wren: (1 - score) / 2} for score in scores))
    return task


def choices(office: Office, task: SuggestedTask, user: str = "ANA") -> dict[int, int]:
    return {one.percent: one.inputs for one in office.accepting.ask(office.actor(user), task.id).choices}


def asked(office: Office, task: SuggestedTask, percent: int = 80, most: int = 100) -> AcceptAllAsked:
    """What is left to be carried out."""
    office.accepting.start(office.actor("ANA"), task.id, percent, most)
    (notice,) = [one.notice for one in office.telling.due() if isinstance(one.notice, AcceptAllAsked)]
    return notice


def accept(office: Office, task: SuggestedTask, percent: int = 80, most: int = 100) -> tuple[int, UnacceptAllAsked]:
    notice = asked(office, task, percent, most)
    count = office.accepting.carry_out(office.actor("ANA"), notice)
    office.telling.done([one for one in office.telling.due() if one.notice == notice])
    return count, UnacceptAllAsked(task.id, "ANA", count, notice.since)


def states(office: Office, task: SuggestedTask) -> list[AssignmentStatus]:
    return [one.status for one in office.assignments(task.id)]


def test_the_window_counts_what_would_be_accepted(office):
    task = made(office, 0.999, 0.96, 0.8, 0.799999, 0.3)
    assert choices(office, task) == {99: 1, 95: 2, 80: 3}
    assert choices(office, task, LEAD) == {}
    assert office.labeling.card(office.actor("ANA"), task.id).may_accept_all


def test_nothing_is_offered_where_nothing_is_sure(office):
    task = made(office, 0.79, 0.5)
    assert choices(office, task) == {}
    assert not office.labeling.card(office.actor("ANA"), task.id).may_accept_all
    with pytest.raises(Invalid, match="None in your queue"):
        office.accepting.start(office.actor("ANA"), task.id, 80, 5)


def test_all_that_are_sure_are_accepted_and_nothing_counts_as_shown(office):
    task = made(office, 0.9, 0.5, 0.95)
    count, _ = accept(office, task, 90)
    assert (count, states(office, task)) == (2, [SUCCESS, PENDING, SUCCESS])
    assert task.origins(2) == {task.robin: ("accepted", 0.95)}
    assert [task.shown(nth) for nth in range(3)] == [[], [], []]
    first = office.assignments(task.id)[0]
    assert office.audit(first.id) == [("ANA", "submit", "PENDING", "SUCCESS", "accepted with all from 90 %")]


def test_undo_is_offered_of_what_somebody_answered_themselves(office):
    task = made(office, 0.4, 0.99, 0.98, 0.4, reviewers=("REA",))
    task.answer(task.owl)
    undo = office.labeling.card(office.actor("ANA"), task.id).undo
    assert undo.answer == "Owl"
    accept(office, task)
    assert office.labeling.card(office.actor("ANA"), task.id).undo is None
    last = office.assignments(task.id)[-1]
    task.answer(task.robin)
    undo = office.labeling.card(office.actor("ANA"), task.id).undo
    assert (undo.assignment, undo.answer) == (last.id, "Robin"), "Accepted on the card, it is one's own."
    task.undo()
    assert office.labeling.card(office.actor("ANA"), task.id).undo is None


def test_what_somebody_had_in_their_hands_is_left_to_them(office):
    task = made(office, *[0.99] * 6, reviewers=("REA",))
    ana = office.actor("ANA")
    task.answer(task.owl)
    task.send_back()
    one = office.assignments(task.id)
    office.labeling.skip(ana, one[1].id, 0)
    office.labeling.flag(ana, one[2].id, 0, on=True)
    answered = office.labeling.label(ana, one[3].id, 0, task.robin, 1)
    assert answered.note is None
    task.undo()
    assert choices(office, task)[99] == 2
    accept(office, task)
    assert states(office, task) == [PENDING] * 4 + [AWAITING] * 2


def test_done_once_more_it_comes_to_the_same(office):
    task = made(office, 0.99, 0.98, 0.97)
    notice = asked(office, task)
    ana = office.actor("ANA")
    assert [office.accepting.carry_out(ana, notice) for _ in range(2)] == [3, 3]
    assert all(len(office.audit(one.id)) == 1 for one in office.assignments(task.id))
    assert [one for one in office.told(LEAD) if isinstance(one, AcceptedAll)] == [
        AcceptedAll(task.id, "ANA", 80, 3, notice.since)
    ]


def test_a_double_click_asks_once(office):
    task = made(office, 0.99)
    asked(office, task)
    asked(office, task)


def test_no_more_are_accepted_than_were_asked_about(office):
    task = made(office, 0.5, 0.99, 0.99, 0.5)
    notice = asked(office, task, most=2)
    # A refit makes others sure meanwhile.
    task.suggests(*[{task.robin: 0.97}] * 4, generation=2)
    assert office.accepting.carry_out(office.actor("ANA"), notice) == 2
    assert states(office, task) == [SUCCESS, SUCCESS, PENDING, PENDING]


def test_what_was_answered_or_is_not_sure_any_more_is_passed_over(office):
    task = made(office, 0.99, 0.99, 0.99)
    notice = asked(office, task)
    task.answer(task.owl)
    task.suggests({task.robin: 0.4}, generation=2, first=2)
    assert office.accepting.carry_out(office.actor("ANA"), notice) == 1
    assert task.origins(0) == {task.owl: ("human", None)}
    assert states(office, task) == [SUCCESS, SUCCESS, PENDING]


@pytest.mark.parametrize("what", ["deleted", "closed", "removed", "retired"])
def test_nothing_is_accepted_in_a_task_that_is_over(office, what):
    task = made(office, 0.99, 0.99)
    notice = asked(office, task)
    if what == "deleted":
        office.editing.delete(office.lead, task.id)
    elif what == "closed":
        office.closing.close(office.lead, task.id, "")
    elif what == "removed":
        office.set_people(task.id, ["BEN"])
    else:
        office.store.write(lambda unit: unit.tasks.set_concepts(task.id, [task.wren, task.owl]))
    assert office.accepting.carry_out(office.actor("ANA"), notice) == 0
    assert SUCCESS not in states(office, task)


def test_the_pictures_that_come_to_the_front_are_looked_for(office):
    task = made(office, 0.99, 0.5, reviewers=("REA",))
    rung: set[str] = set()
    office.store.on_commit = rung.update
    _, together = accept(office, task)
    assert f"pictures:{task.id}:ANA" in rung
    rung.clear()
    assert office.accepting.take_back(office.actor("ANA"), together) == 1
    assert f"pictures:{task.id}:ANA" in rung


def test_more_than_one_transaction_s_worth(office, monkeypatch):
    monkeypatch.setattr(accepting, "AT_ONCE", 3)
    task = made(office, *[0.99, 0.5] * 5, reviewers=("REA",))
    count, together = accept(office, task)
    assert (count, states(office, task).count(AWAITING)) == (5, 5)
    assert office.accepting.take_back(office.actor("ANA"), together) == 5
    assert set(states(office, task)) == {PENDING}


def test_ten_at_a_time_go_on_until_what_was_asked_about_is_done(office):
    task = made(office, *[0.99] * 25, distribution="dynamic")
    office.labeling.take(office.actor("ANA"), task.id)
    task.suggests(*[{task.robin: 0.99}] * 25)
    assert choices(office, task)[99] == 10
    assert accept(office, task, most=10)[0] == 10
    assert [one.labeler for one in office.assignments(task.id)].count("ANA") == 20


def test_the_last_ones_end_the_task(office):
    task = made(office, 0.99, 0.99)
    _, together = accept(office, task)
    assert TaskDone(task.id) in office.told(LEAD)
    office.accepting.take_back(office.actor("ANA"), together)
    assert TaskDone(task.id) not in office.told(LEAD)


def test_labelers_who_must_agree_may_accept_too(office):
    task = made(office, 0.99, 0.9, labelers=("ANA", "BEN"), labelers_per_input=2, agreement=2)
    for user in ("ANA", "BEN"):
        office.accepting.start(office.actor(user), task.id, 80, 2)
        (notice,) = [one for one in office.told(user) if isinstance(one, AcceptAllAsked)]
        assert office.accepting.carry_out(office.actor(user), notice) == 2
    assert set(states(office, task)) == {SUCCESS}
    back = UnacceptAllAsked(task.id, "BEN", 2, notice.since)
    assert "None of these" in office.accepting.ask_back(office.actor("BEN"), back)


# Several labels an input


def test_of_several_labels_all_must_be_decided(office):
    task = suggested_task(office, 3, several=True)
    sure, open_ = {task.robin: 0.98, task.wren: 0.97, task.owl: 0.01}, {task.robin: 0.98, task.owl: 0.5}
    task.suggests(sure, open_, {task.wren: 0.99})
    assert choices(office, task) == {99: 1, 95: 2}
    accept(office, task)
    assert states(office, task) == [SUCCESS, PENDING, SUCCESS]
    assert task.origins(0) == {task.robin: ("accepted", 0.98), task.wren: ("accepted", 0.97)}
    assert task.front().chosen == ()


def test_nothing_is_accepted_that_no_card_would_show(office):
    task = made(office, 0.9, 0.97, threshold=0.95)
    assert choices(office, task) == {95: 1}
    accept(office, task)
    assert states(office, task) == [PENDING, SUCCESS]


# How it went so far


def test_the_window_says_how_it_went_where_people_looked(office):
    open_ = (0.99, 0.96, 0.92, 0.88, 0.82)
    task = made(office, 0.97, 0.97, 0.91, 0.83, 0.5, *open_, reviewers=("REA",))
    for concept in (task.robin, task.owl, task.robin, task.robin, task.robin):
        task.answer(concept)
    measured = office.accepting.ask(office.actor("ANA"), task.id).choices
    assert {one.percent: (one.answered, one.right) for one in measured} == {
        99: (0, 0),
        95: (2, 1),
        90: (3, 2),
        85: (3, 2),
        80: (4, 3),
    }
    # What a reviewer says counts, and what was accepted unseen proves nothing.
    office.reviewing.take(office.actor("REA"), task.id)
    for nth, act in ((0, "reject"), (1, "edit")):
        one = office.assignments(task.id)[nth]
        which = (office.actor("REA"), one.id, one.revision)
        if act == "reject":
            office.reviewing.reject(*which, "No.")
        else:
            office.reviewing.edit_and_approve(*which, [task.robin])
    now = office.accepting.ask(office.actor("ANA"), task.id).choices
    assert {one.percent: (one.answered, one.right) for one in now}[95] == (2, 1)
    accept(office, task)
    counted = office.store.read(lambda unit: unit.shown.measured(task.id, (80,), only_best=True))
    assert counted == {80: (4, 3)}


# Taking it back


def test_what_is_not_reviewed_is_a_suggestion_again(office):
    task = made(office, 0.99, 0.98, 0.97, reviewers=("REA",))
    _, together = accept(office, task)
    office.reviewing.take(office.actor("REA"), task.id)
    one = office.assignments(task.id)[0]
    office.reviewing.approve(office.actor("REA"), one.id, one.revision)
    ana = office.actor("ANA")
    assert office.accepting.ask_back(ana, together) is None
    assert office.accepting.ask_back(ana, together) is None
    assert [one for one in office.told("ANA") if isinstance(one, UnacceptAllAsked)] == [together]
    assert [office.accepting.take_back(ana, together) for _ in range(2)] == [2, 2]
    assert states(office, task) == [SUCCESS, PENDING, PENDING]
    assert (task.front().chosen, len(task.front().suggestions)) == ((), 1)
    assert office.reviewing.card(office.actor("REA"), task.id).item is None
    assert "None of these" in office.accepting.ask_back(ana, together)
    # They can be accepted again.
    assert choices(office, task)[95] == 2


def test_a_lead_may_take_it_back_and_the_labeler_is_told(office):
    office.person("BEN")
    task = made(office, 0.99, 0.98)
    _, together = accept(office, task)
    assert "Only who accepted" in office.accepting.ask_back(office.actor("BEN"), together)
    assert office.accepting.ask_back(office.actor(LEAD), together) is None
    for _ in range(2):
        assert office.accepting.take_back(office.actor(LEAD), together) == 2
    assert [one for one in office.told("ANA") if isinstance(one, UnacceptedAll)] == [UnacceptedAll(task.id, LEAD, 2)]
    assert states(office, task) == [PENDING, PENDING]


def test_only_what_was_accepted_together_is_taken_back(office):
    task = made(office, 0.99, 0.5, 0.98)
    _, together = accept(office, task)
    task.answer(task.robin)
    office.accepting.take_back(office.actor("ANA"), together)
    assert states(office, task) == [PENDING, SUCCESS, PENDING]


def test_what_was_accepted_unseen_teaches_nothing_until_somebody_has_looked_at_it(office):
    task = made(office, 0.5, 0.99, 0.99, reviewers=("REA",))
    task.answer(task.robin)
    accept(office, task)

    def taught() -> int:
        return len(office.store.read(lambda unit: unit.teaching.of_task(task.id, "any", 10)))

    assert taught() == 1
    office.reviewing.deal_batches()
    card = office.reviewing.card(office.actor("REA"), task.id)
    while card.item is not None:
        office.reviewing.approve(office.actor("REA"), card.item.assignment, card.item.revision)
        card = office.reviewing.card(office.actor("REA"), task.id)
    assert taught() == 3
