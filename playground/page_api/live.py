"""News for one open page: what changed is noted at once and sent as it stands when the line is free."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from playground.page_api.sight import PersonSight, exchange_json
from playground.records import HostedFile, JsonObject, Message
from playground.sight import sees_message
from playground.surfaces import ViewSurface

_PARTS = {
    "read": ("channels", "waiting"),
    "people": ("people", "places"),
    "groups": ("groups",),
    "channels": ("people", "channels", "places", "messages", "waiting"),
    "faults": ("faults",),
}
News = Callable[[], JsonObject]


class LiveFeed:
    """Several changes of one thing before the next send are one piece of news: the newest state of it."""

    def __init__(self, sight: PersonSight, socket: web.WebSocketResponse) -> None:
        self.sight = sight
        self.socket = socket
        self._news: dict[tuple[str, ...], News] = {}
        self._parts: set[str] = set()
        self._wakes = asyncio.Event()

    async def run(self) -> None:
        unsubscribe = self.sight.workspace.subscribe(self.note)
        await self.socket.send_str(json.dumps({"kind": "hello"}))  # from now on nothing is missed
        sender = asyncio.create_task(self._send())
        try:
            async for message in self.socket:
                if message.type is WSMsgType.ERROR:
                    break
        finally:
            unsubscribe()
            sender.cancel()

    def note(self, kind: str, what: dict[str, Any]) -> None:
        match kind:
            case "message":
                self._note_message(what["message"])
            case "message_deleted" | "ephemeral_dismissed":
                gone: Message = what["message"]
                self._news.pop(("message", gone.channel, gone.ts), None)
                news = {"kind": "gone", "channel": gone.channel, "ts": gone.ts}
                self._news["gone", gone.channel, gone.ts] = lambda: news
                self._parts.update(("channels", "waiting"))
            case "modals" | "home" | "inputs":
                self._note_view(kind, what)
            case "file":
                self._note_file(what["file"])
            case "traffic":
                exchange = what["exchange"]
                self._news["exchange", str(id(exchange))] = lambda: {
                    "kind": "exchange",
                    "exchange": exchange_json(exchange),
                }
                self._parts.add("faults")
            case _:
                self._parts.update(_PARTS.get(kind, ()))
        if self._news or self._parts:
            self._wakes.set()

    def _note_message(self, message: Message) -> None:
        self._parts.add("waiting")
        if not sees_message(self.sight.workspace, self.sight.person, message):
            return
        key = ("message", message.channel, message.ts)
        self._news[key] = lambda: {"kind": "message", "message": self.sight.message(message)}
        self._parts.add("channels")

    def _note_view(self, kind: str, what: dict[str, Any]) -> None:
        if what["person"] != self.sight.person:
            return
        if kind == "home":
            self._parts.add("home")
        elif kind == "modals" or isinstance(what["surface"], ViewSurface):
            self._parts.update(("views", "home") if kind == "inputs" else ("views",))

    def _note_file(self, file: HostedFile) -> None:
        for message in self.sight.workspace.all_messages():
            if file.id in message.files:
                self._note_message(message)

    async def _send(self) -> None:
        while True:
            await self._wakes.wait()
            self._wakes.clear()
            news, parts = self._news, self._parts
            self._news, self._parts = {}, set()
            for tell in news.values():
                await self.socket.send_str(json.dumps(tell()))
            if parts:
                changed = self.sight.parts(*sorted(parts))
                await self.socket.send_str(json.dumps({"kind": "parts", "changed": changed}))
