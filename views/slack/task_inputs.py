"""A task's flagged and excluded inputs and rejected answers, as lists for its leads."""

from collections.abc import Callable
from dataclasses import replace

from slack_sdk.models.blocks import Block, ConfirmObject, DividerBlock, InteractiveElement, SectionBlock
from slack_sdk.models.views import View

from domain.model import PictureState
from domain.read_models import InputInTask, InputList
from views.slack import catalogue, ids, inputs, parts
from views.slack.task_frame import Keeps, Part, back, moment, page

Buttons = Callable[[InputList, InputInTask], list[InteractiveElement]]
_LONGEST_REASON = 500
_MOST_LABELS = 10


def flagged(model: InputList, keeps: Keeps, note: str | None = None) -> View:
    return _list(model, keeps, note, Part.FLAGGED, "flagged input")


def excluded(model: InputList, keeps: Keeps, note: str | None = None) -> View:
    return _list(model, keeps, note, Part.EXCLUDED, "excluded input")


def rejected(model: InputList, keeps: Keeps, note: str | None = None) -> View:
    return _list(model, keeps, note, Part.REJECTED, "rejected answer")


def without_pictures(model: InputList) -> InputList:
    """For when Slack does not take a file."""

    def plain(one: InputInTask) -> InputInTask:
        return replace(one, line=replace(one.line, state=PictureState.FAILED, file=None, url=None))

    return replace(model, items=tuple(plain(one) for one in model.items))


def exclude_button(task: int, input_: int, name: str) -> InteractiveElement:
    return parts.button("Exclude…", ids.EXCLUDE_INPUT, ids.value(task, input_), says=f"Take {name} out of the task")


def clear_button(task: int, input_: int, name: str) -> InteractiveElement:
    says = f"Clear the flag of {name}: it is fine as it is"
    return parts.button("Clear flag", ids.CLEAR_FLAG, ids.value(task, input_), says=says)


def history_button(task: int, input_: int, name: str = "this input") -> InteractiveElement:
    return parts.button("History", ids.INPUT_HISTORY, ids.value(task, input_, 0), says=f"History of {name}")


def _list(model: InputList, keeps: Keeps, note: str | None, part: Part, noun: str) -> View:
    title = parts.count(model.total, noun)
    blocks = [
        back(model.name, model.task),
        *catalogue.note(note),
        *([] if model.total else [parts.said(f"There are no {noun}s.", "empty")]),
        *(block for one in model.items for block in _item(model, one, part)),
        *parts.turning(ids.TASK_PART, title, model.page, model.pages, part, model.task),
    ]
    return page(f"{noun.capitalize()}s", blocks, keeps)


def _item(model: InputList, one: InputInTask, part: Part) -> list[Block]:
    line = one.line
    block_id = f"in:{one.assignment or line.id}"
    said = parts.plain(f"{inputs.words(line)}\n{inputs.about(line)}{_answer(one)}{_reason(one)}")
    by = ", ".join(parts.mention(user) for user in one.by)
    facts = _SAYS[part](one, by)
    return [
        DividerBlock(),
        SectionBlock(text=said, accessory=inputs.thumbnail(line), block_id=f"{block_id}:{line.state}"),
        *([parts.small(parts.marked(facts), block_id=f"{block_id}:by")] if facts else ()),
        parts.row([*_open(one), *_BUTTONS[part](model, one)], f"{block_id}:buttons"),
    ]


def _answer(one: InputInTask) -> str:
    if one.answers is None:
        return "\nThe answer is shown once all have answered." if one.assignment else ""
    return f"\nAnswer: {parts.listed(list(one.answers), _MOST_LABELS) or 'none'}"


def _reason(one: InputInTask) -> str:
    return f"\n“{parts.cut(one.reason, _LONGEST_REASON)}”" if one.reason else ""


def _open(one: InputInTask) -> list[InteractiveElement]:
    if one.page is None:
        return []
    return [parts.link_button("Open", ids.OPEN_PAGE, one.page, says=f"Open {one.line.name} in its full size")]


def _said_of_flag(one: InputInTask, by: str) -> str:
    when = f", {moment(one.at)}" if one.at else ""
    return f"⚑ flagged by {by}{when}" if by else "⚑ flagged"


def _said_of_exclusion(one: InputInTask, by: str) -> str:
    when = f", {moment(one.at)}" if one.at else ""
    return f"Taken out by {by}{when}"


def _said_of_rejection(one: InputInTask, by: str) -> str:
    labeler = f"Labeled by {parts.mention(one.labeler)}" if one.labeler else ""
    return " · ".join(filter(None, (labeler, f"rejected by {by}" if by else "outvoted")))


def _flag_buttons(model: InputList, one: InputInTask) -> list[InteractiveElement]:
    which = (model.task, one.line.id, one.line.name)
    return [exclude_button(*which), clear_button(*which), history_button(*which)]


def _exclusion_buttons(model: InputList, one: InputInTask) -> list[InteractiveElement]:
    name = one.line.name
    says = f"Take {name} in again"
    include = parts.button("Include again", ids.INCLUDE_INPUT, ids.value(model.task, one.line.id), says=says)
    return [include, history_button(model.task, one.line.id, name)]


def _rejection_buttons(model: InputList, one: InputInTask) -> list[InteractiveElement]:
    sure = ConfirmObject(
        title="Open the answer again?",
        text=parts.plain("It is in front of the same labeler's queue again, with the reason, and they are told.", 300),
        confirm="Reopen",
        deny="Not now",
    )
    says = f"Open the answer to {one.line.name} again"
    reopen = parts.button("Reopen", ids.REOPEN_ANSWER, ids.value(model.task, one.assignment), says=says, confirm=sure)
    return [reopen, history_button(model.task, one.line.id, one.line.name)]


_SAYS: dict[Part, Callable[[InputInTask, str], str]] = {
    Part.FLAGGED: _said_of_flag,
    Part.EXCLUDED: _said_of_exclusion,
    Part.REJECTED: _said_of_rejection,
}
_BUTTONS: dict[Part, Buttons] = {
    Part.FLAGGED: _flag_buttons,
    Part.EXCLUDED: _exclusion_buttons,
    Part.REJECTED: _rejection_buttons,
}
