"""Files as Slack's JSON shows them: https://docs.slack.dev/reference/objects/file-object."""

import re
from typing import Any

from playground.file_types import filetype_of, is_snippet
from playground.records import HostedFile, JsonObject
from playground.workspace import Workspace


def file_shape(workspace: Workspace, file: HostedFile) -> JsonObject:
    """Little more than the id is left of what was deleted, or is hidden: the workspace is over its plan's limit."""
    if file.deleted:
        return {"id": file.id, "mode": "tombstone"}
    if file.mode == "hidden_by_limit":
        return {"id": file.id, "created": file.created, "timestamp": file.created, "mode": file.mode}
    shape = _whole_file(workspace, file) | _whereabouts(workspace, file)
    if file.shares:
        shape["shares"] = _shares(workspace, file)
    return shape | ({"alt_txt": file.alt_text} if file.alt_text else {})


def unseen_file_shape(workspace: Workspace, file: HostedFile) -> JsonObject:
    """In a channel shared with another workspace: https://docs.slack.dev/apis/slack-connect#check_file_info"""
    if file.deleted or file.mode == "hidden_by_limit":
        return file_shape(workspace, file)
    asked = "check_file_info"
    return {"id": file.id, "mode": "file_access", "file_access": asked, "created": 0, "timestamp": 0, "user": ""}


def _whole_file(workspace: Workspace, file: HostedFile) -> JsonObject:
    """Until the malware scan has ended, `mimetype` is empty (node-slack-sdk issues 2040 and 2170)."""
    is_scanned = file.scanned_at is not None and file.scanned_at <= workspace.now()
    filetype, pretty_type = filetype_of(file.name)
    is_text = file.mode == "" and is_snippet(file.name, len(file.content))
    author = workspace.people.get(file.user)
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": file.mimetype if is_scanned else "",
        "filetype": (file.external_type or filetype) if is_scanned else "",
        "pretty_type": pretty_type if is_scanned else "",
        "user": file.user,
        "user_team": (author and author.team_id) or workspace.team.id,
        "editable": is_text,
        "size": len(file.content),
        "mode": file.mode or ("snippet" if is_text else "hosted"),
        "is_external": file.mode == "external",
        "external_type": file.external_type,
        "is_public": any(workspace.channels[channel].kind == "channel" for channel in file.shares),
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        **_addresses(workspace, file),
        "comments_count": 0,
        "is_starred": False,
        "has_more_shares": False,
        "has_rich_preview": False,
        "file_access": "visible",
    }


def _addresses(workspace: Workspace, file: HostedFile) -> JsonObject:
    """An external file lives elsewhere: `url_private` leads there, and there is nothing to download from Slack."""
    address = f"{workspace.base_url}/files/{file.id}/{_name_in_address(file.name)}"
    permalink = {"permalink": f"{address}?permalink=1"}
    if file.mode == "external":
        return {"url_private": file.external_url, "external_url": file.external_url, **permalink}
    return {"url_private": address, "url_private_download": f"{address}?download=1", **permalink}


def _whereabouts(workspace: Workspace, file: HostedFile) -> JsonObject:
    return {
        "channels": _shared_to(workspace, file, "channel"),
        "groups": _shared_to(workspace, file, "group"),
        "ims": _shared_to(workspace, file, "im"),
    }


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
