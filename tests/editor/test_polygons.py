"""Polygons: point by point, bent, split, undone one point at a time."""

import pytest
from playwright.async_api import expect

from tests.editor.conftest import OpenEditor
from tests.editor.double import Double
from tests.editor.kept import queue
from tests.editor.stage import DESKTOP, close_to

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
TRIANGLE = {"key": "t", "concept": 1, "kind": "polygon", "points": [[100, 100], [300, 100], [200, 300]], "from": None}


def segmentation(count: int = 1) -> Double:
    return Double(queue(count), draws=["polygon"], type="segmentation")


async def test_a_polygon_is_closed_where_it_began(edit: OpenEditor):
    double = segmentation(2)
    desk = await edit(double, **DESKTOP)
    corners = [(100.5, 100.25), (300, 110), (280.4, 290.6), (120, 250)]
    for corner in corners:
        await desk.click(*corner)
    await desk.click(101, 101)
    await expect(desk.shapes).to_have_count(1)
    await desk.saved()
    assert close_to(double.of(101).shapes[0]["points"], *corners)
    await desk.press("Enter")
    await desk.shown(102)
    assert double.of(101).state == "submitted"


async def test_undo_takes_back_the_last_point_and_nothing_else(edit: OpenEditor):
    double = segmentation()
    double.items[0].shapes = [TRIANGLE]
    desk = await edit(double, **DESKTOP)
    corners = [(400, 100), (500, 100), (500, 200), (450, 260), (400, 200)]
    for corner in corners:
        await desk.click(*corner)
    await desk.press("Control+z", "Control+z", "Control+y")
    await desk.button("Finish").click()
    await expect(desk.shapes).to_have_count(2)
    await desk.saved()
    assert close_to(double.of(101).shapes[1]["points"], *corners[:4])
    await desk.click(600, 500)
    await desk.press("Control+z")
    await expect(desk.shapes).to_have_count(2)
    await desk.press("Control+z")
    await expect(desk.shapes).to_have_count(1)


async def test_points_are_moved_inserted_and_deleted(edit: OpenEditor):
    double = segmentation()
    double.items[0].shapes = [TRIANGLE]
    desk = await edit(double, **DESKTOP)
    await desk.press("v")
    await desk.click(200, 150)
    await desk.drag((300, 100), (320.5, 90.5))
    await desk.drag((210.25, 95.25), (210, 50))  # The middle of the upper side.
    await desk.saved()
    points = double.of(101).shapes[0]["points"]
    assert close_to(points[:1] + points[2:], (100, 100), (320.5, 90.5), (200, 300))
    assert points[1] == pytest.approx([210, 50], abs=0.5)
    await desk.press("Delete")
    await expect(desk.page.locator("#shapes .facts")).to_have_text("3 points")
    await desk.press("Delete")
    await expect(desk.page.locator("#toast")).to_contain_text("at least three points")
    await desk.press("i")
    await expect(desk.page.locator("#shapes .facts")).to_have_text("4 points")
    await desk.saved()
    assert len(double.of(101).shapes[0]["points"]) == 4


async def test_a_polygon_that_crosses_itself_is_said(edit: OpenEditor):
    desk = await edit(segmentation(), **DESKTOP)
    for corner in [(100, 100), (300, 300), (300, 100), (100, 300)]:
        await desk.click(*corner)
    await desk.press("Enter")
    await expect(desk.page.locator("#toast")).to_contain_text("crosses itself")
    await expect(desk.shapes).to_have_count(1)


async def test_a_double_click_ends_it_and_escape_drops_it(edit: OpenEditor):
    desk = await edit(segmentation(), **DESKTOP)
    await desk.click(100, 100)
    await desk.click(300, 100)
    await desk.page.mouse.dblclick(*await desk.at(200, 300))
    await expect(desk.shapes).to_have_count(1)
    await desk.click(400, 400)
    await desk.button("Submit").click()
    await expect(desk.page.locator("#toast")).to_contain_text("Finish the polygon first")
    await desk.press("Escape")
    await expect(desk.page.locator("#bar-draft")).to_be_hidden()
    await expect(desk.shapes).to_have_count(1)


async def test_points_that_make_no_polygon_are_still_there(edit: OpenEditor):
    double = segmentation()
    desk = await edit(double, **DESKTOP)
    for x in (100, 200, 300):
        await desk.click(x, 100)
    await desk.button("Finish").click()
    await expect(desk.page.locator("#toast")).to_contain_text("not all on one line")
    await desk.press("Control+z", "Control+y")
    await desk.click(300, 300)
    await desk.button("Finish").click()
    await desk.saved()
    assert len(double.of(101).shapes[0]["points"]) == 4
    await desk.press("Control+z")
    await expect(desk.shapes).to_have_count(0)
    await expect(desk.button("Undo (Ctrl+Z)")).to_have_attribute("aria-disabled", "true")


async def test_no_polygon_has_more_points_than_the_server_takes(edit: OpenEditor):
    double = segmentation()
    ring = [[100.0 + n / 4, 100] for n in range(1000)] + [[349.75 - n / 4, 300] for n in range(998)] + [[100, 300]]
    double.items[0].shapes = [TRIANGLE | {"points": ring}]
    desk = await edit(double, **DESKTOP)
    facts = desk.page.locator("#shapes .facts")
    await desk.press("v", "]", "i")
    await expect(facts).to_have_text("2000 points")
    await desk.press("i")
    await expect(desk.page.locator("#toast")).to_have_text("A polygon can have 2,000 points.")
    await desk.drag((100, 200), (90, 200))  # The middle of its left side: the whole is moved.
    await desk.saved()
    await expect(facts).to_have_text("2000 points")
    assert len(double.of(101).shapes[0]["points"]) == 2000
