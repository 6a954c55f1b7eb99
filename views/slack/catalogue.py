"""What the lists of concepts, datasets and versions share: search, names, what was just done."""

from slack_sdk.models.blocks import Block, InputBlock, PlainTextInputElement

from domain.draft import LONGEST_NAME
from domain.naming import LONGEST_QUERY
from views.slack import ids, parts
from views.slack.prose import prose


def note(words: str | None) -> list[Block]:
    """What was just done."""
    return [prose(words, "note")] if words else []


def search(query: str, what: str) -> list[Block]:
    """The window's own button starts it, and so does Enter."""
    field = InputBlock(
        label=parts.plain("Search"),
        element=PlainTextInputElement(
            action_id=ids.TYPED,
            max_length=LONGEST_QUERY,
            initial_value=query[:LONGEST_QUERY] or None,
            placeholder=parts.plain(f"A part of the {what}'s name"),
        ),
        block_id=ids.FIELD_QUERY,
        optional=True,
    )
    return [field]


def name(before: str, block: str, longest: int = LONGEST_NAME, label: str = "Name") -> InputBlock:
    return InputBlock(
        label=parts.plain(label),
        element=PlainTextInputElement(
            action_id=ids.TYPED, max_length=longest, initial_value=before[:longest] or None, focus_on_load=True
        ),
        block_id=block,
    )
