"""Who may see what."""

from collections.abc import Iterator
from itertools import takewhile

from playground.blocks import each_block
from playground.records import Channel, HostedFile, JsonObject, Message, View
from playground.workspace import Workspace


def channels_of(workspace: Workspace, person: str) -> list[Channel]:
    return [channel for channel in workspace.channels.values() if person in channel.members]


def is_guest(workspace: Workspace, person: str) -> bool:
    return workspace.people[person].is_restricted


def is_external(workspace: Workspace, person: str) -> bool:
    """Of another workspace: Slack Connect."""
    return workspace.people[person].team_id not in {"", workspace.team.id}


def meets_app(workspace: Workspace, person: str) -> bool:
    """Whether they are in a channel with the app; an external who is in none is a stranger to it."""
    return any(workspace.app.bot_user in each.members and each.kind != "im" for each in channels_of(workspace, person))


def visible_people(workspace: Workspace, person: str) -> set[str]:
    """Whom a list of people offers them: nobody who has left, and no stranger.

    A guest knows only who is in a channel with them (slack.com help 202518103), and so does an external.
    """
    met = {each for channel in channels_of(workspace, person) for each in channel.members} | {person}
    if not is_guest(workspace, person) and not is_external(workspace, person):
        met |= {each for each in workspace.people if not is_external(workspace, each)}
    return {each for each in met if not workspace.people[each].deleted}


def visible_places(workspace: Workspace, person: str) -> list[Channel]:
    """What a list of conversations offers them: their own, and the public ones, unless they come from outside."""
    is_from_outside = is_guest(workspace, person) or is_external(workspace, person)
    return [
        channel
        for channel in workspace.channels.values()
        if not channel.is_archived
        and (person in channel.members or (channel.kind == "channel" and not is_from_outside))
    ]


def passes(workspace: Workspace, channel: Channel, wanted: JsonObject) -> bool:
    """Whether the filter of a conversations_select lets it through: composition-objects/conversation-filter-object."""
    word = {"channel": "public", "group": "private"}.get(channel.kind, channel.kind)
    if "include" in wanted and word not in wanted["include"]:
        return False
    if wanted.get("exclude_external_shared_channels") and channel.is_ext_shared:
        return False
    has_bot = channel.kind == "im" and any(workspace.people[each].is_bot for each in channel.members)
    return not (wanted.get("exclude_bot_users") and has_bot)


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
    if file.deleted or file.mode == "hidden_by_limit":
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
            yield {*files_in(workspace, message.all_blocks)}


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
