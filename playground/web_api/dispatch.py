"""From an HTTP request for a Web API method to Slack's answer: faults, token, scopes, rates, arguments, method."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from playground.faults import CallFault
from playground.records import Exchange, JsonObject
from playground.rules.methods import METHODS
from playground.web_api import HANDLERS
from playground.web_api.arguments import check_scalars, parse_arguments
from playground.web_api.call import Call, SlackError
from playground.workspace import Workspace

Serve = Callable[[web.Request], Awaitable[web.StreamResponse]]
_APP_TOKEN_METHODS = {"apps.connections.open"}
_SECRET_ARGUMENTS = {"token"}


class WebApi:
    """The route `/api/{method}` of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    async def serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        fault = self.workspace.faults.next_call(method)
        if fault is not None:
            refused = await suffer(request, fault)
            if refused is not None:
                self._record(method, {}, {"ok": False, "error": fault.kind}, 0)
                return refused
        answer = self._answer(request, method, await request.read())
        if fault is not None and fault.kind == "answer_lost":
            cut(request)
        return answer

    def _answer(self, request: web.Request, method: str, body: bytes) -> web.Response:
        started = time.perf_counter()
        arguments: dict[str, Any] = {}
        try:
            arguments = parse_arguments(request.query, request.content_type, body)
            reply = self._run(method, arguments, request.headers)
            status, headers = 200, {"X-OAuth-Scopes": ",".join(sorted(self.workspace.app.scopes))}
        except SlackError as error:
            reply, status, headers = error.body, error.status, error.headers
        ms = (time.perf_counter() - started) * 1000
        self._record(method, _without_secrets(arguments), reply, ms)
        return web.json_response(reply, status=status, headers=headers)

    def _run(self, method: str, arguments: dict[str, Any], headers: Mapping[str, str]) -> JsonObject:
        token = headers.get("Authorization", "").removeprefix("Bearer ") or str(arguments.get("token", ""))
        if method not in HANDLERS:
            raise SlackError("unknown_method", req_method=method)
        self._check_token(method, token)
        check_scalars(arguments)
        self._check_team(arguments)
        self._check_rate(method, arguments)
        missing = [name for name in METHODS[method].required if name not in arguments]
        if missing:
            raise SlackError("invalid_arguments", *(f"[ERROR] missing required field: {name}" for name in missing))
        return {"ok": True, **HANDLERS[method](Call(self.workspace, method, arguments))}

    def _check_token(self, method: str, token: str) -> None:
        app = self.workspace.app
        if not token:
            raise SlackError("not_authed")
        if token not in {app.bot_token, app.app_token}:
            raise SlackError("invalid_auth")
        if not app.is_installed:
            raise SlackError("account_inactive")
        if (token == app.app_token) is not (method in _APP_TOKEN_METHODS):
            raise SlackError("not_allowed_token_type")
        granted = app.app_scopes if token == app.app_token else app.scopes
        needed = METHODS[method].scopes
        if needed and not granted.intersection(needed):
            raise SlackError("missing_scope", needed=",".join(needed), provided=",".join(sorted(granted)))

    def _check_team(self, arguments: Mapping[str, Any]) -> None:
        """Bolt gives every call a team_id; one that the token was not granted is refused."""
        if arguments.get("team_id") not in {None, "", self.workspace.team.id}:
            raise SlackError("team_access_not_granted")

    def _check_rate(self, method: str, arguments: Mapping[str, Any]) -> None:
        if not self.workspace.rates_enforced:
            return
        wait = self.workspace.rates.retry_after(method, self._addressee(str(arguments.get("channel", ""))))
        if wait:
            error = SlackError("ratelimited", status=429)
            error.headers = {"Retry-After": str(wait)}
            raise error

    def _addressee(self, channel: str) -> str:
        """A direct message can be named by its own id or the person's: it is one channel all the same."""
        place = self.workspace.channels.get(channel)
        if place is None or place.kind != "im":
            return channel
        return next(iter(place.members - {self.workspace.app.bot_user}), channel)

    def _record(self, method: str, arguments: JsonObject, reply: JsonObject, ms: float) -> None:
        error = str(reply.get("error", ""))
        self.workspace.record(Exchange(self.workspace.now(), "call", method, arguments, reply, ms, error))


def _without_secrets(arguments: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in arguments.items() if name not in _SECRET_ARGUMENTS}


async def suffer(request: web.Request, fault: CallFault) -> web.Response | None:
    """What the fault does before the call takes effect: an answer instead of it, or None."""
    match fault.kind:
        case "rate_limit":
            wait = {"Retry-After": f"{fault.seconds:g}"}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=wait)
        case "server_error":
            return web.Response(status=500, text="Server Error")
        case "reset":
            cut(request)
            return web.Response()
        case "slow":
            await asyncio.sleep(fault.seconds)
    return None


def suffering(workspace: Workspace, name: str, serve: Serve) -> Serve:
    """`serve` with the faults that strike `name`."""

    async def serve_or_suffer(request: web.Request) -> web.StreamResponse:
        fault = workspace.faults.next_call(name)
        refused = await suffer(request, fault) if fault else None
        if refused is not None:
            return refused
        response = await serve(request)
        if fault is not None and fault.kind == "answer_lost":
            cut(request)
        return response

    return serve_or_suffer


def cut(request: web.Request) -> None:
    """Reset the connection: the other side gets no answer, whatever is returned after."""
    if request.transport is not None:
        request.transport.abort()
