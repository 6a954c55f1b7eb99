"""The reviewer's card: one living message a person and task, and the window that asks for a reason."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ConfirmObject,
    InputBlock,
    PlainTextInputElement,
    RichTextBlock,
    RichTextListElement,
)
from slack_sdk.models.blocks.block_elements import RichTextElement
from slack_sdk.models.views import View

from domain.model import ROBOT
from domain.read_models import Closed, GivenAnswer, ReasonModel, ReviewItem, ReviewModel
from views.slack import choosing, contents, ids, instructions, parts, shapes_card, suggestions
from views.slack.choosing import answer
from views.slack.parts import Message
from views.slack.prose import prose, section, spoken, strong, who as user

LONGEST_REASON = 1000


def card(model: ReviewModel, intro: str | None = None) -> Message:
    """The next answer with what was labeled and by whom. `intro` says why a new message came."""
    lead = [parts.quoted(intro, f"intro:{model.task.id}:{model.revision}")] if intro else []
    item = model.item
    if item is None or model.closed is not None:
        words = nothing_words(model)
        block = parts.quoted(words, f"done:{model.task.id}:{model.revision}")
        return Message(_text(intro, words), [*lead, block])
    prefix = f"item:{item.assignment}:v{item.revision}"
    words = f"{parts.short(model.task.name)}, review {item.number:,} of {item.of:,}: labeled {answer(item.answers)}"
    blocks = [
        *instructions.read_first(model.read_first, model.task.id, prefix),
        *item_blocks(model, item, prefix),
        *choosing.blocks(item, prefix),
        parts.row(_decisions(model, item), f"{prefix}:decisions"),
        parts.row(_more(model, item), f"{prefix}:more"),
    ]
    return Message(f"{_text(intro, words)} by {suggestions.labeled_by(item)}.", [*lead, *blocks])


def approved_all(model: ReviewModel, approved: Sequence[tuple[str, int]]) -> Message:
    """What came of "Approve all", (labeler, how many) each, above the card as it is now."""
    words = " ".join(f"{_approved(number)} of {parts.mention(labeler)}." for labeler, number in approved)
    shown = card(model)
    block_id = f"approved:{model.task.id}:{model.revision}"
    return Message(f"{spoken(words)} {shown.text}", [prose(words, block_id), *shown.blocks])


def moved(model: ReviewModel) -> Message:
    """What is left of a card when a newer one was posted below it."""
    words = f"{parts.short(model.task.name)}: this review goes on further down ↓"
    return Message(parts.escape(words), [parts.small(parts.plain(words), block_id=f"moved:{model.task.id}")])


def reason_window(model: ReasonModel, response_url: str | None = None, message: str = "") -> View:
    """`response_url` and `message` (its ts) are those of the click, through which the card is painted anew."""
    title, submit = ("Reject", "Reject") if model.is_reject else ("Request changes", "Send back")
    after = (
        "Rejecting is final: the answer never enters an export."
        if model.is_reject
        else "It goes to the front of the queue of whoever labeled it."
    )
    reader = "Whoever labeled it reads it."
    if model.labeler == ROBOT:
        reader = "It stands in the history." if model.is_reject else "Whoever labels it next reads it."
        after = after if model.is_reject else "It goes to one of the labelers, with what the model had annotated."
    reason = InputBlock(
        label=parts.plain("Why is it rejected?" if model.is_reject else "What should be different?"),
        hint=parts.plain(reader),
        element=PlainTextInputElement(
            action_id=ids.TYPED, multiline=True, max_length=LONGEST_REASON, focus_on_load=True
        ),
        block_id=ids.FIELD_REASON,
    )
    blocks = [
        parts.small(
            *parts.line(
                parts.marked(f"Labeled by {parts.mention(model.labeler)}:")
                if model.labeler != ROBOT
                else parts.plain(f"Annotated by {suggestions.ROBOT} the model:"),
                parts.plain(answer(model.answers)),
            ),
            block_id="answer",
        ),
        reason,
        parts.small(parts.marked(after), block_id="after"),
    ]
    keeps = {
        "assignment": model.assignment,
        "revision": model.revision,
        "reject": model.is_reject,
        "response_url": response_url,
        "message": message,
    }
    return parts.modal(title, blocks, callback=ids.REASON, submit=submit, close="Cancel", keeps=keeps)


def item_blocks(model: ReviewModel, item: ReviewItem, prefix: str, *, is_titled: bool = False) -> list[Block]:
    """What was labeled, labels, who: the same in the card and in the window, whose title names the task already."""
    progress = f"Review {item.number:,} of {item.of:,} · {parts.bar(item.number - 1, item.of)}"
    again = [parts.quoted(f"You asked for changes: “{item.reason}”", f"{prefix}:again")] if item.reason else []
    return [
        parts.small(
            parts.plain(progress if is_titled else f"{parts.short(model.task.name)} · {progress}"),
            block_id=f"{prefix}:head",
        ),
        *contents.blocks(item.content, model.task.id, prefix),
        *again,
        *_labels(item, prefix),
    ]


def _labels(item: ReviewItem, prefix: str) -> list[Block]:
    """What was answered and by whom: by one, or by several side by side."""
    flagged = " · ⚑ flagged" if item.is_flagged else ""
    if item.given:
        lines = [_given(item, one) for one in item.given[: choosing.MOST]]
        more = len(item.given) - len(lines)
        given = RichTextListElement(
            # Numbers stand on the picture too.
            style="ordered" if item.drawn else "bullet",
            elements=[*lines, *([section(f"and {more:,} more")] if more else ())],
        )
        return [
            parts.header(f"{len(item.given)} labelers do not agree{flagged}", f"{prefix}:labels"),
            RichTextBlock(elements=[given], block_id=f"{prefix}:who"),
            *([] if item.drawn else suggestions.reviewed(item, prefix)),
        ]
    approved = "".join(f" · approved by {parts.mention(one)}" for one in item.approved_by)
    return [
        parts.header(answer(item.answers), f"{prefix}:labels"),
        parts.small(
            *suggestions.by_whom(item, f"{_when(item.submitted_at)}{approved}{flagged}"), block_id=f"{prefix}:who"
        ),
        *(shapes_card.reviewed if item.drawn else suggestions.reviewed)(item, prefix),
    ]


def _given(item: ReviewItem, one: GivenAnswer) -> RichTextElement:
    became = shapes_card.became(item.drawn, one.origin) if item.drawn else ""
    words = "Nothing here" if item.drawn and not one.answers else answer(one.answers)
    return section(user(one.labeler), ": ", strong(words), *([f" · {became}"] if became else ()))


def history_button(model: ReviewModel, item: ReviewItem) -> ButtonElement:
    value = ids.value(model.task.id, item.content.input, 0)
    return parts.button("History", ids.INPUT_HISTORY, value, says="What was done to this one so far, and by whom")


def edit_buttons(model: ReviewModel, item: ReviewItem) -> list[ButtonElement]:
    """In a window; what is drawn is mended in the editor."""
    if item.drawn is not None:
        return shapes_card.review_buttons(model.task, item)
    value = ids.value(item.assignment, item.revision)
    return [parts.button("Edit and approve", ids.EDIT_ANSWER, value, says="Edit the answer and approve it")]


def nothing_words(model: ReviewModel) -> str:
    if model.closed is Closed.DELETED:
        return f"“{parts.short(model.task.name)}” was deleted. There is nothing left to review here."
    if model.closed is Closed.ENDED:
        return f"“{parts.short(model.task.name)}” was closed early. There is nothing left to review here."
    if model.closed is Closed.REMOVED:
        return f"You are no longer a reviewer of “{parts.short(model.task.name)}”. What you decided is kept."
    done = f"{parts.count(model.reviewed, 'answer')} reviewed."
    if model.more_expected:
        return f"{parts.short(model.task.name)}: nothing to review right now, {done} The next batch comes by itself."
    return f"✅ {parts.short(model.task.name)}: all reviewed. {done} Thank you!"


def _approved(number: int) -> str:
    return f"✅ Approved {parts.count(number, 'answer')}" if number else "There was nothing left to approve"


def _text(intro: str | None, words: str) -> str:
    return parts.escape(parts.cut(f"{intro} {words}" if intro else words, 2000))


def _when(at: datetime) -> str:
    """In the reader's own time zone and words."""
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{at:%Y-%m-%d %H:%M} UTC>"


def _decisions(model: ReviewModel, item: ReviewItem) -> list[ButtonElement]:
    value = ids.value(item.assignment, item.revision)
    what = answer(item.answers)
    approve = parts.button("Approve", ids.APPROVE, value, says=f"Approve {what}", style="primary")
    return [
        *(() if item.given else (approve,)),
        *edit_buttons(model, item),
        parts.button("Request changes", ids.REQUEST_CHANGES, value, says="Request changes, with a reason"),
        parts.button("Reject", ids.REJECT, value, says="Reject for good, with a reason", style="danger"),
    ]


def _more(model: ReviewModel, item: ReviewItem) -> list[ButtonElement]:
    window = parts.button("Review in a window", ids.OPEN_REVIEW_WINDOW, ids.value(model.task.id))
    buttons = [window]
    if model.task.has_instructions and not model.read_first:
        buttons = [parts.button("Instructions", ids.INSTRUCTIONS, ids.value(model.task.id)), window]
    buttons += [history_button(model, item), *contents.open_buttons(item.content)]
    return [_approve_all(model, item), *buttons] if item.of_labeler > 1 else buttons


def _approve_all(model: ReviewModel, item: ReviewItem) -> ButtonElement:
    number, of = f"{item.of_labeler:,}", "by the model" if item.labeler == ROBOT else "of this labeler"
    sure = ConfirmObject(
        title=parts.plain(f"Approve {number} answers?"),
        text=parts.plain(f"All {number} answers {of} that wait for you are approved without another look."),
        confirm=parts.plain("Approve all"),
        deny=parts.plain("Not yet"),
    )
    return parts.button(
        f"Approve all {number} {of}",
        ids.APPROVE_ALL,
        ids.value(model.task.id, item.labeler, item.of_labeler_until, item.of_labeler),
        says=f"Approve all {number} answers {of}",
        confirm=sure,
    )
