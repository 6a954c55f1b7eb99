"""Which events the app hears of, and what the events of messages look like."""

from playground.records import App, Channel, JsonObject, Message, UserGroup
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
    "subteam_members_changed": "usergroups:read",
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
        **message_shape(workspace, message, is_told=True),
        **({"subtype": "file_share"} if message.files else {}),
        "channel": channel.id,
        "channel_type": channel.kind,
        "event_ts": message.ts,
    }


def changed_event(workspace: Workspace, message: Message, before: Message) -> JsonObject:
    """https://docs.slack.dev/reference/events/message/message_changed"""
    return {
        **_hidden(workspace, message, "message_changed"),
        "message": message_shape(workspace, message, is_told=True),
        "previous_message": message_shape(workspace, before, is_told=True),
    }


def deleted_event(workspace: Workspace, message: Message) -> JsonObject:
    """https://docs.slack.dev/reference/events/message/message_deleted"""
    return {
        **_hidden(workspace, message, "message_deleted"),
        "deleted_ts": message.ts,
        "previous_message": message_shape(workspace, message, is_told=True),
    }


def _hidden(workspace: Workspace, message: Message, subtype: str) -> JsonObject:
    ts = workspace.new_ts()
    return {
        "type": "message",
        "subtype": subtype,
        "hidden": True,
        "ts": ts,
        "channel": message.channel,
        "channel_type": workspace.channels[message.channel].kind,
        "event_ts": ts,
    }


def group_event(
    workspace: Workspace, group: UserGroup, added: list[str], removed: list[str], before: int
) -> JsonObject:
    """`before`: when it was changed the last time. https://docs.slack.dev/reference/events/subteam_members_changed"""
    return {
        "type": "subteam_members_changed",
        "subteam_id": group.id,
        "team_id": workspace.team.id,
        "date_previous_update": before,
        "date_update": group.updated,
        "added_users": added,
        "added_users_count": len(added),
        "removed_users": removed,
        "removed_users_count": len(removed),
        "event_ts": workspace.new_ts(),
    }
