"""A model has been through a task that it annotates by itself. No model runs here: what it left is there already."""

import asyncio

import pytest

from domain.assisting import TaskAssist
from domain.model import Actor, AssistMode
from domain.notices import GoneThrough
from store.unit_of_work import UnitOfWork
from tests.journeys.acts import create_special_task
from tests.journeys.stage import WORKSPACE, Stage

pytestmark = pytest.mark.slow


async def test_its_lead_is_told_and_looks_at_the_task(stage: Stage) -> None:
    stage.add_pictures("Photos", 3)
    task = await create_special_task(stage, reviewers=("Dmitri",))
    ana = stage.person("Ana")

    def write(unit: UnitOfWork) -> None:
        unit.assists.create(TaskAssist(task, AssistMode.AUTO, "Birds"))
        unit.outbox.put(Actor(WORKSPACE, ana.id), GoneThrough(task))
        unit.topics.add("notices")

    await stage.person("Ben").sees("1 of 3")
    await asyncio.to_thread(stage.bot.store.write, write)
    await ana.sees("🤖 Birds has gone through all 3 inputs of")
    await ana.sees("0 approved by itself, 0 wait for reviewers, 3 left for people.")
    await ana.click("Open task")
    await ana.sees_modal("Labeling task")
