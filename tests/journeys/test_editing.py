"""Editing a task field by field: what moves, what two people at once keep, and who leads."""

import asyncio

import pytest

from domain.fields import TaskField
from domain.model import Actor, Distribution
from playground.person import PersonDriver
from tests.journeys.acts import create_special_task, create_task, export_rows
from tests.journeys.stage import WORKSPACE, Stage

pytestmark = pytest.mark.slow


async def open_edit(person: PersonDriver) -> None:
    await person.open_home()
    await person.choose("⋯", "Edit", "home")
    await person.sees_modal("Edit task")


async def save(person: PersonDriver, field: str) -> None:
    """What was chosen in the window of this field; the list of all fields is there again."""
    saved = await person.submit()
    assert saved.problem is None, (saved, person.errors())
    await person.sees_modal("Edit task")
    await person.sees(f"✓ {field}: saved.", "modal")


async def by_another(stage: Stage, person: PersonDriver, field: TaskField, value: object) -> None:
    """Saved by this person on another machine."""
    services = stage.bot.services
    known = await asyncio.to_thread(services.collaborating.find, Actor(WORKSPACE, person.id))
    assert known is not None
    seen = (await asyncio.to_thread(services.editing.open_field, known, 1, field)).saved
    assert await asyncio.to_thread(services.editing.save, known, 1, field, value, seen) is None


async def test_editing_moves_open_work_only(stage: Stage) -> None:
    stage.add_pictures("Photos", 4)
    await create_task(stage, labelers=("Ben",))
    ana, ben, chloe = (stage.person(name) for name in ("Ana", "Ben", "Chloé"))
    await ben.sees("1 of 4")
    await ben.click("Cat")
    await ben.sees("2 of 4")
    await open_edit(ana)
    for words in ("Photos", "Cat, Dog", "Medium", "One", "Evenly"):
        await ana.sees(words, "modal")
    await ana.click("Change name")
    await ana.sees_modal("Change name")
    await ana.fill("Name", "Renamed")
    await save(ana, "Name")
    await ana.sees("Renamed", "modal")
    await ana.sees("Renamed", "home")
    await ana.click("Change instructions")
    await ana.fill("Instructions", "Look at the ears.")
    await save(ana, "Instructions")
    await ana.click("Change labelers")
    await ana.pick_people("Labelers", "Chloé")
    await save(ana, "Labelers")
    await ben.sees("took you off the labelers")
    for number in range(3):
        await chloe.sees(f"{number + 1} of 3")
        await chloe.sees("Instructions")
        await chloe.click("Dog")
    await chloe.sees("All done")
    rows = await export_rows(stage, name="Renamed")
    assert sorted((str(row["labeler"]), str(row["concept"])) for row in rows) == [
        ("ben", "Cat"),
        ("chloé", "Dog"),
        ("chloé", "Dog"),
        ("chloé", "Dog"),
    ]


async def test_two_leads_see_what_the_other_has_saved(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    ana, dmitri = stage.person("Ana"), stage.person("Dmitri")
    await by_another(stage, ana, TaskField.LEADS, (ana.id, dmitri.id))
    await dmitri.sees("made you a lead of")
    await ana.command("/label tasks")
    await ana.sees_modal("Labeling tasks")
    await ana.choose("⋯", "Edit", "modal")
    await ana.sees_modal("Edit task")
    await ana.click("Change name")
    await open_edit(dmitri)
    for field, words in (("Instructions", "Theirs."), ("Name", "By Dmitri")):
        await dmitri.click(f"Change {field.lower()}")
        await dmitri.fill(field, words)
        await save(dmitri, field)
    await ana.fill("Name", "By Ana")
    await ana.submit()
    await ana.sees("Somebody else changed this meanwhile", "modal")
    for words in ("Saved meanwhile", f"<@{dmitri.id}>", "“By Dmitri”", "By Ana"):
        await ana.sees(words, "modal")
    await save(ana, "Name")
    await ana.sees("Theirs.", "modal")
    await ana.cancel()
    await ana.sees_modal("Labeling tasks")
    await ana.sees("By Ana", "modal")
    await dmitri.click("Change leads")
    await dmitri.pick_people("Leads", "Ana")
    saved = await dmitri.submit()
    assert saved.problem is None
    await dmitri.sees("It was saved. Only the task's lead or an admin can edit it.", "modal")


async def test_the_tasks_own_page_shows_what_was_changed_from_it(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    ana = stage.person("Ana")
    await ana.open_home()
    await ana.choose("⋯", "Open", "home")
    await ana.sees_modal("Labeling task")
    await ana.click("Edit", "modal")
    await ana.sees_modal("Edit task")
    await ana.click("Change name")
    await ana.fill("Name", "Renamed")
    await save(ana, "Name")
    await ana.cancel()
    await ana.sees_modal("Labeling task")
    await ana.sees("Renamed", "modal")


async def test_people_are_gathered_from_a_page_over_the_list(stage: Stage) -> None:
    """Slack stacks three windows: the list, Edit in the page's place, and who is to be added."""
    stage.add_pictures("Photos", 1)
    await create_task(stage, labelers=("Ben",))
    ana = stage.person("Ana")
    await ana.command("/label tasks")
    await ana.choose("⋯", "Open", "modal")
    await ana.sees_modal("Labeling task")
    await ana.click("Edit", "modal")
    await ana.sees_modal("Edit task")
    await ana.click("Change labelers")
    await ana.sees_modal("Change labelers")
    await ana.pick("Add more labelers…", "New collaborator")
    await ana.sees_modal("New collaborator")
    await ana.pick_people("People", "Chloé")
    await ana.submit()
    await ana.sees_modal("Change labelers")
    await ana.sees("U0CHLOE000", "modal")
    await save(ana, "Labelers")
    await ana.click("Change name")
    await ana.fill("Name", "Renamed")
    await save(ana, "Name")
    await ana.click("‹ Renamed")
    await ana.sees_modal("Labeling task")
    await ana.sees("Renamed", "modal")
    await ana.cancel()
    await ana.sees_modal("Labeling tasks")
    await ana.sees("Renamed", "modal")


async def test_concepts_change_while_people_label(stage: Stage) -> None:
    stage.add_pictures("Photos", 3)
    await create_task(stage)
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ben.sees("1 of 3")
    await ben.click("Dog")
    await ben.sees("2 of 3")
    await open_edit(ana)
    await ana.click("Change concepts")
    await ana.sees_modal("Change concepts")
    await ana.pick("Concepts", "Cat")
    await ana.submit()
    assert ana.errors()["Concepts"].startswith("“Dog” is used by 1 answer.")
    await ana.pick("Concepts", "Dog", "Lynx")
    stage.workspace.faults.duplicate = 1
    await ana.pick("Put first", "Lynx")
    await save(ana, "Concepts")
    await ana.sees("Lynx, Dog", "modal")
    await ben.sees("Lynx")
    await ben.click("Lynx")
    await ben.sees("3 of 3")
    await ana.click("Change priority")
    await ana.pick("Priority", "High")
    await save(ana, "Priority")
    await ana.click("Change due date")
    await ana.pick("Due date", 1_000_000_000)
    await ana.submit()
    assert ana.errors()["Due date"] == "That moment has passed. Choose a later one, or none."
    await ana.pick("Due date", 4_000_000_000)
    await save(ana, "Due date")
    await ana.sees("2096", "modal")
    await ana.click("Change due date")
    await ana.check("Or without one", "No due date")
    await save(ana, "Due date")
    await ana.sees_not("2096", "modal")


async def test_a_lead_names_another_one(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage)
    ana, chloe = stage.person("Ana"), stage.person("Chloé")
    await open_edit(ana)
    await ana.click("Change leads")
    await ana.pick_people("Leads", "Ana", "Greta")
    await ana.submit()
    assert set(ana.errors()) == {"Leads"}
    await ana.pick_people("Leads", "Ana", "Chloé")
    await save(ana, "Leads")
    await chloe.sees("made you a lead of")
    ben = stage.person("Ben")
    await ben.sees("1 of 2")
    await ben.click("Flag")
    await chloe.sees("flagged")
    await chloe.open_home()
    await chloe.sees("1 flagged", "home")
    await chloe.click("Export", "home")
    await chloe.sees("There are no final labels in “Cats and dogs” yet", "modal")
    await chloe.close()
    await ben.click("Cat")
    await chloe.click("Export", "home")
    await chloe.receives_file(".csv")


async def test_people_are_chosen_by_the_channel_from_the_list_too(stage: Stage) -> None:
    """Slack stacks three windows: the list, the field, and the one that asks for the channel."""
    stage.add_pictures("Photos", 2)
    await create_task(stage)
    ana = stage.person("Ana")
    await ana.command("/label tasks")
    await ana.choose("⋯", "Edit", "modal")
    await ana.sees_modal("Edit task")
    await ana.click("Change labelers")
    await ana.sees_modal("Change labelers")
    await ana.click("‹ All fields")
    await ana.sees_modal("Edit task")
    await ana.click("Change reviewers")
    await ana.sees_modal("Change reviewers")
    await ana.pick("Add more reviewers…", "Everyone in a channel")
    await ana.pick("Channel", stage.workspace.channel_named("labeling").id)
    await ana.sees("people to add as reviewers", "modal")
    assert (await ana.submit()).problem is None
    await ana.sees_modal("Change reviewers")
    await by_another(stage, ana, TaskField.REVIEWERS, (stage.person("Chloé").id,))
    await ana.submit()
    await ana.sees("Saved meanwhile", "modal")
    await save(ana, "Reviewers")
    await ana.click("Change reviewers")
    await ana.click("Remove all reviewers")
    await ana.sees("Reviewers: <Choose people>", "modal")
    await save(ana, "Reviewers")
    await ana.sees("nobody", "modal")
    await ana.cancel()
    await ana.sees_modal("Labeling tasks")


async def test_special_tasks_have_fields_of_their_own(stage: Stage) -> None:
    stage.add_pictures("Photos", 8)
    more = {"distribution": Distribution.WEIGHTED, "labelers_per_input": 2, "agreement": 2}
    await create_special_task(stage, labelers=("Ben", "Chloé", "Dmitri"), **more)
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ben.sees("1 of ")
    await open_edit(ana)
    for words in ("2 of 2: fewer can't agree", "One reviewer settles what labelers disagree on", "By weight"):
        await ana.sees(words, "modal")
    await ana.click("Change weights")
    await ana.sees_modal("Change weights")
    name = "Ben" if "Ben:" in ana.screen.text("modal") else "ben"
    await ana.fill(name, "50")
    await ana.submit()
    assert "more than 1/2" in str(ana.errors())
    await ana.fill(name, "2")
    await save(ana, "Weights")
    await ana.sees("× 2", "modal")
    await ana.click("Change rebalancing")
    await ana.pick("Rebalancing", "On: what nobody touches for a day returns")
    await save(ana, "Rebalancing")
    await ana.click("Change dataset growth")
    await ana.pick("Dataset growth", "Growing: inputs added later are handed out as they come")
    await save(ana, "Dataset growth")
