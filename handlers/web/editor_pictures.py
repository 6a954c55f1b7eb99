"""Pictures for the editor: a preview, the whole in full size, a small one for the strip, and those of instructions."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import structlog
from aiohttp import web

from domain.errors import NotFound
from domain.model import InputKind
from domain.read_models import SeenInput
from handlers.web.auth import Auth
from handlers.web.ranges import send_file
from services.viewing import Viewing

log = structlog.get_logger()
_HERE = r"/t/{task:[0-9]{1,18}}/i/{input:[0-9]{1,18}}"
_KEPT = "private, max-age=600"
"""An input's picture never changes, and who goes from item to item sees it more than once. Signing out empties the
browser's cache."""
_ASKED_ANEW = "private, no-cache"
"""Where that does not empty it: browsers do so only over https. An unchanged picture is then not sent again."""
_JPEG = "image/jpeg"
Copy = Callable[[str], Awaitable[Path]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Copies:
    """By content. `upright` is None where the `original` can be sent as it is; `poster` where a video has none."""

    original: Callable[[str], Path]
    poster: Callable[[str], Path | None]
    preview: Copy
    strip: Copy
    upright: Callable[[str], Awaitable[Path | None]]


class EditorPictures:
    def __init__(self, auth: Auth, viewing: Viewing, copies: Copies) -> None:
        self._auth = auth
        self._viewing = viewing
        self._copies = copies
        kept = _KEPT if auth.site.is_secure else _ASKED_ANEW
        self._headers = {"Cache-Control": kept, "Cross-Origin-Resource-Policy": "same-origin"}

    def add_routes(self, app: web.Application) -> None:
        add = self._auth.site.add
        add(app, "GET", f"{_HERE}/preview", self.preview)
        add(app, "GET", f"{_HERE}/full", self.full)
        add(app, "GET", f"{_HERE}/strip", self.strip)
        add(app, "GET", f"{_HERE}/sample", self.sample)

    async def preview(self, request: web.Request) -> web.StreamResponse:
        seen = await self._picture(request)
        return await self._send(request, seen, await _made(self._copies.preview, seen), "preview")

    async def strip(self, request: web.Request) -> web.StreamResponse:
        seen = await self._picture(request)
        return await self._send(request, seen, await _made(self._copies.strip, seen), "strip")

    async def full(self, request: web.Request) -> web.StreamResponse:
        seen = await self._picture(request)
        path = await _made(self._copies.upright, seen)
        if path is None:
            return await self._send(request, seen, self._copies.original(seen.sha256), "full", seen.mimetype)
        return await self._send(request, seen, path, "full")

    async def sample(self, request: web.Request) -> web.StreamResponse:
        seen = await self._seen(request, self._viewing.sample)
        if seen.kind is InputKind.IMAGE:
            return await self._send(request, seen, await _made(self._copies.preview, seen), "sample")
        path = await asyncio.to_thread(self._copies.poster, seen.sha256) if seen.kind is InputKind.VIDEO else None
        if path is None:
            raise web.HTTPNotFound
        return await self._send(request, seen, path, "sample")

    async def _picture(self, request: web.Request) -> SeenInput:
        seen = await self._seen(request, self._viewing.find)
        if seen.kind is not InputKind.IMAGE:
            raise web.HTTPNotFound
        return seen

    async def _seen(self, request: web.Request, find: Callable[..., SeenInput]) -> SeenInput:
        visitor = await self._auth.looker(request)
        if visitor is None:
            raise web.HTTPUnauthorized
        task, input_ = int(request.match_info["task"]), int(request.match_info["input"])
        try:
            return await asyncio.to_thread(find, visitor.person.actor, task, input_)
        except NotFound:
            raise web.HTTPNotFound from None

    async def _send(
        self, request: web.Request, seen: SeenInput, path: Path, what: str, mimetype: str = _JPEG
    ) -> web.StreamResponse:
        headers = {
            "Content-Type": mimetype,
            "Content-Disposition": f"inline; filename*=UTF-8''{quote(seen.name, safe='')}",
        }
        return await send_file(request, path, f"{seen.sha256}-{what}", self._headers | headers)


async def _made(make: Callable[[str], Awaitable[T]], seen: SeenInput) -> T:
    try:
        return await make(seen.sha256)
    except (OSError, ValueError, SyntaxError) as error:
        # Gone from the disk, or damaged there: it was whole when it came in.
        log.warning("picture_not_shown", sha256=seen.sha256, error=repr(error))
        raise web.HTTPNotFound from None
