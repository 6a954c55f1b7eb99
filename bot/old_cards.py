"""Takes the buttons off cards that have gone on further down: at the pace of edits, so by itself."""

import asyncio
import time

import structlog

from bot.bell import Bell
from bot.posting import Posting
from domain.clock import SECOND
from domain.errors import LabelingError
from domain.notices import CardMoved
from handlers.slack import Services
from handlers.slack.failures import FAILURES, after_failure
from services.telling import Telling
from store.cards import LABEL
from store.outbox import Waiting
from views.slack import card, review
from views.slack.parts import Message

log = structlog.get_logger()


class OldCards:
    def __init__(self, telling: Telling, services: Services, posting: Posting, bell: Bell) -> None:
        self._telling = telling
        self._services = services
        self._posting = posting
        self._bell = bell

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            due = await asyncio.to_thread(self._telling.due_aside)
            for waiting in due:
                if isinstance(moved := waiting.notice, CardMoved):
                    await self._strip(waiting, moved)
            if not due:
                await self._bell.wait("old cards", await self._pause())

    async def _pause(self) -> float | None:
        due_at = await asyncio.to_thread(self._telling.next_aside_at)
        return None if due_at is None else max(0.01, due_at / SECOND - time.time())

    async def _strip(self, waiting: Waiting, moved: CardMoved) -> None:
        await self._posting.wait_to_update()
        try:
            await self._posting.update(moved.channel, moved.ts, await self._left_over(waiting, moved))
        except FAILURES as error:
            failure = after_failure(error, waiting.attempts)
            log.info("old_card_waits", error=failure.word, seconds=failure.wait)
            await asyncio.to_thread(self._telling.retry, [waiting], failure.wait, failure.word)
        except LabelingError as error:
            await asyncio.to_thread(self._telling.give_up, [waiting], type(error).__name__)
        except Exception:
            log.exception("old_card_kept")
            await asyncio.to_thread(self._telling.give_up, [waiting], "broken")
        else:
            await asyncio.to_thread(self._telling.done, [waiting])

    async def _left_over(self, waiting: Waiting, moved: CardMoved) -> Message:
        if moved.kind == LABEL:
            return card.moved(await asyncio.to_thread(self._services.labeling.card, waiting.to, moved.task))
        return review.moved(await asyncio.to_thread(self._services.reviewing.card, waiting.to, moved.task))
