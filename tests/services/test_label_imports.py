"""COCO files into tasks: as suggestions, or as answers that somebody reviews or that count at once."""

import json
from pathlib import Path

import pytest

from domain.coco import ImportAs
from domain.errors import Invalid
from domain.model import AssignmentStatus, AssistMode, NewInput, Provenance, Task, TaskStatus, TaskType
from domain.shapes import Shape, ShapeKind
from services.label_imports import LabelImports, LabelsImported, Way
from services.offering import offered
from store import tables
from tests.office import LEAD, Birds, Office
from tests.services.drawn import box, draw

PENDING, AWAITING, CONSENSUS, SUCCESS, REJECTED, EXCLUDED = AssignmentStatus
SUGGESTIONS, REVIEW, FINAL = ImportAs
OPEN = "a picture that stays open, as nothing that is on it could be taken"
NAMES = ("a/1.jpg", "b/1.jpg", "2.jpg", "3.jpg")


def task_of(office: Office, type_: TaskType = TaskType.DETECTION, **fields: object) -> Birds:
    for name in ("ANA", "REA"):
        office.person(name)
    dataset = office.datasets.open(office.workspace, "Birds")
    new = [NewInput(f"{n:064}", name, 100, 80, 9, "image/jpeg") for n, name in enumerate(NAMES, 1)]
    office.datasets.add_inputs(dataset, new)
    birds = office.task(dataset=str(dataset.id), **fields)
    turned = tables.task.update().where(tables.task.c.id == birds.id).values(type=str(type_))
    office.store.write(lambda unit: unit.connection.execute(turned))
    return birds


def task(office: Office, birds: Birds) -> Task:
    return office.store.read(lambda unit: unit.tasks.find(birds.id))


def coco(*rows: tuple[str, str, list[float]], **more: object) -> dict[str, object]:
    """(file name, category, xywh) each; "" is on no category."""
    names, kinds = list(dict.fromkeys(row[0] for row in rows)), list(dict.fromkeys(row[1] for row in rows if row[1]))
    images = [{"id": number, "file_name": name, "width": 100, "height": 80} for number, name in enumerate(names)]
    annotations = [
        {"id": number, "image_id": names.index(name), "category_id": kinds.index(kind), "bbox": bbox} | more
        for number, (name, kind, bbox) in enumerate(rows)
        if kind
    ]
    categories = [{"id": number, "name": kind} for number, kind in enumerate(kinds)]
    return {"images": images, "annotations": annotations, "categories": categories}


def take(office: Office, birds: Birds, document: object, how: ImportAs) -> LabelsImported:
    return LabelImports(office.store).run(task(office, birds), document, Way("birds.json", how, LEAD))


def shapes(office: Office, assignment: int) -> tuple[Shape, ...]:
    return office.store.read(lambda unit: unit.annotations.shapes(assignment))


def test_final_answers_count_at_once(office):
    birds = task_of(office)
    document = coco(("a/1.jpg", "robin", [10, 20, 30, 40]), ("a/1.jpg", "Wren", [1, 2, 3, 4]), ("3.jpg", "", []))
    assert take(office, birds, document, FINAL) == LabelsImported(2, 2)
    first, _, _, fourth = office.assignments(birds.id)
    assert [one.status for one in office.assignments(birds.id)] == [SUCCESS, PENDING, PENDING, SUCCESS]
    assert [(one.concept, one.bounds) for one in shapes(office, first.id)] == [
        (birds.concepts[0], (10, 20, 40, 60)),
        (birds.concepts[1], (1, 2, 4, 6)),
    ]
    assert {one.source.provenance for one in shapes(office, first.id)} == {Provenance.HUMAN}
    assert shapes(office, fourth.id) == ()
    assert office.audit(first.id) == [(LEAD, "submit", "PENDING", "SUCCESS", "imported from birds.json")]
    assert office.exporting.others(birds.id, "coco") == 0
    assert office.labeling.card(office.actor("ANA"), birds.id).tally.pending == 2


def test_what_is_there_stays_and_again_changes_nothing(office):
    birds = task_of(office)
    first, second, third, _ = office.assignments(birds.id)
    draw(office, first.id, box(birds.concepts[0]))
    office.labeling.skip(office.actor("ANA"), second.id, second.revision)
    document = coco(*((name, "Robin", [10, 20, 30, 40]) for name in NAMES[:3]))
    imported = take(office, birds, document, FINAL)
    assert (imported.pictures, imported.shapes) == (2, 2)
    assert imported.left_out == {"of a picture that is answered already, or not handed out yet": 1}
    assert len(shapes(office, first.id)) == 1
    assert take(office, birds, document, FINAL).pictures == 0
    assert office.assignments(birds.id)[2].revision == third.revision + 1


def test_the_last_one_ends_the_task(office):
    birds = task_of(office)
    take(office, birds, coco(*((name, "Robin", [10, 20, 30, 40]) for name in NAMES)), FINAL)
    assert task(office, birds).status is TaskStatus.DONE


def test_reviewers_look_at_imported_answers(office):
    birds = task_of(office, reviewers=("REA",))
    take(office, birds, coco(("2.jpg", "Wren", [10, 20, 30, 40]), score=0.75), REVIEW)
    third = office.assignments(birds.id)[2]
    assert third.status is AWAITING
    (shape,) = shapes(office, third.id)
    assert (shape.source.provenance, shape.source.model, shape.source.score) == (Provenance.AUTO, "birds.json", 0.75)
    office.reviewing.take(office.actor("REA"), birds.id)
    office.approve(birds.id, "REA")
    assert office.assignments(birds.id)[2].status is SUCCESS


def test_suggestions_are_offered_to_labelers(office):
    birds = task_of(office)
    document = coco(("2.jpg", "Wren", [10, 20, 30, 40]), ("2.jpg", "Robin", [50, 20, 30, 40]), score=0.5)
    assert take(office, birds, document, SUGGESTIONS) == LabelsImported(1, 2)
    third = office.assignments(birds.id)[2]
    assert third.status is PENDING

    def read(unit):
        return offered(unit, unit.tasks.find(birds.id), unit.catalog.input(third.input))

    found, generation = office.store.read(read)
    assert [(one.concept, one.bounds, one.source.score) for one in found] == [
        (birds.concepts[0], (50, 20, 80, 60), 0.5),
        (birds.concepts[1], (10, 20, 40, 60), 0.5),
    ]
    assert generation
    assert task(office, birds).assist is AssistMode.SUGGEST
    assert take(office, birds, coco(("3.jpg", "Wren", [10, 20, 30, 40])), SUGGESTIONS).pictures == 1, "Once more."


def test_outlines_of_several_pieces_are_several_polygons(office):
    birds = task_of(office, TaskType.SEGMENTATION)
    rings = [[10, 10, 50, 10, 50, 50], [60, 60, 90, 60, 90, 79], [10, 10, 50, 50, 50, 10, 10, 50]]
    imported = take(office, birds, coco(("2.jpg", "Wren", [10, 10, 80, 69]), segmentation=rings), FINAL)
    assert imported == LabelsImported(1, 2, imported.left_out)
    assert imported.left_out == {"a polygon that crosses itself or covers nothing": 1}
    kept = shapes(office, office.assignments(birds.id)[2].id)
    assert [one.kind for one in kept] == [ShapeKind.POLYGON] * 2
    assert kept[0].points == ((10, 10), (50, 10), (50, 50))


def test_whatever_can_not_be_taken_is_counted_with_the_reason(office):
    birds = task_of(office)
    rows = [
        *(("1.jpg", "Wren", [10, 20, 30, 40]), ("9.jpg", "Wren", [10, 20, 30, 40]), ("9.jpg", "Wren", [1, 2, 3, 4])),
        *(("2.jpg", "Cat", [10, 20, 30, 40]), ("2.jpg", "Wren", [10, 20, 1, 40]), ("3.jpg", "Wren", [1, 2, 3, 4])),
    ]
    document = coco(*rows)
    document["images"][-1]["width"] = 80
    imported = take(office, birds, document, FINAL)
    assert imported == LabelsImported(0, 0, imported.left_out)
    assert imported.left_out == {
        "of a picture whose name several pictures have": 1,
        "of a picture that is not in the task's dataset": 2,
        "“Cat”, which is no concept of the task": 1,
        "a shape that is smaller than 3 pixels within the picture": 1,
        "of a picture that has another width or height here": 1,
        OPEN: 1,
    }


def test_our_own_export_finds_its_pictures_by_content(office, tmp_path: Path):
    birds = task_of(office)
    take(office, birds, coco(*((name, "Wren", [10.25, 20, 30.33, 40]) for name in NAMES[:3])), FINAL)
    office.exporting.write(birds.id, tmp_path / "a.json", "coco")
    again = office.task(dataset=str(task(office, birds).dataset), name="Again")
    turned = tables.task.update().values(type=str(TaskType.DETECTION))
    office.store.write(lambda unit: unit.connection.execute(turned))
    document = json.loads((tmp_path / "a.json").read_text("utf-8"))
    for one in document["images"]:
        one["file_name"] = "renamed.jpg"
    assert take(office, again, document, FINAL) == LabelsImported(3, 3)
    for one, other in zip(office.assignments(birds.id), office.assignments(again.id), strict=True):
        before, after = shapes(office, one.id), shapes(office, other.id)
        assert [(each.concept, each.points) for each in before] == [(each.concept, each.points) for each in after]


def test_what_a_task_does_not_take_is_refused(office):
    plain = office.task(1, name="Plain")
    birds = task_of(office, name="Boxes")
    agreeing = task_of(office, name="Agreeing", labelers=("ANA", "BEN"), labelers_per_input=2, agreement=2)
    document = coco(("2.jpg", "Wren", [10, 20, 30, 40]))
    for one, how, words in (
        (plain, FINAL, "is a classification task"),
        (birds, REVIEW, "has no reviewer"),
        (agreeing, FINAL, "labelers must agree"),
    ):
        with pytest.raises(Invalid, match=words):
            take(office, one, document, how)
    with pytest.raises(Invalid, match="no COCO file"):
        take(office, birds, [], FINAL)
