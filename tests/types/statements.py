"""A record as TypeScript: one constant of Slack's own type, on one line."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from playground.rules.messages import from_json
from playground.rules.methods import METHODS
from tests.judge.recording import Record
from tests.types.narrowings import NARROWINGS

Json = dict[str, Any]

IMPORTS = """\
import type * as web from "@slack/web-api";
import type * as bolt from "@slack/bolt";
import type { GenericMessageEvent, KnownBlock } from "@slack/types";
type Suggestions = bolt.BlockOptions | bolt.OptionGroups<bolt.BlockOptions>;
"""

DELIVERIES = {
    "block_actions": "bolt.BlockAction",
    "block_suggestion": "bolt.BlockSuggestion",
    "message_action": "bolt.MessageShortcut",
    "shortcut": "bolt.GlobalShortcut",
    "slash_command": "bolt.SlashCommand",
    "view_closed": "bolt.ViewClosedAction",
    "view_submission": "bolt.ViewSubmitAction",
}
ANSWERS = {
    "block_suggestion": "Suggestions",
    "slash_command": "bolt.RespondArguments",
    "view_submission": "bolt.ViewResponseAction",
}
# Arguments in a query string or a form are strings, whatever they mean.
NUMBERS = frozenset({"count", "length", "limit", "page"})
FLAGS = frozenset(
    {
        *("exclude_archived", "include_count", "include_locale", "include_num_members", "link_names", "mrkdwn"),
        "unfurl_links",
    }
)
# Bolt adds the one to every call, the SDK sends the other there where it can't send a header.
ON_EVERY_CALL = frozenset({"team_id", "token"})


def to_statements(record: Record, number: int) -> Iterator[str]:
    """Lines without a line feed in them. Nothing for an empty answer: it says nothing."""
    match record.direction:
        case "call":
            yield from _call(record, number)
        case "delivery":
            yield _constant(number, _type_of_delivery(record), _widened(record))
        case "answer" if record.body["answer"]:
            yield from _typed(number, ANSWERS.get(record.kind, "Record<string, never>"), record.body["answer"])


def shape_of(record: Record) -> str:
    """Equal for records that the types can't tell apart: they differ in texts that are no literals of a type."""
    return json.dumps([record.direction, record.kind, _blurred(record.body)], sort_keys=True)


# Keys whose texts and numbers no type looks at.
FREE = frozenset(
    {
        *("action_id", "action_ts", "alt_text", "block_id", "bot_id", "callback_id", "channel", "channel_id"),
        *("channel_name", "created", "event_id", "event_time", "event_ts", "external_id", "file", "hash", "id"),
        *("image_url", "initial_user", "message_ts", "name", "previous_view_id", "private_metadata", "response_url"),
        *("root_view_id", "selected_user", "team_domain", "text", "thread_ts", "timestamp", "title", "trigger_id"),
        *("ts", "updated", "url", "user", "user_id", "user_name", "username", "value", "view_id"),
    },
)


def _blurred(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        inside = {key: _blurred(inner, key) for key, inner in value.items()}
        # The keys of a view's state are ids: block_id, then action_id.
        return (
            [list(inner.values()) for inner in inside.values() if isinstance(inner, dict)]
            if name == "values"
            else inside
        )
    if isinstance(value, list):
        return [_blurred(inner, name) for inner in value]
    return type(value).__name__ if name in FREE else value


def _call(record: Record, number: int) -> Iterator[str]:
    if record.kind == "response_url":
        yield from _typed(number, "bolt.RespondArguments", record.body)
    elif record.kind in METHODS:
        arguments = {name: _typed_argument(name, value) for name, value in record.body.items()}
        arguments = {name: value for name, value in arguments.items() if name not in ON_EVERY_CALL}
        parts = "".join(part[0].upper() + part[1:] for part in record.kind.split("."))
        yield from _typed(number, f"web.{parts}Arguments", arguments)
    else:
        yield _constant(number, "never", record.kind)


def _typed(number: int, type_name: str, body: Json) -> Iterator[str]:
    yield _constant(number, type_name, body)
    blocks = body.get("blocks") or body.get("view", {}).get("blocks")
    if blocks:
        # `Block` in the union of the argument's type takes any type and would hide what is wrong.
        yield _constant(number, "KnownBlock[]", blocks, "blocks")


def _typed_argument(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name in NUMBERS and value.isdecimal():
        return int(value)
    if name in FLAGS and value in {"true", "false", "1", "0"}:
        return value in {"true", "1"}
    return from_json(value) if name in {"attachments", "blocks", "files", "metadata", "view"} else value


def _type_of_delivery(record: Record) -> str:
    if record.kind == "message" and "subtype" not in record.body["event"]:
        # The type wants `subtype: undefined` to be there, which JSON can't say.
        return 'bolt.EnvelopedEvent<Omit<GenericMessageEvent, "subtype">>'
    if record.body.get("type") == "event_callback":
        return f"bolt.EnvelopedEvent<bolt.EventFromType<{json.dumps(record.kind)}>>"
    return DELIVERIES.get(record.kind, "never")


def _widened(record: Record) -> Json:
    body = deepcopy(record.body)
    for narrowing in NARROWINGS:
        if record.kind in narrowing.kinds:
            narrowing.widen(body)
    return body


def _constant(number: int, type_name: str, value: Any, suffix: str = "") -> str:
    # U+2028 and U+2029 end a line in TypeScript, not in JSON: ASCII alone is sure to be one line.
    name = re.sub(r"\W", "_", f"r{number}{suffix}")
    return f"export const {name}: {type_name} = {json.dumps(value)};"
