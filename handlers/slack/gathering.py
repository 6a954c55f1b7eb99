"""Adding many people at once, from whatever window they are chosen in: see people_windows.py for how it is served."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import structlog
from slack_sdk.models.views import View

from domain.errors import Invalid, LabelingError, Stale
from domain.gathering import PeopleChange
from domain.model import Person
from domain.read_models import GatherModel, Way
from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.payloads import Click, JsonObject, errors_at
from handlers.slack.redrawing import Redrawing
from handlers.slack.rosters import Reading
from handlers.slack.user_groups import UserGroups
from handlers.slack.ways import AT_FIRST, TOO_OLD, Asked, Ways
from services.gathering import Gathering
from views.slack import gathering as views, ids, new_task

log = structlog.get_logger()
_OF_A_CLICK = 1.8
"""Seconds to wait where the click itself must be answered, of the three that Slack gives."""
_EVERY = 1.0


class GatheringDoor:
    def __init__(
        self,
        gathering: Gathering,
        ways: Ways,
        groups: UserGroups,
        directory: Directory,
        answering: Answering,
        redrawing: Redrawing,
    ) -> None:
        self._gathering = gathering
        self._ways = ways
        self._groups = groups
        self._directory = directory
        self._answering = answering
        self._redrawing = redrawing

    def register(self, door: Door) -> None:
        door.action(ids.ADD_ALL_PEOPLE, self.add_all)
        door.action(ids.REMOVE_ALL_PEOPLE, self.remove_all)
        door.action(ids.MORE_PEOPLE, self.open)
        for chosen in (ids.GATHER_CHANNEL, ids.GATHER_GROUP):
            door.action(chosen, self.preview)
        door.options(ids.GATHER_GROUP, self.search_groups)
        door.view(ids.GATHER, self.add)
        door.event("subteam_members_changed", self.group_changed)
        door.before_close(self._ways.stop)
        door.before_close(self._groups.stop)

    async def add_all(self, clicked: Click) -> Answer:
        person = await self._directory.person(clicked.actor)
        everybody = await asyncio.to_thread(self._gathering.collaborators, person)
        return await self._change_here(clicked, person, PeopleChange(add=everybody))

    async def remove_all(self, clicked: Click) -> Answer:
        person = await self._directory.person(clicked.actor)
        return await self._change_here(clicked, person, PeopleChange(is_clearing=True))

    async def open(self, clicked: Click) -> Answer:
        """What stands in the window beneath is kept first."""
        way, _, field = clicked.value.partition(".")
        if way not in set(Way):
            raise Stale(TOO_OLD)
        person = await self._directory.person(clicked.actor)
        at = str((clicked.view or {}).get("callback_id"))
        kept = await self._ways.window(at).keep(clicked, person, field)
        asked = Asked(Way(way), field, at, kept.back)
        model, reading = await self._ways.begin(person, asked)

        async def after() -> None:
            view_id = await self._answering.opened(clicked, views.window(model, asked.as_kept()))
            await self._redrawing.window(clicked, _drawn(kept.view))
            if view_id and reading is not None:
                await self._follow(view_id, person, asked, reading)

        return Answer(after=after)

    async def preview(self, clicked: Click) -> Answer:
        """Of the channel or group that was chosen just now."""
        asked, person = Asked.kept(clicked.metadata()), await self._directory.person(clicked.actor)
        reading = self._ways.read(self._ways.source(person, asked, clicked))

        async def after() -> None:
            await reading.wait(AT_FIRST)
            draw = self._ways.drawing(person, asked, reading)
            await self._redrawing.window(clicked, draw)
            while not reading.task.done():
                await reading.wait(_EVERY)
                await self._redrawing.window(clicked, draw)

        return Answer(after=after)

    async def search_groups(self, clicked: Click) -> Answer:
        if not await self._directory.is_member(clicked.actor):
            return Answer({"options": []})
        found = await self._groups.search(clicked.actor.workspace, clicked.value, _OF_A_CLICK)
        return Answer({"options": [new_task.option(one).to_dict() for one in found]})

    async def add(self, clicked: Click) -> Answer:
        """What the window shows goes into the field beneath."""
        asked, person = Asked.kept(clicked.metadata()), await self._directory.person(clicked.actor)
        try:
            if asked.way in {Way.PERSON, Way.OUT}:
                change = await self._named(clicked, person, asked)
            else:
                reading = self._ways.read(self._ways.source(person, asked, clicked))
                if not await reading.wait(_OF_A_CLICK):
                    return await self._not_yet(clicked, person, asked, reading)
                change = PeopleChange(add=await self._ways.coming(person, asked, reading))
            view = await self._ways.window(asked.at).change(person, asked.back, asked.field, change)
        except LabelingError as error:
            return self._refuse(clicked, asked, error)
        log.info("people_gathered", user=person.user, way=str(asked.way), people=len(change.add))
        beneath = str((clicked.view or {}).get("previous_view_id") or "")
        return Answer(after=lambda: self._redrawing.view(beneath, _drawn(view)))

    async def group_changed(self, event: JsonObject, workspace: str) -> None:
        self._ways.forget(workspace, str(event.get("subteam_id")))
        self._groups.forget(workspace)

    async def _change_here(self, clicked: Click, person: Person, change: PeopleChange) -> Answer:
        window = self._ways.window(str((clicked.view or {}).get("callback_id")))
        kept = await window.keep(clicked, person, clicked.value)
        view = await window.change(person, kept.back, clicked.value, change)
        return Answer(after=lambda: self._redrawing.window(clicked, _drawn(view)))

    async def _named(self, clicked: Click, person: Person, asked: Asked) -> PeopleChange:
        """Whom somebody searched for one by one."""
        users = tuple(clicked.chosen(ids.FIELD_GATHERED))
        if asked.way is Way.OUT:
            return PeopleChange(take_out=frozenset(users))
        await self._directory.meet(person.workspace, users)
        await asyncio.to_thread(self._gathering.welcome, person, users)
        return PeopleChange(add=users)

    async def _not_yet(self, clicked: Click, person: Person, asked: Asked, reading: Reading) -> Answer:
        model = await self._ways.model(person, asked, reading)
        view = views.window(model, asked.as_kept()).to_dict()
        follow = partial(self._follow, clicked.view_id, person, asked, reading)
        return Answer({"response_action": "update", "view": view}, after=follow)

    def _refuse(self, clicked: Click, asked: Asked, error: LabelingError) -> Answer:
        """At the field; where there is none, in its place."""
        if clicked.has_inputs:
            return Answer(errors_at(clicked, Invalid({ids.FIELD_GATHERED: error.message})))
        wrong = GatherModel(asked.way, asked.field, wrong=error.message, is_closed=True)
        return Answer({"response_action": "update", "view": views.window(wrong, asked.as_kept()).to_dict()})

    async def _follow(self, view_id: str, person: Person, asked: Asked, reading: Reading) -> None:
        """Until Slack has named everybody, or the window is closed."""
        draw = self._ways.drawing(person, asked, reading)
        while not reading.task.done():
            await reading.wait(_EVERY)
            await self._redrawing.view(view_id, draw)


def _drawn(view: View) -> Callable[[], Any]:
    async def draw() -> View:
        return view

    return draw
