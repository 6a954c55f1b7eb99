"""Who may see what."""

from collections.abc import Iterator
from itertools import takewhile

from playground.blocks import each_block
from playground.records import Channel, HostedFile, JsonObject, Message, View
from playground.workspace import Workspace


def channels_of(workspace: Workspace, person: str) -> list[Channel]:
    return [channel for channel in workspace.channels.values() if person in channel.members]


def sees_message(workspace: Workspace, person: str, message: Message) -> bool:
    if message.ephemeral_to is not None:
        return message.ephemeral_to == person
    return person in workspace.channels[message.channel].members


def messages_for(workspace: Workspace, person: str, channel: str) -> list[Message]:
    """Oldest first, with what only this person sees."""
    return [each for each in workspace.messages[channel].values() if sees_message(workspace, person, each)]


def newest_first(workspace: Workspace, person: str, channel: str) -> Iterator[Message]:
    return (each for each in reversed(workspace.messages[channel].values()) if sees_message(workspace, person, each))


def unread_count(workspace: Workspace, person: str, channel: str) -> int:
    read = workspace.channels[channel].last_read.get(person, "")
    newer = takewhile(lambda each: each.ts > read, newest_first(workspace, person, channel))
    return sum(each.user != person and not each.ephemeral_to for each in newer)


def mark_read(workspace: Workspace, person: str, channel: str) -> None:
    newest = next((each.ts for each in newest_first(workspace, person, channel)), "")
    if newest > workspace.channels[channel].last_read.get(person, ""):
        workspace.channels[channel].last_read[person] = newest
        workspace.changed("read", person=person, channel=channel)


def sees_file(workspace: Workspace, person: str, file: HostedFile) -> bool:
    """Its owner, and who is in a channel that it was shared to.

    A file that was shared to no channel can be shown in a message through `slack_file`: that recipients of the
    message then see it is what people report, and what `channelless_files_hidden` takes away.
    """
    if file.deleted:
        return False
    if file.user == person or any(person in workspace.channels[channel].members for channel in file.shares):
        return True
    if workspace.faults.channelless_files_hidden:
        return False
    return any(file.id in shown for shown in _shown_files(workspace, person))


def _shown_files(workspace: Workspace, person: str) -> Iterator[set[str]]:
    for view in _views_of(workspace, person):
        yield {*files_in(workspace, view.blocks)}
    for channel in channels_of(workspace, person):
        for message in newest_first(workspace, person, channel.id):
            yield {*files_in(workspace, _all_blocks(message))}


def _all_blocks(message: Message) -> list[JsonObject]:
    return [*message.blocks, *(block for each in message.attachments for block in each.get("blocks") or ())]


def _views_of(workspace: Workspace, person: str) -> list[View]:
    home = workspace.homes.get(person)
    return [*workspace.modals.get(person, ()), *([home] if home else [])]


def files_in(workspace: Workspace, blocks: list[JsonObject]) -> Iterator[str]:
    """The ids of the files that `slack_file` objects anywhere in the blocks name."""
    for _, reference in slack_files(blocks):
        found = find_file(workspace, reference)
        if found:
            yield found.id


def slack_files(blocks: list[JsonObject]) -> Iterator[tuple[str, JsonObject]]:
    """Each `slack_file` object with the JSON pointer to it."""
    for index, block in enumerate(blocks):
        for path, part in _image_parts(block):
            if "slack_file" in part:
                yield f"/blocks/{index}{path}/slack_file", part["slack_file"]


def _image_parts(block: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    yield "", block
    for key in ("accessory", "hero_image", "icon"):
        if isinstance(block.get(key), dict):
            yield f"/{key}", block[key]
    for index, element in enumerate(block.get("elements") or ()):
        if block["type"] == "context":
            yield f"/elements/{index}", element
    for nested in each_block([block]):
        if nested is not block:
            yield from _image_parts(nested)


def find_file(workspace: Workspace, reference: JsonObject) -> HostedFile | None:
    """By the `id` or the `url` (url_private or permalink) of a `slack_file` object."""
    if "id" in reference:
        return workspace.files.get(reference["id"])
    return next((file for file in workspace.files.values() if f"/{file.id}/" in str(reference.get("url", ""))), None)
