"""What Labelbot says on its own account, and what it says privately when something can't be done."""

from collections.abc import Sequence

from slack_sdk.models.blocks import RichTextBlock, RichTextListElement
from slack_sdk.models.blocks.block_elements import RichTextElement
from slack_sdk.models.views import View

from domain.notices import (
    Flagged,
    Rejected,
    RemovedFromTask,
    SentBack,
    TaskClosed,
    TaskDeleted,
    TaskFailed,
    TaskReopened,
    TaskRestored,
)
from domain.read_models import CardModel, DoneModel, ReviewModel, TaskHead, Waiting
from views.slack import ids, parts
from views.slack.home import waiting_blocks
from views.slack.parts import Message
from views.slack.prose import code, prose, section, spoken, strong, told, who
from views.slack.task_rows import again_button

Opened = TaskDeleted | TaskRestored | TaskClosed | TaskReopened
"""Whether there is anything to do in a task at all."""
Simple = TaskFailed | RemovedFromTask | Flagged | Opened
"""What is said in one sentence."""
_MOST_LISTED = 15
_MOST_WAITING = 20


def intro(why: str, model: CardModel) -> str:
    """Above a labeler's card that comes as a new message."""
    if why == "sent_back":
        return "A picture came back to you. It is in front of your queue again."
    if why == "released":
        return f"👋 Others gave pictures back in “{parts.short(model.task.name)}”. Take some, if you like."
    if model.item is None:
        return f"👋 You can label in “{parts.short(model.task.name)}”, ten pictures at a time."
    return f"👋 {parts.count(model.tally.pending, 'picture')} to label in “{parts.short(model.task.name)}”."


def review_intro(model: ReviewModel) -> str:
    return f"👋 {parts.count(model.waiting, 'answer')} to review in “{parts.short(model.task.name)}”."


def sent_back(notices: Sequence[SentBack]) -> list[Message]:
    """For the thread of the card: one message a picture, so that each can be talked about."""
    return [
        told(who(one.by), " asked for changes to ", strong(parts.short(one.input)), f":\n“{_reason(one.reason)}”")
        for one in notices
    ]


def rejected(task: TaskHead, notices: Sequence[Rejected]) -> Message:
    shown = notices[:_MOST_LISTED]
    answers = "An answer of yours was" if len(notices) == 1 else f"{len(notices):,} answers of yours were"
    lines = [
        section(strong(parts.short(one.input)), f": “{parts.cut(one.reason, 400)}” — ", who(one.by)) for one in shown
    ]
    beneath = [RichTextBlock(elements=[_list(lines, len(notices))])]
    return told(
        f"{answers} rejected in ", strong(f"“{parts.short(task.name)}”"), ". There is nothing to do.", more=beneath
    )


def task_done(done: DoneModel) -> Message:
    """The summary for a lead, with the labels one press away."""
    tally = [parts.count(done.inputs, "input")]
    if done.has_review:
        tally += [f"{done.approved:,} approved", f"{done.rejected:,} rejected"]
    lists: list[RichTextElement] = []
    if done.per_concept:
        lines = [section(parts.cut(name, 75), f": {number:,}") for name, number in done.per_concept[:_MOST_LISTED]]
        lists += [section(strong("Labels")), _list(lines, len(done.per_concept))]
    if done.per_labeler:
        lines = [section(who(user), f": {number:,}") for user, number in done.per_labeler[:_MOST_LISTED]]
        lists += [section(strong("Labeled by")), _list(lines, len(done.per_labeler))]
    export = parts.button("Export labels", ids.EXPORT, ids.value(done.task), says=f"Export the labels of {done.name}")
    more = [*([RichTextBlock(elements=lists)] if lists else ()), parts.row([export])]
    return told("✅ ", strong(f"“{parts.short(done.name)}” is done: "), f"{', '.join(tally)}.", more=more)


def simple(task: TaskHead, notice: Simple) -> Message:
    """What one sentence says."""
    name = strong(f"“{parts.short(task.name)}”")
    if isinstance(notice, Opened):
        return _opened(name, notice)
    match notice:
        case TaskFailed(_, reason):
            return told(
                "⚠️ ",
                name,
                f" could not be prepared: {_reason(reason)}",
                more=[parts.row([again_button(task.id, task.name)])],
            )
        case RemovedFromTask(_, by, role):
            return told(who(by), f" took you off the {role}s of ", name, ". What you did is kept.")
        case Flagged(_, picture, by):
            return told("⚑ ", who(by), " flagged ", strong(parts.short(picture)), " in ", name, ".")


def _opened(name: RichTextElement, notice: Opened) -> Message:
    by = who(notice.by)
    match notice:
        case TaskDeleted():
            return told(by, " deleted ", name, ". Nothing waits for you there any more.")
        case TaskRestored():
            return told(by, " brought ", name, " back. ", code("/label"), " shows what waits for you.")
        case TaskClosed(_, _, reason):
            why = f": “{_reason(reason)}”" if reason else "."
            return told(by, " closed ", name, f" early{why} What you did is kept.")
        case TaskReopened():
            return told(by, " opened ", name, " again. ", code("/label"), " shows what waits for you.")


def given_back(name: str, number: int) -> str:
    return (
        f"{parts.count(number, 'picture')} of “{parts.short(name)}” went back. Whoever asks for more gets them first."
    )


def trying_again(name: str) -> str:
    return f"“{parts.short(name)}” is being prepared again. Whoever has work in it is told when it is there."


def trying_again_window(name: str) -> View:
    return parts.modal("Trying again", [parts.quoted(trying_again(name))])


def export_ready(task: str, rows: int) -> Message:
    """Goes with the file."""
    return told("The labels of ", strong(f"“{parts.short(task)}”"), f": {parts.count(rows, 'row')}. The file follows.")


def deleted(task: int, name: str) -> Message:
    """With the way back."""
    undo = parts.button("Undo", ids.RESTORE, ids.value(task), says=f"Bring back {name}")
    return told(
        strong(f"“{parts.short(name)}”"), " was deleted. It can be brought back for 30 days.", more=[parts.row([undo])]
    )


def refusal(sentence: str) -> Message:
    """Why something was not done, to that person only."""
    return Message(spoken(sentence), [prose(sentence)])


def refusal_window(sentence: str) -> View:
    return parts.modal("That didn't work", [prose(sentence)], close="Back")


def trouble(reference: str) -> str:
    """Something broke that nobody foresaw."""
    return (
        f"Something went wrong on our side. Please try again. If it happens again, give your admin this: `{reference}`"
    )


def waiting(what: Waiting) -> Message:
    """For `/label` alone."""
    label = sum(number for _, _, number in what.label)
    review = sum(number for _, _, number in what.review)
    if not (label or review):
        return refusal("✅ Nothing waits for you. `/label tasks` lists all tasks, `/label new` makes one.")
    words = [f"{parts.count(label, 'picture')} to label"] if label else []
    words += [f"{parts.count(review, 'answer')} to review"] if review else []
    return Message(f"Waiting for you: {' and '.join(words)}.", waiting_blocks(what, _MOST_WAITING))


def _reason(reason: str) -> str:
    return parts.cut(reason, 1000)


def _list(lines: Sequence[RichTextElement], of: int) -> RichTextElement:
    more = of - _MOST_LISTED
    return RichTextListElement(
        style="bullet", elements=[*lines, *([section(f"and {more:,} more")] if more > 0 else ())]
    )
