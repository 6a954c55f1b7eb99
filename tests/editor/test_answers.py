"""Where concepts alone are the answer: texts, videos, and pictures without shapes."""

import pytest
from playwright.async_api import expect

from tests.editor.conftest import OpenEditor
from tests.editor.double import Double
from tests.editor.kept import queue, suggested
from tests.editor.stage import DESKTOP, PHONE

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


def classification(kind: str, **more: object) -> Double:
    return Double(queue(3, kind=kind), draws=[], type="classification", **more)  # type: ignore[arg-type]


async def test_a_text_is_read_and_one_tap_answers(edit: OpenEditor):
    double = classification("text")
    double.items[0].suggestions = [suggested("s", 0.8, 0, 0, 0, 0, concept=2)]
    desk = await edit(double, **PHONE)
    text = desk.page.get_by_role("region", name="birds/001.jpg")
    await expect(text).to_contain_text("A long text.")
    assert await text.evaluate("el => el.scrollHeight > el.clientHeight")
    dog = desk.page.locator("#concepts button", has_text="Dog")
    await expect(dog).to_contain_text("AI 80 %")
    await dog.tap()
    await desk.shown(102)
    assert double.of(101).answer == {"concepts": [2], "is_none": False}
    await desk.button("None of these").tap()
    await desk.shown(103)
    assert double.of(102).answer == {"concepts": [], "is_none": True}


async def test_a_text_is_scrolled_and_answered_by_keys(edit: OpenEditor):
    double = classification("text", labels="several")
    desk = await edit(double, **DESKTOP)
    text = desk.page.get_by_role("region", name="birds/001.jpg")
    await expect(text).to_be_focused()
    await desk.press("ArrowDown", "ArrowDown", "1", "3", "1", "2")
    await desk.press("Enter")
    await desk.shown(102)
    assert double.of(101).answer == {"concepts": [3, 2], "is_none": False}
    await desk.press("PageUp")
    await desk.shown(101)
    await expect(desk.page.locator("#concepts [aria-pressed=true]")).to_have_count(2)


async def test_a_video_plays_here(edit: OpenEditor):
    desk = await edit(classification("video"), **DESKTOP)
    await expect(desk.page.get_by_label("Video birds/001.jpg")).to_be_visible()
    await expect(desk.page.locator(".tools")).to_be_hidden()
    await desk.press("2")
    await desk.shown(102)


async def test_a_picture_can_be_zoomed_and_answered(edit: OpenEditor):
    double = classification("image", labels="several")
    desk = await edit(double, **DESKTOP)
    before = await desk.scale()
    await desk.press("+", "2")
    assert await desk.scale() > before
    await expect(desk.button("Box (B)")).to_be_hidden()
    await desk.press("Enter")
    await desk.shown(102)
    assert double.of(101).answer == {"concepts": [2], "is_none": False}
