"""An export on its way to whoever asked: the file is made, its words are said once, the file comes."""

import asyncio
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path

import structlog
from slack_sdk.errors import SlackApiError

from bot.posting import Posting
from bot.slow_work import SlowWork
from bot.uploads import Uploads
from domain.errors import LabelingError
from domain.notices import ExportAsked, VersionExportAsked
from handlers.slack import Services
from handlers.slack.failures import REFUSED, UNREACHABLE, after_failure
from services.exporting import suffix_of
from services.telling import Telling
from store.outbox import Waiting
from views.slack import exports as views, notices
from views.slack.parts import Message

log = structlog.get_logger()
_LONGEST_NAME = 60
"""Letters of a file's name: in any script they fit into what file systems take."""


class Exports:
    def __init__(
        self,
        services: Services,
        telling: Telling,
        posting: Posting,
        uploads: Uploads,
        slow: SlowWork,
    ) -> None:
        self._exporting = services.exporting
        self._histories = services.histories
        self._versions = services.versions
        self._telling = telling
        self._posting = posting
        self._uploads = uploads
        self._slow = slow

    async def deliver(self, waiting: Waiting, asked: ExportAsked | VersionExportAsked, of: str) -> None:
        """`of`: the task's or the version's name.

        Raises what passes. A refusal is said: who asked shall not wait for nothing.
        """
        what = " history" if isinstance(asked, ExportAsked) and asked.is_history else ""
        name = f"{_file_name(of)}{what}.{suffix_of(asked.format)}"
        try:
            content, rows = await self._slow.do(partial(self._made, waiting.to.workspace, asked, name))
            file = await self._uploads.put(name, content)
            channel = asked.channel
            if not channel:
                words = await asyncio.to_thread(self._words, waiting.to.workspace, asked, of, rows)
                channel, _ = await self._posting.post(waiting.to.user, words)
                await asyncio.to_thread(self._telling.rewrite, waiting, replace(asked, channel=channel))
            await self._uploads.finish(file, name, channel)
        except LabelingError as error:
            await self._posting.post(waiting.to.user, notices.refusal(error.message))
        except SlackApiError as error:
            failure = after_failure(error, 0)
            if failure.is_trouble or failure.word in REFUSED | UNREACHABLE:
                raise
            log.warning("export_refused", error=failure.word)
            why = f"Slack refuses the file ({failure.word})"
            await self._posting.post(waiting.to.user, views.failed(of, why))

    def _words(self, workspace: str, asked: ExportAsked | VersionExportAsked, of: str, rows: int) -> Message:
        if isinstance(asked, ExportAsked) and asked.is_history:
            return views.history_ready(of, rows)
        if isinstance(asked, VersionExportAsked):
            line = self._versions.line(workspace, asked.version)
            left_out, others = self._versions.left_out(line, asked.format)
            return views.ready(of, rows, left_out, asked.format, others)
        left_out, others = self._exporting.left_out(asked.task), self._exporting.others(asked.task, asked.format)
        return views.ready(of, rows, left_out, asked.format, others)

    def _made(self, workspace: str, asked: ExportAsked | VersionExportAsked, name: str) -> tuple[bytes, int]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            if isinstance(asked, VersionExportAsked):
                line = self._versions.line(workspace, asked.version)
                rows = self._versions.write(line, path, asked.format)
            elif asked.is_history:
                rows = self._histories.write(asked.task, path, asked.format)
            else:
                rows = self._exporting.write(asked.task, path, asked.format)
            return path.read_bytes(), rows


def _file_name(task: str) -> str:
    name = "".join(letter if letter.isalnum() or letter in " -_" else "-" for letter in task)
    return name.strip()[:_LONGEST_NAME].strip() or "labels"
