"""Labels out of Labelbot and into it, from the command line."""

import json
from pathlib import Path

import pytest

from domain.clock import SystemClock
from store.unit_of_work import opened
from tests.office import Office
from tests.services.drawn import detection


@pytest.fixture
def boxes(labelbot):
    """Two pictures, 0.jpg and 1.jpg, on which boxes are to be drawn."""
    labelbot("migrate")
    with opened(f"sqlite:///{Path.cwd()}/data/labelbot.db", SystemClock()) as store:
        office = Office(store, "T0ONE")
        office.person("ANA")
        detection(office, 2, name="Boxes")


@pytest.mark.usefixtures("boxes")
def test_labels_go_in_and_out_again(labelbot):
    categories = [{"id": 1, "name": "Robin"}, {"id": 2, "name": "Cat"}]
    images = [{"id": 1, "file_name": "0.jpg"}, {"id": 2, "file_name": "nowhere.jpg"}]
    boxes = [(1, 1, [1, 2, 20, 20]), (1, 2, [1, 2, 20, 20]), (2, 1, [1, 2, 20, 20])]
    annotations = [{"image_id": image, "category_id": category, "bbox": bbox} for image, category, bbox in boxes]
    Path("in.json").write_text(json.dumps({"images": images, "annotations": annotations, "categories": categories}))
    code, out, _ = labelbot("import-labels", "in.json", "--task", "Boxes", "--as", "final")
    assert code == 0
    assert sorted(out.splitlines()) == [
        "1 shape on 1 picture of “Boxes” is final.",
        "Left out: 1 × of a picture that is not in the task's dataset.",
        "Left out: 1 × “Cat”, which is no concept of the task.",
    ]
    assert labelbot("import-labels", "in.json", "--task", "Boxes", "--as", "final")[0] == 1, "It is answered."
    code, out, _ = labelbot("export", "Boxes", "--format", "coco")
    assert (code, out) == (0, "1 shape written to Boxes.coco.json. Not in it: 1 input not labeled yet.\n")
    (written,) = json.loads(Path("Boxes.coco.json").read_text())["annotations"]
    assert written["bbox"] == [1, 2, 20, 20]
    assert labelbot("export", "Boxes", "--format", "yolo")[1].startswith("1 shape written to Boxes.yolo.zip.")


@pytest.mark.usefixtures("birds")
def test_what_is_no_coco_file_or_no_task_for_one_is_said(labelbot):
    Path("odd.json").write_text("{")
    for words, said in (
        (("import-labels", "odd.json", "--task", "Birds"), "odd.json is no JSON"),
        (("import-labels", "nowhere.json", "--task", "Birds"), "no such file"),
        (("export", "Birds", "--format", "coco"), "COCO holds boxes and polygons, and “Birds” has none"),
    ):
        code, _, err = labelbot(*words)
        assert code == 1
        assert said in err
    assert labelbot("export", "Birds", "--history", "--format", "coco")[0] == 2


@pytest.fixture
def birds(labelbot):
    """Of five pictures two are approved, one waits for review, one was rejected, one isn't labeled."""
    labelbot("migrate")
    with opened(f"sqlite:///{Path.cwd()}/data/labelbot.db", SystemClock()) as store:
        office = Office(store, "T0ONE")
        office.person("ANA")
        office.person("REA")
        task = office.task(5, reviewers=("REA",), name="Birds")
        office.answer(task.id, "ANA", task.concepts[0], 4)
        office.reviewing.take(office.actor("REA"), task.id)
        approved, also, rejected = office.assignments(task.id)[:3]
        for one in (approved, also):
            office.reviewing.approve(office.actor("REA"), one.id, one.revision)
        office.reviewing.reject(office.actor("REA"), rejected.id, rejected.revision, "Blurred.")


@pytest.mark.usefixtures("birds")
def test_export_says_what_it_leaves_out(labelbot):
    code, out, _ = labelbot("export", "Birds")
    assert code == 0
    assert out == (
        "2 rows written to Birds.csv. Not in it: 1 answer waiting for review, 1 input not labeled yet and "
        "1 rejected answer. --everything adds the answers that are not approved, with their status.\n"
    )
    assert labelbot("export", "Birds", "--everything", "--output", "all.csv")[1] == (
        "4 rows written to all.csv. Not in it: 1 input not labeled yet.\n"
    )


@pytest.mark.usefixtures("birds")
def test_a_history_is_exported(labelbot):
    assert labelbot("export", "Birds", "--history") == (0, "8 rows written to Birds-history.csv.\n", "")
    lines = Path("Birds-history.csv").read_text().splitlines()
    assert lines[0] == "task,at,who,who_id,action,input,sha256,labeler,labeler_id,before,after,reason"
    assert lines[-1].endswith(",REJECTED,Blurred.")
    assert labelbot("export", "Birds", "--history")[0] == 1, "It is there already."


@pytest.mark.usefixtures("birds")
def test_export_replaces_nothing_unasked(labelbot):
    Path("Birds.csv").write_text("mine")
    code, out, err = labelbot("export", "Birds")
    assert (code, out) == (1, "")
    assert err == "Birds.csv is there already. Name another file with --output, or replace it with --force.\n"
    assert Path("Birds.csv").read_text() == "mine"
    assert labelbot("export", "Birds", "--force")[0] == 0
    assert Path("Birds.csv").read_text() != "mine"


@pytest.mark.usefixtures("birds")
def test_export_says_why_a_file_cannot_be_written(labelbot):
    Path("taken").touch()
    code, _, err = labelbot("export", "Birds", "--output", "taken/birds.csv")
    assert (code, err) == (1, "taken/birds.csv can't be written: file exists. Name another file with --output.\n")


@pytest.mark.usefixtures("birds")
def test_a_version_is_exported_by_name_or_id(labelbot):
    with opened(f"sqlite:///{Path.cwd()}/data/labelbot.db", SystemClock()) as store:
        office = Office(store, "T0ONE")
        version = office.versions.create(office.lead, office.add_inputs(0), None, "Birds v1")
        office.tidy()
    assert labelbot("export", "--version", "birds V1") == (0, "5 rows written to Birds-v1.csv.\n", "")
    again = labelbot("export", "--version", version, "--format", "jsonl", "--output", "b.jsonl")
    assert again == (0, "5 rows written to b.jsonl.\n", "")
    assert labelbot("export", "--version", "Birds v1")[0] == 1
    assert labelbot("export", "--version", "v2") == (1, "", "There is no dataset version “v2”.\n")
