"""The fields that a new task's form and the Edit window share."""

from slack_sdk.models.blocks import InputBlock, PlainTextInputElement, UserMultiSelectElement

from domain.draft import LONGEST_INSTRUCTIONS, LONGEST_NAME
from views.slack import ids, parts


def instructions_input(instructions: str, block: str) -> InputBlock:
    return InputBlock(
        label=parts.plain("Instructions"),
        hint=parts.plain(
            "Shown to whoever labels or reviews. Markdown: **bold**, _italic_, - lists, [links](https://…)"
        ),
        element=PlainTextInputElement(
            action_id=ids.TYPED,
            multiline=True,
            max_length=LONGEST_INSTRUCTIONS,
            initial_value=instructions[:LONGEST_INSTRUCTIONS] or None,
            placeholder=parts.plain("What should people look for? What are the borderline cases?"),
        ),
        block_id=block,
        optional=True,
    )


def name_input(name: str, block: str) -> InputBlock:
    return InputBlock(
        label=parts.plain("Name"),
        element=PlainTextInputElement(
            action_id=ids.TYPED,
            max_length=LONGEST_NAME,
            initial_value=name[:LONGEST_NAME] or None,
            placeholder=parts.plain("For example: Cats and dogs, round 1"),
        ),
        block_id=block,
    )


def people_input(label: str, users: tuple[str, ...], block: str, hint: str | None = None) -> InputBlock:
    return InputBlock(
        label=parts.plain(label),
        hint=parts.plain(hint) if hint else None,
        element=UserMultiSelectElement(
            action_id=ids.TYPED,
            initial_users=list(users) or None,
            placeholder=parts.plain("Choose people"),
        ),
        block_id=block,
        optional=hint is not None,
    )
