"""Reminders and digests in every state."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from slack_sdk.models.views import View

from domain.model import TaskStatus
from domain.read_models import DigestLine, DigestModel, ReminderLine, ReminderModel
from domain.reminding import Doing
from views.slack import notices, reminders
from views.slack.parts import Message

BEN, CHLOE = "U0BEN00000", "U0CHLOE000"
AT = datetime(2026, 11, 24, 4, 20, tzinfo=UTC)
REMINDED = ReminderModel(
    (
        ReminderLine(3, "Cats & <dogs>", Doing.LABEL, 34, due_at=AT, is_overdue=True, untouched_since=AT),
        ReminderLine(4, "Leaves", Doing.REVIEW, 1, due_at=AT),
        ReminderLine(5, "Birds", Doing.LABEL, 1),
        ReminderLine(6, "Stones", Doing.LEAD, 1200, due_at=AT, is_overdue=True),
    )
)
WEEK = DigestLine(
    3, "Cats & <dogs>", TaskStatus.IN_PROGRESS, 62, 30, True, 40, 12, (BEN, CHLOE), flags=1, waiting=3, due_at=AT
)
REMINDERS: dict[str, Callable[[], Message | View]] = {
    "reminder": lambda: reminders.reminder(REMINDED),
    "reminder_muted": lambda: reminders.reminder(replace(REMINDED, lines=REMINDED.lines[2:3], is_muted=True)),
    "reminder_nothing_waits": lambda: reminders.reminder(ReminderModel(())),
    "reminder_many": lambda: reminders.reminder(
        ReminderModel(tuple(ReminderLine(n, f"Round {n}", Doing.LABEL, n, untouched_since=AT) for n in range(1, 40)))
    ),
    "reminder_moved": reminders.reminder_moved,
    "digest": lambda: reminders.digest(
        DigestModel(
            AT,
            (
                WEEK,
                replace(WEEK, task=4, name="Late", has_review=False, is_overdue=True, stalled=(BEN,) * 10, waiting=1),
                replace(WEEK, task=5, name="Broken", status=TaskStatus.FAILED, stalled=(), flags=0, waiting=0),
                replace(WEEK, task=6, name="Leaves", status=TaskStatus.DONE, stalled=(), flags=0, waiting=0),
            ),
        )
    ),
    "digest_many": lambda: reminders.digest(DigestModel(AT, tuple(replace(WEEK, task=n) for n in range(40)))),
    "reminders_off": lambda: notices.refusal(reminders.switched(is_muted=True)),
}
