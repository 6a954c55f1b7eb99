"""The task list, on the Home tab and in a window: filters, search, order, pages, Label, Review, each task's menu."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from slack_sdk.models.views import View

from domain.errors import Invalid, Stale
from domain.model import Person
from domain.read_models import TaskFilter, TaskSort
from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.payloads import Click, JsonObject, actor, kept_in
from handlers.slack.redrawing import Place, Redrawing
from services.editing import Editing
from services.exporting import Exporting
from services.labeling import Labeling
from services.listing import Listing
from services.merging import Changes
from services.reviewing import Reviewing
from views.slack import home, ids, notices, task_list, window

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
        open_page: Open | None = None,
        edit: Open | None = None,
    ) -> None:
        self._redrawing = redrawing
        self._listing = listing
        self._editing = editing
        self._exporting = exporting
        self._labeling, self._reviewing = desks
        self._directory = directory
        self._answering = answering
        self._windows: dict[str, Open] = {
            "open": open_page or self._show_row,
            "copy": self._show_id,
            "version": new_version,
            "edit": edit or self._ask_edit,
            "delete": self._ask_delete,
            # In menus that were drawn before it became a button.
            "export": self._export,
        }

    def register(self, door: Door) -> None:
        door.event("app_home_opened", self.home_opened)
        door.action(ids.FILTER, self.show)
        door.action(ids.SORT, self.sort)
        door.action(ids.SEARCH_TASKS, self.search)
        door.action(ids.CLEAR_SEARCH, self.clear_search)
        door.action(ids.PAGE, self.turn)
        door.action(ids.ROW_LABEL, self.label)
        door.action(ids.ROW_REVIEW, self.review)
        door.action(ids.ROW_MENU, self.menu)
        door.action(ids.EXPORT, self.export)
        door.action(ids.RESTORE, self.restore)
        door.action(ids.WAITING, self.waiting)
        door.action(ids.WAITING_PAGE, self.turn_waiting)
        door.view(ids.TASK_LIST, self.submit_search)
        door.view(ids.EDIT_TASK, self.edit)
        door.view(ids.DELETE_TASK, self.delete)
        for window_ in (ids.LABELING_WINDOW, ids.REVIEW_WINDOW, ids.TASK_LIST):
            door.view_closed(window_, self.closed)

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
        """To another page, unless other words stand in the search box by now: then to the first of what these find."""
        (page,) = clicked.numbers(1)
        kept, place = Place.kept(clicked.metadata()) or Place(), Place.of(clicked)
        return await self._go(clicked, replace(place, page=page) if place.query == kept.query else place)

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

    async def edit(self, clicked: Click) -> Answer:
        kept = clicked.metadata()
        task, changes = int(kept["task"]), _changes(clicked, kept)
        person = await self._directory.person(clicked.actor)
        await self._directory.meet(person.workspace, (*changes.labelers, *changes.reviewers, *(changes.leads or ())))
        try:
            disputed = await asyncio.to_thread(self._editing.save, person, task, changes)
        except Invalid as error:
            blocks = {clicked.block_of(field): sentence for field, sentence in error.fields.items()}
            return Answer({"response_action": "errors", "errors": blocks})
        if disputed is not None:
            view = task_list.edit_modal(disputed, _here(clicked)).to_dict()
            return Answer({"response_action": "update", "view": view})
        return Answer(after=lambda: self._redrawing.refresh(clicked, person))

    async def delete(self, clicked: Click) -> Answer:
        task = int(clicked.metadata()["task"])
        person = await self._directory.person(clicked.actor)
        name = await asyncio.to_thread(self._editing.delete, person, task)
        view = task_list.deleted_modal(task, name, _here(clicked)).to_dict()
        return Answer(
            {"response_action": "update", "view": view}, after=lambda: self._redrawing.refresh(clicked, person)
        )

    async def closed(self, clicked: Click) -> Answer:
        """A window in which something may have been done: Home shows it."""
        person = await self._directory.person(clicked.actor)
        return Answer(after=lambda: self._redrawing.home(person))

    async def restore(self, clicked: Click) -> Answer:
        (task,) = clicked.numbers(1)
        person = await self._directory.person(clicked.actor)
        name = await asyncio.to_thread(self._editing.restore, person, task)

        return Answer(after=lambda: self._show_restored(clicked, person, name))

    async def _go(self, clicked: Click, place: Place) -> Answer:
        """Elsewhere in the list, where the person is looking."""
        person = await self._directory.person(clicked.actor)
        if clicked.is_home:
            return Answer(after=lambda: self._redrawing.home(person, place, at=clicked.at))
        return Answer(after=lambda: self._redraw_list(clicked, person, place))

    async def _show_row(self, clicked: Click, task: int) -> Answer:
        person = await self._directory.person(clicked.actor)
        row = await asyncio.to_thread(self._listing.find, person, task)
        return Answer(after=lambda: self._answering.window(clicked, task_list.row_modal(row)))

    async def _show_id(self, clicked: Click, task: int) -> Answer:
        person = await self._directory.person(clicked.actor)
        row = await asyncio.to_thread(self._listing.find, person, task)
        return Answer(after=lambda: self._answering.window(clicked, task_list.id_modal(row.id, row.name)))

    async def _ask_edit(self, clicked: Click, task: int) -> Answer:
        person = await self._directory.person(clicked.actor)
        model = await asyncio.to_thread(self._editing.open, person, task)
        return Answer(after=lambda: self._answering.window(clicked, task_list.edit_modal(model, _here(clicked))))

    async def _ask_delete(self, clicked: Click, task: int) -> Answer:
        person = await self._directory.person(clicked.actor)
        asked = await asyncio.to_thread(self._editing.ask_delete, person, task)
        return Answer(after=lambda: self._answering.window(clicked, task_list.delete_modal(asked, _here(clicked))))

    async def _export(self, clicked: Click, task: int) -> Answer:
        person = await self._directory.person(clicked.actor)
        ask = partial(self._exporting.ask, person, task, "csv", clicked.key)
        name = await asyncio.to_thread(ask)
        if clicked.view is None:
            return Answer(note=notices.export_asked(name))
        return Answer(after=lambda: self._answering.window(clicked, notices.export_window(name)))

    async def _show_restored(self, clicked: Click, person: Person, name: str) -> None:
        """In the window, the list or the message that offered it."""
        if clicked.view is None and clicked.response_url is not None:
            await self._answering.repaint(clicked.response_url, notices.brought_back(name).payload())
        elif clicked.view is not None and clicked.view.get("callback_id") == ids.TASK_LIST:
            await self._redraw_list(clicked, person, Place.of(clicked))
        elif not clicked.is_home:

            async def draw() -> View:
                return task_list.restored_modal(name)

            await self._redrawing.window(clicked, draw)
        await self._redrawing.refresh(clicked, person)

    async def _redraw_list(self, clicked: Click, person: Person, place: Place) -> None:
        await self._redrawing.window(clicked, lambda: self._redrawing.draw_list(person, place))


def _here(clicked: Click) -> JsonObject:
    """Where in the list somebody is who opens something from there."""
    is_there = Place.kept(clicked.metadata()) is not None
    return Place.of(clicked).as_kept() if is_there else {}


def _changes(clicked: Click, kept: JsonObject) -> Changes:
    has_leads = any(field == ids.FIELD_LEADS for field in clicked.fields())
    return Changes(
        int(kept["revision"]),
        clicked.text(ids.FIELD_NAME),
        clicked.text(ids.FIELD_INSTRUCTIONS),
        tuple(clicked.chosen(ids.FIELD_LABELERS)),
        tuple(clicked.chosen(ids.FIELD_REVIEWERS)),
        tuple(clicked.chosen(ids.FIELD_LEADS)) if has_leads else None,
        kept.get("saved") or {},
    )
