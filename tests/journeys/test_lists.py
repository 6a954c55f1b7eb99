"""The task list on Home and in its window, deleting, and `/label`'s words."""

import pytest

from playground.person import PersonDriver
from tests.journeys.acts import NAME, create_task, label_all
from tests.journeys.stage import Stage

pytestmark = pytest.mark.slow


def home_text(person: PersonDriver) -> str:
    assert person.home is not None
    return person.text_of(person.home)


async def test_an_empty_home_says_how_to_begin(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.open_home()
    await ana.sees("labelbot import FOLDER --dataset NAME", "home")
    stage.add_pictures("Photos", 1)
    await ana.open_home()
    await ana.sees("No labeling tasks yet", "home")
    await ana.click("New labeling task", "home")
    await ana.sees_modal("New labeling task")


async def test_home_shows_progress_filters_and_work(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage, reviewers=("Dmitri",))
    await create_task(stage, name="Second", labelers=("Chloé",))
    ben, dmitri = stage.person("Ben"), stage.person("Dmitri")
    await ben.sees("1 of 2")
    await ben.click("Cat")
    await ben.sees("2 of 2")
    await ben.open_home()
    await ben.sees("Labeled 50 %", "home")
    await ben.sees("Reviewed 0 %", "home")
    assert "Second" in home_text(ben)
    await ben.click("Assigned to me", "home")
    await ben.sees_not("Second", "home")
    await ben.click("For review", "home")
    await ben.sees("There is nothing for you to review", "home")
    await dmitri.open_home()
    await dmitri.click("For review", "home")
    await dmitri.sees(NAME, "home")
    await dmitri.sees("Review 1", "home")


async def test_pages_past_ten_tasks(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    for number in range(12):
        await create_task(stage, name=f"Round {number:02}")
    ana = stage.person("Ana")
    await ana.open_home()
    await ana.sees("Page 1 of 2 · 12 tasks", "home")
    assert "Round 00" not in home_text(ana)
    await ana.click("Next ›", "home")
    await ana.sees("Round 00", "home")
    await ana.click("‹ Previous", "home")
    await ana.sees("Round 11", "home")
    await ana.command("/label tasks")
    await ana.sees_modal("Labeling tasks")
    await ana.click("Next ›", "modal")
    await ana.sees("Round 00", "modal")


async def test_the_task_id_can_be_copied(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    ben = stage.person("Ben")
    await ben.open_home()
    await ben.choose("⋯", "Copy task ID", "home")
    await ben.sees_modal("Task ID")
    assert ben.modal is not None
    assert ben.text_of(ben.modal).split("\n").count("  1") == 1
    await ben.close()
    await ben.sees_no_modal()


async def test_an_export_from_home_is_said_as_the_success_that_it_is(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    await label_all(stage, "Ben", "Cat", 1)
    ana = stage.person("Ana")
    await ana.open_home()
    await ana.click("Export", "home")
    await ana.sees_modal("Export")
    await ana.sees("come as a file into your messages", "modal")
    await ana.receives_file(".csv")


async def test_others_may_neither_edit_nor_delete_nor_export(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    ben = stage.person("Ben")
    await ben.open_home()
    await ben.sees(NAME, "home")
    assert ben.home is not None
    assert "Delete" not in str(ben.home.blocks)
    await ben.command(f"/label export {NAME}")
    await ben.sees("export it", "notices")


async def test_who_is_deactivated_leaves_their_work_to_the_others(stage: Stage) -> None:
    stage.add_pictures("Photos", 4)
    await create_task(stage, labelers=("Ben", "Chloé"))
    ana, ben, chloe = (stage.person(name) for name in ("Ana", "Ben", "Chloé"))
    await chloe.sees("1 of 2")
    await ben.interactions.change_person(ben.id, deleted=True)
    await ana.sees("was deactivated in Slack")
    await chloe.sees("1 of 4")
    await ana.open_home()
    await ana.choose("⋯", "Edit", "home")
    await ana.click("Change instructions")
    await ana.fill("Instructions", "New.")
    saved = await ana.submit()
    assert saved.problem is None
    await ana.sees("✓ Instructions: saved.", "modal")


async def test_a_name_with_a_mention_or_a_channel_in_it(stage: Stage) -> None:
    """Slack makes references of what is typed behind a command."""
    stage.add_pictures("Photos", 1)
    ana, ben = stage.person("Ana"), stage.person("Ben")
    for name in ("Ask @ben & @dmitri", "In #general <now>", "Ask @Ben Okafor"):
        await create_task(stage, name=name)
        await ana.command(f"/label export {name} jsonl")
        await ana.sees(f"There are no final labels in “{name}” yet", "notices")
        await ben.command(f"/label next {name}")
        await ben.sees_modal(name)
        await ben.close()
    await ana.command("/label export Ask @ben")
    await ana.sees("More than one task has “Ask @ben” in its name", "notices")
    assert ben.id not in ana.notices[-1].text


async def test_a_guest_is_not_told_that_a_task_exists(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    greta = stage.person("Greta")
    await greta.command(f"/label export {NAME}")
    await greta.sees(f"There is no task called “{NAME}”", "notices")


async def test_the_words_of_the_command(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    ben, dmitri = stage.person("Ben"), stage.person("Dmitri")
    await ben.command("/label")
    await ben.sees("Nothing waits for you", "notices")
    await ben.command("/label next")
    await ben.sees("Nothing waits for you to label", "notices")
    await create_task(stage, reviewers=("Dmitri",))
    await label_all(stage, "Ben", "Cat", 2)
    await dmitri.command("/label")
    await dmitri.sees(f"{NAME}: 2 answers to review", "notices")
    assert f"{NAME}: 2 to review" in dmitri.notices[-1].text
    await dmitri.click("Review 2", "notices")
    await dmitri.sees_modal(NAME)
    for word in ("help", "HELP"):
        await ben.command(f"/label {word}")
        await ben.sees("/label export NAME", "notices")
    await ben.sees_not("/label dance", "notices")
    await ben.command("/label dance now")
    await ben.sees("There is no  /label dance", "notices")
    await ben.command("/label export")
    await ben.sees("Which task?", "notices")
    await ben.command("/label export Nowhere")
    await ben.sees("There is no task called “Nowhere”", "notices")
    await ben.say("hello?")
    await ben.sees("I don't read messages here")
