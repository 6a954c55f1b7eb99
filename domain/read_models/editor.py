"""What the web editor shows: a person's queue of one task, one item of it, and what a decision came to."""

from dataclasses import dataclass
from datetime import datetime

from domain.assisting import Suggestion
from domain.model import Concept, Input, InputKind, LabelsPerInput, TaskType
from domain.shapes import Shape
from domain.standing import Standing


@dataclass(frozen=True, slots=True)
class StripRow:
    """One item of the queue, small."""

    task: int
    assignment: int
    input: int
    name: str
    kind: InputKind
    standing: Standing
    is_flagged: bool
    has_thumbnail: bool


@dataclass(frozen=True, slots=True)
class EditorProgress:
    """`of`: how many this person has in the task, done ones included."""

    done: int
    of: int
    is_review: bool
    may_take: int = 0
    """How many more this person, who has nothing to do now, could have by asking."""
    more_expected: bool = False
    """Others are at work, inputs are handed out, or the dataset grows."""
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class EditorQueue:
    """`at`: what this person should do now; None: nothing. `earlier`, `later`: there are more rows than these."""

    task: int
    name: str
    has_instructions: bool
    rows: tuple[StripRow, ...]
    earlier: bool
    later: bool
    at: int | None
    progress: EditorProgress
    reads_first: bool = False
    """This person has done nothing here yet."""


@dataclass(frozen=True, slots=True)
class ConceptAnswer:
    """Of a task whose answers are concepts alone."""

    concepts: tuple[int, ...] = ()
    is_none: bool = False


@dataclass(frozen=True, slots=True)
class OneAnswer:
    """One of several answers to the same input. People are named."""

    assignment: int
    revision: int
    labeler: str
    shapes: tuple[Shape, ...]
    answer: ConceptAnswer | None


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody did to the answer; `words` complete "Ana …"."""

    at: datetime
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class EditorReview:
    """What a reviewer is told of an answer. People are named."""

    labeler: str
    submitted_at: datetime
    changes: tuple[Change, ...]
    approved_by: tuple[str, ...]
    answers: tuple[OneAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class EditorItem:
    """`number`: it is the so manieth of this person's. `offered`: what may be accepted, as shapes; `suggestions`: the
    same where concepts alone are the answer; `seen`: of which generation these are. `reason`: why changes were
    requested, and by whom.
    """

    task: int
    assignment: int
    revision: int
    standing: Standing
    is_flagged: bool
    number: int
    may_edit: bool
    may_reopen: bool
    type: TaskType
    input: Input
    has_poster: bool
    concepts: tuple[Concept, ...]
    labels: LabelsPerInput
    shapes: tuple[Shape, ...] = ()
    offered: tuple[Shape, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    seen: int = 0
    answer: ConceptAnswer | None = None
    reason: tuple[str, str] | None = None
    review: EditorReview | None = None
    ahead: Input | None = None
    """What most likely comes next, where that is a picture."""


@dataclass(frozen=True, slots=True)
class EditorOutcome:
    """`item`: what is to be done now."""

    item: EditorItem | None
    progress: EditorProgress
    rows: tuple[StripRow, ...]
