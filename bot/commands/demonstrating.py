"""`labelbot demo`: the local workspace, its pictures, and what to try."""

import asyncio
import errno
import logging
import tempfile
from functools import partial
from pathlib import Path

from rich.console import Console

from bot import log
from bot.commands.importing import import_with_bar, report
from bot.commands.opening import reason_of
from bot.commands.running import until_stopped
from bot.demo import Demo, add_concepts, begin_tasks, running
from bot.demo_samples import CLOSE_UPS, COINS, DATASET, OBJECTS, samples
from bot.demo_tasks import FIND, OUTLINE
from domain.draft import LONGEST_NAME
from domain.errors import LabelingError

_TRY = """
  Labelbot runs in a local workspace: {url}

  1. You are Ana. Type  /label new  and make a task for Ben and Chloé, with Dmitri as reviewer.
  2. Become Ben (bottom left): in Labelbot's message to him one tap labels a picture. Label ten.
  3. Become Dmitri: the ten wait in Labelbot's message to him. Fewer than ten come with  /label review .
  4. Become Ana again:  /label export NAME  sends you the labels of the task of that name as a file.
{more}
  {kept}Ctrl-C ends it."""
_SAMPLES = f"""\
  5. Boxes and outlines: “{FIND}” waits for Ben, “{OUTLINE}” for Ana. Press Sign in on the card, then
     Open editor. For a task of your own choose Detection or Segmentation, and “{COINS}”, “{OBJECTS}” or any photos.
  6. Have a model suggest: a task on “{CLOSE_UPS}”, AI-assist Yes, General-Image-Classification, and the concepts
     Astronaut, Cat, Coffee, Flower, Motorcycle, Rocket, Temple: 🤖 stands before those that it knows. Answer some.
  7. Have it annotate by itself, once it has learned: another task on them with Auto-annotation Yes.
"""
_OWN = """\
  5. Boxes and outlines: choose Detection or Segmentation in the form; then Sign in on the card, and Open editor.
"""
_KEEPS = "What you do is kept in {folder}. "
_FORGETS = """Nothing is kept, unless you give a folder:  make demo DEMO_ARGS="--keep ./demo --pictures ~/Pictures"
  """


def run_demo(pictures: Path | None, keep: Path | None, port: int) -> None:
    if keep is not None:
        _check_writable(keep)
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
        kept = _KEEPS.format(folder=keep) if keep else _FORGETS
        said = _TRY.format(url=demo.url, more=_OWN if pictures else _SAMPLES, kept=kept)
        Console(soft_wrap=True, highlight=False).print(said, markup=False)
        await asyncio.Event().wait()


def _import(demo: Demo, pictures: Path | None) -> None:
    """Raises LabelingError where none of the given pictures can be taken."""
    add = partial(import_with_bar, demo.bot.store, demo.settings, demo.workspace.team.id)
    if pictures is not None:
        imported = add(pictures.resolve().name[:LONGEST_NAME] or DATASET, pictures)
        report(imported)
        if imported.is_empty:
            raise LabelingError(f"Name another folder than {pictures} with --pictures, or leave it out for samples.")
        return
    with tempfile.TemporaryDirectory() as folder:
        for dataset, place in samples(Path(folder)).items():
            add(dataset, place)
    add_concepts(demo)
    begin_tasks(demo)


def _check_writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise LabelingError(
            f"{folder} can't be written to: {reason_of(error)}. Name another folder with --keep."
        ) from None
