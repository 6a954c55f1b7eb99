"""By fingers, at the size of a phone."""

import pytest
from playwright.async_api import expect

from tests.editor.conftest import OpenEditor
from tests.editor.double import Double
from tests.editor.kept import box, queue, suggested
from tests.editor.stage import PHONE, close_to, fingers_on

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def test_draw_mend_choose_and_submit(edit: OpenEditor):
    double = Double(queue(2))
    desk = await edit(double, **PHONE)
    fingers = await fingers_on(desk)
    await fingers.drag(await desk.at(100, 100), await desk.at(400, 300))
    await expect(desk.page.locator("#bar-shape")).to_be_visible()
    await desk.saved()
    assert close_to(double.of(101).shapes[0]["points"], (100, 100), (400, 300), by=0.02)
    x, y = await desk.at(400, 300)
    await fingers.drag((x + 15, y + 12), (x + 45, y + 32))  # Beside its corner, within 22 px.
    await desk.saved()
    k = await desk.scale()
    assert close_to(double.of(101).shapes[0]["points"], (100, 100), (400 + 30 / k, 300 + 20 / k), by=0.02)
    await desk.page.get_by_label("Concept of the shape").select_option("Bird")
    await desk.button("Shapes and suggestions").tap()
    await expect(desk.page.locator("#shapes .name")).to_have_text("Bird")
    await desk.button("Shapes and suggestions").tap()
    await desk.button("Submit").tap()
    await desk.shown(102)
    assert double.of(101).shapes[0]["concept"] == 3


async def test_two_fingers_zoom_and_cancel_the_box(edit: OpenEditor):
    double = Double(queue(1))
    desk = await edit(double, **PHONE)
    fingers = await fingers_on(desk)
    before = await desk.scale()
    x, y = await desk.at(400, 300)
    await fingers.send("touchStart", (x - 20, y))
    await fingers.send("touchMove", (x - 40, y))
    await fingers.send("touchStart", (x - 40, y), (x + 40, y))
    await fingers.send("touchMove", (x - 60, y), (x + 60, y))
    await fingers.send("touchMove", (x - 80, y), (x + 80, y))
    assert await desk.scale() == pytest.approx(before * 2, rel=0.01)
    assert await desk.at(400, 300) == pytest.approx((x, y), abs=0.5)
    await fingers.send("touchMove", (x - 80 + 30, y + 10), (x + 80 + 30, y + 10))
    assert await desk.at(400, 300) == pytest.approx((x + 30, y + 10), abs=0.5)
    await fingers.send("touchEnd")
    await expect(desk.shapes).to_have_count(0)
    assert double.sent("PUT", "shapes") == []


async def test_taps_make_a_polygon_and_choose_suggestions(edit: OpenEditor):
    double = Double(queue(1), draws=["box", "polygon"])
    double.items[0].suggestions = [suggested("s1", 0.9, 500, 100, 700, 300)]
    desk = await edit(double, **PHONE)
    await desk.button("Polygon (P)").tap()
    for corner in [(100, 100), (400, 100), (400, 400), (100, 500)]:
        await desk.page.touchscreen.tap(*await desk.at(*corner))
    await desk.button("Take back the last point").tap()
    await desk.button("Finish").tap()
    await desk.button("Select (V)").tap()
    await desk.page.touchscreen.tap(*await desk.at(600, 200))
    await desk.button("Accept the suggestion (A)").tap()
    await desk.saved()
    kinds = [(one["kind"], len(one["points"]), one["source"]) for one in double.of(101).shapes]
    assert kinds == [("polygon", 3, "human"), ("box", 2, "accepted")]


async def test_nothing_is_too_small_or_sticks_out(edit: OpenEditor):
    double = Double(queue(3), draws=["box", "polygon"])
    double.items[0].shapes = [box("a", 100, 100, 300, 300)]
    desk = await edit(double, **PHONE)
    await desk.button("Select (V)").tap()
    await desk.page.touchscreen.tap(*await desk.at(200, 200))
    await desk.button("Shapes and suggestions").tap()
    small = """() => [...document.querySelectorAll("button, select, input")].filter(el => {
        const at = el.getBoundingClientRect();
        const isOut = at.left < 0 || at.right > innerWidth;
        return el.offsetParent && (at.width < 44 || at.height < 44 || (isOut && !el.closest("#concepts, .tools")));
    }).map(el => el.outerHTML)"""
    assert await desk.page.evaluate(small) == []
    assert await desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
