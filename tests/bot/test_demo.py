"""`labelbot demo` as a process, and what it says and shows."""

import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.command import Command, labelbot_run
from tests.journeys.stage import picture

ADDRESS = "in a local workspace: "
ANA = "U0ANA00000"


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "Street signs"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.png").write_bytes(picture(number))
    return folder


def demo(folder: Path, pictures: Path, *more: str) -> Any:
    return labelbot_run(folder, {}, "demo", "--port", "0", "--pictures", str(pictures), *more)


async def direct_messages(http: aiohttp.ClientSession) -> list[str]:
    """What Labelbot said to Ana, as her page shows it."""
    async with http.get("/page/state") as answer:
        state: Mapping[str, Any] = await answer.json()
    channel = next(one["id"] for one in state["channels"] if one["is_app"])
    return [message["text"] for message in state["messages"][channel] if message["is_app"]]


async def write_to_labelbot(command: Command) -> list[str]:
    """Ana asks what it can do. Returns what stands in her messages once it has answered."""
    async with aiohttp.ClientSession(await command.says(ADDRESS)) as http:
        async with http.get("/page/state") as answer:
            state = await answer.json()
        channel = next(one["id"] for one in state["channels"] if one["is_app"])
        async with http.ws_connect(f"/page/live?person={ANA}") as live:
            body = {"person": ANA, "channel": channel, "text": "hello"}
            async with http.post("/page/act/post_message", json=body) as outcome:
                assert (await outcome.json())["ok"]
            while not (said := await direct_messages(http)):
                await live.receive()
        return said


@pytest.mark.slow
async def test_what_was_said_is_kept_for_the_next_time(tmp_path: Path, pictures: Path) -> None:
    keep = ("--keep", str(tmp_path / "kept"))
    async with demo(tmp_path, pictures, *keep) as first:
        said = await write_to_labelbot(first)
        assert await first.stop(signal.SIGINT) == 0
    async with demo(tmp_path, pictures, *keep) as again, aiohttp.ClientSession(await again.says(ADDRESS)) as http:
        assert await direct_messages(http) == said
        assert await again.stop(signal.SIGINT) == 0
