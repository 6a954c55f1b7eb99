"""Open work that its labeler gives back: `/label release [TASK]`."""

import asyncio

from domain.errors import LabelingError
from handlers.slack.door import Answer
from handlers.slack.payloads import Click
from services.releasing import Releasing
from views.slack import notices


class ReleasingDoor:
    def __init__(self, releasing: Releasing) -> None:
        self._releasing = releasing

    async def release(self, clicked: Click, rest: str) -> Answer:
        """The name may be left out where there is only one."""
        mine = await asyncio.to_thread(self._releasing.open_work, clicked.actor)
        fitting = [one for one in mine if rest.casefold() in one[1].casefold()]
        exact = [one for one in fitting if one[1].casefold() == rest.casefold()]
        if not fitting:
            where = f" in a task called “{rest}”" if rest else ""
            raise LabelingError(f"Nothing waits for you to give back{where}. `/label tasks` lists all tasks.")
        if len(exact or fitting) > 1:
            names = ", ".join(f"“{name}”" for _, name, _ in fitting)
            raise LabelingError(
                f"You have open work in more than one: {names}. Type for example: `/label release NAME`"
            )
        ((task, name, _),) = exact or fitting
        number = await asyncio.to_thread(self._releasing.release, clicked.actor, task)
        return Answer(note=notices.given_back(name, number))
