"""Where there is nothing to look at, there is still a way on: the queue, and what comes next."""

import pytest
from playwright.async_api import expect

from tests.editor.conftest import OpenEditor
from tests.editor.double import Double
from tests.editor.kept import queue
from tests.editor.stage import DESKTOP, Desk

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def strip(desk: Desk, count: int) -> None:
    await expect(desk.page.locator("#strip > li")).to_have_count(count)


async def test_an_item_that_is_not_mine_any_more(edit: OpenEditor):
    double = Double(queue(3))
    desk = await edit(double, **DESKTOP)
    double.refuse["GET", "102"] = (404, {"error": "That one is not in your queue any more."})
    await desk.page.get_by_role("button", name="birds/002.jpg, to do").click()
    await expect(desk.page.get_by_role("alert")).to_contain_text("not in your queue any more")
    await expect(desk.button("Try again")).to_have_count(0)
    await desk.button("Close").click()
    await desk.page.goto(double.url(102))
    await strip(desk, 3)
    await desk.button("Go on").click()
    await desk.shown(101)
    await desk.page.goto(double.url(102))
    await desk.button("Close").click()
    await desk.button("Next").click()
    await desk.shown(101)
    await desk.page.goto(double.url(102))
    await desk.page.get_by_role("button", name="birds/003.jpg, to do").click()
    await desk.shown(103)


async def test_all_is_done_already(edit: OpenEditor):
    double = Double(queue(3, state="submitted"))
    double.items[0].state = "open"
    desk = await edit(double, **DESKTOP)
    double.items[0].state = "submitted"
    await desk.page.goto(double.url())
    await expect(desk.page.get_by_role("heading", name="All done")).to_be_visible()
    await strip(desk, 3)
    await desk.page.get_by_role("button", name="birds/002.jpg, submitted").click()
    await desk.shown(102)
    await desk.button("Change it").click()
    await expect(desk.button("Submit")).to_be_visible()


async def test_a_picture_that_cannot_be_had(edit: OpenEditor):
    double = Double(queue(2), has_preview=True)
    desk = await edit(double, **DESKTOP)
    double.broken = True
    await desk.page.reload()
    await expect(desk.page.get_by_role("alert")).to_contain_text("The picture can't be loaded.")
    await strip(desk, 2)
    await expect(desk.page.locator("body:not([data-busy])")).to_have_count(1)
    await desk.button("Skip").click()
    await expect(desk.page.locator("#item-name")).to_have_text("birds/002.jpg")
    assert double.of(101).state == "skipped"
