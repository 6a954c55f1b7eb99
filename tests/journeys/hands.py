"""A person at the page: what they see, tap and type, and nothing that they could not."""

import re
from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

from tests.playground.page.axe import complaints


@dataclass(frozen=True)
class Hands:
    """One window of the playground, on a desk or on a phone."""

    page: Page
    is_phone: bool

    @property
    def window(self) -> Locator:
        """The modal in front."""
        return self.page.get_by_role("dialog").last

    @property
    def card(self) -> Locator:
        """The newest message that shows a picture."""
        return self.page.locator(".message").filter(has=self.page.get_by_role("img", name="Picture: ")).last

    async def looks(self) -> None:
        """Whoever looks here finds all of it readable, reachable and within the window."""
        assert await complaints(self.page) == ""
        assert not await self.page.evaluate("document.documentElement.scrollWidth > innerWidth")

    async def sees(self, words: str) -> None:
        await self.page.get_by_text(words).last.wait_for()

    async def tap(self, what: Locator) -> None:
        await (what.tap() if self.is_phone else what.click())

    async def press(self, says: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """The button that says so; the lowest one where there are several."""
        await self.tap((within or self.page).get_by_role("button", name=says).last)

    async def say(self, words: str) -> None:
        await self.tap(self.page.get_by_role("textbox", name="Message labelbot"))
        await self.page.keyboard.type(words)
        await self.page.keyboard.press("Enter")

    async def choose(self, field: str, *wanted: str) -> None:
        """Search in a select of the window, and take what it offers."""
        box = self.window.get_by_role("combobox", name=re.compile(rf"^{field}( \(optional\))?$"))
        for words in wanted:
            await self.tap(box)
            await self.page.keyboard.type(words)
            await self.tap(self.page.get_by_role("option").filter(has_text=words).first)
        lists = self.page.get_by_role("listbox")
        if await lists.count():  # Of those that take several; with none open Esc would close the window.
            await self.page.keyboard.press("Escape")
        await expect(lists).to_have_count(0)

    async def write(self, field: str, words: str) -> None:
        await self.tap(self.window.get_by_role("textbox", name=field))
        await self.page.keyboard.type(words)

    async def become(self, name: str) -> None:
        """Another person sits down here, and goes where the unread mark is."""
        if self.is_phone:
            await self.press("Back to all channels")
        await self.press("You are")
        await self.tap(self.page.get_by_role("menuitemradio").filter(has_text=name))
        await expect(self.page.locator(".switcher-name")).to_have_text(name)
        if self.is_phone:
            await self.looks()
            await self.tap(self.page.get_by_role("button", name="labelbot"))

    async def open_tab(self, name: str) -> None:
        await self.tap(self.page.get_by_role("tab", name=name))

    async def picture(self, where: Locator) -> str:
        """The name of what is shown."""
        shown = where.get_by_role("img", name="Picture: ").last
        return (await shown.get_attribute("alt") or "").removeprefix("Picture: ")
