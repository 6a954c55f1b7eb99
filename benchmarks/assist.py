"""Pictures into embeddings: the bare session on a prepared tensor, against files on the disk through the worker."""

import multiprocessing
import os
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median

import numpy as np
import skimage
from PIL import Image, ImageOps

from assist import sessions
from assist.embedding import EDGE, image_model, pixels
from assist.processes import Encoding, ModelProcess, encode_images
from assist.worker import NICENESS, OURS

PICTURES, ROUNDS = 100, 5
SIZE = (400, 533)
_NAMES = ("astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg")


def measure() -> dict[str, object]:
    spawned = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory() as name,
        ModelProcess(OURS) as process,
        ProcessPoolExecutor(1, spawned, initializer=os.nice, initargs=(NICENESS,)) as pool,
    ):
        folder = Path(name)
        paths = [str(path) for path in _pictures(folder)]
        rates = [
            (pool.submit(_raw, folder, paths[0]).result(), _encoded(folder, paths, process)) for _ in range(ROUNDS)
        ]
    return {
        "raw_per_s": round(median(bare for bare, _ in rates), 1),
        "encoded_per_s": round(median(whole for _, whole in rates), 1),
        "encoded_share": round(median(whole / bare for bare, whole in rates), 2),
    }


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


def _pictures(folder: Path) -> list[Path]:
    """JPEGs of a phone's proportions, no two alike."""
    luck = np.random.default_rng(1)
    given = [Image.open(Path(skimage.__file__).parent / "data" / name).convert("RGB") for name in _NAMES]
    made = []
    for number in range(PICTURES):
        turned = given[number % len(given)].rotate(float(luck.uniform(-20, 20)))
        made.append(folder / f"{number}.jpg")
        ImageOps.fit(turned, SIZE).save(made[-1], quality=90)
    return made
