"""files.*: uploads in three steps, the malware scan, and what is known of a file."""

import asyncio
import secrets

from playground.file_shapes import file_shape
from playground.file_types import mimetype_of
from playground.posting import check_pictures, post_as_app
from playground.records import Channel, HostedFile, JsonObject
from playground.rules import check_message
from playground.web_api.call import Call, Handler, SlackError, is_number, refuse
from playground.workspace import Workspace


def get_upload_url(call: Call) -> JsonObject:
    if not call.text("filename").strip():
        raise SlackError("invalid_arguments", "[ERROR] missing required field: filename")
    if not is_number(call.text("length")) or int(call.text("length")) == 0:
        raise SlackError("invalid_arguments", "[ERROR] must be a positive integer [json-pointer:/length]")
    workspace = call.workspace
    file = HostedFile(
        id=workspace.new_id("F"),
        name=call.text("filename"),
        user=workspace.app.bot_user,
        created=int(workspace.now()),
        length=int(call.text("length")),
        alt_text=call.text("alt_txt"),
    )
    workspace.files[file.id] = file
    ticket = secrets.token_urlsafe(24)
    workspace.upload_tickets[ticket] = file.id
    return {"upload_url": f"{workspace.base_url}/upload/v1/{ticket}", "file_id": file.id}


def complete_upload(call: Call) -> JsonObject:
    """Without a channel the file is private; with one it is shared there in a message of the app."""
    files = [_uploaded(call, entry) for entry in _entries(call)]
    channels = _targets(call)
    comment = call.text("initial_comment")
    blocks = [] if comment else call.arguments.get("blocks") or []
    refuse(check_message({"text": comment or "A file", "blocks": blocks}))
    refuse(check_pictures(call.workspace, blocks))
    for file in files:
        finish_upload(call.workspace, file)
    for channel in channels:
        message = post_as_app(
            call.workspace,
            channel.id,
            {"text": comment, "blocks": blocks},
            files=[file.id for file in files],
            thread_ts=call.text("thread_ts") or None,
        )
        for file in files:
            file.shares.setdefault(channel.id, []).append(message.ts)
    return {"files": [file_shape(call.workspace, file) for file in files]}


def finish_upload(workspace: Workspace, file: HostedFile, mimetype: str = "") -> None:
    """From now on the scan runs; whoever listens hears of its end."""
    delay = workspace.faults.scan_seconds
    file.mimetype = mimetype or mimetype_of(file.name)
    file.scanned_at = workspace.now() + delay
    workspace.changed("file", file=file)
    if delay:
        asyncio.get_running_loop().call_later(delay, lambda: workspace.changed("file", file=file))


def info(call: Call) -> JsonObject:
    file = _known(call)
    return {
        "file": file_shape(call.workspace, file),
        "comments": [],
        "response_metadata": {"next_cursor": ""},
    }


def delete(call: Call) -> JsonObject:
    file = _known(call)
    if not file.by_app:
        raise SlackError("cant_delete_file")
    file.deleted = True
    file.content = b""
    call.workspace.changed("file", file=file)
    return {}


def _entries(call: Call) -> list[JsonObject]:
    entries = call.arguments.get("files")
    if (
        not isinstance(entries, list)
        or not entries
        or not all(isinstance(entry, dict) and "id" in entry for entry in entries)
    ):
        raise SlackError("invalid_arguments", "[ERROR] must be an array of objects with an id [json-pointer:/files]")
    return entries


def _uploaded(call: Call, entry: JsonObject) -> HostedFile:
    file = call.workspace.files.get(str(entry["id"]))
    if file is None or file.deleted or not file.content:
        raise SlackError("file_not_found")
    if not file.by_app:
        raise SlackError("access_denied")
    file.title = str(entry.get("title") or file.name)
    return file


def _targets(call: Call) -> list[Channel]:
    names = [call.text("channel_id"), *call.text("channels").split(",")]
    channels = []
    for name in filter(None, (each.strip() for each in names)):
        person = call.workspace.people.get(name)
        is_person = person is not None and not person.deleted
        channel = call.workspace.im_with(name) if is_person else call.workspace.channels.get(name)
        if channel is None:
            raise SlackError("channel_not_found")
        if call.workspace.app.bot_user not in channel.members:
            raise SlackError("not_in_channel")
        channels.append(channel)
    return channels


def _known(call: Call) -> HostedFile:
    """A file of the app's own, or one that was shared where the app is."""
    file = call.workspace.files.get(call.text("file"))
    if file is None or (file.scanned_at is None and not file.deleted):
        raise SlackError("file_not_found")
    if file.deleted:
        raise SlackError("file_deleted")
    if file.mode == "hidden_by_limit" or not app_sees(call.workspace, file):
        raise SlackError("file_not_found")
    return file


def app_sees(workspace: Workspace, file: HostedFile) -> bool:
    shared_to = (workspace.channels[channel].members for channel in file.shares)
    return file.by_app or file.is_given or any(workspace.app.bot_user in members for members in shared_to)


METHODS: dict[str, Handler] = {
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete_upload,
    "files.info": info,
    "files.delete": delete,
}
