"""Choosing people: the field with its buttons, in whatever window needs it."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    Block,
    RichTextBlock,
    StaticSelectElement,
)
from slack_sdk.models.blocks.block_elements import RichTextElement

from domain.read_models import PeopleField, Way
from views.slack import ids, parts
from views.slack.fields import people_input
from views.slack.prose import section, strong, who

MOST_IN_FIELD = 100
"""Slack publishes no limit of `initial_users`; of options it takes so many at first. More people are shown as words,
and kept here.
"""
_MOST_NAMED = 10
_WAYS = {
    Way.CHANNEL: "Everyone in a channel",
    Way.GROUP: "A user group",
    Way.EVERYONE: "Everyone in the workspace",
    Way.PERSON: "New collaborator",
    Way.OUT: "Take people out",
}


def blocks(model: PeopleField) -> list[Block]:
    """The field, and beneath it how to fill it with many at once."""
    label = model.field.capitalize()
    if len(model.people) > MOST_IN_FIELD:
        return [_in_words(label, model), _buttons(model)]
    return [people_input(label, model.people, f"{model.field}:{model.version}", model.hint), _buttons(model)]


def _in_words(label: str, model: PeopleField) -> Block:
    people = parts.count(len(model.people), "person", "people")
    pieces = [strong(label), f"\n{people}: ", *names(model.people, _MOST_NAMED)]
    return RichTextBlock(elements=[section(*pieces)], block_id=f"{model.field}:in_words")


def _buttons(model: PeopleField) -> Block:
    text = f"Add all collaborators ({model.collaborators:,})"
    says = f"Add all collaborators as {model.field}"
    add_all = parts.button(text, ids.ADD_ALL_PEOPLE, model.field, says=says)
    remove_all = parts.button("Remove all", ids.REMOVE_ALL_PEOPLE, model.field, says=f"Remove all {model.field}")
    is_long = len(model.people) > MOST_IN_FIELD
    more = StaticSelectElement(
        action_id=ids.MORE_PEOPLE,
        placeholder=parts.plain(f"{'Add or take out' if is_long else 'Add more'} {model.field}…"),
        options=[
            parts.option(text, ids.value(way, model.field))
            for way, text in _WAYS.items()
            if is_long or way is not Way.OUT
        ],
    )
    shown = [*([add_all] if model.collaborators else ()), remove_all, more]
    return parts.row(shown, f"all_{model.field}:{model.version}.{model.turn}")


def names(people: Sequence[str], most: int) -> list[str | RichTextElement]:
    named = [piece for user in people[:most] for piece in (", ", who(user))][1:]
    return [*named, f" and {len(people) - most:,} more"] if len(people) > most else named
