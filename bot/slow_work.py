"""Threads for what takes long. Clicks have asyncio's own, so that they never stand in line behind it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class SlowWork:
    def __init__(self, name: str, at_once: int) -> None:
        self._pool = ThreadPoolExecutor(at_once, name)

    async def do(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    def close(self) -> None:
        """Once what was begun has ended; what was not is dropped."""
        self._pool.shutdown(cancel_futures=True)
