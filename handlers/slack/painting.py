"""Repaints of the living messages: one at a time a card, only the newest state, an older one never wins."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import structlog

log = structlog.get_logger()

Key = tuple[int, str, str, str]
"""Task, user, kind, and the message's ts: what one message shows says nothing of another."""
Send = Callable[[dict[str, Any]], Awaitable[bool]]
"""Sends text and blocks; False: it did not arrive, and the sweep will find the card."""
MarkPainted = Callable[[list[tuple[Key, int]]], Awaitable[None]]
_MARK_EVERY = 0.25
_MOST_EASELS = 5000
"""More messages than are painted within the seconds in which an older repaint could still come late."""


@dataclass(slots=True)
class _Easel:
    shown: int = 0
    waiting: tuple[int, Callable[[], dict[str, Any]], Send] | None = None
    is_busy: bool = False


@dataclass(slots=True)
class Painter:
    """`mark_painted` gets each card and the revision that has arrived, a quarter of a second's worth at once."""

    mark_painted: MarkPainted
    _easels: dict[Key, _Easel] = field(default_factory=dict)
    _painted: dict[Key, int] = field(default_factory=dict)
    _marking: asyncio.Task[None] | None = None

    def shows(self, key: Key, revision: int) -> bool:
        """Whether this revision or a newer one is there, or waits for its turn."""
        easel = self._easel(key)
        return revision <= easel.shown or (easel.waiting is not None and easel.waiting[0] >= revision)

    def remind(self, key: Key) -> None:
        """Say once more what this message shows: it was said before anybody knew that this is the card."""
        if easel_shown := self._easel(key).shown:
            self._painted[key] = easel_shown

    async def paint(self, key: Key, revision: int, draw: Callable[[], dict[str, Any]], send: Send) -> None:
        """Show this revision, unless a newer one is shown or waits. Returns when the card is up to date."""
        if self.shows(key, revision):
            return
        easel = self._easels[key]
        easel.waiting = (revision, draw, send)
        if not easel.is_busy:
            await self._work_off(key, easel)

    async def _work_off(self, key: Key, easel: _Easel) -> None:
        """What one `send` raises comes out at the end: a newer picture that waits behind it is painted before."""
        easel.is_busy = True
        failed: Exception | None = None
        try:
            while easel.waiting is not None:
                revision, draw, send = easel.waiting
                easel.waiting = None
                try:
                    arrived = await send(draw())
                except Exception as error:  # noqa: BLE001 - raised below.
                    failed = error
                    continue
                if arrived:
                    easel.shown = max(easel.shown, revision)
                    self._painted[key] = easel.shown
                    self._mark_soon()
        finally:
            easel.is_busy = False
        if failed is not None:
            raise failed

    def _mark_soon(self) -> None:
        if self._marking is None or self._marking.done():
            self._marking = asyncio.create_task(self._mark())

    async def _mark(self) -> None:
        await asyncio.sleep(_MARK_EVERY)
        await self.flush()

    async def close(self) -> None:
        """What has arrived is marked before the store closes."""
        if self._marking is not None:
            self._marking.cancel()
        await self.flush()

    async def flush(self) -> None:
        painted, self._painted = self._painted, {}
        if painted:
            await self.mark_painted(list(painted.items()))

    def _easel(self, key: Key) -> _Easel:
        easel = self._easels.setdefault(key, _Easel())
        while len(self._easels) > _MOST_EASELS:
            oldest = next(iter(self._easels))
            if oldest == key or self._easels[oldest].is_busy:
                break
            del self._easels[oldest]
        return easel
