"""Has models suggest in the background, as long as there is anything to suggest."""

import asyncio

from bot.bell import Bell
from bot.model_pool import ModelPool
from bot.slow_work import SlowWork
from services.suggesting import Suggesting

_LONGEST_SLEEP = 60.0
_BREATH = 0.3
"""Seconds: a submit a moment need not have the whole list looked through each time."""


class Assisting:
    def __init__(self, suggesting: Suggesting, pools: tuple[ModelPool, ...], bell: Bell, slow: SlowWork) -> None:
        self._suggesting = suggesting
        self._pools = pools
        self._bell = bell
        self._slow = slow

    async def run(self) -> None:
        while True:
            for task in self._bell.take("suggestions"):
                if task.isdecimal():
                    self._suggesting.doubt(int(task))
            while await self._slow.do(self._suggesting.step):
                pass
            for pool in self._pools:
                await self._slow.do(pool.rest)
            await asyncio.sleep(_BREATH)
            await self._bell.wait("suggestions", self._suggesting.pause(_LONGEST_SLEEP))
