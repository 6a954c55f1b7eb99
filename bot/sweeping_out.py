"""Deletes for good what nobody needs any more: rows bit by bit, with room for clicks in between, and files in Slack."""

import asyncio

import structlog
from aiolimiter import AsyncLimiter
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slow_work import SlowWork
from handlers.slack.failures import after_failure
from services.purging import Purging
from store.files import Files

log = structlog.get_logger()


class SweepingOut:
    def __init__(self, purging: Purging, client: AsyncWebClient, slow: SlowWork, files: Files) -> None:
        self._purging = purging
        self._files = files
        self._client = client
        self._slow = slow
        # A little below Slack's Tier 3.
        self._pace = AsyncLimiter(45, 60)

    async def run(self) -> None:
        while await self._slow.do(self._purging.step):
            pass
        while files := await asyncio.to_thread(self._purging.unneeded_files):
            for file in files:
                await self._delete(file.file)
                await asyncio.to_thread(self._purging.file_is_gone, file)
        while drawings := await asyncio.to_thread(self._purging.unneeded_drawings):
            for picture in drawings:
                if picture.file is not None:
                    await self._delete(picture.file)
                await asyncio.to_thread(self._files.drop_drawing, picture.drawing)
                await asyncio.to_thread(self._purging.drawing_is_gone, picture)

    async def _delete(self, file: str) -> None:
        """Raises what passes. What Slack refuses for good, mostly as the file is gone already, is done with."""
        async with self._pace:
            try:
                await self._client.files_delete(file=file)
            except SlackApiError as error:
                failure = after_failure(error, 0)
                if failure.is_trouble or failure.needs_admin:
                    raise
                log.info("file_stays", error=failure.word)
