"""Where the web pages are, and what every answer carries so that a browser keeps them to whom they are for."""

from dataclasses import dataclass
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
OURS_ALONE = {"Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin"}


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


def page(html: str, status: int = 200) -> web.Response:
    return web.Response(text=html, content_type="text/html", status=status, headers=OURS_ALONE)


async def keep_safe(_request: web.Request, response: web.StreamResponse) -> None:
    """For `on_response_prepare`: strict, unless an answer says of itself what else is right."""
    for name, value in _SAFE.items():
        response.headers.setdefault(name, value)
