"""The state of one local workspace, and the news of every change in it."""

import secrets
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any, TypeVar

from playground.blocks import IdMaker, base36
from playground.faults import Faults
from playground.rates import Rates
from playground.records import (
    App,
    Channel,
    Exchange,
    HostedFile,
    Message,
    Person,
    ResponseUrl,
    Team,
    Trigger,
    UserGroup,
    View,
)

__all__ = [
    "App",
    "Channel",
    "Exchange",
    "HostedFile",
    "Message",
    "Person",
    "ResponseUrl",
    "Team",
    "Trigger",
    "UserGroup",
    "View",
    "Workspace",
]

Listener = Callable[[str, dict[str, Any]], None]
_Issued = TypeVar("_Issued", Trigger, ResponseUrl)
# The window of the page that acts just now: a modal opens there and nowhere else. "" outside of the page.
ACTING_WINDOW: ContextVar[str] = ContextVar("ACTING_WINDOW", default="")
_TRAFFIC_KEPT = 1000
_FORGOTTEN_AFTER = 60 * 60  # seconds; what has expired by then needs no word of its own any more


class Workspace:
    """Everything that exists, by id. Listeners are called at once, in the task that made the change.

    `patience` is how many seconds people's clients wait for the app: 3 in Slack.
    `base_url` is where the server of this workspace can be reached, without a slash at the end.
    `has_paid_plan`: user groups exist only where it is so.
    `tells_own_messages`: the app hears of what it wrote itself, as in Slack; benchmarks may turn that off.
    """

    def __init__(self, team: Team, app: App, *, clock: Callable[[], float] = time.time) -> None:
        self.team = team
        self.app = app
        self.clock = clock
        self.patience = 3.0
        self.base_url = ""
        self.rates_enforced = False
        self.tells_own_messages = True
        self.has_paid_plan = True
        self.rates = Rates(clock)
        self.faults = Faults()
        self.people: dict[str, Person] = {}
        self.groups: dict[str, UserGroup] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, dict[str, Message]] = {}
        self.modals: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.views: dict[str, View] = {}
        self.files: dict[str, HostedFile] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.upload_tickets: dict[str, str] = {}
        self.permitted_sockets: set[str] = set()
        self.traffic: deque[Exchange] = deque(maxlen=_TRAFFIC_KEPT)
        self.block_ids = IdMaker()
        self.ids_made = 0
        self.last_ts = 0
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener(kind, what)` on every change; returns what ends it.

        Kinds: "message", "message_deleted", "read", "modals", "home", "inputs", "file",
        "people", "groups", "channels", "traffic", "faults", "socket". A "message" also says `act` ("posted", "changed"
        or ""), and what it was `before` where it changed.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def changed(self, kind: str, **what: Any) -> None:
        for listener in tuple(self._listeners):
            listener(kind, what)

    def record(self, exchange: Exchange) -> None:
        self.traffic.append(exchange)
        self.changed("traffic", exchange=exchange)

    def now(self) -> float:
        return self.clock()

    def new_id(self, prefix: str) -> str:
        """As Slack's: a letter that says the kind, then ten capitals and digits."""
        self.ids_made += 1
        return f"{prefix}0{base36(self.ids_made).rjust(9, '0')}"

    def new_ts(self) -> str:
        """Seconds and microseconds, never the same twice: it is a message's id in its channel."""
        self.last_ts = max(self.last_ts + 1, int(self.now() * 1_000_000))
        return f"{self.last_ts // 1_000_000}.{self.last_ts % 1_000_000:06d}"

    def new_hash(self) -> str:
        return f"{int(self.now())}.{secrets.token_hex(4)}"

    def new_trigger(self, person: str, *, view_id: str | None = None, channel: str = "") -> str:
        number = self.new_id("")[1:].lstrip("0")
        identity = f"{int(self.now())}.{number}.{secrets.token_hex(16)}"
        trigger = Trigger(identity, person, self.now(), view_id, channel, ACTING_WINDOW.get())
        _forget_before(self.triggers, self.now() - _FORGOTTEN_AFTER)
        self.triggers[trigger.id] = trigger
        return trigger.id

    def new_response_url(self, person: str, channel: str, original: str | None = None) -> str:
        token = secrets.token_urlsafe(18)
        _forget_before(self.response_urls, self.now() - _FORGOTTEN_AFTER)
        self.response_urls[token] = ResponseUrl(token, person, channel, self.now(), original)
        return f"{self.base_url}/response/{self.team.id}/{token}"

    def add_person(self, person: Person) -> Person:
        self.people[person.id] = person
        self.changed("people", person=person.id)
        return person

    def add_group(self, group: UserGroup) -> UserGroup:
        self.groups[group.id] = group
        self.changed("groups", group=group.id)
        return group

    def add_channel(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        self.messages[channel.id] = {}
        self.changed("channels", channel=channel.id)
        return channel

    def im_with(self, person: str) -> Channel:
        """The app's direct message with that person, opened when there is none yet."""
        pair = {person, self.app.bot_user}
        found = next((each for each in self.channels.values() if each.kind == "im" and each.members == pair), None)
        if found is not None:
            return found
        return self.add_channel(Channel(self.new_id("D"), "im", members=pair, created=int(self.now())))

    def named(self, name: str) -> Person:
        """The person of that handle, name or first name, whatever the case."""
        wanted = name.lstrip("@").casefold()
        for person in self.people.values():
            if wanted in {person.name.casefold(), person.real_name.casefold(), person.id.casefold()}:
                return person
        for person in self.people.values():
            if person.real_name.casefold().split()[0] == wanted:
                return person
        raise LookupError(f"Nobody here is called {name}; there are {sorted(p.name for p in self.people.values())}.")

    def channel_named(self, name: str) -> Channel:
        wanted = name.lstrip("#")
        found = next((each for each in self.channels.values() if wanted in {each.name, each.id}), None)
        if found is None:
            raise LookupError(f"There is no channel {name}.")
        return found

    def group_named(self, name: str) -> UserGroup:
        wanted = name.lstrip("@").casefold()
        for group in self.groups.values():
            if wanted in {group.handle.casefold(), group.name.casefold(), group.id.casefold()}:
                return group
        raise LookupError(f"There is no user group {name}.")

    def all_messages(self) -> Iterator[Message]:
        for messages in self.messages.values():
            yield from messages.values()


def _forget_before(issued: dict[str, _Issued], time: float) -> None:
    """The oldest stand first."""
    while issued:
        key, oldest = next(iter(issued.items()))
        if oldest.issued >= time:
            return
        del issued[key]
