"""What goes on in the background: handing out, and dealing reviews."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog

from bot.bell import Bell
from bot.slow_work import SlowWork
from domain.clock import SECOND
from services.concepts import Concepts
from services.distributing import Distributing
from services.reviewing import Reviewing
from services.versions import Versions

log = structlog.get_logger()
_AFTER_A_CRASH = 1.0
_LONGEST_SLEEP = 60.0


async def keep_running(name: str, run: Callable[[], Awaitable[None]]) -> None:
    """A loop that breaks is begun again; the others go on meanwhile."""
    while True:
        try:
            await run()
        except Exception:
            log.exception("loop_broke", loop=name)
            await asyncio.sleep(_AFTER_A_CRASH)


class Handouts:
    """Fills datasets, hands out inputs, evens out queues: bit by bit, with room for clicks in between."""

    def __init__(self, distributing: Distributing, bell: Bell, slow: SlowWork) -> None:
        self._distributing = distributing
        self._bell = bell
        self._slow = slow

    async def run(self) -> None:
        while True:
            while not await asyncio.to_thread(self._distributing.is_idle):
                await self._slow.do(self._distributing.step)
            # Leases end by themselves, and another process may have added inputs.
            await self._bell.wait("distribution", _LONGEST_SLEEP)


class Catalogue:
    """Merges concepts and makes dataset versions: bit by bit, with room for clicks in between."""

    def __init__(self, concepts: Concepts, versions: Versions, bell: Bell, slow: SlowWork) -> None:
        self._shelves: tuple[Concepts | Versions, ...] = (concepts, versions)
        self._bell = bell
        self._slow = slow

    async def run(self) -> None:
        while True:
            for shelf in self._shelves:
                while not await asyncio.to_thread(shelf.is_idle):
                    await self._slow.do(shelf.step)
            await self._bell.wait("catalogue", None)


class ReviewBatches:
    """Deals out what was labeled: at ten, when nothing more can come, or after half an hour."""

    def __init__(self, reviewing: Reviewing, bell: Bell, slow: SlowWork) -> None:
        self._reviewing = reviewing
        self._bell = bell
        self._slow = slow

    async def run(self) -> None:
        while True:
            due_at = await self._slow.do(self._reviewing.deal_batches)
            await self._bell.wait("reviews", None if due_at is None else max(0.01, due_at / SECOND - time.time()))
