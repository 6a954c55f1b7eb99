"""Small views and messages that the playground's tests send."""

from typing import Any

from playground.modals import open_view
from playground.records import View
from playground.workspace import Workspace


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(text: str, action_id: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def actions(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements), **more}


def field(name: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An input block whose block_id and action_id are `name`."""
    return {"type": "input", "block_id": name, "label": plain(name), "element": {"action_id": name, **element}, **more}


def text_field(name: str, **more: Any) -> dict[str, Any]:
    return field(name, {"type": "plain_text_input"}, **more)


def option(text: str, value: str | None = None) -> dict[str, Any]:
    return {"text": plain(text), "value": value or text}


def modal(*blocks: dict[str, Any], title: str = "A form", **more: Any) -> dict[str, Any]:
    content = list(blocks) or [section("Nothing to fill in")]
    return {"type": "modal", "title": plain(title), "submit": plain("Send"), "blocks": content, **more}


def home(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "home", "blocks": list(blocks) or [section("Welcome")], **more}


def opened(workspace: Workspace, content: dict[str, Any], person: str = "U0ANA00000") -> View:
    """What `person` then has open, as if the app had answered a command of theirs."""
    return open_view(workspace, workspace.triggers[workspace.new_trigger(person)], content)
