"""A workspace with a small Bolt app in it, over both ways in."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground.deliveries import HttpDeliveries, SocketDeliveries
from playground.interactions import Interactions
from playground.manifest import Manifest, parse_manifest
from playground.person import PersonDriver
from playground.seed import seeded
from playground.server import Playground, running
from playground.workspace import Workspace
from tests.playground.scripted import ScriptedApp

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Toybot"},
    "features": {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "toybot"},
        "shortcuts": [
            {"name": "Make a toy", "type": "global", "callback_id": "make", "description": "Makes one"},
            {"name": "Keep this", "type": "message", "callback_id": "keep", "description": "Keeps it"},
        ],
        "slash_commands": [
            {"command": "/toy", "description": "Toys", "usage_hint": "new", "should_escape": True},
        ],
    },
    "oauth_config": {
        "scopes": {"bot": ["chat:write", "commands", "files:read", "files:write", "im:history", "users:read"]}
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "message.im", "user_change"]},
        "interactivity": {"is_enabled": True},
    },
}


class Clock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.time = 1_800_000_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def manifest() -> Manifest:
    return parse_manifest(MANIFEST)


@pytest.fixture
def workspace(manifest: Manifest, clock: Clock) -> Workspace:
    return seeded(manifest, clock=clock)


@pytest.fixture
async def playground(workspace: Workspace) -> AsyncIterator[Playground]:
    async with running(workspace, deliveries=HttpDeliveries(workspace, retry_pace=0.0)) as running_one:
        yield running_one


@pytest.fixture
async def client(playground: Playground) -> AsyncWebClient:
    """The real SDK, told where this Slack is."""
    return AsyncWebClient(playground.workspace.app.bot_token, base_url=playground.api_url, team_id=None)


Install = Callable[[AsyncApp], None]


@dataclass
class Toybox:
    playground: Playground
    app: AsyncApp


@asynccontextmanager
async def toybot(
    manifest: Manifest, install: Install, *, way: str = "http", clock: Clock | None = None
) -> AsyncIterator[Toybox]:
    """A Bolt app with `install`'s listeners in a running workspace, linked over `way`: "http" or "socket"."""
    manifest = replace(manifest, socket_mode=way == "socket")
    workspace = seeded(manifest, clock=clock) if clock else seeded(manifest)
    async with AsyncExitStack() as stack:
        playground = await stack.enter_async_context(running(workspace))
        client = AsyncWebClient(workspace.app.bot_token, base_url=playground.api_url)
        app = AsyncApp(client=client, token=workspace.app.bot_token, signing_secret=workspace.app.signing_secret)
        install(app)
        deliveries = playground.deliveries
        if isinstance(deliveries, SocketDeliveries):
            handler = AsyncSocketModeHandler(app, workspace.app.app_token)
            await handler.connect_async()
            stack.push_async_callback(handler.close_async)
            await deliveries.linked()
        elif isinstance(deliveries, HttpDeliveries):
            deliveries.request_url = await stack.enter_async_context(serving(app))
        yield Toybox(playground, app)


@asynccontextmanager
async def serving(app: AsyncApp) -> AsyncIterator[str]:
    async def handle(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    server = web.Application()
    server.router.add_post("/slack/events", handle)
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()


@pytest.fixture
def scripted(workspace: Workspace) -> ScriptedApp:
    return ScriptedApp(workspace)


@pytest.fixture
def interactions(workspace: Workspace, scripted: ScriptedApp) -> Interactions:
    return Interactions(workspace, scripted)


@pytest.fixture
def ana(interactions: Interactions) -> PersonDriver:
    return PersonDriver(interactions, "U0ANA00000")


@pytest.fixture
def ben(interactions: Interactions) -> PersonDriver:
    return PersonDriver(interactions, "U0BEN00000")
