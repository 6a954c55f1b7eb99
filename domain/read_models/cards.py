"""What a labeler's and a reviewer's card show."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.assisting import Suggestion
from domain.model import AssignmentStatus, Concept, LabelsPerInput, Tally, TaskType
from domain.read_models.contents import ContentModel
from domain.read_models.drawn import DrawnModel, ShapesOrigin
from domain.read_models.samples import InstructionsModel
from domain.read_models.suggestions import AnswerOrigin


@dataclass(frozen=True, slots=True)
class TaskHead:
    """What every card says of its task."""

    id: int
    name: str
    type: TaskType
    labels_per_input: LabelsPerInput
    has_instructions: bool
    concepts: tuple[Concept, ...]
    has_review: bool = False
    has_drawings: bool = False
    """Something may be drawn on its pictures."""


@dataclass(frozen=True, slots=True)
class ItemModel:
    """One assignment as its labeler sees it."""

    assignment: int
    revision: int
    input: int
    number: int
    """1-based: this is the `number`th of `of`."""
    content: ContentModel
    chosen: tuple[int, ...] = ()
    """Concept ids that are ticked now (several labels per input), or were the earlier answer (prefilled)."""
    is_none: bool = False
    """The earlier answer was "None of these"."""
    reason: str | None = None
    """Why changes were requested, in the reviewer's words."""
    reason_by: str | None = None
    """The reviewer's user id (shown as a mention)."""
    is_skipped: bool = False
    is_flagged: bool = False
    suggestions: tuple[Suggestion, ...] = ()
    """What the task's model suggests, the best first; nothing that isn't ready."""
    accepted: tuple[int, ...] = ()
    """Concept ids among `chosen` that were accepted from a suggestion."""
    seen: int = 0
    """Of which generation the suggestions are; 0: there are none."""
    drawn: DrawnModel | None = None
    """None: the answer is made of concepts alone."""
    annotated_by: str = ""
    """The model that gave the earlier answer by itself."""


@dataclass(frozen=True, slots=True)
class UndoModel:
    """The answer that Undo would take back."""

    assignment: int
    revision: int
    answer: str
    """In words: "Cat", "Cat, Dog", "None of these"."""


class Closed(StrEnum):
    """Why a card has no work any more."""

    DELETED = "deleted"
    ENDED = "ended"
    """The task was closed early."""
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class CardModel:
    """A labeler's card in one task. `item` is None when nothing is left for this person now."""

    task: TaskHead
    labeler: str
    revision: int
    """The card's own revision: only the newest is sent."""
    tally: Tally
    """This labeler's assignments in the task."""
    item: ItemModel | None
    undo: UndoModel | None = None
    closed: Closed | None = None
    is_preparing: bool = False
    """The task's inputs are still being handed out."""
    may_take: int = 0
    """How many inputs this person, who has none now, could have by asking: "Start labeling", "Take more"."""
    released: int = 0
    """How many of them others gave back."""
    read_first: str = ""
    """The task's instructions, as long as this person has answered nothing yet."""
    first: InstructionsModel | None = None
    """The same for a window that is just being opened: they come before the queue."""
    may_accept_all: bool = False
    """Suggestions for this person's open inputs are sure enough to be accepted together."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One of several answers to an input, as its reviewer sees them side by side."""

    assignment: int
    revision: int
    labeler: str
    answers: tuple[str, ...]
    """Concept names; empty means "None of these"."""
    origin: ShapesOrigin | None = None
    """Where it is drawn, and a model had part in it."""


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One assignment as its reviewer sees it."""

    assignment: int
    revision: int
    number: int
    of: int
    content: ContentModel
    labeler: str
    """User id, shown as a mention."""
    answers: tuple[str, ...]
    """Concept names; empty means "None of these"."""
    submitted_at: datetime
    of_labeler: int
    """How many of this labeler's answers wait in this batch (for "Approve all n of Ben's")."""
    of_labeler_until: int = 0
    """When the newest of them was submitted (µs): "all" ends there."""
    reason: str | None = None
    """What this reviewer asked to be changed before, if so."""
    is_flagged: bool = False
    given: tuple[GivenAnswer, ...] = ()
    """Where labelers did not agree: all their answers, to choose one."""
    approved_by: tuple[str, ...] = ()
    """In a stacked review: who has approved it before."""
    drawn: DrawnModel | None = None
    """None: the answer is made of concepts alone."""
    origin: AnswerOrigin | None = None
    """None: no model had any part in it."""


@dataclass(frozen=True, slots=True)
class ReviewModel:
    """A reviewer's card in one task. `item` is None when nothing waits for this person now."""

    task: TaskHead
    reviewer: str
    revision: int
    waiting: int
    reviewed: int
    """How many this reviewer has decided in this task."""
    item: ReviewItem | None
    closed: Closed | None = None
    more_expected: bool = False
    """Labeling goes on, so more will come."""
    read_first: str = ""
    """The task's instructions, as long as this person has decided nothing yet."""
    first: InstructionsModel | None = None
    """The same for a window that is just being opened: they come before the queue."""


@dataclass(frozen=True, slots=True)
class ReasonModel:
    """The window that asks a reviewer for a reason."""

    assignment: int
    revision: int
    is_reject: bool
    labeler: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditAnswerModel:
    """The window in which a reviewer changes an answer and approves it."""

    task: TaskHead
    item: ItemModel


@dataclass(frozen=True, slots=True)
class Decided:
    """What a review click came to. `status` is the assignment's present one, whoever decided it."""

    is_changed: bool
    status: AssignmentStatus
    by: str | None
    """User id of who decided before, when `is_changed` is False."""
