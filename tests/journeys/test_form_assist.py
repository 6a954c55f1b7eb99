"""The form of a new task where a model takes part: choosing it, what it knows, and how it does on a sample."""

from collections.abc import Callable
from pathlib import Path

import pytest

from domain.assisting import Leftovers, TaskAssist
from domain.bands import Bands, Thresholds
from domain.model import AssistMode, Role
from playground.person import PersonDriver
from playground.workspace import Workspace
from tests.journeys.acts import NAME
from tests.journeys.stage import Stage, staged
from tests.knowing import Knowing, Tried, assisted
from tests.services.test_models import own

pytestmark = pytest.mark.slow
IMAGES = "General-Image-Classification"
SCORES = [[(0, 0.97)]] * 31 + [[(0, 0.6), (1, 0.3)]] * 9 + [[]] * 10


async def open_form(stage: Stage, knowing: Knowing, tried: Tried | None = None) -> PersonDriver:
    folder = stage.settings.folder
    own(
        (folder / "models", folder / "workflows"),
        labels=("honey bee", "bumblebee", "drone"),
        task="image classification",
    )
    stage.bot.services.forms.assist = assisted(stage.bot.store, folder, knowing, tried)
    stage.add_pictures("Photos", 6)
    ana = stage.person("Ana")
    await ana.command("/label new")
    await ana.sees_modal("New labeling task")
    await ana.pick("Dataset", "Photos")
    await ana.sees("Holds 6 pictures.", "modal")
    return ana


async def test_suggestions_by_a_model_that_learns(stage: Stage) -> None:
    knowing = Knowing({"cat": "tabby", "dog": "beagle"})
    ana = await open_form(stage, knowing)
    await ana.pick("Concepts", "Cat", "Zzqx")
    await ana.pick("AI-assist", "Yes")
    offered = [one["text"]["text"] for one in await ana.suggestions("Model or workflow", "")]
    assert offered == [IMAGES, "bees"]
    nothing = await ana.suggestions("Model or workflow", "whales")
    assert "no model called “whales”" in nothing[0]["text"]["text"]
    await ana.pick("Model or workflow", IMAGES)
    await ana.sees("learns from your team's labels", "modal")
    await ana.sees("Concepts: <🤖 Cat, Zzqx>", "modal")
    await ana.sees("Known to it: 🤖 Cat. Not known: Zzqx. It suggests them once your team has labeled some.", "modal")
    assert [one["text"]["text"] for one in await ana.suggestions("Concepts", "Dog")] == ["🤖 Dog"]
    await ana.pick("Concepts", "Cat", "Zzqx", "Dog")
    await ana.sees("Concepts: <🤖 Cat, Zzqx, 🤖 Dog>", "modal")
    await ana.sees("Known to it: 🤖 Cat and 🤖 Dog.", "modal")
    await ana.pick("Threshold", "35 %")
    await ana.check("Order of work", "Order by uncertainty")
    await ana.fill("Name", NAME)
    await ana.close()
    await ana.command("/label new")
    await ana.click("Continue your draft")
    await ana.sees("Concepts: <🤖 Cat, Zzqx, 🤖 Dog>", "modal")
    await ana.fill("Name", NAME)
    created = await ana.submit()
    assert created.problem is None, ana.errors()
    await ana.sees_modal("Labeling tasks")
    await ana.sees("AI-assist", "modal")
    assist = stage.bot.store.read(lambda unit: unit.assists.find(1))
    assert assist is not None
    assert (assist.mode, assist.model, assist.threshold, assist.is_ordering) == (AssistMode.SUGGEST, IMAGES, 0.35, True)
    assert assist.version
    await ana.choose("⋯", "Edit")
    await ana.sees_modal("Edit task")
    await ana.click("Change threshold")
    await ana.fill("Threshold", "55")
    await ana.submit()
    await ana.sees("Threshold: saved.", "modal")
    await ana.sees("55 %", "modal")
    await ana.sees("Classification · 🤖 AI-assist", "modal")


async def test_what_a_models_own_labels_mean(stage: Stage) -> None:
    knowing = Knowing({"bee": "honey bee"})
    ana = await open_form(stage, knowing)
    await ana.pick("AI-assist", "Yes")
    knowing.is_held = True
    await ana.pick("Model or workflow", "bees")
    await ana.pick("Concepts", "Bee", "Wasp")
    await ana.sees("Finding out what bees knows of these", "modal")
    await ana.fill("Name", NAME)
    await ana.submit()
    assert ana.errors()["Concepts"].startswith(
        "What bees knows of these is being found out, and stands here in a moment"
    )
    knowing.release()
    await ana.sees("What its labels mean: honey bee → Bee", "modal")
    assert ana.errors() == {}
    await ana.sees("Concepts: <Bee, Wasp>", "modal")
    await ana.sees("Known to it: 🤖 Bee. Not known: Wasp. Nothing is suggested for these.", "modal")
    await ana.click("Change")
    await ana.sees_modal("What labels mean")
    await ana.click("Change what means Wasp")
    await ana.pick("Labels of bees that mean “Wasp”", "drone", "honey bee")
    await ana.submit()
    await ana.sees("What means “Wasp” is saved.", "modal")
    await ana.click("Change what means Bee")
    await ana.pick("Labels of bees that mean “Bee”", "bumblebee")
    await ana.submit()
    await ana.sees("← bumblebee", "modal")
    await ana.cancel()
    await ana.sees("bumblebee → Bee; honey bee and drone → Wasp", "modal")
    await ana.sees("Concepts: <🤖 Bee, 🤖 Wasp>", "modal")
    await ana.submit()
    await ana.sees_modal("Labeling tasks")
    assist = stage.bot.store.read(lambda unit: unit.assists.find(1))
    bee, wasp = stage.bot.store.read(lambda unit: [one.id for one in unit.tasks.concepts(1)])
    assert assist is not None
    assert assist.labels == {"honey bee": wasp, "bumblebee": bee, "drone": wasp}
    await edited_in_the_task(ana)
    changed = stage.bot.store.read(lambda unit: unit.assists.find(1))
    assert changed is not None
    assert changed.labels == {"bumblebee": bee, "drone": wasp}


async def edited_in_the_task(ana: PersonDriver) -> None:
    await ana.choose("⋯", "Edit")
    await ana.sees_modal("Edit task")
    await ana.click("Change what labels mean")
    await ana.sees("← bumblebee", "modal")
    await ana.click("Change what means Wasp")
    await ana.pick("Labels of bees that mean “Wasp”", "drone")
    await ana.submit()
    await ana.sees("What means “Wasp” is saved.", "modal")
    await ana.cancel()
    await ana.sees("drone → Wasp", "modal")
    await ana.sees_modal("Edit task")


async def test_annotating_automatically(stage: Stage) -> None:
    tried = Tried(stage.bot.store, SCORES)
    tried.tried = 12
    ana = await open_form(stage, Knowing({"cat": "tabby", "dog": "beagle"}), tried)
    await ana.pick("Auto-annotation", "Yes")
    await ana.sees_not("Collaborators", "modal")
    await ana.sees_not("AI-assist", "modal")
    await ana.sees("Dry run: choose model and concepts to see how it would go.", "modal")
    await ana.pick("Model or workflow", IMAGES)
    await ana.pick("Concepts", "Cat", "Dog", "Zzqx")
    await ana.sees("trying the model … 12 of 50: 12 approved", "modal")
    tried.tried = 50
    await ana.sees("tried on 50 of 6: 31 approved / 9 for review / 9 dropped / 10 inputs left with nothing", "modal")
    await ana.pick("Approve from", "60 %")
    await ana.sees("40 approved / 0 for review / 9 dropped / 10 inputs left with nothing", "modal")
    await ana.pick("Approve from", "99 %")
    await ana.sees("0 approved / 40 for review", "modal")
    await ana.click("Thresholds per concept…")
    await ana.pick("Concept", "Cat")
    await ana.pick("Approve from", "40 %")
    await ana.submit()
    assert ana.errors()["Approve from"].startswith("Nothing can be approved from 40 %")
    await ana.pick("Approve from", "95 %")
    await ana.submit()
    await ana.sees("Cat: approved from 95 %, reviewed from 50 %", "modal")
    await ana.cancel()
    await ana.sees("31 approved / 9 for review", "modal")
    await ana.sees("Cat: approved from 95 %, reviewed from 50 %", "modal")
    await ana.fill("Name", NAME)
    await ana.submit()
    assert set(ana.errors()) == {"Concepts", "Reviewers"}
    assert "known to General-Image-Classification by name" in ana.errors()["Concepts"]
    await ana.pick("Concepts", "Cat", "Dog")
    await ana.pick_people("Reviewers", "Dmitri")
    await ana.check("Earlier annotations", "Delete earlier automatic annotations")
    await ana.pick("Inputs for which the model has nothing", "They are left out")
    await ana.sees_not("Labelers", "modal")
    created = await ana.submit()
    assert created.problem is None, ana.errors()
    await ana.sees_modal("Labeling tasks")
    assist = stage.bot.store.read(lambda unit: unit.assists.find(1))
    cat, _ = stage.bot.store.read(lambda unit: [one.id for one in unit.tasks.concepts(1)])
    bands = Bands(Thresholds(0.5, 0.99), {cat: Thresholds(0.5, 0.95)})
    version = assist.version if assist else ""
    auto = TaskAssist(1, AssistMode.AUTO, IMAGES, 0.2, False, bands, Leftovers.LISTED, True, {}, version)
    assert assist == auto
    assert stage.bot.store.read(lambda unit: unit.people.of_task(1, Role.LABELER)) == ()
    assert len(stage.bot.store.read(lambda unit: unit.people.of_task(1, Role.REVIEWER))) == 1
    await change_own_thresholds(ana)


async def change_own_thresholds(ana: PersonDriver) -> None:
    await ana.choose("⋯", "Edit")
    await ana.click("Change own thresholds")
    await ana.click("Remove the thresholds of Cat")
    await ana.sees("It has the thresholds of all others again.", "modal")
    await ana.pick("Concept", "Dog")
    await ana.pick("Approve from", "40 %")
    await ana.submit()
    assert ana.errors()["Approve from"].startswith("Nothing can be approved from 40 %")
    await ana.pick("Approve from", "80 %")
    await ana.submit()
    await ana.sees("“Dog” has its own thresholds now.", "modal")
    await ana.cancel()
    await ana.sees("Dog: approved from 80 %, reviewed from 50 %", "modal")


async def test_the_models_that_come_with_it(tmp_path: Path, watch: Callable[[Workspace], Workspace]) -> None:
    """In their own process: what they know, and a dry run."""
    async with staged(tmp_path, watch=watch, assist="on") as stage:
        stage.add_pictures("Photos", 3, (320, 240))
        ana = stage.person("Ana")
        ana.patience = 60
        await ana.command("/label new")
        await ana.pick("Dataset", "Photos")
        await ana.sees("Holds 3 pictures.", "modal")
        await ana.pick("Auto-annotation", "Yes")
        await ana.pick("Model or workflow", IMAGES)
        await ana.pick("Concepts", "Cat", "Car")
        await ana.sees("Known to it: 🤖 Cat and 🤖 Car.", "modal")
        await ana.sees("Dry run: tried on 3 of 3", "modal")
        await ana.pick("Review from", "90 %")
        await ana.fill("Name", NAME)
        created = await ana.submit()
        assert created.problem is None, ana.errors()
        await ana.sees_modal("Labeling tasks")
        await ana.sees("🤖 automatic", "modal")
