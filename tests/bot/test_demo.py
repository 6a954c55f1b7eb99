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


@pytest.mark.slow
async def test_own_pictures_are_a_dataset_of_the_folders_name_and_what_stays_out_is_said(
    tmp_path: Path, pictures: Path
) -> None:
    (pictures / "broken.png").write_bytes(b"broken")
    async with demo(tmp_path, pictures) as command:
        await command.says(ADDRESS)
        assert await command.stop(signal.SIGINT) == 0
    assert "✗ broken.png holds something that is no JPEG, PNG, WebP or GIF.\n" in command.out
    assert "3 added to “Street signs”, 0 already there, 1 skipped.\n" in command.out


@pytest.mark.slow
async def test_a_folder_without_pictures_starts_no_demo(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    async with demo(tmp_path, empty) as command:
        assert await command.ended() == 1
    assert command.out == ["Nothing usable was found: Labelbot takes JPEG, PNG, WebP and GIF.\n"]
    assert command.err == [f"Name another folder than {empty} with --pictures, or leave it out for samples.\n"]
