"""Texts and a real video in a dataset, and an installation with web pages to show them on."""

import hashlib
import socket
from pathlib import Path

from domain.model import InputKind, NewInput
from store.files import Files
from tests.journeys.stage import WORKSPACE, Stage, picture

CLIP = (Path(__file__).parent / "clip.webm").read_bytes()
"""Two seconds of a yellow square on blue, 320 by 180, VP8; recorded from a canvas."""


def with_pages() -> dict[str, object]:
    """Settings: an address for the web pages, at a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return {"public_url": f"http://127.0.0.1:{port}", "port": port, "pictures": "upload"}


def add_video(stage: Stage, dataset: str = "Clips", name: str = "square.webm", *, has_poster: bool = True) -> None:
    files = Files(stage.settings.inputs_dir)
    sha256 = files.keep(CLIP)
    if has_poster:
        files.keep_thumbnail(sha256, picture(1, (320, 180)))
    new = NewInput(sha256, name, 320, 180, len(CLIP), "video/webm", InputKind.VIDEO, seconds=2.0)
    _add(stage, dataset, [new])


def add_texts(stage: Stage, *texts: str, dataset: str = "Letters") -> None:
    rows = enumerate(texts, 1)
    named = [(hashlib.sha256(text.encode()).hexdigest(), f"row {number}", text) for number, text in rows]
    new = [NewInput(sha, name, 0, 0, len(text), "text/plain", InputKind.TEXT, text) for sha, name, text in named]
    _add(stage, dataset, new)


def _add(stage: Stage, dataset: str, new: list[NewInput]) -> None:
    datasets = stage.bot.services.datasets
    datasets.add_inputs(datasets.open(WORKSPACE, dataset), new)
