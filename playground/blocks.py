"""Blocks as a workspace keeps them: generated ids, defaults that Slack fills in, elements and the state of inputs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from playground.records import JsonObject, State

# What an element's state value is called, and what it is while nothing is chosen.
# https://docs.slack.dev/reference/interaction-payloads/block_actions-payload and the elements' own pages.
VALUE_KEYS: dict[str, tuple[str, Any]] = {
    "plain_text_input": ("value", None),
    "email_text_input": ("value", None),
    "number_input": ("value", None),
    "url_text_input": ("value", None),
    "rich_text_input": ("rich_text_value", None),
    "file_input": ("files", []),
    "static_select": ("selected_option", None),
    "external_select": ("selected_option", None),
    "multi_static_select": ("selected_options", []),
    "multi_external_select": ("selected_options", []),
    "users_select": ("selected_user", None),
    "multi_users_select": ("selected_users", []),
    "conversations_select": ("selected_conversation", None),
    "multi_conversations_select": ("selected_conversations", []),
    "channels_select": ("selected_channel", None),
    "multi_channels_select": ("selected_channels", []),
    "datepicker": ("selected_date", None),
    "timepicker": ("selected_time", None),
    "datetimepicker": ("selected_date_time", None),
    "checkboxes": ("selected_options", []),
    "radio_buttons": ("selected_option", None),
}
_INITIAL_KEYS = {
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
    "value": "initial_value",
    "rich_text_value": "initial_value",
}
_NESTING = {"container": "child_blocks", "carousel": "elements"}


@dataclass(frozen=True)
class Placed:
    """An interactive element where it stands. In an `input` block it has no life of its own unless it dispatches."""

    block: JsonObject
    element: JsonObject

    @property
    def block_id(self) -> str:
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        return str(self.element.get("action_id", ""))

    @property
    def kind(self) -> str:
        return str(self.element["type"])

    @property
    def is_input(self) -> bool:
        return bool(self.block["type"] == "input")

    @property
    def dispatches(self) -> bool:
        return not self.is_input or bool(self.block.get("dispatch_action"))


def each_block(blocks: Iterable[JsonObject]) -> Iterator[JsonObject]:
    """Also the blocks that stand in containers and carousels."""
    for block in blocks:
        yield block
        yield from each_block(block.get(_NESTING.get(block["type"], "")) or ())


def placed_elements(blocks: Iterable[JsonObject]) -> Iterator[Placed]:
    for block in each_block(blocks):
        yield from (Placed(block, element) for element in _elements(block))


def _elements(block: JsonObject) -> Iterator[JsonObject]:
    match block["type"]:
        case "actions" | "context_actions":
            yield from block["elements"]
        case "section" if "accessory" in block and "action_id" in block["accessory"]:
            yield block["accessory"]
        case "input":
            yield block["element"]
        case "card":
            yield from block.get("actions") or ()


def find_element(blocks: Iterable[JsonObject], block_id: str, action_id: str) -> Placed | None:
    """Slack wants an action_id to be unique in its block only, so both are needed."""
    return next(
        (placed for placed in placed_elements(blocks) if (placed.block_id, placed.action_id) == (block_id, action_id)),
        None,
    )


def normalise(blocks: list[JsonObject], make_id: "IdMaker") -> list[JsonObject]:
    """A copy with what Slack fills in: ids where the app gave none, and the defaults of texts and input blocks."""
    copied: list[JsonObject] = [fill_texts(block) for block in blocks]
    for block in each_block(copied):
        block.setdefault("block_id", make_id())
        if block["type"] == "input":
            block.setdefault("optional", False)
            block.setdefault("dispatch_action", False)
        for element in _elements(block):
            element.setdefault("action_id", make_id())
    return copied


class IdMaker:
    """Generates ids as Slack's look: five characters, never the same twice."""

    def __init__(self, start: int = 0) -> None:
        self.made = start

    def __call__(self) -> str:
        self.made += 1
        return base36(self.made).rjust(5, "0")


def base36(number: int) -> str:
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = digits[digit] + text
    return text or "0"


def fill_texts(part: Any) -> Any:
    """A copy with the defaults that Slack writes into text objects."""
    if isinstance(part, list):
        return [fill_texts(each) for each in part]
    if not isinstance(part, dict):
        return part
    filled = {key: fill_texts(each) for key, each in part.items()}
    if "text" in filled:
        if filled.get("type") == "plain_text":
            filled.setdefault("emoji", True)
        elif filled.get("type") == "mrkdwn":
            filled.setdefault("verbatim", False)
    return filled


def initial_state(blocks: Iterable[JsonObject], before: State | None = None) -> State:
    """The state of fresh blocks; a value of `before` stays where block_id, action_id and type are unchanged."""
    state: State = {}
    for placed in placed_elements(blocks):
        if placed.kind in VALUE_KEYS:
            kept = (before or {}).get(placed.block_id, {}).get(placed.action_id)
            fits = kept is not None and kept["type"] == placed.kind
            state.setdefault(placed.block_id, {})[placed.action_id] = kept if kept and fits else _initial(placed)
    return state


def _initial(placed: Placed) -> JsonObject:
    key, empty = VALUE_KEYS[placed.kind]
    chosen = placed.element.get(_INITIAL_KEYS.get(key, ""), empty)
    return value_of(placed, list(chosen) if isinstance(chosen, list) else chosen)


def value_of(placed: Placed, chosen: Any) -> JsonObject:
    """The state value of an element. A time picker tells its time zone with it (its page in the reference)."""
    value = {"type": placed.kind, VALUE_KEYS[placed.kind][0]: chosen}
    return value | ({"timezone": placed.element["timezone"]} if "timezone" in placed.element else {})


def every_option(element: JsonObject) -> list[JsonObject]:
    grouped = [option for group in element.get("option_groups") or () for option in group["options"]]
    return [*(element.get("options") or ()), *grouped]
