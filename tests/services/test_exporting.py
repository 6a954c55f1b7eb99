import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.clock import as_datetime
from domain.errors import Invalid, LabelingError, NotAllowed, NotFound
from domain.model import Person
from domain.notices import ExportAsked
from domain.read_models import LeftOut
from tests.office import LEAD, Birds, Office

COLUMNS = [
    *("task", "dataset", "input", "sha256", "width", "height", "concept", "status", "provenance"),
    *("model", "model_version", "score"),
    *("labeler", "labeler_id", "labeled_at", "reviewer", "reviewer_id", "reviewed_at"),
]
Export = Callable[..., list[dict[str, object]]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where nothing but exports is."""
    made = tmp_path / "exports"
    made.mkdir()
    return made


@pytest.fixture
def export(office: Office, folder: Path) -> Export:
    """The rows as CSV has them; the same must be in JSONL."""

    def export(task: int, **how: bool) -> list[dict[str, object]]:
        table, lines = folder / "deep" / "labels.csv", folder / "labels.jsonl"
        count = office.exporting.write(task, table, "csv", **how)
        assert count == office.exporting.write(task, lines, "jsonl", **how)
        read = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))))
        told = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
        assert read == [{name: "" if value is None else str(value) for name, value in row.items()} for row in told]
        assert len(read) == count
        assert sorted(one.name for one in folder.rglob("*") if one.is_file()) == ["labels.csv", "labels.jsonl"]
        return told

    return export


@pytest.fixture
def reviewed(office: Office) -> Birds:
    """Ana labeled five: two approved, one rejected, one sent back, one waiting; the sixth is only ticked."""
    for name in ("ANA", "REA"):
        office.person(name)
    task = office.task(6, reviewers=("REA",), several=True)
    office.answer(task.id, "ANA", task.concepts[0], 4)
    office.reviewing.take(office.actor("REA"), task.id)
    for act, one in zip(("approve", "approve", "reject", "request_changes"), office.assignments(task.id), strict=False):
        why = () if act == "approve" else ("Look again.",)
        assert getattr(office.reviewing, act)(office.actor("REA"), one.id, one.revision, *why).note is None
    office.answer(task.id, "ANA", task.concepts[1])
    item = office.labeling.card(office.actor("ANA"), task.id).item
    office.labeling.answer(office.actor("ANA"), item.assignment, item.revision, [task.concepts[1], task.concepts[0]])
    item = office.labeling.card(office.actor("ANA"), task.id).item
    office.labeling.tick(office.actor("ANA"), item.assignment, item.revision, task.concepts[0], on=True)
    return task


def test_only_success_is_exported_unless_asked_for_everything(export, reviewed):
    assert [(row["input"], row["status"]) for row in export(reviewed.id)] == [
        ("0.jpg", "SUCCESS"),
        ("1.jpg", "SUCCESS"),
    ]
    everything = [(row["input"], row["concept"], row["status"]) for row in export(reviewed.id, everything=True)]
    assert sorted(everything) == [
        ("0.jpg", "Robin", "SUCCESS"),
        ("1.jpg", "Robin", "SUCCESS"),
        ("2.jpg", "Robin", "REVIEW_DENIED"),
        ("3.jpg", "Wren", "AWAITING_REVIEW"),
        ("4.jpg", "Robin", "AWAITING_REVIEW"),
        ("4.jpg", "Wren", "AWAITING_REVIEW"),
    ]


def test_what_is_left_out_is_counted(office, reviewed):
    out = office.exporting.left_out(reviewed.id)
    assert out == LeftOut(pending=1, awaiting=2, rejected=1)
    assert office.exporting.left_out(reviewed.id, everything=True) == LeftOut(pending=1)
    item = office.reviewing.card(office.actor("REA"), reviewed.id).item
    office.reviewing.request_changes(office.actor("REA"), item.assignment, item.revision, "Look again.")
    assert office.exporting.left_out(reviewed.id) == LeftOut(2, 1, 1, sent_back=1)
    assert office.exporting.left_out(reviewed.id, everything=True) == LeftOut(2, sent_back=1)
    office.answer(reviewed.id, "ANA", reviewed.concepts[0])
    assert office.exporting.left_out(reviewed.id) == LeftOut(1, 2, 1), "Answered anew, it waits for review."


def test_inputs_that_are_not_handed_out_yet_are_left_out_too(office):
    form = office.forms.open(office.lead)
    task = office.forms.create(office.lead, form.draft, office.draft(3))
    assert office.exporting.left_out(task).pending == 3
    office.settle()
    assert office.exporting.left_out(task).pending == 3


def test_a_row_says_all_that_is_known_of_an_annotation(office, export, reviewed):
    row = export(reviewed.id)[0]
    assert list(row) == COLUMNS
    one = office.assignments(reviewed.id)[0]
    times = {name: row.pop(name) for name in ("labeled_at", "reviewed_at")}
    assert row == {
        "task": "Name the birds",
        "dataset": "Birds",
        "input": "0.jpg",
        "sha256": "0" * 64,
        "width": 40,
        "height": 30,
        "concept": "Robin",
        "status": "SUCCESS",
        "provenance": "human",
        "model": "",
        "model_version": "",
        "score": None,
        "labeler": "Ana",
        "labeler_id": "ANA",
        "reviewer": "Rea",
        "reviewer_id": "REA",
    }
    assert times["labeled_at"] == as_datetime(one.submitted_at).isoformat(timespec="milliseconds")
    assert times["labeled_at"].endswith("+00:00")
    assert times["reviewed_at"] >= times["labeled_at"]


def test_without_review_its_columns_are_empty(office, export):
    task = office.task(1)
    office.answer(task.id, "ANA", task.concepts[0])
    (row,) = export(task.id)
    assert (row["status"], row["reviewer"], row["reviewer_id"], row["reviewed_at"]) == ("SUCCESS", "", "", "")
    assert row["labeler"] == "ANA", "Whom Slack has not described yet is still told apart."


def test_none_of_these_is_an_answer_and_several_concepts_are_several_rows(office, export):
    task = office.task(2, several=True)
    office.answer(task.id, "ANA", None)
    item = office.labeling.card(office.actor("ANA"), task.id).item
    office.labeling.answer(office.actor("ANA"), item.assignment, item.revision, list(task.concepts))
    assert [(row["input"], row["concept"]) for row in export(task.id)] == [
        ("0.jpg", "None of these"),
        ("1.jpg", "Robin"),
        ("1.jpg", "Wren"),
    ]


def test_what_was_taken_back_is_not_exported(office, export):
    task = office.task(2)
    office.answer(task.id, "ANA", task.concepts[0], 2)
    undo = office.labeling.card(office.actor("ANA"), task.id).undo
    office.labeling.undo(office.actor("ANA"), undo.assignment, undo.revision)
    assert [row["input"] for row in export(task.id)] == ["0.jpg"]
    office.answer(task.id, "ANA", task.concepts[1])
    assert [row["concept"] for row in export(task.id)] == ["Robin", "Wren"]


def test_another_tasks_labels_stay_there(office, export):
    first, second = office.task(2), office.task(2, name="Second")
    office.answer(second.id, "ANA", second.concepts[0])
    assert (export(first.id), len(export(second.id))) == ([], 1)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_spreadsheet_runs_nothing_that_people_typed(office, folder, start):
    evil = f'{start}HYPERLINK("http://x","y")'
    office.collaborating.remember([Person("T1", "ANA", evil)])
    task = office.task(1, name=evil, concepts=(f"new:{evil}",))
    office.answer(task.id, "ANA", task.concepts[0])
    office.exporting.write(task.id, folder / "a.csv", "csv")
    with (folder / "a.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["labeler"] == f"'{evil}"
    shown = evil.strip()
    expected = shown if shown[0] == "H" else f"'{shown}"
    assert (row["task"], row["concept"]) == (expected, expected)
    office.exporting.write(task.id, folder / "a.jsonl", "jsonl")
    assert json.loads((folder / "a.jsonl").read_text(encoding="utf-8"))["labeler"] == evil


def test_names_with_all_that_csv_finds_special_come_back_whole(office, export):
    task = office.task(1, name='Möwen, "groß" 🐦; etc', concepts=('new:a,"b";c',))
    office.answer(task.id, "ANA", task.concepts[0])
    (row,) = export(task.id)
    assert (row["task"], row["concept"]) == ('Möwen, "groß" 🐦; etc', 'a,"b";c')


def test_more_than_one_reading_holds_each_row_once(office, export, monkeypatch):
    monkeypatch.setattr("services.exporting._CHUNK", 2)
    task = office.task(5)
    for count in range(6):
        assert [row["input"] for row in export(task.id)] == [f"{n}.jpg" for n in range(count)]
        if count < 5:
            office.answer(task.id, "ANA", task.concepts[0])


def test_progress_is_told_row_by_row(office, folder):
    task = office.task(3)
    office.answer(task.id, "ANA", task.concepts[0], 3)
    told: list[int] = []
    office.exporting.write(task.id, folder / "a.csv", "csv", progress=told.append)
    assert told == [1, 2, 3]


def test_a_format_that_is_not_there_is_refused_with_those_that_are(office, folder):
    task = office.task(1)
    with pytest.raises(Invalid, match="csv, jsonl"):
        office.exporting.write(task.id, folder / "a.xml", "xml")
    with pytest.raises(Invalid, match="csv, jsonl"):
        office.exporting.ask(office.lead, task.id, "xml", "1")
    assert (list(folder.iterdir()), office.told(LEAD)) == ([], [])


def test_the_same_click_asks_once(office):
    task = office.task(2).id
    with pytest.raises(LabelingError, match="no final labels"):
        office.exporting.ask(office.lead, task, "csv", "0")
    office.answer(task, "ANA", None)
    for key in ("1", "1", "2"):
        assert office.exporting.ask(office.lead, task, "csv", key) == "Name the birds"
    assert office.told(LEAD) == [ExportAsked(task, "csv")] * 2


def test_leads_and_admins_export_and_nobody_else(office):
    task = office.task(2, reviewers=("REA",)).id
    office.answer(task, "ANA", None)
    office.reviewing.take(office.actor("REA"), task)
    office.approve(task, "REA")
    for user in ("ANA", "REA", "EVE"):
        with pytest.raises(NotAllowed, match=f"export it.*<@{LEAD}>"):
            office.exporting.ask(office.person(user), task, "csv", user)
        assert ExportAsked(task, "csv") not in office.told(user)
    office.exporting.ask(office.person("ADA", is_admin=True), task, "csv", "ADA")
    assert office.told("ADA") == [ExportAsked(task, "csv")]


def test_what_is_deleted_or_elsewhere_is_not_found(office):
    task = office.task(1).id
    foreign = Office(office.store, "T2").lead
    with pytest.raises(NotFound):
        office.exporting.ask(foreign, task, "csv", "1")
    for name in ("Name the birds", str(task)):
        with pytest.raises(NotFound):
            office.exporting.find("T2", name)
    office.editing.delete(office.lead, task)
    with pytest.raises(NotFound):
        office.exporting.ask(office.lead, task, "csv", "1")
    for name in ("Name the birds", str(task), "", "9" * 30):
        with pytest.raises(NotFound, match="There is no task"):
            office.exporting.find("T1", name)


def test_the_command_line_finds_by_name_before_by_id(office):
    first = office.task(1).id
    second = office.task(1, name=str(first)).id
    assert office.exporting.find("T1", " NAME the birds").id == first
    assert office.exporting.find("T1", str(first)).id == second
    assert office.exporting.find("T1", str(second)).id == second


def test_texts_are_exported_with_their_words(office: Office, folder: Path):
    office.person("ANA")
    texts = ["=1+1 is two.", "Ümlaut,\n“quoted”"]
    task = office.task(2, dataset=str(office.add_texts(*texts)))
    office.answer(task.id, "ANA", task.concepts[0], 2)
    office.exporting.write(task.id, folder / "labels.jsonl", "jsonl")
    told = [json.loads(line) for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = {row["input"]: row for row in told}
    assert list(rows["row 1"]) == [*COLUMNS, "kind", "text"]
    assert {name: (row["kind"], row["text"]) for name, row in rows.items()} == {
        "row 1": ("text", texts[0]),
        "row 2": ("text", texts[1]),
    }


def test_where_kinds_mix_each_row_says_its_own(office: Office, folder: Path):
    office.person("ANA")
    office.add_inputs(1)
    task = office.task(2, dataset=str(office.add_texts("Words.")))
    office.answer(task.id, "ANA", task.concepts[0], 2)
    office.exporting.write(task.id, folder / "labels.csv", "csv")
    rows = csv.DictReader(io.StringIO((folder / "labels.csv").read_text(encoding="utf-8")))
    assert sorted((row["kind"], row["text"]) for row in rows) == [("image", ""), ("text", "Words.")]


def test_without_texts_there_are_no_columns_for_them(export: Export, reviewed: Birds):
    assert list(export(reviewed.id)[0]) == COLUMNS
