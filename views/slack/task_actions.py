"""The windows in which a lead closes a task early, moves somebody's open work, and takes an input out."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import Block, ExternalDataSelectElement, InputBlock, PlainTextInputElement, SectionBlock
from slack_sdk.models.blocks.block_elements import RichTextElement
from slack_sdk.models.views import View

from domain.model import InputKind, PictureState
from domain.notices import Flagged
from domain.read_models import CloseModel, ContentModel, ExcludeModel, MoveModel, TaskHead
from views.slack import contents, ids, inputs, parts
from views.slack.parts import Message
from views.slack.prose import prose, strong, told, who
from views.slack.task_frame import open_button
from views.slack.task_inputs import clear_button, exclude_button

Keeps = Mapping[str, Any]
LONGEST_REASON = 1000


def close_window(model: CloseModel, keeps: Keeps) -> View:
    open_ = f"{parts.count(model.pending, 'input')} not labeled yet"
    waiting = f" and {parts.count(model.awaiting, 'answer')} not decided yet" if model.awaiting else ""
    told_ = f" {parts.count(model.people, 'person', 'people')} with open work will be told." if model.people else ""
    words = f"“{model.name}” ends here: {open_}{waiting}. They stay as they are, but in nobody's queue.{told_}"
    shown = [
        parts.quoted(words, "words"),
        _reason("Reason", "Whoever has open work reads it.", is_optional=True),
        parts.small(parts.marked("What was labeled is kept and exported. You can reopen the task."), block_id="end"),
    ]
    return parts.modal(
        "Close early?", shown, callback=ids.CLOSE_TASK_WINDOW, submit="Close early", close="Keep it open", keeps=keeps
    )


def release_window(model: MoveModel, keeps: Keeps) -> View:
    verb = "goes" if model.pending == 1 else "go"
    words = f"{parts.count(model.pending, 'input')} that <@{model.labeler}> has not labeled yet {verb} back."
    shown = [
        prose(words, "words"),
        parts.small(
            parts.marked("Whoever asks for more gets them first, also the same person. What was labeled stays."),
            block_id="end",
        ),
    ]
    keeps = {**keeps, "labeler": model.labeler}
    return parts.modal(
        "Release open work?", shown, callback=ids.RELEASE_WINDOW, submit="Release", close="Cancel", keeps=keeps
    )


def hand_over_window(model: MoveModel, keeps: Keeps) -> View:
    words = f"{parts.count(model.pending, 'input')} that <@{model.labeler}> has not labeled yet."
    choice = InputBlock(
        label=parts.plain("Hand over to"),
        element=ExternalDataSelectElement(
            action_id=ids.HAND_OVER_TO, min_query_length=0, placeholder=parts.plain("Choose a labeler of this task")
        ),
        block_id=ids.FIELD_OTHER,
    )
    shown = [
        prose(words, "words"),
        choice,
        parts.small(
            parts.marked("Inputs that the other one has already stay where they are. What was labeled stays."),
            block_id="end",
        ),
    ]
    keeps = {**keeps, "labeler": model.labeler}
    return parts.modal(
        "Hand over open work", shown, callback=ids.HAND_OVER_WINDOW, submit="Hand over", close="Cancel", keeps=keeps
    )


def exclude_window(model: ExcludeModel, keeps: Keeps) -> View:
    """Where it is out already, it says why, and asks for nothing."""
    line = model.line
    shown: list[Block] = [
        SectionBlock(
            text=parts.plain(f"{inputs.words(line)}\n{inputs.about(line)}"),
            accessory=inputs.thumbnail(line),
            block_id=f"input:{line.id}",
        )
    ]
    if model.excluded_by is not None:
        why = f": “{parts.cut(model.reason, LONGEST_REASON)}”" if model.reason else "."
        shown.append(prose(f"It is out already: <@{model.excluded_by}> took it out{why}", "out"))
        return parts.modal("Excluded already", shown, close="Back")
    effect = [f"{parts.count(model.answered, 'answer')} to it leaves exports" if model.answered == 1 else ""]
    effect += [f"{model.answered:,} answers to it leave exports" if model.answered > 1 else ""]
    effect += ["it leaves the queue" if model.open == 1 else f"it leaves {model.open:,} queues" if model.open else ""]
    words = ", ".join([*filter(None, effect), "and no percentage counts it"])
    shown += [
        _reason("Why is it taken out?", "It stands in the history.", is_optional=False),
        parts.small(parts.plain(f"{words[0].upper()}{words[1:]}. You can include it again."), block_id="end"),
    ]
    return parts.modal(
        "Exclude input?", shown, callback=ids.EXCLUDE_INPUT_WINDOW, submit="Exclude", close="Cancel", keeps=keeps
    )


def flagged(task: TaskHead, notice: Flagged, content: ContentModel) -> Message:
    """To a lead: the picture, who flagged it, and what can be done about it."""
    name, prefix = notice.input, f"flagged:{notice.input_id}"
    buttons = parts.row(
        [
            exclude_button(task.id, notice.input_id, name),
            clear_button(task.id, notice.input_id, name),
            open_button(task.id, task.name),
        ],
        f"{prefix}:buttons",
    )
    # Nobody paints this message anew: a picture that is still on its way is seen on the task's page.
    is_there = content.kind is InputKind.TEXT or content.state is PictureState.READY
    more = [*(contents.blocks(content, task.id, prefix) if is_there else ()), buttons]
    where = strong(f"“{parts.short(task.name)}”")
    return told("⚑ ", who(notice.by), " flagged ", strong(parts.short(name)), " in ", where, ".", more=more)


def settled(model: ExcludeModel) -> Message:
    """In the place of the notice, once somebody did something about the flag: how it stands now."""
    said: list[str | RichTextElement] = [" is fine: its flag is cleared."]
    if model.excluded_by is not None:
        why = f": “{parts.cut(model.reason, LONGEST_REASON)}”" if model.reason else "."
        said = [" was taken out by ", who(model.excluded_by), why]
    name, where = strong(parts.short(model.line.name)), strong(f"“{parts.short(model.name)}”")
    return told("⚑ ", name, " in ", where, *said, more=[parts.row([open_button(model.task, model.name)])])


def _reason(label: str, hint: str, *, is_optional: bool) -> InputBlock:
    return InputBlock(
        label=parts.plain(label),
        hint=parts.plain(hint),
        element=PlainTextInputElement(
            action_id=ids.TYPED, multiline=True, max_length=LONGEST_REASON, focus_on_load=True
        ),
        block_id=ids.FIELD_REASON,
        optional=is_optional,
    )
