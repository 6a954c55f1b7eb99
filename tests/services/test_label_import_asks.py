"""Labels out of a file in Slack: who may ask for them, for what, and that each is taken once whatever happens."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.coco import ImportAs
from domain.errors import Invalid, NotAllowed, NotFound
from domain.label_importing import LabelImportAsked
from domain.model import NewInput, TaskType
from domain.shapes import Shape
from services.label_import_asks import LabelImportAsks
from services.label_imports import LabelsImported
from store import tables
from store.outbox import Waiting
from tests.office import LEAD, Birds, Office
from tests.services.drawn import detection

SUGGESTIONS, REVIEW, FINAL = map(str, ImportAs)
MANY = 130
"""Pictures: three transactions."""


@pytest.fixture
def asks(office: Office) -> LabelImportAsks:
    for name in ("ANA", "REA"):
        office.person(name)
    return LabelImportAsks(office.store)


def waiting(office: Office) -> Waiting:
    (one,) = [one for one in office.telling.due() if isinstance(one.notice, LabelImportAsked)]
    return one


def coco(pictures: int) -> dict[str, object]:
    images = [{"id": number, "file_name": f"{number}.jpg"} for number in range(pictures)]
    boxes = [{"image_id": number, "category_id": 1, "bbox": [1, 2, 20, 20]} for number in range(pictures)]
    return {"images": images, "annotations": boxes, "categories": [{"id": 1, "name": "Robin"}]}


def carry_out(
    office: Office, asks: LabelImportAsks, progress: Callable[[int, int], object] = divmod, pictures: int = MANY
) -> LabelsImported:
    one = waiting(office)
    assert isinstance(one.notice, LabelImportAsked)
    return asks.carry_out(one, one.notice, coco(pictures), "birds.json", progress)


def shapes(office: Office, birds: Birds) -> list[tuple[Shape, ...]]:
    return [
        office.store.read(lambda unit, one=one: unit.annotations.shapes(one.id)) for one in office.assignments(birds.id)
    ]


def test_what_is_offered_is_what_the_task_takes(office, asks):
    birds = detection(office)
    assert asks.open(office.lead, birds.id).hows == (SUGGESTIONS, FINAL)
    reviewed = detection(office, name="Reviewed", reviewers=("REA",))
    assert asks.open(office.lead, reviewed.id).hows == (SUGGESTIONS, REVIEW, FINAL)
    plain = office.task(1, name="Plain")
    with pytest.raises(Invalid, match="“Plain” takes no boxes or polygons"):
        asks.open(office.lead, plain.id)


def test_only_leads_may(office, asks):
    birds, ana = detection(office), office.person("ANA")
    for act in (lambda: asks.open(ana, birds.id), lambda: asks.ask(ana, birds.id, ["F1"], FINAL, "1")):
        with pytest.raises(NotAllowed, match="import labels into it"):
            act()
    with pytest.raises(NotFound):
        asks.open(replace(office.lead, workspace="T2"), birds.id)


def test_what_cannot_be_is_said_at_its_field(office, asks):
    birds = detection(office)
    for files, how, field in (([], FINAL, "files"), (["F1"], "", "what"), (["F1"], REVIEW, "what")):
        with pytest.raises(Invalid) as refused:
            asks.ask(office.lead, birds.id, files, how, "1")
        assert list(refused.value.fields) == [field]
    assert not any(isinstance(one, LabelImportAsked) for one in office.told(LEAD))


def test_a_click_that_comes_twice_imports_once(office, asks):
    birds = detection(office)
    for _ in range(2):
        assert asks.ask(office.lead, birds.id, ["F1"], FINAL, "click") == "Name the birds"
    assert office.told(LEAD).count(LabelImportAsked(birds.id, "F1", FINAL)) == 1


def test_it_goes_on_where_it_was_broken_off(office, asks):
    """All that a crash leaves is what was committed; what is said in the end is of all of it."""
    birds = detection(office, MANY)
    asks.ask(office.lead, birds.id, ["F1"], FINAL, "1")

    def crash(done: int, _total: int) -> None:
        if done == 100:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        carry_out(office, asks, crash)
    assert waiting(office).notice == LabelImportAsked(birds.id, "F1", FINAL, 100, 100, 100)
    seen: list[tuple[int, int]] = []
    assert carry_out(office, asks, lambda *far: seen.append(far)) == LabelsImported(MANY, MANY)
    assert seen == [(MANY, MANY)]
    assert [len(one) for one in shapes(office, birds)] == [1] * MANY
    assert carry_out(office, asks) == LabelsImported(MANY, MANY), "Its end was not said: it comes to the same."


def test_pictures_that_come_meanwhile_hide_none(office, asks):
    """Where it was, is said in pictures of the file."""
    birds = detection(office, 60)
    asks.ask(office.lead, birds.id, ["F1"], SUGGESTIONS, "1")

    def crash(*_far: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        carry_out(office, asks, crash, 80)
    dataset = office.datasets.open(office.workspace, "Birds")
    office.datasets.add_inputs(dataset, [NewInput("f" * 64, "-1.jpg", 40, 30, 9, "image/jpeg")])
    imported = carry_out(office, asks, pictures=80)
    assert (imported.pictures, imported.shapes) == (60, 60)
    assert imported.left_out == {"of a picture that is not in the task's dataset": 20}


def test_whoever_asked_is_said_to_have_given_the_answers(office, asks):
    birds = detection(office, 1)
    turned = tables.task.update().values(created_by="SOMEBODY", type=str(TaskType.DETECTION))
    office.store.write(lambda unit: unit.connection.execute(turned))
    asks.ask(office.lead, birds.id, ["F1"], FINAL, "1")
    carry_out(office, asks, pictures=1)
    (one,) = office.assignments(birds.id)
    assert office.audit(one.id)[-1] == (LEAD, "submit", "PENDING", "SUCCESS", "imported from birds.json")


def test_a_task_that_is_gone_by_then_is_said(office, asks):
    birds = detection(office, 1)
    asks.ask(office.lead, birds.id, ["F1"], FINAL, "1")
    office.editing.delete(office.lead, birds.id)
    with pytest.raises(NotFound, match="deleted meanwhile"):
        carry_out(office, asks)
