"""Small right payloads for the tests of the rules, each to be changed in one place."""

from typing import Any

Json = dict[str, Any]

USER = "U0ANALEAD"
FILE = "F0123456789"


def plain(text: str = "text") -> Json:
    return {"type": "plain_text", "text": text}


def marked(text: str = "*text*") -> Json:
    return {"type": "mrkdwn", "text": text}


def option(number: int = 1, **more: Any) -> Json:
    return {"text": plain(f"option {number}"), "value": str(number), **more}


def options(count: int) -> list[Json]:
    return [option(number) for number in range(count)]


def group(count: int = 1) -> Json:
    return {"label": plain("group"), "options": options(count)}


def confirm(**more: Any) -> Json:
    return {"title": plain("Sure?"), "text": marked(), "confirm": plain("Yes"), "deny": plain("No"), **more}


def rich_text(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts or [{"type": "rich_text_section", "elements": [leaf()]}])}


def leaf(**more: Any) -> Json:
    return {"type": "text", "text": "text", **more}


def element(kind: str, **more: Any) -> Json:
    return {"type": kind, "action_id": "act", **REQUIRED.get(kind, {}), **more}


def block(kind: str, **more: Any) -> Json:
    return {"type": kind, **BLOCKS.get(kind, {}), **more}


def button(**more: Any) -> Json:
    return element("button", **more)


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def entry(inner: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("label"), "element": inner, **more}


def message(*blocks: Json, **more: Any) -> Json:
    return {"channel": "C1", "text": "text", "blocks": list(blocks), **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("title"), "submit": plain("Go"), "blocks": list(blocks), **more}


def home(*blocks: Json, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}


REQUIRED: dict[str, Json] = {
    "button": {"text": plain()},
    "workflow_button": {"text": plain(), "workflow": {"trigger": {"url": "https://slack.com/shortcuts/Ft1/x"}}},
    "overflow": {"options": options(2)},
    "checkboxes": {"options": options(2)},
    "radio_buttons": {"options": options(2)},
    "static_select": {"options": options(2)},
    "multi_static_select": {"options": options(2)},
    "number_input": {"is_decimal_allowed": False},
    "image": {"image_url": "https://example.com/1.png", "alt_text": "one"},
}

IMAGE = {"type": "image", "image_url": "https://example.com/1.png", "alt_text": "one"}

BLOCKS: dict[str, Json] = {
    "section": {"text": marked()},
    "header": {"text": plain()},
    "context": {"elements": [marked()]},
    "actions": {"elements": [button()]},
    "image": {"image_url": "https://example.com/1.png", "alt_text": "one"},
    "input": {"label": plain("label"), "element": element("plain_text_input")},
    "rich_text": {"elements": [{"type": "rich_text_section", "elements": [leaf()]}]},
    "markdown": {"text": "**text**"},
    "video": {
        "title": plain(),
        "alt_text": "a film",
        "video_url": "https://example.com/1.mp4",
        "thumbnail_url": "https://example.com/1.png",
    },
    "table": {"rows": [[{"type": "raw_text", "text": "cell"}]]},
    "data_table": {
        "caption": "caption",
        "rows": [[{"type": "raw_text", "text": "head"}], [{"type": "raw_number", "value": 1}]],
    },
    "data_visualization": {
        "title": "title",
        "chart": {"type": "pie", "segments": [{"label": "one", "value": 1}]},
    },
    "alert": {"text": plain()},
    "card": {"title": plain()},
    "carousel": {"elements": [{"type": "card", "title": plain()}]},
    "container": {"title": plain(), "child_blocks": [{"type": "divider"}]},
    "context_actions": {
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "act",
                "positive_button": {"text": plain(), "value": "1"},
                "negative_button": {"text": plain(), "value": "0"},
            },
        ],
    },
    "plan": {"title": "title", "tasks": [{"type": "task_card", "task_id": "1", "title": "one", "status": "pending"}]},
    "task_card": {"task_id": "1", "title": "one", "status": "complete"},
}
