"""People, channels, messages, views and files as Slack's JSON shows them."""

import re
from typing import Any

from playground.blocks import each_block
from playground.records import Channel, HostedFile, JsonObject, Message, Person, State, View
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


def message_shape(workspace: Workspace, message: Message) -> JsonObject:
    shape: JsonObject = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "team": workspace.team.id,
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
    elif message.replies:
        shape |= {"thread_ts": message.ts, "reply_count": message.replies}
    if message.edited:
        shape["edited"] = {"user": message.user, "ts": message.edited}
    if message.files:
        shape["files"] = [file_shape(workspace, workspace.files[file]) for file in message.files]
    return shape


def _bot_profile(workspace: Workspace) -> JsonObject:
    icon = _icon(workspace)
    return {
        "id": workspace.app.bot_id,
        "app_id": workspace.app.id,
        "name": workspace.app.manifest.bot_name,
        "icons": {"image_36": icon, "image_48": icon, "image_72": icon},
        "deleted": False,
        "updated": 0,
        "team_id": workspace.team.id,
    }


def _icon(workspace: Workspace) -> str:
    return f"{workspace.base_url}/page/static/icon.svg"


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


def person_shape(workspace: Workspace, person: Person) -> JsonObject:
    shape: JsonObject = {
        "id": person.id,
        "team_id": person.team_id or workspace.team.id,
        "name": person.name,
        "deleted": person.deleted,
        "profile": _profile(workspace, person),
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": person.updated,
    }
    if person.deleted:
        return shape
    return shape | {
        "color": "9f69e7",
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": person.tz_label,
        "tz_offset": person.tz_offset,
        "is_admin": person.is_admin,
        "is_owner": person.is_owner,
        "is_primary_owner": person.is_owner,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_email_confirmed": not person.is_bot,
        "who_can_share_contact_card": "EVERYONE",
        **({"is_stranger": True} if person.team_id not in {"", workspace.team.id} else {}),
    }


def _profile(workspace: Workspace, person: Person) -> JsonObject:
    shape: JsonObject = {
        "title": "",
        "phone": "",
        "skype": "",
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": "" if person.is_bot else person.name,
        "display_name_normalized": "" if person.is_bot else person.name,
        "first_name": person.real_name.partition(" ")[0],
        "last_name": person.real_name.partition(" ")[2],
        "fields": {},
        "status_text": "",
        "status_text_canonical": "",
        "status_emoji": "",
        "status_emoji_display_info": [],
        "status_expiration": 0,
        "avatar_hash": "g0",
        "team": person.team_id or workspace.team.id,
    }
    shape |= {f"image_{size}": _icon(workspace) for size in (24, 32, 48, 72, 192, 512)}
    if person.id == workspace.app.bot_user:
        shape |= {"api_app_id": workspace.app.id, "bot_id": workspace.app.bot_id, "always_active": True}
    return shape


def channel_shape(workspace: Workspace, channel: Channel) -> JsonObject:
    if channel.kind == "im":
        return {
            "id": channel.id,
            "created": channel.created,
            "is_archived": channel.is_archived,
            "is_im": True,
            "is_org_shared": False,
            "user": next(iter(channel.members - {workspace.app.bot_user}), ""),
            "is_user_deleted": False,
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
        "is_shared": False,
        "is_org_shared": False,
        "is_ext_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "context_team_id": workspace.team.id,
        "is_member": workspace.app.bot_user in channel.members,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
        "num_members": len(channel.members),
    }


def file_shape(workspace: Workspace, file: HostedFile) -> JsonObject:
    """Until the malware scan has ended, `mimetype` is empty (node-slack-sdk issues 2040 and 2170)."""
    is_scanned = file.scanned_at is not None and file.scanned_at <= workspace.now()
    address = f"{workspace.base_url}/files/{file.id}/{_name_in_address(file.name)}"
    shape: JsonObject = {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": file.mimetype if is_scanned else "",
        "filetype": file.name.rpartition(".")[2].lower() if is_scanned else "",
        "pretty_type": file.name.rpartition(".")[2].upper() if is_scanned else "",
        "user": file.user,
        "user_team": workspace.team.id,
        "editable": False,
        "size": len(file.content),
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": any(workspace.channels[channel].kind == "channel" for channel in file.shares),
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": address,
        "url_private_download": f"{address}?download=1",
        "permalink": f"{address}?permalink=1",
        "comments_count": 0,
        "is_starred": False,
        "channels": _shared_to(workspace, file, "channel"),
        "groups": _shared_to(workspace, file, "group"),
        "ims": _shared_to(workspace, file, "im"),
        "has_more_shares": False,
        "has_rich_preview": False,
        "file_access": "visible",
    }
    if file.shares:
        shape["shares"] = _shares(workspace, file)
    return shape | ({"alt_txt": file.alt_text} if file.alt_text else {})


def _name_in_address(name: str) -> str:
    """As Slack writes it: small letters, digits, and "_" for whatever an address can't hold."""
    return re.sub(r"[^a-z0-9.\-]+", "_", name.lower()) or "_"


def _shared_to(workspace: Workspace, file: HostedFile, kind: str) -> list[str]:
    return [channel for channel in file.shares if workspace.channels[channel].kind == kind]


def _shares(workspace: Workspace, file: HostedFile) -> JsonObject:
    shares: dict[str, dict[str, Any]] = {}
    for channel, stamps in file.shares.items():
        audience = "public" if workspace.channels[channel].kind == "channel" else "private"
        shares.setdefault(audience, {})[channel] = [{"ts": ts, "share_user_id": file.user} for ts in stamps]
    return shares
