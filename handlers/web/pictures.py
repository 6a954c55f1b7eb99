"""Thumbnails under addresses that nobody can guess, for Slack's servers to fetch. Only in `url` mode."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog
from aiohttp import web

from services.links import PictureLinks
from services.picturing import Picturing

log = structlog.get_logger()
NO_PICTURE = "There is no such picture."


class Pictures:
    def __init__(self, picturing: Picturing, links: PictureLinks, thumbnails: Callable[[str], Awaitable[Path]]) -> None:
        self._picturing = picturing
        self._links = links
        self._thumbnails = thumbnails

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/pictures/{token}.jpg", self.picture)

    async def picture(self, request: web.Request) -> web.Response:
        input_ = self._links.input_of(request.match_info["token"])
        sha256 = None if input_ is None else await asyncio.to_thread(self._picturing.content_of, input_)
        content = None if sha256 is None else await self._content(sha256)
        if content is None:
            return web.Response(status=404, text=NO_PICTURE)
        headers = {"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=content, content_type="image/jpeg", headers=headers)

    async def _content(self, sha256: str) -> bytes | None:
        """None: the original is gone from the disk."""
        try:
            path = await self._thumbnails(sha256)
            return await asyncio.to_thread(path.read_bytes)
        except FileNotFoundError:
            log.warning("original_missing", sha256=sha256)
            return None
