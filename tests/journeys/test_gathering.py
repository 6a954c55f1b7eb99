"""Choosing people by the channel, the user group, the whole workspace, and one by one: nothing typed is lost."""

import pytest

from tests.journeys.acts import NAME
from tests.journeys.stage import Stage

pytestmark = pytest.mark.slow


async def begin(stage: Stage, person: str = "Ana"):
    who = stage.person(person)
    await who.command("/label new")
    await who.sees_modal("New labeling task")
    await who.pick("Dataset", "Photos")
    await who.pick("Concepts", "Cat", "Dog")
    await who.pick("Collaborators", "Yes")
    await who.fill("Name", NAME)
    return who


async def test_a_channel(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    ana = await begin(stage)
    await ana.pick_people("Labelers", "Chloé")
    await ana.pick("Add more labelers…", "Everyone in a channel")
    await ana.sees_modal("Everyone in a channel")
    await ana.pick("Channel", stage.workspace.channel_named("labeling").id)
    await ana.sees("5 people as labelers")
    await ana.submit()
    await ana.sees_modal("New labeling task")
    await ana.sees("U0BEN00000", "modal")
