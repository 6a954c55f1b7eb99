"""The Web API methods that the playground has: scopes, rate tiers, arguments.

Source: slack-ruby/slack-api-ref, docs.slack.dev/methods/*.json.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """`scopes` are alternatives: a token needs one of them, or none where there are none. `reads`: also by GET."""

    tier: str
    scopes: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    reads: bool = False


# docs.slack.dev/apis/web-api/rate-limits: these and more, and short bursts are let through. "special" is "hundreds of
# requests a minute" on the pages of auth.test, chat.postMessage and chat.getPermalink.
PER_MINUTE: Mapping[str, int] = {"1": 1, "2": 20, "3": 50, "4": 100, "special": 300}

# Which of them a token needs depends on the kind of the conversation.
READ_CONVERSATIONS = ("channels:read", "groups:read", "im:read", "mpim:read")
WRITE_CONVERSATIONS = ("channels:manage", "groups:write", "im:write", "mpim:write")

METHODS: Mapping[str, Method] = {
    "apps.connections.open": Method("3", ("connections:write",)),
    "auth.test": Method("special"),
    "chat.delete": Method("3", ("chat:write",), ("channel", "ts")),
    "chat.getPermalink": Method("special", (), ("channel", "message_ts"), reads=True),
    "chat.postEphemeral": Method("4", ("chat:write",), ("channel", "user")),
    "chat.postMessage": Method("special", ("chat:write",), ("channel",)),
    "chat.update": Method("3", ("chat:write",), ("channel", "ts")),
    "conversations.info": Method("3", READ_CONVERSATIONS, ("channel",), reads=True),
    "conversations.list": Method("2", READ_CONVERSATIONS, reads=True),
    "conversations.members": Method("4", READ_CONVERSATIONS, ("channel",), reads=True),
    "conversations.open": Method("3", WRITE_CONVERSATIONS),
    "files.completeUploadExternal": Method("4", ("files:write",), ("files",)),
    "files.delete": Method("3", ("files:write",), ("file",)),
    "files.getUploadURLExternal": Method("4", ("files:write",), ("filename", "length")),
    "files.info": Method("4", ("files:read",), ("file",), reads=True),
    "usergroups.list": Method("2", ("usergroups:read",), reads=True),
    "usergroups.users.list": Method("2", ("usergroups:read",), ("usergroup",), reads=True),
    "users.info": Method("4", ("users:read",), ("user",), reads=True),
    "users.list": Method("2", ("users:read",), reads=True),
    "views.open": Method("4", (), ("view",)),
    "views.publish": Method("4", (), ("user_id", "view")),
    "views.push": Method("4", (), ("view",)),
    "views.update": Method("4", (), ("view",)),
}
