"""One browser for a module; a stage and a page for each test."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.playground.page.stage import ANA, Stage, chromium, on_stage, open_page

OpenPage = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chrome() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def stage() -> AsyncIterator[Stage]:
    async with on_stage() as staged:
        yield staged


@pytest_asyncio.fixture(loop_scope="module")
async def look(chrome: Browser, stage: Stage) -> AsyncIterator[OpenPage]:
    """Opens the page as a person in the app's messages; at the end nothing may have complained in the console."""
    opened: list[tuple[Page, list[str]]] = []

    async def open_as(person: str = ANA, *, channel: str = "", tab: str = "messages", **how: object) -> Page:
        opened.append(await open_page(chrome, stage.address(person, channel, tab), **how))
        return opened[-1][0]

    yield open_as
    complaints = [words for _, heard in opened for words in heard]
    for page, _ in opened:
        await page.close()
    assert [words for words in complaints if "404" not in words] == []
