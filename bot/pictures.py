"""Keeps the next pictures of each labeler and reviewer ready in Slack: one file an input, shared by all who see it."""

import asyncio
import time
from pathlib import Path
from typing import Protocol

import structlog
from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from bot.bell import Bell
from bot.slack_calls import PASSING, Pace, after_failure
from domain.clock import SECOND
from domain.model import PictureState
from services.picturing import Picturing
from store.pictures import Picture

log = structlog.get_logger()
_SCAN_STEPS = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
"""Seconds between the looks at a file that Slack is scanning."""
_AT_ONCE = 4
_AFTER_A_REFUSAL = 5.0


class Thumbnails(Protocol):
    """Makes an input's picture for Slack, or finds the one it made before."""

    def __call__(self, sha256: str) -> Path: ...


class Pictures:
    def __init__(
        self,
        picturing: Picturing,
        thumbnails: Thumbnails,
        client: AsyncWebClient,
        bell: Bell,
        pace: Pace,
        session: ClientSession,
    ) -> None:
        self._picturing = picturing
        self._thumbnails = thumbnails
        self._client = client
        self._bell = bell
        self._pace = pace
        self._session = session
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._troubles = 0

    async def run(self) -> None:
        """Until cancelled."""
        everything = True
        while True:
            await self._want(everything=everything)
            everything = False
            due = await asyncio.to_thread(self._picturing.due)
            await asyncio.gather(*(self._care_for(picture) for picture in due))
            if not due:
                await self._bell.wait("pictures", await self._pause())

    async def _want(self, *, everything: bool) -> None:
        """After a click only its own queue is looked at; all of them at the start and when work was dealt."""
        queues = self._bell.take("pictures")
        if everything or "" in queues:
            await asyncio.to_thread(self._picturing.want_ahead)
            return
        for queue in queues:
            task, _, user = queue.partition(":")
            await asyncio.to_thread(self._picturing.want_ahead_of, int(task), user)

    async def _pause(self) -> float:
        due_at = await asyncio.to_thread(self._picturing.next_due_at)
        return 30.0 if due_at is None else min(30.0, max(0.01, due_at / SECOND - time.time()))

    async def _care_for(self, picture: Picture) -> None:
        async with self._slots:
            try:
                if picture.state is PictureState.SCANNING:
                    await self._look(picture)
                else:
                    await self._upload(picture)
                self._troubles = 0
            except PASSING as error:
                await self._put_off(picture, error)
            except (OSError, ValueError) as error:
                log.warning("picture_unreadable", error=str(error), name=picture.name)
                await asyncio.to_thread(self._picturing.failed, picture, str(error))

    async def _put_off(self, picture: Picture, error: BaseException) -> None:
        """A refusal counts against the picture, Slack's own trouble does not."""
        failure = after_failure(error, self._troubles)
        log.info("picture_waits", error=failure.word, name=picture.name)
        if failure.wait is None:
            await asyncio.to_thread(self._picturing.look_again, picture, _AFTER_A_REFUSAL, failure.word)
            return
        self._troubles += 1
        await asyncio.to_thread(self._picturing.wait, picture, failure.wait, failure.word)

    async def _upload(self, picture: Picture) -> None:
        path = await asyncio.to_thread(self._thumbnails, picture.sha256)
        content = await asyncio.to_thread(path.read_bytes)
        async with self._pace.upload:
            place = await self._client.files_getUploadURLExternal(filename=path.name, length=len(content))
            async with self._session.post(place["upload_url"], data=content, allow_redirects=False) as answer:
                answer.raise_for_status()
            file = {"id": place["file_id"], "title": picture.name}
            await self._client.files_completeUploadExternal(files=[file])
        await asyncio.to_thread(self._picturing.uploaded, picture, str(place["file_id"]), _SCAN_STEPS[0])

    async def _look(self, picture: Picture) -> None:
        """Slack scans each file; until then a message with it is refused."""
        answer = await self._client.files_info(file=str(picture.file))
        if str(answer["file"].get("mimetype") or "").startswith("image/"):
            await asyncio.to_thread(self._picturing.ready, picture)
            return
        wait = _SCAN_STEPS[min(picture.attempts + 1, len(_SCAN_STEPS) - 1)]
        await asyncio.to_thread(self._picturing.look_again, picture, wait)
