"""What an intake asks in its message: which column holds the texts."""

import asyncio

from handlers.slack.answering import Answering
from handlers.slack.door import Answer, Door
from handlers.slack.payloads import Click
from services.intakes import Intakes
from views.slack import ids, intakes


class IntakesDoor:
    def __init__(self, service: Intakes, answering: Answering) -> None:
        self._intakes = service
        self._answering = answering

    def register(self, door: Door) -> None:
        door.action(ids.CHOOSE_COLUMN, self.choose_column)

    async def choose_column(self, clicked: Click) -> Answer:
        intake, number = clicked.numbers(2)
        model = await asyncio.to_thread(self._intakes.choose_column, clicked.actor, intake, number)
        url = clicked.response_url

        async def show() -> None:
            if url is not None:
                await self._answering.repaint(url, intakes.progress(model).payload())

        return Answer(after=show)
