"""Labels out of a file in Slack, on their way into a task: the file is fetched, taken bit by bit, and told of."""

import asyncio
import json
import tempfile
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path

from bot.posting import Posting
from bot.slack_files import Refusal, SlackFiles
from domain.errors import LabelingError
from domain.label_importing import LabelImportAsked
from handlers.slack import Services
from services.label_imports import LabelsImported
from services.telling import Telling
from store.outbox import Waiting
from views.slack import label_imports as views
from views.slack.parts import Message

_MOST_BYTES = 20 * 2**20
"""While a file is read nobody's click is answered: this is a third of a second."""
_CALM = 3.0
"""Seconds between two edits of the message."""


class LabelImporting:
    def __init__(self, services: Services, telling: Telling, posting: Posting, files: SlackFiles) -> None:
        self._asks = services.label_imports
        self._telling = telling
        self._posting = posting
        self._files = files

    async def deliver(self, waiting: Waiting, asked: LabelImportAsked, task: str) -> None:
        """Raises what passes; it is then begun again, and goes on where it was. A refusal is said."""
        if not asked.ts:
            channel, ts = await self._posting.post(waiting.to.user, views.progress(task))
            asked = replace(asked, channel=channel, ts=ts)
            await asyncio.to_thread(self._telling.rewrite, waiting, asked)
        with tempfile.TemporaryDirectory() as folder:
            try:
                file = await self._files.fetch_one(asked.file, Path(folder) / "labels", _MOST_BYTES)
                done = await self._taken(waiting, asked, file.path, file.name, task)
                told = views.ended(task, asked.how, done.pictures, done.shapes, done.left_out.most_common())
            except Refusal as bad:
                told = views.failed(task, f"“{bad.name}” {bad.reason}")
            except LabelingError as error:
                told = views.failed(task, error.message)
        await self._show(asked, told)

    async def _taken(
        self, waiting: Waiting, asked: LabelImportAsked, path: Path, name: str, task: str
    ) -> LabelsImported:
        """In a thread of its own, which ends soon after this is cancelled: the rest waits for the next start."""
        far, stopped = [(0, 0)], threading.Event()

        def progress(done: int, total: int) -> None:
            far[0] = (done, total)
            if stopped.is_set():
                raise InterruptedError

        take = partial(self._asks.carry_out, waiting, asked, name=name, progress=progress)
        work = asyncio.ensure_future(asyncio.to_thread(lambda: take(document=_read(path, name))))
        shown = far[0]
        try:
            while not (await asyncio.wait([work], timeout=_CALM))[0]:
                if far[0] != shown:
                    shown = far[0]
                    await self._show(asked, views.progress(task, *shown))
            return await work
        finally:
            stopped.set()
            work.cancel()

    async def _show(self, asked: LabelImportAsked, message: Message) -> None:
        await self._posting.wait_to_update()
        await self._posting.update(asked.channel, asked.ts, message)


def _read(path: Path, name: str) -> object:
    try:
        return json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError):
        raise LabelingError(f"“{name}” is no JSON. Export it as COCO, and choose that file.") from None
