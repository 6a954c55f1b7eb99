"""Who looks after datasets: the list, a dataset's window, creating, renaming, deleting, taking inputs out."""

import asyncio
from dataclasses import replace
from functools import partial

import structlog
from slack_sdk.models.views import View

from domain.errors import Invalid, Stale
from domain.model import Person
from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.payloads import Click, errors_at
from handlers.slack.watching import Watching
from services.cataloguing import Cataloguing
from views.slack import datasets as views, ids

log = structlog.get_logger()


class DatasetsDoor:
    def __init__(self, datasets: Cataloguing, directory: Directory, answering: Answering, watching: Watching) -> None:
        self._datasets = datasets
        self._directory = directory
        self._answering = answering
        self._watching = watching

    def register(self, door: Door) -> None:
        door.action(ids.OPEN_DATASETS, self.open)
        door.action(ids.DATASET_LIST_PAGE, self.turn)
        door.action(ids.OPEN_DATASET, self.look)
        door.action(ids.NEW_DATASET, self.ask_name)
        door.action(ids.RENAME_DATASET, self.ask_rename)
        door.action(ids.DELETE_DATASET, self.ask_delete)
        door.action(ids.REMOVE_INPUT, self.remove_input)
        door.view(ids.DATASET_LIST, self.search)
        door.view(ids.NEW_DATASET_WINDOW, self.create)
        door.view(ids.RENAME_DATASET_WINDOW, self.rename)
        door.view(ids.DELETE_DATASET_WINDOW, self.delete)

    async def open(self, clicked: Click, query: str = "") -> Answer:
        person = await self._directory.person(clicked.actor)
        page = await asyncio.to_thread(self._datasets.page, person, query)
        return Answer(after=lambda: self._answering.window(clicked, views.modal(page)))

    async def search(self, clicked: Click) -> Answer:
        person = await self._directory.person(clicked.actor)
        page = await asyncio.to_thread(self._datasets.page, person, clicked.text(ids.FIELD_QUERY))
        return Answer({"response_action": "update", "view": views.modal(page).to_dict()})

    async def turn(self, clicked: Click) -> Answer:
        (number,) = clicked.numbers(1)
        person = await self._directory.person(clicked.actor)
        query = str(clicked.metadata().get("query", ""))
        page = await asyncio.to_thread(self._datasets.page, person, query, number)
        return Answer(after=lambda: self._answering.update_window(clicked, views.modal(page)))

    async def look(self, clicked: Click) -> Answer:
        dataset, page = clicked.numbers(2)
        person = await self._directory.person(clicked.actor)
        return Answer(after=lambda: self._show(clicked.view_id, person, dataset, page))

    async def ask_name(self, clicked: Click) -> Answer:
        return Answer(after=lambda: self._answering.window(clicked, views.new_modal()))

    async def create(self, clicked: Click) -> Answer:
        person = await self._directory.person(clicked.actor)
        try:
            made = await asyncio.to_thread(self._datasets.create, person, clicked.text(ids.FIELD_NAME))
        except Invalid as error:
            return Answer(errors_at(clicked, error))
        log.info("dataset_created", workspace=person.workspace, user=person.user, name=made.name)
        return Answer(after=lambda: self.show_beneath(clicked, person, made.id, f"“{made.name}” was created."))

    async def ask_rename(self, clicked: Click) -> Answer:
        (dataset,) = clicked.numbers(1)
        person = await self._directory.person(clicked.actor)
        model = await asyncio.to_thread(self._datasets.open, person, dataset)
        return Answer(after=lambda: self._answering.window(clicked, views.rename_modal(model)))

    async def rename(self, clicked: Click) -> Answer:
        kept = clicked.metadata()
        dataset, before, name = int(kept["dataset"]), str(kept["before"]), clicked.text(ids.FIELD_NAME)
        person = await self._directory.person(clicked.actor)
        try:
            note = await asyncio.to_thread(self._datasets.rename, person, dataset, before, name)
        except Invalid as error:
            return Answer(errors_at(clicked, error))
        except Stale as error:
            now = await asyncio.to_thread(self._datasets.open, person, dataset)
            view = views.rename_modal(now, note=error.message).to_dict()
            return Answer({"response_action": "update", "view": view})
        log.info("dataset_renamed", workspace=person.workspace, user=person.user, before=before, after=name)
        return Answer(after=lambda: self.show_beneath(clicked, person, dataset, note))

    async def ask_delete(self, clicked: Click) -> Answer:
        (dataset,) = clicked.numbers(1)
        person = await self._directory.person(clicked.actor)
        model = await asyncio.to_thread(partial(self._datasets.delete, person, dataset, only_ask=True))
        return Answer(after=lambda: self._answering.window(clicked, views.delete_modal(model)))

    async def delete(self, clicked: Click) -> Answer:
        dataset = int(clicked.metadata()["dataset"])
        person = await self._directory.person(clicked.actor)
        gone = await asyncio.to_thread(self._datasets.delete, person, dataset)
        log.info("dataset_deleted", workspace=person.workspace, user=person.user, name=gone.name)
        note = f"“{gone.name}” was deleted." if gone.name else "That dataset is gone already."

        async def after() -> None:
            page = await asyncio.to_thread(partial(self._datasets.page, person, note=note))
            await self._answering.show(_beneath(clicked), views.modal(page))

        return Answer(after=after)

    async def remove_input(self, clicked: Click) -> Answer:
        dataset, input_, page = clicked.numbers(3)
        person = await self._directory.person(clicked.actor)
        note = await asyncio.to_thread(self._datasets.remove_input, person, dataset, input_)
        log.info("input_removed", workspace=person.workspace, user=person.user, dataset=dataset, input=input_)
        return Answer(after=lambda: self._show(clicked.view_id, person, dataset, page, note))

    async def show_beneath(self, clicked: Click, person: Person, dataset: int, note: str) -> None:
        """In the window from which this one was opened."""
        await self._show(_beneath(clicked), person, dataset, 0, note)

    async def _show(self, view_id: str, person: Person, dataset: int, page: int, note: str | None = None) -> None:
        """The dataset's window in the place of what was there, until its pictures and inputs have come."""
        model = await asyncio.to_thread(self._datasets.look_at, person, dataset, page, note)

        async def draw() -> tuple[View, bool]:
            now = await asyncio.to_thread(self._datasets.look_at, person, dataset, page, note)
            if model.is_filling and not now.is_filling:
                now = replace(now, note=None)
            return views.window(now), now.is_coming

        known = await self._answering.show(view_id, views.window(model), plain=views.without_pictures(model))
        if model.is_coming:
            self._watching.begin(view_id, known, draw)


def _beneath(clicked: Click) -> str:
    """The window from which this one was opened."""
    return str((clicked.view or {}).get("previous_view_id") or "")
