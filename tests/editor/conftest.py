"""One browser for a module; for each test servers and pages that end with it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser

from tests.editor.double import Double
from tests.editor.stage import Desk, chromium, open_desk

OpenEditor = Callable[..., Awaitable[Desk]]
_EXPECTED = ("the server responded with a status", "net::ERR", "ERR_")
"""A browser notes each answer that is no success, also those that the page knows what to do with."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chrome() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def edit(chrome: Browser) -> AsyncIterator[OpenEditor]:
    """Opens the editor of a server, which is started if need be; at the end nothing may have complained."""
    opened: list[Desk] = []
    started: list[Double] = []

    async def open_editor(double: Double, item: int | None = None, **how: Any) -> Desk:
        if double not in started:
            await double.start()
            started.append(double)
        context = how.pop("context", None)
        desk = await open_desk(context or chrome, double, **({} if context else how))
        opened.append(desk)
        return await desk.go(item)

    yield open_editor
    complaints = [words for desk in opened for words in desk.complaints]
    for desk in opened:
        await desk.page.context.close()
    for double in started:
        await double.stop()
    assert [words for words in complaints if not any(one in words for one in _EXPECTED)] == []
