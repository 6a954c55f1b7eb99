"""conversations.*: the channels that the app can know of, each kind behind its own scope."""

from playground.records import Channel, JsonObject
from playground.shapes import channel_shape
from playground.web_api.call import Call, Handler, SlackError, page

# https://docs.slack.dev/reference/methods/conversations.list
_KINDS = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
_SCOPES = {"channel": "channels:read", "group": "groups:read", "im": "im:read", "mpim": "mpim:read"}


def info(call: Call) -> JsonObject:
    channel = call.channel()
    _want_scope(call, channel.kind)
    return {"channel": channel_shape(call.workspace, channel)}


def list_channels(call: Call) -> JsonObject:
    kinds = [_kind(name.strip()) for name in call.text("types", "public_channel").split(",")]
    for kind in kinds:
        _want_scope(call, kind)
    known = [each for each in call.workspace.channels.values() if each.kind in kinds and _is_known(call, each)]
    if call.flag("exclude_archived"):
        known = [each for each in known if not each.is_archived]
    channels, metadata = page(call, known, default=100)
    return {
        "channels": [channel_shape(call.workspace, channel) for channel in channels],
        "response_metadata": metadata,
    }


def list_members(call: Call) -> JsonObject:
    channel = call.channel()
    _want_scope(call, channel.kind)
    members, metadata = page(call, sorted(channel.members), default=100)
    return {"members": members, "response_metadata": metadata}


def _kind(name: str) -> str:
    if name not in _KINDS:
        raise SlackError("invalid_types")
    return _KINDS[name]


def _is_known(call: Call, channel: Channel) -> bool:
    return channel.kind == "channel" or call.workspace.app.bot_user in channel.members


def _want_scope(call: Call, kind: str) -> None:
    scope = _SCOPES[kind]
    granted = call.workspace.app.scopes
    if scope not in granted:
        raise SlackError("missing_scope", needed=scope, provided=",".join(sorted(granted)))


METHODS: dict[str, Handler] = {
    "conversations.info": info,
    "conversations.list": list_channels,
    "conversations.members": list_members,
}
