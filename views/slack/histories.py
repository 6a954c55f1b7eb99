"""What happened in a task and with an input, in words: names and dates, never ids."""

from collections.abc import Sequence
from dataclasses import replace

from slack_sdk.models.blocks import (
    Block,
    RichTextBlock,
    RichTextElementParts as Rich,
    RichTextListElement,
    SectionBlock,
)
from slack_sdk.models.blocks.block_elements import RichTextElement
from slack_sdk.models.views import View

from domain.assignment import Action
from domain.model import NOBODY, AssignmentStatus, PictureState
from domain.read_models import AnswerNow, HistoryLine, HistoryPage, InputHistory
from views.slack import catalogue, ids, inputs, parts
from views.slack.prose import section, strong, who
from views.slack.task_frame import Keeps, Part, back, page

_LONGEST_REASON = 300
_LONGEST_VALUE = 120
_MOST_LABELS = 10
STATES = {
    AssignmentStatus.PENDING: "to label",
    AssignmentStatus.AWAITING_REVIEW: "waiting for review",
    AssignmentStatus.AWAITING_CONSENSUS_REVIEW: "waiting for the others' answers",
    AssignmentStatus.SUCCESS: "approved",
    AssignmentStatus.REJECTED: "rejected",
    AssignmentStatus.EXCLUDED: "taken out",
}
_TO_INPUTS: dict[str, str] = {
    Action.SUBMIT: "answered {}",
    Action.SUBMIT_FOR_REVIEW: "answered {}",
    Action.SUBMIT_FOR_AGREEMENT: "answered {}",
    Action.UNDO: "took the answer to {} back",
    Action.SKIP: "skipped {}",
    Action.FLAG: "flagged {}",
    Action.UNFLAG: "took the flag off {}",
    Action.CLEAR_FLAG: "cleared the flag of {}",
    Action.AGREE: "settled {}: enough agree",
    Action.OUTVOTE: "settled {}: this answer was outvoted",
    Action.DISAGREE: "gave the last answer to {}: labelers do not agree",
    Action.APPROVE: "approved {}",
    Action.APPROVE_IN_PART: "approved {}, and the next reviewer looks at it",
    Action.EDIT_AND_APPROVE: "edited {} and approved it",
    Action.REQUEST_CHANGES: "asked for changes to {}",
    Action.REJECT: "rejected {}",
    Action.REASSIGN: "handed {} over",
    Action.RELEASE: "released {}",
    Action.TAKE: "took {}",
    Action.EXCLUDE: "took {} out",
    Action.INCLUDE: "took {} in again",
    Action.REOPEN: "opened {} again",
    Action.REPLACE: "took part of the labels of {} away",
}
_SAYS_STATE = {Action.APPROVE, Action.EDIT_AND_APPROVE, Action.REJECT, Action.EXCLUDE}
"""What these words say already is not said twice."""
_TO_TASKS = {
    "create": "created the task",
    "edit": "edited the task",
    "finish": "finished all there was to do",
    "resume": "took the task up again",
    "close": "closed the task early",
    "reopen": "opened the task again",
    "delete": "deleted the task",
    "restore": "brought the task back",
    "fail": "could not have the task prepared",
    "try again": "had the task prepared again",
    "take the lead": "took the lead of the task",
    "fail assist": "could not go on",
    "go through all": "went through all inputs",
    "stop the model": "stopped the model",
    "resume the model": "let the model go on",
    "try the model again": "had the model try again",
}
_VERBS = {"edit": "changed", "rename": "renamed the", "merge": "merged the"}
"""Of what else is done to a task: "edit due date", "rename concept"."""


def of_task(model: HistoryPage, keeps: Keeps, note: str | None = None) -> View:
    part = Part.DECISIONS if model.only_task else Part.HISTORY
    filters = [
        parts.button(
            f"✓ {text}" if part is one else text, ids.action(ids.TASK_PART, one), ids.value(one, model.task, 0)
        )
        for one, text in ((Part.HISTORY, "Everything"), (Part.DECISIONS, "The task only"))
    ]
    export = parts.button("Export history", ids.EXPORT_HISTORY, ids.value(model.task))
    blocks = [
        back(model.name, model.task),
        *catalogue.note(note),
        parts.row([*filters, export], "filters"),
        *_listed(model.lines, model.page),
        *parts.turning(
            ids.TASK_PART, parts.count(model.total, "entry", "entries"), model.page, model.pages, part, model.task
        ),
    ]
    return page("History", blocks, keeps)


def of_input(model: InputHistory) -> View:
    line = model.line
    said = parts.plain(f"{inputs.words(line)}\n{inputs.about(line)}")
    blocks = [
        parts.small(parts.plain(parts.short(model.task_name)), block_id="task"),
        SectionBlock(text=said, accessory=inputs.thumbnail(line), block_id=f"input:{line.id}:{line.state}"),
        RichTextBlock(
            elements=[RichTextListElement(style="bullet", elements=[_answer(one) for one in model.answers])],
            block_id="answers",
        ),
        parts.said("*History*", "title"),
        *_listed(model.lines, model.page, is_of_one=True),
        *parts.turning(
            ids.INPUT_HISTORY_PAGE,
            parts.count(model.total, "entry", "entries"),
            model.page,
            model.pages,
            model.task,
            line.id,
        ),
    ]
    return parts.modal("History of an input", blocks, close="Back")


def without_pictures(model: InputHistory) -> View:
    """For when Slack does not take a file."""
    return of_input(replace(model, line=replace(model.line, state=PictureState.FAILED, file=None, url=None)))


def _listed(lines: Sequence[HistoryLine], at: int, *, is_of_one: bool = False) -> list[Block]:
    if not lines:
        return [parts.said("Nothing yet.", "empty")]
    elements = [_line(one, is_of_one=is_of_one) for one in lines]
    return [RichTextBlock(elements=[RichTextListElement(style="bullet", elements=elements)], block_id=f"lines:{at}")]


def _line(one: HistoryLine, *, is_of_one: bool) -> RichTextElement:
    when = Rich.Date(
        timestamp=int(one.at.timestamp()), format="{date_short_pretty} at {time}", fallback=f"{one.at:%Y-%m-%d %H:%M}"
    )
    return section(who(one.who), " ", *_done(one, is_of_one=is_of_one), *_why(one), " · ", when)


def _done(one: HistoryLine, *, is_of_one: bool) -> list[str | RichTextElement]:
    if one.input is None:
        return [_to_task(one)]
    before, _, after = _TO_INPUTS.get(one.action, f"{one.action} {{}}").partition("{}")
    name: list[str | RichTextElement] = ["it"] if is_of_one else [strong(parts.cut(one.input, 80))]
    whose: list[str | RichTextElement] = []
    if one.labeler not in {NOBODY, one.who}:
        whose = [" (", who(one.labeler), ")"]
    is_said = one.action in _SAYS_STATE
    became = f" → {_state(one.after)}" if one.after and one.after != one.before and not is_said else ""
    return [before, *name, *whose, after, became]


def _to_task(one: HistoryLine) -> str:
    if one.action in _TO_TASKS:
        return _TO_TASKS[one.action]
    verb, _, what = one.action.partition(" ")
    words = parts.cut(f"{_VERBS.get(verb, verb)} {what}", 80)
    if one.before is None and one.after is None:
        return words
    return f"{words}: {_value(one.before)} → {_value(one.after)}"


def _value(words: str | None) -> str:
    return f"“{parts.cut(words, _LONGEST_VALUE)}”" if words else "nothing"


def _why(one: HistoryLine) -> list[str]:
    return [f": “{parts.cut(one.reason, _LONGEST_REASON)}”"] if one.reason else []


def _state(word: str) -> str:
    return STATES[AssignmentStatus(word)] if word in set(AssignmentStatus) else word


def _answer(one: AnswerNow) -> RichTextElement:
    name: RichTextElement = who(one.labeler) if one.labeler != NOBODY else strong("Released")
    if one.answers is None:
        said: list[str | RichTextElement] = ["shown once all have answered"]
    elif one.answers:
        said = [strong(parts.cut(parts.listed(list(one.answers), _MOST_LABELS), 500))]
    else:
        said = []
    by: list[str | RichTextElement] = [" by ", who(one.reviewer)] if one.reviewer else []
    return section(name, ": ", *said, f"{' · ' if said else ''}{STATES[one.status]}", *by)
