"""What must come of clicks: the rules once more, in a few lines and without a database."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from domain.model import AssignmentStatus
from tests.office import LEAD

PENDING, AWAITING, SUCCESS, REJECTED = (
    AssignmentStatus.PENDING,
    AssignmentStatus.AWAITING_REVIEW,
    AssignmentStatus.SUCCESS,
    AssignmentStatus.REJECTED,
)
THEIRS = "whose it is"


@dataclass(frozen=True)
class Modelled:
    labeler: str
    order: int
    """What comes first in a queue is lowest."""
    status: AssignmentStatus = PENDING
    revision: int = 0
    since: int = 0
    """The oldest revision whose buttons are still good."""
    answer: frozenset[int | None] = frozenset()
    reviewer: str | None = None
    reviewed_by: str | None = None
    reason: str | None = None
    is_skipped: bool = False
    is_flagged: bool = False


@dataclass
class Model:
    labelers: tuple[str, ...]
    reviewers: tuple[str, ...]
    work: dict[int, Modelled]
    is_deleted: bool = False
    audited: Counter[int] = field(default_factory=Counter)
    decided: Counter[str] = field(default_factory=Counter)
    told: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    is_done: bool = False

    def change(self, one: int, *, is_mark: bool = False, **values: object) -> None:
        """The state changes, once, and is audited."""
        self.tick(one, **values)
        if not is_mark:
            self.work[one] = replace(self.work[one], since=self.work[one].revision)
        self.audited[one] += 1
        is_open = any(work.status in {PENDING, AWAITING} for work in self.work.values())
        self.is_done = not is_open

    def tick(self, one: int, **values: object) -> None:
        before = self.work[one]
        self.work[one] = replace(before, revision=before.revision + 1, **values)

    def may_label(self, one: int, user: str, age: int) -> bool:
        work = self.work[one]
        is_theirs = work.labeler == user and user in self.labelers and not self.is_deleted
        return is_theirs and 0 <= age <= work.revision - work.since

    def may_decide(self, one: int, user: str, age: int) -> bool:
        work = self.work[one]
        return work.reviewer == user and work.status is AWAITING and not self.is_deleted and age == 0

    def labeler_or(self, one: int, by: str) -> str:
        return self.work[one].labeler if by == THEIRS else by

    def reviewer_or(self, one: int, by: str) -> str:
        return self.work[one].reviewer or LEAD if by == THEIRS else by

    def front(self, user: str) -> int | None:
        if self.is_deleted or user not in self.labelers:
            return None
        waiting = [one for one, work in self.work.items() if work.labeler == user and work.status is PENDING]
        return min(waiting, key=lambda one: self.work[one].order, default=None)
