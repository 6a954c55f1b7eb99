"""Thumbnails under addresses that nobody can guess, for Slack's servers to fetch. Only in `url` mode."""

import asyncio
from collections.abc import Awaitable
from pathlib import Path
from typing import Protocol

import structlog
from aiohttp import web

from domain.drawings import Drawing
from services.links import PictureLinks
from services.picturing import Picturing

log = structlog.get_logger()
NO_PICTURE = "There is no such picture."


class Thumbnails(Protocol):
    """Makes small pictures, or finds those it made before. Raises FileNotFoundError where the original is gone."""

    def __call__(self, sha256: str) -> Awaitable[Path]: ...

    def drawn(self, digest: str, sha256: str, drawing: Drawing) -> Awaitable[Path]: ...


class Pictures:
    def __init__(self, picturing: Picturing, links: PictureLinks, thumbnails: Thumbnails) -> None:
        self._picturing = picturing
        self._links = links
        self._thumbnails = thumbnails

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/pictures/{token}.jpg", self.picture)

    async def picture(self, request: web.Request) -> web.Response:
        content = await self._content(request.match_info["token"])
        if content is None:
            return web.Response(status=404, text=NO_PICTURE)
        headers = {"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=content, content_type="image/jpeg", headers=headers)

    async def _content(self, token: str) -> bytes | None:
        """None: the token names nothing of ours, or the original is gone from the disk."""
        try:
            path = await self._path(token)
            return None if path is None else await asyncio.to_thread(path.read_bytes)
        except FileNotFoundError:
            log.warning("original_missing", picture=token.partition("-")[0])
            return None

    async def _path(self, token: str) -> Path | None:
        digest = self._links.drawing_of(token)
        if digest is not None:
            found = await asyncio.to_thread(self._picturing.drawing, digest)
            return None if found is None else await self._thumbnails.drawn(digest, *found)
        input_ = self._links.input_of(token)
        sha256 = None if input_ is None else await asyncio.to_thread(self._picturing.content_of, input_)
        return None if sha256 is None else await self._thumbnails(sha256)
