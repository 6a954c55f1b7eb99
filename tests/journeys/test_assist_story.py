"""The built-in model in tasks: it knows some concepts, learns the others from a few labels, and annotates by itself."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.demo_samples import CLOSE_UPS, CONCEPTS, samples
from playground.blocks import Placed
from playground.person import PersonDriver
from playground.workspace import Workspace
from services.importing import Importing
from store.unit_of_work import UnitOfWork
from tests.assist.graphs import folder, model, ultralytics, v8
from tests.journeys.contents import with_pages
from tests.journeys.stage import WORKSPACE, Stage, staged

pytestmark = pytest.mark.slow
IMAGES = "General-Image-Classification"
_PHOTOS = ("astronaut", "chelsea", "coffee", "flower", "motorcycle_left", "rocket", "china")
SHOWN = dict(zip(_PHOTOS, CONCEPTS, strict=False))
EACH = 4
ENOUGH = 14
"""Labels: two of each."""
PATIENCE = 120.0
"""Seconds: models are converted and opened for the first time, and others may be at work on this machine."""


async def test_a_model_suggests_learns_and_annotates_by_itself(
    tmp_path: Path, watch: Callable[[Workspace], Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with staged(tmp_path / "data", watch=watch, socket=True, assist="on", **with_pages()) as stage:
        await asyncio.to_thread(add_close_ups, stage, tmp_path)
        ana, dmitri = stage.person("Ana"), stage.person("Dmitri")
        ana.patience = dmitri.patience = PATIENCE
        await begin(ana, "What is in it?", "AI-assist")
        await ana.sees("Not known: Astronaut and Flower. It suggests them once your team has labeled some.", "modal")
        await create(ana)
        await answer(ana, 1, ENOUGH)
        await learned(stage, monkeypatch)
        await ana.sees(f"learned from {ENOUGH} labels")
        await answer(ana, ENOUGH + 1, ENOUGH + 2)
        await ana.sees("learned from")
        await begin(ana, "By itself", "Auto-annotation")
        await ana.sees("🤖 Astronaut", "modal")
        await ana.pick_people("Reviewers", "Dmitri")
        await ana.sees(f"tried on {EACH * len(SHOWN)} of {EACH * len(SHOWN)}", "modal")
        await create(ana)
        await dmitri.sees(f"Annotated by 🤖 {IMAGES}")
        await dmitri.click("Approve")
        await ana.command("/label task By itself")
        await ana.sees("✅ Every input is annotated, for review, or left.", "modal")
        await ana.click("How right it is", "modal")
        await ana.sees("1 of 1 · 100 %", "modal")
        await ana.close()
        await draws_by_itself(stage, ana, dmitri)


async def draws_by_itself(stage: Stage, ana: PersonDriver, dmitri: PersonDriver) -> None:
    """A model of somebody's own, that sees two cats in each picture, and is not so sure of the second one."""
    rows = [(320, 320, 200, 200, 0, 0.95), (100, 100, 80, 80, 0, 0.6), (500, 500, 80, 80, 0, 0.3)]
    folder(stage.settings.models_dir / "finder", model({"output0": v8(rows)}, metadata=ultralytics()))
    await asyncio.to_thread(stage.bot.services.models.check, "finder")
    await ana.command("/label new")
    await ana.sees_modal("New labeling task")
    await ana.pick("Dataset", CLOSE_UPS)
    await ana.pick("Task type", "Detection")
    await ana.pick("Auto-annotation", "Yes")
    await ana.pick("Model or workflow", "finder")
    await ana.sees("Detection: knows 3 labels", "modal")
    await ana.pick("Concepts", "Cat")
    await ana.sees("What its labels mean: cat → Cat", "modal")
    await ana.pick_people("Reviewers", "Dmitri")
    count = EACH * len(SHOWN)
    counts = f"{count} approved / {count} for review / {count} dropped / 0 inputs left with nothing"
    await ana.sees(f"tried on {count} of {count}: {counts}", "modal")
    await ana.fill("Name", "Cats by itself")
    await create(ana)
    await ana.sees(f"🤖 finder has gone through all {count} inputs")
    await ana.sees(f"0 approved by itself, {count} wait for reviewers, 0 left for people.")
    await dmitri.sees("Annotated by 🤖 finder")
    await dmitri.sees("2 Cat")
    await dmitri.click("Approve")
    await ana.command("/label task Cats by itself")
    await ana.sees("✅ Every input is annotated, for review, or left.", "modal")
    drawn = stage.bot.store.read(lambda unit: unit.annotations.per_concept(3))
    assert drawn == [("Cat", count + 1)]


def add_close_ups(stage: Stage, here: Path) -> None:
    """Some of the demo's."""
    (here / "samples").mkdir()
    place = samples(here / "samples")[CLOSE_UPS]
    for one in place.iterdir():
        if int(one.name.partition("-")[0]) > EACH:
            one.unlink()
    imported = Importing(stage.bot.services.datasets, stage.settings.inputs_dir).run(WORKSPACE, CLOSE_UPS, place)
    assert imported.added == EACH * len(SHOWN)


async def begin(who: PersonDriver, name: str, kind: str) -> None:
    await who.command("/label new")
    await who.sees_modal("New labeling task")
    await who.pick("Dataset", CLOSE_UPS)
    await who.pick(kind, "Yes")
    await who.pick("Model or workflow", IMAGES)
    await who.sees("knows concepts by their names", "modal")
    await who.pick("Concepts", *SHOWN.values())
    await who.fill("Name", name)


async def create(who: PersonDriver) -> None:
    created = await who.submit()
    assert created.problem is None, who.errors()
    await who.sees_modal("Labeling tasks")
    await who.close()


async def learned(stage: Stage, patch: pytest.MonkeyPatch) -> None:
    """Until the model has learned from what there is."""
    write, loop, news = stage.bot.store.write, asyncio.get_running_loop(), asyncio.Event()

    def also_here(work: Callable[[UnitOfWork], object]) -> object:
        done = write(work)
        loop.call_soon_threadsafe(news.set)
        return done

    with patch.context() as patched:
        patched.setattr(stage.bot.store, "write", also_here)
        async with asyncio.timeout(PATIENCE):
            while not await asyncio.to_thread(is_learned, stage):
                await news.wait()
                news.clear()


def is_learned(stage: Stage) -> bool:
    """And what is open has suggestions that rest on it. One label more than thirteen is not worth learning anew for."""
    assist = stage.bot.store.read(lambda unit: unit.assists.find(1))
    progress = stage.bot.services.suggesting.progress(1)
    is_done = progress is not None and progress.done == progress.of and not progress.renewing
    return is_done and assist is not None and assist.learned >= ENOUGH - 1


async def answer(who: PersonDriver, first: int, last: int) -> None:
    """Truly, whatever is suggested: what a picture shows stands in its name."""
    for number in range(first, last + 1):
        await who.sees(f"{number} of {EACH * len(SHOWN)}")
        await who.sees("Picture: ")
        found = re.search(r"Picture: \d+-(\w+)\.jpg", who.text_of(who.last_message))
        assert found is not None
        await tap(who, SHOWN[found[1]])


async def tap(who: PersonDriver, concept: str) -> None:
    """Its button, whether it is suggested or not: that may change at any moment."""

    def is_it(placed: Placed) -> bool:
        return str(placed.element.get("accessibility_label", "")).startswith(f"Label as {concept}")

    found = await who.screen.find(is_it, f"label as {concept}", None, who.patience)
    await who.interactions.click(who.id, found.surface, found.placed.block_id, found.placed.action_id)
