"""What goes wrong with others' exports of shapes, and with ours does not."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from domain.errors import Invalid
from domain.model import NewInput, TaskType
from domain.notices import VersionExportAsked
from domain.read_models import VersionLine
from services.editor.labeling import EditorLabeling
from services.importing import Importing
from services.links import PictureLinks
from store import tables
from tests.office import Birds, Office
from tests.services.drawn import detection
from tests.services.exported import SUCCESS, box, keep, kept, shapes_task


@pytest.fixture
def birds(office: Office) -> Birds:
    office.person("ANA")
    return shapes_task(office, TaskType.DETECTION)


def versioned(office: Office, task: int | None, dataset: int, name: str = "v1") -> VersionLine:
    version = office.versions.create(office.lead, dataset, task, name)
    office.tidy()
    return office.versions.line(office.workspace, version)


def dataset_of(office: Office, task: int) -> int:
    return office.store.read(lambda unit: unit.tasks.find(task)).dataset


def coco(path: Path) -> dict[str, list[dict[str, object]]]:
    return json.loads(path.read_text("utf-8"))


def test_categories_are_in_the_tasks_order_each_time(office, tmp_path):
    office.person("ANA")
    office.concept("Ant")
    birds = detection(office, 1, concepts=("new:Wren", "new:Ant", "new:Robin"))
    (one,) = office.assignments(birds.id)
    keep(office, one.id, [box(birds.concepts[2], 0)], SUCCESS)
    version = versioned(office, birds.id, dataset_of(office, birds.id))
    for number in range(2):
        for name, write in (("task", office.exporting.write), ("version", office.versions.write)):
            write(birds.id if name == "task" else version, tmp_path / f"{name}{number}.json", "coco")
            written = coco(tmp_path / f"{name}{number}.json")
            assert [(each["id"], each["name"]) for each in written["categories"]] == [
                (1, "Wren"),
                (2, "Ant"),
                (3, "Robin"),
            ]
            assert [each["category_id"] for each in written["annotations"]] == [3]
    assert (tmp_path / "version0.json").read_bytes() == (tmp_path / "version1.json").read_bytes()
    office.exporting.write(birds.id, tmp_path / "a.zip", "yolo")
    with zipfile.ZipFile(tmp_path / "a.zip") as folder:
        assert folder.read("labels/train/0.txt").startswith(b"2 ")


def test_sizes_are_those_of_the_upright_picture_and_boxes_within_it(office, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    written = io.BytesIO()
    Image.new("RGB", (100, 80)).save(written, "JPEG", exif=exif)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "turned.jpg").write_bytes(written.getvalue())
    Importing(office.datasets, tmp_path / "inputs").run(office.workspace, "Turned", tmp_path / "in")
    office.person("ANA")
    dataset = office.store.read(lambda unit: unit.catalog.dataset_named(office.workspace, "Turned"))
    birds = detection(office, dataset=str(dataset.id))
    (one,) = office.assignments(birds.id)
    drawn = [{"key": "a", "concept": birds.concepts[0], "kind": "box", "points": [[-5, 60.5], [500, 400]]}]
    EditorLabeling(office.store, PictureLinks()).submit(office.actor("ANA"), birds.id, one.id, 0, drawn)
    office.exporting.write(birds.id, tmp_path / "a.json", "coco")
    (picture,), (shape,) = (coco(tmp_path / "a.json")[name] for name in ("images", "annotations"))
    assert (picture["width"], picture["height"]) == (80, 100)
    assert (shape["bbox"], shape["area"], shape["iscrowd"]) == ([0, 60.5, 80, 39.5], 80 * 39.5, 0)


def test_what_breaks_leaves_no_half_file_and_what_was_there(office, birds, tmp_path):
    path = tmp_path / "a.json"
    path.write_text("before")

    def fail(_done: int) -> None:
        raise OSError("No space left on device")

    for format_ in ("coco", "yolo"):
        with pytest.raises(OSError, match="No space"):
            office.exporting.write(birds.id, path, format_, progress=fail)
    assert [one.name for one in tmp_path.iterdir()] == ["a.json"]
    assert path.read_text() == "before"


def test_a_version_is_the_same_whatever_changes_later(office, birds, tmp_path):
    dataset = dataset_of(office, birds.id)
    line = versioned(office, birds.id, dataset)
    said = kept(office, birds)
    keep(office, office.assignments(birds.id)[0].id, [], SUCCESS)
    office.concepts.rename(office.lead, birds.concepts[0], "Robin", "Erithacus")
    assert office.versions.write(line, tmp_path / "v.json", "coco") == 6
    written = coco(tmp_path / "v.json")
    assert [one["name"] for one in written["categories"]] == ["Robin", "Wren"]
    for picture in written["images"]:
        here = [one["bbox"][:2] for one in written["annotations"] if one["image_id"] == picture["id"]]
        assert here == [list(shape.bounds[:2]) for shape in said[picture["sha256"]]]
    assert office.versions.left_out(line, "coco")[0].pending == 1, "One was open."
    assert office.versions.left_out(line, "csv")[0].pending == 0


def test_of_several_answers_in_a_version_one_is_taken_and_the_rest_said(office, tmp_path):
    office.person("ANA")
    office.person("BEN")
    birds = detection(office, 2, labelers=["ANA", "BEN"], distribution="everyone")
    for number, one in enumerate(office.assignments(birds.id)):
        keep(office, one.id, [box(birds.concepts[0], number), box(birds.concepts[1], 9)][: 1 + number % 2], SUCCESS)
    line = versioned(office, birds.id, dataset_of(office, birds.id))
    office.exporting.write(birds.id, tmp_path / "t.json", "coco")
    shapes = office.versions.write(line, tmp_path / "v.json", "coco")
    mine, theirs = (
        [(one["image_id"], one["bbox"], one["category_id"]) for one in coco(tmp_path / f"{name}.json")["annotations"]]
        for name in ("v", "t")
    )
    assert mine == theirs
    assert len(mine) == shapes
    assert office.versions.left_out(line, "yolo")[1] == 2


def test_answers_of_other_tasks_are_no_background(office, birds, tmp_path):
    """ "None of these" in a classification task says nothing of where things are."""
    plain = office.task(dataset=str(dataset_of(office, birds.id)), name="Plain")
    for _ in range(6):
        office.answer(plain.id, "ANA", None)
    line = versioned(office, None, dataset_of(office, birds.id))
    assert line.drawn_task == "Name the birds"
    assert office.versions.write(line, tmp_path / "v.json", "coco") == 6
    assert len(coco(tmp_path / "v.json")["images"]) == 5


def test_a_version_of_several_tasks_or_none_is_refused(office, birds, tmp_path):
    dataset = dataset_of(office, birds.id)
    other = office.task(dataset=str(dataset), name="Other")
    plain = versioned(office, other.id, dataset, "plain")
    turned = tables.task.update().where(tables.task.c.id == other.id).values(type=str(TaskType.SEGMENTATION))
    office.store.write(lambda unit: unit.connection.execute(turned))
    both = versioned(office, None, dataset, "both")
    for line in (plain, both):
        for act in (
            lambda line=line: office.versions.write(line, tmp_path / "a.zip", "yolo"),
            lambda line=line: office.versions.ask_export(office.lead, line.id, "yolo", "1"),
        ):
            with pytest.raises(Invalid, match=r"has none, or of several\. Choose csv or jsonl"):
                act()
    mine = versioned(office, birds.id, dataset, "mine")
    assert office.versions.ask_export(office.lead, mine.id, "coco", "2") == "mine"
    assert VersionExportAsked(mine.id, "coco") in office.told("LEAD")


def test_an_input_without_a_name_of_its_own_keeps_its_folder(office, tmp_path):
    """Two of the same name, in folders: one must not take the other's place."""
    office.person("ANA")
    dataset = office.datasets.open(office.workspace, "Same")
    new = [NewInput(f"{n:064}", f"{n}/x.jpg", 40, 30, 9, "image/jpeg") for n in (1, 2)]
    office.datasets.add_inputs(dataset, new)
    birds = detection(office, dataset=str(dataset.id))
    for one in office.assignments(birds.id):
        keep(office, one.id, [box(birds.concepts[0], 0)], SUCCESS)
    office.exporting.write(birds.id, tmp_path / "a.zip", "yolo")
    with zipfile.ZipFile(tmp_path / "a.zip") as folder:
        assert {"labels/train/1/x.txt", "labels/train/2/x.txt"} <= set(folder.namelist())


def test_formats_are_offered_where_they_fit(office, birds):
    assert office.exporting.formats(office.lead, birds.id) == ("Name the birds", ("csv", "jsonl", "coco", "yolo"))
    plain = office.task(1, name="Plain")
    office.answer(plain.id, "ANA", plain.concepts[0])
    assert office.exporting.formats(office.lead, plain.id) == ("Plain", ("csv", "jsonl"))
