"""What the editor's page asks for: docs/editor-api.md. Who asks, the session says; whose an item is, the services."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from aiohttp import web

from domain.errors import LabelingError
from domain.model import Actor
from domain.read_models import EditorOutcome
from handlers.web.auth import Auth, Visitor
from handlers.web.json_door import JsonDoor, Refused, body_of, number_of, text_of
from handlers.web.rates import Rates
from services.editor.conflicts import Changed, Over
from services.editor.labeling import EditorLabeling
from services.editor.reviewing import EditorReviewing
from services.editor.strip import Asked
from services.instructing import Instructing
from views.editor import answers, instructions
from views.editor.answers import Addresses

_API = r"/api/edit/{task:[0-9]{1,18}}"
_ITEM = _API + r"/items/{assignment:[0-9]{1,18}}"
_WHERE = ("around", "before", "after")
_LONGEST_NUMBER = 18
Decide = Callable[[], EditorOutcome]


class EditorDoor:
    def __init__(
        self,
        auth: Auth,
        labeling: EditorLabeling,
        reviewing: EditorReviewing,
        instructing: Instructing,
        rates: Rates | None = None,
    ) -> None:
        self._site = auth.site
        self._labeling = labeling
        self._reviewing = reviewing
        self._instructing = instructing
        self._door = JsonDoor(auth, rates or Rates(), _explained)
        self._at = Addresses(auth.site.base)

    def add_routes(self, app: web.Application) -> None:
        for method, path, work in (
            ("GET", f"{_API}/queue", self.queue),
            ("GET", f"{_API}/instructions", self.instructions),
            ("GET", _ITEM, self.item),
            ("PUT", f"{_ITEM}/{{what:shapes|concepts}}", self.put),
            ("POST", _ITEM + r"/{verb:[a-z-]{1,40}}", self.decide),
        ):
            self._site.add(app, method, path, self._door.opens(work))

    async def queue(self, request: web.Request, visitor: Visitor) -> Mapping[str, Any]:
        desk = self._reviewing if _is_review(request) else self._labeling
        asked = Asked(**{name: _number(request.query[name]) for name in _WHERE if name in request.query})
        return answers.queue(await asyncio.to_thread(desk.queue, visitor.person.actor, _task(request), asked), self._at)

    async def item(self, request: web.Request, visitor: Visitor) -> Mapping[str, Any]:
        desk = self._reviewing if _is_review(request) else self._labeling
        found = await asyncio.to_thread(desk.item, visitor.person.actor, _task(request), _assignment(request))
        return answers.item(found, self._at)

    async def put(self, request: web.Request, visitor: Visitor) -> Mapping[str, Any]:
        if _is_review(request):
            raise Refused(422, "A reviewer's changes go along with “Approve”.")
        body = await body_of(request)
        what = request.match_info["what"]
        revision, given = number_of(body.get("revision"), "revision"), body.get(what)
        put = self._labeling.put if what == "shapes" else self._labeling.put_concepts
        which = visitor.person.actor, _task(request), _assignment(request)
        return {"revision": await asyncio.to_thread(put, *which, revision, given)}

    async def decide(self, request: web.Request, visitor: Visitor) -> Mapping[str, Any]:
        make = self._reviewers if _is_review(request) else self._labelers
        verb, body = request.match_info["verb"], await body_of(request)
        revision = number_of(body.get("revision"), "revision")
        do = make(verb, (visitor.person.actor, _task(request), _assignment(request)), revision, body)
        if do is None:
            raise Refused(404, "That can't be done here. Reload the page.")
        return answers.outcome(await asyncio.to_thread(do), self._at)

    async def instructions(self, request: web.Request, visitor: Visitor) -> Mapping[str, Any]:
        whole = await asyncio.to_thread(self._instructing.whole, visitor.person.actor, _task(request))
        samples = answers.samples(_task(request), whole.samples, self._at)
        return {"nodes": instructions.nodes(whole.markdown), "samples": samples}

    def _labelers(
        self, verb: str, which: tuple[Actor, int, int], revision: int, body: Mapping[str, Any]
    ) -> Decide | None:
        labeling = self._labeling
        given, said = body.get("shapes", body.get("concepts")), body.get("seen")
        seen = said if type(said) is int else None
        offered: dict[str, Decide] = {
            "submit": partial(labeling.submit, *which, revision, given, seen=seen),
            "none": partial(labeling.none, *which, revision, seen=seen),
            "skip": partial(labeling.skip, *which, revision, given),
            "flag": partial(labeling.flag, *which, on=True),
            "unflag": partial(labeling.flag, *which, on=False),
            "reopen": partial(labeling.reopen, *which),
        }
        return offered.get(verb)

    def _reviewers(
        self, verb: str, which: tuple[Actor, int, int], revision: int, body: Mapping[str, Any]
    ) -> Decide | None:
        reviewing = self._reviewing
        if verb == "approve":
            return partial(reviewing.approve, *which, revision, body.get("shapes", body.get("concepts")))
        refusing = {"request-changes": reviewing.request_changes, "reject": reviewing.reject}
        if verb not in refusing:
            return None
        return partial(refusing[verb], *which, revision, text_of(body.get("reason"), "reason"))


def _explained(error: LabelingError) -> Mapping[str, Any]:
    if isinstance(error, Changed):
        given = {"shapes": answers.shapes(error.shapes), "concepts": list(error.concepts)}
        return {"theirs": {"revision": error.revision, **given, "by": error.by}}
    return {"state": str(error.standing)} if isinstance(error, Over) else {}


def _is_review(request: web.Request) -> bool:
    said = request.query.get("as", "label")
    if said not in {"label", "review"}:
        raise Refused(422, "It is not clear whether this is labeled or reviewed. Open it from its card in Slack again.")
    return said == "review"


def _task(request: web.Request) -> int:
    return int(request.match_info["task"])


def _assignment(request: web.Request) -> int:
    return int(request.match_info["assignment"])


def _number(given: str) -> int:
    is_one = given.isascii() and given.isdecimal() and len(given) <= _LONGEST_NUMBER
    return number_of(int(given) if is_one else None, "item")
