"""What a lead does with a task's model: stop it, let it go on, let it try again."""

import asyncio
from collections.abc import Callable

from domain.model import Person
from handlers.slack.acting import Acting
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.payloads import Click
from services.assist_records import AssistRecords
from views.slack import ids, notices


class AssistingDoor:
    def __init__(self, assists: AssistRecords, acting: Acting, directory: Directory) -> None:
        self._assists = assists
        self._acting = acting
        self._directory = directory

    def register(self, door: Door) -> None:
        door.action(ids.STOP_ASSIST, self.stop)
        door.action(ids.RESUME_ASSIST, self.resume)
        door.action(ids.TRY_ASSIST_AGAIN, self.try_again)

    async def stop(self, clicked: Click) -> Answer:
        return await self._do(clicked, self._assists.stop, notices.model_stopped)

    async def resume(self, clicked: Click) -> Answer:
        return await self._do(clicked, self._assists.resume, notices.model_goes_on)

    async def try_again(self, clicked: Click) -> Answer:
        """From the page, and from the message that says that it failed."""
        return await self._do(clicked, self._assists.try_again, notices.model_goes_on)

    async def _do(self, clicked: Click, do: Callable[[Person, int], str], say: Callable[[str], str]) -> Answer:
        (task,) = clicked.numbers(1)
        person = await self._directory.person(clicked.actor)
        if clicked.view is None:
            return Answer(note=say(await asyncio.to_thread(do, person, task)))
        return await self._acting.do(clicked, person, task, lambda: say(do(person, task)))
