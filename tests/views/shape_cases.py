"""What cards and windows show of answers that are drawn."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from domain.assisting import Rung
from domain.model import TaskType
from domain.read_models import DrawnModel, ShapesOrigin
from domain.shapes import ShapeKind
from tests.views.cases import BEN, CARD, CHLOE, DMITRI, ITEM, REVIEW, REVIEWED, TASK, GivenAnswer, Shown, many
from views.slack import card, review, window

EDITOR = "https://label.example.com/edit/3?item=17"
BOXES = DrawnModel(ShapeKind.BOX, editor=EDITOR)
OFFERED = replace(BOXES, offered=(("Cat", 2), ("Bird", 1)), generation=5)
DRAWN = replace(BOXES, counts=(("Cat", 2), ("Dog", 1)))
TASK_OF_BOXES = replace(TASK, type=TaskType.DETECTION)
ON_CARD = replace(CARD, task=TASK_OF_BOXES, undo=None)

GIVEN = (
    GivenAnswer(17, 2, BEN, ("2 Cat",), ShapesOrigin(3, 2, 0, 0)),
    GivenAnswer(18, 1, CHLOE, ("2 Cat",)),
    GivenAnswer(19, 1, DMITRI, (), ShapesOrigin(3)),
)
MANY_GIVEN = tuple(GivenAnswer(number, 1, BEN, (f"{number} Cat",)) for number in range(20, 46))


def drawn(model: DrawnModel, concepts: int = 0, **item: object) -> Callable[[], Shown]:
    task = replace(TASK_OF_BOXES, concepts=many(concepts)) if concepts else TASK_OF_BOXES
    return lambda: card.card(replace(ON_CARD, task=task, item=replace(ITEM, drawn=model, **item)))


def reviewed(**item: Any) -> Callable[[], Shown]:
    shown = replace(REVIEWED, **({"answers": ("2 Cat", "1 Dog"), "drawn": DRAWN} | item))
    return lambda: review.card(replace(REVIEW, task=TASK_OF_BOXES, item=shown))


SHAPES: dict[str, Callable[[], Shown]] = {
    "boxes": drawn(BOXES),
    "boxes_suggested": drawn(OFFERED),
    "boxes_one_suggested": drawn(replace(OFFERED, offered=(("Cat", 1),))),
    "boxes_learned": drawn(replace(OFFERED, learned=("Bird",), rung=Rung(24))),
    "boxes_begun": drawn(DRAWN, revision=4),
    "boxes_none_before": drawn(BOXES, revision=4, is_none=True),
    "boxes_sent_back": drawn(DRAWN, revision=4, reason="Tighter, please.", reason_by=DMITRI),
    "boxes_without_an_editor": drawn(replace(OFFERED, editor=None)),
    "boxes_1000_concepts": drawn(BOXES, 1000),
    "outlines": drawn(replace(OFFERED, kind=ShapeKind.POLYGON)),
    "boxes_in_a_window": lambda: window.labeling_window(
        replace(ON_CARD, item=replace(ITEM, drawn=OFFERED)), note="Others were quicker."
    ),
    "boxes_reviewed": reviewed(),
    "boxes_reviewed_without_an_editor": lambda: review.card(
        replace(REVIEW, item=replace(REVIEWED, answers=("1 Cat",), drawn=replace(DRAWN, editor=None)))
    ),
    "boxes_reviewed_as_suggested": reviewed(drawn=replace(DRAWN, origin=ShapesOrigin(3, 3))),
    "boxes_reviewed_mended": reviewed(drawn=replace(DRAWN, origin=ShapesOrigin(4, 2, 1, 1))),
    "boxes_reviewed_unseen": reviewed(drawn=replace(DRAWN, origin=ShapesOrigin(0, 2))),
    "boxes_disagreed": reviewed(given=GIVEN, of_labeler=1),
    "boxes_disagreed_many": reviewed(given=MANY_GIVEN, of_labeler=1),
    "boxes_disagreed_in_a_window": lambda: window.review_window(
        replace(REVIEW, task=TASK_OF_BOXES, item=replace(REVIEWED, given=MANY_GIVEN, of_labeler=1, drawn=DRAWN))
    ),
    "boxes_reviewed_in_a_window": lambda: window.review_window(
        replace(REVIEW, task=TASK_OF_BOXES, item=replace(REVIEWED, answers=("2 Cat",), drawn=DRAWN))
    ),
}
