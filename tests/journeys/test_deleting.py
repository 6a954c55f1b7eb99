"""Deleting a task, and bringing it back from wherever that is offered."""

import pytest

from tests.journeys.acts import NAME, create_task
from tests.journeys.stage import Stage
from tests.journeys.test_lists import home_text

pytestmark = pytest.mark.slow


async def test_deleting_is_confirmed_told_and_can_be_undone(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage)
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ben.sees("1 of 2")
    await ben.click("Cat")
    await ana.open_home()
    await ana.choose("⋯", "Delete", "home")
    await ana.sees_modal("Delete task?")
    await ana.sees("1 annotation goes with it.", "modal")
    await ana.submit()
    await ana.sees_modal("Task deleted")
    await ana.sees_not("Labeled", "home")
    await ben.sees("deleted")
    await ana.click("Undo", "modal")
    await ana.sees_modal("Task restored")
    await ana.sees("Labeled 50 %", "home")
    await ben.sees("2 of 2")
    await ben.click("Dog")
    await ben.sees("All done")


async def test_a_deleted_task_comes_back_from_the_message(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage, lead="Chloé")
    ana, chloe, ben = stage.person("Ana"), stage.person("Chloé"), stage.person("Ben")
    await ben.sees("1 of 1")
    await ana.command("/label tasks")
    await ana.choose("⋯", "Delete", "modal")
    await ana.sees_modal("Delete task?")
    await ana.submit()
    await ana.sees_modal("Task deleted")
    await ana.close()
    await ana.sees("It can be brought back for 30 days.")
    await chloe.sees("It can be brought back for 30 days.")
    assert "brought back" not in ben.screen.text()
    await chloe.click("Bring back")
    await chloe.sees("is back, with all its labels")
    await ben.sees("1 of 1")
    # The other offer is older by now, and says what is.
    await ana.click("Bring back")
    await ana.sees("is back, with all its labels")


async def test_a_deleted_task_comes_back_from_the_list(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ana.open_home()
    await ana.sees(NAME, "home")
    assert "Deleted" not in home_text(ana)
    for place in ("home", "modal"):
        await ana.choose("⋯", "Delete", "home")
        await ana.sees_modal("Delete task?")
        await ana.submit()
        await ana.sees_modal("Task deleted")
        await ana.close()
        if place == "modal":
            await ana.command("/label tasks")
            await ana.sees_modal("Labeling tasks")
        await ana.click("Deleted", place)  # type: ignore[arg-type]
        await ana.sees("Kept until", place)  # type: ignore[arg-type]
        await ana.click("Bring back", place)  # type: ignore[arg-type]
        await ana.sees("There is nothing to bring back", place)  # type: ignore[arg-type]
        await (ana.close() if place == "modal" else ana.click("All", "home"))
        await ana.sees("Labeled 0 %", "home")
    await ben.open_home()
    await ben.sees("Labeled 0 %", "home")
    assert "Deleted" not in home_text(ben)
