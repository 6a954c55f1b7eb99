"""A dataset that grows under a task, and a lead who goes: who is told of it, and that nobody waits for a clock."""

import asyncio

import pytest

from domain.model import Person
from tests.journeys.acts import create_special_task, create_task
from tests.journeys.stage import WORKSPACE, Stage, picture

pytestmark = pytest.mark.slow


async def add(stage: Stage, name: str, content: bytes) -> None:
    """Ana puts a file into the dataset, as its window does."""
    ana = stage.person("Ana")
    file = ana.interactions.upload(ana.id, name, content)
    stage.workspace.files[file.id].is_given = True
    dataset = stage.bot.services.datasets.open(WORKSPACE, "Photos").id
    person = Person(WORKSPACE, ana.id, "Ana")
    await asyncio.to_thread(stage.bot.services.intakes.start_files, person, dataset, [file.id])


async def test_what_comes_in_goes_out_at_once_and_the_lead_is_told_once(stage: Stage) -> None:
    stage.workspace.patience = 20.0  # A process that decodes takes its time to start; the loops' own clock is 60 s.
    stage.add_pictures("Photos", 1)
    await create_special_task(stage, is_growing=True)
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ben.sees("1 of 1")
    await ben.click("Cat")
    await ana.sees("nothing is left for now")
    ana.patience = ben.patience = 20
    await add(stage, "later.png", picture(77))
    await ben.sees("2 of 2")
    await ben.click("Dog")
    await ben.sees("All done")
    await ana.sees("1 added")
    told = [one for one in ana.messages() if "nothing is left for now" in ana.text_of(one)]
    assert len(told) == 1


async def test_who_works_in_a_task_takes_the_lead_when_its_only_lead_has_gone(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage, lead="Ana", reviewers=("Dmitri",))
    dmitri, ben = stage.person("Dmitri"), stage.person("Ben")
    await ben.sees("1 of 2")
    await stage.playground.interactions.change_person(stage.person("Ana").id, deleted=True)
    await dmitri.sees("was the only lead of")
    await ben.sees("was the only lead of")
    await dmitri.click("Take the lead")
    await dmitri.sees("✅ You lead")
    await ben.click("Take the lead")
    await ben.sees("Somebody leads these tasks by now")
    await dmitri.command("/label tasks")
    await dmitri.choose("⋯", "Edit", "modal")
    await dmitri.sees_modal("Edit task")
