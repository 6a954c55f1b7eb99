"""What happened in a task and with an input: on pages, and as a file with a row for each transition."""

import csv
import json
from pathlib import Path

import pytest

from domain.errors import Invalid, NotAllowed, NotFound
from domain.model import AssignmentStatus
from domain.notices import ExportAsked
from domain.read_models import AnswerNow
from services.histories import PAGE
from tests.office import LEAD, Birds, Office


@pytest.fixture
def task(office: Office) -> Birds:
    """Ben answered, Rea asked for changes, Ben answered again, Rea approved; the lead closed it."""
    for name in ("BEN", "REA"):
        office.person(name)
    task = office.task(2, ("BEN",), reviewers=("REA",))
    office.answer(task.id, "BEN", task.concepts[1])
    office.reviewing.take(office.actor("REA"), task.id)
    item = office.reviewing.card(office.actor("REA"), task.id).item
    office.reviewing.request_changes(office.actor("REA"), item.assignment, item.revision, "Look again.")
    office.answer(task.id, "BEN", task.concepts[0])
    office.approve(task.id, "REA")
    office.closing.close(office.lead, task.id, "Enough.")
    return task


DONE = [
    (LEAD, "close", None, "Enough."),
    ("REA", "approve", "0.jpg", None),
    ("BEN", "submit for review", "0.jpg", None),
    ("REA", "request changes", "0.jpg", "Look again."),
    ("BEN", "submit for review", "0.jpg", None),
    (LEAD, "create", None, None),
]


def test_a_task_tells_what_was_done_newest_first(office, task):
    page = office.histories.of_task(office.lead, task.id)
    assert [(one.who, one.action, one.input, one.reason) for one in page.lines] == DONE
    assert (page.total, page.pages, page.lines[1].labeler) == (6, 1, "BEN")
    assert (page.lines[0].before, page.lines[0].after) == ("IN_PROGRESS", "WONT_DO")
    only = office.histories.of_task(office.lead, task.id, only_task=True)
    assert [one.action for one in only.lines] == ["close", "create"]


def test_the_end_of_a_task_is_whose_who_came_to_it(office):
    task = office.task(1, ("BEN",))
    (one,) = office.answer(task.id, "BEN", task.concepts[0])
    office.labeling.undo(office.actor("BEN"), one, 1)
    lines = office.histories.of_task(office.lead, task.id, only_task=True).lines
    assert [(line.who, line.action, line.before, line.after) for line in lines[:2]] == [
        ("BEN", "resume", "DONE", "IN_PROGRESS"),
        ("BEN", "finish", "IN_PROGRESS", "DONE"),
    ]


def test_long_histories_are_paged(office):
    task = office.task(PAGE + 1, ("BEN",))
    office.answer(task.id, "BEN", task.concepts[0], PAGE + 1)
    pages = [office.histories.of_task(office.lead, task.id, number) for number in (0, 1, 99)]
    assert [(len(one.lines), one.page, one.pages) for one in pages] == [(PAGE, 0, 2), (3, 1, 2), (3, 1, 2)]
    assert pages[1].lines[-1].action == "create"


def test_an_input_tells_its_answers_and_what_was_done(office, task):
    one, other = office.assignments(task.id)
    model = office.histories.of_input(office.lead, task.id, one.input)
    assert model.answers == (AnswerNow("BEN", AssignmentStatus.SUCCESS, ("Robin",), "REA"),)
    assert [(line.who, line.action, line.input, line.reason) for line in model.lines] == DONE[1:5]
    assert office.histories.of_input(office.lead, task.id, other.input).lines == ()


def test_reviewers_see_the_history_of_what_they_were_given(office, task):
    one, other = office.assignments(task.id)
    rea = office.person("REA")
    assert office.histories.of_input(rea, task.id, one.input).total == 4
    with pytest.raises(NotAllowed):
        office.histories.of_input(rea, task.id, other.input)
    with pytest.raises(NotAllowed):
        office.histories.of_input(office.person("BEN"), task.id, one.input)
    with pytest.raises(NotFound):
        office.histories.of_input(office.lead, task.id, 10**9)


def test_answers_are_shown_once_all_have_answered(office):
    task = office.task(1, ("BEN", "CAY"), labelers_per_input=2, agreement=2)
    (input_,) = {one.input for one in office.assignments(task.id)}

    def answers() -> list[tuple[str, tuple[str, ...] | None]]:
        return [(one.labeler, one.answers) for one in office.histories.of_input(office.lead, task.id, input_).answers]

    office.answer(task.id, "BEN", task.concepts[0])
    assert {said for _, said in answers()} == {None}
    office.answer(task.id, "CAY", task.concepts[0])
    assert {said for _, said in answers()} == {("Robin",)}


def test_what_is_only_ticked_is_nobodys_answer(office):
    task = office.task(1, ("BEN",), several=True)
    item = office.labeling.card(office.actor("BEN"), task.id).item
    office.labeling.tick(office.actor("BEN"), item.assignment, item.revision, task.concepts[0], on=True)
    (now,) = office.histories.of_input(office.lead, task.id, item.input).answers
    assert now.answers == ()


def test_the_file_has_a_row_for_each_transition(office, task, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("services.histories._CHUNK", 2)
    office.store.write(lambda unit: unit.audit.add(task.id, "BEN", "edit", reason="=1+1"))
    path = tmp_path / "history.csv"
    assert office.histories.write(task.id, path, "csv") == 7
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    assert [(row["who_id"], row["action"], row["input"], row["reason"]) for row in rows[:6]] == [
        (who, action, input_ or "", reason or "") for who, action, input_, reason in reversed(DONE)
    ]
    assert rows[-1]["reason"] == "'=1+1"
    first = rows[1]
    assert (first["who"], first["labeler"], first["labeler_id"]) == ("Ben", "Ben", "BEN")
    assert (first["before"], first["after"], first["task"]) == ("PENDING", "AWAITING_REVIEW", "Name the birds")
    assert first["at"].endswith("+00:00")
    office.histories.write(task.id, tmp_path / "history.jsonl", "jsonl")
    told = [json.loads(line) for line in (tmp_path / "history.jsonl").read_text("utf-8").splitlines()]
    assert told[:6] == rows[:6]
    with pytest.raises(Invalid, match="There is no format"):
        office.histories.write(task.id, path, "xlsx")


def test_a_history_is_asked_for_once_by_leads_only(office, task):
    for _ in range(2):
        assert office.histories.ask_export(office.lead, task.id, "click") == "Name the birds"
    assert office.told(LEAD).count(ExportAsked(task.id, "csv", is_history=True)) == 1
    for look in (
        lambda: office.histories.ask_export(office.person("BEN"), task.id, "click"),
        lambda: office.histories.of_task(office.person("REA"), task.id),
    ):
        with pytest.raises(NotAllowed):
            look()
