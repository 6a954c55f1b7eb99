"""How this installation names pictures to Slack, and where their small copies come from."""

import asyncio
import secrets
from functools import partial
from pathlib import Path

from assist.stills import still
from bot.settings import Settings
from bot.slow_work import SlowWork
from services.links import PictureLinks
from store.files import Files


def picture_links(settings: Settings) -> PictureLinks:
    """`auto` takes the public address where there is one: it shows pictures to everybody, guests included."""
    if settings.pictures == "upload" or settings.public_url is None:
        return PictureLinks()
    return PictureLinks(settings.public_url, _secret(settings.folder))


def _secret(folder: Path) -> bytes:
    """Made once and kept beside the database, so that addresses stay the same over restarts."""
    path = folder / "pictures.key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(secrets.token_bytes(32))
    return path.read_bytes()


class Thumbnails:
    """A small upright copy of each input, made once. One at a time: a large picture takes hundreds of megabytes."""

    def __init__(self, files: Files, slow: SlowWork) -> None:
        self._files = files
        self._slow = slow

    async def __call__(self, sha256: str) -> Path:
        path = self._files.thumbnail_path(sha256)
        if await asyncio.to_thread(path.exists):
            return path
        return await self._slow.do(partial(self._make, sha256, path))

    def _make(self, sha256: str, path: Path) -> Path:
        if path.exists():  # Somebody else wanted it too.
            return path
        return self._files.keep_thumbnail(sha256, still(self._files.path(sha256)))
