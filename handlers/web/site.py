"""Where the web pages are, and what every answer carries so that a browser keeps them to whom they are for."""

import gzip
import hashlib
import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

_SAFE = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_OURS_ALONE = {"Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin"}
_DIGITS = 16
_STATICS = {".css", ".js", ".svg"}


@dataclass(frozen=True, slots=True)
class Site:
    """`origin` and `base` as browsers know them: behind a proxy both may be others than ours."""

    origin: str
    base: str

    @classmethod
    def at(cls, public_url: str) -> "Site":
        parts = urlsplit(public_url)
        return cls(f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/"))

    @property
    def is_secure(self) -> bool:
        return self.origin.startswith("https://")

    def add(self, app: web.Application, method: str, path: str, handler: Handler) -> None:
        """With and without the base: some proxies take it off, some don't. GET answers HEAD too."""
        for prefix in dict.fromkeys(("", self.base)):
            if method == "GET":
                app.router.add_get(prefix + path, handler)
            else:
                app.router.add_route(method, prefix + path, handler)


class Statics:
    """A folder's files under an address that changes with their content, so that a browser keeps them for good."""

    def __init__(self, folder: Path, site: Site) -> None:
        contents = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in _STATICS}
        self._files = {name: (content, gzip.compress(content, mtime=0)) for name, content in contents.items()}
        self._digest = _digest(contents.items())
        self.address = f"{site.base}/static/{self._digest}"
        self._site = site

    def add_routes(self, app: web.Application) -> None:
        self._site.add(app, "GET", f"/static/{self._digest}/{{name}}", self.file)

    async def file(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in self._files:
            raise web.HTTPNotFound
        content, packed = self._files[name]
        headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            content, headers["Content-Encoding"] = packed, "gzip"
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return web.Response(body=content, content_type=kind, headers=headers | _OURS_ALONE)


def page(html: str, status: int = 200) -> web.Response:
    return web.Response(text=html, content_type="text/html", status=status, headers=_OURS_ALONE)


async def keep_safe(_request: web.Request, response: web.StreamResponse) -> None:
    """For `on_response_prepare`: strict, unless an answer says of itself what else is right."""
    for name, value in _SAFE.items():
        response.headers.setdefault(name, value)


def _digest(contents: Iterable[tuple[str, bytes]]) -> str:
    whole = hashlib.sha256()
    for name, content in contents:
        whole.update(f"{name}:{len(content)}:".encode() + content)
    return whole.hexdigest()[:_DIGITS]
