"""Boxes, by mouse: drawn, chosen, moved, reshaped, undone, submitted."""

import pytest
from playwright.async_api import expect

from tests.editor.conftest import OpenEditor
from tests.editor.double import Double
from tests.editor.kept import box, concepts, queue, suggested
from tests.editor.stage import DESKTOP, close_to

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def test_a_box_is_where_the_pointer_was_and_the_next_picture_follows(edit: OpenEditor):
    double = Double(queue(3))
    desk = await edit(double, **DESKTOP)
    await desk.drag((100.4, 80.2), (300.8, 250.6))
    await expect(desk.shapes).to_have_count(1)
    await desk.saved()
    assert close_to(double.of(101).shapes[0]["points"], (100.4, 80.2), (300.8, 250.6))
    await desk.press("2")
    await desk.drag((700, 500), (550.3, 400.7))
    await expect(desk.page.get_by_role("list").get_by_role("button", name="Dog").last).to_be_visible()
    await desk.button("Submit").click()
    await desk.shown(102)
    assert [shape["concept"] for shape in double.of(101).shapes] == [1, 2]
    assert close_to(double.of(101).shapes[1]["points"], (550.3, 400.7), (700, 500))
    assert double.of(101).state == "submitted"
    await expect(desk.page.locator("#progress")).to_have_text("1 of 3")
    await expect(desk.shapes).to_have_count(0)


async def test_coordinates_hold_at_any_zoom(edit: OpenEditor):
    double = Double(queue(1), width=4000, height=3000)
    desk = await edit(double, **DESKTOP)
    x, y = (round(n) for n in await desk.at(2000.5, 1500.25))
    under = await desk.of(x, y)
    await desk.page.mouse.move(x, y)
    for _ in range(8):
        await desk.page.mouse.wheel(0, -240)
    await desk.settle()
    assert await desk.scale() > 1.5
    assert await desk.at(*under) == pytest.approx((x, y), abs=0.05)
    await desk.drag((1990, 1490), (2050.5, 1540.25))
    await desk.saved()
    assert close_to(double.of(101).shapes[0]["points"], (1990, 1490), (2050.5, 1540.25))


async def test_a_box_is_moved_and_reshaped(edit: OpenEditor):
    double = Double(queue(1))
    double.items[0].shapes = [box("a", 100, 100, 200, 180)]
    desk = await edit(double, **DESKTOP)
    await desk.press("v")
    await desk.drag((150, 140), (170.5, 160.5))
    await desk.drag((220.5, 200.5), (300, 260))  # Its corner.
    await desk.drag((120.5, 190), (90, 190))  # Its left side.
    await desk.saved()
    assert close_to(double.of(101).shapes[0]["points"], (90, 120.5), (300, 260))
    await desk.press("Control+z", "Control+z")
    await desk.saved()
    await expect(desk.page.locator("#shapes .facts")).to_have_text("100 × 80")
    await desk.press("Control+y")
    await expect(desk.page.locator("#shapes .facts")).to_have_text("180 × 140")
    await desk.press("Control+Shift+z")
    await expect(desk.page.locator("#shapes .facts")).to_have_text("210 × 140")


async def test_what_is_beyond_the_picture_ends_at_its_edge(edit: OpenEditor):
    double = Double(queue(1))
    desk = await edit(double, **DESKTOP)
    await desk.drag((-8, -8), (50, 60))
    await desk.drag((790, 590), (806, 606))
    await desk.saved()
    assert close_to(double.of(101).shapes[0]["points"], (0, 0), (50, 60))
    assert close_to(double.of(101).shapes[1]["points"], (790, 590), (800, 600))


async def test_too_small_is_no_box_and_a_click_chooses(edit: OpenEditor):
    double = Double(queue(1), width=200, height=150)
    double.items[0].shapes = [box("a", 50, 50, 100, 100), box("b", 60, 60, 80, 80, concept=2)]
    desk = await edit(double, **DESKTOP)
    await desk.drag((10, 10), (12, 40))
    await expect(desk.page.locator("#toast")).to_have_text("A box is at least 3 pixels wide and high.")
    await desk.click(70, 70)
    await expect(desk.page.locator("#shapes [aria-current]")).to_contain_text("Dog")
    await desk.click(95, 95)
    await expect(desk.page.locator("#shapes [aria-current]")).to_contain_text("Cat")
    await desk.press("Delete")
    await expect(desk.shapes).to_have_count(1)


async def test_zoom_pan_fit_and_resize_keep_what_is_looked_at(edit: OpenEditor):
    desk = await edit(Double(queue(1)), **DESKTOP)
    before = await desk.scale()
    await desk.press("+", "+")
    assert await desk.scale() > before * 1.5
    at = await desk.at(400, 300)
    await desk.page.mouse.move(500, 400)
    await desk.page.mouse.down(button="right")
    await desk.page.mouse.move(540, 430, steps=3)
    await desk.page.mouse.up(button="right")
    assert await desk.at(400, 300) == pytest.approx((at[0] + 40, at[1] + 30), abs=0.01)
    await desk.page.keyboard.down("Space")
    await desk.drag((400, 300), (350, 300))
    await desk.page.keyboard.up("Space")
    await expect(desk.shapes).to_have_count(0)
    middle = "() => { const s = document.getElementById('stage'); return [s.clientWidth / 2, s.clientHeight / 2]; }"
    was, stage = await desk.at(0, 0), await desk.page.evaluate(middle)
    await desk.page.set_viewport_size({"width": 1000, "height": 700})
    await expect(desk.page.locator("#stage")).to_have_js_property("clientHeight", stage[1] * 2 - 100)
    await desk.settle()
    now = await desk.page.evaluate(middle)
    assert await desk.at(0, 0) == pytest.approx((was[0] + now[0] - stage[0], was[1] + now[1] - stage[1]), abs=0.6)
    await desk.press("0")
    assert await desk.scale() < before


async def test_concepts_are_found_counted_changed_and_hidden(edit: OpenEditor):
    names = [f"Bird {n}" for n in range(1, 31)]
    double = Double(queue(1), concepts=concepts(*names))
    desk = await edit(double, **DESKTOP)
    await desk.press("/")
    await expect(desk.page.locator("input:focus")).to_have_count(1)
    await desk.page.keyboard.type("rd 27")
    await expect(desk.page.locator("#concepts li")).to_have_count(1)
    await desk.press("Enter")
    await desk.drag((100, 100), (200, 200))
    await desk.saved()
    assert double.of(101).shapes[0]["concept"] == 27
    await desk.press("Shift+Digit3")
    await desk.saved()
    assert double.of(101).shapes[0]["concept"] == 3
    await desk.page.get_by_label("Concept of the shape").select_option("Bird 5")
    await desk.saved()
    assert double.of(101).shapes[0]["concept"] == 5
    await desk.button("Hide all of Bird 5").click()
    await expect(desk.button("Show all of Bird 5")).to_be_visible()


async def test_suggestions_are_accepted_one_by_one_above_a_threshold_or_mended(edit: OpenEditor):
    double = Double(queue(2))
    scores = {"s1": 0.95, "s2": 0.8, "s3": 0.6, "s4": 0.2}
    double.items[0].suggestions = [
        suggested(key, score, 50 + 150 * n, 50, 150 + 150 * n, 200) for n, (key, score) in enumerate(scores.items())
    ]
    desk = await edit(double, **DESKTOP)
    await expect(desk.offers).to_have_count(4)
    await desk.press("a")
    await expect(desk.offers).to_have_count(3)
    await desk.page.get_by_label("Lowest score").fill("50")
    await expect(desk.offers).to_have_count(2)
    await desk.press("v", "Escape")
    await desk.drag((250, 120), (250, 140))  # Chosen and moved: accepted, as changed.
    await expect(desk.offers).to_have_count(1)
    await desk.button("Accept this one").click()
    await expect(desk.offers).to_have_count(0)
    await desk.saved()
    assert [(one["from"], one["source"]) for one in double.of(101).shapes] == [
        ("s1", "accepted"),
        ("s2", "edited"),
        ("s3", "accepted"),
    ]
    await desk.press("Control+z")
    await expect(desk.offers).to_have_count(1)


async def test_shapes_go_along_to_the_next_picture(edit: OpenEditor):
    double = Double(queue(2))
    desk = await edit(double, **DESKTOP)
    await desk.drag((100, 100), (200, 200))
    await desk.press("Control+c", "Control+v")
    await expect(desk.shapes).to_have_count(2)
    await desk.press("Escape", "d")
    await expect(desk.page.locator("#toast")).to_contain_text("2 shapes will be on the next picture")
    await desk.press("Enter")
    await desk.shown(102)
    await expect(desk.shapes).to_have_count(2)
    await desk.saved()
    assert [one["points"] for one in double.of(102).shapes] == [one["points"] for one in double.of(101).shapes]
    await desk.press("Control+z")
    await expect(desk.shapes).to_have_count(0)


async def test_skip_flag_nothing_and_back(edit: OpenEditor):
    double = Double(queue(3))
    desk = await edit(double, **DESKTOP)
    await desk.press("Enter")
    await expect(desk.page.locator("#toast")).to_contain_text("Nothing here")
    await desk.press("f")
    await expect(desk.button("Flag for the leads (F)")).to_have_attribute("aria-pressed", "true")
    assert double.of(101).is_flagged
    await desk.button("Skip").click()
    await desk.shown(102)
    await desk.button("Nothing here").click()
    await desk.shown(103)
    await desk.page.get_by_role("button", name="birds/002.jpg, submitted").click()
    await desk.shown(102)
    await expect(desk.button("Submit")).to_be_hidden()
    await desk.drag((10, 10), (100, 100))
    await expect(desk.shapes).to_have_count(0)
    await desk.button("Change it").click()
    await expect(desk.button("Submit")).to_be_visible()
    await desk.drag((10, 10), (100, 100))
    await desk.button("Submit").click()
    await desk.shown(103)
    await desk.press("n")
    await desk.shown(101)
    await expect(desk.page.get_by_role("button", name="birds/001.jpg, skipped, flagged")).to_be_visible()
    await desk.press("n")
    await expect(desk.page.get_by_role("heading", name="All done. 3 pictures are labeled.")).to_be_visible()
    double.items += queue(4)[3:]
    await desk.button("Look again").click()
    await desk.shown(104)


async def test_the_next_picture_is_fetched_ahead(edit: OpenEditor):
    double = Double(queue(2))
    desk = await edit(double, **DESKTOP)
    await desk.page.wait_for_load_state("networkidle")
    fetched: list[str] = []
    desk.page.on("request", lambda request: fetched.append(request.url))
    await desk.press("n")
    await desk.shown(102)
    assert [url for url in fetched if "/picture/" in url and not url.endswith("small")] == []
