"""A workspace with Labelbot in it: the playground and the real bot, in one process, over a real transport."""

import hashlib
import io
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from pydantic import SecretStr

from bot.app import Labelbot, running as bot_running
from bot.settings import Settings
from domain.clock import Clock
from domain.model import NewInput
from playground.deliveries import HttpDeliveries, SocketDeliveries
from playground.manifest import read_manifest
from playground.person import PersonDriver
from playground.seed import seeded
from playground.server import Playground, running as playground_running
from playground.workspace import Workspace
from store.files import Files

MANIFEST = Path(__file__).parents[2] / "app-manifest.yml"
WORKSPACE = "T0PLAYGROUND"
SMALL = (48, 36)


@dataclass
class Stage:
    """Everything a journey needs: people to act as, the bot, and its settings."""

    playground: Playground
    settings: Settings
    clock: Clock | None = None
    bot: Labelbot = field(init=False)
    _bot: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def workspace(self) -> Workspace:
        return self.playground.workspace

    async def start(self) -> None:
        self.bot = await self._bot.enter_async_context(bot_running(self.settings, self.clock))
        deliveries = self.playground.deliveries
        if isinstance(deliveries, HttpDeliveries):
            deliveries.request_url = f"{self.bot.url}/slack/events"

    async def stop(self) -> None:
        await self._bot.aclose()

    def person(self, name: str) -> PersonDriver:
        return self.playground.person(name)

    def add_pictures(self, dataset: str, count: int, size: tuple[int, int] = SMALL) -> list[str]:
        return add_pictures(self.bot, self.settings, dataset, count, size)


def picture(number: int, size: tuple[int, int] = SMALL) -> bytes:
    """A PNG that no other number gives."""
    image = Image.new("RGB", size, ((number * 37) % 256, (number * 91) % 256, number % 256))
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def add_pictures(
    bot: Labelbot, settings: Settings, dataset: str, count: int, size: tuple[int, int] = SMALL
) -> list[str]:
    """Real files and rows, as `labelbot import` leaves them. Returns the names."""
    files, new = Files(settings.inputs_dir), []
    for number in range(count):
        content = picture(number, size)
        sha256 = files.keep(content)
        assert sha256 == hashlib.sha256(content).hexdigest()
        new.append(NewInput(sha256, f"picture-{number:03}.png", *size, len(content), "image/png"))
    bot.services.datasets.add_inputs(bot.services.datasets.open(WORKSPACE, dataset), new)
    return [one.name for one in new]


@asynccontextmanager
async def staged(
    folder: Path,
    *,
    socket: bool = False,
    watch: Callable[[Workspace], Workspace],
    clock: Clock | None = None,
    **more: object,
) -> AsyncIterator[Stage]:
    """`watch` has all that the bot sends judged at the end of the test. `more`: further settings."""
    workspace = watch(seeded(read_manifest(MANIFEST)))
    deliveries = SocketDeliveries(workspace) if socket else HttpDeliveries(workspace, "")
    async with playground_running(workspace, deliveries=deliveries) as playground:
        settings = settings_for(playground, folder, socket=socket, **more)
        stage = Stage(playground, settings, clock)
        await stage.start()
        try:
            yield stage
        finally:
            await stage.stop()


def settings_for(playground: Playground, folder: Path, *, socket: bool, **more: object) -> Settings:
    app = playground.workspace.app
    values: dict[str, object] = {
        "bot_token": SecretStr(app.bot_token),
        "app_token": SecretStr(app.app_token) if socket else None,
        "signing_secret": SecretStr(app.signing_secret),
        "api_url": playground.api_url,
        "data": folder,
        "port": 0,
        "assist": "off",
    }
    return Settings(**values | more)  # type: ignore[arg-type]
