"""conversations.*: the channels that the app can know of, each kind behind its own scope."""

from collections.abc import Mapping

from playground.records import Channel, JsonObject
from playground.shapes import channel_shape
from playground.sight import is_external, meets_app
from playground.web_api.call import Call, Handler, SlackError, page

# https://docs.slack.dev/reference/methods/conversations.list
_KINDS = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
_SCOPES = {"channel": "channels:read", "group": "groups:read", "im": "im:read", "mpim": "mpim:read"}

_WRITE_SCOPES = {"im": "im:write", "mpim": "mpim:write"}
_MOST_TOGETHER = 8


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


def open_direct(call: Call) -> JsonObject:
    """A direct message with one person, or one of several; with `channel`, one that there is."""
    found = call.channel() if call.text("channel") else _with_users(call)
    if found.kind not in {"im", "mpim"}:
        raise SlackError("method_not_supported_for_channel_type")
    _want_scope(call, found.kind, _WRITE_SCOPES)
    whole = channel_shape(call.workspace, found) | {"is_open": True}
    return {"channel": whole if call.flag("return_im") else {"id": found.id}}


def _with_users(call: Call) -> Channel:
    names = list(dict.fromkeys(filter(None, (each.strip() for each in call.text("users").split(",")))))
    if not names:
        raise SlackError("users_list_not_supplied")
    if len(names) > _MOST_TOGETHER:
        raise SlackError("too_many_users")
    for name in names:
        _check_addressable(call, name)
    if len(names) == 1:
        _want_scope(call, "im", _WRITE_SCOPES)
        return call.workspace.im_with(names[0])
    _want_scope(call, "mpim", _WRITE_SCOPES)
    together = {*names, call.workspace.app.bot_user}
    known = (each for each in call.workspace.channels.values() if each.kind == "mpim" and each.members == together)
    return next(known, None) or _together(call, together)


def _check_addressable(call: Call, name: str) -> None:
    person = call.workspace.people.get(name)
    if person is None or person.is_bot:
        raise SlackError("user_not_found")
    if person.deleted:
        raise SlackError("user_disabled")
    if is_external(call.workspace, name) and not meets_app(call.workspace, name):
        raise SlackError("user_not_visible")


def _together(call: Call, members: set[str]) -> Channel:
    workspace = call.workspace
    name = "mpdm-" + "--".join(sorted(workspace.people[each].name for each in members)) + "-1"
    created = int(workspace.now())
    return workspace.add_channel(Channel(workspace.new_id("G"), "mpim", name, members, created=created))


def _kind(name: str) -> str:
    if name not in _KINDS:
        raise SlackError("invalid_types")
    return _KINDS[name]


def _is_known(call: Call, channel: Channel) -> bool:
    return channel.kind == "channel" or call.workspace.app.bot_user in channel.members


def _want_scope(call: Call, kind: str, scopes: Mapping[str, str] = _SCOPES) -> None:
    scope = scopes[kind]
    granted = call.workspace.app.scopes
    if scope not in granted:
        raise SlackError("missing_scope", needed=scope, provided=",".join(sorted(granted)))


METHODS: dict[str, Handler] = {
    "conversations.info": info,
    "conversations.list": list_channels,
    "conversations.members": list_members,
    "conversations.open": open_direct,
}
