"""The HTTP side: is it alive, is it ready, and Slack's deliveries where they come over HTTP."""

from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

from handlers.web.site import keep_safe

log = structlog.get_logger()
IsReady = Callable[[], Awaitable[str | None]]
"""None where all is well, else what is missing."""
_MOST_BYTES = 1024 * 1024


def create_app(is_ready: IsReady, bolt: AsyncApp | None) -> web.Application:
    """`bolt`: deliveries are taken at /slack/events; None in Socket Mode, where nothing is there."""
    app = web.Application(client_max_size=_MOST_BYTES)
    app.on_response_prepare.append(keep_safe)
    app.router.add_get("/healthz", _healthz)
    app.router.add_get("/readyz", _readyz(is_ready))
    if bolt is not None:
        app.router.add_post("/slack/events", _deliveries(bolt))
    return app


async def _healthz(_request: web.Request) -> web.Response:
    return web.json_response({"ok": True})


def _readyz(is_ready: IsReady) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(_request: web.Request) -> web.Response:
        missing = await is_ready()
        return web.json_response({"ok": missing is None, "missing": missing}, status=200 if missing is None else 503)

    return answer


def _deliveries(bolt: AsyncApp) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def take(request: web.Request) -> web.Response:
        # Bolt compares the time as a number, the signature as ASCII and takes the body as text: what is none of that
        # must not get that far.
        signature = request.headers.get("X-Slack-Signature", "")
        if not (request.headers.get("X-Slack-Request-Timestamp", "").isdecimal() and signature.isascii()):
            return web.Response(status=401, text="The request is not signed by Slack.")
        try:
            (await request.read()).decode()
        except UnicodeDecodeError:
            return web.Response(status=400, text="The request is not text.")
        try:
            answer = await bolt.async_dispatch(await to_bolt_request(request))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            # Signed or not, it is not what Slack sends.
            log.warning("strange_delivery", error=repr(error))
            return web.Response(status=400, text="The request can't be understood.")
        return await to_aiohttp_response(answer)

    return take
