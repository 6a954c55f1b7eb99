"""The task list, on the Home tab and in a window: filters, pages, Label, Review, and each task's menu."""

import asyncio
from functools import partial

from domain.errors import Invalid, Stale
from domain.model import Person
from domain.read_models import TaskFilter
from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.payloads import Click, JsonObject, actor
from services.editing import Changes, Editing
from services.exporting import Exporting
from services.labeling import Labeling
from services.listing import Listing
from services.reviewing import Reviewing
from views.slack import home, ids, task_list, window


class TasksDoor:
    def __init__(
        self,
        listing: Listing,
        editing: Editing,
        exporting: Exporting,
        desks: tuple[Labeling, Reviewing],
        directory: Directory,
        answering: Answering,
    ) -> None:
        self._listing = listing
        self._editing = editing
        self._exporting = exporting
        self._labeling, self._reviewing = desks
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
        door.view(ids.TASK_ID, self.copied)

    async def home_opened(self, event: JsonObject, workspace: str) -> None:
        if event.get("tab") == "home":
            person = await self._directory.person(actor({"user": {"id": event["user"]}, "team": {"id": workspace}}))
            await self.publish(person)

    async def publish(self, person: Person, chosen: TaskFilter = TaskFilter.ALL, page: int = 0) -> None:
        shown = await asyncio.to_thread(self._listing.page, person, chosen, page)
        waiting = await asyncio.to_thread(self._listing.waiting, person.actor)
        await self._answering.client.views_publish(user_id=person.user, view=home.home(shown, waiting))

    async def show(self, clicked: Click) -> Answer:
        """Another filter or page, where the person is looking."""
        chosen, _, page = clicked.value.partition(".")
        person = await self._directory.person(clicked.actor)
        return Answer(after=lambda: self._show(clicked, person, TaskFilter(chosen), int(page or 0)))

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
            view = task_list.edit_modal(await asyncio.to_thread(self._editing.open, person, int(task)))
        elif what == "delete":
            view = task_list.delete_modal(await asyncio.to_thread(self._editing.ask_delete, person, int(task)))
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
        task = int(kept["task"])
        changes = Changes(
            int(kept["revision"]),
            clicked.text(ids.FIELD_NAME),
            clicked.text(ids.FIELD_INSTRUCTIONS),
            tuple(clicked.chosen(ids.FIELD_LABELERS)),
            tuple(clicked.chosen(ids.FIELD_REVIEWERS)),
        )
        person = await self._directory.person(clicked.actor)
        await self._directory.meet(person.workspace, (*changes.labelers, *changes.reviewers))
        try:
            await asyncio.to_thread(self._editing.save, person, task, changes)
        except Invalid as error:
            blocks = {clicked.block_of(field): sentence for field, sentence in error.fields.items()}
            return Answer({"response_action": "errors", "errors": blocks})
        except Stale as error:
            now = await asyncio.to_thread(self._editing.open, person, task)
            view = task_list.edit_modal(now, note=error.message).to_dict()
            return Answer({"response_action": "update", "view": view})
        return Answer(after=lambda: self._refresh(clicked, person))

    async def delete(self, clicked: Click) -> Answer:
        task = int(clicked.metadata()["task"])
        person = await self._directory.person(clicked.actor)
        name = await asyncio.to_thread(self._editing.delete, person, task)
        view = task_list.deleted_modal(task, name).to_dict()
        return Answer({"response_action": "update", "view": view}, after=lambda: self._refresh(clicked, person))

    async def copied(self, _clicked: Click) -> Answer:
        """The window only showed the ID: it closes."""
        return Answer()

    async def restore(self, clicked: Click) -> Answer:
        (task,) = clicked.numbers(1)
        person = await self._directory.person(clicked.actor)
        name = await asyncio.to_thread(self._editing.restore, person, task)

        async def after() -> None:
            await self._answering.update_window(clicked, task_list.restored_modal(name))
            await self._refresh(clicked, person)

        return Answer(after=after)

    async def _export(self, clicked: Click, person: Person, task: int) -> Answer:
        ask = partial(self._exporting.ask, person, task, "csv", clicked.key)
        name = await asyncio.to_thread(ask)
        return Answer(note=f"The labels of “{name}” come as a file into your messages with Labelbot.")

    async def _show(self, clicked: Click, person: Person, chosen: TaskFilter, page: int) -> None:
        if clicked.is_home:
            await self.publish(person, chosen, page)
        else:
            shown = await asyncio.to_thread(self._listing.page, person, chosen, page)
            await self._answering.update_window(clicked, task_list.modal(shown))

    async def _refresh(self, clicked: Click, person: Person) -> None:
        """The list beneath the window, and Home, show what has changed."""
        await self.publish(person)
        beneath = (clicked.view or {}).get("previous_view_id")
        if beneath:
            shown = await asyncio.to_thread(self._listing.page, person)
            await self._answering.client.views_update(view_id=beneath, view=task_list.modal(shown))
