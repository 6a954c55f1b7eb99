"""Several people draw on one picture: they agree where their shapes overlap enough."""

import json

import pytest

from domain import matching
from domain.errors import Invalid
from domain.fields import TaskField
from domain.model import AssignmentStatus, TaskType
from domain.shapes import Shape, ShapeKind
from services import answers, deciding
from store import tables
from tests.office import Birds, Office

PENDING, AWAITING, CONSENSUS, SUCCESS, REJECTED, EXCLUDED = AssignmentStatus
PEOPLE = ("ANA", "BEN", "CAY")
Box = tuple[int, float]
"""A concept's place in the task, and how far to the right it is: boxes are ten pixels wide."""


def task_of(office: Office, overlap: int = 50, **fields: object) -> Birds:
    usual: dict[str, object] = {"labelers_per_input": 3, "agreement": 2, "reviewers": ("REA",)}
    birds = office.task(1, PEOPLE, **(usual | fields))
    turned = tables.task.update().values(type=str(TaskType.DETECTION), overlap=overlap)
    office.store.write(lambda unit: unit.connection.execute(turned))
    return birds


def boxes(birds: Birds, *drawn: Box) -> list[Shape]:
    return [
        Shape(f"k{number}", birds.concepts[place], ShapeKind.BOX, ((left, 5.0), (left + 10, 20.0)))
        for number, (place, left) in enumerate(drawn)
    ]


def draw(office: Office, birds: Birds, *each: list[Box]) -> None:
    """What each of the three draws."""
    for one, drawn in zip(office.assignments(birds.id), each, strict=True):

        def write(unit, assignment: int = one.id, drawn: list[Box] = drawn) -> bool:
            before = unit.queue.find(assignment)
            return answers.give(unit, before, [], {}, shapes=boxes(birds, *drawn))

        assert office.store.write(write)


def states(office: Office, birds: Birds) -> list[AssignmentStatus]:
    return [one.status for one in office.assignments(birds.id)]


def test_nearly_the_same_is_the_same(office):
    birds = task_of(office)
    draw(office, birds, [(0, 1.0), (1, 15.0)], [(1, 16.0), (0, 2.0)], [(0, 1.0)])
    assert states(office, birds) == [SUCCESS, SUCCESS, REJECTED]
    assert office.assignments(birds.id)[2].reason == "outvoted, 2 of 3 agreed on 1 Robin · 1 Wren"


def test_the_task_says_how_much_must_overlap(office):
    birds = task_of(office, overlap=90)
    draw(office, birds, [(0, 1.0)], [(0, 2.0)], [(0, 3.0)])
    assert states(office, birds) == [AWAITING] * 3


def test_the_form_asks_and_edit_changes_how_much_must_overlap(office):
    drawn = {"type": TaskType.DETECTION, "labelers_per_input": 3, "agreement": 2, "reviewers": ("REA",), "overlap": 90}
    birds = office.task(1, PEOPLE, **drawn)
    assert office.store.read(lambda unit: unit.tasks.find(birds.id)).overlap == 90
    with pytest.raises(Invalid, match="overlap"):
        office.save(birds.id, TaskField.OVERLAP, 0)
    office.save(birds.id, TaskField.OVERLAP, 80)
    draw(office, birds, [(0, 1.0)], [(0, 2.0)], [(0, 30.0)])
    assert states(office, birds) == [SUCCESS, SUCCESS, REJECTED]
    alone = office.task(1, name="Alone", type=TaskType.DETECTION, overlap=90)
    assert office.store.read(lambda unit: unit.tasks.find(alone.id)).overlap == 50


def test_another_concept_is_another_shape(office):
    birds = task_of(office)
    draw(office, birds, [(0, 1.0)], [(1, 1.0)], [])
    assert states(office, birds) == [AWAITING] * 3


def test_nothing_there_can_be_agreed_on(office):
    birds = task_of(office)
    draw(office, birds, [], [(0, 1.0)], [])
    assert states(office, birds) == [SUCCESS, REJECTED, SUCCESS]
    assert office.assignments(birds.id)[1].reason == "outvoted, 2 of 3 agreed on Nothing"


def test_others_write_while_answers_are_compared(office, monkeypatch):
    """However fine outlines are, and however many people wait for the writer."""
    birds, compare, added = task_of(office), matching.agreed, []

    def compared(*given: object) -> object:
        added.append(office.store.write(lambda unit: unit.concepts.ensure(office.workspace, f"Owl {len(added)}")))
        return compare(*given)

    monkeypatch.setattr(matching, "agreed", compared)
    draw(office, birds, [(0, 1.0)], [(0, 2.0)], [(1, 1.0)])
    assert len(added) == 1
    assert states(office, birds) == [SUCCESS, SUCCESS, REJECTED]


def deal(office: Office, birds: Birds) -> None:
    office.reviewing.deal_batches()
    assert {one.reviewer for one in office.assignments(birds.id)} == {"REA"}


def test_who_decides_takes_all_that_are_like_the_chosen_one(office):
    birds = task_of(office, agreement=3)
    draw(office, birds, [(0, 1.0)], [(0, 2.0)], [(0, 12.0)])
    deal(office, birds)
    second = office.assignments(birds.id)[1]
    assert office.reviewing.approve(office.actor("REA"), second.id, second.revision).note is None
    assert states(office, birds) == [SUCCESS, SUCCESS, REJECTED]
    assert office.assignments(birds.id)[2].reason == "another answer was chosen: 1 Robin"


def test_who_mends_one_compares_the_others_with_what_was_mended(office):
    birds = task_of(office, agreement=3)
    draw(office, birds, [(0, 1.0)], [(0, 12.0)], [(0, 24.0)])
    deal(office, birds)
    first = office.assignments(birds.id)[0]

    def write(unit) -> str | None:
        mended = boxes(birds, (0, 13.0))
        return deciding.edit_and_approve(unit, unit.queue.find(first.id), office.actor("REA"), [], mended)

    assert office.store.write(write) is None
    assert states(office, birds) == [SUCCESS, SUCCESS, REJECTED]
    assert [row[4] for row in office.audit(first.id)][-1] == "1 Robin → 1 Robin"


def test_an_export_of_everything_has_the_answer_that_stands(office, tmp_path):
    """Not that of whoever came first and was outvoted."""
    birds, path = task_of(office), tmp_path / "birds.json"
    draw(office, birds, [(1, 20.0)], [(0, 1.0)], [(0, 2.0)])
    assert states(office, birds) == [REJECTED, SUCCESS, SUCCESS]
    for everything, others in ((True, 2), (False, 1)):
        office.exporting.write(birds.id, path, "coco", everything=everything)
        (one,) = json.loads(path.read_text("utf-8"))["annotations"]
        assert (one["category_id"], one["bbox"], one.get("status", "SUCCESS")) == (1, [1.0, 5.0, 10.0, 15.0], "SUCCESS")
        assert office.exporting.others(birds.id, "coco", everything=everything) == others
