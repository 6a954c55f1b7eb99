"""What a person chose in an element: checked as Slack's client does, and in the shapes of Slack's payloads."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from playground.blocks import VALUE_KEYS, Placed, every_option, value_of
from playground.file_shapes import file_shape
from playground.file_types import is_accepted
from playground.records import JsonObject
from playground.sight import passes, visible_people, visible_places
from playground.surfaces import CannotActError
from playground.workspace import Workspace

MOST_FILES = 10
LARGEST_FILE = 10 * 1024 * 1024
# Where a value is something else than a text, or a list where several can be chosen.
_SHAPES: dict[str, tuple[type, ...]] = {
    "selected_option": (dict, str),
    "selected_date_time": (int,),
    "rich_text_value": (dict,),
}
REQUIRED = "Please complete this required field."


@dataclass(frozen=True)
class Choice:
    """Somebody's choice in an element, and what stood there `before`."""

    workspace: Workspace
    person: str
    placed: Placed
    before: JsonObject


def state_value(choice: Choice, chosen: Mapping[str, Any], offered: Iterable[JsonObject] = ()) -> JsonObject:
    """The state value of an element, from the same keys as Slack's payloads have.

    An option may be given whole or as its value alone; it must be one that the person was offered.
    """
    placed = choice.placed
    key, empty = VALUE_KEYS[placed.kind]
    if key not in chosen:
        raise CannotActError(f"A {placed.kind} is given as {key}, not as {', '.join(chosen) or 'nothing'}.")
    value: Any = chosen[key]
    if value in (None, "", []):
        return value_of(placed, empty if empty is None else [])
    if not _has_shape(key, value, several=isinstance(empty, list)):
        raise CannotActError(f"That is not what {key} of a {placed.kind} looks like.")
    match key:
        case "selected_option":
            value = _offered_option(placed, value, offered)
        case "selected_options":
            value = [_offered_option(placed, each, offered) for each in value]
        case "files":
            value = [_uploaded(choice, each) for each in value]
        case _:
            _check_offered(choice, key, value)
    most = placed.element.get("max_selected_items") or placed.element.get("max_files")
    most = most or (MOST_FILES if key == "files" else None)
    if isinstance(value, list) and most and len(value) > most:
        raise CannotActError(f"At most {most} can be chosen here.")
    return value_of(placed, value)


def _has_shape(key: str, value: Any, *, several: bool) -> bool:
    kinds = _SHAPES.get(key) or ((list,) if several else (str,))
    return isinstance(value, kinds) and not isinstance(value, bool) and _is_moment(key, value)


def _is_moment(key: str, value: Any) -> bool:
    """What the pickers' calendars and clocks give; whatever is no moment passes."""
    match key:
        case "selected_date":
            return _is_date(value)
        case "selected_time":
            return re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value) is not None
        case "selected_date_time":
            return bool(10**9 <= value < 10**10)
    return True


def _offered_option(placed: Placed, chosen: Any, offered: Iterable[JsonObject]) -> JsonObject:
    wanted = chosen.get("value") if isinstance(chosen, Mapping) else chosen
    for option in [*every_option(placed.element), *offered]:
        if option.get("value") == wanted:
            return option
    raise CannotActError(f"{wanted!r} is not among the options of {placed.action_id}.")


def _uploaded(choice: Choice, identity: Any) -> JsonObject:
    """https://docs.slack.dev/reference/block-kit/block-elements/file-input-element: types by ending, 10 MB a file."""
    file = choice.workspace.files.get(identity) if isinstance(identity, str) else None
    if file is None or file.user != choice.person or file.mode or file.deleted:
        raise CannotActError("That file was never uploaded.")
    wanted = choice.placed.element.get("filetypes") or []
    if not is_accepted(file.name, wanted):
        raise CannotActError(f"{file.name} can't be added: only {', '.join(wanted)} files are taken here.")
    if len(file.content) > LARGEST_FILE:
        raise CannotActError(f"{file.name} can't be added: a file may have at most 10 MB here.")
    return file_shape(choice.workspace, file)


def _check_offered(choice: Choice, key: str, value: Any) -> None:
    """People and places that the client lists for this person. What stood there already may stay."""
    offered: set[str] = set()
    if key.startswith("selected_user"):
        offered = visible_people(choice.workspace, choice.person)
    elif key.startswith(("selected_conversation", "selected_channel")):
        wanted = choice.placed.element.get("filter") or {}
        wanted = {"include": ["public"]} if key.startswith("selected_channel") else wanted
        places = visible_places(choice.workspace, choice.person)
        offered = {place.id for place in places if passes(choice.workspace, place, wanted)}
    else:
        return
    before = choice.before.get(key) or []
    offered.update(before if isinstance(before, list) else [before])
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, str) or each not in offered:
            raise CannotActError(f"{each} is nobody and no place that can be chosen here.")


def action(placed: Placed, value: JsonObject | None, chosen: Mapping[str, Any], ts: str) -> JsonObject:
    """One entry of a block_actions payload. A button's text and value are the stored ones, whatever the caller says."""
    element = placed.element
    acted: JsonObject = {"type": placed.kind, "action_id": placed.action_id, "block_id": placed.block_id}
    # What is typed comes without it: @slack/bolt's PlainTextInputAction.
    also = () if placed.kind.endswith("_input") else ("placeholder",)
    acted |= {name: element[name] for name in ("text", "value", "style", "url", *also) if name in element}
    if value is not None:
        acted |= value
    elif placed.kind == "overflow":
        acted["selected_option"] = _offered_option(placed, chosen.get("selected_option"), ())
    return {**acted, "action_ts": ts}


def input_problem(placed: Placed, value: JsonObject) -> str | None:
    """What the client says at the field before anything is sent; None when it may go."""
    key = VALUE_KEYS[placed.kind][0]
    content = value[key]
    if content in (None, "", []):
        return None if placed.block.get("optional") else REQUIRED
    if isinstance(content, str):
        return _text_problem(placed, content)
    return None


def _text_problem(placed: Placed, text: str) -> str | None:
    element = placed.element
    if len(text) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if len(text) > element.get("max_length", 3000):
        return f"Please enter at most {element.get('max_length', 3000)} characters."
    if placed.kind == "number_input":
        return _number_problem(element, text)
    is_valid, wanted = _FORMATS.get(placed.kind, (None, ""))
    return f"Please enter a valid {wanted}." if is_valid and not is_valid(text) else None


def _number_problem(element: JsonObject, text: str) -> str | None:
    if not re.fullmatch(r"-?\d+(\.\d+)?", text):
        return "Please enter a valid number."
    number = Decimal(text)
    if not element.get("is_decimal_allowed") and number % 1:
        return "Please enter a whole number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and number < Decimal(least):
        return f"Please enter a number that is at least {least}."
    if most is not None and number > Decimal(most):
        return f"Please enter a number that is at most {most}."
    return None


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_email(text: str) -> bool:
    return re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) is not None


def _is_url(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


_FORMATS: dict[str, tuple[Callable[[str], bool], str]] = {
    "email_text_input": (_is_email, "email address"),
    "url_text_input": (_is_url, "URL"),
}
