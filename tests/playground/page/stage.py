"""A playground with a scripted app behind it, and browsers to look at it with."""

import asyncio
import os
import shutil
import struct
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright

from playground.deliveries import Deliveries, Delivery, Reply
from playground.manifest import parse_manifest
from playground.modals import open_view
from playground.posting import post_as_app
from playground.records import HostedFile, Message, View
from playground.seed import seeded
from playground.server import Playground, running
from playground.workspace import Workspace

ANA, BEN = "U0ANA00000", "U0BEN00000"
Payload = dict[str, Any]
Answer = Callable[[Payload], Awaitable[Payload | None]]

MANIFEST: Payload = {
    "display_information": {"name": "Labelbot", "description": "Labels data.", "long_description": "Long words."},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "bot_user": {"display_name": "Labelbot"},
        "shortcuts": [
            {"name": "New labeling task", "type": "global", "callback_id": "new", "description": "Open the form"},
            {"name": "Add to dataset", "type": "message", "callback_id": "add", "description": "Add this"},
        ],
        "slash_commands": [{"command": "/label", "description": "Label things", "usage_hint": "new | next | help"}],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands", "files:read", "files:write"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "message.im"]},
        "interactivity": {"is_enabled": True},
    },
}


class Actor(Deliveries):
    """Stands where the app would: keeps what people did and answers as the test says, as slowly as it likes."""

    def __init__(self, workspace: Workspace, answer: Answer) -> None:
        super().__init__(workspace, retry_pace=0)
        self.answer = answer
        self.got: list[Payload] = []
        self.events: list[Payload] = []

    async def attempt(self, delivery: Delivery) -> Reply:
        if delivery.kind == "events_api":
            self.events.append(delivery.payload)
            return Reply()
        self.got.append(delivery.payload)
        try:
            async with asyncio.timeout(self.workspace.patience):
                return Reply(await self.answer(delivery.payload))
        except TimeoutError:
            return Reply(problem="operation_timeout")

    def sent(self, kind: str) -> list[Payload]:
        return [payload for payload in self.got if payload.get("type") == kind]


@dataclass
class Stage:
    playground: Playground
    app: Actor

    @property
    def workspace(self) -> Workspace:
        return self.playground.workspace

    def address(self, person: str = ANA, channel: str = "", tab: str = "messages") -> str:
        where = channel or self.workspace.im_with(person).id
        return f"{self.playground.url}/#person={person}&channel={where}&tab={tab}"

    @property
    def im(self) -> str:
        return self.workspace.im_with(ANA).id

    def say(self, blocks: list[Payload], channel: str = "", **more: Any) -> Message:
        return post_as_app(self.workspace, channel or self.im, {"text": "words", "blocks": blocks}, **more)

    def open_modal(self, content: Payload, person: str = ANA) -> View:
        trigger = self.workspace.triggers[self.workspace.new_trigger(person)]
        return open_view(self.workspace, trigger, content)

    def add_file(self, name: str, content: bytes, mimetype: str, *, owner: str = "") -> str:
        now = self.workspace.now()
        identity = self.workspace.new_id("F")
        self.workspace.files[identity] = HostedFile(
            identity,
            name,
            owner or self.workspace.app.bot_user,
            int(now),
            len(content),
            mimetype=mimetype,
            content=content,
            scanned_at=now - 1,
        )
        return identity


async def say_nothing(_payload: Payload) -> Payload | None:
    return None


@asynccontextmanager
async def on_stage(answer: Answer = say_nothing) -> AsyncIterator[Stage]:
    workspace = seeded(parse_manifest(MANIFEST))
    actor = Actor(workspace, answer)
    async with running(workspace, deliveries=actor) as playground:
        yield Stage(playground, actor)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    path = os.environ.get("LABELBOT_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    quiet = ["no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking"]
    flags = [f"--{flag}" for flag in (*quiet, "disable-component-update", "disable-sync")]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=flags)
        try:
            yield browser
        finally:
            await browser.close()


async def open_page(browser: Browser, url: str, **how: Any) -> tuple[Page, list[str]]:
    """The page once it shows its columns, and a list to which every complaint of the console is added."""
    page = await browser.new_page(**{"viewport": {"width": 1280, "height": 800}, **how})
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(url)
    await page.locator(".app").wait_for()
    return page, complaints


def blue_png(width: int = 320, height: int = 200) -> bytes:
    """A real picture without a picture library."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    row = b"\0" + b"\x40\x80\xd0" * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(row * height))
        + chunk(b"IEND", b"")
    )


async def settle(page: Page) -> None:
    """Two frames: whatever was asked to be drawn is drawn."""
    await page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    await asyncio.sleep(0)
