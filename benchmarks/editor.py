"""The web editor in Chromium, before a bot: what it weighs, what a frame costs, how soon the next picture is there.

`js_ms_per_frame`: all JavaScript while a pointer pans, zooms or drags one box among so many, by the frames that were
painted. `bare_ms_per_frame` strokes the same boxes on a bare canvas in the same page. `rest_gzip_bytes` comes after the
first picture, and is not waited for.
"""

import asyncio
import io
import os
import random
from collections.abc import Awaitable, Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Browser, Page, Response, async_playwright

from benchmarks.click import running_bot, server
from benchmarks.scene import LEAD, WORKSPACE, database, draft, hand_out, labelers, percentile
from domain.model import Actor, NewInput, TaskType
from services.datasets import Datasets
from services.editor.labeling import EditorLabeling
from services.editor.strip import Asked
from services.forms import Forms
from services.links import PictureLinks
from services.signing_in import SigningIn
from store.files import Files
from store.unit_of_work import Store

SIZES = (100, 1_000, 5_000)
TIMES, WARM_UP = 50, 3
_STEPS = 60
_WIDTH, _HEIGHT = 2000, 1500
_PROBE = Path(__file__).with_name("editor_probe.js")
_QUIET = ("no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-sync")
Box = list[list[float]]


@dataclass(frozen=True, slots=True)
class Scene:
    """`link`: the path that signs in; `drawn`: which assignment has how many boxes on it, and where."""

    task: int
    link: str
    drawn: Mapping[int, tuple[int, list[Box]]]


def measure() -> dict[str, object]:
    with ExitStack() as stack:
        store, folder = stack.enter_context(database())
        scene = _scene(store, Files(folder / "inputs"))
        sink = stack.enter_context(server("sink"))
        bot, _ = stack.enter_context(running_bot(folder, sink))
        return asyncio.run(_measure(bot, scene))


def _scene(store: Store, files: Files) -> Scene:
    (user,) = labelers(store, 1)
    datasets = Datasets(store)
    dataset = datasets.open(WORKSPACE, "Photos")
    datasets.add_inputs(dataset, [_photo(files, n) for n in range(WARM_UP + TIMES + 1 + len(SIZES))])
    form = replace(draft(str(dataset.id), [user], "Boxes"), type=TaskType.DETECTION)
    task = Forms(store).create(LEAD, "draft-boxes", form)
    hand_out(store)
    editing, actor = EditorLabeling(store, PictureLinks()), Actor(WORKSPACE, user)
    # The last ones: the first are submitted one after the other.
    rows = editing.queue(actor, task, Asked()).rows[-len(SIZES) :]
    concept = store.read(lambda unit: unit.tasks.concepts(task))[0].id
    drawn = {count: (row.assignment, _boxes(count)) for count, row in zip(SIZES, rows, strict=True)}
    for assignment, boxes in drawn.values():
        shape = {"concept": concept, "kind": "box", "from": None}
        shapes = [shape | {"key": f"k{n}", "points": points} for n, points in enumerate(boxes)]
        editing.put(actor, task, assignment, 0, shapes)
    return Scene(task, f"/sign-in/{SigningIn(store, PictureLinks()).mint(actor)}", drawn)


def _photo(files: Files, number: int) -> NewInput:
    """No two are alike."""
    chance = random.Random(number)  # noqa: S311 - the same pictures each time.
    coarse = Image.frombytes("RGB", (40, 30), chance.randbytes(40 * 30 * 3))
    written = io.BytesIO()
    coarse.resize((_WIDTH, _HEIGHT), Image.Resampling.BICUBIC).save(written, "JPEG", quality=88)
    content = written.getvalue()
    return NewInput(files.keep(content), f"{number}.jpg", _WIDTH, _HEIGHT, len(content), "image/jpeg")


def _boxes(count: int) -> list[Box]:
    """The first one is where the drag takes it; no other is above it."""
    chance = random.Random(count)  # noqa: S311 - the same boxes each time.
    found: list[Box] = [[[980, 730], [1020, 770]]]
    while len(found) < count:
        left, top = round(chance.uniform(0, _WIDTH - 60), 2), round(chance.uniform(0, _HEIGHT - 50), 2)
        if not (880 < left < 1060 and 640 < top < 820):
            found.append([[left, top], [round(left + 55, 2), round(top + 42, 2)]])
    return found


async def _measure(bot: str, scene: Scene) -> dict[str, object]:
    flags = [f"--{flag}" for flag in _QUIET]
    path = os.environ.get("LABELBOT_CHROMIUM", "/usr/bin/chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=flags)
        try:
            page = await _signed_in(browser, bot + scene.link)
            editor = f"{bot}/edit/{scene.task}"
            weights = await _weights(page, editor)
            waits = await _nexts(page)
            frames, bare, heap = await _frames(page, editor, scene)
        finally:
            await browser.close()
    return {**weights, "js_ms_per_frame": frames, "bare_ms_per_frame": bare, **_ratios(frames, bare), **waits, **heap}


async def _signed_in(browser: Browser, link: str) -> Page:
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    await page.add_init_script(path=_PROBE)
    await page.goto(link)
    await page.get_by_role("button", name="Continue as").click()
    return page


async def _weights(page: Page, editor: str) -> dict[str, int]:
    """What is sent for the page itself, its styles and scripts: before the first picture is there, and after."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - it wants a function of its own.
    await page.goto(editor)
    await _shown(page)
    first = "performance.getEntriesByType('resource').filter(e => e.startTime < probe.shownAt).map(e => e.name)"
    needed = {editor, *await page.evaluate(first)}
    await page.evaluate("probe.rest()")
    sizes = {"first_load_gzip_bytes": 0, "rest_gzip_bytes": 0}
    for answer in answers:
        if answer.request.resource_type in {"document", "stylesheet", "script"}:
            which = "first_load_gzip_bytes" if answer.url in needed else "rest_gzip_bytes"
            sizes[which] += (await answer.request.sizes())["responseBodySize"]
    return sizes


async def _shown(page: Page) -> None:
    await page.locator("body[data-shown]").wait_for(state="attached")


async def _nexts(page: Page) -> dict[str, float]:
    """From Enter to the next picture on the screen. Whoever looks at a picture has fetched the next one by then."""
    waits: list[float] = []
    for _ in range(WARM_UP + TIMES):
        await _press(page, "b", "Enter")
        await page.locator("#saved", has_text="Saved").wait_for()
        await page.evaluate("probe.rest().then(() => void probe.coming())")
        await _press(page, "Enter")
        waits.append(await page.evaluate("probe.next"))
    return {
        "next_ms": round(percentile(waits[WARM_UP:], 0.5), 1),
        "next_p99_ms": round(percentile(waits[WARM_UP:], 0.99), 1),
    }


async def _press(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)


async def _frames(page: Page, editor: str, scene: Scene) -> tuple[dict[str, Any], dict[str, float], dict[str, float]]:
    ours: dict[str, dict[str, float]] = {"pan": {}, "zoom": {}, "drag": {}}
    bare: dict[str, float] = {}
    heap = 0.0
    for count, (assignment, boxes) in scene.drawn.items():
        await page.goto(f"{editor}?item={assignment}")
        await _shown(page)
        await page.locator(f"#shapes > li:nth-child({count})").wait_for(state="attached")
        await page.evaluate("probe.rest()")
        await _press(page, "v", "Escape")
        for name, gesture in (("pan", _pan), ("zoom", _zoom), ("drag", _drag)):
            await _press(page, "0")
            ours[name][str(count)] = await _per_frame(page, gesture)
        given = [boxes, _WIDTH, _STEPS]
        bare[str(count)] = round(await page.evaluate("given => probe.bare(...given)", given), 3)
        heap = await _heap_mb(page)
    return ours, bare, {"heap_mb": heap}


async def _per_frame(page: Page, gesture: Callable[[Page], Awaitable[None]]) -> float:
    await page.evaluate("probe.frame().then(() => Object.assign(probe, { js: 0, frames: 0 }))")
    await gesture(page)
    js, frames = await page.evaluate("probe.frame().then(() => [probe.js, probe.frames])")
    assert frames >= _STEPS * 0.8, frames
    return round(float(js / frames), 3)


async def _middle(page: Page) -> tuple[float, float]:
    box = await page.locator("#stage").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


async def _pan(page: Page) -> None:
    await _held(page, "right", 2)


async def _drag(page: Page) -> None:
    await _held(page, "left", 1)


async def _held(page: Page, button: Any, by: float) -> None:
    x, y = await _middle(page)
    await page.mouse.move(x, y)
    await page.mouse.down(button=button)
    for step in range(_STEPS):
        # There and back, so that everything stays on the stage.
        away = min(step, _STEPS - step) * by
        await page.mouse.move(x + away, y + away / 2 + 1)
        await page.evaluate("probe.frame()")
    await page.mouse.up(button=button)


async def _zoom(page: Page) -> None:
    await page.mouse.move(*await _middle(page))
    for step in range(_STEPS):
        await page.mouse.wheel(0, 120 if step % 2 else -120)
        await page.evaluate("probe.frame()")


async def _heap_mb(page: Page) -> float:
    session = await page.context.new_cdp_session(page)
    await session.send("HeapProfiler.collectGarbage")
    used = (await session.send("Runtime.getHeapUsage"))["usedSize"]
    await session.detach()
    return round(float(used) / 1024 / 1024, 1)


def _ratios(ours: Mapping[str, Mapping[str, float]], bare: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """At 1,000, against the bare canvas."""
    return {"ratio": {name: round(of["1000"] / bare["1000"], 2) for name, of in ours.items()}}
