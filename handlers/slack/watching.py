"""Keeps an open window up to date while what it shows is on its way, and only as long as nobody has left it."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from slack_sdk.models.views import View

from domain.errors import LabelingError
from handlers.slack.answering import Answering
from handlers.slack.failures import CLOSED, FAILURES, after_failure

log = structlog.get_logger()
Drawn = Callable[[], Awaitable[tuple[View, bool]]]
_EVERY = 1.0
_LONGEST = 180
"""Looks at a window: whoever waits for longer is told in a message, or opens it again."""
_LEFT = CLOSED | {"hash_conflict"}


class Watching:
    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self._at_work: dict[str, asyncio.Task[None]] = {}

    def begin(
        self, view_id: str, known: str, draw: Drawn, is_ready: Callable[[], Awaitable[bool]] | None = None
    ) -> None:
        """`draw` gives the window as it should look now, and whether there is more to come. It goes on in the place of
        what kept the same window up to date before. `is_ready`: before it is, nothing is drawn.
        """
        self.leave(view_id)
        task = self._at_work[view_id] = asyncio.create_task(self._watch(view_id, known, draw, is_ready or _at_once))
        task.add_done_callback(lambda done: self._at_work.get(view_id) is done and self._at_work.pop(view_id))

    def leave(self, view_id: str) -> None:
        """What is wrong with it is about to be shown at its fields, and to stay there."""
        if (task := self._at_work.pop(view_id, None)) is not None:
            task.cancel()

    def stop(self) -> None:
        for task in self._at_work.values():
            task.cancel()

    async def _watch(self, view_id: str, known: str, draw: Drawn, is_ready: Callable[[], Awaitable[bool]]) -> None:
        shown = None
        try:
            for _ in range(_LONGEST):
                await asyncio.sleep(_EVERY)
                if not await is_ready():
                    continue
                view, more = await draw()
                if view.to_dict() != shown:
                    known = await self._answering.show(view_id, view, known=known or None)
                    shown = view.to_dict()
                if not more:
                    return
        except FAILURES as error:
            word = after_failure(error, 0).word
            if word not in _LEFT:
                log.info("window_not_followed", error=word)
        except LabelingError as error:
            log.info("window_not_followed", error=error.message)


async def _at_once() -> bool:
    return True
