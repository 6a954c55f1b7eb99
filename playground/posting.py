"""Messages while they live: posted, updated, deleted, and the files that they carry."""

from copy import copy
from typing import Any

from playground.blocks import initial_state, normalise
from playground.records import HostedFile, JsonObject, Message
from playground.rules import Problem
from playground.sight import find_file, slack_files
from playground.workspace import Workspace

# https://docs.slack.dev/reference/block-kit/blocks/image-block: png, jpg, jpeg, gif.
_PICTURES = {"image/png", "image/jpeg", "image/gif"}
_TRUNCATED_AT = 40_000  # https://docs.slack.dev/changelog/2018-truncating-really-long-messages


def post(workspace: Workspace, channel: str, user: str, content: JsonObject, **more: Any) -> Message:
    """`content` has the keys of chat.postMessage; `more` are further fields of the message."""
    message = Message(
        channel=channel,
        ts=workspace.new_ts(),
        user=user,
        text=(content.get("text") or "")[:_TRUNCATED_AT],
        blocks=normalise(content.get("blocks") or [], workspace.block_ids),
        attachments=_normalised(workspace, content.get("attachments")),
        metadata=content.get("metadata") or None,
        **more,
    )
    if content.get("markdown_text"):
        markdown = {"type": "markdown", "text": content["markdown_text"]}
        message.blocks = normalise([markdown], workspace.block_ids)
    workspace.messages[channel][message.ts] = message
    _count_replies(workspace, message, 1)
    workspace.changed("message", message=message, act="posted")
    return message


def _normalised(workspace: Workspace, attachments: list[JsonObject] | None) -> list[JsonObject]:
    """With what Slack adds: a number and a fallback each, and the ids of their blocks."""
    return [
        {
            "id": number,
            "fallback": "[no preview available]",
            **attachment,
            **({"blocks": normalise(attachment["blocks"], workspace.block_ids)} if attachment.get("blocks") else {}),
        }
        for number, attachment in enumerate(attachments or (), start=1)
    ]


def _count_replies(workspace: Workspace, reply: Message, change: int) -> None:
    parent = workspace.messages[reply.channel].get(reply.thread_ts or "")
    if parent is not None and not reply.ephemeral_to:
        parent.replies += change


def post_as_app(workspace: Workspace, channel: str, content: JsonObject, **more: Any) -> Message:
    return post(workspace, channel, workspace.app.bot_user, content, by_app=True, **more)


def replace(workspace: Workspace, message: Message, content: JsonObject, *, marks_edit: bool) -> Message:
    """What is left out of `content` stays, except that new text without blocks takes the old blocks away.

    https://docs.slack.dev/reference/methods/chat.update: `attachments` and `metadata` are retained when absent.
    """
    before = copy(message)
    if content.get("text") is not None:
        message.text = content["text"]
    if "blocks" in content or content.get("text") is not None:
        message.blocks = normalise(content.get("blocks") or [], workspace.block_ids)
    if "attachments" in content:
        message.attachments = _normalised(workspace, content["attachments"])
    message.inputs = {who: initial_state(message.all_blocks, state) for who, state in message.inputs.items()}
    if "metadata" in content:
        message.metadata = content["metadata"] or None
    if marks_edit:
        message.edited = workspace.new_ts()
    workspace.changed("message", message=message, act="changed", before=before)
    return message


def delete(workspace: Workspace, message: Message) -> None:
    del workspace.messages[message.channel][message.ts]
    _count_replies(workspace, message, -1)
    for file in message.files:
        stamps = workspace.files[file].shares.get(message.channel, [])
        if message.ts in stamps:
            stamps.remove(message.ts)
    workspace.changed("message_deleted", message=message)


def check_shown(workspace: Workspace, content: JsonObject) -> list[Problem]:
    """The pictures of a whole message: in its blocks and in those of its attachments."""
    problems = check_pictures(workspace, content.get("blocks") or [])
    for index, attachment in enumerate(content.get("attachments") or []):
        problems += check_pictures(workspace, attachment.get("blocks") or [], at=f"/attachments/{index}")
    return problems


def check_pictures(workspace: Workspace, blocks: list[JsonObject], at: str = "") -> list[Problem]:
    """A `slack_file` must be a picture that the app has or was shown, and have been scanned.

    Before the scan has ended Slack answers invalid_blocks, "invalid slack file" (python-slack-sdk issue 1521).
    """
    now = workspace.now()
    problems = []
    for pointer, reference in slack_files(blocks):
        file = find_file(workspace, reference)
        if file is None or not _is_usable(file, now):
            problems.append(Problem("invalid_blocks", f"[ERROR] invalid slack file [json-pointer:{at}{pointer}]"))
    return problems


def _is_usable(file: HostedFile, now: float) -> bool:
    is_scanned = file.scanned_at is not None and file.scanned_at <= now
    is_there = is_scanned and not file.deleted and not file.mode
    return is_there and file.mimetype in _PICTURES and (file.by_app or bool(file.shares))
