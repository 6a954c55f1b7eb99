"""What the app is sent when a person does something, in the shapes of Slack's payloads.

https://docs.slack.dev/reference/interaction-payloads and https://docs.slack.dev/apis/events-api
"""

import re

from playground.blocks import each_block, placed_elements
from playground.records import Channel, JsonObject, Message, View
from playground.shapes import closed_view_shape, message_shape, state_values, view_shape
from playground.surfaces import Seen
from playground.workspace import Workspace


def _common(workspace: Workspace, person: str, *, unsaid: str = "") -> JsonObject:
    """`unsaid`: the key of the user that a payload lacks on Slack (its documents and Bolt's types agree)."""
    who = workspace.people[person]
    user = {"id": person, "username": who.name, "name": who.name, "team_id": who.team_id or workspace.team.id}
    return {
        "team": {"id": workspace.team.id, "domain": workspace.team.domain},
        "user": {key: value for key, value in user.items() if key != unsaid},
        "api_app_id": workspace.app.id,
        "token": workspace.app.verification_token,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def slash_command(workspace: Workspace, person: str, channel: Channel, name: str, text: str) -> JsonObject:
    command = workspace.app.manifest.command(name)
    if command is not None and command.should_escape:
        text = escape_mentions(workspace, text)
    return {
        "token": workspace.app.verification_token,
        "team_id": workspace.team.id,
        "team_domain": workspace.team.domain,
        "channel_id": channel.id,
        "channel_name": channel_label(channel),
        "user_id": person,
        "user_name": workspace.people[person].name,
        "command": name,
        "text": text,
        "api_app_id": workspace.app.id,
        "is_enterprise_install": "false",
        "response_url": workspace.new_response_url(person, channel.id),
        "trigger_id": workspace.new_trigger(person, channel=channel.id),
    }


def escape_mentions(workspace: Workspace, text: str) -> str:
    """With `should_escape` names that the composer knows become `<@U…|name>` and `<#C…|name>`."""

    def person(match: re.Match[str]) -> str:
        found = next((each for each in workspace.people.values() if each.name.casefold() == match[1].casefold()), None)
        return f"<@{found.id}|{found.name}>" if found else match[0]

    def channel(match: re.Match[str]) -> str:
        found = next((each for each in workspace.channels.values() if each.name == match[1]), None)
        return f"<#{found.id}|{found.name}>" if found else match[0]

    text = re.sub(r"(?<![<\w])@([\w.\-]*\w)", person, text)
    return re.sub(r"(?<![<\w])#([\w\-]*\w)", channel, text)


def escape_text(workspace: Workspace, text: str) -> str:
    """As Slack keeps what people type: `&`, `<` and `>` as entities, then the mentions that the composer knows.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"\|[^>|]*>", ">", escape_mentions(workspace, text))


def channel_label(channel: Channel) -> str:
    return {"im": "directmessage", "group": "privategroup"}.get(channel.kind, channel.name)


def global_shortcut(workspace: Workspace, person: str, callback_id: str) -> JsonObject:
    return {
        "type": "shortcut",
        "callback_id": callback_id,
        "trigger_id": workspace.new_trigger(person),
        "action_ts": workspace.new_ts(),
        **_without_app(_common(workspace, person, unsaid="name")),
    }


def message_shortcut(workspace: Workspace, person: str, callback_id: str, message: Message) -> JsonObject:
    channel = workspace.channels[message.channel]
    return {
        "type": "message_action",
        "callback_id": callback_id,
        "trigger_id": workspace.new_trigger(person, channel=channel.id),
        "action_ts": workspace.new_ts(),
        "message_ts": message.ts,
        "message": message_shape(workspace, message, is_told=True),
        "channel": {"id": channel.id, "name": channel_label(channel)},
        "response_url": workspace.new_response_url(person, channel.id, message.ts),
        **_without_app(_common(workspace, person)),
    }


def _without_app(common: JsonObject) -> JsonObject:
    return {key: value for key, value in common.items() if key != "api_app_id"}


def block_actions(workspace: Workspace, person: str, seen: Seen, actions: list[JsonObject]) -> JsonObject:
    surface = _surface(workspace, seen, str(actions[0]["block_id"]))
    payload = {"type": "block_actions", **_common(workspace, person), **surface, "actions": actions}
    if seen.view is not None:
        payload["trigger_id"] = workspace.new_trigger(person, view_id=seen.view.id, channel=seen.view.channel)
    elif seen.message is not None:
        channel, ts = seen.message.channel, seen.message.ts
        payload["trigger_id"] = workspace.new_trigger(person, channel=channel)
        payload["response_url"] = workspace.new_response_url(person, channel, ts)
        payload["state"] = {"values": state_values(seen.state)}
    return payload


def block_suggestion(
    workspace: Workspace, person: str, seen: Seen, block_id: str, action_id: str, query: str
) -> JsonObject:
    return {
        "type": "block_suggestion",
        **_common(workspace, person, unsaid="username"),
        **_surface(workspace, seen, block_id),
        "block_id": block_id,
        "action_id": action_id,
        "value": query,
    }


def _surface(workspace: Workspace, seen: Seen, block_id: str) -> JsonObject:
    """An ephemeral message is not kept by Slack: its payload has a container, but no `message`."""
    if seen.view is not None:
        return {"container": {"type": "view", "view_id": seen.view.id}, "view": view_shape(workspace, seen.view)}
    message = seen.message
    if message is None:
        raise ValueError("A surface is a view or a message.")
    channel = workspace.channels[message.channel]
    container: JsonObject = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.ephemeral_to is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    container |= _attachment(message, block_id)
    shape: JsonObject = {"container": container, "channel": {"id": channel.id, "name": channel_label(channel)}}
    return shape if message.ephemeral_to else {**shape, "message": message_shape(workspace, message)}


def _attachment(message: Message, block_id: str) -> JsonObject:
    """What the container says of a block that stands in an attachment."""
    for attachment in message.attachments:
        if any(block["block_id"] == block_id for block in each_block(attachment.get("blocks") or ())):
            return {"type": "message_attachment", "attachment_id": attachment["id"], "is_app_unfurl": False}
    return {}


def view_submission(workspace: Workspace, view: View) -> JsonObject:
    return {
        "type": "view_submission",
        **_common(workspace, view.person),
        "trigger_id": workspace.new_trigger(view.person, view_id=view.id, channel=view.channel),
        "view": view_shape(workspace, view),
        "response_urls": _response_urls(workspace, view),
    }


def _response_urls(workspace: Workspace, view: View) -> list[JsonObject]:
    """One for each chosen conversation of an input with `response_url_enabled`."""
    urls = []
    for placed in placed_elements(view.blocks):
        value = view.state.get(placed.block_id, {}).get(placed.action_id, {})
        channel = value.get("selected_conversation") or value.get("selected_channel")
        if placed.element.get("response_url_enabled") and channel:
            url = workspace.new_response_url(view.person, channel)
            entry = {"block_id": placed.block_id, "action_id": placed.action_id, "channel_id": channel}
            urls.append({**entry, "response_url": url})
    return urls


def view_closed(workspace: Workspace, view: View, *, is_cleared: bool) -> JsonObject:
    return {
        "type": "view_closed",
        **_common(workspace, view.person),
        "view": closed_view_shape(workspace, view),
        "is_cleared": is_cleared,
    }


def event(workspace: Workspace, happened: JsonObject) -> JsonObject:
    channel = workspace.channels.get(str(happened.get("channel")))
    return {
        "token": workspace.app.verification_token,
        "team_id": workspace.team.id,
        "api_app_id": workspace.app.id,
        "event": happened,
        "type": "event_callback",
        "event_id": workspace.new_id("Ev"),
        "event_time": int(workspace.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.team.id,
                "user_id": workspace.app.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": bool(channel and channel.is_ext_shared),
        "event_context": f"4-{workspace.new_id('E')}",
    }
