"""How right a task's model has been."""

import pytest

from domain.accepted_together import AcceptAllAsked
from domain.assisting import Leftovers
from domain.bands import Bands, Thresholds
from domain.read_models import AtOnce, AutoScore, Score
from services.assist_records import AssistRecords
from tests.office import Office
from tests.services.automatic import MODEL as AUTO_MODEL, automatic_task
from tests.services.suggested import suggested_task


def score(office: Office, task: int) -> Score:
    return model(office, task).score


def model(office: Office, task: int):
    return AssistRecords(office.store).model(office.lead, task, is_lead=True)


def test_the_first_suggestion_counts_where_an_input_has_one_label(office):
    task = suggested_task(office, 4)
    task.suggests(*[{task.robin: 0.9, task.wren: 0.3}] * 4)
    for said in (task.robin, task.robin, task.wren, None):
        task.answer(said)
    record = AssistRecords(office.store).record(office.lead, task.id)
    assert record.assist.score == Score(4, 2, 2)
    assert record.assist.score.corrected == 2
    assert [(one.name, one.score) for one in record.concepts][:2] == [("Robin", Score(4, 2, 2)), ("Wren", Score())]
    assert [(one.name, one.score) for one in record.versions] == [("clothes v1", Score(4, 2, 2))]
    assert not record.several


def test_each_suggestion_counts_where_several_labels_are_allowed(office):
    task = suggested_task(office, 2, several=True)
    task.suggests(*[{task.robin: 0.9, task.wren: 0.8}] * 2)
    task.answer(task.robin, task.wren)
    task.answer(task.wren, task.owl)
    record = AssistRecords(office.store).record(office.lead, task.id)
    assert [one.score for one in record.concepts] == [Score(2, 1, 1), Score(2, 2, 2), Score()]
    assert (record.assist.score, record.several) == (Score(4, 3, 3), True)


def test_what_is_taken_back_says_nothing(office):
    task = suggested_task(office, 2)
    task.suggests(*[{task.robin: 0.9}] * 2)
    task.answer(task.robin)
    assert score(office, task.id) == Score(1, 1, 1)
    task.undo()
    assert score(office, task.id) == Score()


def test_reviewers_say_what_is_right_in_the_end(office):
    task = suggested_task(office, 4, reviewers=("REA",))
    office.person("REA")
    task.suggests(*[{task.robin: 0.9}] * 4)
    for said in (task.robin, task.robin, task.wren, task.robin):
        task.answer(said)
    assert score(office, task.id) == Score(4, 3, 3)
    office.reviewing.take(office.actor("REA"), task.id)
    first, second, third, _ = office.assignments(task.id)
    rea = office.actor("REA")
    office.reviewing.reject(rea, first.id, first.revision, "No.")
    office.reviewing.edit_and_approve(rea, second.id, second.revision, [task.wren])
    office.reviewing.reject(rea, third.id, third.revision, "No bird at all.")
    # Of the third nobody knows: another label was rejected than the suggested one.
    assert score(office, task.id) == Score(3, 1, 3)


def test_others_answers_are_not_told_while_they_are_awaited(office):
    task = suggested_task(office, 1, labelers=("ANA", "BEN"), labelers_per_input=2, agreement=2)
    task.suggests({task.robin: 0.9})
    task.answer(task.robin)
    assert score(office, task.id) == Score()
    task.answer(task.robin, user="BEN")
    assert score(office, task.id) == Score(2, 2, 2)


def test_what_was_accepted_unseen_counts_apart(office):
    task = suggested_task(office, 4, reviewers=("REA",))
    office.person("REA")
    task.suggests(*[{task.robin: 0.99}] * 4)
    office.accepting.start(office.actor("ANA"), task.id, 95, 4)
    (asked,) = (one for one in office.told("ANA") if isinstance(one, AcceptAllAsked))
    assert office.accepting.carry_out(office.actor("ANA"), asked) == 4
    assert (score(office, task.id), model(office, task.id).at_once) == (Score(), AtOnce(4))
    office.reviewing.take(office.actor("REA"), task.id)
    first, second, third, _ = office.assignments(task.id)
    rea = office.actor("REA")
    office.reviewing.approve(rea, first.id, first.revision)
    office.reviewing.reject(rea, second.id, second.revision, "No.")
    office.reviewing.edit_and_approve(rea, third.id, third.revision, [task.wren])
    assert (score(office, task.id), model(office, task.id).at_once) == (Score(), AtOnce(4, 1, 2))


@pytest.mark.parametrize("several", [False, True])
def test_of_automatic_annotations_only_reviewers_say_what_is_right(office, several):
    task = automatic_task(office, 7, several=several)
    robin, wren = task.robin, task.wren
    task.says(
        {robin: 0.95}, {robin: 0.6}, {robin: 0.7}, {robin: 0.6, wren: 0.1}, {wren: 0.6}, {robin: 0.1}, "is broken."
    )
    rea = office.actor("REA")
    office.reviewing.take(rea, task.id)
    waiting = [one for one in office.assignments(task.id) if one.status == "AWAITING_REVIEW"]
    office.reviewing.approve(rea, waiting[0].id, waiting[0].revision)
    office.reviewing.reject(rea, waiting[1].id, waiting[1].revision, "No.")
    office.reviewing.edit_and_approve(rea, waiting[2].id, waiting[2].revision, [wren])
    record = AssistRecords(office.store).record(office.lead, task.id)
    assert record.assist.auto == AutoScore(1, 1, 1, 2)
    assert [one.auto for one in record.concepts] == [AutoScore(1, 0, 1, 2), AutoScore(0, 1, 0, 0)]
    assert [one.name for one in record.versions] == [f"{AUTO_MODEL} 1"]
    assert (record.assist.left, record.assist.with_people, record.assist.failed) == (2, 2, 1)
    office.reviewing.request_changes(rea, waiting[3].id, waiting[3].revision, "Look again.")
    now = AssistRecords(office.store).record(office.lead, task.id).assist
    assert now.auto == AutoScore(1, 0, 1, 3)
    assert now.left == 2, "what a reviewer sent to a person was not left with nothing"


def test_leftovers_that_nobody_labels_are_listed(office):
    task = automatic_task(office, 2, labelers=(), leftovers=Leftovers.LISTED, bands=Bands(Thresholds(0.5, 0.5)))
    task.says({task.robin: 0.9}, {task.robin: 0.1})
    now = model(office, task.id)
    assert (now.left, now.with_people, now.auto) == (1, 0, AutoScore(1))
