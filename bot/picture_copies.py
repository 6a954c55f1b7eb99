"""Pictures in the sizes that the editor shows, each made once and kept on the disk."""

import asyncio
from functools import partial
from pathlib import Path

from assist.images import is_shown_as_it_is, thumbnail
from bot.slow_work import SlowWork
from store.files import Files, Made

_EDGES = {Made.PREVIEW: 2048, Made.STRIP: 160, Made.UPRIGHT: 65_000}
"""Pixels a side at most: no JPEG is larger than the last."""


class PictureCopies:
    """`slow` has a thread for what somebody waits for, `strips` one for the many small ones beside it."""

    def __init__(self, files: Files, slow: SlowWork, strips: SlowWork) -> None:
        self._files = files
        self._at_work = {Made.PREVIEW: slow, Made.UPRIGHT: slow, Made.STRIP: strips}

    async def preview(self, sha256: str) -> Path:
        """Raises FileNotFoundError where the original is gone, as all of them do."""
        return await self._copy(sha256, Made.PREVIEW)

    async def strip(self, sha256: str) -> Path:
        return await self._copy(sha256, Made.STRIP)

    async def upright(self, sha256: str) -> Path | None:
        """None: the file itself is what a browser should get."""
        path = self._files.made_path(sha256, Made.UPRIGHT)
        if not await asyncio.to_thread(path.exists) and await asyncio.to_thread(
            is_shown_as_it_is, self._files.path(sha256)
        ):
            return None
        return await self._copy(sha256, Made.UPRIGHT)

    async def _copy(self, sha256: str, what: Made) -> Path:
        path = self._files.made_path(sha256, what)
        if await asyncio.to_thread(path.exists):
            return path
        return await self._at_work[what].do(partial(self._make, sha256, what, path))

    def _make(self, sha256: str, what: Made, path: Path) -> Path:
        if path.exists():  # Somebody else wanted it too.
            return path
        small = self._files.thumbnail_path(sha256)
        source = small if what is Made.STRIP and small.exists() else self._files.path(sha256)
        return self._files.keep_made(sha256, what, thumbnail(source, _EDGES[what]))
