"""Editing a task: the window that lists every field with its value, and the one that changes one of them."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    DividerBlock,
    MarkdownTextObject,
    PlainTextObject,
    RichTextBlock,
    SectionBlock,
)
from slack_sdk.models.blocks.block_elements import RichTextElement
from slack_sdk.models.views import View

from domain.fields import LABELS, PEOPLE, TaskField
from domain.model import Distribution, LabelsPerInput
from domain.read_models import EditModel, FieldLine, FieldModel, Theirs
from views.slack import edit_fields, ids, parts, samples, task_frame
from views.slack.prose import section, who
from views.slack.task_rows import type_words

Keeps = Mapping[str, Any]
"""Where the person was, for the way back."""
PAGE = "task_page"
"""What it keeps of the task's own page where that lies beneath: the id of its window."""
_MOST_PEOPLE = 30
_LONGEST_VALUE = 300
_LONGEST_QUOTE = 2500
_DISTRIBUTIONS = {
    Distribution.EVENLY: "Evenly",
    Distribution.WEIGHTED: "By weight",
    Distribution.EVERYONE: "Everyone labels everything",
    Distribution.DYNAMIC: "Ten at a time, to whoever asks",
}
_PER_INPUT = {LabelsPerInput.ONE: "One", LabelsPerInput.SEVERAL: "Several"}
_STAYS = (
    "These stay as they were created, as answers were given by them. For another dataset or type, create a new task."
)
_BOTH_CHANGED = (
    "Somebody else changed this meanwhile. What you chose is kept, and what they saved stands beneath it. "
    "Press *Save* to keep yours, or *Cancel* to leave theirs."
)
_FOLLOWS = {
    TaskField.CONCEPTS: "Answers are kept. A concept that is used in an answer can't be taken out.",
    TaskField.LABELERS: "Finished work is kept. What is open of people who leave goes to the others.",
    TaskField.REVIEWERS: "What waits for a reviewer who leaves goes to the others.",
    TaskField.LEADS: "Leads may edit, delete and export the task.",
    TaskField.OVERLAP: "It counts where not all have answered yet. What is decided stays.",
    TaskField.REVIEW_METHOD: "Stacked: every reviewer must approve, one after the other. What is decided stays.",
    TaskField.REBALANCING: "What returns goes to whoever asks for more.",
    TaskField.UPPER: "It counts for what the model annotates from now on.",
    TaskField.LOWER: "It counts for what the model annotates from now on.",
    TaskField.GROWING: "Frozen keeps the inputs that the task has by then.",
}


def modal(model: EditModel, here: Keeps | None = None, note: str | None = None) -> View:
    """`note`: what has just been done. In the place of the task's own page, it leads back there."""
    is_in_its_place = "spot" in (here or {}) and PAGE not in (here or {})
    shown: list[Block] = [
        *([task_frame.back(model.name, model.task)] if is_in_its_place else ()),
        *([parts.small(parts.plain(f"✓ {note}"), block_id="note")] if note else ()),
        *(_row(model, line) for line in model.lines if not line.is_fixed),
        samples.task_button(model.task),
        DividerBlock(),
        SectionBlock(fields=_as_created(model), block_id="created"),
        *(_row(model, line) for line in model.lines if line.is_fixed),
        parts.small(parts.plain(_STAYS), block_id="stays"),
    ]
    return parts.modal(
        "Edit task", shown, callback=ids.EDIT_TASK, close="Done", keeps={"task": model.task, **(here or {})}
    )


def field_modal(model: FieldModel, here: Keeps | None = None, *, is_alone: bool = False) -> View:
    """`is_alone`: it stands in the list's own place, as Slack stacks no more windows."""
    return _field_window(model, edit_fields.blocks(model), {**(here or {}), **({"alone": True} if is_alone else {})})


def people_modal(model: FieldModel, kept: Keeps, version: int, turn: int) -> View:
    """The window of a field of people, while they are chosen. `kept`: what it keeps already."""
    return _field_window(model, edit_fields.people_blocks(model, version, turn), kept)


def _field_window(model: FieldModel, asked: list[Block], kept: Keeps) -> View:
    follows = _FOLLOWS.get(model.field)
    back = parts.button("‹ All fields", ids.EDIT_BACK, ids.value(model.task), says="Back to all fields")
    shown = [
        *([parts.row([back], "back")] if "alone" in kept else ()),
        *([parts.said(_BOTH_CHANGED, "both")] if model.theirs else ()),
        *asked,
        *([_saved_meanwhile(model.theirs)] if model.theirs else ()),
        *([parts.small(parts.plain(follows), block_id="follows")] if follows else ()),
    ]
    what = {"task": model.task, "field": str(model.field), "saved": model.saved, "part": model.page}
    goes_on = model.page + 1 < model.pages
    return parts.modal(
        f"Change {LABELS[model.field].lower()}",
        shown,
        callback=ids.EDIT_FIELD_WINDOW,
        submit="Save and go on" if goes_on else "Save",
        close="Cancel",
        keeps={**kept, **what},
    )


def _row(model: EditModel, line: FieldLine) -> Block:
    label = LABELS[line.field]
    button = parts.button(
        "Change",
        ids.action(ids.EDIT_FIELD, line.field),
        ids.value(model.task, line.field),
        says=f"Change {label.lower()}",
    )
    return SectionBlock(
        fields=[parts.marked(f"*{label}*"), _value(line)],
        accessory=None if line.is_fixed else button,
        block_id=f"line:{line.field}",
    )


def _value(line: FieldLine) -> PlainTextObject | MarkdownTextObject:
    if line.field not in PEOPLE:
        return parts.plain(line.words, _LONGEST_VALUE)
    if not line.people:
        return parts.plain("nobody")
    return parts.marked(parts.listed([parts.mention(user) for user in line.people], _MOST_PEOPLE))


def _as_created(model: EditModel) -> list[PlainTextObject | MarkdownTextObject]:
    each = "All" if model.distribution is Distribution.EVERYONE else str(model.labelers_per_input)
    facts = {
        "Dataset": model.dataset,
        "Task type": type_words(model.type, model.assist) + (f" by {model.model}" if model.model else ""),
        "Labels per input": _PER_INPUT[model.labels_per_input],
        "Distribution": _DISTRIBUTIONS[model.distribution],
        "Labelers per input": each,
    }
    return [text for label, words in facts.items() for text in (parts.marked(f"*{label}*"), parts.plain(words, 200))]


def _saved_meanwhile(theirs: Theirs) -> Block:
    by: list[str | RichTextElement] = [" by ", who(theirs.by)] if theirs.by else []
    if theirs.words:
        saved: list[str | RichTextElement] = [f"“{parts.cut(theirs.words, _LONGEST_QUOTE)}”"]
    else:
        shown = theirs.people[:_MOST_PEOPLE]
        saved = [piece for user in shown for piece in (", ", who(user))][1:] or ["nobody"]
        more = len(theirs.people) - len(shown)
        saved += [f" and {more:,} more"] if more else []
    return RichTextBlock(elements=[section("⚠️ Saved meanwhile", *by, ": ", *saved)], block_id="theirs")
