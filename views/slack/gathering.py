"""The window that adds many people at once: what it asks, who comes in, and who is left out."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ConversationFilter,
    ConversationSelectElement,
    ExternalDataSelectElement,
    InputBlock,
    RichTextBlock,
    UserMultiSelectElement,
)
from slack_sdk.models.views import View

from domain.gathering import Gathered, LeftOut
from domain.read_models import GatherModel, Way
from views.slack import ids, parts
from views.slack.people import names
from views.slack.prose import prose, section, strong

_MOST_PREVIEWED = 20
_NAMES_TOGETHER = 200
_TITLES = {
    Way.CHANNEL: "Everyone in a channel",
    Way.GROUP: "A user group",
    Way.EVERYONE: "The whole workspace",
    Way.PERSON: "New collaborator",
    Way.OUT: "Take people out",
}
_LEFT_OUT = {
    LeftOut.APP: ("app", "apps"),
    LeftOut.DEACTIVATED: ("deactivated person", "deactivated people"),
    LeftOut.EXTERNAL: ("person of another organisation", "people of other organisations"),
    LeftOut.GUEST: ("guest", "guests"),
}


def window(model: GatherModel, keeps: Mapping[str, Any]) -> View:
    """`keeps` leads back to the window beneath."""
    asks = [] if model.is_closed else _ask(model)
    shown = [*asks, *_found(model)]
    submit = _submit(model) if asks or (model.gathered is not None and not model.wrong) else None
    return parts.modal(
        _TITLES[model.way],
        shown,
        callback=ids.GATHER,
        submit=submit,
        close="Cancel" if submit else "Close",
        keeps=keeps,
    )


def _ask(model: GatherModel) -> list[Block]:
    match model.way:
        case Way.CHANNEL:
            return [_channel(model.field)]
        case Way.GROUP:
            return [_group(model.field)]
        case Way.PERSON:
            hint = f"They become collaborators of this workspace, whom “Add all” means, and {model.field} of the task."
            return [_search("People", hint)]
        case Way.OUT:
            return [_search("Whom to take out", "Everybody else stays."), *_all_names(model)]
        case _:
            return []


def _channel(field: str) -> InputBlock:
    only_ours = ConversationFilter(
        include=["public", "private"], exclude_bot_users=True, exclude_external_shared_channels=True
    )
    return InputBlock(
        label=parts.plain("Channel"),
        hint=parts.plain(f"Whoever is in it now becomes one of the {field}. Who joins later does not."),
        element=ConversationSelectElement(
            action_id=ids.GATHER_CHANNEL, filter=only_ours, placeholder=parts.plain("Choose a channel")
        ),
        block_id=ids.FIELD_GATHERED,
        dispatch_action=True,
    )


def _group(field: str) -> InputBlock:
    return InputBlock(
        label=parts.plain("User group"),
        hint=parts.plain(f"Whoever is in it now becomes one of the {field}. Who joins later does not."),
        element=ExternalDataSelectElement(
            action_id=ids.GATHER_GROUP, min_query_length=0, placeholder=parts.plain("Search user groups")
        ),
        block_id=ids.FIELD_GATHERED,
        dispatch_action=True,
    )


def _search(label: str, hint: str) -> InputBlock:
    return InputBlock(
        label=parts.plain(label),
        hint=parts.plain(hint),
        element=UserMultiSelectElement(
            action_id=ids.TYPED, placeholder=parts.plain("Search people"), focus_on_load=True
        ),
        block_id=ids.FIELD_GATHERED,
    )


def _all_names(model: GatherModel) -> list[Block]:
    """Who is chosen, without an end: it is the only place that shows everybody."""
    title = f"{parts.count(len(model.chosen), 'person', 'people')} chosen as {model.field}"
    starts = range(0, len(model.chosen), _NAMES_TOGETHER)
    rows = [model.chosen[start : start + _NAMES_TOGETHER] for start in starts]
    listed = [
        RichTextBlock(elements=[section(*names(some, len(some)))], block_id=f"names:{n}") for n, some in enumerate(rows)
    ]
    return [RichTextBlock(elements=[section(strong(title))], block_id="chosen"), *listed]


def _found(model: GatherModel) -> list[Block]:
    if model.wrong:
        return [prose(f"⚠️ {model.wrong}", "wrong"), *_left_out(model.gathered)]
    if model.reading is not None:
        so_far = f" {parts.count(model.reading, 'person', 'people')} so far." if model.reading else ""
        goes_on = (
            "It takes a while in a large workspace. You may close this window and come back: the counting goes on."
        )
        return [
            parts.said(f"⏳ Asking Slack who that is…{so_far}", "reading"),
            parts.small(parts.plain(goes_on), block_id="goes_on"),
        ]
    if model.gathered is None:
        return []
    coming = model.gathered.coming
    people = parts.count(len(coming), "person", "people")
    role = model.field.removesuffix("s") if len(coming) == 1 else model.field
    said = f"Add {people} as {role}? " if model.way is Way.EVERYONE else f"{people} to add as {role}: "
    who = RichTextBlock(elements=[section(strong(said), *names(coming, _MOST_PREVIEWED))], block_id="coming")
    return [who, *_left_out(model.gathered)]


def _left_out(gathered: Gathered | None) -> list[Block]:
    if gathered is None:
        return []
    are = "is" if gathered.already == 1 else "are"
    words = [f"{gathered.already:,} of them {are} chosen already."] if gathered.already else []
    if gathered.left_out:
        out = [parts.count(number, *_LEFT_OUT[why]) for why, number in gathered.left_out]
        words.append(f"Left out: {parts.listed(out)}.")
    return [parts.small(parts.plain(" ".join(words)), block_id="left_out")] if words else []


def _submit(model: GatherModel) -> str:
    if model.way is Way.OUT:
        return "Take out"
    if model.gathered is None or not model.gathered.coming or model.wrong:
        return "Add"
    return f"Add {parts.count(len(model.gathered.coming), 'person', 'people')}"
