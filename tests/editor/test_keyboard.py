"""Everything with keys alone."""

import pytest
from playwright.async_api import expect

from tests.editor.conftest import OpenEditor
from tests.editor.double import Double
from tests.editor.kept import box, queue, suggested
from tests.editor.stage import DESKTOP

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def test_a_box_from_nothing_to_the_next_picture(edit: OpenEditor):
    double = Double(queue(2))
    desk = await edit(double, **DESKTOP)
    await desk.press("b", "Enter")
    await expect(desk.shapes).to_have_count(1)
    await desk.saved()
    (left, top), (right, bottom) = double.of(101).shapes[0]["points"]
    await desk.press("ArrowRight", "ArrowRight", "Shift+ArrowDown", "Alt+ArrowRight", "Alt+Shift+ArrowDown", "2")
    await expect(desk.page.locator("#shapes .name")).to_have_text("Dog")
    await desk.press("Enter")
    await desk.shown(102)
    shape = double.of(101).shapes[0]
    assert shape["points"] == [[left + 2, top + 10], [right + 3, bottom + 20]]
    assert shape["concept"] == 2


async def test_many_presses_of_an_arrow_are_one_step_back(edit: OpenEditor):
    double = Double(queue(1))
    double.items[0].shapes = [box("a", 100, 100, 200, 180)]
    desk = await edit(double, **DESKTOP)
    await desk.press("]", "ArrowRight", "ArrowRight", "ArrowRight", "Control+z")
    await expect(desk.button("Undo (Ctrl+Z)")).to_have_attribute("aria-disabled", "true")
    await desk.press("Control+y")
    await desk.saved()
    assert double.of(101).shapes[0]["points"][0] == [103, 100]


async def test_a_polygon_with_a_cross_that_the_arrows_move(edit: OpenEditor):
    double = Double(queue(1), draws=["polygon"], type="segmentation")
    desk = await edit(double, **DESKTOP)
    await desk.press("p", "Enter", "Shift+ArrowRight", "Enter", "Shift+ArrowDown", "Enter", "Shift+ArrowLeft", "Enter")
    await desk.press("Shift+ArrowUp", "Enter")
    await expect(desk.shapes).to_have_count(1)
    await desk.saved()
    points = double.of(101).shapes[0]["points"]
    side = points[1][0] - points[0][0]
    assert side == pytest.approx(60 / await desk.scale(), abs=0.02)
    assert points[2] == pytest.approx([points[0][0] + side, points[0][1] + side], abs=0.02)
    await desk.press("v", ".", ".", "ArrowLeft", ",", "Delete")
    await desk.saved()
    assert len(double.of(101).shapes[0]["points"]) == 3


async def test_lists_suggestions_and_the_way_back(edit: OpenEditor):
    double = Double(queue(3))
    double.items[0].shapes = [box("a", 100, 100, 200, 180), box("b", 300, 100, 400, 180, concept=2)]
    double.items[0].suggestions = [suggested("s1", 0.9, 10, 10, 60, 60), suggested("s2", 0.8, 70, 10, 120, 60)]
    desk = await edit(double, **DESKTOP)
    await desk.page.locator("#shapes .row").first.focus()
    await desk.press("ArrowDown")
    await expect(desk.page.locator("#shapes [aria-current]")).to_contain_text("Dog")
    await desk.press("Delete")
    await expect(desk.shapes).to_have_count(1)
    await desk.press("Escape", "a", "a")
    await expect(desk.shapes).to_have_count(3)
    await desk.press("Control+Enter")
    await desk.shown(102)
    await desk.press("PageUp")
    await desk.shown(101)
    await desk.press("e")
    await expect(desk.button("Submit")).to_be_visible()
    await desk.press("PageDown")
    await desk.shown(102)
    strip = desk.page.locator("#strip [aria-current]")
    await strip.focus()
    await desk.press("ArrowRight", "Enter")
    await desk.shown(103)


async def test_single_keys_can_be_switched_off(edit: OpenEditor):
    double = Double(queue(2))
    desk = await edit(double, **DESKTOP)
    await desk.press("?")
    await expect(desk.page.get_by_role("dialog", name="Keys")).to_be_visible()
    await desk.page.get_by_label("Single letters, digits and signs are keys").uncheck()
    await desk.press("Escape")
    await expect(desk.page.get_by_role("dialog")).to_have_count(0)
    await desk.page.locator("#stage").focus()
    await desk.press("v", "2", "n")
    await expect(desk.button("Box (B)")).to_have_attribute("aria-pressed", "true")
    await expect(desk.page.locator("#concepts [aria-pressed=true]")).to_contain_text("Cat")
    await desk.button("Box (B)").focus()
    await desk.press("Enter")
    await desk.page.locator("#stage").focus()
    await desk.press("Enter", "ArrowRight", "Control+Enter")
    await desk.shown(102)
    assert len(double.of(101).shapes) == 1


async def test_every_button_is_reached_by_tab(edit: OpenEditor):
    double = Double(queue(2))
    double.items[0].shapes = [box("a", 100, 100, 200, 180)]
    desk = await edit(double, **DESKTOP)
    await desk.press("]")
    await desk.page.locator("h1").click()
    names = set()
    for _ in range(60):
        await desk.press("Tab")
        focused = desk.page.locator(":focus")
        if await focused.count():
            names.add(await focused.evaluate("el => el.getAttribute('aria-label') ?? el.textContent"))
    wanted = {"Instructions", "Keys (?)", "Box (B)", "Undo (Ctrl+Z)", "Fit the picture (0)", "Delete", "Skip", "Submit"}
    wanted |= {"Nothing here", "Picture birds/001.jpg", "Concept of the shape", "birds/001.jpg, to do", "Cat100 × 80"}
    assert wanted <= names
