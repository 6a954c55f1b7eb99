"""The form of a new task: its searches, what it refuses, and that nothing typed is lost."""

import pytest

from domain.model import Person
from tests.journeys.acts import NAME, create_task, export_rows, label_all
from tests.journeys.stage import WORKSPACE, Stage, add_pictures

pytestmark = pytest.mark.slow


async def test_all_errors_at_once_and_nothing_typed_is_lost(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    ana = stage.person("Ana")
    await ana.command("/label new")
    await ana.pick("Dataset", "Photos")
    await ana.pick("Concepts", "Cat")
    await ana.pick("Collaborators", "Yes")
    await ana.pick_people("Labelers", "labelbot")
    await ana.fill("Name", NAME.upper())
    await ana.fill("Instructions", "Look closely.")
    await ana.submit()
    assert set(ana.errors()) == {"Name", "Labelers"}
    assert ana.modal is not None
    assert "Look closely." in ana.text_of(ana.modal)
    await ana.pick("Concepts", "Cat", "Dog")
    await ana.pick_people("Labelers", "Ben")
    await ana.fill("Name", "Second round")
    created = await ana.submit()
    assert created.problem is None
    await ana.sees_modal("Labeling tasks")
    await ana.sees("Second round")


async def test_a_choice_that_redraws_the_form_keeps_what_was_typed(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    ana = stage.person("Ana")
    await ana.shortcut("New labeling task")
    await ana.sees_modal("New labeling task")
    await ana.fill("Name", "Typed first")
    await ana.fill("Instructions", "Also typed.")
    await ana.pick("Collaborators", "Yes")
    await ana.sees("Labelers", "modal")
    await ana.sees("Typed first", "modal")
    await ana.sees("Also typed.", "modal")


async def test_a_new_dataset_with_all_inputs(stage: Stage) -> None:
    stage.add_pictures("Photos", 3)
    ana = stage.person("Ana")
    await ana.command("/label new")
    await ana.pick("Dataset", "➕ Create new dataset with all inputs")
    await ana.sees("Name of the new dataset", "modal")
    await ana.fill("Name of the new dataset", "Photos")
    await ana.pick("Concepts", "Cat", "Dog")
    await ana.fill("Name", NAME)
    await ana.submit()
    assert set(ana.errors()) == {"Name of the new dataset"}
    await ana.fill("Name of the new dataset", "Everything")
    await ana.submit()
    await ana.sees_modal("Labeling tasks")
    await ana.close()
    await label_all(stage, "Ana", "Cat", 3)
    assert {row["dataset"] for row in await export_rows(stage)} == {"Everything"}


async def test_add_all_and_remove_all(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage, labelers=("Ben", "Chloé"), reviewers=("Dmitri",))
    ana = stage.person("Ana")
    await ana.command("/label new")
    await ana.pick("Collaborators", "Yes")
    await ana.sees("Add all collaborators (4)", "modal")
    await ana.click("Add all collaborators as labelers")
    for name in ("U0ANA00000", "U0BEN00000", "U0CHLOE000", "U0DMITRI00"):
        await ana.sees(name, "modal")
    await ana.click("Remove all labelers")
    await ana.sees_not("U0BEN00000", "modal")


async def test_pressing_create_twice_makes_one_task(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    ana = stage.person("Ana")
    await ana.command("/label new")
    await ana.pick("Dataset", "Photos")
    await ana.pick("Concepts", "Cat", "Dog")
    await ana.fill("Name", NAME)
    stage.workspace.faults.duplicate = 1
    await ana.submit()
    await ana.sees_modal("Labeling tasks")
    await ana.close()
    await ana.sees("1 of 1")
    await ana.command("/label tasks")
    await ana.sees("Labeling tasks")
    assert ana.modal is not None
    assert ana.text_of(ana.modal).count(NAME) == 1


async def test_a_guest_may_not_create_tasks(stage: Stage) -> None:
    greta = stage.person("Greta")
    await greta.command("/label new")
    assert greta.modal is None
    await greta.sees("uests", "notices")


async def test_the_list_beneath_the_form_has_the_new_task_too(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    ana = stage.person("Ana")
    await ana.command("/label tasks")
    await ana.sees("No labeling tasks yet", "modal")
    await ana.click("New labeling task", "modal")
    await ana.sees_modal("New labeling task")
    await ana.pick("Dataset", "Photos")
    await ana.pick("Concepts", "Cat")
    await ana.fill("Name", NAME)
    await ana.submit()
    for _ in range(2):
        await ana.sees_modal("Labeling tasks")
        await ana.sees(NAME, "modal")
        await ana.cancel()
    await ana.sees_no_modal()


async def test_who_becomes_a_guest_finds_nothing_any_more(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    ben = stage.person("Ben")
    await ben.command("/label new")
    assert await ben.suggestions("Dataset", "")
    stage.bot.services.collaborating.remember([Person(WORKSPACE, ben.id, "ben", is_guest=True)])
    assert await ben.suggestions("Dataset", "") == []
    assert await ben.suggestions("Concepts", "Cat") == []


async def test_searches_find_more_than_slack_can_list(stage: Stage) -> None:
    for number in range(150):
        stage.bot.services.datasets.open(WORKSPACE, f"Set {number:03}")
    add_pictures(stage.bot, stage.settings, "Set 149", 1)
    ana = stage.person("Ana")
    await ana.command("/label new")
    everything = await ana.suggestions("Dataset", "")
    assert len(everything) == 100
    assert (await ana.suggestions("Dataset", "set 149"))[0]["text"]["text"] == "Set 149"
    await ana.pick("Dataset", "Set 149")
    await ana.pick("Concepts", *(f"Concept {number:03}" for number in range(3)))
    await ana.fill("Name", NAME)
    await ana.submit()
    await ana.sees_modal("Labeling tasks")


async def test_a_form_left_open_while_its_dataset_is_empty_says_so(stage: Stage) -> None:
    stage.bot.services.datasets.open(WORKSPACE, "Empty")
    stage.add_pictures("Photos", 1)
    ana = stage.person("Ana")
    await ana.command("/label new")
    await ana.pick("Dataset", "Empty")
    await ana.pick("Concepts", "Cat", "Dog")
    await ana.fill("Name", NAME)
    await ana.submit()
    words = "“Empty” holds 0 inputs. Choose a dataset that holds pictures, texts or videos."
    assert ana.errors() == {"Dataset": words}
