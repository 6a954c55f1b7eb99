"""The things that labeling is about, as plain values: what crosses the store's wall."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum


class TaskType(StrEnum):
    CLASSIFICATION = "classification"
    DETECTION = "detection"
    """Boxes."""
    SEGMENTATION = "segmentation"
    """Polygons."""


class TaskStatus(StrEnum):
    IN_PROGRESS = "IN_PROGRESS"
    DONE = "DONE"
    IDLE = "IDLE"
    """All is done for now; the dataset grows, so more may come."""
    FAILED = "FAILED"
    WONT_DO = "WONT_DO"
    """Closed early by a lead."""


class AssignmentStatus(StrEnum):
    PENDING = "PENDING"
    AWAITING_REVIEW = "AWAITING_REVIEW"
    AWAITING_CONSENSUS_REVIEW = "AWAITING_CONSENSUS_REVIEW"
    SUCCESS = "SUCCESS"
    REJECTED = "REJECTED"
    EXCLUDED = "EXCLUDED"
    """Taken out by a lead, with a reason: in no queue, in no percentage."""


class AnnotationStatus(StrEnum):
    PENDING = "PENDING"
    AWAITING_REVIEW = "AWAITING_REVIEW"
    AWAITING_CONSENSUS_REVIEW = "AWAITING_CONSENSUS_REVIEW"
    SUCCESS = "SUCCESS"
    REVIEW_DENIED = "REVIEW_DENIED"


class Provenance(StrEnum):
    """Where an annotation comes from. ACCEPTED: a person took what a model suggested. EDITED: a person changed what had
    been accepted or annotated automatically. AUTO: no person has touched it, though one may have approved it.
    """

    HUMAN = "human"
    ACCEPTED = "accepted"
    EDITED = "edited"
    AUTO = "auto"


class AssistMode(StrEnum):
    """What a model does in a task. SUGGEST: people answer, and see what it suggests. AUTO: it answers by itself."""

    NONE = "none"
    SUGGEST = "suggest"
    AUTO = "auto"


class Role(StrEnum):
    LEAD = "lead"
    LABELER = "labeler"
    REVIEWER = "reviewer"


class LabelsPerInput(StrEnum):
    ONE = "one"
    SEVERAL = "several"


class InputKind(StrEnum):
    IMAGE = "image"
    TEXT = "text"
    VIDEO = "video"


class Priority(IntEnum):
    LOW = 0
    MEDIUM = 1
    HIGH = 2


class Distribution(StrEnum):
    """How inputs are given to labelers."""

    EVENLY = "evenly"
    WEIGHTED = "weighted"
    EVERYONE = "everyone"
    DYNAMIC = "dynamic"
    """Nothing at creation: ten at a time to whoever asks."""


NOBODY = ""
"""The labeler of what was released: open work for whoever asks for more."""
ROBOT = "ROBOT"
"""The labeler of what a model annotates by itself. Nobody's id in Slack is like that."""
NOT_PEOPLE = frozenset({NOBODY, ROBOT})
"""Labelers who are told nothing, and whose work nobody evens out."""


class ReviewMethod(StrEnum):
    EVENLY = "evenly"
    STACKED = "stacked"
    """Every reviewer reviews every input, one after the other; all must approve, and one rejection is final."""


class PictureState(StrEnum):
    """How far an input's picture is on its way into Slack. MISSING: nobody has asked for it yet."""

    MISSING = "missing"
    WANTED = "wanted"
    SCANNING = "scanning"
    READY = "ready"
    FAILED = "failed"
    DELETING = "deleting"
    """No task needs it any more: its file is on its way out of Slack."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a person in a workspace (Slack's team id and user id)."""

    workspace: str
    user: str


@dataclass(frozen=True, slots=True)
class Person:
    workspace: str
    user: str
    name: str
    tz: str = "UTC"
    is_bot: bool = False
    is_guest: bool = False
    is_external: bool = False
    is_admin: bool = False
    is_deleted: bool = False

    @property
    def actor(self) -> Actor:
        return Actor(self.workspace, self.user)


@dataclass(frozen=True, slots=True)
class Dataset:
    id: int
    workspace: str
    name: str
    inputs: int


@dataclass(frozen=True, slots=True)
class Concept:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class NewInput:
    """What is on its way into the store. Width and height are those of the upright picture or of the film, in pixels;
    0 for a text, which stands in `text` itself. `seconds` is how long a video is, where it says so.
    """

    sha256: str
    name: str
    width: int
    height: int
    bytes: int
    mimetype: str
    kind: InputKind = InputKind.IMAGE
    text: str | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Input:
    id: int
    sha256: str
    name: str
    width: int
    height: int
    kind: InputKind = InputKind.IMAGE
    mimetype: str = ""
    text: str | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Task:
    id: int
    workspace: str
    name: str
    dataset: int
    type: TaskType
    labels_per_input: LabelsPerInput
    instructions: str
    status: TaskStatus
    created_by: str
    created_at: datetime
    revision: int
    inputs: int
    """How many inputs the task will have in the end."""
    distributed: int
    """How many of them have their assignment by now."""
    deleted_at: datetime | None = None
    priority: Priority = Priority.MEDIUM
    distribution: Distribution = Distribution.EVENLY
    labelers_per_input: int = 1
    agreement: int = 0
    """How many of the labelers of an input must give the same answer; 0: no agreement is wanted."""
    review_method: ReviewMethod = ReviewMethod.EVENLY
    review_share: int = 100
    """Percent of the answers that are reviewed."""
    due_at: datetime | None = None
    is_growing: bool = False
    """Inputs that are added to the dataset later are handed out as they come."""
    lease: int | None = None
    """Seconds without a touch after which a labeler's open work returns; None: it stays."""
    excluded: int = 0
    """How many assignments were taken out."""
    assist: AssistMode = AssistMode.NONE
    overlap: int = 50
    """Percent (intersection over union) from which on shapes of different people count as the same."""

    @property
    def is_distributed(self) -> bool:
        return self.distributed >= self.inputs

    @property
    def is_automatic(self) -> bool:
        """A model annotates it; people have what it leaves."""
        return self.assist is AssistMode.AUTO


@dataclass(frozen=True, slots=True)
class Assignment:
    """One input given to one labeler in one task. `revision` grows with each change and is what a button remembers."""

    id: int
    task: int
    input: int
    labeler: str
    status: AssignmentStatus
    revision: int
    position: int
    reviewer: str | None = None
    reason: str | None = None
    reason_by: str | None = None
    is_skipped: bool = False
    is_flagged: bool = False
    submitted_at: int | None = None
    """Microseconds since 1970, UTC; None while the assignment is PENDING."""
    reviewed_by: str | None = None
    same_since: int | None = None
    """The revision since which it was only ticked or flagged; None: the present one."""

    def takes(self, revision: int) -> bool:
        """Whether a labeler's button that remembers this revision still means what it says: whoever taps faster than
        Slack repaints taps buttons that are some ticks old.
        """
        return (self.revision if self.same_since is None else self.same_since) <= revision <= self.revision

    @property
    def is_reviewed(self) -> bool:
        return self.reviewed_by is not None


@dataclass(frozen=True, slots=True)
class AssignmentInTask:
    """An assignment with what its task says about it."""

    assignment: Assignment
    workspace: str
    task_name: str
    labels_per_input: LabelsPerInput
    has_review: bool
    is_deleted: bool
    labeler_left: bool
    """Its labeler was taken off the task, or nobody has it. What ROBOT has, it keeps."""
    status: TaskStatus = TaskStatus.IN_PROGRESS
    distribution: Distribution = Distribution.EVENLY
    agreement: int = 0
    review_method: ReviewMethod = ReviewMethod.EVENLY
    review_share: int = 100
    lease: int | None = None
    assist: AssistMode = AssistMode.NONE
    type: TaskType = TaskType.CLASSIFICATION
    overlap: int = 50

    @property
    def is_closed(self) -> bool:
        return self.status is TaskStatus.WONT_DO


@dataclass(frozen=True, slots=True)
class QueuedInput:
    """An assignment with what is labeled: a text itself, of all else the picture that Slack shows."""

    assignment: Assignment
    input_name: str
    picture_state: PictureState
    file: str | None
    kind: InputKind = InputKind.IMAGE
    sha256: str = ""
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many assignments of one labeler (or of a whole task) stand where."""

    pending: int = 0
    awaiting: int = 0
    success: int = 0
    rejected: int = 0
    consensus: int = 0
    """Answered, and waiting for the others' answers to the same input."""

    @property
    def total(self) -> int:
        return self.pending + self.awaiting + self.success + self.rejected + self.consensus

    @property
    def is_open(self) -> bool:
        """Whether anything is left to label, to answer by others, or to review."""
        return bool(self.pending or self.awaiting or self.consensus)

    @property
    def labeled(self) -> int:
        return self.total - self.pending

    @property
    def reviewed(self) -> int:
        return self.success + self.rejected

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.pending + other.pending,
            self.awaiting + other.awaiting,
            self.success + other.success,
            self.rejected + other.rejected,
            self.consensus + other.consensus,
        )
