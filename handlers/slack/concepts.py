"""Who looks after concepts: the list, and adding, renaming, merging and deleting from it."""

import asyncio
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
from services.concepts import Concepts
from views.slack import concepts as views, ids, new_task

log = structlog.get_logger()
_FIRST_STEPS = 3
"""Of a merge: one for its tasks, one for its labels, one to end it, where there are few."""


class ConceptsDoor:
    def __init__(self, concepts: Concepts, directory: Directory, answering: Answering, watching: Watching) -> None:
        self._concepts = concepts
        self._directory = directory
        self._answering = answering
        self._watching = watching

    def register(self, door: Door) -> None:
        door.action(ids.OPEN_CONCEPTS, self.open)
        door.action(ids.CONCEPT_PAGE, self.turn)
        door.action(ids.CONCEPT_MENU, self.menu)
        door.action(ids.ADD_CONCEPTS, self.ask_names)
        door.options(ids.MERGE_TARGET, self.search_targets)
        door.view(ids.CONCEPT_LIST, self.search)
        door.view(ids.ADD_CONCEPTS_WINDOW, self.add)
        door.view(ids.RENAME_CONCEPT, self.rename)
        door.view(ids.MERGE_CONCEPT, self.ask_merge)
        door.view(ids.CONFIRM_MERGE, self.merge)
        door.view(ids.DELETE_CONCEPT, self.delete)

    async def open(self, clicked: Click, query: str = "") -> Answer:
        person = await self._directory.person(clicked.actor)
        page = await asyncio.to_thread(self._concepts.page, person, query)
        return Answer(after=lambda: self._answering.window(clicked, views.modal(page)))

    async def search(self, clicked: Click) -> Answer:
        person = await self._directory.person(clicked.actor)
        page = await asyncio.to_thread(self._concepts.page, person, clicked.text(ids.FIELD_QUERY))
        return Answer({"response_action": "update", "view": views.modal(page).to_dict()})

    async def turn(self, clicked: Click) -> Answer:
        (number,) = clicked.numbers(1)
        person = await self._directory.person(clicked.actor)
        query = str(clicked.metadata().get("query", ""))
        page = await asyncio.to_thread(self._concepts.page, person, query, number)
        return Answer(after=lambda: self._answering.update_window(clicked, views.modal(page)))

    async def ask_names(self, clicked: Click) -> Answer:
        person = await self._directory.person(clicked.actor)
        self._concepts.check_change(person)
        return Answer(after=lambda: self._answering.window(clicked, views.add_modal(*_place(clicked))))

    async def add(self, clicked: Click) -> Answer:
        person = await self._directory.person(clicked.actor)
        try:
            note = await asyncio.to_thread(self._concepts.add, person, clicked.text(ids.FIELD_CONCEPTS))
        except Invalid as error:
            return Answer(errors_at(clicked, error))
        log.info("concepts_added", workspace=person.workspace, user=person.user)
        return self._list_anew(clicked, person, note)

    async def menu(self, clicked: Click) -> Answer:
        what, _, number = clicked.value.partition(".")
        person = await self._directory.person(clicked.actor)
        if what == "delete":
            model = await asyncio.to_thread(partial(self._concepts.delete, person, int(number), only_ask=True))
            view = views.delete_modal(model, *_place(clicked))
        elif what in {"rename", "merge"}:
            model = await asyncio.to_thread(self._concepts.open, person, int(number))
            draw = views.rename_modal if what == "rename" else views.merge_modal
            view = draw(model, *_place(clicked))
        else:
            raise Stale("That menu is too old to be understood. Open the list again.")
        return Answer(after=lambda: self._answering.window(clicked, view))

    async def rename(self, clicked: Click) -> Answer:
        kept = clicked.metadata()
        concept, before, name = int(kept["concept"]), str(kept["before"]), clicked.text(ids.FIELD_NAME)
        person = await self._directory.person(clicked.actor)
        try:
            note = await asyncio.to_thread(self._concepts.rename, person, concept, before, name)
        except Invalid as error:
            return Answer(errors_at(clicked, error))
        except Stale as error:
            now = await asyncio.to_thread(self._concepts.open, person, concept)
            view = views.rename_modal(now, *_place(clicked), note=error.message).to_dict()
            return Answer({"response_action": "update", "view": view})
        log.info("concept_renamed", workspace=person.workspace, user=person.user, before=before, after=name)
        return self._list_anew(clicked, person, note)

    async def search_targets(self, clicked: Click) -> Answer:
        if not await self._directory.is_member(clicked.actor):
            return Answer({"options": []})
        concept = int(clicked.metadata().get("concept", 0))
        search = partial(self._concepts.search_targets, clicked.actor.workspace, concept, clicked.value)
        return Answer({"options": [new_task.option(one).to_dict() for one in await asyncio.to_thread(search)]})

    async def ask_merge(self, clicked: Click) -> Answer:
        concept = int(clicked.metadata()["concept"])
        into = next(iter(clicked.chosen(ids.FIELD_INTO)), "0")
        person = await self._directory.person(clicked.actor)
        try:
            model = await asyncio.to_thread(self._concepts.ask_merge, person, concept, int(into))
        except Invalid as error:
            return Answer(errors_at(clicked, error))
        view = views.confirm_merge_modal(model, *_place(clicked)).to_dict()
        return Answer({"response_action": "update", "view": view})

    async def merge(self, clicked: Click) -> Answer:
        kept = clicked.metadata()
        concept, into = int(kept["concept"]), int(kept["into"])
        person = await self._directory.person(clicked.actor)
        note = await asyncio.to_thread(self._concepts.merge, person, concept, into)
        log.info("concept_merged", workspace=person.workspace, user=person.user, note=note)
        # A small one is over before the list is shown; of a large one, this is the beginning.
        for _ in range(_FIRST_STEPS):
            await asyncio.to_thread(self._concepts.step)
        return self._list_anew(clicked, person, note)

    async def delete(self, clicked: Click) -> Answer:
        person = await self._directory.person(clicked.actor)
        model = await asyncio.to_thread(self._concepts.delete, person, int(clicked.metadata()["concept"]))
        log.info("concept_deleted", workspace=person.workspace, user=person.user, name=model.name)
        return self._list_anew(clicked, person, f"“{model.name}” was deleted." if model.name else "It is gone already.")

    def _list_anew(self, clicked: Click, person: Person, note: str) -> Answer:
        """The window closes, and the list beneath it shows what has changed, for as long as it changes."""
        number, query = _place(clicked)
        beneath = str((clicked.view or {}).get("previous_view_id") or "")

        async def draw() -> tuple[View, bool]:
            page = await asyncio.to_thread(self._concepts.page, person, query, number, note)
            return views.modal(page), not await asyncio.to_thread(self._concepts.is_idle)

        async def after() -> None:
            view, more = await draw()
            known = await self._answering.show(beneath, view)
            if more:
                self._watching.begin(beneath, known, draw)

        return Answer(after=after if beneath else None)


def _place(clicked: Click) -> tuple[int, str]:
    """Where in the list the person is: page and search."""
    kept = clicked.metadata()
    return int(kept.get("page", 0)), str(kept.get("query", ""))
