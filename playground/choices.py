"""What a person chose in an element: checked as Slack's client does, and in the shapes of Slack's payloads."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from typing import Any
from urllib.parse import urlsplit

from playground.blocks import VALUE_KEYS, Placed, every_option
from playground.records import JsonObject
from playground.shapes import file_shape
from playground.surfaces import CannotActError
from playground.workspace import Workspace

# Where a value is something else than a text, or a list where several can be chosen.
_SHAPES: dict[str, tuple[type, ...]] = {
    "selected_option": (dict, str),
    "selected_date_time": (int,),
    "rich_text_value": (dict,),
}
REQUIRED = "Please complete this required field."


def state_value(
    workspace: Workspace, placed: Placed, chosen: Mapping[str, Any], offered: Iterable[JsonObject] = ()
) -> JsonObject:
    """The state value of an element, from the same keys as Slack's payloads have.

    An option may be given whole or as its value alone; it must be one that the person was offered.
    """
    key, empty = VALUE_KEYS[placed.kind]
    if key not in chosen:
        raise CannotActError(f"A {placed.kind} is given as {key}, not as {', '.join(chosen) or 'nothing'}.")
    value: Any = chosen[key]
    if value in (None, "", []):
        return {"type": placed.kind, key: empty if empty is None else []}
    if not _has_shape(key, value, several=isinstance(empty, list)):
        raise CannotActError(f"That is not what {key} of a {placed.kind} looks like.")
    match key:
        case "selected_option":
            value = _offered_option(placed, value, offered)
        case "selected_options":
            value = [_offered_option(placed, each, offered) for each in value]
        case "files":
            value = [_uploaded(workspace, each) for each in value]
        case _:
            _check_known(workspace, key, value)
    most = placed.element.get("max_selected_items") or placed.element.get("max_files")
    if isinstance(value, list) and most and len(value) > most:
        raise CannotActError(f"At most {most} can be chosen here.")
    return {"type": placed.kind, key: value}


def _has_shape(key: str, value: Any, *, several: bool) -> bool:
    return isinstance(value, _SHAPES.get(key) or ((list,) if several else (str,)))


def _offered_option(placed: Placed, chosen: Any, offered: Iterable[JsonObject]) -> JsonObject:
    wanted = chosen.get("value") if isinstance(chosen, Mapping) else chosen
    for option in [*every_option(placed.element), *offered]:
        if option.get("value") == wanted:
            return option
    raise CannotActError(f"{wanted!r} is not among the options of {placed.action_id}.")


def _uploaded(workspace: Workspace, file: Any) -> JsonObject:
    if not isinstance(file, str) or file not in workspace.files:
        raise CannotActError("That file was never uploaded.")
    return file_shape(workspace, workspace.files[file])


def _check_known(workspace: Workspace, key: str, value: Any) -> None:
    known: Mapping[str, Any] = {}
    if key.startswith("selected_user"):
        known = {name: person for name, person in workspace.people.items() if not person.deleted}
    elif key.startswith(("selected_conversation", "selected_channel")):
        known = workspace.channels
    else:
        return
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, str) or each not in known:
            raise CannotActError(f"{each} is nobody and no place in this workspace.")


def action(placed: Placed, value: JsonObject | None, chosen: Mapping[str, Any], ts: str) -> JsonObject:
    """One entry of a block_actions payload. A button's text and value are the stored ones, whatever the caller says."""
    element = placed.element
    acted: JsonObject = {"type": placed.kind, "action_id": placed.action_id, "block_id": placed.block_id}
    acted |= {name: element[name] for name in ("text", "value", "style", "url", "placeholder") if name in element}
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
    try:
        number = float(text)
    except ValueError:
        return "Please enter a valid number."
    if not element.get("is_decimal_allowed") and not number.is_integer():
        return "Please enter a whole number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and number < float(least):
        return f"Please enter a number that is at least {least}."
    if most is not None and number > float(most):
        return f"Please enter a number that is at most {most}."
    return None


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_time(text: str) -> bool:
    try:
        time.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_email(text: str) -> bool:
    return re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) is not None


def _is_url(text: str) -> bool:
    parts = urlsplit(text)
    return bool(parts.scheme and parts.netloc)


_FORMATS: dict[str, tuple[Callable[[str], bool], str]] = {
    "email_text_input": (_is_email, "email address"),
    "url_text_input": (_is_url, "URL"),
    "datepicker": (_is_date, "date"),
    "timepicker": (_is_time, "time"),
}
