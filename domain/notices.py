"""What people are told. A service leaves these in the same transaction as the change; only the messenger sends them.

What is about no task of its own has None for a `task`.
"""

from dataclasses import asdict, dataclass, fields
from typing import Any, get_args

from domain.accepted_together import AcceptAllAsked, AcceptedAll, UnacceptAllAsked, UnacceptedAll
from domain.label_importing import LabelImportAsked


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
    """Changes were requested: the labeler's card comes anew, the reason stands in its thread.

    `channel` and `ts`: that card, once it is posted and only the reason is still to be said.
    """

    task: int
    input: str
    reason: str
    by: str
    channel: str = ""
    ts: str = ""


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
class TaskIdle:
    """To the leads, once: all that a growing dataset held is done. From then on the weekly digest says so."""

    task: int


@dataclass(frozen=True, slots=True)
class TaskFailed:
    task: int
    reason: str


@dataclass(frozen=True, slots=True)
class AssistFailed:
    """To the leads: the task's model can't go on, and labeling does. `reason` is a sentence."""

    task: int
    reason: str


@dataclass(frozen=True, slots=True)
class GoneThrough:
    """To the leads: the model that annotates a task by itself has been through all its inputs. What became of them is
    looked up when it is told.
    """

    task: int


@dataclass(frozen=True, slots=True)
class RemovedFromTask:
    task: int
    by: str
    role: str


@dataclass(frozen=True, slots=True)
class MadeLead:
    task: int
    by: str


@dataclass(frozen=True, slots=True)
class PersonLeft:
    """To the leads: `user` was deactivated in Slack, or belongs to another organisation now. `is_last`: nobody else
    has this role, so the work waits.
    """

    task: int
    user: str
    role: str
    is_last: bool
    is_external: bool = False


@dataclass(frozen=True, slots=True)
class LeadLeft:
    """To who may take their place: `user` was deactivated or went elsewhere, and some tasks have no other lead. Which
    these are, and whether this person may take them, is looked up when it is told.
    """

    user: str
    is_external: bool = False
    task: None = None


@dataclass(frozen=True, slots=True)
class TaskDeleted:
    """To everybody who had work in it, as the card closes, and to who may bring it back (`may_restore`)."""

    task: int
    by: str
    may_restore: bool = False


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
    """A labeler flagged an input: the lead should look. `input_id` 0: of a version that did not say which."""

    task: int
    input: str
    by: str
    input_id: int = 0


@dataclass(frozen=True, slots=True)
class ExportAsked:
    """The export is made and sent as a file into the person's direct message. `format` is csv, jsonl, coco or yolo.

    `channel`: that direct message, once the words are said and only the file is still to come. `is_history`: of what
    was done, instead of the labels.
    """

    task: int
    format: str
    channel: str = ""
    is_history: bool = False


@dataclass(frozen=True, slots=True)
class PictureFailed:
    """To the leads: a picture of the task can't be shown, and why."""

    task: int
    input: str
    reason: str


@dataclass(frozen=True, slots=True)
class CardMoved:
    """A card was posted anew: this message, the one before it, loses its buttons. `kind` is that of the card."""

    task: int
    channel: str
    ts: str
    kind: str


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


@dataclass(frozen=True, slots=True)
class IntakeStarted:
    """Inputs are on their way into a dataset: a message that is edited until all are in. Of no task."""

    intake: int
    task: None = None


@dataclass(frozen=True, slots=True)
class VersionReady:
    """A dataset version was made. It belongs to no task."""

    version: int
    task: None = None


@dataclass(frozen=True, slots=True)
class VersionExportAsked:
    """The version's file is made and sent into the person's direct message. `format` is as in ExportAsked."""

    version: int
    format: str
    channel: str = ""
    task: None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """All that waits for a person, in one message. What it says is looked up when it is sent.

    `day`: the person's own, as 2026-11-26; sent later, it comes to nothing. `channel` and `ts`: where it was posted.
    """

    day: str
    channel: str = ""
    ts: str = ""
    task: None = None


@dataclass(frozen=True, slots=True)
class ReminderMoved:
    """A newer reminder was posted: this message, the one before it, loses its buttons."""

    channel: str
    ts: str
    task: None = None


@dataclass(frozen=True, slots=True)
class WeeklyDigest:
    """To a lead: what happened in their tasks from `since` on (µs). Looked up when it is sent."""

    since: int
    task: None = None


Notice = (
    QueueReady
    | ReleasedWork
    | ReviewReady
    | SentBack
    | Rejected
    | TaskDone
    | TaskIdle
    | TaskFailed
    | AssistFailed
    | GoneThrough
    | RemovedFromTask
    | MadeLead
    | PersonLeft
    | LeadLeft
    | TaskDeleted
    | TaskRestored
    | TaskClosed
    | TaskReopened
    | Flagged
    | ExportAsked
    | LabelImportAsked
    | IntakeStarted
    | ApproveAllAsked
    | AcceptAllAsked
    | AcceptedAll
    | UnacceptAllAsked
    | UnacceptedAll
    | PictureFailed
    | CardMoved
    | VersionReady
    | VersionExportAsked
    | Reminder
    | ReminderMoved
    | WeeklyDigest
    | MoveAsked
)

_KINDS: dict[str, type[Notice]] = {kind.__name__: kind for kind in get_args(Notice)}
ASIDE = frozenset({CardMoved.__name__, ReminderMoved.__name__})
"""Kinds that stand outside of a person's order: they alert nobody, so they hold nobody's notices back."""


def to_row(notice: Notice) -> tuple[str, dict[str, Any]]:
    return type(notice).__name__, asdict(notice)


def from_row(kind: str, body: dict[str, Any]) -> Notice:
    """Fields that a later version added or dropped are left out: notices outlive upgrades."""
    made = _KINDS[kind]
    known = {one.name for one in fields(made)}
    return made(**{key: value for key, value in body.items() if key in known})
