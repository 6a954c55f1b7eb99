"""Dataset versions: what is in them, and that nothing changes them."""

import csv
import json
from pathlib import Path

import pytest

from domain.errors import InUse, Invalid, LabelingError, NotAllowed, NotFound
from domain.model import Person
from domain.notices import VersionExportAsked, VersionReady
from domain.read_models import VersionStatus
from domain.texts import new_text
from services import versions as module
from tests.fake_clock import FakeClock
from tests.office import Birds, Office


@pytest.fixture
def birds(office: Office) -> Birds:
    """Four inputs; two of them are labeled."""
    task = office.task(4)
    office.answer(task.id, "ANA", task.concepts[0])
    office.answer(task.id, "ANA", None)
    return task


def make(office: Office, task: int | None, name: str = "v1", by: Person | None = None) -> int:
    dataset = office.add_inputs(0)
    version = office.versions.create(by or office.lead, dataset, task, name)
    office.tidy()
    return version


def contents(office: Office, version: int, tmp_path: Path) -> list[dict[str, str]]:
    line = office.versions.line("T1", version)
    office.versions.write(line, tmp_path / "out.csv", "csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told(rows: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(row["input"], row["concept"]) for row in rows]


def test_it_holds_all_inputs_and_what_is_final(office, birds, tmp_path):
    version = make(office, birds.id)
    line = office.versions.line("T1", version)
    assert (line.status, line.inputs, line.labels) == (VersionStatus.READY, 4, 2)
    rows = contents(office, version, tmp_path)
    assert told(rows) == [("0.jpg", "Robin"), ("1.jpg", "None of these"), ("2.jpg", ""), ("3.jpg", "")]
    assert rows[0]["labeler"] == "ANA"
    assert rows[0]["status"] == "SUCCESS"
    assert rows[2]["status"] == rows[2]["labeler"] == ""
    assert office.told("LEAD")[-1] == VersionReady(version)


def test_what_awaits_review_is_left_out(office, tmp_path):
    task = office.task(2, reviewers=("REV",))
    office.answer(task.id, "ANA", task.concepts[0], 2)
    first = office.assignments(task.id)[0]
    office.reviewing.take(office.actor("REV"), task.id)
    now = office.assignments(task.id)[0]
    office.reviewing.approve(office.actor("REV"), first.id, now.revision)
    rows = contents(office, make(office, task.id), tmp_path)
    assert told(rows) == [("0.jpg", "Robin"), ("1.jpg", "")]
    assert rows[0]["reviewer_id"] == "REV"


def test_the_name_is_suggested_and_unique_in_the_dataset(office, birds):
    assert office.versions.open_for_task(office.lead, birds.id).name == "Name the birds v1"
    make(office, birds.id, "Name the birds v1")
    assert office.versions.open_for_task(office.lead, birds.id).name == "Name the birds v2"
    for task, name in ((None, "NAME the birds v1"), (birds.id, " "), (birds.id, "x" * 81)):
        with pytest.raises(Invalid) as wrong:
            office.versions.create(office.lead, office.add_inputs(0), task, name)
        assert set(wrong.value.fields) == {"name"}


def test_the_same_click_twice_makes_one(office, birds):
    dataset = office.add_inputs(0)
    first = office.versions.create(office.lead, dataset, birds.id, "v1")
    assert office.versions.create(office.lead, dataset, birds.id, "v1") == first
    office.tidy()
    assert office.versions.create(office.lead, dataset, birds.id, "v1") == first
    assert office.versions.page(office.lead).total == 1


def test_a_minute_later_it_is_another_click(office, birds, clock: FakeClock):
    make(office, birds.id)
    clock.move(61)
    with pytest.raises(Invalid, match="has a version “v1” already"):
        make(office, birds.id)


def test_nothing_changes_it_afterwards(office, birds, tmp_path):
    """Renames, relabeling, merges and deletions."""
    version = make(office, birds.id)
    before = contents(office, version, tmp_path)
    robin, wren = birds.concepts
    office.concepts.rename(office.lead, robin, "Robin", "Redbreast")
    undo = office.labeling.card(office.actor("ANA"), birds.id).undo
    assert undo is not None
    office.labeling.undo(office.actor("ANA"), undo.assignment, undo.revision)
    office.answer(birds.id, "ANA", wren, 3)
    office.person("ANA")
    office.collaborating.remember([Person("T1", "ANA", "Anastasia")])
    office.set_people(birds.id, ("ANA",))
    office.concepts.merge(office.lead, robin, wren)
    office.tidy()
    dataset = office.add_inputs(9)
    office.cataloguing.rename(office.lead, dataset, "Birds", "Feathers")
    office.editing.delete(office.lead, birds.id)
    assert contents(office, version, tmp_path) == before
    line = office.versions.line("T1", version)
    assert (line.dataset_name, line.inputs, line.labels) == ("Birds", 4, 2)


def test_deleting_its_dataset_leaves_it(office, tmp_path):
    dataset = office.add_inputs(2)
    version = make(office, None)
    before = contents(office, version, tmp_path)
    assert office.cataloguing.delete(office.lead, dataset).versions == 1
    assert contents(office, version, tmp_path) == before
    assert [one.name for one in office.versions.page(office.lead).rows] == ["v1"]
    assert office.versions.look_at(office.lead, version).is_ready


def test_a_dataset_stays_while_a_version_of_it_is_made(office):
    dataset = office.add_inputs(2)
    office.versions.create(office.lead, dataset, None, "v1")
    with pytest.raises(InUse, match="a version of it is being made"):
        office.cataloguing.delete(office.lead, dataset)
    office.tidy()
    assert office.cataloguing.delete(office.lead, dataset).versions == 1


def test_what_comes_while_it_is_made_is_left_out(office, birds, tmp_path, clock, monkeypatch):
    monkeypatch.setattr(module, "_ROWS", 1)
    dataset = office.add_inputs(0)
    version = office.versions.create(office.lead, dataset, birds.id, "v1")
    assert office.versions.step()
    clock.move(1)
    office.answer(birds.id, "ANA", birds.concepts[1], 2)
    office.add_inputs(6)
    office.tidy()
    assert told(contents(office, version, tmp_path)) == [
        ("0.jpg", "Robin"),
        ("1.jpg", "None of these"),
        ("2.jpg", ""),
        ("3.jpg", ""),
    ]


def test_it_is_made_in_small_bits_and_survives_a_stop_anywhere(office, birds, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_ROWS", 3)
    version = office.versions.create(office.lead, office.add_inputs(0), birds.id, "v1")
    assert not office.versions.look_at(office.lead, version).is_ready
    with pytest.raises(LabelingError, match="still being made"):
        contents(office, version, tmp_path)
    steps = 0
    while not office.versions.is_idle():
        assert module.Versions(office.store).step()
        steps += 1
    assert steps == 2 + 1
    assert not office.versions.step()
    assert len(contents(office, version, tmp_path)) == 4
    assert office.told("LEAD").count(VersionReady(version)) == 1


def test_of_a_dataset_it_holds_the_labels_of_all_its_tasks(office, birds, tmp_path):
    other = office.task(4, name="Again", concepts=("new:Big",))
    office.answer(other.id, "ANA", other.concepts[0])
    rows = contents(office, make(office, None), tmp_path)
    assert told(rows)[:2] == [("0.jpg", "Robin"), ("0.jpg", "Big")]
    assert [row["task"] for row in rows[:2]] == ["Name the birds", "Again"]
    assert told(contents(office, make(office, birds.id, "own"), tmp_path))[:2] == [
        ("0.jpg", "Robin"),
        ("1.jpg", "None of these"),
    ]


def test_who_may_make_one(office, birds):
    dataset = office.add_inputs(0)
    other, admin = office.person("OTHER"), office.person("ADMIN", is_admin=True)
    guest = office.person("GUS", is_guest=True)
    for act in (
        lambda: office.versions.open_for_task(other, birds.id),
        lambda: office.versions.create(other, dataset, birds.id, "v1"),
        lambda: office.versions.open_for_dataset(guest, dataset),
        lambda: office.versions.page(guest),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(NotAllowed, match=r"“Name the birds”.*<@LEAD>"):
        office.versions.create(other, dataset, None, "v1")
    assert office.versions.open_for_dataset(admin, dataset).name == "Birds v1"
    assert office.versions.open_for_task(admin, birds.id).task_name == "Name the birds"
    assert office.versions.page(other).total == 0


def test_a_deleted_task_and_another_workspace_are_not_there(office, birds):
    version = make(office, birds.id)
    stranger = Office(office.store, "T2").lead
    for act in (
        lambda: office.versions.open_for_task(stranger, birds.id),
        lambda: office.versions.look_at(stranger, version),
        lambda: office.versions.compare(stranger, version, version),
        lambda: office.versions.ask_export(stranger, version, "csv", "k"),
        lambda: office.versions.line("T2", version),
    ):
        with pytest.raises(NotFound):
            act()
    office.editing.delete(office.lead, birds.id)
    with pytest.raises(NotFound):
        office.versions.open_for_task(office.lead, birds.id)


def test_the_file_comes_to_whoever_may_have_it(office, birds):
    version = make(office, birds.id)
    assert office.versions.ask_export(office.lead, version, "jsonl", "k1") == "v1"
    office.versions.ask_export(office.lead, version, "jsonl", "k1")
    assert office.told("LEAD").count(VersionExportAsked(version, "jsonl")) == 1
    other, admin = office.person("OTHER"), office.person("ADMIN", is_admin=True)
    with pytest.raises(NotAllowed, match="Ask <@LEAD>"):
        office.versions.ask_export(other, version, "csv", "k2")
    office.versions.ask_export(admin, version, "csv", "k3")
    with pytest.raises(Invalid):
        office.versions.ask_export(office.lead, version, "xlsx", "k4")


def test_json_lines_hold_the_same(office, birds, tmp_path):
    line = office.versions.line("T1", make(office, birds.id))
    assert office.versions.write(line, tmp_path / "out.jsonl", "jsonl") == 4
    rows = [json.loads(one) for one in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [row["concept"] for row in rows] == ["Robin", "None of these", "", ""]


def test_texts_are_exported_with_their_words(office, birds, tmp_path):
    plain = contents(office, make(office, birds.id), tmp_path)
    assert "text" not in plain[0]
    words = [new_text("Nice place", "reviews.csv line 2")]
    dataset = office.store.read(lambda unit: unit.catalog.dataset_named("T1", "Birds"))
    office.datasets.add_inputs(dataset, words)
    rows = contents(office, make(office, birds.id, "with texts"), tmp_path)
    assert [(row["kind"], row["text"]) for row in rows] == [("image", "")] * 4 + [("text", "Nice place")]


def test_two_are_compared_from_the_older_to_the_newer(office, birds):
    wren = birds.concepts[1]
    first = make(office, birds.id)
    undo = office.labeling.card(office.actor("ANA"), birds.id).undo
    assert undo is not None
    office.labeling.undo(office.actor("ANA"), undo.assignment, undo.revision)
    office.answer(birds.id, "ANA", wren, 3)
    office.add_inputs(6)
    second = make(office, birds.id, "v2")
    model = office.versions.compare(office.lead, second, first)
    assert (model.old.name, model.new.name) == ("v1", "v2")
    assert (model.inputs_added, model.inputs_removed) == (2, 0)
    assert model.per_concept == (("Wren", 3, 0), ("None of these", 0, 1))
    same = office.versions.compare(office.lead, first, first)
    assert (same.inputs_added, same.inputs_removed, same.per_concept) == (0, 0, ())


def test_the_list_pages_newest_first(office, birds, clock):
    for number in range(12):
        make(office, birds.id, f"v{number}")
        clock.move(1)
    first, last = office.versions.page(office.lead), office.versions.page(office.lead, None, 9)
    assert [one.name for one in first.rows][:2] == ["v11", "v10"]
    assert ([one.name for one in last.rows], last.page, last.pages, last.total) == (["v1", "v0"], 1, 2, 12)
    model = office.versions.look_at(office.lead, first.rows[0].id)
    assert dict(model.per_concept) == {"None of these": 1, "Robin": 1}
    assert model.others
    found = office.versions.search_others("T1", first.rows[0].id, "V1")
    assert [one.text for one in found] == ["v10", "v1"]


def test_it_is_found_by_name_or_id(office, birds):
    version = make(office, birds.id)
    assert office.versions.find("T1", "V1").id == version
    assert office.versions.find("T1", str(version)).name == "v1"
    with pytest.raises(NotFound):
        office.versions.find("T1", "v2")
    other = office.datasets.open("T1", "Other")
    office.versions.create(office.lead, other.id, None, "v1")
    with pytest.raises(LabelingError, match="More than one dataset has a version “v1”"):
        office.versions.find("T1", "v1")
