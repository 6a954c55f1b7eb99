"""JSON in, JSON out: whatever comes is answered, and a refusal is always a sentence for the person."""

import asyncio
import json
import math
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

import structlog
from aiohttp import web

from domain.errors import Invalid, LabelingError, NotAllowed, NotFound, Stale
from domain.shapes import FIELD
from handlers.web.auth import Auth, Visitor
from handlers.web.rates import Rates

log = structlog.get_logger()
CSRF_HEADER = "X-Labelbot-CSRF"
MOST_BYTES = 4 * 1024 * 1024
_PACKED_FROM = 4096
"""Bytes: less is not worth it."""
_STATUS = {NotFound: 404, NotAllowed: 403, Stale: 409, Invalid: 422}
_NO_SHAPES = {FIELD, "concepts", "reason"}
"""Fields of what is sent, in the place of a shape's key."""
_LARGEST = 2**53
_READS = frozenset({"GET", "HEAD"})
Work = Callable[[web.Request, Visitor], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Said:
    """What is answered beside 200."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    def __init__(self, status: int, sentence: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.said = Said(status, {"error": sentence}, headers or {})


Explain = Callable[[LabelingError], Mapping[str, Any]]
"""What is said of a refusal besides its sentence."""


class JsonDoor:
    """The session, the proof of writes, the pace, and the errors of all that is asked through it."""

    def __init__(self, auth: Auth, rates: Rates, explain: Explain) -> None:
        self._auth = auth
        self._rates = rates
        self._explain = explain

    def opens(self, work: Work) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answer(request: web.Request) -> web.Response:
            try:
                visitor = await self._let_in(request)
                said = Said(200, await work(request, visitor))
            except Refused as refused:
                said = refused.said
            except LabelingError as error:
                said = self._refusal(error)
            except web.HTTPException:
                raise
            except Exception as error:  # noqa: BLE001 - the last line of defence: the person gets a reference, we the rest.
                said = _trouble(error)
            return _response(said)

        return answer

    async def _let_in(self, request: web.Request) -> Visitor:
        visitor = await self._auth.visitor(request)
        if visitor is None:
            raise Refused(401, "You are signed out. Type /label signin in Slack, then reload this page.")
        if not self._auth.is_from_here(request):
            raise Refused(403, "That did not come from Labelbot's own page, so nothing was done.")
        if request.method not in _READS and not self._auth.proves(
            request.headers.get(CSRF_HEADER, ""), visitor.session
        ):
            raise Refused(403, "This page is too old, so nothing was saved. Reload it: what you drew is kept here.")
        person = visitor.person
        if wait := self._rates.wait(f"{person.workspace}.{person.user}"):
            headers = {"Retry-After": str(math.ceil(wait))}
            raise Refused(429, "That was too much at once. It goes on in a moment.", headers)
        return visitor

    def _refusal(self, error: LabelingError) -> Said:
        status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
        said: dict[str, Any] = {"error": error.message}
        if isinstance(error, Invalid) and (key := next(iter(error.fields), FIELD)) not in _NO_SHAPES:
            said |= {"shape": key}
        return Said(status, {**said, **self._explain(error)})


async def body_of(request: web.Request) -> dict[str, Any]:
    """Raises Refused for what is no JSON object, or too much."""
    if request.content_type != "application/json":
        _refuse("That is no JSON, so nothing was saved. Reload the page.")
    content = bytearray()
    try:
        async for chunk in request.content.iter_any():
            content += chunk
            if len(content) > MOST_BYTES:
                raise Refused(413, "These are too many shapes to be saved: more than 4 MB. Delete some.")
        # A text that is no UTF-8, no JSON, or nested deeper than anybody nests; numbers that are none.
        given = await asyncio.to_thread(json.loads, bytes(content).decode(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        _refuse("That can't be read, so nothing was saved. Reload the page.")
    except web.HTTPException:
        _refuse("That can't be read, so nothing was saved. Reload the page.")
    if not isinstance(given, dict):
        _refuse("That can't be read, so nothing was saved. Reload the page.")
    return given


def number_of(given: Any, what: str) -> int:
    """Raises Refused for what is no number that could be one of ours."""
    if type(given) is not int or not 0 <= given < _LARGEST:
        raise Refused(422, f"The {what} is no number that it could be. Reload the page.")
    return given


def text_of(given: Any, what: str) -> str:
    """Raises Refused for what can't be kept: no text, or with signs that are none."""
    try:
        if isinstance(given, str) and given.encode() and "\0" not in given:
            return given
    except UnicodeEncodeError:
        pass
    raise Refused(422, f"The {what} is missing, or has signs that can't be kept. Type it anew.")


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _refuse(sentence: str) -> NoReturn:
    raise Refused(400, sentence)


def _trouble(error: Exception) -> Said:
    reference = secrets.token_hex(4)
    log.error("unexpected", reference=reference, exc_info=error)
    return Said(500, {"error": f"Something went wrong here ({reference}). What you drew is kept in this browser."})


def _response(said: Said) -> web.Response:
    content = json.dumps(said.body, allow_nan=False, separators=(",", ":")).encode()
    response = web.Response(
        body=content, status=said.status, content_type="application/json", headers=dict(said.headers)
    )
    if len(content) > _PACKED_FROM:
        response.enable_compression()
    return response
