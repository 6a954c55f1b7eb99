"""A task in the list: Label, Review, Export, and what its menu opens."""

import asyncio
from collections.abc import Awaitable, Callable

from slack_sdk.models.views import View

from domain.errors import Stale
from domain.model import Person
from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.payloads import Click, JsonObject
from handlers.slack.redrawing import Place, Redrawing
from services.editing import Editing
from services.export_files import FORMATS
from services.exporting import Exporting
from services.labeling import Labeling
from services.listing import Listing
from services.reviewing import Reviewing
from views.slack import exports, ids, notices, task_list, window

Open = Callable[[Click, int], Awaitable[Answer]]
"""Opens a window about a task."""


class TasksDoor:
    def __init__(
        self,
        listing: Listing,
        editing: Editing,
        exporting: Exporting,
        desks: tuple[Labeling, Reviewing],
        directory: Directory,
        answering: Answering,
        redrawing: Redrawing,
        *,
        new_version: Open,
        edit: Open,
        open_page: Open,
    ) -> None:
        self._redrawing = redrawing
        self._listing = listing
        self._editing = editing
        self._exporting = exporting
        self._labeling, self._reviewing = desks
        self._directory = directory
        self._answering = answering
        self._windows: dict[str, Open] = {
            "open": open_page,
            "copy": self._show_id,
            "version": new_version,
            "edit": edit,
            "delete": self._ask_delete,
            # In menus that were drawn before it became a button.
            "export": self._export,
        }

    def register(self, door: Door) -> None:
        door.action(ids.ROW_LABEL, self.label)
        door.action(ids.ROW_REVIEW, self.review)
        door.action(ids.ROW_MENU, self.menu)
        door.action(ids.EXPORT, self.export)
        door.action(ids.EXPORT_AS, self.export_as)
        door.action(ids.RESTORE, self.restore)
        door.view(ids.DELETE_TASK, self.delete)

    async def label(self, clicked: Click) -> Answer:
        (task,) = clicked.numbers(1)
        model = await asyncio.to_thread(self._labeling.open, clicked.actor, task)
        return Answer(after=lambda: self._answering.window(clicked, window.labeling_window(model)))

    async def review(self, clicked: Click) -> Answer:
        (task,) = clicked.numbers(1)
        model = await asyncio.to_thread(self._reviewing.take, clicked.actor, task)
        return Answer(after=lambda: self._answering.window(clicked, window.review_window(model)))

    async def menu(self, clicked: Click) -> Answer:
        what, _, task = clicked.value.partition(".")
        if what not in self._windows or not task.isdecimal():
            raise Stale("That menu is too old to be understood. Open the list again.")
        return await self._windows[what](clicked, int(task))

    async def export(self, clicked: Click) -> Answer:
        (task,) = clicked.numbers(1)
        return await self._export(clicked, task)

    async def export_as(self, clicked: Click) -> Answer:
        """From the window that asks in which format."""
        task, _, format_ = clicked.value.partition(".")
        if not task.isdecimal():
            raise Stale("That button is too old to be understood. Export once more.")
        person = await self._directory.person(clicked.actor)
        name = await asyncio.to_thread(self._exporting.ask, person, int(task), format_, clicked.key)
        return Answer(after=lambda: self._answering.update_window(clicked, exports.window(name)))

    async def delete(self, clicked: Click) -> Answer:
        task = int(clicked.metadata()["task"])
        person = await self._directory.person(clicked.actor)
        name = await asyncio.to_thread(self._editing.delete, person, task)
        view = task_list.deleted_modal(task, name, _here(clicked)).to_dict()
        return Answer(
            {"response_action": "update", "view": view}, after=lambda: self._redrawing.refresh(clicked, person)
        )

    async def restore(self, clicked: Click) -> Answer:
        (task,) = clicked.numbers(1)
        person = await self._directory.person(clicked.actor)
        name = await asyncio.to_thread(self._editing.restore, person, task)

        return Answer(after=lambda: self._show_restored(clicked, person, name))

    async def _show_id(self, clicked: Click, task: int) -> Answer:
        person = await self._directory.person(clicked.actor)
        row = await asyncio.to_thread(self._listing.find, person, task)
        return Answer(after=lambda: self._answering.window(clicked, task_list.id_modal(row.id, row.name)))

    async def _ask_delete(self, clicked: Click, task: int) -> Answer:
        person = await self._directory.person(clicked.actor)
        asked = await asyncio.to_thread(self._editing.ask_delete, person, task)
        return Answer(after=lambda: self._answering.window(clicked, task_list.delete_modal(asked, _here(clicked))))

    async def _export(self, clicked: Click, task: int) -> Answer:
        person = await self._directory.person(clicked.actor)
        name, formats = await asyncio.to_thread(self._exporting.formats, person, task)
        if len(formats) > len(FORMATS):
            return Answer(after=lambda: self._answering.window(clicked, exports.choice(task, name, formats)))
        await asyncio.to_thread(self._exporting.ask, person, task, FORMATS[0], clicked.key)
        if clicked.view is None:
            return Answer(note=exports.asked_words(name))
        return Answer(after=lambda: self._answering.window(clicked, exports.window(name)))

    async def _show_restored(self, clicked: Click, person: Person, name: str) -> None:
        """In the window, the list or the message that offered it."""
        if clicked.view is None and clicked.response_url is not None:
            await self._answering.repaint(clicked.response_url, notices.brought_back(name).payload())
        elif clicked.view is not None and clicked.view.get("callback_id") == ids.TASK_LIST:
            await self._redrawing.list_clicked(clicked, person, Place.of(clicked))
        elif not clicked.is_home:

            async def draw() -> View:
                return task_list.restored_modal(name)

            await self._redrawing.window(clicked, draw)
        await self._redrawing.refresh(clicked, person)


def _here(clicked: Click) -> JsonObject:
    """Where in the list somebody is who opens something from there."""
    is_there = Place.kept(clicked.metadata()) is not None
    return Place.of(clicked).as_kept() if is_there else {}
