"""Labels as a file: of one moment, exact, and harmless in a spreadsheet."""

import csv
import json
from pathlib import Path

import pytest

from tests.office import Office


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_file_shows_one_moment(office: Office, tmp_path: Path):
    """An answer that is changed while the file is written is in it once, as it was."""
    birds = office.task(5, ("ANA",))
    office.answer(birds.id, "ANA", birds.concepts[0], 5)
    first = office.assignments(birds.id)[0]

    def label_again(done: int) -> None:
        if done == 1:
            now = office.assignments(birds.id)[-1]
            office.labeling.undo(office.actor("ANA"), now.id, now.revision)
            office.answer(birds.id, "ANA", birds.concepts[1])

    path = tmp_path / "labels.jsonl"
    assert office.exporting.write(birds.id, path, "jsonl", everything=True, progress=label_again) == 5
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [row["concept"] for row in rows] == ["Robin"] * 5
    assert first.id
    assert office.exporting.write(birds.id, path, "jsonl") == 5
    assert path.read_text("utf-8").count("Wren") == 1


def test_a_file_of_more_rows_than_one_look_takes(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("services.exporting._CHUNK", 2)
    birds = office.task(5, ("ANA",))
    office.answer(birds.id, "ANA", birds.concepts[0], 5)
    assert office.exporting.write(birds.id, tmp_path / "a.csv", "csv") == 5
    assert len({row["input"] for row in read_csv(tmp_path / "a.csv")}) == 5


@pytest.mark.parametrize(
    ("concept", "written"),
    [("-1", "-1"), ("+2.5", "+2.5"), ("=1+1", "'=1+1"), ("-1+2", "'-1+2"), ("@cat", "'@cat"), ("cat", "cat")],
)
def test_what_a_spreadsheet_would_run_is_text_and_numbers_stay(
    office: Office, tmp_path: Path, concept: str, written: str
):
    birds = office.task(1, ("ANA",), concepts=(f"new:{concept}",))
    office.answer(birds.id, "ANA", birds.concepts[0])
    office.exporting.write(birds.id, tmp_path / "a.csv", "csv")
    assert [row["concept"] for row in read_csv(tmp_path / "a.csv")] == [written]
    office.exporting.write(birds.id, tmp_path / "a.jsonl", "jsonl")
    assert json.loads((tmp_path / "a.jsonl").read_text("utf-8"))["concept"] == concept
