"""Pictures with shapes on them, from the database onto the card and out of Slack again."""

import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from domain.assisting import Region, Suggested, Suggestion, TaskAssist
from domain.model import AssistMode
from playground.workspace import Workspace
from store import tables
from store.files import Files
from tests.fake_clock import WalkingClock
from tests.journeys.acts import create_task
from tests.journeys.stage import Stage, staged

pytestmark = pytest.mark.slow
MONTH = timedelta(days=31)
SUGGESTED = "Drawn on it: 2 Cat suggested"


@pytest.fixture(params=["upload", "url"])
async def stage(
    request: pytest.FixtureRequest, tmp_path: Path, watch: Callable[[Workspace], Workspace]
) -> AsyncIterator[Stage]:
    more = {"public_url": "https://labels.example.org/bot", "pictures": request.param}
    async with staged(tmp_path, watch=watch, clock=WalkingClock(datetime.now(UTC)), **more) as ready:
        yield ready


def suggest(stage: Stage) -> None:
    """As a model would, of each picture: two boxes of the first concept."""

    def write(unit) -> None:
        task = unit.connection.execute(tables.task.select()).one()
        concept = unit.tasks.concepts(task.id)[0].id
        said = tuple(Suggestion(concept, 0.9, "detector", "1", Region(n, 1, n + 5, 9)) for n in (1, 8))
        inputs = unit.connection.execute(tables.assignment.select()).all()
        unit.connection.execute(tables.task.update().values(assist=str(AssistMode.SUGGEST)))
        unit.assists.create(TaskAssist(task.id, AssistMode.SUGGEST, "detector", 0.5))
        unit.suggestions.save(task.id, 1, [Suggested(one.input, said, generation=1) for one in inputs])
        unit.topics.add("pictures")

    stage.bot.store.write(write)


async def test_the_card_follows_and_nobody_waits(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage)
    ben = stage.person("Ben")
    await ben.sees("(picture: Picture: picture-000.png)")
    suggest(stage)
    await ben.sees(SUGGESTED)
    await ben.click("Dog")
    await ben.sees("2 of 2")
    await ben.sees(f"picture-001.png. {SUGGESTED}")
    drawn = stage.bot.store.read(lambda unit: unit.connection.execute(tables.drawing.select()).all())
    files = Files(stage.settings.inputs_dir)
    assert len(drawn) == 2
    if stage.settings.has_pictures_fetched:
        shown = re.findall(r"https://labels\.example\.org/bot(/pictures/[\w.-]+\.jpg)", str(ben.last_message.blocks))
        async with aiohttp.ClientSession() as session, session.get(f"{stage.bot.url}{shown[0]}") as answer:
            assert await answer.read() == files.drawing_path(drawn[1].digest).read_bytes()
        assert not stage.workspace.files
    else:
        assert {one.file for one in drawn} <= set(stage.workspace.files)
    await ben.click("Dog")
    await ben.sees("All done")
    stage.clock.go(datetime.now(UTC) + MONTH)
    await stage.bot.rounds.go("old things")
    assert stage.bot.store.read(lambda unit: unit.connection.execute(tables.drawing.select()).all()) == []
    assert not any(files.drawing_path(one.digest).exists() for one in drawn)
    assert all(stage.workspace.files[one.file].deleted for one in drawn if one.file)
