"""Labels out of a COCO file: asked for on a task's page, or by `/label import`."""

import asyncio
from functools import partial

from domain.model import Person
from handlers.slack.acting import Acting, kept_place, spot_of
from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.named import Named
from handlers.slack.payloads import Click
from services.label_import_asks import LabelImportAsks
from views.slack import ids, label_imports as views


class LabelImportsDoor:
    def __init__(
        self, asks: LabelImportAsks, named: Named, acting: Acting, directory: Directory, answering: Answering
    ) -> None:
        self._asks = asks
        self._named = named
        self._acting = acting
        self._directory = directory
        self._answering = answering

    def register(self, door: Door) -> None:
        door.action(ids.IMPORT_LABELS, self.open)
        door.view(ids.IMPORT_LABELS_WINDOW, self.ask)

    async def typed(self, clicked: Click, rest: str = "") -> Answer:
        """`/label import NAME`"""
        person = await self._directory.person(clicked.actor)
        row = await self._named.task(clicked, person, rest, "/label import Street signs")
        return await self._open(clicked, person, row.id)

    async def open(self, clicked: Click) -> Answer:
        (task,) = clicked.numbers(1)
        return await self._open(clicked, await self._directory.person(clicked.actor), task)

    async def ask(self, clicked: Click) -> Answer:
        spot, person = spot_of(clicked), await self._directory.person(clicked.actor)
        how = next(iter(clicked.chosen(ids.FIELD_WHAT)), "")
        ask = partial(self._asks.ask, person, spot.task, clicked.files(ids.FIELD_FILES), how, clicked.view_id)
        return await self._acting.submit(clicked, person, "label_import_asked", lambda: views.asked(ask()))

    async def _open(self, clicked: Click, person: Person, task: int) -> Answer:
        form = await asyncio.to_thread(self._asks.open, person, task)
        return Answer(after=lambda: self._answering.window(clicked, views.modal(form, kept_place(clicked, task))))
