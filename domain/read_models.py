"""What is shown, as values. Services fill these, views draw them; names are names, ids only travel in buttons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.model import AssignmentStatus, Concept, LabelsPerInput, PictureState, Tally, TaskStatus, TaskType


@dataclass(frozen=True, slots=True)
class PictureModel:
    """An input's picture as Slack can show it: by `file` (an uploaded file's id) or by `url`, or not yet."""

    state: PictureState
    name: str
    """The file's name as it was imported, for alt texts and words in the picture's place."""
    file: str | None = None
    url: str | None = None


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


@dataclass(frozen=True, slots=True)
class ItemModel:
    """One assignment as its labeler sees it."""

    assignment: int
    revision: int
    input: int
    number: int
    """1-based: this is the `number`th of `of`."""
    picture: PictureModel
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


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One assignment as its reviewer sees it."""

    assignment: int
    revision: int
    number: int
    of: int
    picture: PictureModel
    labeler: str
    """User id, shown as a mention."""
    answers: tuple[str, ...]
    """Concept names; empty means "None of these"."""
    submitted_at: datetime
    of_labeler: int
    """How many of this labeler's answers wait in this batch (for "Approve all n of Ben's")."""
    reason: str | None = None
    """What this reviewer asked to be changed before, if so."""
    is_flagged: bool = False


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


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One line of the task list, for one person looking."""

    id: int
    name: str
    status: TaskStatus
    type: TaskType
    dataset: str
    concepts: tuple[str, ...]
    labelers: tuple[str, ...]
    """User ids, shown as mentions."""
    reviewers: tuple[str, ...]
    inputs: int
    distributed: int
    tally: Tally
    created_at: datetime
    created_by: str
    is_lead: bool
    """May edit, delete, export."""
    may_label: int
    """How many inputs wait for this person to label."""
    may_review: int
    """How many wait for this person to review (own batch, or not given to anybody yet)."""
    is_labeler: bool = False
    is_reviewer: bool = False
    failure: str | None = None
    """Why, where `status` is FAILED."""
    flagged: int = 0
    """How many inputs are flagged now; only leads are told."""
    kept_until: datetime | None = None
    """Of a deleted task: until when it can be brought back."""


class TaskFilter(StrEnum):
    ALL = "all"
    MINE = "mine"
    REVIEW = "review"
    DELETED = "deleted"
    """What this person may bring back."""


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Ten tasks of the list. `page` is 0-based; `total` counts all that the filter leaves."""

    rows: tuple[TaskRow, ...]
    page: int
    pages: int
    total: int
    filter: TaskFilter
    may_create: bool
    has_inputs: bool
    """Whether the workspace holds any input at all (an empty workspace is told how to import)."""
    has_deleted: bool = False
    """There are deleted tasks that this person may bring back."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for one person: (task id, name, count) each of the newest tasks, and how much more there is."""

    label: tuple[tuple[int, str, int], ...]
    review: tuple[tuple[int, str, int], ...]
    more_tasks: int = 0
    """Those with work that are not listed; `more_pictures` and `more_answers` wait in them."""
    more_pictures: int = 0
    more_answers: int = 0

    @property
    def pictures(self) -> int:
        return self.more_pictures + sum(count for _, _, count in self.label)

    @property
    def answers(self) -> int:
        return self.more_answers + sum(count for _, _, count in self.review)


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a search: `value` is what the option carries."""

    value: str
    text: str
    description: str | None = None


@dataclass(frozen=True, slots=True)
class FormModel:
    """The New Labeling Task form, or what of it is known so far. Errors are keyed by the draft's field names."""

    draft: str
    """The draft's id, which travels in private_metadata."""
    version: int
    """Grows when a field must take a new initial value (Add all, Remove all); part of block ids."""
    dataset: Choice | None = None
    new_dataset: bool = False
    """"Create new dataset with all inputs" was picked: ask its name."""
    new_dataset_name: str = ""
    all_inputs: int = 0
    type: TaskType = TaskType.CLASSIFICATION
    labels_per_input: LabelsPerInput = LabelsPerInput.ONE
    concepts: tuple[Choice, ...] = ()
    with_collaborators: bool = False
    labelers: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    collaborators: int = 0
    """How many people "Add all" would add."""
    name: str = ""
    instructions: str = ""
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EditModel:
    """The Edit window of a task: what stands in its fields."""

    task: int
    revision: int
    name: str
    instructions: str
    labelers: tuple[str, ...]
    reviewers: tuple[str, ...]
    leads: tuple[str, ...] = ()
    saved: Mapping[str, str] = field(default_factory=dict)
    """Field -> a digest of what is saved: shows later which fields somebody has changed since."""
    theirs: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    """Field -> what somebody else saved meanwhile, where this person typed something else."""


@dataclass(frozen=True, slots=True)
class DeleteModel:
    """What the confirmation says before a task is deleted."""

    task: int
    name: str
    annotations: int


@dataclass(frozen=True, slots=True)
class InstructionsModel:
    task: str
    markdown: str


@dataclass(frozen=True, slots=True)
class DoneModel:
    """The summary that a lead gets when a task is done."""

    task: int
    name: str
    inputs: int
    approved: int
    rejected: int
    per_concept: tuple[tuple[str, int], ...]
    """Concept name (or "None of these") and how many inputs carry it, most first."""
    per_labeler: tuple[tuple[str, int], ...]
    """User id and how many inputs this person labeled."""
    has_review: bool


@dataclass(frozen=True, slots=True)
class ReasonModel:
    """The window that asks a reviewer for a reason."""

    assignment: int
    revision: int
    is_reject: bool
    labeler: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """What a review click came to. `status` is the assignment's present one, whoever decided it."""

    is_changed: bool
    status: AssignmentStatus
    by: str | None
    """User id of who decided before, when `is_changed` is False."""
