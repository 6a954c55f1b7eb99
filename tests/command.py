"""`labelbot run`, and what else runs until it is stopped, as a process of its own, as whoever runs it starts it."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.settings import variables
from playground.server import Playground

LABELBOT = Path(sys.executable).with_name("labelbot")
PATIENCE = 20.0
"""Seconds, for what takes one or two."""


class Command:
    """`out` and `err` are the lines that it has written so far."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.out: list[str] = []
        self.err: list[str] = []
        self._news = asyncio.Event()
        self._readers = [
            asyncio.create_task(self._read(process.stdout, self.out)),
            asyncio.create_task(self._read(process.stderr, self.err)),
        ]

    async def ready(self) -> str:
        """Wait until it says so; the address of its HTTP side."""
        return str((await self.logs("ready"))["url"])

    async def logs(self, event: str, **more: object) -> dict[str, Any]:
        """Wait until a line of the log has this event, and what else is given."""
        async with asyncio.timeout(PATIENCE):
            while True:
                self._news.clear()
                for line in self.logged():
                    if line.items() >= {"event": event, **more}.items():
                        return line
                assert not self._readers[1].done(), f"labelbot run has ended:\n{''.join(self.err)}"
                await self._news.wait()

    async def says(self, words: str) -> str:
        """Wait until a line on standard output holds these words; what follows them there."""
        async with asyncio.timeout(PATIENCE):
            while True:
                self._news.clear()
                for line in self.out:
                    if words in line:
                        return line.partition(words)[2].strip()
                assert not self._readers[0].done(), f"It has ended without saying “{words}”:\n{''.join(self.err)}"
                await self._news.wait()

    def logged(self) -> list[dict[str, Any]]:
        """Without a line that a kill has cut off."""
        return [json.loads(line) for line in self.err if line.startswith("{") and line.endswith("}\n")]

    async def ended(self) -> int:
        """Wait until it has ended and everything that it wrote is here; its exit code."""
        async with asyncio.timeout(PATIENCE):
            await asyncio.wait(self._readers)
            return await self.process.wait()

    async def stop(self, by: int) -> int:
        self.process.send_signal(by)
        return await self.ended()

    async def _read(self, stream: asyncio.StreamReader | None, lines: list[str]) -> None:
        assert stream is not None
        async for line in stream:
            lines.append(line.decode())
            self._news.set()
        self._news.set()


@asynccontextmanager
async def labelbot_run(folder: Path, environment: dict[str, str], *words: str) -> AsyncIterator[Command]:
    """In `folder`, with these settings and no others. `words`: another command than `run`, with its options. What is
    left of it at the end is killed.
    """
    others = {name: value for name, value in os.environ.items() if name not in variables()}
    shown = {"LABELBOT_LOG": "json", "LABELBOT_PORT": "0", "PYTHONWARNINGS": "default"}
    process = await asyncio.create_subprocess_exec(
        LABELBOT,
        *(words or ("run",)),
        cwd=folder,
        env=others | shown | environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    command = Command(process)
    try:
        yield command
    finally:
        if process.returncode is None:
            process.kill()
        await command.ended()


def environment_for(playground: Playground, folder: Path, *, socket: bool = False) -> dict[str, str]:
    app = playground.workspace.app
    tokens = {"SLACK_APP_TOKEN": app.app_token} if socket else {"SLACK_SIGNING_SECRET": app.signing_secret}
    return tokens | {
        "SLACK_BOT_TOKEN": app.bot_token,
        "SLACK_API_URL": playground.api_url,
        "LABELBOT_DATA": str(folder),
    }
