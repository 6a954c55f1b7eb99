"""What a person is reminded of, and what a lead reads on Mondays."""

from dataclasses import dataclass
from datetime import datetime

from domain.model import TaskStatus
from domain.reminding import Doing


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """What waits in one task. A lead's `count` is what is left for everybody."""

    task: int
    name: str
    doing: Doing
    count: int
    due_at: datetime | None = None
    is_overdue: bool = False
    untouched_since: datetime | None = None
    """Where it was left alone for too long."""


@dataclass(frozen=True, slots=True)
class ReminderModel:
    """The most pressing first."""

    lines: tuple[ReminderLine, ...]
    is_muted: bool = False


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One task of a lead: where it stands, and what happened in the week."""

    task: int
    name: str
    status: TaskStatus
    labeled_percent: int
    reviewed_percent: int
    has_review: bool
    labeled: int
    """Answers that were submitted in the week."""
    reviewed: int
    stalled: tuple[str, ...] = ()
    """User ids of those who left their work alone."""
    flags: int = 0
    waiting: int = 0
    """Answers that wait for review."""
    due_at: datetime | None = None
    is_overdue: bool = False

    @property
    def is_done(self) -> bool:
        return self.status is TaskStatus.DONE


@dataclass(frozen=True, slots=True)
class DigestModel:
    since: datetime
    lines: tuple[DigestLine, ...]
