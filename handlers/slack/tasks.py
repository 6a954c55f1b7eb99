"""The task list, on the Home tab and in a window: filters, pages, Label, Review, and each task's menu."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from slack_sdk.models.views import View

from domain.errors import Invalid, Stale
from domain.model import Person
from domain.read_models import TaskFilter
from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.payloads import Click, JsonObject, actor
from handlers.slack.redrawing import Place, Redrawing
from services.editing import Editing
from services.exporting import Exporting
from services.labeling import Labeling
from services.listing import Listing
from services.merging import Changes
from services.reviewing import Reviewing
from views.slack import ids, notices, task_list, window


class TasksDoor:
    def __init__(
        self,
        listing: Listing,
        editing: Editing,
        exporting: Exporting,
        desks: tuple[Labeling, Reviewing],
        new_version: Callable[[Click, int], Awaitable[Answer]],
        directory: Directory,
        answering: Answering,
        redrawing: Redrawing,
    ) -> None:
        self._redrawing = redrawing
        self._listing = listing
        self._editing = editing
        self._exporting = exporting
        self._labeling, self._reviewing = desks
        self._new_version = new_version
        self._directory = directory
        self._answering = answering

    def register(self, door: Door) -> None:
        door.event("app_home_opened", self.home_opened)
        door.action(ids.FILTER, self.show)
        door.action(ids.PAGE, self.show)
        door.action(ids.ROW_LABEL, self.label)
        door.action(ids.ROW_REVIEW, self.review)
        door.action(ids.ROW_MENU, self.menu)
        door.action(ids.EXPORT, self.export)
        door.action(ids.RESTORE, self.restore)
        door.view(ids.EDIT_TASK, self.edit)
        door.view(ids.DELETE_TASK, self.delete)
        for window_ in (ids.LABELING_WINDOW, ids.REVIEW_WINDOW, ids.TASK_LIST):
            door.view_closed(window_, self.closed)

    async def home_opened(self, event: JsonObject, workspace: str) -> None:
        if event.get("tab") != "home":
            return
        person = await self._directory.person(actor({"user": {"id": event["user"]}, "team": {"id": workspace}}))
        await self._redrawing.home(person)

    async def show(self, clicked: Click) -> Answer:
        """Another filter or page, where the person is looking."""
        chosen, _, page = clicked.value.partition(".")
        person = await self._directory.person(clicked.actor)
        place = Place(TaskFilter(chosen), int(page or 0))
        if clicked.is_home:
            return Answer(after=lambda: self._redrawing.home(person, place, at=clicked.at))
        return Answer(after=lambda: self._redraw_list(clicked, person, place))

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
        person = await self._directory.person(clicked.actor)
        if what == "copy":
            row = await asyncio.to_thread(self._listing.find, person, int(task))
            view = task_list.id_modal(row.id, row.name)
        elif what == "edit":
            view = task_list.edit_modal(await asyncio.to_thread(self._editing.open, person, int(task)), _here(clicked))
        elif what == "delete":
            asked = await asyncio.to_thread(self._editing.ask_delete, person, int(task))
            view = task_list.delete_modal(asked, _here(clicked))
        elif what == "version":
            return await self._new_version(clicked, int(task))
        elif what == "export":
            return await self._export(clicked, person, int(task))
        else:
            raise Stale("That menu is too old to be understood. Open the list again.")
        return Answer(after=lambda: self._answering.window(clicked, view))

    async def export(self, clicked: Click) -> Answer:
        (task,) = clicked.numbers(1)
        return await self._export(clicked, await self._directory.person(clicked.actor), task)

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
        return Answer(after=lambda: self._refresh(clicked, person))

    async def delete(self, clicked: Click) -> Answer:
        task = int(clicked.metadata()["task"])
        person = await self._directory.person(clicked.actor)
        name = await asyncio.to_thread(self._editing.delete, person, task)
        view = task_list.deleted_modal(task, name, _here(clicked)).to_dict()
        return Answer({"response_action": "update", "view": view}, after=lambda: self._refresh(clicked, person))

    async def closed(self, clicked: Click) -> Answer:
        """A window in which something may have been done: Home shows it."""
        person = await self._directory.person(clicked.actor)
        return Answer(after=lambda: self._redrawing.home(person))

    async def restore(self, clicked: Click) -> Answer:
        (task,) = clicked.numbers(1)
        person = await self._directory.person(clicked.actor)
        name = await asyncio.to_thread(self._editing.restore, person, task)

        return Answer(after=lambda: self._show_restored(clicked, person, name))

    async def _export(self, clicked: Click, person: Person, task: int) -> Answer:
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
            await self._redraw_list(clicked, person, Place.kept(clicked.metadata()) or Place())
        elif not clicked.is_home:

            async def draw() -> View:
                return task_list.restored_modal(name)

            await self._redrawing.window(clicked, draw)
        await self._refresh(clicked, person)

    async def _redraw_list(self, clicked: Click, person: Person, place: Place) -> None:
        await self._redrawing.window(clicked, lambda: self._redrawing.draw_list(person, place))

    async def _refresh(self, clicked: Click, person: Person) -> None:
        """The list beneath the window, and Home, show what has changed, where the person is in them."""
        beneath, place = (clicked.view or {}).get("previous_view_id"), Place.kept(clicked.metadata())
        if beneath and place is not None:  # Else it is a task's own page.
            await self._redrawing.list(str(beneath), person, place)
        await self._redrawing.home(person)


def _here(clicked: Click) -> JsonObject:
    """Where in the list somebody was when they opened what they clicked in."""
    place = Place.kept(clicked.metadata())
    return {} if place is None else place.as_kept()


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
