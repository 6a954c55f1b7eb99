"""`labelbot demo`: the local workspace, its pictures, and what to try."""

import asyncio
import errno
import logging
import tempfile
from pathlib import Path

from rich.console import Console

from bot import log
from bot.commands.importing import import_with_bar
from bot.commands.running import until_stopped
from bot.demo import DATASET, Demo, running, sample_pictures
from domain.errors import LabelingError

_TRY = """
  Labelbot runs in a local workspace: {url}

  1. As Ana, type  /label new  and make a task for Ben and Chloé, with Dmitri as reviewer.
  2. Switch to Ben and open the direct message from Labelbot: one tap labels a picture.
  3. Switch to Dmitri to review, then back to Ana for  /label export .

  Ctrl-C ends it."""


def run_demo(pictures: Path | None, keep: Path | None, port: int) -> None:
    log.configure("console")
    logging.getLogger().setLevel(logging.WARNING)
    try:
        asyncio.run(until_stopped(_show(pictures, keep, port)))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise LabelingError(f"Port {port} is in use. Choose another with --port, or 0 for any free one.") from None


async def _show(pictures: Path | None, keep: Path | None, port: int) -> None:
    async with running(keep, port) as demo:
        await asyncio.to_thread(_import, demo, pictures)
        Console(soft_wrap=True, highlight=False).print(_TRY.format(url=demo.url), markup=False)
        await asyncio.Event().wait()


def _import(demo: Demo, pictures: Path | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        samples = {DATASET: pictures} if pictures else sample_pictures(Path(folder))
        for dataset, place in samples.items():
            import_with_bar(demo.bot.store, demo.settings, demo.workspace.team.id, dataset, place)
