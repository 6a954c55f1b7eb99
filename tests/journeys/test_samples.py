"""Instructions with sample pictures: chosen and uploaded in the form, read before the first answer, changed later."""

import pytest

from playground.person import PersonDriver
from tests.journeys.acts import NAME
from tests.journeys.stage import Stage, picture

pytestmark = pytest.mark.slow


async def fill_in(ana: PersonDriver) -> None:
    await ana.command("/label new")
    await ana.pick("Dataset", "Photos")
    await ana.pick("Concepts", "Cat", "Dog")
    await ana.pick("Collaborators", "Yes")
    await ana.pick_people("Labelers", "Ben")
    await ana.fill("Name", NAME)
    await ana.fill("Instructions", "Look at the **ears**.")


async def choose_samples(ana: PersonDriver) -> None:
    """A picture of the dataset for Cat, an upload for Dog; one of each is left in the end."""
    await ana.click("Sample pictures…", "modal")
    await ana.sees_modal("Sample pictures")
    await ana.submit()
    assert set(ana.errors()) == {"Concept"}
    await ana.pick("Concept", "Cat")
    await ana.submit()
    assert "upload" in ana.errors()["Or upload"]
    await ana.pick("From “Photos”", "picture-001.png", "picture-002.png")
    await ana.submit()
    await ana.sees("2 sample pictures added to “Cat”.", "modal")
    await ana.sees("(picture: Picture of Cat: picture-001.png)", "modal")
    await ana.pick("Concept", "Dog")
    await ana.attach("Or upload", "rex.png", picture(77))
    await ana.attach("Or upload", "broken.png", b"broken")
    await ana.submit()
    await ana.sees("1 sample picture added to “Dog”.", "modal")
    await ana.sees("“broken.png”", "modal")
    await ana.sees("(picture: Picture of Dog: rex.png)", "modal")
    await ana.click("Remove picture-002.png from Cat", "modal")
    await ana.sees("was removed from “Cat”", "modal")


async def test_sample_pictures_from_the_form_to_the_labeler(stage: Stage) -> None:
    stage.workspace.patience = 20.0
    stage.add_pictures("Photos", 3)
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await fill_in(ana)
    await choose_samples(ana)
    await ana.cancel()
    await ana.sees("Sample pictures (2)…", "modal")
    await ana.click("Preview", "modal")
    await ana.sees_modal("Instructions")
    await ana.sees("(picture: Sample of Dog: rex.png)", "modal")
    await ana.cancel()
    await ana.sees("Look at the **ears**.", "modal")
    created = await ana.submit()
    assert created.problem is None, ana.errors()
    await ana.sees_modal("Labeling tasks")
    await ana.close()
    await ben.sees("Please read this first")
    await ben.sees("1 of 3")
    await ben.click("Label in a window")
    await ben.sees_modal("Instructions")
    await ben.sees("(picture: Sample of Cat: picture-001.png)", "modal")
    await ben.submit()
    await ben.sees_modal(NAME)
    await ben.pick("Which concept fits this picture?", "Cat")
    await ben.submit()
    await ben.sees("2 of 3", "modal")
    await ben.click("Instructions", "modal")
    await ben.sees_modal("Instructions")
    await ben.sees("(picture: Sample of Dog: rex.png)", "modal")
    await ben.close()
    await ben.command("/label next")
    await ben.sees_modal(NAME)


async def test_a_lead_changes_them_later(stage: Stage) -> None:
    stage.workspace.patience = 20.0
    stage.add_pictures("Photos", 2)
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await fill_in(ana)
    await ana.fill("Instructions", "")
    await ana.submit()
    await ana.sees_modal("Labeling tasks")
    await ana.choose("⋯", "Edit", "modal")
    await ana.sees_modal("Edit task")
    await ana.click("Sample pictures…", "modal")
    await ana.sees_modal("Sample pictures")
    await ana.pick("Concept", "Dog")
    await ana.pick("From “Photos”", "picture-000.png")
    await ana.submit()
    await ana.sees("1 sample picture added to “Dog”.", "modal")
    await ana.close()
    await ben.click("Instructions")
    await ben.sees("(picture: Sample of Dog: picture-000.png)", "modal")
    await ben.sees_not("sample pictures", "modal")
