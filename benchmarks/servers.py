"""The processes beside the measured one: `python -m benchmarks.servers sink|floor|bolt`, each prints its address."""

import asyncio
import hashlib
import hmac
import json
import sys
import time
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

SECRET = "benchmark-signing-secret"  # noqa: S105 - both ends of the benchmark know it.
WHO = {"ok": True, "team_id": "T0BENCH000", "user_id": "U0BOT00000", "bot_id": "B0BOT00000", "url": "https://x/"}


def sink() -> web.Application:
    """Answers the few calls that the bot makes by itself, counts the repaints, and says when a Home came."""
    repaints: dict[str, float] = {}
    homes: dict[str, list[float]] = {}
    came = asyncio.Condition()

    async def api(request: web.Request) -> web.Response:
        answers: dict[str, Any] = {"auth.test": WHO, "users.list": {"ok": True, "members": []}}
        posted = {"ok": True, "channel": "D0BENCH000", "ts": f"{time.time():.6f}"}
        if request.match_info["method"] == "views.publish":
            at = time.time()
            homes.setdefault((await request.json())["user_id"], []).append(at)
            async with came:
                came.notify_all()
        return web.json_response(answers.get(request.match_info["method"], posted))

    async def repaint(request: web.Request) -> web.Response:
        await request.read()
        repaints[request.match_info["click"]] = time.time()
        return web.json_response({"ok": True})

    async def home(request: web.Request) -> web.Response:
        """When the so-manieth Home of that person came; waits for it."""
        user, number = request.match_info["user"], int(request.match_info["number"])
        async with came:
            await came.wait_for(lambda: len(homes.get(user, ())) >= number)
        return web.json_response(homes[user][number - 1])

    async def seen(_request: web.Request) -> web.Response:
        return web.json_response(repaints)

    app = web.Application()
    app.router.add_route("*", "/api/{method}", api)
    app.router.add_post("/response/{click}", repaint)
    app.router.add_get("/seen", seen)
    app.router.add_get("/home/{user}/{number}", home)
    return app


def floor() -> web.Application:
    """The least that anybody could do: check the signature, parse the JSON, answer."""

    async def take(request: web.Request) -> web.Response:
        body = await request.read()
        stamp = request.headers["X-Slack-Request-Timestamp"]
        made = "v0=" + hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(made, request.headers["X-Slack-Signature"]):
            return web.Response(status=401)
        json.loads(parse_qs(body.decode())["payload"][0])
        return web.Response()

    app = web.Application()
    app.router.add_post("/slack/events", take)
    return app


def bolt() -> web.Application:
    """A default Bolt app with one listener that only acks."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T0BENCH000", bot_token="xoxb-x", bot_user_id="U0BOT00000")  # noqa: S106 - no token.

    slack = AsyncApp(signing_secret=SECRET, authorize=authorize)

    async def listen(ack: AsyncAck) -> None:
        await ack()

    slack.action({"type": "block_actions", "action_id": "label:1"})(listen)

    async def take(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await slack.async_dispatch(await to_bolt_request(request)))

    app = web.Application()
    app.router.add_post("/slack/events", take)
    return app


async def serve(app: web.Application) -> None:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve({"sink": sink, "floor": floor, "bolt": bolt}[sys.argv[1]]()))
