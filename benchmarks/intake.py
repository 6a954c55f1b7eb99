"""Bringing texts into a dataset: a CSV of ten thousand, once and once more."""

import time

from benchmarks.scene import WORKSPACE, database
from services.datasets import Datasets
from services.importing import Importing

TEXTS = 10_000
_SAID = "My card number {} has not arrived yet, and I would like to know when it will, please."


def measure() -> dict[str, object]:
    with database() as (store, folder):
        table = folder / "texts.csv"
        rows = "".join(f'"{_SAID.format(number)}",lost\n' for number in range(TEXTS))
        table.write_text(f"text,category\n{rows}", encoding="utf-8")
        importing = Importing(Datasets(store), folder / "inputs")
        took = []
        for added in (TEXTS, 0):
            start = time.perf_counter()
            imported = importing.run(WORKSPACE, "Texts", table)
            took.append(round(time.perf_counter() - start, 2))
            assert (imported.added, imported.known) == (added, TEXTS - added)
    return {"texts_s": took[0], "texts_again_s": took[1]}
