"""What admins do: accounts, guests, user groups, and the app itself. The app hears of it where it asked to."""

from dataclasses import replace
from typing import Any

from playground import payloads
from playground.deliveries import Deliveries, Delivery
from playground.events import group_event, is_wanted
from playground.modals import forget_stack
from playground.outcome import Outcome
from playground.people_shapes import person_shape
from playground.records import JsonObject, Person
from playground.sight import is_external
from playground.workspace import Workspace


class Administration:
    """People, channels and groups are given by their ids. Each method returns once the app answered."""

    def __init__(self, workspace: Workspace, deliveries: Deliveries) -> None:
        self.workspace = workspace
        self.deliveries = deliveries

    async def change_person(self, person: str, **changes: Any) -> Outcome:
        """`changes`: fields of `Person`, such as `real_name`, `title`, `tz` or `deleted`. The event is user_change."""
        changed = replace(self.workspace.people[person], **changes, updated=int(self.workspace.now()))
        self.workspace.add_person(changed)
        if changed.deleted:
            forget_stack(self.workspace, person)
        shape = person_shape(self.workspace, changed)
        if not changed.deleted and not is_external(self.workspace, person):
            shape["locale"] = "en-US"  # the event has it, users.info only if asked
        ts = self.workspace.new_ts()
        return await self._tell({"type": "user_change", "user": shape, "cache_ts": changed.updated, "event_ts": ts})

    async def deactivate(self, person: str) -> Outcome:
        """They can neither act nor be written to any more. Channels and groups still list them."""
        return await self.change_person(person, deleted=True)

    async def reactivate(self, person: str) -> Outcome:
        return await self.change_person(person, deleted=False)

    async def make_guest(self, person: str, *channels: str) -> Outcome:
        """Of one channel: a single-channel guest. Of none: they keep those that they are in. They leave all others."""
        kept = set(channels) or {each.id for each in self.workspace.channels.values() if person in each.members}
        for channel in self.workspace.channels.values():
            if channel.kind in {"channel", "group"}:
                (channel.members.add if channel.id in kept else channel.members.discard)(person)
        self.workspace.changed("channels")
        roles = {"is_admin": False, "is_owner": False, "is_restricted": True}
        return await self.change_person(person, **roles, is_ultra_restricted=len(channels) == 1)

    async def make_member(self, person: str) -> Outcome:
        """A full member again, who gets into #general."""
        for channel in self.workspace.channels.values():
            if channel.name == "general":
                channel.members.add(person)
        self.workspace.changed("channels")
        return await self.change_person(person, is_restricted=False, is_ultra_restricted=False)

    async def change_group(self, group: str, members: list[str]) -> Outcome:
        """Make these its members. The event is subteam_members_changed, unless nothing changed."""
        known = self.workspace.groups[group]
        added = [each for each in members if each not in known.users]
        removed = [each for each in known.users if each not in members]
        if not added and not removed:
            return Outcome(ok=True)
        before, known.users, known.updated = known.updated, list(members), int(self.workspace.now())
        self.workspace.changed("groups", group=group)
        return await self._tell(group_event(self.workspace, known, added, removed, before))

    async def join(self, person: Person) -> Outcome:
        """Somebody new gets an account: the app hears team_join."""
        shape = person_shape(self.workspace, self.workspace.add_person(person))
        now = int(self.workspace.now())
        return await self._tell(
            {"type": "team_join", "user": shape, "cache_ts": now, "event_ts": self.workspace.new_ts()}
        )

    async def uninstall(self) -> None:
        """An admin removes the app: its tokens are void, and the two events may come in any order."""
        self.workspace.app.is_installed = False
        await self._tell({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.workspace.app.bot_user]}})
        await self._tell({"type": "app_uninstalled"})

    async def _tell(self, happened: JsonObject) -> Outcome:
        """Nobody sees it when an event fails."""
        if not is_wanted(self.workspace.app, happened):
            return Outcome(ok=True)
        reply = await self.deliveries.send(Delivery("events_api", payloads.event(self.workspace, happened)))
        return Outcome(ok=True, ms=reply.ms)
