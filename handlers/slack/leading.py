"""Taking the lead of tasks that nobody leads any more, from the message that tells of them."""

import asyncio

from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.payloads import Click
from services.leading import Leading
from views.slack import ids, notices


class LeadingDoor:
    def __init__(self, leading: Leading, directory: Directory, answering: Answering) -> None:
        self._leading = leading
        self._directory = directory
        self._answering = answering

    def register(self, door: Door) -> None:
        door.action(ids.TAKE_LEAD, self.take)

    async def take(self, clicked: Click) -> Answer:
        person = await self._directory.person(clicked.actor)
        names = await asyncio.to_thread(self._leading.take, person, clicked.value)
        return Answer(after=lambda: self._say(clicked, names))

    async def _say(self, clicked: Click, names: list[str]) -> None:
        if clicked.response_url is not None:
            await self._answering.repaint(clicked.response_url, notices.lead_taken(names).payload())
