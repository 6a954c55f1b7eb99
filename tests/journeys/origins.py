"""Origins in front of the playground: each remembers what it was sent, and passes it on or sends it elsewhere."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web


@dataclass(frozen=True)
class Sent:
    path: str
    whole: str
    """Address, headers and body, in which a token would be seen."""


@dataclass
class Origin:
    """`beyond`: what answers in its place. `redirects`: (start of a path, status, to which origin)."""

    url: str = ""
    beyond: str | None = None
    redirects: tuple[str, int, str] | None = None
    seen: list[Sent] = field(default_factory=list)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def is_sent(self, path: str, times: int = 1) -> None:
        """Wait for it."""
        async with asyncio.timeout(20), self._news:
            await self._news.wait_for(lambda: len(self.at(path)) >= times)

    def at(self, path: str) -> list[Sent]:
        return [one for one in self.seen if one.path.startswith(path)]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        whole = f"{request.raw_path}\n{request.headers}\n{body.decode(errors='replace')}"
        async with self._news:
            self.seen.append(Sent(request.path, whole))
            self._news.notify_all()
        if self.redirects is not None and request.path.startswith(self.redirects[0]):
            _, status, to = self.redirects
            return web.Response(status=status, headers={"Location": f"{to}{request.raw_path}"})
        if self.beyond is None:
            return web.json_response({"ok": True})
        return await _pass_on(request, f"{self.beyond}{request.raw_path}", body)


async def _pass_on(request: web.Request, url: str, body: bytes) -> web.StreamResponse:
    kept = {name: value for name, value in request.headers.items() if name in {"Authorization", "Content-Type"}}
    async with (
        aiohttp.ClientSession() as session,
        session.request(request.method, url, data=body, headers=kept, allow_redirects=False) as answer,
    ):
        headers = {name: answer.headers[name] for name in ("Content-Type", "X-OAuth-Scopes") if name in answer.headers}
        return web.Response(body=await answer.read(), status=answer.status, headers=headers)


@asynccontextmanager
async def origin(beyond: str | None = None) -> AsyncIterator[Origin]:
    """On a port of its own, until the block ends."""
    made = Origin(beyond=beyond)
    app = web.Application(client_max_size=2**26)
    app.router.add_route("*", "/{path:.*}", made.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield made
    finally:
        await runner.cleanup()
