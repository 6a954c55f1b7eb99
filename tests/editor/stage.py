"""The editor in a browser, before a double of its server."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import (
    Browser,
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Locator,
    Page,
    async_playwright,
    expect,
)

from tests.editor.double import Double

DESKTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 3}
Point = tuple[float, float]
_QUIET = ("no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking")


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    path = os.environ.get("LABELBOT_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    flags = [f"--{flag}" for flag in (*_QUIET, "disable-component-update", "disable-sync")]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=flags)
        try:
            yield browser
        finally:
            await browser.close()


class Desk:
    """A page with the editor on it, and what a person does there."""

    def __init__(self, page: Page, double: Double) -> None:
        self.page = page
        self.double = double
        self.complaints: list[str] = []
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    async def go(self, item: int | None = None) -> "Desk":
        await self.page.goto(self.double.url(item))
        await self.shown(item)
        return self

    async def shown(self, item: int | None = None) -> None:
        """Its picture (or whatever else it is) is there, and has been for as long as it takes to decide."""
        which = f'[data-shown="{item}"]' if item else "[data-shown]"
        await expect(self.page.locator(f"body{which}:not([data-busy])")).to_have_count(1)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    @property
    def shapes(self) -> Locator:
        return self.page.locator("#shapes > li")

    @property
    def offers(self) -> Locator:
        return self.page.locator("#offers > li")

    async def _view(self) -> tuple[float, float, float]:
        # At once: the element is another one as soon as the whole picture is there.
        where = """() => {
            const image = document.getElementById("picture");
            const at = image.getBoundingClientRect();
            return [at.left, at.top, at.width / image.width];
        }"""
        left, top, k = await self.page.evaluate(where)
        return left, top, k

    async def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the picture is on the page."""
        left, top, k = await self._view()
        return left + x * k, top + y * k

    async def of(self, x: float, y: float) -> tuple[float, float]:
        """Which point of the picture is at a point of the page."""
        left, top, k = await self._view()
        return (x - left) / k, (y - top) / k

    async def settle(self) -> None:
        """Two frames: whatever was to be drawn is drawn."""
        await self.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    async def scale(self) -> float:
        return (await self._view())[2]

    async def drag(self, start: tuple[float, float], end: tuple[float, float], steps: int = 4) -> None:
        """From one point of the picture to another."""
        mouse = self.page.mouse
        await mouse.move(*await self.at(*start))
        await mouse.down()
        await mouse.move(*await self.at(*end), steps=steps)
        await mouse.up()

    async def click(self, x: float, y: float) -> None:
        await self.page.mouse.click(*await self.at(x, y))

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)

    async def look_away(self) -> None:
        """At another tab, and back."""
        away = """isAway => {
            Object.defineProperty(document, "hidden", { value: isAway, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
        for is_away in (True, False):
            await self.page.evaluate(away, is_away)

    async def leave(self) -> None:
        """As somebody closes a tab: the page hears of it."""
        async with self.page.expect_event("close"):
            await self.page.close(run_before_unload=True)

    async def comes_back(self) -> None:
        """From Slack, or another window: all parts of the page are there by then."""
        await self.page.wait_for_load_state("networkidle")
        await self.page.evaluate("dispatchEvent(new Event('focus'))")

    async def saved(self) -> None:
        await expect(self.page.locator("#saved")).to_have_text("Saved")


class Fingers:
    """Chromium's own touch events: it takes no account of moves that come too fast, nor of a lift too soon after."""

    def __init__(self, session: CDPSession) -> None:
        self._session = session

    async def send(self, kind: str, *points: Point) -> None:
        touches = [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(points)]
        await self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
        await asyncio.sleep(0.06)

    async def drag(self, start: Point, end: Point) -> None:
        await self.send("touchStart", start)
        for part in (0.3, 0.7, 1):
            await self.send("touchMove", (start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part))
        await asyncio.sleep(0.25)
        await self.send("touchEnd")


async def fingers_on(desk: Desk) -> Fingers:
    return Fingers(await desk.page.context.new_cdp_session(desk.page))


async def open_desk(context: BrowserContext | Browser, double: Double, **how: Any) -> Desk:
    page = await context.new_page(**how)
    return Desk(page, double)


def close_to(points: Sequence[Sequence[float]], *wanted: tuple[float, float], by: float = 0.01 + 1e-6) -> bool:
    return len(points) == len(wanted) and all(
        abs(a - b) <= by for point, want in zip(points, wanted, strict=True) for a, b in zip(point, want, strict=True)
    )
