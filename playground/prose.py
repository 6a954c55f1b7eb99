"""What a person sees, as plain lines: for looking things up by their text, and for saying what is there."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from playground.blocks import VALUE_KEYS, each_block
from playground.records import JsonObject, Message, State, View
from playground.workspace import Workspace


def message_lines(workspace: Workspace, message: Message, person: str) -> Iterator[str]:
    """With blocks, `text` is only for notifications and screen readers; people see the blocks."""
    who = workspace.people[message.user].name
    yield f"{who}{' (only you see this)' if message.ephemeral_to else ''}:"
    if not message.blocks:
        yield f"  {message.text}"
    for line in block_lines(message.blocks, message.inputs.get(person, {})):
        yield f"  {line}"
    for attachment in message.attachments:
        if attachment.get("blocks"):
            for line in block_lines(attachment["blocks"], message.inputs.get(person, {})):
                yield f"  {line}"
        else:
            yield f"  {attachment.get('text') or attachment['fallback']}"
    for file in message.files:
        yield f"  (file: {workspace.files[file].title or workspace.files[file].name})"


def view_lines(view: View) -> Iterator[str]:
    if not view.is_home:
        yield f"[{view.content['title']['text']}]"
    for line in block_lines(view.blocks, view.state):
        yield f"  {line}"
    for block_id, error in view.errors.items():
        yield f"  ! {block_id}: {error}"
    buttons = [view.content[name]["text"] for name in ("submit", "close") if view.content.get(name)]
    if buttons:
        yield f"  {' '.join(f'[{text}]' for text in buttons)}"


def block_lines(blocks: Iterable[JsonObject], state: State) -> Iterator[str]:
    for block in each_block(blocks):
        yield from _lines(block, state)


def _lines(block: JsonObject, state: State) -> Iterator[str]:
    match block["type"]:
        case "divider":
            yield "---"
        case "input":
            shown = _element(block["element"], state.get(block["block_id"], {}))
            yield f"{block['label']['text']}: {shown}"
            if "hint" in block:
                yield block["hint"]["text"]
        case "actions" | "context_actions":
            yield " ".join(_element(each, state.get(block["block_id"], {})) for each in block["elements"])
        case "image":
            yield " ".join(filter(None, [texts_of(block.get("title")), _picture(block)]))
        case "carousel" | "container":
            yield texts_of({key: value for key, value in block.items() if key not in {"elements", "child_blocks"}})
        case _:
            yield from _other_lines(block, state)


def _other_lines(block: JsonObject, state: State) -> Iterator[str]:
    accessory = block.get("accessory")
    yield texts_of({key: value for key, value in block.items() if key not in {"accessory", "actions"}})
    elements = [*([accessory] if accessory else []), *block.get("actions", ())]
    if elements:
        yield " ".join(_element(each, state.get(block["block_id"], {})) for each in elements)


def _element(element: JsonObject, state: State | dict[str, JsonObject]) -> str:
    if element["type"] == "image":
        return _picture(element)
    if element["type"] == "overflow":
        return f"[⋯ {' | '.join(option_text(option) for option in element['options'])}]"
    if element["type"] not in VALUE_KEYS:
        return f"[{texts_of(element.get('text')) or element.get('accessibility_label', element['type'])}]"
    value = state.get(element.get("action_id", ""), {}).get(VALUE_KEYS[element["type"]][0])
    return f"<{_value_text(value) or texts_of(element.get('placeholder'))}>"


def _value_text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_value_text(each) for each in value)
    if isinstance(value, dict):
        return option_text(value) if "text" in value else str(value.get("name") or texts_of(value))
    return "" if value is None else str(value)


def _picture(block: JsonObject) -> str:
    return f"(picture: {block.get('alt_text', '')})"


def option_text(option: JsonObject) -> str:
    return str(option["text"]["text"])


_SAID: dict[str, Callable[[JsonObject], str]] = {
    "user": lambda part: f"<@{part['user_id']}>",
    "date": lambda part: str(part.get("fallback") or part["timestamp"]),
    "emoji": lambda part: f":{part['name']}:",
    "link": lambda part: str(part["url"]),
    "image": _picture,
}
"""What is written for a part of these types."""


def texts_of(part: Any) -> str:
    """All that is written in a text object, a rich_text, a context ..., in reading order."""
    return " ".join(filter(None, _texts(part)))


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for each in part:
            yield from _texts(each)
    elif isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        elif part.get("type") in _SAID:
            yield _SAID[part["type"]](part)
        else:
            for each in part.values():
                yield from _texts(each)
