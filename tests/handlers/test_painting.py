"""Repaints: the newest wins, also where the one before it fails."""

import asyncio
from typing import Any

import pytest

from handlers.slack.painting import Key, Painter

KEY: Key = (1, "BEN", "label", "1.0")


async def forget(_painted: list[tuple[Key, int]]) -> None:
    return


async def test_what_waits_behind_a_failed_repaint_is_painted() -> None:
    painter, shown = Painter(forget), []
    is_begun, may_fail = asyncio.Event(), asyncio.Event()

    async def failing(_message: dict[str, Any]) -> bool:
        is_begun.set()
        await may_fail.wait()
        raise ConnectionResetError

    async def fine(message: dict[str, Any]) -> bool:
        shown.append(message)
        return True

    first = asyncio.create_task(painter.paint(KEY, 1, lambda: {"n": 1}, failing))
    await is_begun.wait()
    await painter.paint(KEY, 2, lambda: {"n": 2}, fine)
    may_fail.set()
    with pytest.raises(ConnectionResetError):
        await first
    assert shown == [{"n": 2}]
    assert painter.shows(KEY, 2)
    assert not painter.shows(KEY, 3)
