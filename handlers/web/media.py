"""The page of an input and its media, for signed-in people who may see them. There is no other way to the media."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from domain.errors import NotFound
from domain.model import InputKind
from domain.read_models import SeenInput
from handlers.web.auth import Auth, Visitor
from handlers.web.ranges import send_file
from handlers.web.site import page
from services.viewing import Viewing
from views.web import page as views

_HERE = r"/t/{task:[0-9]{1,18}}/i/{input:[0-9]{1,18}}"
_SHOWN = {"image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4", "video/webm"}
"""What a browser may take for what it is; anything else that we might have stored one day is only to be saved."""
_PRIVATE = {"Cache-Control": "private, no-cache", "Cross-Origin-Resource-Policy": "same-origin"}
"""Kept by this browser only, and asked for again each time: a session may have ended meanwhile."""


@dataclass(frozen=True, slots=True)
class Originals:
    """Where the files are, by content: the input itself, and a video's poster."""

    path: Callable[[str], Path]
    poster: Callable[[str], Path | None]


class Media:
    def __init__(self, auth: Auth, viewing: Viewing, originals: Originals) -> None:
        self._auth = auth
        self._viewing = viewing
        self._originals = originals

    def add_routes(self, app: web.Application) -> None:
        self._auth.site.add(app, "GET", _HERE, self.page)
        self._auth.site.add(app, "GET", f"{_HERE}/media", self.media)
        self._auth.site.add(app, "GET", f"{_HERE}/poster", self.poster)

    async def page(self, request: web.Request) -> web.Response:
        visitor = await self._auth.looker(request)
        if visitor is None:
            return self._auth.needs_sign_in()
        try:
            seen = await self._seen(request, visitor)
        except NotFound as error:
            return page(views.trouble(self._auth.frame(visitor), "Nothing here", error.message), 404)
        return page(views.input_page(self._auth.frame(visitor), seen))

    async def media(self, request: web.Request) -> web.StreamResponse:
        seen = await self._allowed(request)
        if seen.kind is InputKind.TEXT:
            raise web.HTTPNotFound  # It stands in its page.
        path = self._originals.path(seen.sha256)
        return await send_file(request, path, seen.sha256, _headers(seen))

    async def poster(self, request: web.Request) -> web.StreamResponse:
        seen = await self._allowed(request)
        path = await asyncio.to_thread(self._originals.poster, seen.sha256)
        if path is None:
            raise web.HTTPNotFound
        return await send_file(request, path, f"{seen.sha256}-poster", _PRIVATE | {"Content-Type": "image/jpeg"})

    async def _allowed(self, request: web.Request) -> SeenInput:
        visitor = await self._auth.looker(request)
        if visitor is None:
            raise web.HTTPUnauthorized
        try:
            return await self._seen(request, visitor)
        except NotFound:
            raise web.HTTPNotFound from None

    async def _seen(self, request: web.Request, visitor: Visitor) -> SeenInput:
        task, input_ = int(request.match_info["task"]), int(request.match_info["input"])
        return await asyncio.to_thread(self._viewing.find, visitor.person.actor, task, input_)


def _headers(seen: SeenInput) -> dict[str, str]:
    is_shown = seen.mimetype in _SHOWN
    name = f"filename*=UTF-8''{quote(seen.name, safe='')}"
    return _PRIVATE | {
        "Content-Type": seen.mimetype if is_shown else "application/octet-stream",
        "Content-Disposition": f"{'inline' if is_shown else 'attachment'}; {name}",
    }
