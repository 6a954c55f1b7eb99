"""Dataset versions: made from a task's menu, listed, compared, exported, and never changed."""

import json

import pytest

from tests.journeys.acts import NAME, create_task, label_all
from tests.journeys.stage import Stage

pytestmark = pytest.mark.slow


async def make_version(stage: Stage, name: str = "") -> None:
    ana = stage.person("Ana")
    await ana.open_home()
    await ana.choose("⋯", "Create dataset version", "home")
    await ana.sees_modal("New dataset version")
    if name:
        await ana.fill("Name", name)
    await ana.submit()
    await ana.sees_modal("Dataset version")
    await ana.sees("Export CSV", "modal")


async def test_a_version_is_made_told_and_exported(stage: Stage) -> None:
    stage.add_pictures("Photos", 3)
    await create_task(stage)
    await label_all(stage, "Ben", "Cat", 3)
    ana = stage.person("Ana")
    await make_version(stage)
    await ana.sees("Cats and dogs v1", "modal")
    await ana.sees("3 inputs · 3 labels", "modal")
    await ana.click("Export JSON Lines", "modal")
    await ana.sees("The file comes into your messages", "modal")
    await ana.close()
    await ana.open_messages()
    await ana.sees("is ready: 3 inputs and 3 labels")
    rows = [json.loads(line) for line in (await ana.receives_file(".jsonl")).decode().splitlines()]
    assert [row["concept"] for row in rows] == ["Cat"] * 3
    await ana.click("Open Cats and dogs v1")
    await ana.sees_modal("Dataset version")


async def test_a_name_that_is_taken_is_said_at_the_field(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    ana = stage.person("Ana")
    await make_version(stage, "first")
    await ana.close()
    await ana.command("/label dataset")
    await ana.click("Open Photos", "modal")
    await ana.click("Create version", "modal")
    await ana.sees("the final labels of all tasks over it", "modal")
    await ana.fill("Name", "FIRST")
    await ana.submit()
    assert "has a version “first” already" in ana.errors()["Name"]


async def test_versions_are_listed_and_compared(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage)
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ben.sees("1 of 2")
    await ben.click("Cat")
    await ben.sees("2 of 2")
    await make_version(stage)
    await ana.close()
    await ben.click("Dog")
    await ben.sees("All done")
    await make_version(stage)
    await ana.pick("Compare with…", "Cats and dogs v1", within="modal")
    await ana.sees_modal("Compare versions")
    await ana.sees("1 → 2", "modal")
    await ana.sees("+1", "modal")
    await ana.click("‹ Cats and dogs v1", "modal")
    await ana.sees("2 inputs · 1 label", "modal")
    await ana.click("‹ Versions of Photos", "modal")
    await ana.sees_modal("Dataset versions")
    await ana.sees("Cats and dogs v2", "modal")
    await ana.close()
    await ana.command("/label versions")
    await ana.sees("Cats and dogs v1", "modal")


async def test_who_may_not_export_is_told_whom_to_ask(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    await make_version(stage)
    ben = stage.person("Ben")
    await ben.command("/label versions")
    await ben.click("Open Cats and dogs v1", "modal")
    await ben.click("Export CSV", "modal")
    await ben.sees_modal("That didn't work")
    await ben.sees("its task's lead or an admin can export it", "modal")


async def test_a_version_made_is_the_same_after_all_changed(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    await label_all(stage, "Ben", "Cat", 1)
    await make_version(stage)
    ana = stage.person("Ana")
    await ana.close()
    await ana.command("/label concepts")
    await ana.choose("Cat", "Rename", "modal")
    await ana.fill("Name", "Lynx")
    await ana.submit()
    await ana.sees("is called “Lynx” now", "modal")
    await ana.close()
    await ana.open_home()
    await ana.choose("⋯", "Delete", "home")
    await ana.sees_modal("Delete task?")
    await ana.submit()
    await ana.sees_modal("Task deleted")
    await ana.close()
    await ana.command("/label versions")
    await ana.click("Open Cats and dogs v1", "modal")
    await ana.sees("Labels Cat", "modal")
    await ana.sees(f"labels of “{NAME}”", "modal")
