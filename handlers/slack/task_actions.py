"""What a lead does with a whole task, and with somebody's open work in it."""

import asyncio
from functools import partial

from domain.errors import Stale
from handlers.slack.acting import Acting, kept_place, spot_of
from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.payloads import Click
from services.closing import Closing
from services.releasing import Releasing
from services.task_page import TaskPages
from views.slack import ids, new_task, notices, task_actions as views
from views.slack.task_people import HAND_OVER, RELEASE


class TaskActionsDoor:
    def __init__(
        self,
        services: tuple[TaskPages, Closing, Releasing],
        acting: Acting,
        directory: Directory,
        answering: Answering,
    ) -> None:
        self._pages, self._closing, self._releasing = services
        self._acting = acting
        self._directory = directory
        self._answering = answering

    def register(self, door: Door) -> None:
        door.action(ids.CLOSE_TASK, self.ask_close)
        door.action(ids.REOPEN_TASK, self.reopen)
        door.action(ids.PERSON_MENU, self.ask_move)
        door.options(ids.HAND_OVER_TO, self.search_takers)
        door.view(ids.CLOSE_TASK_WINDOW, self.close)
        door.view(ids.RELEASE_WINDOW, self.release)
        door.view(ids.HAND_OVER_WINDOW, self.hand_over)

    async def ask_close(self, clicked: Click) -> Answer:
        (task,) = clicked.numbers(1)
        person = await self._directory.person(clicked.actor)
        model = await asyncio.to_thread(self._pages.ask_close, person, task)
        view = views.close_window(model, kept_place(clicked, task))
        return Answer(after=lambda: self._answering.window(clicked, view))

    async def close(self, clicked: Click) -> Answer:
        spot, person = spot_of(clicked), await self._directory.person(clicked.actor)
        close = partial(self._closing.close, person, spot.task, clicked.text(ids.FIELD_REASON))
        return await self._acting.submit(clicked, person, "task_closed", lambda: f"“{close()}” is closed.")

    async def reopen(self, clicked: Click) -> Answer:
        (task,) = clicked.numbers(1)
        person = await self._directory.person(clicked.actor)
        reopen = partial(self._closing.reopen, person, task)
        return await self._acting.do(clicked, person, task, lambda: f"“{reopen()}” is open again.")

    async def ask_move(self, clicked: Click) -> Answer:
        what, _, rest = clicked.value.partition(".")
        number, _, labeler = rest.partition(".")
        if what not in {RELEASE, HAND_OVER} or not number.isdecimal():
            raise Stale("That menu is too old to be understood. Open the task again.")
        task, is_release = int(number), what == RELEASE
        person = await self._directory.person(clicked.actor)
        ask = partial(self._pages.ask_move, person, task, labeler, is_release=is_release)
        model = await asyncio.to_thread(ask)
        draw = views.release_window if is_release else views.hand_over_window
        return Answer(after=lambda: self._answering.window(clicked, draw(model, kept_place(clicked, task))))

    async def search_takers(self, clicked: Click) -> Answer:
        spot, labeler = spot_of(clicked), str(clicked.metadata().get("labeler", ""))
        person = await self._directory.person(clicked.actor)
        search = partial(self._pages.search_takers, person, spot.task, labeler, clicked.value)
        return Answer({"options": [new_task.option(one).to_dict() for one in await asyncio.to_thread(search)]})

    async def release(self, clicked: Click) -> Answer:
        spot, labeler = spot_of(clicked), str(clicked.metadata()["labeler"])
        person = await self._directory.person(clicked.actor)

        def release() -> str:
            return notices.released_of(labeler, self._releasing.release_of(person, spot.task, labeler))

        return await self._acting.submit(clicked, person, "work_released", release)

    async def hand_over(self, clicked: Click) -> Answer:
        spot, labeler = spot_of(clicked), str(clicked.metadata()["labeler"])
        other = next(iter(clicked.chosen(ids.FIELD_OTHER)), "")
        person = await self._directory.person(clicked.actor)

        def hand_over() -> str:
            number = self._releasing.hand_over_to(person, spot.task, labeler, other)
            return notices.handed_over(labeler, other, number)

        return await self._acting.submit(clicked, person, "work_handed_over", hand_over)
