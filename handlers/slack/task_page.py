"""A task's own page: opened from lists, messages and `/label task NAME`, turned from part to part in one window."""

import asyncio
from dataclasses import dataclass, replace
from functools import partial

from slack_sdk.models.views import View

from domain.errors import Stale
from domain.model import Person
from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.named import Named
from handlers.slack.payloads import Click
from handlers.slack.redrawing import Place, Redrawing
from handlers.slack.spot import Spot, place_in_list
from handlers.slack.watching import Watching
from services.assist_records import AssistRecords
from services.flagging import Flagging
from services.histories import Histories
from services.task_page import TaskPages
from views.slack import (
    exports,
    histories as history_views,
    ids,
    notices,
    task_assist,
    task_concepts,
    task_inputs,
    task_page,
)
from views.slack.task_frame import Part


@dataclass(frozen=True, slots=True)
class Drawn:
    view: View
    plain: View | None = None
    """The same without pictures."""
    is_coming: bool = False


class TaskPageDoor:
    def __init__(
        self,
        services: tuple[TaskPages, Flagging, Histories, AssistRecords],
        named: Named,
        directory: Directory,
        answering: Answering,
        redrawing: Redrawing,
        watching: Watching,
    ) -> None:
        self._pages, self._flagging, self._histories, self._assists = services
        self._named = named
        self._directory = directory
        self._answering = answering
        self._redrawing = redrawing
        self._watching = watching

    def register(self, door: Door) -> None:
        door.action(ids.OPEN_TASK, self.open)
        door.action(ids.TASK_PART, self.turn)
        door.action(ids.INPUT_HISTORY, self.input_history)
        door.action(ids.INPUT_HISTORY_PAGE, self.turn_input_history)
        door.action(ids.EXPORT_HISTORY, self.export_history)
        door.view(ids.LABEL_COUNTS, self.search_concepts)
        for window in (ids.TASK_PAGE, ids.LABEL_COUNTS):
            door.view_closed(window, self.closed)

    async def ask(self, clicked: Click, rest: str) -> Answer:
        """`/label task NAME`"""
        person = await self._directory.person(clicked.actor)
        row = await self._named.task(clicked, person, rest, "/label task Cats and dogs")
        return await self.open_page(clicked, row.id)

    async def open(self, clicked: Click) -> Answer:
        """From a message."""
        return await self.open_page(clicked, *clicked.numbers(1))

    async def open_page(self, clicked: Click, task: int) -> Answer:
        """Over whatever is open. The list beneath is remembered."""
        person = await self._directory.person(clicked.actor)
        spot = Spot(task, here=place_in_list(clicked))
        drawn = await self._draw(person, spot)
        return Answer(after=lambda: self._open(clicked, person, spot, drawn))

    async def _open(self, clicked: Click, person: Person, spot: Spot, drawn: Drawn) -> None:
        """While its model works, the page shows how far that is."""
        if view_id := await self._answering.opened(clicked, drawn.view):
            self._follow(view_id, "", person, spot, drawn)

    async def turn(self, clicked: Click) -> Answer:
        """To another part or page, in the same window."""
        part, _, numbers = clicked.value.partition(".")
        task, _, at = numbers.partition(".")
        if part not in set(Part) or not (task + at).isdecimal():
            raise Stale("That button is too old to be understood. Open the task again.")
        before = Spot.kept(clicked.metadata()) or Spot(int(task))
        query = before.query if before.part == part else ""
        person = await self._directory.person(clicked.actor)
        spot = replace(before, task=int(task), part=Part(part), at=int(at or 0), query=query)
        # Whoever may not look is told before anything changes.
        drawn = await self._draw(person, spot)
        return Answer(after=lambda: self._show(clicked.view_id, person, spot, drawn))

    async def search_concepts(self, clicked: Click) -> Answer:
        person = await self._directory.person(clicked.actor)
        spot = Spot.kept(clicked.metadata())
        if spot is None:
            raise Stale(notices.TOO_OLD)
        drawn = await self._draw(person, replace(spot, at=0, query=clicked.text(ids.FIELD_QUERY)))
        return Answer({"response_action": "update", "view": drawn.view.to_dict()})

    async def input_history(self, clicked: Click) -> Answer:
        """From the page, and from a reviewer's card and window."""
        person = await self._directory.person(clicked.actor)
        model = await asyncio.to_thread(self._histories.of_input, person, *clicked.numbers(3))
        return Answer(after=lambda: self._answering.window(clicked, history_views.of_input(model)))

    async def turn_input_history(self, clicked: Click) -> Answer:
        person = await self._directory.person(clicked.actor)
        model = await asyncio.to_thread(self._histories.of_input, person, *clicked.numbers(3))
        view, plain = history_views.of_input(model), history_views.without_pictures(model)

        async def after() -> None:
            await self._answering.show(clicked.view_id, view, plain=plain)

        return Answer(after=after)

    async def export_history(self, clicked: Click) -> Answer:
        (task,) = clicked.numbers(1)
        person = await self._directory.person(clicked.actor)
        name = await asyncio.to_thread(self._histories.ask_export, person, task, clicked.key)
        return Answer(after=lambda: self._answering.window(clicked, exports.history_window(name)))

    async def closed(self, clicked: Click) -> Answer:
        """Something may have been done on the page: the list beneath it and Home show it."""
        person = await self._directory.person(clicked.actor)
        return Answer(after=lambda: self.refresh_lists(clicked, person))

    async def refresh_lists(self, clicked: Click, person: Person) -> None:
        view_id, spot = (clicked.view or {}).get("previous_view_id"), Spot.kept(clicked.metadata())
        place = None if spot is None else Place.kept(spot.here)
        if view_id and place is not None:
            await self._redrawing.list(str(view_id), person, place)
        await self._redrawing.home(person)

    async def show(self, view_id: str, person: Person, spot: Spot, note: str | None = None) -> None:
        """The page in a window that is open, after something was done, with a note that says what."""
        await self._show(view_id, person, spot, await self._draw(person, spot, note), note)

    async def _show(self, view_id: str, person: Person, spot: Spot, drawn: Drawn, note: str | None = None) -> None:
        known = await self._answering.show(view_id, drawn.view, plain=drawn.plain)
        self._follow(view_id, known, person, spot, drawn, note)

    def _follow(
        self, view_id: str, known: str, person: Person, spot: Spot, drawn: Drawn, note: str | None = None
    ) -> None:
        if drawn.is_coming:

            async def draw() -> tuple[View, bool]:
                now = await self._draw(person, spot, note)
                return now.view, now.is_coming

            self._watching.begin(view_id, known, draw)

    async def _draw(self, person: Person, spot: Spot, note: str | None = None) -> Drawn:
        return await asyncio.to_thread(self._drawn, person, spot, note)

    def _drawn(self, person: Person, spot: Spot, note: str | None) -> Drawn:
        keeps = spot.as_kept()
        match spot.part:
            case Part.OVERVIEW:
                model = self._pages.overview(person, spot.task, note)
                return Drawn(
                    task_page.window(model, keeps), is_coming=model.assist is not None and model.assist.is_moving
                )
            case Part.PEOPLE:
                return Drawn(task_page.people_window(self._pages.people(person, spot.task, spot.at), keeps, note))
            case Part.CONCEPTS:
                counted = self._pages.concepts(person, spot.task, spot.query, spot.at)
                return Drawn(task_concepts.window(counted, keeps))
            case Part.ASSIST:
                record = self._assists.record(person, spot.task, spot.at)
                return Drawn(task_assist.window(record, keeps, note), is_coming=record.assist.is_moving)
            case Part.HISTORY | Part.DECISIONS:
                only_task = spot.part is Part.DECISIONS
                done = self._histories.of_task(person, spot.task, spot.at, only_task=only_task)
                return Drawn(history_views.of_task(done, keeps, note))
            case Part.FLAGGED | Part.EXCLUDED | Part.REJECTED:
                return self._inputs(person, spot, note)

    def _inputs(self, person: Person, spot: Spot, note: str | None) -> Drawn:
        find, look = {
            Part.FLAGGED: (self._flagging.flagged, task_inputs.flagged),
            Part.EXCLUDED: (self._flagging.excluded, task_inputs.excluded),
            Part.REJECTED: (self._flagging.rejected, task_inputs.rejected),
        }[spot.part]
        model = find(person, spot.task, spot.at)
        shown = partial(look, keeps=spot.as_kept(), note=note)
        return Drawn(shown(model), shown(task_inputs.without_pictures(model)), model.is_coming)
