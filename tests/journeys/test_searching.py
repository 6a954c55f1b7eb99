"""Searching, sorting and paging the task list, on Home and in its window, and all that waits for one person."""

import asyncio

import pytest

from playground.person import PersonDriver
from tests.journeys.acts import create_special_task, create_task
from tests.journeys.stage import Stage

pytestmark = pytest.mark.slow
SEARCH = "Search tasks by name"


async def many_tasks(stage: Stage, count: int, **fields: object) -> PersonDriver:
    """Ana leads them, the first of them with a high priority."""
    stage.add_pictures("Photos", 1)
    await create_task(stage, name="Owls")
    for number in range(count):
        priority = {"priority": 2} if number == 0 else {}
        await create_special_task(stage, name=f"Round {number:02}", **fields, **priority)
    while await asyncio.to_thread(stage.bot.services.distributing.step):
        pass
    return stage.person("Ana")


async def test_home_is_searched_sorted_and_paged(stage: Stage) -> None:
    ana = await many_tasks(stage, 12)
    await ana.open_home()
    await ana.sees("Page 1 of 2 · 13 tasks", "home")
    await ana.fill(SEARCH, "  ROUND ", enter=True)
    await ana.sees("12 tasks have “ROUND” in the name.", "home")
    await ana.click("Next ›", "home")
    await ana.sees("Page 2 of 2 · 12 tasks", "home")
    await ana.pick("sort", "Sorted by: priority", within="home")
    await ana.sees("Page 1 of 2 · 12 tasks", "home")
    await ana.sees("High priority", "home")
    await ana.sees("<Sorted by: priority>", "home")
    await ana.sees("<ROUND>", "home")
    # Whatever is opened from there leads back to there, and so does opening Home anew.
    await ana.choose("⋯", "Delete", "home")
    await ana.sees_modal("Delete task?")
    await ana.submit()
    await ana.sees_modal("Task deleted")
    await ana.close()
    await ana.sees("11 tasks have “ROUND” in the name.", "home")
    await ana.open_home()
    await ana.sees("<ROUND>", "home")
    await ana.fill(SEARCH, "lynx", enter=True)
    await ana.sees("No task has “lynx” in its name.", "home")
    await ana.click("Assigned to me", "home")
    await ana.sees("No task that is assigned to you has “lynx” in its name.", "home")
    await ana.click("All", "home")
    await ana.sees("No task has “lynx” in its name.", "home")
    await ana.click("Clear search", "home")
    await ana.sees("12 tasks", "home")
    await ana.sees("<A part of the name, then Enter>", "home")
    # Words that were typed and not sent are what stands in the box: they count from the next press on.
    await ana.fill(SEARCH, "owls")
    await ana.click("Next ›", "home")
    await ana.sees("1 task has “owls” in the name.", "home")
    await ana.click("Clear search", "home")
    await ana.sees("Page 1 of 2 · 12 tasks", "home")
    await ana.sees("<Sorted by: priority>", "home")


async def test_home_is_where_it_was_after_a_restart(stage: Stage) -> None:
    ana = await many_tasks(stage, 1)
    await ana.open_home()
    await ana.fill(SEARCH, "owls", enter=True)
    await ana.sees("1 task has “owls” in the name.", "home")
    await stage.stop()
    await stage.start()
    await create_task(stage, name="Owls again")
    await ana.open_home()
    await ana.sees("2 tasks have “owls” in the name.", "home")


async def test_the_window_is_searched_by_its_button_and_by_enter(stage: Stage) -> None:
    ana = await many_tasks(stage, 11)
    await ana.command("/label tasks round 0")
    await ana.sees_modal("Labeling tasks")
    await ana.sees("10 tasks have “round 0” in the name.", "modal")
    await ana.fill(SEARCH, "round")
    searched = await ana.submit()
    assert searched.problem is None
    await ana.sees("Page 1 of 2 · 11 tasks", "modal")
    await ana.pick("sort", "Sorted by: priority", within="modal")
    await ana.sees("Round 00", "modal")
    await ana.click("Next ›", "modal")
    await ana.sees("Page 2 of 2 · 11 tasks", "modal")
    await ana.choose("⋯", "Edit", "modal")
    await ana.sees_modal("Edit task")
    await ana.click("Change name")
    await ana.fill("Name", "Owls again")
    await ana.submit()
    await ana.sees("✓ Name: saved.", "modal")
    await ana.cancel()
    await ana.sees_modal("Labeling tasks")
    await ana.sees("10 tasks have “round” in the name.", "modal")
    await ana.sees("<Sorted by: priority>", "modal")
    await ana.fill(SEARCH, "owls", enter=True)
    await ana.sees("2 tasks have “owls” in the name.", "modal")
    await ana.choose("⋯", "Open", "modal")
    await ana.sees("Photos · Classification · 1 input", "modal")


async def test_all_that_waits_is_a_press_away(stage: Stage) -> None:
    await many_tasks(stage, 24)
    ben = stage.person("Ben")
    await ben.open_home()
    await ben.sees("and 20 more tasks", "home")
    await ben.click("Show all", "home")
    await ben.sees_modal("Waiting for you")
    await ben.sees("Page 1 of 2 · 25 tasks", "modal")
    await ben.click("Next ›", "modal")
    await ben.sees("Owls: 1 input to label", "modal")
    await ben.click("Label 1", "modal")
    await ben.pick("Which concept fits this picture?", "Cat")
    await ben.submit()
    await ben.sees("All done", "modal")
    await ben.close()
    await ben.command("/label")
    await ben.sees("and 4 more tasks", "notices")
    await ben.click("Show all", "notices")
    await ben.sees("Page 1 of 2 · 24 tasks", "modal")
