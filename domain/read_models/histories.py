"""What happened in a task and with an input."""

from dataclasses import dataclass
from datetime import datetime

from domain.model import NOBODY, AssignmentStatus
from domain.read_models.catalogue import InputLine


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that was done. `input` None: it was done to the task itself."""

    who: str
    at: datetime
    action: str
    before: str | None
    after: str | None
    reason: str | None
    input: str | None = None
    labeler: str = NOBODY
    """Who has the assignment now."""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Newest first. `only_task`: without what was done to single answers."""

    task: int
    name: str
    lines: tuple[HistoryLine, ...]
    page: int
    pages: int
    total: int
    only_task: bool


@dataclass(frozen=True, slots=True)
class AnswerNow:
    """What stands of one labeler's answer. `answers` None: not shown as others are still to answer; empty: none yet."""

    labeler: str
    status: AssignmentStatus
    answers: tuple[str, ...] | None
    reviewer: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class InputHistory:
    """Newest first."""

    task: int
    task_name: str
    line: InputLine
    answers: tuple[AnswerNow, ...]
    lines: tuple[HistoryLine, ...]
    page: int
    pages: int
    total: int
