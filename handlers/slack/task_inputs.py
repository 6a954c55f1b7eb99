"""What a lead does with single inputs and answers of a task, on its page and from the notice of a flag."""

import asyncio
from functools import partial

from domain.model import Person
from handlers.slack.acting import Acting, kept_place, spot_of
from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.payloads import Click
from services.closing import Closing
from services.excluding import Excluding
from services.flagging import Flagging
from views.slack import ids, parts, task_actions as views

_NAME = 80
"""Letters of a name that a window keeps, whatever they take once they are escaped."""


class TaskInputsDoor:
    def __init__(
        self,
        services: tuple[Closing, Excluding, Flagging],
        acting: Acting,
        directory: Directory,
        answering: Answering,
    ) -> None:
        self._closing, self._excluding, self._flagging = services
        self._acting = acting
        self._directory = directory
        self._answering = answering

    def register(self, door: Door) -> None:
        door.action(ids.EXCLUDE_INPUT, self.ask_exclude)
        door.action(ids.INCLUDE_INPUT, self.include)
        door.action(ids.CLEAR_FLAG, self.clear_flag)
        door.action(ids.REOPEN_ANSWER, self.reopen_answer)
        door.view(ids.EXCLUDE_INPUT_WINDOW, self.exclude)

    async def ask_exclude(self, clicked: Click) -> Answer:
        task, input_ = clicked.numbers(2)
        person = await self._directory.person(clicked.actor)
        model = await asyncio.to_thread(self._flagging.ask_exclude, person, task, input_)
        where = {"response_url": clicked.response_url} if clicked.view is None else {}
        name = parts.cut(model.line.name, _NAME)
        keeps = {**kept_place(clicked, task), "input": input_, "name": name, **where}
        return Answer(after=lambda: self._answering.window(clicked, views.exclude_window(model, keeps)))

    async def exclude(self, clicked: Click) -> Answer:
        kept, spot = clicked.metadata(), spot_of(clicked)
        reason, name = clicked.text(ids.FIELD_REASON), str(kept.get("name", ""))
        person = await self._directory.person(clicked.actor)

        def exclude() -> str:
            number = self._excluding.exclude(person, spot.task, int(kept["input"]), reason)
            return f"“{name}” is out of the task." if number else f"“{name}” was taken out already."

        answer = await self._acting.submit(clicked, person, "input_excluded", exclude)
        if answer.ack or not kept.get("response_url"):
            return answer
        which = (spot.task, int(kept["input"]))
        return Answer(after=partial(self._repaint, str(kept["response_url"]), person, which))

    async def include(self, clicked: Click) -> Answer:
        task, input_ = clicked.numbers(2)
        person = await self._directory.person(clicked.actor)

        def include() -> str:
            number = self._excluding.include(person, task, input_)
            return "It is in the task again, and waits for its label." if number else "It is in the task already."

        return await self._acting.do(clicked, person, task, include)

    async def clear_flag(self, clicked: Click) -> Answer:
        task, input_ = clicked.numbers(2)
        person = await self._directory.person(clicked.actor)

        def clear() -> str:
            number = self._flagging.clear(person, task, input_)
            return "The flag is cleared." if number else "It is not flagged any more."

        if clicked.view is not None:
            return await self._acting.do(clicked, person, task, clear)
        await asyncio.to_thread(clear)
        return Answer(after=partial(self._repaint, clicked.response_url or "", person, (task, input_)))

    async def reopen_answer(self, clicked: Click) -> Answer:
        task, assignment = clicked.numbers(2)
        person = await self._directory.person(clicked.actor)

        def reopen() -> str:
            name = self._closing.reopen_assignment(person, assignment)
            return f"The answer to “{name}” is open again."

        return await self._acting.do(clicked, person, task, reopen)

    async def _repaint(self, response_url: str, person: Person, which: tuple[int, int]) -> None:
        """The notice says how it stands now, whoever was quicker, and loses its buttons."""
        model = await asyncio.to_thread(self._flagging.ask_exclude, person, *which)
        await self._answering.repaint(response_url, views.settled(model).payload())
