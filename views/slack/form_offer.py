"""What leads back to a form that was not finished."""

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ConfirmObject,
    DividerBlock,
    RichTextBlock,
    RichTextElementParts as Rich,
)
from slack_sdk.models.blocks.block_elements import RichTextElement

from domain.read_models import DraftOffer, FormModel
from views.slack import ids, parts
from views.slack.prose import section, strong


def offer(form: FormModel) -> list[Block]:
    """Above a fresh form. Whoever fills that in leaves the earlier one for the next time."""
    if form.offer is None:
        return []
    at = form.offer.at
    changed = Rich.Date(
        timestamp=int(at.timestamp()), format="{date_short_pretty} at {time}", fallback=f"{at:%Y-%m-%d %H:%M} UTC"
    )
    called, name = _called(form.offer)
    anew = ConfirmObject(
        title=parts.plain("Start anew?"),
        text=parts.plain(f"{name} is thrown away.", 300),
        confirm=parts.plain("Throw it away"),
        deny=parts.plain("Keep it"),
    )
    buttons = [
        _continue(form.offer.draft),
        parts.button("Start anew", ids.START_ANEW, form.offer.draft, confirm=anew),
    ]
    return [
        RichTextBlock(
            elements=[section("You have not finished ", *called, ", last changed ", changed, ".")],
            block_id=f"offer:{form.offer.draft}",
        ),
        parts.row(buttons, f"offered:{form.offer.draft}"),
        DividerBlock(),
    ]


def ways_back(form: FormModel) -> list[ButtonElement]:
    """For a message, where the form could not open."""
    if form.is_begun:
        return [_continue(form.draft)]
    anew = parts.button("Open a new form", ids.action(ids.CONTINUE_DRAFT, "new"), form.draft)
    return [_continue(form.offer.draft), anew] if form.offer else [anew]


def _continue(draft: str) -> ButtonElement:
    return parts.button("Continue your draft", ids.CONTINUE_DRAFT, draft, style="primary")


def _called(draft: DraftOffer) -> tuple[list[str | RichTextElement], str]:
    """What the draft is called in rich text, and at the beginning of a plain sentence."""
    if draft.name.strip():
        name = f"“{parts.short(draft.name)}”"
        return [strong(name)], name
    over = [f" over “{parts.short(draft.dataset)}”"] if draft.dataset else []
    with_ = [f" with {parts.count(draft.concepts, 'concept')}"] if draft.concepts else []
    words = "".join([*over, *with_])
    return [f"a task without a name{words}"], f"The task without a name{words}"
