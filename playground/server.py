"""The workspace on a port of this machine: the Web API, uploads, file bytes, response_urls and the socket."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from playground.deliveries import Deliveries, HttpDeliveries, SocketDeliveries
from playground.faults import Faults
from playground.interactions import Interactions
from playground.own_messages import OwnMessages
from playground.page_api import add_routes
from playground.person import PersonDriver
from playground.reading import read_json
from playground.records import Exchange
from playground.response_urls import respond, spend
from playground.web_api.dispatch import Serve, WebApi, suffering
from playground.web_api.files import app_sees
from playground.workspace import Workspace

INTERACTIONS = web.AppKey("interactions", Interactions)
_LOCAL_HOSTS = {"127.0.0.1", "localhost"}
_MOST_BYTES = 200 * 1024 * 1024


def create_app(workspace: Workspace, deliveries: Deliveries | None = None) -> web.Application:
    """`deliveries` as the manifest says where none is given: a socket, or posts to the URLs that it names."""
    if deliveries is None:
        deliveries = SocketDeliveries(workspace) if workspace.app.manifest.socket_mode else HttpDeliveries(workspace)
    app = web.Application(middlewares=[_only_local], client_max_size=_MOST_BYTES)
    app[INTERACTIONS] = Interactions(workspace, deliveries)
    OwnMessages(workspace, deliveries)
    routes = _Routes(workspace)
    app.router.add_route("*", "/api/{method}", WebApi(workspace).serve)
    app.router.add_post("/upload/v1/{ticket}", suffering(workspace, "upload", routes.upload))
    app.router.add_get("/files/{file}/{name}", suffering(workspace, "file", routes.file_bytes))
    app.router.add_post("/response/{team}/{token}", suffering(workspace, "response_url", routes.response))
    if isinstance(deliveries, SocketDeliveries):
        app.router.add_get("/link/", deliveries.serve)
    add_routes(app, workspace, app[INTERACTIONS])
    app.on_cleanup.append(lambda _app: deliveries.close())
    return app


@web.middleware
async def _only_local(request: web.Request, handler: Serve) -> web.StreamResponse:
    """A page elsewhere must not reach this server: neither by a name that resolves here, nor by a form or socket."""
    host = request.headers.get("Host", "")
    if host.rpartition(":")[0] not in _LOCAL_HOSTS and host not in _LOCAL_HOSTS:
        raise web.HTTPForbidden(text="This playground answers to 127.0.0.1 and localhost only.")
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != host:
        raise web.HTTPForbidden(text="This playground takes nothing from pages of other sites.")
    return await handler(request)


class _Routes:
    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """Raw bytes or a form with one file; the ticket in the address is the only key."""
        started = time.perf_counter()
        file = self.workspace.files.get(self.workspace.upload_tickets.get(request.match_info["ticket"], ""))
        if file is None:
            raise web.HTTPNotFound(text="This upload address is not known, or was used before.")
        content = await _uploaded_bytes(request)
        if len(content) != file.length:
            raise web.HTTPBadRequest(text=f"{file.length} bytes were announced, {len(content)} arrived.")
        if self.workspace.upload_tickets.pop(request.match_info["ticket"], None) is None:
            raise web.HTTPNotFound(text="This upload address was used while the bytes were on their way.")
        file.content = content
        self._record("upload", "upload", {"file": file.id, "bytes": len(content)}, "", started)
        return web.Response(text=f"OK - {len(content)}")

    async def file_bytes(self, request: web.Request) -> web.StreamResponse:
        """Without a token that reaches the file, Slack sends to its sign-in page instead."""
        app = self.workspace.app
        file = self.workspace.files.get(request.match_info["file"])
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token != app.bot_token or "files:read" not in app.scopes:
            raise web.HTTPFound(f"{self.workspace.base_url}/?redir={request.path}")
        if file is None or file.deleted or file.mode or file.scanned_at is None or not app_sees(self.workspace, file):
            raise web.HTTPNotFound(text="There is no such file.")
        return web.Response(body=file.content, content_type=file.mimetype)

    async def response(self, request: web.Request) -> web.StreamResponse:
        started = time.perf_counter()
        content = await _json_object(request)
        word, messages = self._respond(request.match_info["token"], content)
        self._record("response_url", "response_url", content, word, started)
        if word:
            status = 404 if word.endswith("_url") else 400
            answer = {"ok": False, "error": word, "response_metadata": {"messages": messages}}
            return web.json_response(answer, status=status)
        return web.Response(text="ok")

    def _respond(self, token: str, content: dict[str, Any]) -> tuple[str, list[str]]:
        url = spend(self.workspace, token)
        if isinstance(url, str):
            return url, []
        problems = respond(self.workspace, url, content)
        return (problems[0].word if problems else ""), [problem.message for problem in problems]

    def _record(self, direction: Any, kind: str, request: dict[str, Any], error: str, started: float) -> None:
        ms = (time.perf_counter() - started) * 1000
        self.workspace.record(Exchange(self.workspace.now(), direction, kind, request, {"ok": not error}, ms, error))


async def _uploaded_bytes(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    form = await request.post()
    field = next((each for each in form.values() if isinstance(each, web.FileField)), None)
    return field.file.read() if field else b""


async def _json_object(request: web.Request) -> dict[str, Any]:
    try:
        content = read_json(await request.read())
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise web.HTTPBadRequest(text="invalid_payload")
    return content


class Playground:
    """A running workspace. `api_url` is what the app takes for Slack's (`SLACK_API_URL`)."""

    def __init__(self, workspace: Workspace, interactions: Interactions) -> None:
        self.workspace = workspace
        self.interactions = interactions

    @property
    def url(self) -> str:
        return self.workspace.base_url

    @property
    def api_url(self) -> str:
        return f"{self.workspace.base_url}/api/"

    @property
    def faults(self) -> Faults:
        return self.workspace.faults

    @property
    def deliveries(self) -> Deliveries:
        return self.interactions.deliveries

    def person(self, name: str) -> PersonDriver:
        return PersonDriver(self.interactions, self.workspace.named(name).id)


@asynccontextmanager
async def running(
    workspace: Workspace, port: int = 0, *, deliveries: Deliveries | None = None
) -> AsyncIterator[Playground]:
    """Serve on 127.0.0.1 until the block ends; port 0 takes a free one."""
    app = create_app(workspace, deliveries)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        workspace.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield Playground(workspace, app[INTERACTIONS])
    finally:
        await runner.cleanup()
