"""`labelbot demo`: a local workspace with Labelbot and some dozens of real pictures in it."""

import csv
import gzip
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from pydantic import SecretStr

from assist.samples import grey_picture
from bot.app import Labelbot, running as bot_running
from bot.manifest import manifest_path
from bot.settings import Settings
from domain.errors import LabelingError
from playground.deliveries import SocketDeliveries
from playground.keeping import KeepingError, is_kept, load, save
from playground.manifest import Manifest, read_manifest
from playground.seed import seeded
from playground.server import running as playground_running
from playground.workspace import Workspace

DATASET, DIGITS = "Sample photos", "Handwritten digits"
_PACKAGES = ("scikit-image", "scikit-learn")
_SUFFIXES = {".jpg", ".png"}
_NO_PHOTOS = {"logo", "phantom", "color", "chessboard_GRAY", "chessboard_RGB", "text", "page", "motorcycle_right"}
"""Drawings and test charts among the packages' pictures, and the second eye of a stereo pair."""
_MOST_DIGITS = 40
_ZOOM = 24


@dataclass(frozen=True, slots=True)
class Demo:
    url: str
    bot: Labelbot
    settings: Settings
    workspace: Workspace


@asynccontextmanager
async def running(folder: Path | None, port: int) -> AsyncIterator[Demo]:
    """`folder`: keeps the workspace and the labels; None: they are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="labelbot-demo-") as temporary:
        home = Path(temporary) if folder is None else folder
        manifest = read_manifest(manifest_path())
        kept = home / "workspace"
        workspace = _load(kept, manifest) if is_kept(kept) else seeded(manifest)
        workspace.rates_enforced = True
        async with playground_running(workspace, port, deliveries=SocketDeliveries(workspace)) as playground:
            settings = _settings(workspace, playground.api_url, home / "data")
            try:
                async with bot_running(settings) as bot:
                    yield Demo(playground.url, bot, settings, workspace)
            finally:
                # Ctrl-C is how it ends. Nothing is awaited here, so that a second one can't cut it short.
                if folder is not None:
                    save(workspace, kept)


def _load(kept: Path, manifest: Manifest) -> Workspace:
    try:
        return load(kept, manifest)
    except KeepingError as error:
        raise LabelingError(f"{error} Remove it, or name another folder with --keep.") from None


def sample_pictures(folder: Path) -> dict[str, Path]:
    """Dataset -> folder of the real pictures that installed packages carry."""
    photos, digits = folder / "photos", folder / "digits"
    photos.mkdir(parents=True)
    digits.mkdir()
    for path in _package_files():
        if path.suffix.lower() in _SUFFIXES and path.stem not in _NO_PHOTOS:
            (photos / path.name).write_bytes(path.read_bytes())
        if path.name == "digits.csv.gz":
            _write_digits(path, digits)
    return {name: place for name, place in ((DATASET, photos), (DIGITS, digits)) if any(place.iterdir())}


def _package_files() -> Iterator[Path]:
    """Found through the packages' own lists: they need not be imported for it."""
    for package in _PACKAGES:
        try:
            listed = files(package) or []
        except PackageNotFoundError:
            continue
        wanted = (one for one in listed if {"data", "datasets"} & set(one.parts) and "tests" not in one.parts)
        yield from (Path(str(one.locate())) for one in wanted)


def _write_digits(source: Path, folder: Path) -> None:
    """Rows of 64 pixel values 0..16, and the digit."""
    with gzip.open(source, "rt") as rows:
        for number, row in enumerate(csv.reader(rows)):
            if number == _MOST_DIGITS:
                return
            pixels = [255 - int(float(value) * 255 / 16) for value in row[:64]]
            (folder / f"digit-{number:02}.png").write_bytes(grey_picture(pixels, (8, 8), zoom=_ZOOM))


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
