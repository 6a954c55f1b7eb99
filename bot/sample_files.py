"""Pictures that people upload as samples: fetched and judged while they wait, in a process of their own."""

import asyncio
import secrets
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bot.slack_files import Refusal, SlackFiles
from domain.intake import Refused
from domain.model import NewInput
from services.intake.taking import LooseFile, take
from services.judging import Judges


class SampleFiles:
    """`inputs` is where originals are kept. What a crash leaves goes with what intakes leave."""

    def __init__(self, slack: SlackFiles, inputs: Path) -> None:
        self._slack = slack
        self._inputs = inputs

    async def take(self, files: Sequence[str]) -> list[NewInput | Refused]:
        """In the order of the files. Raises what Slack's client raises when Slack is in trouble."""
        scratch = self._inputs / "incoming"
        await asyncio.to_thread(partial(scratch.mkdir, parents=True, exist_ok=True))
        paths = [scratch / f"intake-sample-{secrets.token_hex(8)}" for _ in files]
        try:
            fetched = [await self._fetch(file, path) for file, path in zip(files, paths, strict=True)]
            return await asyncio.to_thread(self._judge, fetched)
        finally:
            for path in paths:
                path.unlink(missing_ok=True)

    async def _fetch(self, file: str, path: Path) -> LooseFile | Refused:
        try:
            return await self._slack.fetch(file, path)
        except Refusal as bad:
            return Refused(bad.name, bad.reason)

    def _judge(self, fetched: Sequence[LooseFile | Refused]) -> list[NewInput | Refused]:
        with Judges(partial(take, self._inputs), alone=0, processes=1) as judges:
            return list(judges.judge(fetched))
