"""Looking through the tasks, on the Home tab and in a window: filters, search, order, pages, and what waits."""

import asyncio
from dataclasses import replace

from slack_sdk.models.views import View

from domain.read_models import TaskFilter, TaskSort
from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.payloads import Click, JsonObject, actor, kept_in
from handlers.slack.redrawing import Place, Redrawing
from services.listing import Listing
from views.slack import home, ids


class BrowsingDoor:
    def __init__(self, listing: Listing, directory: Directory, answering: Answering, redrawing: Redrawing) -> None:
        self._listing = listing
        self._directory = directory
        self._answering = answering
        self._redrawing = redrawing

    def register(self, door: Door) -> None:
        door.event("app_home_opened", self.home_opened)
        door.action(ids.FILTER, self.show)
        door.action(ids.SORT, self.sort)
        door.action(ids.SEARCH_TASKS, self.search)
        door.action(ids.CLEAR_SEARCH, self.clear_search)
        door.action(ids.PAGE, self.turn)
        door.action(ids.WAITING, self.waiting)
        door.action(ids.WAITING_PAGE, self.turn_waiting)
        door.view(ids.TASK_LIST, self.submit_search)
        for window in (ids.LABELING_WINDOW, ids.REVIEW_WINDOW, ids.TASK_LIST):
            door.view_closed(window, self.closed)

    async def home_opened(self, event: JsonObject, workspace: str) -> None:
        if event.get("tab") != "home":
            return
        person = await self._directory.person(actor({"user": {"id": event["user"]}, "team": {"id": workspace}}))
        await self._redrawing.home(person, seen=Place.kept(kept_in(event.get("view"))))

    async def show(self, clicked: Click) -> Answer:
        """Another filter, where the person is looking."""
        return await self._go(clicked, replace(Place.of(clicked), filter=TaskFilter(clicked.value), page=0))

    async def sort(self, clicked: Click) -> Answer:
        return await self._go(clicked, replace(Place.of(clicked), sort=TaskSort(clicked.value), page=0))

    async def search(self, clicked: Click) -> Answer:
        return await self._go(clicked, Place.of(clicked))

    async def clear_search(self, clicked: Click) -> Answer:
        return await self._go(clicked, replace(Place.of(clicked), query="", page=0))

    async def turn(self, clicked: Click) -> Answer:
        """To another page, unless the list is asked for something else by now: then to the first one of that."""
        (page,) = clicked.numbers(1)
        place = Place.of(clicked)
        is_same = place == Place.kept(clicked.metadata())
        return await self._go(clicked, replace(place, page=page) if is_same else place)

    async def submit_search(self, clicked: Click) -> Answer:
        person = await self._directory.person(clicked.actor)
        view = await self._redrawing.draw_list(person, Place.of(clicked))
        return Answer({"response_action": "update", "view": view.to_dict()})

    async def waiting(self, clicked: Click) -> Answer:
        """All that waits for this person."""
        page = await asyncio.to_thread(self._listing.waiting_page, clicked.actor)
        return Answer(after=lambda: self._answering.window(clicked, home.waiting_modal(page)))

    async def turn_waiting(self, clicked: Click) -> Answer:
        (number,) = clicked.numbers(1)

        async def draw() -> View:
            return home.waiting_modal(await asyncio.to_thread(self._listing.waiting_page, clicked.actor, number))

        return Answer(after=lambda: self._redrawing.window(clicked, draw))

    async def closed(self, clicked: Click) -> Answer:
        """A window in which something may have been done: Home shows it."""
        person = await self._directory.person(clicked.actor)
        return Answer(after=lambda: self._redrawing.home(person))

    async def _go(self, clicked: Click, place: Place) -> Answer:
        """Elsewhere in the list, where the person is looking."""
        person = await self._directory.person(clicked.actor)
        if clicked.is_home:
            return Answer(after=lambda: self._redrawing.home(person, place, at=clicked.at))
        return Answer(after=lambda: self._redrawing.list_clicked(clicked, person, place))
