"""The page before its real server: what is drawn is in the database, where it was drawn, and reaches its reviewer."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from domain.model import AssignmentStatus, TaskType
from store.unit_of_work import Store, opened
from tests.editor.stage import DESKTOP, PHONE, Desk, close_to
from tests.fake_clock import FakeClock
from tests.handlers.editing import birds, picture
from tests.handlers.web import BASE, Web, serving

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
TURNED = 6
"""By EXIF: 3000 x 2400 on the disk, 2400 x 3000 upright."""


@pytest.fixture
def kept(sqlite_template: Path, clock: FakeClock, tmp_path: Path) -> Iterator[Store]:
    with opened(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'labelbot.db')}", clock) as store:
        yield store


@pytest_asyncio.fixture(loop_scope="module")
async def web(kept: Store, tmp_path: Path) -> AsyncIterator[Web]:
    async with serving(kept, tmp_path / "inputs") as ready:
        yield ready


async def desk_of(web: Web, chrome: Browser, task: int, user: str, query: str = "", **how: Any) -> Desk:
    """Signs in as people do, and opens the editor."""
    page = await (await chrome.new_context(**how)).new_page()
    desk = Desk(page, None)  # type: ignore[arg-type]
    await page.goto(f"{web.url}{web.link(user)}")
    await page.get_by_role("button", name="Continue as").click()
    await page.goto(f"{web.url}{BASE}/edit/{task}{query}")
    await desk.shown()
    return desk


def shapes_of(web: Web, assignment: int) -> list[Any]:
    return list(web.office.store.read(lambda unit: unit.annotations.shapes(assignment)))


async def test_drawn_saved_submitted_and_approved(web: Web, chrome: Browser):
    task = birds(web, picture(3000, 2400, TURNED), picture(41, 30))
    first, second = (one.id for one in web.office.assignments(task.id))
    desk = await desk_of(web, chrome, task.id, "ANA", **DESKTOP)
    await expect(desk.page.locator("#picture")).to_have_js_property("naturalWidth", 2400)
    await desk.drag((1200.5, 600.25), (2000.75, 1500))
    await desk.saved()
    assert close_to(shapes_of(web, first)[0].points, (1200.5, 600.25), (2000.75, 1500))
    await desk.drag((2000.75, 1500), (1900.5, 1400.5))
    await desk.press("2")
    await desk.drag((100, 2000), (900.5, 2900.5))
    await desk.button("Submit").click()
    await desk.shown(second)
    drawn = shapes_of(web, first)
    assert [one.concept for one in drawn] == [task.concepts[0], task.concepts[1]]
    assert close_to(drawn[0].points, (1200.5, 600.25), (1900.5, 1400.5))
    assert close_to(drawn[1].points, (100, 2000), (900.5, 2900.5))
    await desk.press("n")
    await expect(desk.page.locator("#finished")).to_be_visible()
    await desk.page.context.close()
    assert desk.complaints == []
    await review(web, chrome, task.id, first)


async def review(web: Web, chrome: Browser, task: int, first: int) -> None:
    desk = await desk_of(web, chrome, task, "REA", f"?item={first}&as=review", **DESKTOP)
    await expect(desk.page.locator("#review")).to_contain_text("Labeled by Ana")
    await desk.click(500, 2500)
    await desk.press("Delete")
    await desk.button("Approve").click()
    await expect(desk.page.locator(f'body[data-shown="{first}"]')).to_have_count(0)
    assert len(shapes_of(web, first)) == 1
    assert web.office.assignments(task)[0].status is AssignmentStatus.SUCCESS
    await desk.page.context.close()
    assert desk.complaints == []


async def test_polygons_by_touch_survive_a_closed_tab(web: Web, chrome: Browser):
    task = birds(web, picture(800, 600), type_=TaskType.SEGMENTATION, reviewers=())
    (assignment,) = (one.id for one in web.office.assignments(task.id))
    desk = await desk_of(web, chrome, task.id, "ANA", **PHONE)
    corners = [(100, 100), (700, 100), (400, 500)]
    for corner in corners:
        await desk.page.touchscreen.tap(*await desk.at(*corner))
    context = desk.page.context
    await desk.leave()
    desk.page = await context.new_page()
    await desk.page.goto(f"{web.url}{BASE}/edit/{task.id}")
    await desk.shown(assignment)
    await desk.button("Finish").tap()
    await desk.button("Submit").tap()
    await expect(desk.page.get_by_role("heading", name="All done")).to_be_visible()
    (shape,) = shapes_of(web, assignment)
    assert close_to(shape.points, *corners, by=0.5)
    await context.close()
