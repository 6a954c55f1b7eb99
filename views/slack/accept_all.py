"""Accepting suggestions many at a time: the button, the window that asks from which score on, what came of it."""

from slack_sdk.models.blocks import Block, ButtonElement, ConfirmObject, InputBlock, Option, RadioButtonsElement
from slack_sdk.models.views import View

from domain.accepted_together import AcceptedAll, UnacceptAllAsked, UnacceptedAll
from domain.read_models import AcceptAllModel, CardModel, SureChoice, TaskHead
from views.slack import ids, parts
from views.slack.parts import Message
from views.slack.prose import strong, told, who
from views.slack.suggestions import ROBOT


def button(model: CardModel) -> list[ButtonElement]:
    """A window asks from which score on."""
    if not model.may_accept_all:
        return []
    says = "Accept all sure suggestions in the rest of my queue: a window asks from which score on"
    words = f"{ROBOT} Accept all that are sure…"
    return [parts.button(words, ids.ACCEPT_ALL, ids.value(model.task.id), says=says)]


def window(model: AcceptAllModel, note: str | None = None) -> View:
    said = [parts.quoted(note, "note")] if note else []
    task = parts.small(parts.plain(parts.short(model.name)), block_id="task")
    if not model.choices:
        words = "Nothing in your queue is suggested with 80 % or more just now."
        return parts.modal("Accept all", [task, *said, parts.quoted(words, "nothing")])
    options = [_choice(one) for one in model.choices]
    asked = InputBlock(
        label=parts.plain("Accept what is suggested with at least"),
        element=RadioButtonsElement(action_id=ids.TYPED, options=options, initial_option=options[0]),
        # Slack keeps what was chosen in a field that stays the same, also where that is no choice any more.
        block_id=f"{ids.FIELD_PERCENT}:{'_'.join(option.value for option in options)}",
    )
    words = (
        "Nobody looks at these one by one. What you skipped, flagged, ticked or got back is left to you. "
        "You can take all of it back until it is reviewed."
    )
    blocks = [task, *said, asked, parts.small(parts.plain(words), block_id="after")]
    keeps = {"task": model.task}
    return parts.modal(
        "Accept all", blocks, callback=ids.ACCEPT_ALL_WINDOW, submit="Accept", close="Cancel", keeps=keeps
    )


def counting() -> View:
    """While a long queue is being looked through."""
    return parts.modal("Accept all", [parts.quoted("⏳ Counting what is sure in your queue…", "counting")])


def accepted(task: TaskHead, least: int, together: UnacceptAllAsked) -> Message:
    """What came of it, and the way back."""
    name = strong(f"“{parts.short(task.name)}”")
    if not together.count:
        return told(f"{ROBOT} Nothing was left to accept from {least} % on in ", name, ".")
    inputs = parts.count(together.count, "input is answered as suggested", "inputs are answered as suggested")
    return told(f"{ROBOT} ✅ {inputs} in ", name, f", from {least} % on.", more=[_take_back(together)])


def others_accepted(task: TaskHead, notice: AcceptedAll) -> Message:
    """To a lead."""
    answered = f" had {parts.count(notice.count, 'input')} answered as suggested, from {notice.percent} % on, in "
    button = _take_back(UnacceptAllAsked(notice.task, notice.labeler, notice.count, notice.since))
    return told(f"{ROBOT} ", who(notice.labeler), answered, strong(f"“{parts.short(task.name)}”"), ".", more=[button])


def others_took_back(task: TaskHead, notice: UnacceptedAll) -> Message:
    """To the labeler."""
    words = f" took {parts.count(notice.count, 'answer')} back that you had accepted together in "
    again = ". They are suggestions again, in your queue."
    return told("↩️ ", who(notice.by), words, strong(f"“{parts.short(task.name)}”"), again)


def taking_back(count: int) -> Message:
    """In the place of the message with the button."""
    return told(f"↩️ Taking {parts.count(count, 'accepted answer')} back…")


def taken_back(task: TaskHead, asked: UnacceptAllAsked, count: int) -> Message:
    name = strong(f"“{parts.short(task.name)}”")
    kept = asked.count - count
    rest = f" {kept:,} {'was' if kept == 1 else 'were'} reviewed already, and {'stays' if kept == 1 else 'stay'}."
    words = f"↩️ {parts.count(count, 'accepted answer')} taken back in "
    return told(words, name, f": suggestions again.{rest if kept > 0 else ''}")


def _choice(one: SureChoice) -> Option:
    return parts.option(
        f"{one.percent} %: {parts.count(one.inputs, 'input')}", f"{one.percent}.{one.inputs}", _so_far(one)
    )


def _so_far(one: SureChoice) -> str:
    if not one.answered:
        return "Not measured yet: nobody has answered one that was this sure."
    answers = parts.count(one.answered, "answer")
    return f"Of {answers} where it was this sure, {one.right:,} {'was' if one.right == 1 else 'were'} right."


def _take_back(together: UnacceptAllAsked) -> Block:
    value = ids.value(together.task, together.labeler, together.count, together.since)
    sure = ConfirmObject(
        title=parts.plain("Un-accept these?"),
        text=parts.plain("They come back as suggestions, as far as nobody has reviewed them yet."),
        confirm=parts.plain("Un-accept"),
        deny=parts.plain("Keep them"),
    )
    words = f"Un-accept these {together.count:,}" if together.count > 1 else "Un-accept it"
    return parts.row([parts.button(words, ids.UNACCEPT_ALL, value, confirm=sure)], "together")
