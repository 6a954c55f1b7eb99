"""The task list, what waits for a person, and what a lead is told in the end."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.model import AssistMode, Priority, Tally, TaskStatus, TaskType
from domain.read_models.assist_records import AssistModel


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
    assist: AssistMode = AssistMode.NONE
    failure: str | None = None
    """Why, where `status` is FAILED."""
    is_dynamic: bool = False
    """Inputs are handed out ten at a time, and not beforehand."""
    expected: int = 0
    """How many assignments there will be in the end: what percentages are of."""
    flagged: int = 0
    """How many inputs are flagged now; only leads are told."""
    priority: Priority = Priority.MEDIUM
    due_at: datetime | None = None
    is_overdue: bool = False
    """It was due, and something is left to do."""
    has_review: bool = True
    """Somebody has to approve: reviewers, or the leads where labelers disagree."""
    kept_until: datetime | None = None
    """Of a deleted task: until when it can be brought back."""


class TaskFilter(StrEnum):
    ALL = "all"
    MINE = "mine"
    REVIEW = "review"
    DELETED = "deleted"
    """What this person may bring back."""


class TaskSort(StrEnum):
    """In which order tasks are listed. By all but the first, those with something left to do come before the others."""

    NEWEST = "newest"
    PRIORITY = "priority"
    DUE = "due"
    """Soonest first; those without a date last."""
    PROGRESS = "progress"
    """The smallest share labeled first."""


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
    query: str = ""
    """Words that all of these have in their names."""
    sort: TaskSort = TaskSort.NEWEST
    of: int = 0
    """How many tasks this person sees without filter and search."""

    @property
    def is_long(self) -> bool:
        """There is something to search and to sort."""
        return bool(self.query) or self.pages > 1 or self.of > 1


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

    is_muted: bool = False
    """This person wants no reminders."""


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """A page of all that waits for one person: (task id, name, count) each, first what is to be labeled."""

    label: tuple[tuple[int, str, int], ...]
    review: tuple[tuple[int, str, int], ...]
    page: int
    pages: int
    total: int


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
    assist: AssistModel | None = None
    """None: it had no model."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What an export does not hold, by where it stands. `sent_back`: of what is pending, what is to be changed."""

    pending: int = 0
    awaiting: int = 0
    rejected: int = 0
    sent_back: int = 0
