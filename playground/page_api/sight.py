"""What one person sees of the workspace, as the JSON that the page draws."""

from typing import Any

from playground.deliveries import Deliveries, SocketDeliveries
from playground.manifest import Manifest
from playground.records import Channel, Exchange, JsonObject, Message, Person, View
from playground.sight import channels_of, is_external, messages_for, unread_count, visible_people, visible_places
from playground.workspace import Workspace

_SLACKBOT = "USLACKBOT"
_TRAFFIC_SHOWN = 200
_TITLES = {"member": "", "guest": "guest", "single": "guest of one channel", "external": "another workspace"}


class PersonSight:
    """Everything on this person's screen; the keys of `state` are also the parts that news replace one by one."""

    def __init__(self, workspace: Workspace, deliveries: Deliveries, person: str, window: str = "") -> None:
        """`window`: which one looks; modals stand only in the one that they opened in."""
        self.workspace = workspace
        self.deliveries = deliveries
        self.person = person
        self.window = window

    def state(self) -> JsonObject:
        return {
            "me": self.person,
            "team": {"id": self.workspace.team.id, "name": self.workspace.team.name},
            "bot": bot_json(self.workspace),
            "exchanges": [exchange_json(each) for each in list(self.workspace.traffic)[-_TRAFFIC_SHOWN:]],
            **self.parts("people", "groups", "channels", "places", "messages", "views", "home", "faults", "waiting"),
        }

    def parts(self, *names: str) -> JsonObject:
        return {name: getattr(self, f"_{name}")() for name in names}

    def _messages(self) -> dict[str, list[JsonObject]]:
        mine = channels_of(self.workspace, self.person)
        return {
            each.id: [self.message(one) for one in messages_for(self.workspace, self.person, each.id)] for each in mine
        }

    def message(self, message: Message) -> JsonObject:
        return {
            "channel": message.channel,
            "ts": message.ts,
            "user": message.user,
            "name": self.workspace.people[message.user].real_name if message.user in self.workspace.people else "",
            "is_app": message.by_app,
            "text": message.text,
            "blocks": message.blocks,
            "attachments": message.attachments,
            "edited": bool(message.edited),
            "ephemeral": message.ephemeral_to is not None,
            "thread_ts": message.thread_ts,
            "is_broadcast": message.reply_broadcast,
            "files": [self._file(each) for each in message.files],
            "values": message.inputs.get(self.person, {}),
        }

    def _people(self) -> dict[str, JsonObject]:
        offered = visible_people(self.workspace, self.person)
        return {
            person.id: _person_json(self.workspace, person) | {"is_offered": person.id in offered}
            for person in self.workspace.people.values()
        }

    def _groups(self) -> list[JsonObject]:
        return [
            {"id": group.id, "name": group.name, "handle": group.handle, "users": list(group.users)}
            for group in self.workspace.groups.values()
            if not group.deleted
        ]

    def _places(self) -> list[JsonObject]:
        """What lists of conversations offer: also public channels that they are not in."""
        return [
            self._channel(each) | {"is_external": each.is_ext_shared}
            for each in visible_places(self.workspace, self.person)
        ]

    def _channels(self) -> list[JsonObject]:
        return [self._channel(each) for each in channels_of(self.workspace, self.person)]

    def _channel(self, channel: Channel) -> JsonObject:
        others = sorted(channel.members - {self.person})
        other = (others or [self.person])[0] if channel.kind == "im" else None
        return {
            "id": channel.id,
            "kind": channel.kind,
            "name": channel.name,
            "members": sorted(channel.members),
            "other": other,
            "unread": unread_count(self.workspace, self.person, channel.id),
            "is_app": other == self.workspace.app.bot_user,
        }

    def _views(self) -> list[JsonObject]:
        stack = self.workspace.modals.get(self.person, ())
        return [_view_json(view) for view in stack if view.window in {"", self.window}]

    def _home(self) -> JsonObject | None:
        view = self.workspace.homes.get(self.person)
        return _view_json(view) if view else None

    def _waiting(self) -> dict[str, int]:
        """How much each person has not read, so that the page can say whose turn it is."""
        unread = {}
        for person in people_to_be(self.workspace):
            channels = channels_of(self.workspace, person)
            unread[person] = sum(unread_count(self.workspace, person, channel.id) for channel in channels)
        return unread

    def _faults(self) -> JsonObject:
        return {
            **self.workspace.faults.as_json(),
            "rates_enforced": self.workspace.rates_enforced,
            "has_socket": isinstance(self.deliveries, SocketDeliveries),
        }

    def _file(self, identity: str) -> JsonObject:
        file = self.workspace.files.get(identity)
        if file is None or file.deleted:
            return {"id": identity, "is_gone": True}
        is_scanned = file.scanned_at is not None and file.scanned_at <= self.workspace.now()
        return {
            "id": file.id,
            "name": file.name,
            "title": file.title,
            "alt_text": file.alt_text,
            "mimetype": file.mimetype if is_scanned else "",
            "length": len(file.content),
            "is_gone": False,
            "mode": file.mode,
            "url": file.external_url,
        }


def people_to_be(workspace: Workspace) -> list[str]:
    """Whose eyes the page can look through."""
    return [
        each.id
        for each in workspace.people.values()
        if _kind(each) == "person" and not each.deleted and channels_of(workspace, each.id)
    ]


def exchange_json(exchange: Exchange) -> JsonObject:
    return {
        "id": str(id(exchange)),  # lasts as long as the log keeps it
        "time": exchange.time,
        "direction": exchange.direction,
        "kind": exchange.kind,
        "request": exchange.request,
        "response": exchange.response,
        "ms": exchange.ms,
        "error": exchange.error,
    }


def bot_json(workspace: Workspace) -> JsonObject:
    manifest = workspace.app.manifest
    return {
        "id": workspace.app.bot_user,
        "name": manifest.name,
        "description": manifest.description,
        "long_description": (manifest.source.get("display_information") or {}).get("long_description", ""),
        "home_tab": manifest.has_home_tab,
        "messages_tab": manifest.has_messages_tab,
        "read_only": manifest.messages_read_only,
        "scopes": sorted(manifest.bot_scopes),
        "commands": [
            {"command": each.name, "description": each.description, "usage_hint": each.usage_hint}
            for each in manifest.commands
        ],
        "shortcuts": _shortcuts(manifest, "global"),
        "message_shortcuts": _shortcuts(manifest, "message"),
    }


def _shortcuts(manifest: Manifest, kind: str) -> list[dict[str, Any]]:
    return [
        {"callback_id": each.callback_id, "name": each.name, "description": each.description}
        for each in manifest.shortcuts
        if each.kind == kind
    ]


def _kind(person: Person) -> str:
    return "app" if person.is_bot or person.id == _SLACKBOT else "person"


def _person_json(workspace: Workspace, person: Person) -> JsonObject:
    is_outsider = is_external(workspace, person.id)
    role = "single" if person.is_ultra_restricted else "guest" if person.is_restricted else "member"
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "kind": _kind(person),
        "deleted": person.deleted,
        "guest": person.is_restricted,
        "role": "external" if is_outsider else role,
        "tz": person.tz,
        "title": _TITLES["external" if is_outsider else role] or ("admin" if person.is_admin else ""),
    }


def _view_json(view: View) -> JsonObject:
    content = view.content
    return {
        "id": view.id,
        "type": content["type"],
        "title": content.get("title"),
        "submit": content.get("submit"),
        "close": content.get("close"),
        "callback_id": content.get("callback_id", ""),
        "blocks": view.blocks,
        "values": view.state,
        "errors": view.errors,
    }
