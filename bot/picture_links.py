"""How this installation names pictures to Slack, and where their small copies come from."""

import asyncio
import secrets
from functools import partial
from pathlib import Path

from assist.drawing import drawn
from assist.stills import still
from bot.settings import Settings
from bot.slow_work import SlowWork
from domain.drawings import Drawing
from services.links import PictureLinks
from store.files import Files


def picture_links(settings: Settings) -> PictureLinks:
    pages, files = settings.public_url, Files(settings.inputs_dir)

    def has_poster(sha256: str) -> bool:
        return files.poster(sha256) is not None

    if pages is None or not settings.has_pictures_fetched:
        return PictureLinks(pages_url=pages, has_poster=has_poster)
    return PictureLinks(pages, secret_of(settings.folder, "pictures.key"), pages, has_poster)


def secret_of(folder: Path, name: str) -> bytes:
    """Made once and kept beside the database, so that what is made with it stays good over restarts."""
    path = folder / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(secrets.token_bytes(32))
    return path.read_bytes()


class Thumbnails:
    """A small upright copy of each picture, made once; and copies of it with shapes on them. One at a time: a large
    picture takes hundreds of megabytes.

    That of a video, its poster, was made when the video came in.
    """

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

    async def drawn(self, digest: str, sha256: str, drawing: Drawing) -> Path:
        path = self._files.drawing_path(digest)
        if await asyncio.to_thread(path.exists):
            return path
        return await self._slow.do(partial(self._draw, digest, sha256, drawing))

    def _draw(self, digest: str, sha256: str, drawing: Drawing) -> Path:
        """On the thumbnail where there is one: most of the time goes by reading the picture itself."""
        thumbnail = self._files.thumbnail_path(sha256)
        ground = thumbnail if thumbnail.exists() else self._files.path(sha256)
        return self._files.keep_drawing(digest, drawn(ground, drawing))
