"""The message about inputs on their way into a dataset: how far they are, and in the end what became of them."""

from slack_sdk.models.blocks import Block, RichTextBlock, RichTextListElement, StaticSelectElement

from domain.intake import Intake
from domain.read_models import IntakeModel
from views.slack import ids, parts
from views.slack.parts import Message
from views.slack.prose import section, strong, told

_MOST_REFUSED = 10
_MOST_NOTES = 5


def progress(model: IntakeModel) -> Message:
    intake, name = model.intake, strong(f"“{parts.short(model.dataset)}”")
    beneath = [*_notes(intake), *_refused(intake)]
    if intake.is_done:
        mark = "⚠️ " if intake.error or not (intake.added or intake.known) else "✅ "
        ended = f": {_counts(intake)}."
        return told(mark, name, ended, f" {intake.error}" if intake.error else "", more=beneath)
    if intake.asks:
        return told("❓ Which column holds the texts for ", name, "?", more=[_columns(intake), *beneath])
    done = f"{parts.bar(intake.reached, intake.total)} {intake.reached:,} of {max(intake.total, intake.reached):,}"
    waits = " Slack is in trouble just now; it goes on by itself." if intake.error else ""
    return told("📥 Adding to ", name, f": {done}.{waits}", more=beneath)


def _counts(intake: Intake) -> str:
    return f"{intake.added:,} added, {intake.known:,} already there, {intake.refused:,} refused"


def _refused(intake: Intake) -> list[Block]:
    """Each with its reason; what the message has no room for is counted."""
    shown = intake.first_refused[:_MOST_REFUSED]
    lines = [section(strong(parts.cut(one.name, 150)), f" {parts.cut(one.reason.rstrip('.'), 250)}") for one in shown]
    if lines and intake.refused > len(shown):
        lines.append(section(f"and {intake.refused - len(shown):,} more"))
    return [RichTextBlock(elements=[RichTextListElement(style="bullet", elements=lines)])] if lines else []


def _notes(intake: Intake) -> list[Block]:
    return [parts.small(parts.plain(note, 500)) for note in intake.notes[:_MOST_NOTES]]


def _columns(intake: Intake) -> Block:
    options = [parts.option(column, ids.value(intake.id, number)) for number, column in enumerate(intake.asks)]
    select = StaticSelectElement(
        action_id=ids.CHOOSE_COLUMN, placeholder=parts.plain("Choose a column"), options=options
    )
    return parts.row([select])
