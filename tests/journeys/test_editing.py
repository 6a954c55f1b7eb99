"""Editing a task: what moves, what two people at once keep, and who leads."""

import pytest

from domain.model import Actor
from services.merging import Changes
from tests.journeys.acts import NAME, create_task, export_rows
from tests.journeys.stage import WORKSPACE, Stage

pytestmark = pytest.mark.slow


async def test_editing_moves_open_work_only(stage: Stage) -> None:
    stage.add_pictures("Photos", 4)
    await create_task(stage, labelers=("Ben",))
    ana, ben, chloe = (stage.person(name) for name in ("Ana", "Ben", "Chloé"))
    await ben.sees("1 of 4")
    await ben.click("Cat")
    await ben.sees("2 of 4")
    await ana.open_home()
    await ana.choose("⋯", "Edit", "home")
    await ana.sees_modal("Edit task")
    await ana.sees("Dataset: Photos · one label per input · Concepts: Cat and Dog", "modal")
    await ana.fill("Name", "Renamed")
    await ana.fill("Instructions", "Look at the ears.")
    await ana.pick_people("Labelers", "Chloé")
    saved = await ana.submit()
    assert saved.problem is None
    await ana.sees("Renamed", "home")
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


async def test_two_editors_keep_what_each_of_them_typed(stage: Stage) -> None:
    """Two windows of the same lead, as on a laptop and a phone."""
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    ana = stage.person("Ana")
    await ana.open_home()
    await ana.choose("⋯", "Edit", "home")
    await ana.sees_modal("Edit task")
    services = stage.bot.services
    lead = services.collaborating.find(Actor(WORKSPACE, ana.id))
    assert lead is not None
    now = services.editing.open(lead, 1)
    theirs = Changes(now.revision, "By the other", "Theirs.", now.labelers, (stage.person("Dmitri").id,))
    services.editing.save(lead, 1, theirs)
    await ana.fill("Name", "By Ana")
    await ana.submit()
    await ana.sees("Somebody else changed this task meanwhile", "modal")
    await ana.sees("Saved meanwhile:", "modal")
    await ana.sees("“By the other”", "modal")
    await ana.sees("By Ana", "modal")
    await ana.sees("Theirs.", "modal")
    saved = await ana.submit()
    assert saved.problem is None
    await ana.sees("By Ana", "home")
    now = services.editing.open(lead, 1)
    assert (now.name, now.instructions, now.reviewers) == ("By Ana", "Theirs.", (stage.person("Dmitri").id,))


async def test_the_same_save_delivered_twice_is_saved_once(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    ana = stage.person("Ana")
    await ana.open_home()
    await ana.choose("⋯", "Edit", "home")
    await ana.sees_modal("Edit task")
    await ana.fill("Instructions", "Look closely.")
    stage.workspace.faults.duplicate = 1
    saved = await ana.submit()
    assert saved.problem is None
    assert ana.modal is None


async def test_a_lead_names_another_one(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage)
    ana, chloe = stage.person("Ana"), stage.person("Chloé")
    await ana.open_home()
    await ana.choose("⋯", "Edit", "home")
    await ana.sees_modal("Edit task")
    await ana.pick_people("Leads", "Ana", "Greta")
    await ana.submit()
    assert set(ana.errors()) == {"Leads"}
    await ana.pick_people("Leads", "Ana", "Chloé")
    await ana.submit()
    await chloe.sees("made you a lead of")
    ben = stage.person("Ben")
    await ben.sees("1 of 2")
    await ben.click("Flag")
    await chloe.sees("flagged")
    await chloe.open_home()
    await chloe.sees("1 flagged", "home")
    await chloe.choose("⋯", "Export labels", "home")
    await chloe.sees("There are no final labels in “Cats and dogs” yet", "modal")
    await chloe.close()
    await ben.click("Cat")
    await chloe.choose("⋯", "Export labels", "home")
    await chloe.receives_file(".csv")


async def test_an_edit_that_cannot_be_says_why_at_the_field(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    await create_task(stage, name="Second")
    ana = stage.person("Ana")
    await ana.open_home()
    await ana.sees("Second", "home")
    await ana.choose("⋯", "Edit", "home")
    await ana.sees_modal("Edit task")
    await ana.fill("Name", NAME)
    await ana.submit()
    assert set(ana.errors()) == {"Name"}
