"""Adding to a dataset: what is given in its window, and what a message holds."""

import asyncio
from functools import partial

import structlog

from domain.errors import Invalid, LabelingError
from domain.intake import name_of
from domain.model import Actor
from handlers.slack.answering import Answering
from handlers.slack.datasets import DatasetsDoor
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.payloads import Click, errors_at, mentioned, typed
from services.cataloguing import Cataloguing
from services.intakes import Intakes
from views.slack import adding as views, ids, new_task

log = structlog.get_logger()
_MOST_NAMES = 20
_COMES = "What you gave is on its way. Your messages with Labelbot show how far it is."


class AddingDoor:
    def __init__(
        self,
        datasets: Cataloguing,
        intakes: Intakes,
        windows: DatasetsDoor,
        directory: Directory,
        answering: Answering,
    ) -> None:
        self._datasets = datasets
        self._intakes = intakes
        self._windows = windows
        self._directory = directory
        self._answering = answering

    def register(self, door: Door) -> None:
        door.shortcut(ids.ADD_TO_DATASET_SHORTCUT, self.ask_where)
        door.action(ids.ADD_INPUTS, self.ask_what)
        door.options(ids.ADD_TARGET, self.search)
        door.view(ids.ADD_INPUTS_WINDOW, self.add)
        door.view(ids.ADD_MESSAGE_WINDOW, self.add_message)

    async def ask_what(self, clicked: Click) -> Answer:
        (dataset,) = clicked.numbers(1)
        person = await self._directory.person(clicked.actor)
        model = await asyncio.to_thread(self._datasets.open, person, dataset)
        return Answer(after=lambda: self._answering.window(clicked, views.modal(model.id, model.name)))

    async def add(self, clicked: Click) -> Answer:
        dataset = int(clicked.metadata()["dataset"])
        person = await self._directory.person(clicked.actor)
        written = (clicked.text(ids.FIELD_ADDRESSES), clicked.text(ids.FIELD_TEXTS))
        start = partial(self._intakes.start_given, person, dataset, clicked.files(ids.FIELD_FILES), *written)
        try:
            intake = await asyncio.to_thread(start)
        except Invalid as error:
            return Answer(errors_at(clicked, error))
        log.info("intake_started", workspace=person.workspace, user=person.user, intake=intake)
        return Answer(after=lambda: self._windows.show_beneath(clicked, person, dataset, _COMES))

    async def search(self, clicked: Click) -> Answer:
        if not await self._directory.is_member(clicked.actor):
            return Answer({"options": []})
        found = await asyncio.to_thread(self._datasets.search, clicked.actor.workspace, clicked.value)
        return Answer({"options": [new_task.option(one).to_dict() for one in found]})

    async def ask_where(self, clicked: Click) -> Answer:
        """A message's shortcut."""
        person = await self._directory.person(clicked.actor)
        self._datasets.check_add(person)
        message = clicked.shared or {}
        files = [(str(one["id"]), str(one.get("name") or one.get("title") or "A file")) for one in _files(message)]
        words = await self._words(clicked.actor, str(message.get("text") or ""))
        if not (files or words):
            raise LabelingError(views.nothing_to_add())
        return Answer(after=lambda: self._answering.window(clicked, views.message_modal(files, words)))

    async def add_message(self, clicked: Click) -> Answer:
        files = [str(one) for one in clicked.metadata().get("files") or ()]
        what = next(iter(clicked.chosen(ids.FIELD_WHAT)), views.FILES if files else views.TEXT)
        person = await self._directory.person(clicked.actor)
        chosen = next(iter(clicked.chosen(ids.FIELD_DATASET)), "")
        words = clicked.long_text(ids.FIELD_WORDS)
        try:
            dataset = await asyncio.to_thread(self._datasets.chosen, person, chosen)
            if what == views.FILES:
                await asyncio.to_thread(self._intakes.start_files, person, dataset.id, files)
            else:
                await asyncio.to_thread(self._intakes.start_text, person, dataset.id, words, name_of(words))
        except Invalid as error:
            return Answer(errors_at(clicked, Invalid({_field_of(name): said for name, said in error.fields.items()})))
        log.info("message_added", workspace=person.workspace, user=person.user, dataset=dataset.name)
        return Answer({"response_action": "update", "view": views.on_its_way(dataset.name).to_dict()})

    async def _words(self, actor: Actor, text: str) -> str:
        """As people read it: names are names."""
        users = list(dict.fromkeys(mentioned(text)))[:_MOST_NAMES]
        people = [await self._directory.person(Actor(actor.workspace, user)) for user in users]
        names = {one.user: one.name if one.name != one.user else "somebody" for one in people}
        return typed(text, names).strip()


def _files(message: object) -> list[dict[str, object]]:
    found = message.get("files") if isinstance(message, dict) else None
    return [one for one in found or () if one.get("id")]


def _field_of(name: str) -> str:
    return f"{ids.FIELD_WORDS}_1" if name == "text" else name
