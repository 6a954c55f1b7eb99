"""`labelbot run` as a process: it starts, says what is wrong in a line, and ends in order."""

import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest

from playground.deliveries import SocketDeliveries
from playground.manifest import read_manifest
from playground.seed import seeded
from playground.server import Playground, running
from playground.workspace import Workspace
from tests.command import environment_for, labelbot_run
from tests.journeys.stage import MANIFEST

pytestmark = pytest.mark.slow


@pytest.fixture
async def playground(watch: Callable[[Workspace], Workspace]) -> AsyncIterator[Playground]:
    workspace = watch(seeded(read_manifest(MANIFEST)))
    async with running(workspace, deliveries=SocketDeliveries(workspace)) as playground:
        yield playground


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("mode", ["http", "socket"])
async def test_it_becomes_ready_and_ends_in_order(
    playground: Playground, tmp_path: Path, by: signal.Signals, mode: str
) -> None:
    environment = environment_for(playground, tmp_path, socket=mode == "socket")
    async with labelbot_run(tmp_path, environment) as command:
        url = await command.ready()
        async with aiohttp.ClientSession() as session:
            for path in ("/healthz", "/readyz"):
                async with session.get(f"{url}{path}") as answer:
                    assert (path, answer.status) == (path, 200)
        assert await command.stop(by) == 0
    assert command.out == []
    assert {line["level"] for line in command.logged()} == {"info"}
    assert len(command.logged()) == len(command.err), "".join(command.err)


async def refused(folder: Path, environment: dict[str, str]) -> str:
    """The one line that it says, before it ends as what was given is wrong."""
    async with labelbot_run(folder, environment) as command:
        code = await command.ended()
    assert (code, command.out, len(command.err)) == (2, [], 1), "".join(command.err)
    return command.err[0]


async def test_no_way_to_slack_is_said(playground: Playground, tmp_path: Path) -> None:
    environment = environment_for(playground, tmp_path)
    del environment["SLACK_SIGNING_SECRET"]
    line = await refused(tmp_path, environment)
    assert line.startswith("SLACK_SIGNING_SECRET is missing.")
    assert "SLACK_APP_TOKEN" in line


@pytest.mark.wrong_on_purpose
@pytest.mark.parametrize("mode", ["http", "socket"])
async def test_a_refused_bot_token_is_said(playground: Playground, tmp_path: Path, mode: str) -> None:
    environment = environment_for(playground, tmp_path, socket=mode == "socket")
    line = await refused(tmp_path, environment | {"SLACK_BOT_TOKEN": "xoxb-wrong"})
    assert "SLACK_BOT_TOKEN" in line
    assert "invalid_auth" in line
    assert "xoxb-wrong" not in line


@pytest.mark.wrong_on_purpose
async def test_a_refused_app_token_is_said(playground: Playground, tmp_path: Path) -> None:
    environment = environment_for(playground, tmp_path, socket=True)
    line = await refused(tmp_path, environment | {"SLACK_APP_TOKEN": "xapp-wrong"})
    assert "SLACK_APP_TOKEN" in line
    assert "invalid_auth" in line
    assert "xapp-wrong" not in line


@pytest.mark.wrong_on_purpose
@pytest.mark.parametrize("says", ["nothing", "server_error"])
async def test_a_slack_that_is_away_is_a_line_a_try_and_can_be_waited_for_no_longer(
    playground: Playground, tmp_path: Path, says: str
) -> None:
    environment = environment_for(playground, tmp_path, socket=True)
    if says == "nothing":
        environment["SLACK_API_URL"] = "http://127.0.0.1:9/api/"
    else:
        playground.faults.strike("server_error", "apps.connections.open", count=9)
    async with labelbot_run(tmp_path, environment) as command:
        await command.logs("slack_away", logger="slack_bolt")
        assert await command.stop(signal.SIGTERM) == 0
    assert len(command.logged()) == len(command.err), "".join(command.err)
