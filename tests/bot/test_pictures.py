"""Pictures are brought where somebody rings, and in the end where nobody did."""

import asyncio
import time

from slack_sdk.web.async_client import AsyncWebClient

from bot import pictures
from bot.bell import Bell
from bot.pictures import Pictures
from bot.slow_work import SlowWork
from domain.clock import SECOND


class NothingToBring:
    """Picturing that counts how often all queues are looked at."""

    is_uploading = True

    def __init__(self) -> None:
        self.looks = 0
        self.has_looked_again = asyncio.Event()

    def want_ahead(self) -> int:
        self.looks += 1
        if self.looks > 2:
            asyncio.run_coroutine_threadsafe(self._tell(), self.loop)
        return 0

    async def _tell(self) -> None:
        self.has_looked_again.set()

    def due(self, _busy: object) -> list[object]:
        return []

    def next_due_at(self, _busy: object) -> int:
        return int((time.time() + 0.01) * SECOND)


async def test_all_queues_are_looked_at_now_and_then_though_nobody_rings(monkeypatch):
    monkeypatch.setattr(pictures, "_ALL_AGAIN", 0.02)
    picturing = NothingToBring()
    picturing.loop = asyncio.get_running_loop()
    slow = SlowWork("looking", 1)
    loop = Pictures(picturing, None, AsyncWebClient(), Bell(), None, slow)
    running = asyncio.create_task(loop.run())
    async with asyncio.timeout(10):
        await picturing.has_looked_again.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    slow.close()
    assert picturing.looks > 2
