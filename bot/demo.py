"""`labelbot demo`: a local workspace with Labelbot and some dozens of real pictures in it."""

import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from bot.app import Labelbot, running as bot_running
from bot.demo_samples import CONCEPTS
from bot.demo_tasks import DemoTasks
from bot.manifest import manifest_path
from bot.settings import Settings
from domain.errors import LabelingError
from playground.deliveries import SocketDeliveries
from playground.keeping import KeepingError, is_kept, load, save
from playground.manifest import Manifest, read_manifest
from playground.seed import seeded
from playground.server import running as playground_running
from playground.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Demo:
    url: str
    bot: Labelbot
    settings: Settings
    workspace: Workspace
    is_new: bool
    """Nothing was kept of an earlier one."""


@asynccontextmanager
async def running(folder: Path | None, port: int) -> AsyncIterator[Demo]:
    """`folder`: keeps the workspace and the labels; None: they are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="labelbot-demo-") as temporary:
        home = Path(temporary) if folder is None else folder
        manifest = read_manifest(manifest_path())
        kept = home / "workspace"
        is_new = not is_kept(kept)
        workspace = seeded(manifest) if is_new else _load(kept, manifest)
        workspace.rates_enforced = True
        async with playground_running(workspace, port, deliveries=SocketDeliveries(workspace)) as playground:
            settings = _settings(workspace, playground.api_url, home / "data")
            try:
                async with bot_running(settings) as bot:
                    yield Demo(playground.url, bot, settings, workspace, is_new)
            finally:
                # Ctrl-C is how it ends. Nothing is awaited here, so that a second one can't cut it short.
                if folder is not None:
                    save(workspace, kept)


def _load(kept: Path, manifest: Manifest) -> Workspace:
    try:
        return load(kept, manifest)
    except KeepingError as error:
        raise LabelingError(f"{error} Remove it, or name another folder with --keep.") from None


def add_concepts(demo: Demo) -> None:
    """Those that the samples show."""
    workspace = demo.workspace.team.id
    demo.bot.store.write(lambda unit: [unit.concepts.add(workspace, name) for name in CONCEPTS])


def begin_tasks(demo: Demo) -> None:
    """Those that have boxes and outlines already, which are not brought back where somebody deleted them."""
    if demo.is_new:
        DemoTasks(demo.bot.store, demo.bot.services, demo.workspace.team.id).begin()


def _free_port() -> int:
    """The web pages' address stands in cards, so it must be known before anybody listens there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _settings(workspace: Workspace, api_url: str, folder: Path) -> Settings:
    port = _free_port()
    return Settings(
        bot_token=SecretStr(workspace.app.bot_token),
        app_token=SecretStr(workspace.app.app_token),
        api_url=api_url,
        data=folder,
        port=port,
        pictures="upload",
        public_url=f"http://127.0.0.1:{port}",
        database=None,
    )
