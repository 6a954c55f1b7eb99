"""The README's pictures of boxes and outlines, taken of the two tasks that the demo begins with."""

import re

from playwright.async_api import Browser, Page

from bot.demo_tasks import ANA, BEN, FIND
from docs.screenshot_pages import DESKTOP, PHONE, keep, picture_shown

EDITOR = {"width": 1280, "height": 800}


async def drawn(browser: Browser, url: str) -> None:
    """Ben's card, and his editor; then Ana's on her phone."""
    page = await browser.new_page(viewport=DESKTOP, color_scheme="light", device_scale_factor=1.5)
    await page.goto(_messages(url, BEN))
    await page.get_by_text(FIND).first.wait_for()
    # The picture with what is drawn on it follows the plain one.
    await page.get_by_alt_text(re.compile("coin", re.IGNORECASE)).last.wait_for()
    await picture_shown(page)
    await keep(page, "boxes-card")
    editor = await browser.new_page(viewport=EDITOR, color_scheme="light", device_scale_factor=1.5)
    await _sign_in(page, editor, "ben")
    await editor.locator("#shapes > li").nth(1).click()
    await keep(editor, "editor")
    await page.goto(_messages(url, ANA))
    context = await browser.new_context(
        viewport=PHONE, has_touch=True, is_mobile=True, color_scheme="dark", device_scale_factor=2
    )
    phone = await context.new_page()
    await _sign_in(page, phone, "ana")
    await keep(phone, "editor-phone")


def _messages(url: str, person: str) -> str:
    return f"{url}/?person={person}&channel=D{person[1:]}"


async def _sign_in(page: Page, editor: Page, name: str) -> None:
    await page.get_by_role("button", name="Sign in to the web page with the editor").last.click()
    async with page.expect_popup() as opened:
        await page.get_by_role("button", name="Open the web page").last.click()
    # Looking at a link does not use it up.
    link = await opened.value
    await link.wait_for_url("**/sign-in/**")
    await editor.goto(link.url)
    await link.close()
    await editor.get_by_role("button", name=f"Continue as {name}").click()
    await editor.locator("body[data-shown]").wait_for()
    await editor.locator("#picture[src$='/full']").wait_for()
    # The queue's small pictures come last.
    await editor.wait_for_load_state("networkidle")
