"""Home and open windows, drawn anew: one at a time each, the newest state wins, and Slack's trouble is sat out."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import structlog
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from domain.draft import clean
from domain.model import Person
from domain.naming import LONGEST_QUERY
from domain.read_models import TaskFilter, TaskSort
from handlers.slack.failures import CLOSED, FAILURES, after_failure
from handlers.slack.payloads import Click, JsonObject
from services.listing import Listing
from views.slack import home, ids, task_list

log = structlog.get_logger()
Draw = Callable[[], Awaitable[View]]
"""Draws the present state: it is asked when its turn has come."""
Send = Callable[[View, str | None], Awaitable[Any]]
_MOST_TRIES = 6
_LONGEST = 30.0
"""Seconds to wait for another try."""
_MOST_EASELS = 5000


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the task list somebody is."""

    filter: TaskFilter = TaskFilter.ALL
    page: int = 0
    query: str = ""
    sort: TaskSort = TaskSort.NEWEST

    @staticmethod
    def kept(metadata: JsonObject) -> "Place | None":
        """As a list keeps it, and what was opened from there."""
        try:
            sort = TaskSort(metadata.get("sort", TaskSort.NEWEST))
            return Place(TaskFilter(metadata["filter"]), int(metadata["page"]), str(metadata.get("query", "")), sort)
        except (KeyError, ValueError, TypeError):
            return None

    @staticmethod
    def of(clicked: Click) -> "Place":
        """Where they are, as the search box and the order stand on their screen by now: words that were not sent stay
        in the box, and whoever is quick presses the next button before the list is drawn anew.
        """
        kept = Place.kept(clicked.metadata()) or Place()
        query, sort = kept.query, next(iter(clicked.chosen(ids.FIELD_SORT)), kept.sort)
        if ids.FIELD_QUERY in clicked.fields():
            query = clean(clicked.text(ids.FIELD_QUERY))[:LONGEST_QUERY]
        seen = replace(kept, query=query, sort=TaskSort(sort))
        return kept if seen == kept else replace(seen, page=0)

    def as_kept(self) -> dict[str, Any]:
        return {"filter": str(self.filter), "page": self.page, "query": self.query, "sort": str(self.sort)}


@dataclass(slots=True)
class _Easel:
    """`at`: when the newest click was made that this was drawn for. `hash`: of what Slack shows, as far as we know."""

    at: float = 0
    hash: str | None = None
    waiting: Draw | None = None
    is_busy: bool = False
    place: Place | None = None


class Redrawing:
    def __init__(self, client: AsyncWebClient, listing: Listing) -> None:
        self._client = client
        self._listing = listing
        self._easels: dict[str, _Easel] = {}

    async def home(
        self, person: Person, place: Place | None = None, *, at: float = 0, seen: Place | None = None
    ) -> None:
        """`place`: where this person went, with the click made `at` that time; None: they stay where they are, which is
        `seen` on their screen if we don't know.
        """
        easel = self._easel(f"home:{person.workspace}:{person.user}")
        if at and at < easel.at:
            return
        easel.at = max(easel.at, at)
        easel.place = place or easel.place or seen

        async def draw() -> View:
            here = easel.place or Place()
            shown = await asyncio.to_thread(self._listing.home, person, here.filter, here.page, here.query, here.sort)
            return home.home(*shown)

        async def send(view: View, view_hash: str | None) -> Any:
            return await self._client.views_publish(user_id=person.user, view=view, hash=view_hash)

        await self._draw(easel, draw, send)

    async def window(self, clicked: Click, draw: Draw) -> None:
        """The window in which somebody clicked; what was typed stays where the fields are the same."""
        easel = self._easel(clicked.view_id)
        if clicked.at < easel.at:
            return
        easel.at = clicked.at
        easel.hash = easel.hash or clicked.view_hash
        await self._draw(easel, draw, self._sends_to(clicked.view_id))

    async def view(self, view_id: str, draw: Draw) -> None:
        """A window that nobody clicked in just now, such as the one beneath."""
        await self._draw(self._easel(view_id), draw, self._sends_to(view_id))

    async def list(self, view_id: str, person: Person, place: Place) -> None:
        """A list that lies beneath another window."""
        await self.view(view_id, lambda: self.draw_list(person, place))

    async def list_clicked(self, clicked: Click, person: Person, place: Place) -> None:
        """The list in which somebody clicked."""
        await self.window(clicked, lambda: self.draw_list(person, place))

    async def draw_list(self, person: Person, place: Place) -> View:
        page = await asyncio.to_thread(self._listing.page, person, place.filter, place.page, place.query, place.sort)
        return task_list.modal(page)

    async def refresh(self, clicked: Click, person: Person) -> None:
        """The list beneath the window, and Home, show what has changed, where the person is in them."""
        beneath, place = (clicked.view or {}).get("previous_view_id"), Place.kept(clicked.metadata())
        if beneath and place is not None:  # Else it is a task's own page.
            await self.list(str(beneath), person, place)
        await self.home(person)

    def known(self, view_id: str) -> str:
        """The hash of what a window shows, as far as it was drawn here."""
        return self._easel(view_id).hash or ""

    def _sends_to(self, view_id: str) -> Send:
        async def send(view: View, view_hash: str | None) -> Any:
            return await self._client.views_update(view_id=view_id, view=view, hash=view_hash)

        return send

    async def _draw(self, easel: _Easel, draw: Draw, send: Send) -> None:
        """Returns at once where somebody is drawing already: they go on with this."""
        easel.waiting = draw
        if easel.is_busy:
            return
        easel.is_busy = True
        try:
            while (newest := easel.waiting) is not None:
                easel.waiting = None
                await self._send(easel, newest, send)
        finally:
            easel.is_busy = False

    async def _send(self, easel: _Easel, draw: Draw, send: Send) -> None:
        for attempt in range(1, _MOST_TRIES + 1):
            try:
                answer = await send(await draw(), easel.hash)
            except FAILURES as error:
                failure = after_failure(error, attempt)
                if failure.word in CLOSED:
                    return
                if failure.word == "hash_conflict":
                    # It shows something that we did not send, or whose answer was lost: drawn anew, ours is newer.
                    easel.hash = None
                    continue
                if not failure.is_trouble or attempt == _MOST_TRIES:
                    raise
                log.info("redraw_waits", error=failure.word, seconds=failure.wait)
                await asyncio.sleep(min(_LONGEST, failure.wait))
                if easel.waiting is not None:
                    return
            else:
                easel.hash = (answer.get("view") or {}).get("hash")
                return

    def _easel(self, key: str) -> _Easel:
        easel = self._easels.setdefault(key, _Easel())
        while len(self._easels) > _MOST_EASELS:
            oldest = next(iter(self._easels))
            if oldest == key or self._easels[oldest].is_busy:
                break
            del self._easels[oldest]
        return easel
