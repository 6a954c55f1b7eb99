"""chat.*: what the app posts, changes and takes away."""

from playground import posting
from playground.posting import check_shown, post_as_app
from playground.records import Channel, JsonObject, Message
from playground.rules import check_message
from playground.shapes import message_shape
from playground.sight import is_external, meets_app
from playground.web_api.call import Call, Handler, SlackError, refuse


def post_message(call: Call) -> JsonObject:
    channel = _addressed(call)
    _check(call)
    thread = _thread(call, channel)
    message = post_as_app(
        call.workspace,
        channel.id,
        dict(call.arguments),
        thread_ts=thread,
        reply_broadcast=bool(thread) and call.flag("reply_broadcast"),
    )
    return {"channel": channel.id, "ts": message.ts, "message": message_shape(call.workspace, message)}


def post_ephemeral(call: Call) -> JsonObject:
    channel = call.channel()
    if call.workspace.app.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    person = call.workspace.people.get(call.text("user"))
    if person is None or person.deleted or person.id not in channel.members:
        raise SlackError("user_not_in_channel")
    _check(call)
    message = post_as_app(
        call.workspace,
        channel.id,
        dict(call.arguments),
        ephemeral_to=call.text("user"),
        thread_ts=call.text("thread_ts") or None,
    )
    return {"message_ts": message.ts}


def update(call: Call) -> JsonObject:
    message = _own_message(call, "cant_update_message")
    refuse(check_message(call.arguments, updating=True))
    refuse(check_shown(call.workspace, dict(call.arguments)))
    posting.replace(call.workspace, message, dict(call.arguments), marks_edit="blocks" not in call.arguments)
    return {
        "channel": message.channel,
        "ts": message.ts,
        "text": message.text,
        "message": message_shape(call.workspace, message),
    }


def delete(call: Call) -> JsonObject:
    message = _own_message(call, "cant_delete_message")
    posting.delete(call.workspace, message)
    return {"channel": message.channel, "ts": message.ts}


def get_permalink(call: Call) -> JsonObject:
    channel = call.channel()
    message = call.workspace.messages[channel.id].get(call.text("message_ts"))
    if message is None or message.ephemeral_to:
        raise SlackError("message_not_found")
    address = f"{call.workspace.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.thread_ts else ""
    return {"channel": channel.id, "permalink": address + thread}


def _addressed(call: Call) -> Channel:
    """A user id opens the direct message with that person; no im:write is needed for it."""
    person = call.workspace.people.get(call.text("channel"))
    channel = call.workspace.im_with(person.id) if person else _by_name(call) or call.channel()
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.kind == "im":
        others = [call.workspace.people[member] for member in channel.members - {call.workspace.app.bot_user}]
        if not others or any(other.is_bot or other.id == "USLACKBOT" for other in others):
            raise SlackError("cannot_dm_bot")
        if any(other.deleted for other in others):
            raise SlackError("user_disabled")
        if any(is_external(call.workspace, each.id) and not meets_app(call.workspace, each.id) for each in others):
            raise SlackError("user_not_visible")
        if not call.workspace.app.manifest.has_messages_tab:
            raise SlackError("messages_tab_disabled")
    elif call.workspace.app.bot_user not in channel.members and not (
        channel.kind == "channel" and "chat:write.public" in call.workspace.app.scopes
    ):
        raise SlackError("not_in_channel")
    return channel


def _by_name(call: Call) -> Channel | None:
    """chat.postMessage also takes the name of a channel, with or without its #."""
    wanted = call.text("channel").removeprefix("#")
    return next((each for each in call.workspace.channels.values() if each.name and each.name == wanted), None)


def _thread(call: Call, channel: Channel) -> str | None:
    thread = call.text("thread_ts")
    if thread and thread not in call.workspace.messages[channel.id]:
        raise SlackError("thread_not_found")
    return thread or None


def _check(call: Call) -> None:
    refuse(check_message(call.arguments))
    refuse(check_shown(call.workspace, dict(call.arguments)))


def _own_message(call: Call, refusal: str) -> Message:
    """An ephemeral message can be neither updated nor deleted here: Slack doesn't keep it."""
    message = call.workspace.messages[call.channel().id].get(call.text("ts"))
    if message is None or message.ephemeral_to:
        raise SlackError("message_not_found")
    if not message.by_app:
        raise SlackError(refusal)
    return message


METHODS: dict[str, Handler] = {
    "chat.postMessage": post_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
    "chat.getPermalink": get_permalink,
}
