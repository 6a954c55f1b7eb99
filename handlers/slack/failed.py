"""A task that failed: its leads may try again, from the message that tells of it and from the list."""

import asyncio

from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.payloads import Click
from services.distributing import Distributing
from views.slack import ids, notices


class FailedDoor:
    def __init__(self, distributing: Distributing, directory: Directory, answering: Answering) -> None:
        self._distributing = distributing
        self._directory = directory
        self._answering = answering

    def register(self, door: Door) -> None:
        door.action(ids.TRY_AGAIN, self.try_again)

    async def try_again(self, clicked: Click) -> Answer:
        (task,) = clicked.numbers(1)
        person = await self._directory.person(clicked.actor)
        name = await asyncio.to_thread(self._distributing.try_again, person, task)
        if clicked.view is None:
            return Answer(note=notices.trying_again(name))
        return Answer(after=lambda: self._answering.window(clicked, notices.trying_again_window(name)))
