"""What a task's page says of its model: how far it is, how right it has been, and how that is measured."""

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    DividerBlock,
    MarkdownTextObject,
    RichTextBlock,
    RichTextListElement,
    SectionBlock,
)
from slack_sdk.models.blocks.block_elements import RichTextElement
from slack_sdk.models.views import View

from domain.model import AssistMode, TaskStatus
from domain.progress import percent
from domain.read_models import (
    AssistModel,
    AssistProgress,
    AssistRecord,
    AutoScore,
    Score,
    ScoreLine,
    TaskHead,
    TaskModel,
    TaskRow,
    Through,
)
from views.slack import catalogue, ids, parts, shapes_card
from views.slack.parts import Message
from views.slack.prose import section, strong, told
from views.slack.task_frame import Keeps, Part, back, open_button, page, part_button

_MINUTE = 60
_HOUR = 60 * _MINUTE
_SOME = 10
"""Seconds: less than so many more are not counted out."""
_NOTHING = "Nothing was suggested yet."


def blocks(model: TaskModel) -> list[Block]:
    """The part of the page that is about it; nothing where the task has no model."""
    assist = model.assist
    if assist is None:
        return []
    facts = _facts(assist) if model.row.is_lead else []
    buttons = _buttons(assist, model.row) if model.row.is_lead else []
    return [
        DividerBlock(),
        *_head(assist),
        *([SectionBlock(fields=facts, block_id="assist_numbers")] if facts else ()),
        *([parts.row(buttons, "assist_buttons")] if buttons else ()),
    ]


def window(record: AssistRecord, keeps: Keeps, note: str | None = None) -> View:
    facts = _facts(record.assist)
    versions = [_line(one) for one in record.versions]
    shown = [
        back(record.name, record.task),
        *catalogue.note(note),
        *_head(record.assist),
        *([SectionBlock(fields=facts, block_id="assist_numbers")] if facts else ()),
        *_aside(record.assist),
        parts.small(parts.plain(_measured(record)), block_id="measured"),
        DividerBlock(),
        parts.said("*By concept*", "concepts_title"),
        RichTextBlock(
            elements=[RichTextListElement(style="bullet", elements=[_line(one) for one in record.concepts])],
            block_id=f"concepts:{record.page}",
        ),
        *parts.turning(
            ids.TASK_PART, parts.count(record.total, "concept"), record.page, record.pages, Part.ASSIST, record.task
        ),
    ]
    if versions:
        by_version = RichTextListElement(style="bullet", elements=versions)
        shown += [parts.said("*By model version*", "versions_title"), RichTextBlock(elements=[by_version])]
    return page("How right the model is", shown, keeps)


def _head(assist: AssistModel) -> list[Block]:
    title = "🤖 Auto-annotation" if assist.mode is AssistMode.AUTO else "🤖 AI-assist"
    rung = f" · {assist.rung}" if assist.rung is not None else ""
    return [
        RichTextBlock(elements=[section(strong(title), f" · {parts.short(assist.model)}{rung}")], block_id="assist"),
        parts.quoted(_state(assist), "assist_state"),
    ]


def _state(assist: AssistModel) -> str:
    if assist.failure is not None:
        goes_on = "" if assist.mode is AssistMode.AUTO else " Labeling goes on without suggestions."
        return f"⚠️ {parts.cut(assist.failure, 500)}{goes_on}"
    if assist.is_stopped:
        return "⏸️ Stopped. What there is so far is kept."
    if assist.progress is not None and assist.is_moving:
        return progress_words(assist.progress)
    if not assist.is_begun:
        return _NOTHING
    done = "is annotated, for review, or left" if assist.mode is AssistMode.AUTO else "that is open has its suggestions"
    return f"✅ Every input {done}."


def progress_words(progress: AssistProgress) -> str:
    """412 of 1,000 · 38 a second · about 15 s left"""
    words = [f"{parts.bar(progress.done, progress.of)} {progress.done:,} of {progress.of:,}"]
    words += [f"{progress.renewing:,} being suggested anew"] if progress.renewing else []
    rate, left = progress.per_second, progress.seconds_left
    if rate:
        words.append(f"{rate:,.0f} a second" if rate >= 1 else f"{rate * _MINUTE:,.0f} a minute")
    if left is not None:
        words.append(f"about {_span(left)} left" if left >= _SOME else "a few seconds left")
    return " · ".join(words)


def _span(seconds: float) -> str:
    if seconds < 2 * _MINUTE:
        return f"{seconds:.0f} s"
    return f"{seconds / _MINUTE:.0f} min" if seconds < 2 * _HOUR else f"{seconds / _HOUR:.0f} h"


def _facts(assist: AssistModel) -> list[MarkdownTextObject]:
    """At most ten."""
    score, auto, once = assist.score, assist.auto, assist.at_once.accepted
    facts = []
    if once and not score.shown:
        facts.append(("Accepted", f"{once:,} all at once"))
    if score.shown:
        facts += [
            ("Suggestions shown", f"{score.shown:,}"),
            ("Accepted", f"{score.accepted:,}" + (f", and {once:,} all at once" if once else "")),
            ("Corrected", f"{score.corrected:,}"),
            ("Right", _share(score.right, score.shown)),
        ]
    if assist.mode is AssistMode.AUTO and (auto != AutoScore() or assist.left):
        facts += [
            ("Approved by itself", f"{auto.approved:,}"),
            ("For review", f"{auto.waiting:,}"),
            ("Reviewed", f"{auto.reviewed:,}"),
            *([("Of these right", _share(auto.right, auto.reviewed))] if auto.reviewed else ()),
            ("Left with nothing", _left(assist)),
        ]
    facts += [("Could not be looked at", parts.count(assist.failed, "input"))] if assist.failed else []
    return [parts.marked(f"*{title}*\n{words}") for title, words in facts[:10]]


def summary(assist: AssistModel) -> str:
    """What it did, in one line, once a task is done."""
    score, auto = assist.score, assist.auto
    said = [f"{auto.approved:,} approved by itself"] if auto.approved else []
    said += [f"{_share(auto.right, auto.reviewed)} right by review"] if auto.reviewed else []
    said += [f"{parts.count(assist.left, 'input')} left with nothing"] if assist.left else []
    if score.shown:
        said += [f"{parts.count(score.shown, 'suggestion')} shown, {_share(score.right, score.shown)} right"]
    said += [f"{assist.at_once.accepted:,} accepted all at once"] if assist.at_once.accepted else []
    return f"{parts.short(assist.model)}: {', '.join(said) or 'nothing was suggested'}"


def _left(assist: AssistModel) -> str:
    words = parts.count(assist.left, "input")
    return f"{words}, {assist.with_people:,} with people" if assist.with_people else words


def _share(right: int, of: int) -> str:
    return f"{right:,} of {of:,} · {percent(right, of)} %"


def _aside(assist: AssistModel) -> list[Block]:
    """What was accepted all at once says nothing by itself."""
    once = assist.at_once
    if not once.accepted:
        return []
    said = f"{parts.count(once.accepted, 'suggestion')} accepted all at once, which nobody looked at."
    decided = once.right + once.wrong
    found = f" Reviewers found {_share(once.right, decided)} right." if decided else " No reviewer has decided on them."
    return [parts.quoted(said + found, "at_once")]


def _measured(record: AssistRecord) -> str:
    if record.assist.mode is AssistMode.AUTO:
        return (
            "How this is measured: only what reviewers decided says how right the model is. What it approved by itself "
            "nobody has looked at. A label that a reviewer replaced counts as wrong."
        )
    if record.kind is not None:
        noun, nouns = shapes_card.NOUNS[record.kind]
        return (
            f"How this is measured: each suggested {noun} counts, once the answer is given. Accepted: the labeler kept "
            f"it as it was. Corrected: mended, given another concept, or left out. Right: it is still as suggested, "
            f"after review where there is one. How many {nouns} the model missed is not in it."
        )
    counted = "each suggestion on the card counts" if record.several else "the first suggestion on the card counts"
    return (
        f"How this is measured: {counted}, once a person has answered. Accepted: the labeler said the same. Right: the "
        "answer still says so, after review where there is one. What was accepted all at once is not in it."
    )


def _line(one: ScoreLine) -> RichTextElement:
    said = [*_said_of(one.score), *_said_of_auto(one.auto)]
    return section(strong(parts.cut(one.name, 75)), f": {'; '.join(said) or 'nothing yet'}")


def _said_of(score: Score) -> list[str]:
    if not score.shown:
        return []
    return [f"{_share(score.right, score.shown)} right, {score.accepted:,} accepted, {score.corrected:,} corrected"]


def _said_of_auto(auto: AutoScore) -> list[str]:
    said = [f"{auto.approved:,} approved by itself"] if auto.approved else []
    said += [f"{auto.waiting:,} for review"] if auto.waiting else []
    return said + ([f"{_share(auto.right, auto.reviewed)} right by review"] if auto.reviewed else [])


def _buttons(assist: AssistModel, row: TaskRow) -> list[ButtonElement]:
    """Where the task has ended, there is nothing to stop or to go on with."""
    record, task, name = part_button("How right it is", Part.ASSIST, row.id), ids.value(row.id), row.name
    if row.status in {TaskStatus.DONE, TaskStatus.WONT_DO}:
        return [record]
    if assist.failure is not None:
        return [again_button(row.id, name), record]
    if assist.is_stopped:
        says = f"Let the model of {name} go on"
        return [parts.button("Resume", ids.RESUME_ASSIST, task, says=says, style="primary"), record]
    return [parts.button("Stop", ids.STOP_ASSIST, task, says=f"Stop the model of {name}"), record]


def again_button(task: int, name: str) -> ButtonElement:
    """Also under the message that says that the model failed."""
    return parts.button("Try again", ids.TRY_ASSIST_AGAIN, ids.value(task), says=f"Let the model of {name} try again")


def gone_through(task: TaskHead, through: Through) -> Message:
    """To a lead."""
    said = [f"{through.approved:,} approved by itself", f"{through.waiting:,} wait for reviewers"]
    said += [f"{through.reviewed:,} reviewed already"] if through.reviewed else []
    said += [f"{through.with_people:,} left for people"] if through.with_people or not through.taken_out else []
    said += [f"{through.taken_out:,} taken out"] if through.taken_out else []
    inputs = "the only input" if through.inputs == 1 else f"all {through.inputs:,} inputs"
    name = strong(f"“{parts.short(task.name)}”")
    words = f"🤖 {parts.cut(through.model, 60)} has gone through {inputs} of "
    return told(words, name, f": {', '.join(said)}.", more=[parts.row([open_button(task.id, task.name)])])
