"""Who looks after models: the list, all of one, trying one out, removing one."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import structlog
from slack_sdk.models.views import View

from domain.model import Person
from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.payloads import Click, JsonObject
from handlers.slack.watching import Watching
from services.model_pages import ModelPages
from views.slack import ids, models as views

log = structlog.get_logger()
_SOON = 1.0
"""Seconds within which a window is opened, whatever is still to be read."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the list somebody is, and (`key`) of which model they see everything."""

    query: str = ""
    page: int = 0
    key: str = ""
    labels: int = 0

    @staticmethod
    def kept(metadata: JsonObject) -> "_Place":
        numbers = (int(metadata.get(name) or 0) for name in ("page", "labels"))
        page, labels = numbers
        return _Place(str(metadata.get("query") or ""), page, str(metadata.get("key") or ""), labels)


class ModelsDoor:
    def __init__(self, models: ModelPages, directory: Directory, answering: Answering, watching: Watching) -> None:
        self._models = models
        self._directory = directory
        self._answering = answering
        self._watching = watching
        self._checks: set[asyncio.Task[None]] = set()
        self._line = ThreadPoolExecutor(1, "model-checks")
        """One at a time, as each may take four gigabytes and minutes; and never in the threads that clicks have."""

    def register(self, door: Door) -> None:
        door.before_close(self.close)
        door.action(ids.OPEN_MODELS, self.open)
        door.action(ids.MODEL_LIST_PAGE, self.turn)
        door.action(ids.MODEL_DETAILS, self.look)
        door.action(ids.MODEL_LABEL_PAGE, self.turn_labels)
        door.action(ids.CHECK_MODEL, self.check)
        door.action(ids.REMOVE_MODEL, self.remove)
        door.view(ids.MODEL_LIST, self.search)

    async def open(self, clicked: Click, query: str = "") -> Answer:
        person = await self._directory.person(clicked.actor)
        self._models.check_look(person)
        return Answer(after=lambda: self._open(clicked, person, _Place(query)))

    async def _open(self, clicked: Click, person: Person, place: _Place) -> None:
        """Slack waits three seconds for a window; a slow disk need not."""
        drawing = asyncio.create_task(self._draw(person, place))
        await asyncio.wait([drawing], timeout=_SOON)
        if drawing.done():
            view, more = drawing.result()
            view_id = await self._answering.opened(clicked, view)
        else:
            view_id, more = await self._answering.opened(clicked, views.looking()), True
        if view_id and more:
            self._watching.begin(view_id, "", partial(self._draw, person, place))
        await drawing

    async def search(self, clicked: Click) -> Answer:
        """What it comes to is shown after the ack, as whatever is drawn here."""
        person = await self._directory.person(clicked.actor)
        place = _Place(clicked.text(ids.FIELD_QUERY))
        view = views.looking().to_dict()
        return Answer(
            {"response_action": "update", "view": view}, after=lambda: self._show(clicked.view_id, person, place)
        )

    async def turn(self, clicked: Click) -> Answer:
        (page,) = clicked.numbers(1)
        return await self._go(clicked, _Place(_Place.kept(clicked.metadata()).query, page))

    async def look(self, clicked: Click) -> Answer:
        before = _Place.kept(clicked.metadata())
        return await self._go(clicked, _Place(before.query, before.page, clicked.value))

    async def turn_labels(self, clicked: Click) -> Answer:
        (labels,) = clicked.numbers(1)
        before = _Place.kept(clicked.metadata())
        return await self._go(clicked, _Place(before.query, before.page, before.key, labels))

    async def check(self, clicked: Click) -> Answer:
        """In the background; the window shows what came of it."""
        person, key = await self._directory.person(clicked.actor), clicked.value
        if self._models.begin_check(person, key):
            log.info("model_check", workspace=person.workspace, user=person.user, model=key)
            check = asyncio.create_task(self._check(key))
            self._checks.add(check)
            check.add_done_callback(self._checks.discard)
        return await self._go(clicked, _Place.kept(clicked.metadata()))

    def close(self) -> None:
        """What has not begun is dropped."""
        self._line.shutdown(wait=False, cancel_futures=True)

    async def _check(self, key: str) -> None:
        try:
            await asyncio.get_running_loop().run_in_executor(self._line, self._models.check, key)
        except Exception:
            # Nobody else awaits it; the window says that it is checked no more.
            log.exception("model_check_broke", model=key)

    async def remove(self, clicked: Click) -> Answer:
        person = await self._directory.person(clicked.actor)
        note = await asyncio.to_thread(self._models.remove, person, clicked.value)
        log.info("model_removed", workspace=person.workspace, user=person.user, model=clicked.value)
        before = _Place.kept(clicked.metadata())
        return await self._go(clicked, _Place(before.query, before.page), note)

    async def _go(self, clicked: Click, place: _Place, note: str | None = None) -> Answer:
        person = await self._directory.person(clicked.actor)
        return Answer(after=lambda: self._show(clicked.view_id, person, place, note))

    async def _show(self, view_id: str, person: Person, place: _Place, note: str | None = None) -> None:
        """In the place of what is open, for as long as something is being checked."""
        view, more = await self._draw(person, place, note)
        known = await self._answering.show(view_id, view)
        if more:
            self._watching.begin(view_id, known, partial(self._draw, person, place))

    async def _draw(self, person: Person, place: _Place, note: str | None = None) -> tuple[View, bool]:
        if place.key:
            model = await asyncio.to_thread(self._models.details, person, place.key, place.labels, note)
            return views.window(model, place.page, place.query), model.is_checking
        page = await asyncio.to_thread(self._models.page, person, place.query, place.page, note)
        return views.modal(page), page.is_checking
