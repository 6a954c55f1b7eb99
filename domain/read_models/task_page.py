"""A task's own page: how far it is and with whom, its inputs that a lead should look at, and what leads do there."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.model import NOBODY, NOT_PEOPLE, Role, Tally, Task
from domain.read_models.assist_records import AssistModel
from domain.read_models.catalogue import InputLine
from domain.read_models.lists import TaskRow


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person in one role. A labeler has a `tally`; of a reviewer it is told what was `decided` and what is
    `waiting`.
    """

    user: str
    """NOBODY: what was released, for whoever asks for more. ROBOT: what a model annotates by itself."""
    role: Role
    tally: Tally = field(default_factory=Tally)
    decided: int = 0
    waiting: int = 0
    last_at: datetime | None = None
    """The last answer, or the last decision."""
    has_left: bool = False
    """Was taken off the task; what they did is kept."""

    @property
    def may_lose_work(self) -> bool:
        return self.role is Role.LABELER and self.user not in NOT_PEOPLE and self.tally.pending > 0


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Some of the people of a task: labelers first, whoever has most open work first. `total` counts all."""

    task: int
    name: str
    rows: tuple[PersonLine, ...]
    page: int
    pages: int
    total: int
    has_review: bool
    may_move: bool
    """Open work can be released and handed over."""


@dataclass(frozen=True, slots=True)
class TaskModel:
    """The page itself, for one person looking. What only leads see is None or 0 for all others."""

    row: TaskRow
    """What the list says of it."""
    task: Task
    leads: tuple[str, ...]
    has_review: bool
    people: PeoplePage | None
    """The first of them."""
    mine: tuple[PersonLine, ...]
    """What this person has to do with it."""
    excluded: int = 0
    """Inputs that a lead took out."""
    released: int = 0
    note: str | None = None
    assist: AssistModel | None = None
    """None: the task has no model."""


@dataclass(frozen=True, slots=True)
class CountedConcept:
    """`name` None: "None of these"."""

    name: str | None
    approved: int
    waiting: int
    """For review. What waits for others' answers is counted nowhere: nobody is to see it."""
    rejected: int


@dataclass(frozen=True, slots=True)
class ConceptCounts:
    """Some concepts of a task with their labels, in the task's order."""

    task: int
    name: str
    rows: tuple[CountedConcept, ...]
    page: int
    pages: int
    total: int
    query: str
    hidden: int
    """Answers that wait for the others' answers."""
    has_review: bool


@dataclass(frozen=True, slots=True)
class InputInTask:
    """An input that a lead should look at, or did."""

    line: InputLine
    page: str | None
    """The address of the web page that shows it; None: there is none."""
    by: tuple[str, ...] = ()
    """Who flagged it, took it out, or rejected the answer."""
    at: datetime | None = None
    reason: str | None = None
    labeler: str = NOBODY
    answers: tuple[str, ...] | None = None
    """Of a rejected one; None: not shown as others are still to answer."""
    assignment: int = 0


@dataclass(frozen=True, slots=True)
class InputList:
    task: int
    name: str
    items: tuple[InputInTask, ...]
    page: int
    pages: int
    total: int

    @property
    def is_coming(self) -> bool:
        """Some thumbnail is on its way."""
        return any(one.line.is_coming for one in self.items)


@dataclass(frozen=True, slots=True)
class CloseModel:
    """What the window says before a task is closed early."""

    task: int
    name: str
    pending: int
    """Inputs without an answer, also those that are not handed out yet."""
    awaiting: int
    people: int
    """With open work, who are told."""


@dataclass(frozen=True, slots=True)
class MoveModel:
    """What the window says before somebody's open work is released or handed over."""

    task: int
    name: str
    labeler: str
    pending: int


@dataclass(frozen=True, slots=True)
class ExcludeModel:
    """The window that asks why an input is taken out. `excluded_by`: it is out already."""

    task: int
    name: str
    line: InputLine
    answered: int
    """Answers that leave exports with it."""
    open: int
    excluded_by: str | None = None
    reason: str | None = None
