"""What Slack takes of the blocks that we build; more is refused here, with the place, before Slack refuses it."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class Surface(StrEnum):
    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


class BadBlocks(ValueError):
    """`place` is a JSON pointer such as /blocks/2/elements/0/text."""

    def __init__(self, place: str, wrong: str) -> None:
        super().__init__(f"{place}: {wrong}")
        self.place = place


MOST_BLOCKS = {Surface.MESSAGE: 50, Surface.MODAL: 100, Surface.HOME: 100}
# Slack publishes no number; measured by others: texts and 60 characters a block must stay below about 13,357.
MESSAGE_BUDGET = 13_000
COST_OF_A_BLOCK = 60
LONGEST_ID = 255
MOST_OPTIONS = 100

BLOCKS = {"actions", "context", "divider", "header", "image", "input", "rich_text", "section"}
ONLY_ON = {
    "file_input": {Surface.MODAL},
    "email_text_input": {Surface.MODAL},
    "number_input": {Surface.MODAL},
    "url_text_input": {Surface.MODAL},
    "rich_text_input": {Surface.MODAL, Surface.HOME},
    "datetimepicker": {Surface.MESSAGE, Surface.MODAL},
}

# Of each type: field -> the most characters, of a string or of a text object.
LENGTHS: dict[str, dict[str, int]] = {
    "section": {"text": 3000},
    "header": {"text": 150},
    "image": {"alt_text": 2000, "title": 2000, "image_url": 3000},
    "input": {"label": 2000, "hint": 2000},
    "button": {"text": 75, "value": 2000, "url": 3000, "accessibility_label": 75},
    "plain_text_input": {"initial_value": 3000, "placeholder": 150},
    "text": {"text": 40_000},
    "link": {"url": 3000},
} | {
    f"{many}{kind}_select": {"placeholder": 150}
    for many in ("", "multi_")
    for kind in ("static", "external", "users", "conversations", "channels")
}
# Of each type: list field -> (fewest, most).
COUNTS: dict[str, dict[str, tuple[int, int]]] = {
    "section": {"fields": (1, 10)},
    "context": {"elements": (1, 10)},
    "actions": {"elements": (1, 25)},
    "checkboxes": {"options": (1, 10)},
    "radio_buttons": {"options": (1, 10)},
    "overflow": {"options": (1, 5)},
    "static_select": {"options": (1, MOST_OPTIONS), "option_groups": (1, 100)},
    "multi_static_select": {"options": (1, MOST_OPTIONS), "option_groups": (1, 100)},
}
# Without these Slack refuses a block or element of the type. One of a pair that is written with "|".
NEEDED: dict[str, tuple[str, ...]] = {
    "section": ("text|fields",),
    "header": ("text",),
    "image": ("alt_text", "image_url|slack_file"),
    "input": ("label", "element"),
    "context": ("elements",),
    "actions": ("elements",),
    "rich_text": ("elements",),
    "button": ("text", "action_id"),
    "checkboxes": ("options",),
    "radio_buttons": ("options",),
    "overflow": ("options",),
    "static_select": ("options|option_groups",),
    "multi_static_select": ("options|option_groups",),
    "text": ("text",),
    "user": ("user_id",),
}
OPTION = {"text": 75, "value": 150, "description": 75}
CONFIRM = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
MARKED_MAY_STAND = {("section", "text"), ("section", "fields"), ("context", "elements")}
_FILE = re.compile(r"F[A-Z0-9]{8,}")
_USER = re.compile(r"[UW][A-Z0-9]+")


def check(surface: Surface, blocks: Sequence[Json], at: str = "/blocks") -> None:
    """Raises BadBlocks at the first thing that Slack would refuse."""
    if not 1 <= len(blocks) <= MOST_BLOCKS[surface]:
        raise BadBlocks(at, f"{len(blocks)} blocks on a {surface}")
    block_ids: set[str] = set()
    focused = 0
    for index, block in enumerate(blocks):
        place = f"{at}/{index}"
        if block["type"] not in BLOCKS:
            raise BadBlocks(place, f"a block of type {block['type']}")
        if block.get("block_id", index) in block_ids:
            raise BadBlocks(f"{place}/block_id", "another block has it")
        block_ids.add(block.get("block_id", index))
        _check_id(block, "block_id", place)
        _check_part(block, place, surface)
        focused += _check_elements(block, place)
    if focused > 1:
        raise BadBlocks(at, "two elements have focus_on_load")
    if surface is Surface.MESSAGE and sum(_lengths(blocks)) + COST_OF_A_BLOCK * len(blocks) > MESSAGE_BUDGET:
        raise BadBlocks(at, "too many characters in all blocks together")


def check_length(text: str, most: int, place: str) -> None:
    if not 1 <= len(text) <= most:
        raise BadBlocks(place, f"{len(text)} characters, 1 to {most} are allowed")


def _check_part(part: Json, at: str, surface: Surface) -> None:
    """A block, or an element in one, with all that is in it."""
    kind = part["type"]
    if kind in ONLY_ON and surface not in ONLY_ON[kind]:
        raise BadBlocks(at, f"a {kind} on a {surface}")
    for field in NEEDED.get(kind, ()):
        if sum(one in part for one in field.split("|")) != 1:
            raise BadBlocks(at, f"{kind} needs {field}")
    for field, most in LENGTHS.get(kind, {}).items():
        if field in part:
            _check_text(part[field], most, f"{at}/{field}", may_be_marked=(kind, field) in MARKED_MAY_STAND)
    for field, (fewest, most) in COUNTS.get(kind, {}).items():
        if field in part and not fewest <= len(part[field]) <= most:
            raise BadBlocks(f"{at}/{field}", f"{len(part[field])} of them, {fewest} to {most} are allowed")
    _check_ids(part, at)
    for field in ("elements", "fields", "element", "accessory"):
        _check_inner(kind, part, field, at, surface)
    _check_options(part, at)
    if "confirm" in part:
        _check_texts(part["confirm"], CONFIRM, f"{at}/confirm")


def _check_inner(kind: str, part: Json, field: str, at: str, surface: Surface) -> None:
    inner = part.get(field)
    if isinstance(inner, dict):
        _check_part(inner, f"{at}/{field}", surface)
    for index, one in enumerate(inner if isinstance(inner, list) else ()):
        place = f"{at}/{field}/{index}"
        if one["type"] in {"plain_text", "mrkdwn"}:
            most = 2000 if field == "fields" else 3000
            _check_text(one, most, place, may_be_marked=(kind, field) in MARKED_MAY_STAND)
        else:
            _check_part(one, place, surface)


def _check_text(text: str | Json, most: int, at: str, *, may_be_marked: bool = False) -> None:
    if isinstance(text, str):
        return check_length(text, most, at)
    if text["type"] != "plain_text" and not may_be_marked:
        raise BadBlocks(at, "only plain_text may stand here")
    return check_length(text["text"], most, at)


def _check_texts(holder: Json, lengths: dict[str, int], at: str) -> None:
    for field, most in lengths.items():
        if field in holder:
            _check_text(holder[field], most, f"{at}/{field}")
        elif field != "description":
            raise BadBlocks(at, f"{field} is missing")


def _check_ids(part: Json, at: str) -> None:
    _check_id(part, "action_id", at)
    if "slack_file" in part and not _FILE.fullmatch(str(part["slack_file"].get("id"))):
        raise BadBlocks(f"{at}/slack_file", "not the id of a file")
    for user in (*part.get("initial_users", ()), *([part["user_id"]] if part["type"] == "user" else ())):
        if not _USER.fullmatch(user):
            raise BadBlocks(at, "not the id of a user")
    if len(part.get("initial_value", "")) > part.get("max_length", 3000):
        raise BadBlocks(f"{at}/initial_value", "longer than max_length")


def _check_id(part: Json, field: str, at: str) -> None:
    if len(part.get(field, "")) > LONGEST_ID:
        raise BadBlocks(f"{at}/{field}", f"longer than {LONGEST_ID} characters")


def _check_options(part: Json, at: str) -> None:
    groups = part.get("option_groups", ())
    offered = [*part.get("options", ())]
    for index, group in enumerate(groups):
        _check_text(group["label"], 75, f"{at}/option_groups/{index}/label")
        if not 1 <= len(group["options"]) <= MOST_OPTIONS:
            raise BadBlocks(f"{at}/option_groups/{index}/options", f"{len(group['options'])} of them")
        offered += group["options"]
    initial = [*part.get("initial_options", ()), *([part["initial_option"]] if "initial_option" in part else ())]
    for index, option in enumerate([*offered, *initial]):
        _check_texts(option, OPTION, f"{at}/options/{index}")
    if offered and any(option not in offered for option in initial):
        raise BadBlocks(at, "an initial option is none of the options")


def _check_elements(block: Json, at: str) -> int:
    """Action ids are unique in their block. Returns how many of its elements take the focus."""
    elements = [*block.get("elements", ())] if block["type"] == "actions" else []
    elements += [block[name] for name in ("element", "accessory") if name in block]
    action_ids = [element["action_id"] for element in elements if "action_id" in element]
    if len(set(action_ids)) < len(action_ids):
        raise BadBlocks(at, "two elements have the same action_id")
    return sum(bool(element.get("focus_on_load")) for element in elements)


def _lengths(part: Any) -> Iterator[int]:
    if isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield len(part["text"])
        part = part.values()
    elif not isinstance(part, list | tuple):
        return
    for inner in part:
        if isinstance(inner, dict | list):
            yield from _lengths(inner)
