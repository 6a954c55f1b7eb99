"""What comes before the first picture weighs little, whatever the task draws; what comes after it may be late."""

import asyncio
import gzip

import pytest
from playwright.async_api import Route, expect

from tests.editor.conftest import OpenEditor
from tests.editor.double import Double
from tests.editor.kept import concepts, queue, suggested
from tests.editor.stage import DESKTOP, close_to

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
BAR = 20_000
_SEEN = """document.addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
    const names = performance.getEntriesByType("resource").map(entry => entry.name);
    window.before ??= names.filter(name => /\\.(js|css)$/.test(name));
}).observe(document.body, { attributeFilter: ["data-shown"] }));"""


def full(draws: list[str], **more: object) -> Double:
    """All that needs a part of its own."""
    double = Double(queue(2), draws=draws, concepts=concepts(*(f"Bird {n}" for n in range(30))), **more)  # type: ignore[arg-type]
    double.items[0].suggestions = [suggested("s1", 0.9, 500, 100, 600, 200)]
    return double


@pytest.mark.parametrize("draws", [["box"], ["polygon"], ["box", "polygon"]], ids="-".join)
async def test_the_first_picture_waits_for_no_part(edit: OpenEditor, draws: list[str]):
    double = full(draws, type="segmentation" if draws == ["polygon"] else "detection")
    desk = await edit(double, **DESKTOP)
    await desk.page.add_init_script(_SEEN)
    await desk.page.reload()
    await desk.shown(101)
    before = await desk.page.evaluate("window.before")
    page = await (await desk.page.request.get(double.url())).body()
    files = [await (await desk.page.request.get(one)).body() for one in before]
    assert sorted(one.rpartition("/")[2] for one in before) == ["editor.css", "main.js"]
    assert sum(len(gzip.compress(one)) for one in (page, *files)) <= BAR
    await expect(desk.offers).to_have_count(1)


async def test_points_count_from_the_moment_that_the_picture_is_there(edit: OpenEditor):
    double = full(["polygon"], type="segmentation")
    desk = await edit(double, **DESKTOP)
    gate = asyncio.Event()

    async def wait(route: Route) -> None:
        await gate.wait()
        await route.continue_()

    for late in ("**/polygon.js", "**/more.css"):
        await desk.page.route(late, wait)
    await desk.page.reload(wait_until="commit")
    await desk.shown(101)
    corners = [(100, 100), (300, 100), (300, 300)]
    for corner in corners:
        await desk.click(*corner)
    await desk.press("Enter")
    gate.set()
    await desk.button("Finish").click()
    await desk.saved()
    assert close_to(double.of(101).shapes[0]["points"], *corners)
