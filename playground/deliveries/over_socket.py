"""Deliveries through Socket Mode: envelopes over the WebSockets that the app has opened."""

import asyncio
import json
import secrets
from typing import Any

from aiohttp import WSMsgType, web

from playground.deliveries.delivery import Deliveries, Delivery, Reply
from playground.reading import read_json
from playground.workspace import Workspace

_MOST_CONNECTIONS = 10  # https://docs.slack.dev/apis/events-api/using-socket-mode
_HOST = "playground"


class SocketDeliveries(Deliveries):
    """Each envelope goes to one of the open connections, in turn."""

    def __init__(self, workspace: Workspace, *, retry_pace: float = 1.0) -> None:
        super().__init__(workspace, retry_pace=retry_pace)
        self._sockets: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._linked = asyncio.Event()
        self._sent = 0

    @property
    def is_linked(self) -> bool:
        return bool(self._sockets)

    async def linked(self, seconds: float = 10) -> None:
        """Wait until the app has a connection open."""
        await asyncio.wait_for(self._linked.wait(), seconds)

    async def attempt(self, delivery: Delivery) -> Reply:
        if not self._sockets:
            return Reply(problem="dispatch_failed", reason="connection_failed")
        envelope_id = secrets.token_hex(16)
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = answer
        self._sent += 1
        socket = self._sockets[self._sent % len(self._sockets)]
        try:
            async with asyncio.timeout(self.workspace.patience):
                await socket.send_str(json.dumps(_envelope(envelope_id, delivery)))
                return Reply(await answer)
        except TimeoutError:
            return Reply(problem="operation_timeout", reason="timeout")
        except ConnectionError:
            return Reply(problem="dispatch_failed", reason="connection_failed")
        finally:
            self._waiting.pop(envelope_id, None)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The app's end of `/link`: a ticket from apps.connections.open opens it once."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.workspace.permitted_sockets:
            raise web.HTTPForbidden(text="This address was used before, or never given.")
        self.workspace.permitted_sockets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        if len(self._sockets) >= _MOST_CONNECTIONS:
            await _say_goodbye(socket, "too_many_websockets")
            return socket
        await self._talk(socket)
        return socket

    async def _talk(self, socket: web.WebSocketResponse) -> None:
        self._sockets.append(socket)
        try:
            await socket.send_str(json.dumps(self._hello()))
            self._linked.set()
            self.workspace.changed("socket", connections=len(self._sockets))
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._take(message.data)
        finally:
            if socket in self._sockets:
                self._forget(socket)

    def _take(self, text: str) -> None:
        try:
            answer = read_json(text)
        except ValueError:
            return  # slack_sdk also sends its own "ping-pong" texts
        envelope_id = answer.get("envelope_id") if isinstance(answer, dict) else None
        waiting = self._waiting.get(envelope_id) if isinstance(envelope_id, str) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(answer.get("payload") or None)

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self._sockets),
            "connection_info": {"app_id": self.workspace.app.id},
            "debug_info": {"host": _HOST, "build_number": 1, "approximate_connection_time": 3600},
        }

    def _forget(self, socket: web.WebSocketResponse) -> None:
        self._sockets.remove(socket)
        if not self._sockets:
            self._linked.clear()
        self.workspace.changed("socket", connections=len(self._sockets))

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """What Slack does every few hours: ask the app to connect anew, then close."""
        for socket in tuple(self._sockets):
            self._forget(socket)
            await _say_goodbye(socket, reason)

    def lose(self) -> None:
        """The network fails: every connection is gone without a word."""
        for socket in tuple(self._sockets):
            self._forget(socket)
            transport = socket._req.transport if socket._req else None  # noqa: SLF001  # aiohttp has no abort
            if transport is not None:
                transport.abort()

    async def close(self) -> None:
        await super().close()
        for socket in tuple(self._sockets):
            await socket.close()


async def _say_goodbye(socket: web.WebSocketResponse, reason: str) -> None:
    await socket.send_str(json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": _HOST}}))
    await socket.close()


def _envelope(envelope_id: str, delivery: Delivery) -> dict[str, Any]:
    envelope = {
        "type": delivery.kind,
        "envelope_id": envelope_id,
        "payload": delivery.payload,
        "accepts_response_payload": delivery.kind != "events_api",
    }
    if delivery.kind == "events_api":
        envelope |= {"retry_attempt": delivery.attempt, "retry_reason": delivery.retry_reason}
    return envelope
