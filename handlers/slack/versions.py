"""Dataset versions: made from a task's menu or a dataset's window, listed, compared, exported."""

import asyncio
from functools import partial

import structlog
from slack_sdk.models.views import View

from domain.errors import Invalid
from domain.model import Person
from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.payloads import Click, errors_at
from handlers.slack.watching import Watching
from services.versions import Versions
from views.slack import ids, new_task, versions as views

log = structlog.get_logger()
_FIRST_STEPS = 3
_COMES = "The file comes into your messages with Labelbot."


class VersionsDoor:
    def __init__(self, versions: Versions, directory: Directory, answering: Answering, watching: Watching) -> None:
        self._versions = versions
        self._directory = directory
        self._answering = answering
        self._watching = watching

    def register(self, door: Door) -> None:
        door.action(ids.OPEN_VERSIONS, self.turn)
        door.action(ids.OPEN_VERSION, self.look)
        door.action(ids.VERSION_OF_DATASET, self.ask_for_dataset)
        door.action(ids.EXPORT_VERSION, self.export)
        door.action(ids.COMPARE_VERSION, self.compare)
        door.options(ids.COMPARE_VERSION, self.search_others)
        door.view(ids.NEW_VERSION, self.create)

    async def open(self, clicked: Click, _rest: str = "") -> Answer:
        person = await self._directory.person(clicked.actor)
        page = await asyncio.to_thread(self._versions.page, person)
        return Answer(after=lambda: self._answering.window(clicked, views.modal(page)))

    async def turn(self, clicked: Click) -> Answer:
        dataset, number = clicked.numbers(2)
        person = await self._directory.person(clicked.actor)
        page = await asyncio.to_thread(self._versions.page, person, dataset or None, number)
        return Answer(after=lambda: self._answering.update_window(clicked, views.modal(page)))

    async def ask_for_task(self, clicked: Click, task: int) -> Answer:
        """From the task's menu."""
        person = await self._directory.person(clicked.actor)
        model = await asyncio.to_thread(self._versions.open_for_task, person, task)
        return Answer(after=lambda: self._answering.window(clicked, views.new_modal(model)))

    async def ask_for_dataset(self, clicked: Click) -> Answer:
        (dataset,) = clicked.numbers(1)
        person = await self._directory.person(clicked.actor)
        model = await asyncio.to_thread(self._versions.open_for_dataset, person, dataset)
        return Answer(after=lambda: self._answering.window(clicked, views.new_modal(model)))

    async def create(self, clicked: Click) -> Answer:
        kept = clicked.metadata()
        task = None if kept.get("task") is None else int(kept["task"])
        person = await self._directory.person(clicked.actor)
        make = partial(self._versions.create, person, int(kept["dataset"]), task, clicked.text(ids.FIELD_NAME))
        try:
            version = await asyncio.to_thread(make)
        except Invalid as error:
            return Answer(errors_at(clicked, error))
        log.info("version_created", workspace=person.workspace, user=person.user, version=version)
        # A small one is ready before it is shown; of a large one, this is the beginning.
        for _ in range(_FIRST_STEPS):
            await asyncio.to_thread(self._versions.step)
        model = await asyncio.to_thread(self._versions.look_at, person, version)
        view = views.window(model).to_dict()
        follow = None if model.is_ready else partial(self._follow, clicked.view_id, "", person, version)
        return Answer({"response_action": "update", "view": view}, after=follow)

    async def look(self, clicked: Click) -> Answer:
        (version,) = clicked.numbers(1)
        person = await self._directory.person(clicked.actor)
        return Answer(after=lambda: self._show(clicked, person, version))

    async def export(self, clicked: Click) -> Answer:
        number, _, format_ = clicked.value.partition(".")
        person = await self._directory.person(clicked.actor)
        await asyncio.to_thread(self._versions.ask_export, person, int(number), format_, clicked.key)
        return Answer(after=lambda: self._show(clicked, person, int(number), _COMES))

    async def search_others(self, clicked: Click) -> Answer:
        if not await self._directory.is_member(clicked.actor):
            return Answer({"options": []})
        version = int(clicked.metadata().get("version", 0))
        search = partial(self._versions.search_others, clicked.actor.workspace, version, clicked.value)
        return Answer({"options": [new_task.option(one).to_dict() for one in await asyncio.to_thread(search)]})

    async def compare(self, clicked: Click) -> Answer:
        one, another = int(clicked.metadata()["version"]), int(clicked.value)
        person = await self._directory.person(clicked.actor)

        async def after() -> None:
            model = await asyncio.to_thread(self._versions.compare, person, one, another)
            await self._answering.update_window(clicked, views.compare_modal(model))

        return Answer(after=after)

    async def _show(self, clicked: Click, person: Person, version: int, note: str | None = None) -> None:
        """The version's window, in the place of what was there, or as a new one over a message."""
        model = await asyncio.to_thread(self._versions.look_at, person, version, note)
        if clicked.view is None or clicked.is_home:
            await self._answering.window(clicked, views.window(model))
            return
        known = await self._answering.show(clicked.view_id, views.window(model))
        if not model.is_ready:
            await self._follow(clicked.view_id, known, person, version)

    async def _follow(self, view_id: str, known: str, person: Person, version: int) -> None:
        """Until it is made."""

        async def draw() -> tuple[View, bool]:
            now = await asyncio.to_thread(self._versions.look_at, person, version)
            return views.window(now), not now.is_ready

        self._watching.begin(view_id, known, draw)
