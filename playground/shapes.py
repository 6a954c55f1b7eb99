"""Channels, messages and views as Slack's JSON shows them."""

from typing import Any

from playground.blocks import each_block
from playground.file_shapes import file_shape, unseen_file_shape
from playground.people_shapes import icon
from playground.records import Channel, JsonObject, Message, State, View
from playground.workspace import Workspace

# What a view answers with, beside what the app sent: https://docs.slack.dev/reference/views
_VIEW_DEFAULTS: dict[str, Any] = {
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "clear_on_close": False,
    "notify_on_close": False,
    "close": None,
    "submit": None,
}


def message_shape(workspace: Workspace, message: Message, *, is_told: bool = False) -> JsonObject:
    """`is_told`: in an event or a shortcut, which say little of files in a channel shared with other workspaces."""
    author = workspace.people.get(message.user)
    shape: JsonObject = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "team": (author and author.team_id) or workspace.team.id,
        "text": message.text,
    }
    if message.by_app:
        shape |= {"app_id": workspace.app.id, "bot_id": workspace.app.bot_id, "bot_profile": _bot_profile(workspace)}
    if message.blocks:
        shape["blocks"] = message.blocks
    if message.attachments:
        shape["attachments"] = message.attachments
    if message.metadata:
        shape["metadata"] = message.metadata
    if message.thread_ts:
        shape["thread_ts"] = message.thread_ts
        shape |= _broadcast(workspace, message) if message.reply_broadcast else {}
    elif message.replies:
        shape |= {"thread_ts": message.ts, "reply_count": message.replies}
    if message.edited:
        shape["edited"] = {"user": message.user, "ts": message.edited}
    if message.files:
        is_unseen = is_told and workspace.channels[message.channel].is_ext_shared
        show = unseen_file_shape if is_unseen else file_shape
        shape["files"] = [show(workspace, workspace.files[file]) for file in message.files]
    return shape


def _broadcast(workspace: Workspace, message: Message) -> JsonObject:
    """https://docs.slack.dev/reference/events/message/thread_broadcast"""
    root = workspace.messages[message.channel].get(message.thread_ts or "")
    return {"subtype": "thread_broadcast", **({"root": message_shape(workspace, root)} if root else {})}


def _bot_profile(workspace: Workspace) -> JsonObject:
    picture = icon(workspace)
    return {
        "id": workspace.app.bot_id,
        "app_id": workspace.app.id,
        "name": workspace.app.manifest.bot_name,
        "icons": {"image_36": picture, "image_48": picture, "image_72": picture},
        "deleted": False,
        "updated": 0,
        "team_id": workspace.team.id,
    }


def view_shape(workspace: Workspace, view: View) -> JsonObject:
    return {
        **_VIEW_DEFAULTS,
        **view.content,
        "id": view.id,
        "team_id": workspace.team.id,
        "state": {"values": state_values(view.state)},
        "hash": view.hash,
        "previous_view_id": view.previous_view_id,
        "root_view_id": view.root_view_id,
        "app_id": workspace.app.id,
        "app_installed_team_id": workspace.team.id,
        "bot_id": workspace.app.bot_id,
    }


def state_values(state: State) -> State:
    """A copy: what was said once doesn't change when somebody goes on typing."""
    return {block_id: dict(values) for block_id, values in state.items()}


def closed_view_shape(workspace: Workspace, view: View) -> JsonObject:
    """`view_closed` doesn't tell what stood in the input blocks (it "does not include the state" of those)."""
    inputs = {block["block_id"] for block in each_block(view.blocks) if block["type"] == "input"}
    values = {block_id: dict(values) for block_id, values in view.state.items() if block_id not in inputs}
    return {**view_shape(workspace, view), "state": {"values": values}}


def channel_shape(workspace: Workspace, channel: Channel) -> JsonObject:
    if channel.kind == "im":
        return {
            "id": channel.id,
            "created": channel.created,
            "is_archived": channel.is_archived,
            "is_im": True,
            "is_org_shared": False,
            "user": next(iter(channel.members - {workspace.app.bot_user}), ""),
            "is_user_deleted": any(workspace.people[each].deleted for each in channel.members),
            "priority": 0,
        }
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": False,
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "channel",
        "created": channel.created,
        "creator": channel.creator,
        "is_archived": channel.is_archived,
        "is_general": channel.name == "general",
        "unlinked": 0,
        "is_shared": channel.is_ext_shared,
        "is_org_shared": False,
        "is_ext_shared": channel.is_ext_shared,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "context_team_id": workspace.team.id,
        "is_member": workspace.app.bot_user in channel.members,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
        "num_members": len(channel.members),
    }
