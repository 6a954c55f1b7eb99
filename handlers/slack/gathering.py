"""Adding many people at once, from whatever window they are chosen in: see people_windows.py for how it is served."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import structlog
from slack_sdk.models.views import View

from domain.errors import Invalid, LabelingError, Stale
from domain.gathering import Gathered, PeopleChange, too_many
from domain.model import Person
from domain.read_models import GatherModel, Way
from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.payloads import Click, JsonObject, errors_at
from handlers.slack.people_windows import PeopleWindow
from handlers.slack.redrawing import Redrawing
from handlers.slack.rosters import Reading, Rosters, Source
from services.gathering import Gathering
from views.slack import ids, new_task, people

log = structlog.get_logger()
_AT_FIRST = 0.8
"""Seconds for which a window waits for Slack's answer before it shows how far that is."""
_OF_A_CLICK = 1.8
"""The same where the click itself must be answered, of the three seconds that Slack waits."""
_EVERY = 1.0
_TOO_OLD = "That window is too old to be understood. Close it, and open the form again."


@dataclass(frozen=True, slots=True)
class _Asked:
    """One way in one window: `at` is the callback of the window beneath, `back` leads to it."""

    way: Way
    field: str
    at: str
    back: JsonObject

    @staticmethod
    def kept(metadata: JsonObject) -> "_Asked":
        try:
            return _Asked(Way(metadata["way"]), str(metadata["field"]), str(metadata["at"]), metadata["back"])
        except (KeyError, ValueError) as error:
            raise Stale(_TOO_OLD) from error

    def as_kept(self) -> Mapping[str, Any]:
        return {"way": str(self.way), "field": self.field, "at": self.at, "back": self.back}


class GatheringDoor:
    def __init__(
        self,
        gathering: Gathering,
        rosters: Rosters,
        directory: Directory,
        answering: Answering,
        redrawing: Redrawing,
    ) -> None:
        self._gathering = gathering
        self._rosters = rosters
        self._directory = directory
        self._answering = answering
        self._redrawing = redrawing
        self._windows: dict[str, PeopleWindow] = {}

    def serve(self, callback: str, window: PeopleWindow) -> None:
        """`callback`: the window's callback id."""
        self._windows[callback] = window

    def register(self, door: Door) -> None:
        door.action(ids.ADD_ALL_PEOPLE, self.add_all)
        door.action(ids.REMOVE_ALL_PEOPLE, self.remove_all)
        door.action(ids.MORE_PEOPLE, self.open)
        for chosen in (ids.GATHER_CHANNEL, ids.GATHER_GROUP):
            door.action(chosen, self.preview)
        door.options(ids.GATHER_GROUP, self.search_groups)
        door.view(ids.GATHER, self.add)
        door.event("subteam_members_changed", self._rosters.changed)
        door.before_close(self._rosters.stop)

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
            raise Stale(_TOO_OLD)
        person = await self._directory.person(clicked.actor)
        at = str((clicked.view or {}).get("callback_id"))
        kept = await self._window(at).keep(clicked, person, field)
        asked = _Asked(Way(way), field, at, kept.back)
        model, reading = await self._begin(person, asked)

        async def after() -> None:
            view_id = await self._answering.opened(clicked, people.window(model, asked.as_kept()))
            await self._redrawing.window(clicked, _drawn(kept.view))
            if view_id and reading is not None:
                await self._follow(view_id, person, asked, reading)

        return Answer(after=after)

    async def preview(self, clicked: Click) -> Answer:
        """Of the channel or group that was chosen just now."""
        asked, person = _Asked.kept(clicked.metadata()), await self._directory.person(clicked.actor)
        reading = self._rosters.read(self._source(person, asked, clicked))

        async def after() -> None:
            await reading.wait(_AT_FIRST)
            draw = self._drawing(person, asked, reading)
            await self._redrawing.window(clicked, draw)
            while not reading.task.done():
                await reading.wait(_EVERY)
                await self._redrawing.window(clicked, draw)

        return Answer(after=after)

    async def search_groups(self, clicked: Click) -> Answer:
        person = await self._directory.person(clicked.actor)
        if person.is_guest or person.is_external:
            return Answer({"options": []})
        found = await self._rosters.search_groups(person.workspace, clicked.value, _OF_A_CLICK)
        return Answer({"options": [new_task.option(one).to_dict() for one in found]})

    async def add(self, clicked: Click) -> Answer:
        """What the window shows goes into the field beneath."""
        asked, person = _Asked.kept(clicked.metadata()), await self._directory.person(clicked.actor)
        try:
            if asked.way in {Way.PERSON, Way.OUT}:
                change = await self._named(clicked, person, asked)
            else:
                reading = self._rosters.read(self._source(person, asked, clicked))
                if not await reading.wait(_OF_A_CLICK):
                    return await self._not_yet(clicked, person, asked, reading)
                change = PeopleChange(add=await self._coming(person, asked, reading))
            view = await self._window(asked.at).change(person, asked.back, asked.field, change)
        except LabelingError as error:
            return self._refuse(clicked, asked, error)
        log.info("people_gathered", user=person.user, way=str(asked.way), people=len(change.add))
        beneath = str((clicked.view or {}).get("previous_view_id") or "")
        return Answer(after=lambda: self._redrawing.view(beneath, _drawn(view)))

    async def _change_here(self, clicked: Click, person: Person, change: PeopleChange) -> Answer:
        window = self._window(str((clicked.view or {}).get("callback_id")))
        kept = await window.keep(clicked, person, clicked.value)
        view = await window.change(person, kept.back, clicked.value, change)
        return Answer(after=lambda: self._redrawing.window(clicked, _drawn(view)))

    async def _begin(self, person: Person, asked: _Asked) -> tuple[GatherModel, Reading | None]:
        """How its window looks at first, and what it waits for."""
        model = GatherModel(asked.way, asked.field)
        if asked.way is Way.EVERYONE:
            reading = self._rosters.read(Source(person.workspace, Way.EVERYONE))
            await reading.wait(_AT_FIRST)
            return await self._model(person, asked, reading), None if reading.task.done() else reading
        if asked.way is Way.GROUP:
            wrong = await self._rosters.why_no_groups(person.workspace, _AT_FIRST)
            return replace(model, wrong=wrong, is_closed=wrong is not None), None
        if asked.way is Way.OUT:
            chosen = await self._window(asked.at).people(person, asked.back, asked.field)
            return replace(model, chosen=chosen), None
        return model, None

    async def _model(self, person: Person, asked: _Asked, reading: Reading) -> GatherModel:
        """As far as it is read."""
        model = GatherModel(asked.way, asked.field)
        if not reading.task.done():
            return replace(model, reading=reading.read)
        try:
            gathered, chosen = await self._gathered(person, asked, reading)
        except LabelingError as error:
            return replace(model, wrong=error.message)
        return replace(model, gathered=gathered, wrong=_why_not(asked, gathered, chosen))

    async def _gathered(self, person: Person, asked: _Asked, reading: Reading) -> tuple[Gathered, int]:
        """With how many are chosen already, by whatever way."""
        chosen = await self._window(asked.at).people(person, asked.back, asked.field)
        with_guests = asked.way is not Way.EVERYONE
        sort_out = partial(self._gathering.sort_out, with_guests=with_guests)
        return await asyncio.to_thread(sort_out, person, reading.users(), frozenset(chosen)), len(chosen)

    async def _coming(self, person: Person, asked: _Asked, reading: Reading) -> tuple[str, ...]:
        gathered, chosen = await self._gathered(person, asked, reading)
        if wrong := _why_not(asked, gathered, chosen):
            raise Invalid({ids.FIELD_GATHERED: wrong})
        return gathered.coming

    async def _named(self, clicked: Click, person: Person, asked: _Asked) -> PeopleChange:
        """Whom somebody searched for one by one."""
        users = tuple(clicked.chosen(ids.FIELD_GATHERED))
        if asked.way is Way.OUT:
            return PeopleChange(take_out=frozenset(users))
        await self._directory.meet(person.workspace, users)
        await asyncio.to_thread(self._gathering.welcome, person, users)
        return PeopleChange(add=users)

    async def _not_yet(self, clicked: Click, person: Person, asked: _Asked, reading: Reading) -> Answer:
        model = await self._model(person, asked, reading)
        view = people.window(model, asked.as_kept()).to_dict()
        follow = partial(self._follow, clicked.view_id, person, asked, reading)
        return Answer({"response_action": "update", "view": view}, after=follow)

    def _refuse(self, clicked: Click, asked: _Asked, error: LabelingError) -> Answer:
        """At the field; where there is none, in its place."""
        if clicked.has_inputs:
            return Answer(errors_at(clicked, Invalid({ids.FIELD_GATHERED: error.message})))
        wrong = GatherModel(asked.way, asked.field, wrong=error.message, is_closed=True)
        return Answer({"response_action": "update", "view": people.window(wrong, asked.as_kept()).to_dict()})

    async def _follow(self, view_id: str, person: Person, asked: _Asked, reading: Reading) -> None:
        """Until Slack has named everybody, or the window is closed."""
        draw = self._drawing(person, asked, reading)
        while not reading.task.done():
            await reading.wait(_EVERY)
            await self._redrawing.view(view_id, draw)

    def _drawing(self, person: Person, asked: _Asked, reading: Reading) -> Callable[[], Any]:
        async def draw() -> View:
            return people.window(await self._model(person, asked, reading), asked.as_kept())

        return draw

    def _source(self, person: Person, asked: _Asked, clicked: Click) -> Source:
        chosen = clicked.input(ids.FIELD_GATHERED)
        group = (chosen.get("selected_option") or {}).get("value")
        return Source(person.workspace, asked.way, str(chosen.get("selected_conversation") or group or ""))

    def _window(self, callback: str) -> PeopleWindow:
        if callback not in self._windows:
            raise Stale(_TOO_OLD)
        return self._windows[callback]


def _why_not(asked: _Asked, gathered: Gathered, chosen: int) -> str | None:
    """Why nobody can be added like that."""
    if gathered.coming:
        return too_many(chosen + len(gathered.coming), asked.field)
    if gathered.already:
        return f"Nobody else can be added from there: they are chosen as {asked.field} already."
    return "Nobody in there can be added." if gathered.left_out else "Nobody is in there."


def _drawn(view: View) -> Callable[[], Any]:
    async def draw() -> View:
        return view

    return draw
