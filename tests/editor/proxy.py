"""A web server in front of ours, as people have one: with https or without, leaving the path's beginning or taking it
off, and with headers that lie about where it all is.
"""

import asyncio
import shutil
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from aiohttp import web
from multidict import CIMultiDict

LIES = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "gopher",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-For": "203.0.113.7",
    "Forwarded": "host=evil.example;proto=gopher",
}
_OWN = {"host", "connection", "keep-alive", "transfer-encoding", "upgrade"}


@dataclass
class Proxy:
    url: str = ""
    upstream: str = ""
    taken_off: str = ""
    """The beginning of each path that ours does not get to see."""
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """What was answered, as far as it is text, with its headers."""

    async def pass_on(self, request: web.Request) -> web.Response:
        self.asked.append(request.raw_path)
        headers = CIMultiDict((n, v) for n, v in request.headers.items() if n.lower() not in _OWN)
        headers.update(LIES)
        url = f"{self.upstream}{request.raw_path.removeprefix(self.taken_off)}"
        async with (
            aiohttp.ClientSession(auto_decompress=False) as session,
            session.request(
                request.method, url, headers=headers, data=await request.read(), allow_redirects=False
            ) as answer,
        ):
            body = await answer.read()
            kept = CIMultiDict((n, v) for n, v in answer.headers.items() if n.lower() not in _OWN)
            self.said.append(f"{kept}{body.decode(errors='replace') if len(body) < 10**5 else ''}")
            return web.Response(status=answer.status, body=body, headers=kept)


@asynccontextmanager
async def proxy(folder: Path, scheme: str) -> AsyncIterator[Proxy]:
    made = Proxy()
    app = web.Application(client_max_size=2**26)
    app.router.add_route("*", "/{path:.*}", made.pass_on)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    context = await _certified(folder) if scheme == "https" else None
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    made.url = f"{scheme}://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield made
    finally:
        await runner.cleanup()


async def _certified(folder: Path) -> ssl.SSLContext:
    """With a certificate that nobody trusts."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    how = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1", "-subj", "/CN=x"]
    command = [shutil.which("openssl") or "openssl", "req", *how, "-keyout", str(key), "-out", str(certificate)]
    made = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.DEVNULL)
    assert await made.wait() == 0
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context
