"""Home and windows that are drawn anew: what they show is true, in order, and survives Slack's trouble."""

import pytest

from playground.person import PersonDriver
from tests.journeys.acts import NAME, create_task
from tests.journeys.stage import Stage

pytestmark = pytest.mark.slow
QUESTION = "Which concept fits this picture?"


async def pages_on(stage: Stage, count: int = 12) -> PersonDriver:
    stage.add_pictures("Photos", 1)
    for number in range(count):
        await create_task(stage, name=f"Round {number:02}")
    ana = stage.person("Ana")
    await ana.open_home()
    await ana.sees("Page 1 of 2", "home")
    await ana.click("Next ›", "home")
    await ana.sees("Page 2 of 2", "home")
    return ana


async def test_home_shows_a_new_task_without_being_opened_again(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    ana = stage.person("Ana")
    await ana.open_home()
    await ana.sees("No labeling tasks yet", "home")
    await create_task(stage)
    await ana.sees(NAME, "home")


@pytest.mark.parametrize("ending", ["close", "cancel"])
async def test_home_shows_what_was_done_in_a_window(stage: Stage, ending: str) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage, labelers=("Ana",), reviewers=("Ana",))
    ana = stage.person("Ana")
    await ana.open_home()
    await ana.sees("Label 2", "home")
    await ana.click("Label 2", "home")
    for _ in range(2):
        await ana.pick(QUESTION, "Cat")
        await ana.submit()
    await ana.sees("All done", "modal")
    await (ana.close() if ending == "close" else ana.cancel())
    await ana.sees("Review 2", "home")
    await ana.click("Review 2", "home")
    await ana.pick("Your decision", "Approve")
    await ana.submit()
    await (ana.close() if ending == "close" else ana.cancel())
    await ana.sees("Review 1", "home")


async def test_home_hears_of_a_window_over_the_list_too(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage, labelers=("Ana",))
    ana = stage.person("Ana")
    await ana.open_home()
    await ana.sees("Label 2", "home")
    await ana.command("/label tasks")
    await ana.sees_modal("Labeling tasks")
    await ana.click("Label 2", "modal")
    await ana.sees_modal(NAME)
    await ana.pick(QUESTION, "Cat")
    await ana.submit()
    await ana.close()
    await ana.sees("Label 1", "home")


async def test_whoever_edits_on_the_second_page_stays_there(stage: Stage) -> None:
    ana = await pages_on(stage)
    await ana.choose("⋯", "Edit", "home")
    await ana.sees_modal("Edit task")
    await ana.click("Change name")
    await ana.fill("Name", "Renamed")
    await ana.submit()
    await ana.sees("Renamed", "home")
    await ana.sees("Page 2 of 2", "home")
    await ana.open_home()
    await ana.sees("Page 2 of 2", "home")


async def test_the_list_beneath_a_window_stays_where_it_was(stage: Stage) -> None:
    ana = await pages_on(stage)
    await ana.command("/label tasks")
    await ana.sees_modal("Labeling tasks")
    await ana.click("Next ›", "modal")
    await ana.sees("Page 2 of 2", "modal")
    await ana.choose("⋯", "Delete", "modal")
    await ana.sees_modal("Delete task?")
    await ana.submit()
    await ana.sees_modal("Task deleted")
    await ana.cancel()
    await ana.sees("Page 2 of 2 · 11 tasks", "modal")


@pytest.mark.parametrize("trouble", ["rate_limit", "server_error", "reset", "answer_lost"])
async def test_home_comes_although_slack_has_trouble(stage: Stage, trouble: str) -> None:
    ana = stage.person("Ana")
    stage.workspace.faults.strike(trouble, "views.publish", seconds=1)  # type: ignore[arg-type]
    await ana.open_home()
    await ana.sees("Nothing to label yet", "home")
    assert stage.workspace.faults.calls == []


async def test_home_ends_at_the_last_click(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    ana = stage.person("Ana")
    await ana.open_home()
    await ana.sees("✓ All", "home")
    stage.workspace.faults.strike("slow", "views.publish", seconds=1)
    mine = await ana.hold_click("Assigned to me", "home")
    review = await ana.hold_click("For review", "home")
    await mine()
    await review()
    await ana.sees("✓ For review", "home")
    assert stage.workspace.faults.calls == []
    # Older, but delivered later.
    await mine()
    await create_task(stage)
    await ana.sees("There is nothing for you to review", "home")


async def test_the_form_ends_at_the_last_choice(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    ana = stage.person("Ana")
    await ana.command("/label new")
    await ana.sees_modal("New labeling task")
    stage.workspace.faults.strike("slow", "views.update", seconds=1)
    await ana.pick("Dataset", "➕ Create new dataset with all inputs")
    await ana.pick("Collaborators", "Yes")
    await ana.sees("Name of the new dataset", "modal")
    await ana.sees("Labelers", "modal")
    await ana.fill("Name", NAME)
    await ana.fill("Name of the new dataset", "All")
    await ana.pick("Concepts", "Cat")
    await ana.pick_people("Labelers", "Ben")
    await ana.submit()
    await ana.sees_modal("Labeling tasks")
    assert stage.workspace.faults.calls == []


@pytest.mark.parametrize("trouble", ["rate_limit", "reset", "answer_lost"])
async def test_the_form_is_redrawn_although_slack_has_trouble(stage: Stage, trouble: str) -> None:
    stage.add_pictures("Photos", 1)
    ana = stage.person("Ana")
    await ana.command("/label new")
    stage.workspace.faults.strike(trouble, "views.update", seconds=1)  # type: ignore[arg-type]
    await ana.pick("Collaborators", "Yes")
    await ana.sees("Labelers", "modal")
    await ana.pick("Dataset", "➕ Create new dataset with all inputs")
    await ana.sees("Name of the new dataset", "modal")
