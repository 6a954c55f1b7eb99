"""Nothing drawn is lost in between: looking away, moving on, parts and answers that come late."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Route, expect

from tests.editor.conftest import OpenEditor
from tests.editor.double import Double
from tests.editor.kept import box, queue
from tests.editor.stage import DESKTOP, Desk

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
BOX = ((100, 100), (200, 200))
OTHER = ((300, 300), (400, 400))
POLYGON = {"key": "p1", "concept": 1, "kind": "polygon", "points": [[100, 100], [300, 100], [300, 300]], "from": None}


@asynccontextmanager
async def held(desk: Desk, which: str) -> AsyncIterator[Callable[[], Awaitable[object]]]:
    """Requests to such addresses are on their way until they are let go; inside, the first one has been sent."""
    gate, sent = asyncio.Event(), asyncio.Event()

    async def wait(route: Route) -> None:
        sent.set()
        await gate.wait()
        await route.continue_()

    await desk.page.route(which, wait)
    try:
        yield sent.wait
    finally:
        gate.set()


def lefts(double: Double, assignment: int = 101) -> list[int]:
    return [round(one["points"][0][0]) for one in double.of(assignment).shapes]


async def test_looking_away_while_a_part_is_on_its_way(edit: OpenEditor):
    double = Double(queue(1, state="changes", revision=3), draws=["polygon"], type="segmentation")
    double.items[0].shapes = [POLYGON]
    desk = await edit(double, **DESKTOP)
    async with held(desk, "**/polygon.js") as sent:
        await desk.page.reload(wait_until="commit")
        await sent()
        await desk.look_away()
    await desk.shown(101)
    await expect(desk.shapes).to_have_count(1)
    assert double.sent("PUT", "shapes") == []


@pytest.mark.parametrize("refusal", [None, "The database is busy."], ids=["taken", "refused"])
async def test_moving_on_while_it_is_submitted(edit: OpenEditor, refusal: str | None):
    double = Double(queue(3))
    double.of(103).shapes = [box("b1", 500, 400, 600, 500)]
    desk = await edit(double, **DESKTOP)
    await desk.drag(*BOX)
    await desk.saved()
    if refusal:
        double.refuse["POST", "submit"] = (503, {"error": refusal})
    async with held(desk, "**/submit*") as sent:
        await desk.press("Enter")
        await sent()
        await desk.page.get_by_role("button", name="birds/003.jpg, to do").click()
    if refusal:
        await expect(desk.page.get_by_role("alert")).to_contain_text(refusal)
        await desk.shown(101)
        double.refuse.clear()
        await desk.button("Try again").click()
    await desk.shown(102 if refusal else 103)
    assert [(one.state, lefts(double, one.assignment)) for one in double.items] == [
        ("submitted", [100]),
        ("open", []),
        ("open", [500]),
    ]


async def test_moving_on_while_a_save_gets_no_answer(edit: OpenEditor):
    double = Double(queue(2), lost={"shapes"})
    double.of(102).shapes = [box("b1", 500, 400, 600, 500)]
    desk = await edit(double, **DESKTOP)
    await desk.drag(*BOX)
    await expect(desk.page.locator("#saved")).to_have_text("Offline: kept in this browser")
    async with held(desk, "**/101/shapes*") as sent:
        await desk.drag(*OTHER)
        await sent()
        await desk.press("PageDown")
        await desk.shown(102)
        await desk.drag(*BOX)
    await double.until(lambda: lefts(double) == [100, 300])
    await double.until(lambda: lefts(double, 102) == [500, 100])


async def test_coming_back_while_nothing_can_be_saved(edit: OpenEditor):
    double = Double(queue(2))
    double.refuse["PUT", "shapes"] = (503, {"error": "The database is busy."})
    desk = await edit(double, **DESKTOP)
    await desk.drag(*BOX)
    await desk.press("PageDown")
    await desk.shown(102)
    async with held(desk, "**/picture/101*"):
        await desk.press("PageUp")
        await expect(desk.page.locator("#item-name")).to_have_text("birds/001.jpg")
        await desk.look_away()
    await desk.shown(101)
    await expect(desk.shapes).to_have_count(1)
    double.refuse.clear()
    await desk.saved()
    assert lefts(double) == [100]


async def test_nothing_is_sent_while_it_is_asked_whose_shapes_stay(edit: OpenEditor, chrome: Browser):
    double = Double(queue(1))
    context = await chrome.new_context(**DESKTOP)
    first, second = await edit(double, context=context), await edit(double, context=context)
    await first.drag(*BOX)
    await first.saved()
    await second.drag(*OTHER)
    dialog = second.page.get_by_role("dialog", name="Which shapes are to stay?")
    await expect(dialog).to_be_visible()
    await second.look_away()
    await second.page.evaluate("dispatchEvent(new Event('online'))")
    await dialog.get_by_role("button", name="The saved ones").click()
    await expect(second.page.locator("dialog")).to_have_count(0)
    await second.drag((500, 100), (600, 200))
    await double.until(lambda: lefts(double) == [100, 500])
    assert [body["revision"] for body in double.sent("PUT", "shapes")] == [1, 1, 2]


async def test_drawing_on_after_a_look_elsewhere(edit: OpenEditor):
    double = Double(queue(1))
    desk = await edit(double, **DESKTOP)
    await desk.drag(*BOX)
    await desk.saved()
    double.delay = 0.5
    await desk.drag((500, 100), (600, 200))
    await desk.look_away()
    await desk.drag(*OTHER)
    await double.until(lambda: lefts(double) == [100, 500, 300])
    await desk.saved()
    assert await desk.page.evaluate("localStorage.length") == 0
    assert await desk.page.get_by_role("dialog").count() == 0


async def test_nothing_is_drawn_while_it_is_submitted(edit: OpenEditor):
    double = Double(queue(2))
    desk = await edit(double, **DESKTOP)
    await desk.drag(*BOX)
    double.refuse["POST", "submit"] = (503, {"error": "The database is busy."})
    async with held(desk, "**/submit*") as sent:
        await desk.press("Enter")
        await sent()
        await expect(desk.page.locator("#saved")).to_have_text("Sending …")
        await desk.drag(*OTHER)
        await desk.press("Control+z")
        await expect(desk.shapes).to_have_count(1)
    await expect(desk.page.get_by_role("alert")).to_contain_text("The database is busy.")
    await desk.press("0")
    await desk.drag(*OTHER)
    await expect(desk.shapes).to_have_count(2)
    double.refuse.clear()
    await desk.button("Try again").click()
    await desk.shown(102)
    assert lefts(double) == [100, 300]


async def test_what_could_not_be_saved_stays_until_it_is_thrown_away(edit: OpenEditor):
    double = Double(queue(1))
    desk = await edit(double, **DESKTOP)
    double.of(101).state, double.of(101).revision = "approved", 7
    await desk.drag(*BOX)
    await desk.button("Show what is there now").click()
    words = "1 shape that you drew here could not be saved"
    await expect(desk.page.get_by_role("alert")).to_contain_text(words)
    await desk.look_away()
    await desk.page.reload()
    await expect(desk.page.get_by_role("alert")).to_contain_text(words)
    await desk.button("Throw them away").click()
    assert await desk.page.evaluate("localStorage.length") == 0


async def test_a_browser_that_keeps_nothing_says_so(edit: OpenEditor):
    double = Double(queue(1))
    double.refuse["PUT", "shapes"] = (503, {"error": "The database is busy."})
    desk = await edit(double, **DESKTOP)
    await desk.page.evaluate("localStorage.setItem('other', 'x'.repeat(5 * 1024 * 1024 - 5))")
    await desk.drag(*BOX)
    await expect(desk.page.locator("#saved")).to_have_text("Offline: not kept, don’t close this page")
    await desk.page.evaluate("localStorage.removeItem('other')")
    await desk.drag(*OTHER)
    await expect(desk.page.locator("#saved")).to_have_text("Offline: kept in this browser")


async def test_copies_are_not_kept_for_good(edit: OpenEditor):
    desk = await edit(Double(queue(2)), **DESKTOP)
    keep = """days => localStorage.setItem(`labelbot label T1-ANA 5 102 ${days}`,
        JSON.stringify({ revision: 1, shapes: [], draft: null, at: Date.now() - days * 86400000 }))"""
    for days in (29, 31):
        await desk.page.evaluate(keep, days)
    await desk.page.reload()
    await desk.shown(101)
    await desk.page.wait_for_function("() => localStorage.length === 1")
    assert await desk.page.evaluate("localStorage.key(0)") == "labelbot label T1-ANA 5 102 29"
