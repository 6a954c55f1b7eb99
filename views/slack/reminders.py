"""Reminders, and what leads read on Mondays."""

from datetime import datetime

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    RichTextBlock,
    RichTextElementParts as Rich,
    SectionBlock,
)
from slack_sdk.models.blocks.block_elements import RichTextElement

from domain.model import TaskStatus
from domain.read_models import DigestLine, DigestModel, ReminderLine, ReminderModel
from domain.reminding import Doing
from views.slack import ids, parts
from views.slack.parts import Message
from views.slack.prose import section, strong, who
from views.slack.task_rows import label_button, review_button

_MOST_TASKS = 12
_MOST_PEOPLE = 8
_IN_DIGEST = "digest"
ON_AGAIN = "Reminders and weekly digests come again."
OFF = "No reminders and weekly digests come any more. `/label unmute` brings them back."


def reminder(model: ReminderModel) -> Message:
    """All that waits for a person, with the way on. Looked at later, it says what waits now."""
    switch = parts.row([_all_tasks(), _mute_button(is_muted=model.is_muted)], f"end:{int(model.is_muted)}")
    if not model.lines:
        words = "Nothing waits for you any more."
        return Message(words, [parts.said(f"✅ {words}", "words"), switch])
    shown = [block for line in model.lines[:_MOST_TASKS] for block in _reminder_blocks(line)]
    more = len(model.lines) - _MOST_TASKS
    rest = [parts.small(parts.plain(f"and {parts.count(more, 'more task')}"), block_id="more")] if more > 0 else []
    spoken = "; ".join(_spoken(line) for line in model.lines[:_MOST_TASKS])
    return Message(
        f"Reminder: {parts.escape(spoken)}.", [parts.said("⏰ *Waiting for you*", "title"), *shown, *rest, switch]
    )


def reminder_moved() -> Message:
    """What is left of a reminder when a newer one was posted below it."""
    words = "A newer reminder is further down ↓"
    return Message(words, [parts.small(parts.plain(words), block_id="moved")])


def digest(model: DigestModel) -> Message:
    shown = [RichTextBlock(elements=[section(*_digest_words(line))]) for line in model.lines[:_MOST_TASKS]]
    more = len(model.lines) - _MOST_TASKS
    rest = [parts.small(parts.plain(f"and {parts.count(more, 'more task')}"), block_id="more")] if more > 0 else []
    spoken = "; ".join(f"{parts.short(line.name)}: {_standing(line)}" for line in model.lines[:_MOST_TASKS])
    switch = parts.row([_all_tasks(), _mute_button(is_muted=False, where=_IN_DIGEST)], "end")
    title = parts.said(f"🗓️ *Your labeling tasks since {_date(model.since)}*", "title")
    return Message(f"Your labeling tasks this week: {parts.escape(spoken)}.", [title, *shown, *rest, switch])


def switched(*, is_muted: bool) -> str:
    return OFF if is_muted else ON_AGAIN


def is_in_digest(action: str) -> bool:
    """Whether the switch that was pressed stands under a digest, whose words stay as they are."""
    return action == ids.action(ids.MUTE, _IN_DIGEST)


def _reminder_blocks(line: ReminderLine) -> list[Block]:
    block_id = f"{line.doing}:{line.task}"
    when = [f"{'⚠️ was due' if line.is_overdue else 'due'} {_date(line.due_at)}"] if line.due_at else []
    when += [f"untouched since {_date(line.untouched_since)}"] if line.untouched_since else []
    what = SectionBlock(text=parts.plain(_in_words(line)), accessory=_way_on(line), block_id=block_id)
    beneath = parts.small(parts.marked(" · ".join(when)), block_id=f"{block_id}:when") if when else None
    return [what, beneath] if beneath else [what]


def _in_words(line: ReminderLine) -> str:
    name = parts.short(line.name)
    if line.doing is Doing.LABEL:
        return f"{name}: {parts.count(line.count, 'input')} to label"
    if line.doing is Doing.REVIEW:
        return f"{name}: {parts.count(line.count, 'answer')} to review"
    return f"{name}, which you lead, is overdue: {parts.count(line.count, 'answer')} still to come or to review"


def _spoken(line: ReminderLine) -> str:
    return f"{_in_words(line)}{', overdue' if line.is_overdue and line.doing is not Doing.LEAD else ''}"


def _way_on(line: ReminderLine) -> ButtonElement | None:
    if line.doing is Doing.LABEL:
        return label_button(line.task, line.name, line.count)
    return review_button(line.task, line.name, line.count) if line.doing is Doing.REVIEW else None


def _digest_words(line: DigestLine) -> list[str | RichTextElement]:
    facts = f"\n{_bar(line)}{_standing(line)}\n{_week(line)}"
    words: list[str | RichTextElement] = [strong(parts.short(line.name)), facts]
    due: list[str | RichTextElement] = []
    if line.due_at is not None and not line.is_done:
        at = int(line.due_at.timestamp())
        date = Rich.Date(timestamp=at, format="{date_short_pretty}", fallback=f"{line.due_at:%Y-%m-%d}")
        due = [" · was due " if line.is_overdue else " · due ", date]
    return [*words, *due, *_stalled(line)]


def _standing(line: DigestLine) -> str:
    if line.is_done:
        return "✅ Complete"
    if line.status is TaskStatus.FAILED:
        return "⚠️ Failed"
    if line.status is TaskStatus.IDLE:
        return "✅ Nothing left for now"
    words = [f"Labeled {line.labeled_percent} %", *([f"Reviewed {line.reviewed_percent} %"] if line.has_review else ())]
    return " · ".join(words)


def _bar(line: DigestLine) -> str:
    is_open = not line.is_done and line.status not in {TaskStatus.FAILED, TaskStatus.IDLE}
    return f"{parts.bar(line.labeled_percent, 100)} " if is_open else ""


def _week(line: DigestLine) -> str:
    words = [f"{line.labeled:,} labeled", *([f"{line.reviewed:,} reviewed"] if line.has_review else ())]
    words += [f"{parts.count(line.waiting, 'answer waits', 'answers wait')} for review"] if line.waiting else []
    words += [f"⚑ {parts.count(line.flags, 'flag')}"] if line.flags else []
    return f"This week: {' · '.join(words)}"


def _stalled(line: DigestLine) -> list[str | RichTextElement]:
    if not line.stalled:
        return []
    shown: list[str | RichTextElement] = ["\nNothing done for two working days or more: "]
    for index, user in enumerate(line.stalled[:_MOST_PEOPLE]):
        shown += [*([", "] if index else ()), who(user)]
    more = len(line.stalled) - _MOST_PEOPLE
    return [*shown, *([f" and {more:,} more"] if more > 0 else ())]


def _all_tasks() -> ButtonElement:
    return parts.button("All tasks", ids.ALL_TASKS, "all", says="Show all labeling tasks")


def _mute_button(*, is_muted: bool, where: str = "reminder") -> ButtonElement:
    """Its value is what a press asks for."""
    words = f"Turn reminders {'on' if is_muted else 'off'}"
    return parts.button(words, ids.action(ids.MUTE, where), ids.value(int(not is_muted)))


def _date(at: datetime) -> str:
    """As whoever reads it writes dates, in their own time zone."""
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}}|{at:%Y-%m-%d}>"
