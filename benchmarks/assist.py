"""Pictures into embeddings and suggestions: the bare session on a prepared tensor, against files on the disk through
the worker, and through all of what the bot does until the suggestions are in its database.
"""

import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import numpy as np
import skimage
from PIL import Image, ImageOps

from assist import sessions
from assist.embedding import EDGE, image_model, pixels
from assist.processes import Encoding, ModelProcess, encode_images
from assist.worker import NICENESS, OURS
from benchmarks.scene import WORKSPACE, create_task, database, hand_out, labelers
from bot.model_pool import ModelPool
from domain.assisting import TaskAssist
from domain.model import AssistMode, NewInput
from services.datasets import Datasets
from services.models import Models
from services.suggesting import Suggesting
from store import tables
from store.files import Files
from store.unit_of_work import Store, UnitOfWork

PICTURES, ROUNDS, WARM_UP = 400, 3, 16
SIZE = (400, 533)
MODEL = "General-Image-Classification"
_NAMES = ("astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg")


def measure() -> dict[str, object]:
    spawned = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory() as name,
        ModelProcess(OURS) as process,
        ProcessPoolExecutor(1, spawned, initializer=os.nice, initargs=(NICENESS,)) as pool,
        _loop() as loop,
    ):
        folder = Path(name)
        paths = [str(path) for path in pictures(folder, PICTURES)]
        rates = [
            (
                pool.submit(_raw, folder, paths[0]).result(),
                _encoded(folder, paths, process),
                loop.suggested(paths, number),
            )
            for number in range(ROUNDS)
        ]
    return {
        "raw_per_s": round(median(raw for raw, _, _ in rates), 1),
        "encoded_per_s": round(median(encoded for _, encoded, _ in rates), 1),
        "assist_per_s": round(median(whole for _, _, whole in rates), 1),
        "encoded_share": round(median(encoded / raw for raw, encoded, _ in rates), 2),
        "assist_share": round(median(whole / raw for raw, _, whole in rates), 2),
    }


class _Loop:
    """All of what the bot does, without the bot."""

    def __init__(self, store: Store, folder: Path, suggesting: Suggesting) -> None:
        self._store = store
        self._files = Files(folder / "inputs")
        self._suggesting = suggesting

    def suggested(self, paths: Sequence[str], number: int) -> float:
        """Files on the disk -> suggestions in the database, a second. A few open the models first."""
        if not number:
            self._seconds(paths[:WARM_UP], "Warm-up")
        return len(paths) / self._seconds(paths, f"Round {number}")

    def _seconds(self, paths: Sequence[str], name: str) -> float:
        task = assisted(self._store, self._files, paths, name)
        start = time.perf_counter()
        while self._suggesting.step():
            pass
        took = time.perf_counter() - start
        assert self._store.read(lambda unit: unit.suggesting.count(task, 1)).first == 0
        return took


@contextmanager
def _loop() -> Iterator[_Loop]:
    with database() as (store, folder), ModelPool() as pool:
        models = Models(folder / "models", folder / "workflows", pool)
        yield _Loop(store, folder, Suggesting(store, models, Files(folder / "inputs"), pool))


def assisted(store: Store, files: Files, paths: Sequence[str], name: str) -> int:
    """A task over copies of these pictures, each with some bytes behind it that make it another one."""
    datasets, new = Datasets(store), []
    for number, path in enumerate(paths):
        content = Path(path).read_bytes() + f"{name} {number}".encode()
        new.append(NewInput(files.keep(content), f"{number}.jpg", *SIZE, len(content), "image/jpeg"))
    datasets.add_inputs(datasets.open(WORKSPACE, name), new)
    task = create_task(store, name, labelers(store, 3), name)

    def assist(unit: UnitOfWork) -> None:
        t = tables.task
        unit.connection.execute(t.update().where(t.c.id == task).values(assist=str(AssistMode.SUGGEST)))
        unit.assists.create(TaskAssist(task, AssistMode.SUGGEST, MODEL))

    store.write(assist)
    hand_out(store)
    return task


def _raw(folder: Path, path: str) -> float:
    """Where it is as nice as the worker is: else a busy machine would favour it."""
    session = sessions.session(image_model(folder))
    prepared = pixels(Path(path))
    assert prepared.shape == (1, 3, EDGE, EDGE)

    def look() -> None:
        sessions.run(session, ["embedding", "logits"], {"image": prepared})

    look()
    start = time.perf_counter()
    for _ in range(PICTURES):
        look()
    return PICTURES / (time.perf_counter() - start)


def _encoded(folder: Path, paths: list[str], process: ModelProcess) -> float:
    encode_images(folder, paths[:1], process)
    start = time.perf_counter()
    assert all(isinstance(one, Encoding) for one in encode_images(folder, paths, process))
    return PICTURES / (time.perf_counter() - start)


def pictures(folder: Path, count: int) -> list[Path]:
    """JPEGs of a phone's proportions, no two alike."""
    luck = np.random.default_rng(1)
    given = [Image.open(Path(skimage.__file__).parent / "data" / name).convert("RGB") for name in _NAMES]
    made = []
    for number in range(count):
        turned = given[number % len(given)].rotate(float(luck.uniform(-20, 20)))
        made.append(folder / f"{number}.jpg")
        ImageOps.fit(turned, SIZE).save(made[-1], quality=90)
    return made
