"""Which events the app hears of, and what the events of messages look like."""

from playground.records import App, Channel, JsonObject, Message
from playground.shapes import message_shape
from playground.workspace import Workspace

_MESSAGE_EVENTS = {
    "im": "message.im",
    "mpim": "message.mpim",
    "channel": "message.channels",
    "group": "message.groups",
}
_SCOPES = {
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "team_join": "users:read",
    "user_change": "users:read",
}


def is_wanted(app: App, happened: JsonObject) -> bool:
    """Events go out where the manifest subscribes to them and a scope allows it."""
    name = happened["type"]
    if name == "message":
        name = _MESSAGE_EVENTS[happened["channel_type"]]
    return name in app.manifest.bot_events and _SCOPES.get(name, "") in {"", *app.scopes}


def message_event(workspace: Workspace, channel: Channel, message: Message) -> JsonObject:
    """A message with files is one of subtype file_share: docs.slack.dev/reference/events/message/file_share."""
    return {
        **message_shape(workspace, message),
        **({"subtype": "file_share"} if message.files else {}),
        "channel": channel.id,
        "channel_type": channel.kind,
        "event_ts": message.ts,
    }
