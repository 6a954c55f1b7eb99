"""What a workspace consists of: people, channels, messages, views, files, the app, and the traffic with it."""

from dataclasses import dataclass, field
from typing import Any, Literal

from playground.manifest import Manifest

JsonObject = dict[str, Any]
State = dict[str, dict[str, JsonObject]]  # block_id -> action_id -> Slack's state value
ChannelKind = Literal["channel", "group", "im", "mpim"]
# "" is what a file of its type is; the others are what tests and people make of it.
FileMode = Literal["", "external", "hidden_by_limit"]


@dataclass
class Team:
    id: str
    name: str
    domain: str


@dataclass
class Person:
    """Somebody with an account; bots have one too. `name` is the handle, `real_name` what people call them.

    A guest is `is_restricted`, one of a single channel `is_ultra_restricted` too. `team_id` is of another workspace for
    a Slack Connect external.
    """

    id: str
    name: str
    real_name: str
    is_admin: bool = False
    is_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_bot: bool = False
    deleted: bool = False
    tz: str = "Europe/Amsterdam"
    title: str = ""
    team_id: str = ""
    updated: int = 0


@dataclass
class UserGroup:
    """`handle` is what people mention; `deleted` is when it was disabled, 0 while it is in use."""

    id: str
    handle: str
    name: str
    users: list[str] = field(default_factory=list)
    description: str = ""
    creator: str = ""
    created: int = 0
    updated: int = 0
    deleted: int = 0


@dataclass
class Channel:
    id: str
    kind: ChannelKind
    name: str = ""
    members: set[str] = field(default_factory=set)
    creator: str = ""
    created: int = 0
    is_archived: bool = False
    topic: str = ""
    is_ext_shared: bool = False  # with another workspace, through Slack Connect
    last_read: dict[str, str] = field(default_factory=dict)  # person -> ts of the newest message they have seen


@dataclass
class Message:
    """`ephemeral_to` is the one person who sees it; such a message is never stored by Slack and has no history."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[JsonObject] = field(default_factory=list)
    attachments: list[JsonObject] = field(default_factory=list)
    by_app: bool = False
    thread_ts: str | None = None
    reply_broadcast: bool = False
    replies: int = 0
    files: list[str] = field(default_factory=list)
    metadata: JsonObject | None = None
    edited: str | None = None  # ts of the edit, where Slack marks it
    ephemeral_to: str | None = None
    inputs: dict[str, State] = field(default_factory=dict)  # person -> what they chose in it

    @property
    def all_blocks(self) -> list[JsonObject]:
        """Its own, then those of its attachments."""
        return [*self.blocks, *(block for each in self.attachments for block in each.get("blocks") or ())]


@dataclass
class View:
    """A modal on somebody's stack, or somebody's Home. `content` is what the app sent, normalised."""

    id: str
    person: str
    content: JsonObject
    hash: str
    root_view_id: str
    previous_view_id: str | None = None
    external_id: str = ""
    state: State = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)  # block_id -> what is wrong with that field
    channel: str = ""  # where the person was when it opened: `default_to_current_conversation` wants it
    window: str = ""  # the window of the page that it opened in; "" is any

    @property
    def blocks(self) -> list[JsonObject]:
        blocks: list[JsonObject] = self.content["blocks"]
        return blocks

    @property
    def is_home(self) -> bool:
        return bool(self.content["type"] == "home")


@dataclass
class HostedFile:
    id: str
    name: str
    user: str
    created: int
    length: int
    title: str = ""
    alt_text: str = ""
    mimetype: str = ""
    content: bytes = b""
    scanned_at: float | None = None  # None: the upload was never completed
    shares: dict[str, list[str]] = field(default_factory=dict)  # channel -> ts of the messages that carry it
    deleted: bool = False
    by_app: bool = True
    is_given: bool = False  # to the app, through a file_input
    mode: FileMode = ""
    external_type: str = ""
    external_url: str = ""


@dataclass
class App:
    """The one app of the workspace, as installed: `scopes` is what its bot token was granted."""

    id: str
    bot_id: str
    bot_user: str
    manifest: Manifest
    bot_token: str
    app_token: str
    signing_secret: str
    verification_token: str
    scopes: set[str]
    app_scopes: set[str] = field(default_factory=lambda: {"connections:write"})
    is_installed: bool = True


@dataclass
class Trigger:
    id: str
    person: str
    issued: float
    view_id: str | None  # the modal it was born in
    channel: str
    window: str = ""
    is_exchanged: bool = False


@dataclass
class ResponseUrl:
    """What one `response_url` may still do. `original` is the ts of the message that the click came from."""

    token: str
    person: str
    channel: str
    issued: float
    original: str | None
    uses: int = 0


@dataclass(frozen=True)
class Exchange:
    """One line of the traffic log. `error` is Slack's word or the sentence that the person saw."""

    time: float
    direction: Literal["call", "delivery", "response_url", "upload"]
    kind: str
    request: JsonObject
    response: JsonObject
    ms: float
    error: str = ""
