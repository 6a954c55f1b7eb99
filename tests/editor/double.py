"""A server that speaks docs/editor-api.md out of its memory: strict in what it takes, as troublesome as tests like."""

import asyncio
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

import views.editor
from handlers.web.site import Site, keep_safe, page
from handlers.web.statics import Statics
from tests.editor.kept import BASE, INSTRUCTIONS, Json, Kept, bare, concepts, drawn
from views.editor.page import EditorFrame, editor_page

CSRF = "proof-of-the-page"
GENERATION = 7
"""Of which the suggestions are, where there are any."""
WIDTH, HEIGHT = 800, 600
_KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")
_OPEN = {"open", "skipped", "changes"}
_STATE_AFTER = {"submit": "submitted", "none": "submitted", "skip": "skipped", "approve": "approved"}
_STATE_AFTER |= {"request-changes": "changes", "reject": "rejected", "reopen": "open"}


@dataclass(eq=False)
class Double:
    """`refuse`: what is answered instead, by method and end of the path. `delay`: seconds before each answer."""

    items: list[Kept]
    concepts: list[Json] = field(default_factory=lambda: concepts("Cat", "Dog", "Bird"))
    draws: list[str] = field(default_factory=lambda: ["box"])
    type: str = "detection"
    labels: str = "one"
    width: int = WIDTH
    height: int = HEIGHT
    has_instructions: bool = True
    read_first: bool = False
    is_review: bool = False
    delay: float = 0
    refuse: dict[tuple[str, str], tuple[int, Json]] = field(default_factory=dict)
    asked: list[tuple[str, str, Json]] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    """Ends of paths whose answers get lost after they took effect, once each."""
    pictures: dict[str, bytes] = field(default_factory=dict)
    has_preview: bool = False
    broken: bool = False
    """Pictures can't be had."""
    looked_at: list[str] = field(default_factory=list)
    port: int = 0
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)
    _runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Again on the same port, once it has one."""
        site = Site.at(f"http://127.0.0.1{BASE}")
        self._statics = Statics(Path(views.editor.__file__).parent / "static", site)
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.on_response_prepare.append(keep_safe)
        self._statics.add_routes(app)
        app.router.add_get(f"{BASE}/edit/5", self._page)
        app.router.add_get(f"{BASE}/picture/{{name}}", self._picture)
        app.router.add_get(f"{BASE}/icon.svg", self._icon)
        app.router.add_route("*", f"{BASE}/api/edit/5/{{path:.+}}", self._api)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    def url(self, item: int | None = None) -> str:
        query = [f"item={item}"] if item else []
        query += ["as=review"] if self.is_review else []
        return f"http://127.0.0.1:{self.port}{BASE}/edit/5{'?' if query else ''}{'&'.join(query)}"

    def of(self, assignment: int) -> Kept:
        return next(one for one in self.items if one.assignment == assignment)

    def sent(self, method: str, end: str) -> list[Json]:
        return [body for asked, path, body in self.asked if asked == method and path.endswith(end)]

    async def until(self, is_so: Callable[[], object]) -> None:
        """Something that pages ask for has made it so; the test's own time limit ends the wait."""
        async with self._news:
            await self._news.wait_for(is_so)

    async def _page(self, request: web.Request) -> web.Response:
        item = request.query.get("item")
        is_review = request.query.get("as") == "review"
        address = self._statics.address
        icon = f"{BASE}/icon.svg"
        frame = EditorFrame(BASE, address, icon, CSRF, "T1-ANA", 5, "Birds", is_review, int(item) if item else None)
        return page(editor_page(frame))

    async def _icon(self, _request: web.Request) -> web.Response:
        return web.Response(text='<svg xmlns="http://www.w3.org/2000/svg"/>', content_type="image/svg+xml")

    async def _picture(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        self.looked_at.append(request.path_qs)
        if self.broken:
            raise web.HTTPNotFound
        if name not in self.pictures:
            self.pictures[name] = await asyncio.to_thread(drawn, name, self.width, self.height)
        headers = {"Cache-Control": "no-store" if self.has_preview else "private, max-age=600"}
        return web.Response(body=self.pictures[name], content_type="image/jpeg", headers=headers)

    async def _api(self, request: web.Request) -> web.Response:
        path = request.match_info["path"]
        body = await request.json() if request.can_read_body else {}
        self.asked.append((request.method, path, body))
        await asyncio.sleep(self.delay)
        status, answer = self.refuse.get((request.method, path.rsplit("/", 1)[-1]), (0, {}))
        if not status:
            status, answer = self._answer(request, path, body)
        async with self._news:
            self._news.notify_all()
        end = path.rsplit("/", 1)[-1]
        if end in self.lost:
            self.lost.remove(end)
            raise web.HTTPBadGateway
        return web.json_response(answer, status=status)

    def _answer(self, request: web.Request, path: str, body: Json) -> tuple[int, Json]:
        assert request.query["as"] == ("review" if self.is_review else "label")
        if request.method == "GET":
            return self._read(request, path)
        if request.headers.get("X-Labelbot-CSRF") != CSRF or request.content_type != "application/json":
            return 403, {"error": "That did not come from this page."}
        _, number, verb = path.split("/")
        put = {"shapes": self._put, "concepts": self._tick}.get(verb)
        return put(self.of(int(number)), body) if put else self._post(self.of(int(number)), verb, body)

    def _read(self, request: web.Request, path: str) -> tuple[int, Json]:
        match path.split("/"):
            case ["queue"]:
                return 200, self._queue(request.query)
            case ["instructions"]:
                return 200, INSTRUCTIONS
            case ["items", number]:
                found = [one for one in self.items if str(one.assignment) == number]
                return (200, self.item(found[0])) if found else (404, {"error": "This is not yours any more."})
        return 404, {"error": "There is no such thing."}

    def _put(self, one: Kept, body: Json) -> tuple[int, Json]:
        if self.is_review:
            return 403, {"error": "A reviewer's shapes go with the decision."}
        return self._stale(one, body) or self._keep(one, body["shapes"]) or (200, {"revision": one.revision})

    def _tick(self, one: Kept, body: Json) -> tuple[int, Json]:
        had = (one.answer or {}).get("concepts", [])
        if one.state not in _OPEN or (body["revision"] != one.revision and body["concepts"] != had):
            theirs = {"revision": one.revision, "shapes": [], "concepts": had, "by": None}
            more = {"theirs": theirs} if one.state in _OPEN else {"state": one.state}
            return 409, {"error": "This was changed.", **more}
        if body["concepts"] != had:
            one.answer, one.revision = {"concepts": body["concepts"], "is_none": False}, one.revision + 1
        return 200, {"revision": one.revision}

    def _stale(self, one: Kept, body: Json) -> tuple[int, Json] | None:
        is_same = body.get("shapes") == bare(one.shapes) and one.state in _OPEN
        if is_same or (one.state in _OPEN and body["revision"] == one.revision):
            return None
        if one.state in _OPEN and not self.is_review:
            theirs = {"revision": one.revision, "shapes": one.shapes, "by": None}
            return 409, {"error": "This was changed in another window.", "theirs": theirs}
        return 409, {"error": f"This is {one.state} by now.", "state": one.state}

    def _keep(self, one: Kept, shapes: list[Json]) -> tuple[int, Json] | None:
        for shape in shapes:
            if fault := self._fault(shape):
                return 422, {"error": fault, "shape": shape["key"]}
        if len({shape["key"] for shape in shapes}) < len(shapes):
            return 422, {"error": "Two shapes have one key."}
        if shapes != bare(one.shapes):
            one.shapes, one.revision = [self._sourced(one, shape) for shape in shapes], one.revision + 1
        return None

    def _fault(self, shape: Json) -> str:
        points = shape["points"]
        flat = [n for point in points for n in point]
        box = shape["kind"] == "box"
        if set(shape) != {"key", "concept", "kind", "points", "from"} or not _KEY.fullmatch(shape["key"]):
            return f"A shape is not like that: {shape}"
        if shape["kind"] not in self.draws or shape["concept"] not in {one["id"] for one in self.concepts}:
            return "That shape does not belong here."
        if not all(math.isfinite(n) and abs(n * 100 - round(n * 100)) < 1e-6 for n in flat):
            return "Coordinates are rounded."
        if any(not (0 <= x <= self.width and 0 <= y <= self.height) for x, y in points):
            return "That is outside of the picture."
        if box and (len(points) != 2 or points[1][0] - points[0][0] < 3 or points[1][1] - points[0][1] < 3):
            return "A box is at least 3 pixels wide and high."
        return "" if box or 3 <= len(points) <= 2000 else "A polygon has 3 to 2,000 points."

    def _sourced(self, one: Kept, shape: Json) -> Json:
        made_of = next((s for s in one.suggestions if s["key"] == shape["from"]), None)
        same = made_of and (made_of["points"], made_of["concept"]) == (shape["points"], shape["concept"])
        source = "human" if made_of is None else "accepted" if same else "edited"
        return shape | {"source": source, "score": made_of["score"] if made_of else None}

    def _post(self, one: Kept, verb: str, body: Json) -> tuple[int, Json]:
        if verb in {"flag", "unflag"}:
            one.is_flagged, one.revision = verb == "flag", one.revision + 1
            return 200, self._outcome(one, one)
        if verb == "reopen" and one.state == "submitted":
            one.state, one.revision = "open", one.revision + 1
            return 200, self._outcome(one, one)
        wanted = {"request-changes", "reject", "approve"} if self.is_review else {"submit", "none", "skip"}
        assert verb in wanted, verb
        repeated = one.state == _STATE_AFTER[verb] and body.get("shapes", []) == bare(one.shapes)
        refusal = self._stale(one, body) or ("shapes" in body and self._keep(one, body["shapes"]))
        if refusal and not repeated:
            return refusal
        if verb in {"request-changes", "reject"} and not body["reason"].strip():
            return 422, {"error": "A reason is needed."}
        if verb == "none":
            one.shapes = []
        if self.type == "classification":
            one.answer = {
                "concepts": body.get("concepts", (one.answer or {}).get("concepts", [])),
                "is_none": verb == "none",
            }
        one.state, one.revision = _STATE_AFTER[verb], one.revision + 1
        one.reason = {"words": body["reason"], "by": "Rea"} if "reason" in body else None
        return 200, self._outcome(self._at(), one)

    def _at(self) -> Kept | None:
        order = ("changes", "open", "skipped") if not self.is_review else ("open",)
        return next((one for state in order for one in self.items if one.state == state), None)

    def _outcome(self, then: Kept | None, changed: Kept) -> Json:
        item = self.item(then) if then else None
        return {"item": item, "progress": self._progress(), "items": [self._row(changed)], "done": self._done()}

    def _done(self) -> Json | None:
        return None if self._at() else {"words": f"All done. {len(self.items)} pictures are labeled.", "more": True}

    def _progress(self) -> Json:
        return {"done": sum(one.state not in _OPEN for one in self.items), "of": len(self.items)}

    def _queue(self, query: Any) -> Json:
        at = self._at()
        first = int(query.get("around", at.assignment if at else self.items[0].assignment))
        places = [one.assignment for one in self.items]
        if "after" in query:
            begin = places.index(int(query["after"])) + 1
        elif "before" in query:
            begin = max(0, places.index(int(query["before"])) - 60)
        else:
            begin = max(0, places.index(first) - 30)
        end = places.index(int(query["before"])) if "before" in query else begin + 60
        task = {"name": "Birds", "has_instructions": self.has_instructions, "read_first": self.read_first}
        return {
            "task": task,
            "items": [self._row(one) for one in self.items[begin:end]],
            "earlier": begin > 0,
            "later": end < len(self.items),
            "at": at.assignment if at else None,
            "progress": self._progress(),
            "done": self._done(),
        }

    def _row(self, one: Kept) -> Json:
        thumb = f"{BASE}/picture/{one.assignment}?small" if one.kind == "image" else None
        row = {"assignment": one.assignment, "name": one.name, "kind": one.kind, "state": one.state}
        return row | {"is_flagged": one.is_flagged, "thumb": thumb}

    def item(self, one: Kept) -> Json:
        url = f"{BASE}/picture/{one.assignment}"
        media: Json = {"kind": one.kind, "name": one.name}
        if one.kind == "image":
            preview, full = (f"{url}?preview", f"{url}?full") if self.has_preview else (url, url)
            media |= {"width": self.width, "height": self.height, "preview": preview, "full": full}
        elif one.kind == "text":
            media |= {"text": one.text}
        else:
            media |= {"src": url, "poster": None, "seconds": 2.0}
        following = next((n for n in self.items if n.state in _OPEN and n is not one and n.kind == "image"), None)
        ahead = f"{BASE}/picture/{following.assignment}" if following else None
        return {
            "assignment": one.assignment,
            "revision": one.revision,
            "state": one.state,
            "is_flagged": one.is_flagged,
            "number": self.items.index(one) + 1,
            "may_edit": one.state in _OPEN,
            "may_reopen": one.state == "submitted" and not self.is_review,
            "type": self.type,
            "draws": self.draws,
            "input": media,
            "concepts": self.concepts,
            "shapes": one.shapes,
            "suggestions": one.suggestions,
            "seen": GENERATION if one.suggestions else 0,
            "answer": one.answer,
            "labels": self.labels,
            "reason": one.reason,
            "review": one.review,
            "ahead": {"preview": ahead, "full": ahead} if ahead else None,
        }
