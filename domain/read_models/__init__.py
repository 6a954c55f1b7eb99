"""What is shown, as values. Services fill these, views draw them; names are names, ids only travel in buttons."""

from domain.read_models.cards import (
    CardModel,
    Closed,
    Decided,
    InstructionsModel,
    ItemModel,
    ReasonModel,
    ReviewItem,
    ReviewModel,
    TaskHead,
    UndoModel,
)
from domain.read_models.contents import ContentModel, SeenInput, TextModel
from domain.read_models.forms import Choice, DeleteModel, EditModel, FormModel
from domain.read_models.intakes import IntakeModel
from domain.read_models.lists import DoneModel, TaskFilter, TaskPage, TaskRow, Waiting

__all__ = [
    "CardModel",
    "Choice",
    "Closed",
    "ContentModel",
    "Decided",
    "DeleteModel",
    "DoneModel",
    "EditModel",
    "FormModel",
    "InstructionsModel",
    "IntakeModel",
    "ItemModel",
    "ReasonModel",
    "ReviewItem",
    "ReviewModel",
    "SeenInput",
    "TaskFilter",
    "TaskHead",
    "TaskPage",
    "TaskRow",
    "TextModel",
    "UndoModel",
    "Waiting",
]
