"""Finds the cards that show something old and paints them anew: after a crash, a lost repaint, another's change."""

import asyncio

import structlog

from bot.bell import Bell
from bot.deliveries import Deliveries
from bot.posting import Posting
from domain.errors import LabelingError
from domain.model import Actor
from handlers.slack.failures import FAILURES, after_failure
from handlers.slack.painting import Key, Painter
from services.telling import Telling
from store.cards import Card

log = structlog.get_logger()
_EVERY = 1.0


class Sweep:
    def __init__(
        self, telling: Telling, deliveries: Deliveries, posting: Posting, painter: Painter, bell: Bell
    ) -> None:
        self._telling = telling
        self._deliveries = deliveries
        self._posting = posting
        self._painter = painter
        self._bell = bell

    async def run(self) -> None:
        """Until cancelled."""
        failures = 0
        while True:
            await self._painter.flush()
            for card in await asyncio.to_thread(self._telling.stale_cards):
                try:
                    await self._repaint(card)
                    failures = 0
                except FAILURES as error:
                    failure = after_failure(error, failures)
                    failures += 1
                    log.info("repaint_waits", error=failure.word, seconds=failure.wait)
                    await asyncio.sleep(failure.wait)
                except LabelingError:
                    await self._painter.mark_painted([(_key(card), card.revision)])
                except Exception:
                    # One odd card must not keep the others from being painted.
                    log.exception("card_kept_as_it_is")
                    await self._painter.mark_painted([(_key(card), card.revision)])
            await self._bell.wait("cards", _EVERY)

    async def _repaint(self, card: Card) -> None:
        channel, ts = card.channel, card.ts
        if channel is None or ts is None:
            return
        key = _key(card)
        if self._painter.shows(key, card.revision):
            self._painter.remind(key)
            return
        # Before the painter's turn begins: no click's own repaint, which is not rationed, may stand behind the ration.
        await self._posting.wait_to_update()
        revision, message = await self._deliveries.repaint(Actor(card.workspace, card.user), card.task, card.kind)

        async def send(_body: dict[str, object]) -> bool:
            await self._posting.update(channel, ts, message)
            return True

        await self._painter.paint(key, revision, message.payload, send)


def _key(card: Card) -> Key:
    return (card.task, card.user, card.kind, card.ts or "")
