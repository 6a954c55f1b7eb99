"""All ways through the editor before the real bot: by mouse, fingers and keys, reviewed and sent back, with a model's
boxes, with polygons; from the card in Slack and back. What is in the database is where the pointer was.
"""

import asyncio
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from domain.assisting import TaskAssist
from domain.model import AssignmentStatus, AssistMode, TaskType
from playground.workspace import Workspace
from store import tables
from store.unit_of_work import UnitOfWork
from tests.assist.graphs import folder, model, ultralytics, v8
from tests.editor.double import Double
from tests.editor.stage import DESKTOP, PHONE, Desk, chromium, close_to
from tests.journeys.acts import create_special_task, create_task
from tests.journeys.contents import with_pages
from tests.journeys.drawn import at, scored, shapes, statuses
from tests.journeys.drawn_files import exports, imports
from tests.journeys.editing_hands import by_fingers, by_keys, by_mouse, done, patient, whole
from tests.journeys.stage import WORKSPACE, Stage, staged

pytestmark = pytest.mark.slow
SIZE, SMALLER = (4000, 3000), (1280, 960)
MODEL = "Pets"
SEEN = [
    (120, 180, 100, 80, 0, 0.9),
    (320, 180, 100, 80, 1, 0.7),
    (520, 180, 100, 80, 0, 0.55),
    (320, 400, 100, 80, 1, 0.3),
]
"""Cats and dogs, in the model's frame: on a picture of 1280 x 960 twice as large, and 160 higher up."""
BEST = ((140, 120), (340, 280))


@pytest.fixture(autouse=True)
def _patient() -> Iterator[None]:
    """Browser, bot and model share one machine, and the pictures are large."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.mark.timeout(240)
async def test_every_way_through_the_editor(tmp_path: Path, watch: Callable[[Workspace], Workspace]) -> None:
    folder(tmp_path / "models" / MODEL, model({"output0": v8(SEEN)}, metadata=ultralytics()))
    async with staged(tmp_path, watch=watch, assist="on", **with_pages()) as stage, chromium() as browser:
        stage.add_pictures("Photos", 6, SIZE)
        stage.add_pictures("Close-ups", 2, SMALLER)
        await create_task(stage, type_="Detection", labelers=("Ben", "Chloé", "Greta"), reviewers=("Dmitri",))
        ben = await signed_in(browser, stage, "Ben", "Draw a box around each: Cat or Dog", **DESKTOP)
        first = await by_mouse(ben, stage)
        await by_fingers(await signed_in(browser, stage, "Chloé", "Draw a box around each", **PHONE), stage)
        await by_keys(await signed_in(browser, stage, "Greta", "Draw a box around each", **DESKTOP), stage)
        await reviewed_and_sent_back(browser, ben, stage, first)
        await exports(stage, SIZE, range(1, 7))
        await with_a_models_boxes(ben, stage, await model_task(stage))
        await polygons_while_the_bot_restarts(ben, stage)
        await imports(stage, "Close-ups")


async def signed_in(browser: Browser, stage: Stage, name: str, sees: str, **how: object) -> Desk:
    """As the card's Sign in button does it, in a browser of their own."""
    who = patient(stage, name)
    await who.sees(sees)
    await who.click("Sign in")
    await who.sees("Here is your link")
    (link,) = re.findall(r"http://[^\s|\"'<>]+/sign-in/[\w-]+", str(who.notices[-1].blocks))
    desk = Desk(await browser.new_page(**how), Double([]))  # type: ignore[arg-type]
    await desk.page.goto(link)
    await desk.page.get_by_role("button", name=f"Continue as {name.lower()}").click()
    await whole(desk)
    return desk


async def reviewed_and_sent_back(browser: Browser, ben: Desk, stage: Stage, first: int) -> None:
    dmitri = patient(stage, "Dmitri")
    review = await signed_in(browser, stage, "Dmitri", "1 Cat, 1 Dog", **DESKTOP)
    await expect(review.page.locator("#review-words")).to_contain_text("Labeled by ben")
    assert await at(review) == first
    await review.press("r")
    await review.page.get_by_role("textbox", name="Reason").fill("Tighter, please.")
    await review.page.get_by_role("dialog").get_by_role("button", name="Request changes").click()
    await expect(review.page.locator(f'body[data-shown="{first}"]')).to_have_count(0)
    await patient(stage, "Ben").sees("Tighter, please.")
    await ben.comes_back()
    await whole(ben)
    await expect(ben.page.locator("#reason")).to_contain_text("Tighter, please.")
    await ben.press("v")
    await ben.click(1500, 1200)
    await ben.drag((900.9, 1600), (1000.25, 1600))
    await ben.button("Submit").click()
    await done(ben)
    await dmitri.sees("You asked for changes")
    await review.page.goto(re.sub(r"item=\d+", f"item={first}", review.page.url))
    await whole(review)
    await review.click(600, 500)
    await review.press("Delete")
    await expect(review.page.locator("#mended")).to_contain_text("1 deleted")
    for _ in range(6):
        await review.shown()
        before = await at(review)
        await review.button("Approve").click()
        await expect(review.page.locator(f'body[data-shown="{before}"]')).to_have_count(0)
    await done(review)
    (kept,) = shapes(stage, first)
    assert close_to(kept.points, (1000.25, 800.2), (2900.3, 2400.7))
    assert set(statuses(stage, 6)) == {AssignmentStatus.SUCCESS}
    assert ben.complaints == review.complaints == []


async def model_task(stage: Stage) -> int:
    """The model's boxes are wanted of its two pictures."""
    services = stage.bot.services
    await asyncio.to_thread(services.models.check, MODEL)
    dataset = await asyncio.to_thread(services.datasets.open, WORKSPACE, "Close-ups")
    said: dict[str, object] = {"type": TaskType.DETECTION, "name": "Pets", "dataset": str(dataset.id)}
    task = await create_special_task(stage, **said)  # type: ignore[arg-type]
    await patient(stage, "Ben").sees("Pets")

    def ask(unit: UnitOfWork) -> None:
        t, a = tables.task, tables.assignment.c
        cat, dog = (one.id for one in unit.tasks.concepts(task))
        inputs = tables.assignment.select().with_only_columns(a.input).where(a.task == task)
        unit.connection.execute(t.update().where(t.c.id == task).values(assist=str(AssistMode.SUGGEST)))
        unit.assists.create(TaskAssist(task, AssistMode.SUGGEST, MODEL, 0.2, labels={"cat": cat, "dog": dog}))
        unit.suggestions.want(task, unit.connection.execute(inputs).scalars())
        unit.topics.add("suggestions")

    await asyncio.to_thread(stage.bot.store.write, ask)
    return task


async def with_a_models_boxes(desk: Desk, stage: Stage, task: int) -> None:
    """One is taken, one is mended, all above the threshold are taken; the one below is not."""
    await patient(stage, "Ben").sees("suggests 2 Cat · 2 Dog")
    await desk.page.goto(f"{stage.settings.public_url}/edit/{task}")
    await desk.shown()
    first = await at(desk)
    await expect(desk.offers).to_have_count(4)
    await desk.press("a", "Escape")
    await desk.page.get_by_label("Lowest score").fill("50")
    await expect(desk.offers).to_have_count(2)
    await desk.press("v")
    await desk.drag((640, 200), (660.5, 215.25))
    await desk.button("Accept this one").click()
    await desk.saved()
    await desk.button("Submit").click()
    await expect(desk.page.locator(f'body[data-shown="{first}"]')).to_have_count(0)
    await desk.shown()
    assert scored(stage, first) == [("accepted", MODEL, 0.9), ("edited", MODEL, 0.7), ("accepted", MODEL, 0.55)]
    drawn = shapes(stage, first)
    assert close_to(drawn[0].points, *BEST, by=0.1)
    assert close_to(drawn[1].points, (560.5, 135.25), (760.5, 295.25), by=0.1)
    second = await at(desk)
    await desk.button("Accept these 3").click()
    await desk.button("Submit").click()
    await done(desk)
    assert [how for how, _, _ in scored(stage, second)] == ["accepted"] * 3


async def polygons_while_the_bot_restarts(desk: Desk, stage: Stage) -> None:
    await create_task(stage, name="Outlines", dataset="Close-ups", type_="Segmentation")
    task = stage.bot.store.read(lambda unit: max(unit.connection.execute(tables.task.select()).scalars()))
    await patient(stage, "Ben").sees("Outline each")
    await desk.page.goto(f"{stage.settings.public_url}/edit/{task}")
    await desk.shown()
    first = await at(desk)
    corners = [(100.5, 100.25), (600, 110.75), (580.4, 590.6), (120, 550)]
    for corner in corners:
        await desk.click(*corner)
    await desk.press("Enter", "v")
    await desk.drag((600, 110.75), (650.25, 90.5))
    await desk.saved()
    await stage.stop()
    await desk.press("p", "2")
    for corner in [(800, 100), (1100.5, 100), (950, 400.5)]:
        await desk.click(*corner)
    await desk.page.keyboard.press("Enter")
    await expect(desk.page.locator("#saved")).to_contain_text("Offline")
    await stage.start()
    await desk.saved()
    await desk.button("Submit").click()
    await expect(desk.page.locator(f'body[data-shown="{first}"]')).to_have_count(0)
    drawn = shapes(stage, first)
    assert close_to(drawn[0].points, corners[0], (650.25, 90.5), *corners[2:])
    assert close_to(drawn[1].points, (800, 100), (1100.5, 100), (950, 400.5))
