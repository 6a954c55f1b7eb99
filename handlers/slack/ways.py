"""The ways to add many people, in their windows: what Slack is asked for each, and what there is to show."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from slack_sdk.models.views import View

from domain.errors import Invalid, LabelingError, Stale
from domain.gathering import Gathered, too_many
from domain.model import Person
from domain.read_models import GatherModel, Way
from handlers.slack.payloads import Click, JsonObject
from handlers.slack.people_windows import PeopleWindow
from handlers.slack.rosters import Reading, Rosters, Source
from handlers.slack.user_groups import UserGroups
from services.gathering import Gathering
from views.slack import gathering as views, ids

AT_FIRST = 0.8
"""Seconds for which a window waits for Slack's answer before it shows how far that is."""
TOO_OLD = "That window is too old to be understood. Close it, and open the form again."


@dataclass(frozen=True, slots=True)
class Asked:
    """One way in one window: `at` is the callback of the window beneath, `back` leads to it."""

    way: Way
    field: str
    at: str
    back: JsonObject

    @staticmethod
    def kept(metadata: JsonObject) -> "Asked":
        try:
            return Asked(Way(metadata["way"]), str(metadata["field"]), str(metadata["at"]), metadata["back"])
        except (KeyError, ValueError) as error:
            raise Stale(TOO_OLD) from error

    def as_kept(self) -> Mapping[str, Any]:
        return {"way": str(self.way), "field": self.field, "at": self.at, "back": self.back}


class Ways:
    """`windows`: callback id -> the window in which people are chosen."""

    def __init__(
        self, gathering: Gathering, rosters: Rosters, groups: UserGroups, windows: Mapping[str, PeopleWindow]
    ) -> None:
        self._gathering = gathering
        self._rosters = rosters
        self._groups = groups
        self._windows = windows

    def window(self, callback: str) -> PeopleWindow:
        if callback not in self._windows:
            raise Stale(TOO_OLD)
        return self._windows[callback]

    def read(self, source: Source) -> Reading:
        return self._rosters.read(source)

    def forget(self, workspace: str, group: str) -> None:
        self._rosters.forget(Source(workspace, Way.GROUP, group))

    def stop(self) -> None:
        self._rosters.stop()

    async def begin(self, person: Person, asked: Asked) -> tuple[GatherModel, Reading | None]:
        """How its window looks at first, and what it waits for."""
        model = GatherModel(asked.way, asked.field)
        if asked.way is Way.EVERYONE:
            reading = self._rosters.read(Source(person.workspace, Way.EVERYONE))
            await reading.wait(AT_FIRST)
            return await self.model(person, asked, reading), None if reading.task.done() else reading
        if asked.way is Way.GROUP:
            wrong = await self._groups.why_none(person.workspace, AT_FIRST)
            return replace(model, wrong=wrong, is_closed=wrong is not None), None
        if asked.way is Way.OUT:
            chosen = await self.window(asked.at).people(person, asked.back, asked.field)
            return replace(model, chosen=chosen), None
        return model, None

    async def model(self, person: Person, asked: Asked, reading: Reading) -> GatherModel:
        """As far as it is read."""
        model = GatherModel(asked.way, asked.field)
        if not reading.task.done():
            return replace(model, reading=reading.read)
        try:
            gathered, chosen = await self._gathered(person, asked, reading)
        except LabelingError as error:
            return replace(model, wrong=error.message)
        return replace(model, gathered=gathered, wrong=_why_not(asked, gathered, chosen))

    async def _gathered(self, person: Person, asked: Asked, reading: Reading) -> tuple[Gathered, int]:
        """With how many are chosen already, by whatever way."""
        chosen = await self.window(asked.at).people(person, asked.back, asked.field)
        with_guests = asked.way is not Way.EVERYONE
        sort_out = partial(self._gathering.sort_out, with_guests=with_guests)
        return await asyncio.to_thread(sort_out, person, reading.users(), frozenset(chosen)), len(chosen)

    async def coming(self, person: Person, asked: Asked, reading: Reading) -> tuple[str, ...]:
        gathered, chosen = await self._gathered(person, asked, reading)
        if wrong := _why_not(asked, gathered, chosen):
            raise Invalid({ids.FIELD_GATHERED: wrong})
        return gathered.coming

    def drawing(self, person: Person, asked: Asked, reading: Reading) -> Callable[[], Any]:
        async def draw() -> View:
            return views.window(await self.model(person, asked, reading), asked.as_kept())

        return draw

    def source(self, person: Person, asked: Asked, clicked: Click) -> Source:
        chosen = clicked.input(ids.FIELD_GATHERED)
        group = (chosen.get("selected_option") or {}).get("value")
        return Source(person.workspace, asked.way, str(chosen.get("selected_conversation") or group or ""))


def _why_not(asked: Asked, gathered: Gathered, chosen: int) -> str | None:
    """Why nobody can be added like that."""
    if gathered.coming:
        return too_many(chosen + len(gathered.coming), asked.field)
    if gathered.already:
        return f"Nobody else can be added from there: they are chosen as {asked.field} already."
    return "Nobody in there can be added." if gathered.left_out else "Nobody is in there."
