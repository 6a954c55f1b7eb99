"""What Labelbot says on its own account, and what it says privately when something can't be done."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ButtonElement, RichTextBlock, RichTextListElement
from slack_sdk.models.blocks.block_elements import RichTextElement
from slack_sdk.models.views import View

from domain.notices import (
    AssistFailed,
    Flagged,
    LeadLeft,
    MadeLead,
    PersonLeft,
    PictureFailed,
    Rejected,
    RemovedFromTask,
    SentBack,
    TaskClosed,
    TaskDeleted,
    TaskFailed,
    TaskReopened,
    TaskRestored,
)
from domain.read_models import CardModel, DoneModel, ReviewModel, TaskHead, VersionLine, Waiting
from views.slack import contents, ids, parts, task_assist
from views.slack.home import waiting_blocks
from views.slack.parts import Message
from views.slack.prose import code, prose, section, spoken, strong, told, who
from views.slack.task_frame import open_button
from views.slack.task_rows import again_button

Opened = TaskDeleted | TaskRestored | TaskClosed | TaskReopened
"""Whether there is anything to do in a task at all."""
Simple = TaskFailed | AssistFailed | RemovedFromTask | MadeLead | PersonLeft | Flagged | PictureFailed | Opened
"""What is said in one sentence."""
_MOST_LISTED = 15
_MOST_WAITING = 20
TOO_OLD = "That button is too old to be understood. Type `/label` to get fresh ones."
TOO_LATE = "Slack closed the door before the window could open. If none is open now, please try again."
NO_WINDOW = "Slack did not open the window that belongs here. Nothing was changed: please try again in a moment."
NO_ROOM = "Slack shows three windows on top of each other at most. Close this one first, then try again."
SLACK_HAS_TROUBLE = (
    "Slack has trouble at the moment, so what you asked for may not be shown. What you did before is kept: "
    "please try again."
)
UNKNOWN_PEOPLE = "Slack is busy and has not said yet who everybody is. Nothing is lost: please try again in a moment."


def intro(why: str, model: CardModel) -> str:
    """Above a labeler's card that comes as a new message."""
    name = parts.short(model.task.name)
    if why == "sent_back":
        if model.item is not None and model.item.annotated_by:
            by = parts.cut(model.item.annotated_by, 60)
            return f"A reviewer sent back what 🤖 {by} had answered. It is yours now, in front of your queue."
        noun = "input" if model.item is None else contents.NOUNS[model.item.content.kind]
        return f"A {noun} came back to you. It is in front of your queue again."
    if why == "released":
        return f"👋 Others gave work back in “{name}”. Take some, if you like."
    if model.item is None:
        return f"👋 You can label in “{name}”, ten at a time."
    return f"👋 {parts.count(model.tally.pending, 'input')} to label in “{name}”."


def review_intro(model: ReviewModel) -> str:
    return f"👋 {parts.count(model.waiting, 'answer')} to review in “{parts.short(model.task.name)}”."


def sent_back(notice: SentBack) -> Message:
    """For the thread of the card: one message an input, so that each can be talked about."""
    said = f":\n“{_reason(notice.reason)}”"
    return told(who(notice.by), " asked for changes to ", strong(parts.short(notice.input)), said)


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


def task_done(done: DoneModel, *, for_now: bool = False) -> Message:
    """The summary for a lead, with the labels one press away. `for_now`: its dataset grows, so more may come."""
    tally = [parts.count(done.inputs, "input")]
    if done.has_review:
        tally += [f"{done.approved:,} approved", f"{done.rejected:,} rejected"]
    lists: list[RichTextElement] = []
    if done.assist is not None:
        lists.append(section(strong("🤖 "), task_assist.summary(done.assist)))
    if done.per_concept:
        lines = [section(parts.cut(name, 75), f": {number:,}") for name, number in done.per_concept[:_MOST_LISTED]]
        lists += [section(strong("Labels")), _list(lines, len(done.per_concept))]
    if done.per_labeler:
        lines = [section(who(user), f": {number:,}") for user, number in done.per_labeler[:_MOST_LISTED]]
        lists += [section(strong("Labeled by")), _list(lines, len(done.per_labeler))]
    export = parts.button("Export labels", ids.EXPORT, ids.value(done.task), says=f"Export the labels of {done.name}")
    buttons = parts.row([export, open_button(done.task, done.name)])
    more = [*([RichTextBlock(elements=lists)] if lists else ()), buttons]
    if for_now:
        said = f"{', '.join(tally)}. What comes into its dataset later is handed out by itself."
        return told("✅ ", strong(f"“{parts.short(done.name)}”: nothing is left for now. "), said, more=more)
    return told("✅ ", strong(f"“{parts.short(done.name)}” is done: "), f"{', '.join(tally)}.", more=more)


def lead_left(notice: LeadLeft, names: Sequence[str]) -> Message:
    """`names`: of the tasks that nobody leads now."""
    why = "belongs to another organisation now" if notice.is_external else "was deactivated in Slack"
    tasks = parts.listed([f"“{parts.cut(name, 60)}”" for name in names], 5)
    them = "it" if len(names) == 1 else "them"
    take = parts.button("Take the lead", ids.TAKE_LEAD, notice.user, says=f"Take the lead of {tasks}")
    return told(
        who(notice.user),
        f" {why} and was the only lead of ",
        strong(tasks),
        f". Whoever takes the lead can edit, export and close {them}.",
        more=[parts.row([take])],
    )


def lead_taken(names: Sequence[str]) -> Message:
    """What became of it, in the place of the offer."""
    if not names:
        return refusal("Somebody leads these tasks by now, so nothing is left to do.")
    tasks = parts.listed([f"“{parts.cut(name, 60)}”" for name in names], 5)
    return told("✅ You lead ", strong(tasks), " now. ", code("/label tasks"), " has Edit in each task's menu.")


def simple(task: TaskHead, notice: Simple) -> Message:
    """What one sentence says."""
    name = strong(f"“{parts.short(task.name)}”")
    if isinstance(notice, Opened):
        return _opened(task, name, notice)
    said: list[str | RichTextElement]
    more: list[Block] = []
    match notice:
        case TaskFailed(_, reason):
            said = ["⚠️ ", name, f" could not be prepared: {_reason(reason)}"]
            more = [parts.row([again_button(task.id, task.name)])]
        case AssistFailed(_, reason):
            said = ["⚠️ The model of ", name, f" can't go on: {_reason(reason)} Whoever labels there can."]
            more = [parts.row([task_assist.again_button(task.id, task.name), open_button(task.id, task.name)])]
        case RemovedFromTask(_, by, role):
            said = [who(by), f" took you off the {role}s of ", name, ". What you did is kept."]
        case MadeLead(_, by):
            said = [who(by), " made you a lead of ", name, ". You may edit, delete and export it."]
        case PersonLeft(_, user, role, is_last, is_external):
            why = "belongs to another organisation now" if is_external else "was deactivated in Slack"
            said = [who(user), f" {why}. They were a {role} of ", name, _left(role, is_last=is_last)]
            more = [parts.row([open_button(task.id, task.name)])]
        case Flagged(_, picture, by):
            said = ["⚑ ", who(by), " flagged ", strong(parts.short(picture)), " in ", name, "."]
        case PictureFailed(_, picture, reason):
            why = f" can't be shown: {_reason(reason)}. Others may fail alike; labelers can skip them."
            said = ["⚠️ ", strong(parts.short(picture)), " in ", name, why]
    return told(*said, more=more)


def _left(role: str, *, is_last: bool) -> str:
    if is_last:
        return f", and nobody else is: the work waits. Add another {role} with Edit in the task list."
    return ". Their open work goes to the others."


def _opened(task: TaskHead, name: RichTextElement, notice: Opened) -> Message:
    by = who(notice.by)
    match notice:
        case TaskDeleted(_, _, True):
            back = parts.button("Bring back", ids.RESTORE, ids.value(task.id), says=f"Bring back {task.name}")
            return told(by, " deleted ", name, ". It can be brought back for 30 days.", more=[parts.row([back])])
        case TaskDeleted():
            return told(by, " deleted ", name, ". Nothing waits for you there any more.")
        case TaskRestored():
            return told(by, " brought ", name, " back. ", code("/label"), " shows what waits for you.")
        case TaskClosed(_, _, reason):
            said = _reason(reason).removesuffix(".")
            why = f": “{said}”." if said else "."
            return told(by, " closed ", name, f" early{why} What you did is kept.")
        case TaskReopened():
            return told(by, " opened ", name, " again. ", code("/label"), " shows what waits for you.")


def given_back(name: str, number: int) -> str:
    return f"{parts.count(number, 'input')} of “{parts.short(name)}” went back. Whoever asks for more gets them first."


def released_of(labeler: str, number: int) -> str:
    """To the lead who did it."""
    if not number:
        return f"<@{labeler}> has no open work any more."
    return f"{parts.count(number, 'input')} of <@{labeler}> went back. Whoever asks for more gets them first."


def handed_over(labeler: str, other: str, number: int) -> str:
    """What the other one has already stays, so that it may be fewer."""
    if not number:
        return f"<@{labeler}> has no open work any more."
    return f"Open work of <@{labeler}> ({parts.count(number, 'input')}) goes to <@{other}>."


def model_stopped(name: str) -> str:
    return f"The model of “{parts.short(name)}” is stopped. What there is so far is kept."


def model_goes_on(name: str) -> str:
    return f"The model of “{parts.short(name)}” goes on. The task's page shows how far it is."


def trying_again(name: str) -> str:
    return f"“{parts.short(name)}” is being prepared again. Whoever has work in it is told when it is there."


def trying_again_window(name: str) -> View:
    return parts.modal("Trying again", [parts.quoted(trying_again(name))])


def brought_back(name: str) -> Message:
    """In the place of the message that offered it."""
    return told(strong(f"“{parts.short(name)}”"), " is back, with all its labels.")


def version_ready(version: VersionLine) -> Message:
    held = f"{parts.count(version.inputs, 'input')} and {parts.count(version.labels, 'label')}"
    open_ = parts.button("Open", ids.OPEN_VERSION, ids.value(version.id), says=f"Open {version.name}")
    name, dataset = parts.short(version.name), parts.short(version.dataset_name)
    return told(
        "✅ The dataset version ", strong(f"“{name}”"), f" of “{dataset}” is ready: {held}.", more=[parts.row([open_])]
    )


def refusal(sentence: str, again: Sequence[ButtonElement] = ()) -> Message:
    """Why something was not done, to that person only, and buttons that lead on from there."""
    return Message(spoken(sentence), [prose(sentence), *([parts.row(again)] if again else ())])


def refusal_window(sentence: str) -> View:
    return parts.modal("That didn't work", [prose(sentence)], close="Back")


_ONE_USE = "It works once, within ten minutes, and only for you: don't pass it on."


def sign_in(url: str) -> Message:
    """To one person only. The link stands in the button alone: what expands links reads texts."""
    words = f"Here is your link to Labelbot's web pages. {_ONE_USE}"
    return Message(words, sign_in_blocks(url))


def sign_in_window(url: str) -> View:
    return parts.modal("Sign in", sign_in_blocks(url), close="Back")


def sign_in_blocks(url: str) -> list[Block]:
    button = parts.link_button("Open the web page", ids.OPEN_PAGE, url, says="Sign in and open the web page")
    # On a phone it opens within Slack, in a browser that knows nothing of the others: hence a new link each time.
    return [
        parts.said(f"*Here is your link to Labelbot's web pages.* {_ONE_USE}", "sign_in"),
        parts.row([button], "sign_in_link"),
    ]


def trouble(reference: str) -> str:
    """Something broke that nobody foresaw."""
    return (
        f"Something went wrong on our side. Please try again. If it happens again, give your admin this: `{reference}`"
    )


def waiting(what: Waiting) -> Message:
    """For `/label` alone."""
    label, review = what.pictures, what.answers
    if not (label or review):
        return refusal("✅ Nothing waits for you. `/label tasks` lists all tasks, `/label new` makes one.")
    words = [f"{parts.count(label, 'input')} to label"] if label else []
    words += [f"{parts.count(review, 'answer')} to review"] if review else []
    tasks = [f"{parts.short(name)}: {count:,} to label" for _, name, count in what.label]
    tasks += [f"{parts.short(name)}: {count:,} to review" for _, name, count in what.review]
    tasks += [parts.count(what.more_tasks, "more task")] if what.more_tasks else []
    text = f"Waiting for you: {' and '.join(words)}. {'; '.join(map(parts.escape, tasks))}."
    return Message(text, waiting_blocks(what, _MOST_WAITING))


def _reason(reason: str) -> str:
    return parts.cut(reason, 1000)


def _list(lines: Sequence[RichTextElement], of: int) -> RichTextElement:
    more = of - _MOST_LISTED
    return RichTextListElement(
        style="bullet", elements=[*lines, *([section(f"and {more:,} more")] if more > 0 else ())]
    )
