"""Boxes, from the card in Slack to the editor and back: drawn, submitted, sent back, approved, and kept as drawn."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from domain.model import AssignmentStatus
from domain.shapes import Shape
from playground.workspace import Workspace
from store import tables
from store.sql import ASSIGNMENT, to_assignment
from tests.editor.double import Double
from tests.editor.stage import DESKTOP, Desk, close_to
from tests.journeys.acts import NAME, create_task
from tests.journeys.contents import with_pages
from tests.journeys.stage import Stage, staged
from tests.playground.page.stage import chromium

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _patient() -> Iterator[None]:
    """Browser and bot share one machine, and the pictures are large."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


SIZE = (4000, 3000)
PATIENCE = 20
"""Seconds: the card follows when whoever is in the editor pauses."""


async def test_from_the_card_through_the_editor_and_the_review(
    tmp_path: Path, watch: Callable[[Workspace], Workspace]
) -> None:
    async with staged(tmp_path, watch=watch, **with_pages()) as stage, chromium() as browser:
        stage.add_pictures("Photos", 2, SIZE)
        await create_task(stage, type_="Detection", reviewers=("Dmitri",))
        ben, dmitri = stage.person("Ben"), stage.person("Dmitri")
        ben.patience = dmitri.patience = PATIENCE
        await ben.sees("Draw a box around each: Cat or Dog")
        desk = await signed_in(browser, stage, "Ben")
        await desk.drag((1000.4, 800.2), (3000.8, 2500.6))
        await desk.saved()
        assert close_to(points(stage, 1), (1000.4, 800.2), (3000.8, 2500.6))
        await desk.press("2")
        await desk.drag((500, 400), (700.5, 650.25))
        await desk.button("Submit").click()
        await expect(desk.page.locator("#item-name")).to_have_text("picture-001.png")
        await desk.shown()
        assert [shape.concept for shape in shapes(stage, 1)] == [1, 2]
        assert close_to(points(stage, 1, 1), (500, 400), (700.5, 650.25))
        await ben.sees("2 of 2")
        await desk.button("Nothing here").click()
        await expect(desk.page.locator("#finished-words")).to_contain_text("All done")
        await ben.sees("All done. Thank you!")

        await dmitri.sees("1 Cat, 1 Dog")
        review = await signed_in(browser, stage, "Dmitri")
        await expect(review.page.locator("#review-words")).to_contain_text("Labeled by ben")
        await review.button("Request changes").click()
        await review.page.get_by_role("textbox", name="Reason").fill("Tighter, please.")
        await review.page.get_by_role("dialog").get_by_role("button", name="Request changes").click()
        await expect(review.page.locator("#item-name")).to_have_text("picture-001.png")
        await ben.sees("Tighter, please.")

        await desk.page.reload()
        await desk.shown()
        await desk.button("Next").click()
        await expect(desk.page.locator("#reason")).to_contain_text("Tighter, please.")
        await desk.button("Submit").click()
        await dmitri.sees("You asked for changes")
        await review.button("Approve").click()
        await expect(review.page.locator("#item-name")).to_have_text("picture-000.png")
        await review.button("Approve").click()
        await expect(review.page.locator("#finished-words")).to_contain_text("All done")
        assert {status for _, status in statuses(stage)} == {AssignmentStatus.SUCCESS}
        assert desk.complaints == review.complaints == []
        await exports(stage)


async def exports(stage: Stage) -> None:
    """In the formats that the task's page, and then its version's, offers."""
    ana = stage.person("Ana")
    await ana.command(f"/label task {NAME}")
    await ana.click("Export labels", "modal")
    await ana.sees("In which format", "modal")
    await ana.click("COCO", "modal")
    await ana.sees("come as a file", "modal")
    written = json.loads(await ana.receives_file(".coco.json"))
    (first, second), sizes = written["annotations"], {(one["width"], one["height"]) for one in written["images"]}
    assert sizes == {SIZE}
    assert len(written["images"]) == 2, "On one there is nothing."
    left, top, width, height = first["bbox"]
    assert close_to([[left, top], [left + width, top + height]], *map(tuple, points(stage, 1)))
    assert [first["category_id"], second["category_id"]] == [1, 2]
    await ana.close()
    await ana.open_home()
    await ana.choose("⋯", "Create dataset version", "home")
    await ana.sees_modal("New dataset version")
    await ana.submit()
    await ana.sees_modal("Dataset version")
    await ana.click("Export YOLO", "modal")
    with zipfile.ZipFile(io.BytesIO(await ana.receives_file(".yolo.zip"))) as folder:
        labels = [folder.read(one).decode() for one in folder.namelist() if one.startswith("labels/")]
    assert sorted(map(str.count, labels, ["\n"] * 2)) == [0, 2]
    await ana.sees("2 shapes.")


async def test_what_the_editor_has_saved_stays_when_the_bot_starts_anew(
    tmp_path: Path, watch: Callable[[Workspace], Workspace]
) -> None:
    async with staged(tmp_path, watch=watch, **with_pages()) as stage, chromium() as browser:
        stage.add_pictures("Photos", 1, (800, 600))
        await create_task(stage, type_="Detection")
        await stage.person("Ben").sees("Draw a box around each")
        desk = await signed_in(browser, stage, "Ben")
        await desk.drag((100, 100), (300, 250))
        await desk.saved()
        await stage.stop()
        await desk.drag((400, 300), (500, 400))
        await expect(desk.page.locator("#saved")).to_contain_text("Offline")
        await stage.start()
        await desk.saved()
        assert len(shapes(stage, 1)) == 2


async def signed_in(browser: Browser, stage: Stage, name: str) -> Desk:
    """As the card's Sign in button does it, in a browser of their own."""
    who = stage.person(name)
    await who.click("Sign in")
    await who.sees("Here is your link")
    (link,) = re.findall(r"http://[^\s|\"'<>]+/sign-in/[\w-]+", str(who.notices[-1].blocks))
    page: Page = await browser.new_page(**DESKTOP)
    desk = Desk(page, Double([]))
    await page.goto(link)
    await page.get_by_role("button", name=f"Continue as {name.lower()}").click()
    await desk.shown()
    # The whole picture comes after its preview, in its place.
    await expect(page.locator("#picture")).to_have_attribute("src", re.compile("/full$"))
    return desk


def shapes(stage: Stage, assignment: int) -> tuple[Shape, ...]:
    return stage.bot.store.read(lambda unit: unit.annotations.shapes(assignment))


def points(stage: Stage, assignment: int, which: int = 0) -> list[list[float]]:
    return [list(one) for one in shapes(stage, assignment)[which].points]


def statuses(stage: Stage) -> list[tuple[int, AssignmentStatus]]:
    chosen = tables.assignment.select().with_only_columns(*ASSIGNMENT)
    rows = stage.bot.store.read(lambda unit: unit.connection.execute(chosen).all())
    return [(one.id, one.status) for one in map(to_assignment, rows)]
