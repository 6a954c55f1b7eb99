"""COCO and YOLO, read back by others: counts and coordinates are those of the database."""

import csv
import io
import json
import zipfile
from contextlib import redirect_stdout
from pathlib import Path

import pytest
import yaml
from PIL import Image

from domain.errors import Invalid, LabelingError
from domain.model import TaskType
from domain.notices import ExportAsked
from domain.shapes import ShapeKind
from store import tables
from tests.office import Birds, Office
from tests.services.exported import AWAITING, HEIGHT, SUCCESS, WIDTH, box, keep, kept, shapes_task


@pytest.fixture(params=[TaskType.DETECTION, TaskType.SEGMENTATION])
def birds(request: pytest.FixtureRequest, office: Office) -> Birds:
    office.person("ANA")
    return shapes_task(office, request.param)


@pytest.fixture(params=["task", "version"])
def source(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def exported(office: Office, birds: Birds, path: Path, source: str = "task", **how: bool) -> int:
    format_ = "yolo" if path.suffix == ".zip" else "coco"
    if source == "task":
        return office.exporting.write(birds.id, path, format_, **how)
    dataset = office.store.read(lambda unit: unit.tasks.find(birds.id)).dataset
    names = office.store.read(lambda unit: unit.versions.names(dataset))
    version = office.versions.create(office.lead, dataset, birds.id, f"v{len(names) + 1}")
    office.tidy()
    return office.versions.write(office.versions.line(office.workspace, version), path, format_)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_coco_is_read_by_pycocotools(office, birds, source, tmp_path):
    from pycocotools.coco import COCO  # noqa: PLC0415 - it is slow to come.

    path = tmp_path / "out" / "blue.coco.json"
    assert exported(office, birds, path, source) == 6
    with redirect_stdout(io.StringIO()):
        coco = COCO(str(path))
    said = kept(office, birds)
    assert len(coco.imgs) == len(said) == 5
    assert [one["name"] for one in coco.loadCats([1, 2])] == ["Robin", "Wren"]
    for image in coco.loadImgs(coco.getImgIds()):
        shapes = said[image["sha256"]]
        found = coco.loadAnns(coco.getAnnIds(imgIds=image["id"]))
        assert len(found) == len(shapes)
        assert (image["width"], image["height"]) == (WIDTH, HEIGHT)
        for annotation, shape in zip(found, shapes, strict=True):
            left, top, width, height = annotation["bbox"]
            assert (left, top, left + width, top + height) == pytest.approx(shape.bounds, abs=0.005)
            assert annotation["category_id"] == birds.concepts.index(shape.concept) + 1
            assert annotation["area"] == pytest.approx(shape.area, abs=0.001)
            assert annotation["iscrowd"] == 0
            if shape.kind is ShapeKind.POLYGON:
                assert list(zip(*[iter(annotation["segmentation"][0])] * 2, strict=True)) == list(shape.points)
                assert coco.annToMask(annotation).sum() == pytest.approx(shape.area, rel=0.05)
    assert sorted(one["file_name"] for one in coco.imgs.values()) == [
        *("a/blue.jpg", "b/blue.jpg", "blue-00000000.png", "blue.jpg", "empty.jpg"),
    ]
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def with_pictures(folder: Path, names: list[str]) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (WIDTH, HEIGHT)).save(folder / name)
    return folder


def boxes_of(dataset) -> dict[str, list[tuple[int, tuple[float, ...]]]]:
    return {
        str(path): [(int(c), tuple(map(float, xyxy))) for c, xyxy in zip(found.class_id, found.xyxy, strict=True)]
        for path, _, found in dataset
    }


@pytest.mark.slow
def test_supervision_finds_the_same_in_coco_and_yolo(office, birds, source, tmp_path):
    import supervision  # noqa: PLC0415 - it is slow to come.

    coco, yolo = tmp_path / "blue.json", tmp_path / "blue.zip"
    assert exported(office, birds, coco, source) == exported(office, birds, yolo, source) == 6
    with zipfile.ZipFile(yolo) as folder:
        folder.extractall(tmp_path / "yolo")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "yolo" / "images.csv").read_text("utf-8"))))
    names = [row["file"].removeprefix("images/train/") for row in rows]
    pictures = with_pictures(tmp_path / "yolo" / "images" / "train", names)
    read = supervision.DetectionDataset.from_coco(str(pictures), str(coco))
    assert read.classes == ["Robin", "Wren"]
    said = kept(office, birds)
    found = boxes_of(read)
    assert sum(map(len, found.values())) == sum(map(len, said.values()))
    for row in rows:
        shapes = said[row["sha256"]]
        expected = [(birds.concepts.index(one.concept), one.bounds) for one in shapes]
        mine = found[str(pictures / row["file"].removeprefix("images/train/"))]
        assert [one for one, _ in mine] == [one for one, _ in expected]
        for (_, here), (_, there) in zip(mine, expected, strict=True):
            assert here == pytest.approx(there, abs=0.01)
    # Of YOLO it reads one folder.
    flat = [name for name in names if "/" not in name]
    labels = tmp_path / "yolo" / "labels" / "train"
    read = supervision.DetectionDataset.from_yolo(str(pictures), str(labels), str(tmp_path / "yolo" / "data.yaml"))
    assert read.classes == ["Robin", "Wren"]
    by_name = {Path(path).name: boxes for path, boxes in boxes_of(read).items()}
    assert sorted(by_name) == sorted(flat)
    for row in rows:
        name = Path(row["file"]).name
        if row["file"] == f"images/train/{name}":
            bounds = [one.bounds for one in said[row["sha256"]]]
            assert len(by_name[name]) == len(bounds)
            # It draws outlines as masks of whole pixels.
            off = 0.01 if said[row["sha256"]] and said[row["sha256"]][0].kind is ShapeKind.BOX else 1
            for (_, here), there in zip(by_name[name], bounds, strict=True):
                assert here == pytest.approx(there, abs=off)


def test_yolo_says_what_is_where(office, birds, source, tmp_path):
    path = tmp_path / "blue.zip"
    exported(office, birds, path, source)
    with zipfile.ZipFile(path) as folder:
        about = yaml.safe_load(folder.read("data.yaml"))
        rows = list(csv.DictReader(io.StringIO(folder.read("images.csv").decode())))
        lines = {
            row["sha256"]: folder.read(
                str(Path(row["file"].replace("images/", "labels/", 1)).with_suffix(".txt"))
            ).decode()
            for row in rows
        }
    assert about == {
        "path": ".",
        "train": "images/train",
        "val": "images/train",
        "nc": 2,
        "names": {0: "Robin", 1: "Wren"},
    }
    for sha256, shapes in kept(office, birds).items():
        read = [line.split() for line in lines[sha256].splitlines()]
        assert [int(one[0]) for one in read] == [birds.concepts.index(shape.concept) for shape in shapes]
        for numbers, shape in zip(read, shapes, strict=True):
            pairs = list(zip(*[iter(map(float, numbers[1:]))] * 2, strict=True))
            placed = [(x * WIDTH, y * HEIGHT) for x, y in pairs]
            if shape.kind is ShapeKind.BOX:
                (x, y), (width, height) = placed
                placed = [(x - width / 2, y - height / 2), (x + width / 2, y + height / 2)]
            assert placed == [pytest.approx(point, abs=0.001) for point in shape.points]
    assert lines[f"{5:064}"] == "", "Nothing is on that one, and it says so."


def test_only_what_is_final_unless_asked_for(office, birds, tmp_path):
    last = office.assignments(birds.id)[5]
    keep(office, last.id, [box(birds.concepts[0], 9)], AWAITING)
    assert exported(office, birds, tmp_path / "a.json") == 6
    assert exported(office, birds, tmp_path / "b.json", everything=True) == 7
    read = json.loads((tmp_path / "b.json").read_text("utf-8"))
    assert [one["status"] for one in read["annotations"]] == ["SUCCESS"] * 6 + ["AWAITING_REVIEW"]
    assert "status" not in json.loads((tmp_path / "a.json").read_text("utf-8"))["annotations"][0]


def test_of_several_answers_to_a_picture_one_is_taken_and_the_rest_said(office, tmp_path):
    office.person("ANA")
    office.person("BEN")
    birds = office.task(2, ["ANA", "BEN"], distribution="everyone")
    turned = tables.task.update().values(type=str(TaskType.DETECTION))
    office.store.write(lambda unit: unit.connection.execute(turned))
    for number, one in enumerate(office.assignments(birds.id)):
        keep(office, one.id, [box(birds.concepts[0], number)], SUCCESS)
    assert exported(office, birds, tmp_path / "a.json") == 2
    assert office.exporting.others(birds.id, "coco") == 2
    assert office.exporting.others(birds.id, "csv") == 0
    assert office.exporting.write(birds.id, tmp_path / "a.csv", "csv") == 4


def test_a_file_that_is_not_what_the_database_says_is_thrown_away(office, birds, tmp_path, monkeypatch):
    monkeypatch.setattr("services.shape_files._write_coco", lambda *_: (5, 7))
    with pytest.raises(LabelingError, match="5 pictures and 7 shapes, and the database 5 and 6"):
        exported(office, birds, tmp_path / "a.json")
    assert list(tmp_path.iterdir()) == []


def test_other_tasks_and_other_formats_are_refused(office, birds, tmp_path):
    plain = office.task(1, name="Plain")
    for act in (
        lambda: office.exporting.write(plain.id, tmp_path / "a.json", "coco"),
        lambda: office.exporting.ask(office.lead, plain.id, "yolo", "1"),
    ):
        with pytest.raises(Invalid, match=r"has none\. Choose csv or jsonl"):
            act()
    with pytest.raises(Invalid, match="csv, jsonl, coco, yolo"):
        office.exporting.ask(office.lead, birds.id, "voc", "1")
    assert office.exporting.ask(office.lead, birds.id, "coco", "2") == "Name the birds"
    assert ExportAsked(birds.id, "coco") in office.told("LEAD")


def test_tables_say_where_shapes_are(office, birds, tmp_path):
    office.exporting.write(birds.id, tmp_path / "a.csv", "csv")
    office.exporting.write(birds.id, tmp_path / "a.jsonl", "jsonl")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text("utf-8"))))
    told = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
    shapes = [one for each in kept(office, birds).values() for one in each]
    assert len(rows) == len(told) == len(shapes) + 1, "One says that nothing is there."
    for row, line, shape in zip(rows, told, shapes, strict=False):
        edges = [line[edge] for edge in ("left", "top", "right", "bottom")]
        assert tuple(edges) == shape.bounds
        assert [float(row[edge]) for edge in ("left", "top", "right", "bottom")] == edges
        outline = None if shape.kind is ShapeKind.BOX else [list(point) for point in shape.points]
        assert line["points"] == outline
        assert (json.loads(row["points"]) if row["points"] else None) == outline
    assert (told[-1]["concept"], told[-1]["left"]) == ("None of these", None)


def test_a_dataset_version_keeps_shapes(office, birds, tmp_path):
    dataset = office.store.read(lambda unit: unit.tasks.find(birds.id)).dataset
    version = office.versions.create(office.lead, dataset, birds.id, "v1")
    office.tidy()
    keep(office, office.assignments(birds.id)[0].id, [], SUCCESS)
    line = office.versions.line(office.workspace, version)
    office.versions.write(line, tmp_path / "v.jsonl", "jsonl")
    told = [json.loads(each) for each in (tmp_path / "v.jsonl").read_text("utf-8").splitlines()]
    assert [one["left"] is not None for one in told] == [True] * 6 + [False] * 2
