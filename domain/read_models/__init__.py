"""What is shown, as values. Services fill these, views draw them; names are names, ids only travel in buttons."""

from domain.read_models.cards import (
    CardModel,
    Closed,
    Decided,
    EditAnswerModel,
    GivenAnswer,
    InstructionsModel,
    ItemModel,
    PictureModel,
    ReasonModel,
    ReviewItem,
    ReviewModel,
    TaskHead,
    UndoModel,
)
from domain.read_models.forms import Choice, DeleteModel, EditModel, FormModel
from domain.read_models.lists import DoneModel, TaskFilter, TaskPage, TaskRow, Waiting

__all__ = [
    "CardModel",
    "Choice",
    "Closed",
    "Decided",
    "DeleteModel",
    "DoneModel",
    "EditAnswerModel",
    "EditModel",
    "FormModel",
    "GivenAnswer",
    "InstructionsModel",
    "ItemModel",
    "PictureModel",
    "ReasonModel",
    "ReviewItem",
    "ReviewModel",
    "TaskFilter",
    "TaskHead",
    "TaskPage",
    "TaskRow",
    "UndoModel",
    "Waiting",
]
