"""What people are told. A service leaves these in the same transaction as the change; only the messenger sends them."""

from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class QueueReady:
    """There is work to label: the card comes as a new message at the bottom."""

    task: int


@dataclass(frozen=True, slots=True)
class ReleasedWork:
    """Others' open work is there for whoever has none: the card comes as a new message at the bottom."""

    task: int


@dataclass(frozen=True, slots=True)
class ReviewReady:
    """There are answers to review: the card comes as a new message at the bottom."""

    task: int


@dataclass(frozen=True, slots=True)
class SentBack:
    """Changes were requested: the labeler's card comes anew, the reason stands in its thread."""

    task: int
    input: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Rejected:
    task: int
    input: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class TaskDone:
    task: int


@dataclass(frozen=True, slots=True)
class TaskFailed:
    task: int
    reason: str


@dataclass(frozen=True, slots=True)
class RemovedFromTask:
    task: int
    by: str
    role: str


@dataclass(frozen=True, slots=True)
class TaskDeleted:
    """To everybody who had work in it: the card closes."""

    task: int
    by: str


@dataclass(frozen=True, slots=True)
class TaskRestored:
    task: int
    by: str


@dataclass(frozen=True, slots=True)
class TaskClosed:
    """To everybody who had work in it: a lead closed it early. `reason` may be empty."""

    task: int
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class TaskReopened:
    task: int
    by: str


@dataclass(frozen=True, slots=True)
class Flagged:
    """A labeler flagged an input: the lead should look."""

    task: int
    input: str
    by: str


@dataclass(frozen=True, slots=True)
class ExportAsked:
    """The export is made and sent as a file into the person's direct message. `format` is csv or jsonl."""

    task: int
    format: str


@dataclass(frozen=True, slots=True)
class ApproveAllAsked:
    """A reviewer wants all of a labeler's answers approved that were submitted up to `until` (µs). They are approved
    bit by bit when this is delivered, and the reviewer is told how many there were. `since`: when it was asked (µs).
    """

    task: int
    labeler: str
    until: int
    since: int


@dataclass(frozen=True, slots=True)
class MoveAsked:
    """All open work of `labeler` goes to `to`, or back for whoever asks for more where that is "". It moves bit by bit
    when this is delivered.
    """

    task: int
    labeler: str
    to: str
    by: str


Notice = (
    QueueReady
    | ReleasedWork
    | ReviewReady
    | SentBack
    | Rejected
    | TaskDone
    | TaskFailed
    | RemovedFromTask
    | TaskDeleted
    | TaskRestored
    | TaskClosed
    | TaskReopened
    | Flagged
    | ExportAsked
    | ApproveAllAsked
    | MoveAsked
)

_KINDS: dict[str, type[Notice]] = {
    kind.__name__: kind
    for kind in (
        QueueReady,
        ReleasedWork,
        ReviewReady,
        SentBack,
        Rejected,
        TaskDone,
        TaskFailed,
        RemovedFromTask,
        TaskDeleted,
        TaskRestored,
        TaskClosed,
        TaskReopened,
        Flagged,
        ExportAsked,
        ApproveAllAsked,
        MoveAsked,
    )
}


def to_row(notice: Notice) -> tuple[str, dict[str, Any]]:
    return type(notice).__name__, asdict(notice)


def from_row(kind: str, body: dict[str, Any]) -> Notice:
    """Fields that a later version added or dropped are left out: notices outlive upgrades."""
    made = _KINDS[kind]
    known = {one.name for one in fields(made)}
    return made(**{key: value for key, value in body.items() if key in known})
