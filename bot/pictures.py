"""Keeps the next pictures of each labeler and reviewer ready in Slack: one file an input, shared by all who see it, and
one more where something is drawn on it. Where Slack fetches pictures from us, only what is drawn is made ahead.
"""

import asyncio
import errno
import time
from collections.abc import Awaitable
from functools import partial
from pathlib import Path
from typing import Protocol

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.bell import Bell
from bot.crew import Crew
from bot.slow_work import SlowWork
from bot.uploads import Uploads
from domain.clock import SECOND
from domain.drawings import Drawing
from domain.model import PictureState
from handlers.slack.failures import FAILURES, after_failure
from services.picturing import Cared, Picturing
from services.showing import SHOWN
from store.pictures import Picture

log = structlog.get_logger()
_SCAN_STEPS = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
"""Seconds between the looks at a file that Slack is scanning."""
_AT_ONCE = 4
_AFTER_A_REFUSAL = 5.0
_AFTER_A_FULL_DISK = 60.0
_THE_MACHINES = {errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO, errno.ESTALE}
"""Errors that say nothing of the picture."""
_ALL_AGAIN = 120.0
"""Seconds from one look at all queues to the next, where nobody rings."""
_ALIKE = {"look", SHOWN.partition(":")[2]}
"""Rings that name no queue."""


class Thumbnails(Protocol):
    """Makes an input's picture for Slack, or finds the one it made before."""

    def __call__(self, sha256: str) -> Awaitable[Path]: ...

    def drawn(self, digest: str, sha256: str, drawing: Drawing) -> Awaitable[Path]: ...


class Unreadable(Exception):
    """`.reason` completes "The picture can't be shown: "."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Pictures:
    def __init__(
        self,
        picturing: Picturing,
        thumbnails: Thumbnails,
        client: AsyncWebClient,
        bell: Bell,
        uploads: Uploads,
        slow: SlowWork,
    ) -> None:
        self._picturing = picturing
        self._thumbnails = thumbnails
        self._client = client
        self._bell = bell
        self._uploads = uploads
        self._slow = slow
        self._crew: Crew[Cared] = Crew(_AT_ONCE, lambda: bell.ring({"pictures:look"}))
        self._troubles = 0
        self._all_at = time.monotonic()

    async def run(self) -> None:
        """Until cancelled. No picture waits for another one's upload."""
        try:
            while True:
                await self._want()
                if not self._crew.is_full:
                    for picture in await asyncio.to_thread(self._picturing.due, self._crew.busy):
                        self._crew.start(picture.drawing or picture.input, partial(self._care_for, picture))
                await self._bell.wait("pictures", await self._pause())
        finally:
            await self._crew.stop()

    async def _want(self) -> None:
        """After a click only its own queue is looked at; all of them at the start, when work was dealt, and now and
        then: whatever nobody rang for comes late, not never.
        """
        queues = self._bell.take("pictures")
        if "" in queues or time.monotonic() >= self._all_at:
            self._all_at = time.monotonic() + _ALL_AGAIN
            await self._slow.do(self._picturing.want_ahead)
            return
        for queue in queues - _ALIKE:
            task, _, user = queue.partition(":")
            await asyncio.to_thread(self._picturing.want_ahead_of, int(task), user)

    async def _pause(self) -> float:
        if self._crew.is_full:
            return 30.0
        due_at = await asyncio.to_thread(self._picturing.next_due_at, self._crew.busy)
        return 30.0 if due_at is None else min(30.0, max(0.01, due_at / SECOND - time.time()))

    async def _care_for(self, picture: Picture) -> None:
        try:
            if not self._picturing.is_uploading:
                await self._make(picture)
            elif picture.state is PictureState.SCANNING:
                await self._look(picture)
            else:
                await self._upload(picture)
            self._troubles = 0
        except FAILURES as error:
            await self._put_off(picture, error)
        except Unreadable as error:
            log.warning("picture_unreadable", error=error.reason, name=picture.name)
            await asyncio.to_thread(self._picturing.failed, picture, error.reason)
        except Exception:
            # Counted, so that one odd picture is not tried for ever.
            log.exception("picture_broke", name=picture.name)
            await asyncio.to_thread(
                self._picturing.look_again, picture, _AFTER_A_REFUSAL, "something broke on our side"
            )

    async def _put_off(self, picture: Picture, error: BaseException) -> None:
        """A refusal counts against the picture; Slack's own trouble, and what the app may not do, does not."""
        failure = after_failure(error, self._troubles)
        if failure.needs_admin:
            advice = "Slack refuses what the bot may do. `labelbot doctor` says what to do about it."
            log.warning("pictures_wait_for_an_admin", error=failure.word, name=picture.name, advice=advice)
        else:
            log.info("picture_waits", error=failure.word, name=picture.name)
        if not (failure.is_trouble or failure.needs_admin):
            why = f"Slack does not take it ({failure.word})"
            await asyncio.to_thread(self._picturing.look_again, picture, _AFTER_A_REFUSAL, why)
            return
        self._troubles += 1
        await asyncio.to_thread(self._picturing.wait, picture, failure.wait, failure.word)

    async def _make(self, picture: Picture) -> None:
        """Slack fetches it once a card shows it."""
        if await self._content(picture) is None:
            await self._wait_for_the_machine(picture)
        else:
            await asyncio.to_thread(self._picturing.ready, picture)

    async def _upload(self, picture: Picture) -> None:
        content = await self._content(picture)
        if content is None:
            await self._wait_for_the_machine(picture)
            return
        file = await self._uploads.put(f"{picture.drawing or picture.sha256}.jpg", content)
        await self._uploads.finish(file, picture.name)
        await asyncio.to_thread(self._picturing.uploaded, picture, file, _SCAN_STEPS[0])

    async def _wait_for_the_machine(self, picture: Picture) -> None:
        await asyncio.to_thread(self._picturing.wait, picture, _AFTER_A_FULL_DISK, "the machine has trouble")

    async def _path(self, picture: Picture) -> Path:
        if not picture.drawing:
            return await self._thumbnails(picture.sha256)
        found = await asyncio.to_thread(self._picturing.drawing, picture.drawing)
        if found is None:
            raise FileNotFoundError(picture.drawing)
        return await self._thumbnails.drawn(picture.drawing, *found)

    async def _content(self, picture: Picture) -> bytes | None:
        """Its thumbnail, or what is drawn on it. None: the machine has trouble that says nothing of the picture. Raises
        Unreadable.
        """
        try:
            path = await self._path(picture)
            return await asyncio.to_thread(path.read_bytes)
        except FileNotFoundError:
            raise Unreadable("its file is missing on Labelbot's machine") from None
        except Exception as error:
            if isinstance(error, OSError) and error.errno in _THE_MACHINES:
                log.exception("picture_waits_for_the_machine", name=picture.name)
                return None
            # A broken file can make a decoder raise anything.
            raise Unreadable(f"it can't be read ({str(error).rstrip('. ') or type(error).__name__})") from error

    async def _look(self, picture: Picture) -> None:
        """Slack scans each file; until then a message with it is refused."""
        try:
            answer = await self._client.files_info(file=str(picture.file))
        except SlackApiError as error:
            if after_failure(error, 0).word != "file_deleted":
                raise
            log.info("picture_gone", name=picture.name)
            await asyncio.to_thread(self._picturing.broken, picture)
            return
        if str(answer["file"].get("mimetype") or "").startswith("image/"):
            await asyncio.to_thread(self._picturing.ready, picture)
            return
        wait = _SCAN_STEPS[min(picture.attempts + 1, len(_SCAN_STEPS) - 1)]
        await asyncio.to_thread(self._picturing.look_again, picture, wait)
