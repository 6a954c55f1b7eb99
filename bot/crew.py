"""Tasks side by side, one a key: what is slow for one holds up no other."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

import structlog

log = structlog.get_logger()
K = TypeVar("K", bound=Hashable)
_AFTER_A_CRASH = 1.0


class Crew(Generic[K]):
    """`at_once` of them work, a few more wait for their turn. `on_end` is called whenever one has ended."""

    def __init__(self, at_once: int, on_end: Callable[[], object]) -> None:
        self._slots = asyncio.Semaphore(at_once)
        self._most = 8 * at_once
        self._on_end = on_end
        self._tasks: dict[K, asyncio.Task[None]] = {}

    @property
    def busy(self) -> frozenset[K]:
        return frozenset(self._tasks)

    @property
    def is_full(self) -> bool:
        return len(self._tasks) >= self._most

    def start(self, key: K, work: Callable[[], Awaitable[None]]) -> None:
        """`key` must not be busy."""
        self._tasks[key] = asyncio.create_task(self._work(key, work))

    async def stop(self) -> None:
        """Cancel all, and wait for what they do about it."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _work(self, key: K, work: Callable[[], Awaitable[None]]) -> None:
        try:
            async with self._slots:
                await work()
        except Exception:
            log.exception("work_broke", work=getattr(work, "__name__", repr(type(key).__name__)))
            await asyncio.sleep(_AFTER_A_CRASH)
        finally:
            del self._tasks[key]
            self._on_end()
