"""Looking after models in Slack, and after a task's model: what it did, stopping it, trying it again."""

import asyncio

import pytest

from playground.person import PersonDriver
from services import assist_failing
from tests.assist.graphs import folder, model, ultralytics
from tests.journeys.acts import create_special_task
from tests.journeys.stage import Stage
from tests.journeys.test_suggestions import suggest

pytestmark = pytest.mark.slow
CLASSES = model(
    {"output0": [[0.1, 0.9, 0.0]]}, metadata=ultralytics("classify", size=64), inputs=(("images", [1, 3, 64, 64]),)
)


async def open_models(stage: Stage, name: str = "Ana") -> PersonDriver:
    person = stage.person(name)
    await person.command("/label models")
    await person.sees_modal("Models")
    return person


async def test_models_are_listed_checked_and_removed(stage: Stage) -> None:
    models = stage.settings.models_dir
    folder(models / "pets", CLASSES)
    folder(models / "odd", model({"output0": [[[0.1, 0.9]]]}))
    ben = await open_models(stage, "Ben")
    await ben.sees("· workflow · ✅ ready", "modal")
    await ben.sees("general-detector", "modal")
    await ben.sees_not("Check", "modal")
    await ben.close()
    ana = await open_models(stage)
    await ana.sees("· a model of yours · ⚪ not checked yet", "modal")
    await ana.click("Details of pets", "modal")
    await ana.sees("not measured yet", "modal")
    await ana.click("Check", "modal")
    await ana.sees("✅ ready", "modal")
    await ana.sees("Version", "modal")
    await ana.sees("Understood as", "modal")
    await ana.sees("ms an input here", "modal")
    await ana.sees("cat, dog, bird", "modal")
    await ana.click("‹ Models", "modal")
    await ana.sees("· image classification, yours · ✅ ready", "modal")
    await ana.click("Details of odd", "modal")
    await ana.sees("Folder", "modal")
    await ana.click("Check", "modal")
    await ana.sees("⚠️ refused", "modal")
    await ana.sees("beside it would help", "modal")
    await ana.click("Remove odd", "modal")
    await ana.sees("“odd” was removed.", "modal")
    assert not (models / "odd").exists()
    assert (models / "pets").exists()


async def test_a_lead_looks_after_a_tasks_model(stage: Stage) -> None:
    stage.add_pictures("Photos", 4)
    task = await create_special_task(stage, reviewers=("Dmitri",))
    ben, ana = stage.person("Ben"), stage.person("Ana")
    await ben.sees("1 of 4")
    await suggest(stage, task, {"Cat": 0.9}, {"Cat": 0.8}, {"Dog": 0.7}, {"Cat": 0.6})
    await ben.click("🤖 Cat 90 %")
    await ben.sees("🤖 Cat 80 %")
    await ben.click("Dog")
    await ben.sees("3 of 4")
    reason = "The model did not answer within 60 seconds."
    await asyncio.to_thread(stage.bot.store.write, lambda unit: assist_failing.fail(unit, task, reason))
    await ana.sees(f"can't go on: {reason} Whoever labels there can.")
    await ana.click("Open task")
    await ana.sees_modal("Labeling task")
    await ana.sees(f"⚠️ {reason} Labeling goes on without suggestions.", "modal")
    await ana.click("Try again", "modal")
    await ana.sees("The model of “Cats and dogs” goes on.", "modal")
    await ana.click("Stop", "modal")
    await ana.sees("⏸️ Stopped. What there is so far is kept.", "modal")
    await ana.click("Resume", "modal")
    await ana.click("How right it is", "modal")
    await ana.sees("1 of 2 · 50 %", "modal")
    await ana.sees("1 of 2 · 50 % right, 1 accepted, 1 corrected", "modal")
    await ana.sees("How this is measured", "modal")
    await ana.click("‹ Cats and dogs", "modal")
    await ana.click("History", "modal")
    await ana.sees("had the model try again", "modal")
    await ana.close()
    await ben.click("🤖 Dog 70 %")
    await ben.sees("4 of 4")
