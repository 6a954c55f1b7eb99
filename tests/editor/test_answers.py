"""Where concepts alone are the answer: texts, videos, and pictures without shapes."""

import pytest
from playwright.async_api import Browser, expect

from tests.editor.conftest import OpenEditor
from tests.editor.double import GENERATION, Double
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
    assert [body["seen"] for end in ("submit", "none") for body in double.sent("POST", end)] == [GENERATION, 0]


async def test_a_text_is_scrolled_and_answered_by_keys(edit: OpenEditor):
    double = classification("text", labels="several")
    desk = await edit(double, **DESKTOP)
    text = desk.page.get_by_role("region", name="birds/001.jpg")
    await expect(text).to_be_focused()
    await desk.press("ArrowDown", "ArrowDown", "1", "3", "1", "2", "2", "Control+z")
    await desk.press("Enter")
    await desk.shown(102)
    assert double.of(101).answer == {"concepts": [2, 3], "is_none": False}
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


async def test_ticks_are_kept_when_the_page_closes_and_two_windows_lose_neither(edit: OpenEditor, chrome: Browser):
    double = classification("text", labels="several")
    context = await chrome.new_context(**DESKTOP)
    desk = await edit(double, context=context)
    on = "#concepts [aria-pressed=true]"
    await desk.press("1")
    await desk.saved()
    await desk.press("3")
    await desk.leave()
    await double.until(lambda: (double.of(101).answer or {}).get("concepts") == [1, 3])
    first, second = await edit(double, context=context), await edit(double, context=context)
    await expect(first.page.locator(on)).to_have_count(2)
    await first.press("1")
    await first.saved()
    await second.press("2")
    dialog = second.page.get_by_role("dialog", name="Which concepts are to stay?")
    await expect(dialog).to_contain_text("Yours: Cat, Dog, Bird")
    await expect(dialog).to_contain_text("Saved: Bird")
    await dialog.get_by_role("button", name="Yours").click()
    await second.saved()
    await context.set_offline(True)
    await second.press("1")
    await expect(second.page.locator("#saved")).to_have_text("Offline: kept in this browser")
    # The last word of a page that closes may go out all the same.
    double.refuse["PUT", "concepts"] = 503, {"error": "Not now."}
    await second.leave()
    await context.set_offline(False)
    double.refuse.clear()
    third = await edit(double, context=context)
    await expect(third.page.locator("#toast")).to_have_text("What you did here before is back.")
    await expect(third.page.locator(on)).to_have_count(2)
    await third.press("s")
    await third.shown(102)
    assert double.of(101).answer == {"concepts": [2, 3], "is_none": False}
