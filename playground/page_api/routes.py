"""The addresses under which the page is served and talks to the workspace."""

import json
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlencode
from weakref import WeakSet

from aiohttp import WSCloseCode, web

from playground.interactions import Interactions
from playground.page_api.acts import perform
from playground.page_api.live import LiveFeed
from playground.page_api.request import BadRequestError
from playground.page_api.sight import PersonSight, people_to_be
from playground.reading import read_json
from playground.sight import sees_file
from playground.uploads import upload
from playground.workspace import Workspace

_PAGE = Path(__file__).resolve().parent.parent / "page"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: http: https:; "
    "connect-src 'self' ws:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# What a browser may draw; any other file is handed over as a download, and never runs as a page of ours.
_DRAWN = {"image/png", "image/jpeg", "image/gif", "image/webp"}
_MOST_BYTES = 100 * 1024 * 1024  # of what the composer sends; a file_input takes less
_ARCHIVED = re.compile(r"p(\d+)(\d{6})")  # a message in a permalink
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def add_routes(app: web.Application, workspace: Workspace, interactions: Interactions) -> None:
    page = _Page(workspace, interactions)
    app.router.add_get("/", _index)
    app.router.add_get("/archives/{channel}/{message}", _permalink)
    app.router.add_get("/page/static/{path:.+}", _static)
    app.router.add_get("/page/state", page.state)
    app.router.add_get("/page/live", page.live)
    app.router.add_get("/page/file/{file}", page.file)
    app.router.add_post("/page/act/{verb}", page.act)
    app.router.add_post("/page/upload", page.upload)
    app.on_shutdown.append(page.hang_up)


async def _index(_request: web.Request) -> web.StreamResponse:
    return web.FileResponse(_PAGE / "index.html", headers=_HEADERS)


async def _permalink(request: web.Request) -> web.StreamResponse:
    """Where chat.getPermalink leads: to the message on the page, as whoever looked at it last in that browser."""
    stamp = _ARCHIVED.fullmatch(request.match_info["message"])
    if stamp is None:
        raise web.HTTPNotFound(text="That is no address of a message.")
    where = {"channel": request.match_info["channel"], "message": f"{stamp[1]}.{stamp[2]}"}
    thread = request.query.get("thread_ts")
    raise web.HTTPFound(f"/#{urlencode({**where, **({'thread': thread} if thread else {})})}")


async def _static(request: web.Request) -> web.StreamResponse:
    path = (_PAGE / request.match_info["path"]).resolve()
    if not path.is_relative_to(_PAGE) or not path.is_file():
        raise web.HTTPNotFound(text="There is no such file.")
    return web.FileResponse(path, headers=_HEADERS)


class _Page:
    def __init__(self, workspace: Workspace, interactions: Interactions) -> None:
        self.workspace = workspace
        self.interactions = interactions
        self.sockets: WeakSet[web.WebSocketResponse] = WeakSet()

    async def state(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(self._sight(request).state(), headers=_HEADERS)

    async def live(self, request: web.Request) -> web.StreamResponse:
        sight = self._sight(request)
        socket = web.WebSocketResponse(heartbeat=20)
        await socket.prepare(request)
        self.sockets.add(socket)
        await LiveFeed(sight, socket).run()
        return socket

    async def hang_up(self, _app: web.Application) -> None:
        for socket in list(self.sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)

    async def act(self, request: web.Request) -> web.StreamResponse:
        """A form of another site can't send JSON without asking first, so nothing else is taken."""
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType(text="Acts are sent as JSON.")
        try:
            body = read_json(await request.read())
            if not isinstance(body, dict):
                raise BadRequestError("An act is a JSON object.")  # noqa: TRY301  # one place answers them all
            person = self._person(str(body.get("person")))
            outcome = await perform(self.interactions, request.match_info["verb"], person, body)
        except (BadRequestError, ValueError) as error:
            problem = {"ok": False, "problem": str(error), "answer": None, "ms": 0}
            return web.json_response(problem, status=400)
        return web.json_response(outcome)

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """Raw bytes, which a form of another site can't send either."""
        person = self._person(request.query.get("person", ""))
        if request.content_type != "application/octet-stream":
            raise web.HTTPUnsupportedMediaType(text="Files are sent as raw bytes.")
        content = await request.read()
        if len(content) > _MOST_BYTES:
            raise web.HTTPRequestEntityTooLarge(_MOST_BYTES, len(content))
        file = upload(self.workspace, person, request.query.get("name", "") or "file", content)
        return web.json_response({"id": file.id, "name": file.name})

    async def file(self, request: web.Request) -> web.StreamResponse:
        person = self._person(request.query.get("person", ""))
        file = self.workspace.files.get(request.match_info["file"])
        is_scanned = file is not None and file.scanned_at is not None and file.scanned_at <= self.workspace.now()
        if file is None or not is_scanned or not sees_file(self.workspace, person, file):
            raise web.HTTPNotFound(text="This file is not there for you.")
        # Asked for anew each time, so that what was hidden or deleted since is gone from the screen too.
        headers = {
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-cache",
            "ETag": f'"{file.id}"',
        }
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        if file.mimetype not in _DRAWN:
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=file.content, content_type=file.mimetype, headers=headers)

    def _sight(self, request: web.Request) -> PersonSight:
        wanted = request.query.get("person") or people_to_be(self.workspace)[0]
        window = request.query.get("window", "")
        return PersonSight(self.workspace, self.interactions.deliveries, self._person(wanted), window)

    def _person(self, identity: str) -> str:
        if identity not in people_to_be(self.workspace):
            problem = json.dumps({"problem": "There is nobody of that name to look at the workspace as."})
            raise web.HTTPNotFound(text=problem, content_type="application/json")
        return identity
