"""Wakes the background loops when something they look after was committed, from whichever thread that was."""

import asyncio
from collections.abc import Iterable


class Bell:
    """One event a topic. What stands behind a colon in a topic is kept for who takes it: "pictures:12:U34"."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._events: dict[str, asyncio.Event] = {}
        self._details: dict[str, set[str]] = {}

    def start(self) -> None:
        """From inside the running loop, before the first commit that matters."""
        self._loop = asyncio.get_running_loop()

    def ring(self, topics: Iterable[str]) -> None:
        """Safe from any thread; before `start` nobody listens yet, and every loop looks once when it begins."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._set, frozenset(topics))

    async def wait(self, topic: str, timeout: float | None) -> None:  # noqa: ASYNC109 - a loop's longest sleep, no deadline.
        """Until the topic rings, or for `timeout` seconds."""
        event = self._events.setdefault(topic, asyncio.Event())
        try:
            async with asyncio.timeout(timeout):
                await event.wait()
        except TimeoutError:
            return
        finally:
            event.clear()

    def take(self, topic: str) -> set[str]:
        """The details that rang since the last time; "" among them if the topic rang without one."""
        return self._details.pop(topic, set())

    def _set(self, topics: frozenset[str]) -> None:
        for topic in topics:
            name, _, detail = topic.partition(":")
            self._details.setdefault(name, set()).add(detail)
            self._events.setdefault(name, asyncio.Event()).set()
