"""Brings the pictures of a folder into a dataset: each content once, whatever is broken named and left out."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from domain.model import Dataset, NewInput
from services.datasets import Datasets
from services.intake import Refused, find, take

_CHUNK = 200
"""Rows a transaction: few enough that a click in between waits for some milliseconds only."""
_FEW = 16
"""So many files are done before other processes have even started."""
_AT_A_TIME = 4


@dataclass(frozen=True, slots=True)
class Imported:
    """`known`: contents that the dataset held before or that the folder holds twice. `others`: files of other kinds."""

    added: int
    known: int
    refused: tuple[Refused, ...]
    others: int

    @property
    def is_empty(self) -> bool:
        return self.added + self.known == 0


class Importing:
    def __init__(self, datasets: Datasets, inputs: Path) -> None:
        self._datasets = datasets
        self._inputs = inputs

    def run(self, workspace: str, name: str, folder: Path, progress: Callable[[int, int], object] = divmod) -> Imported:
        """Can be stopped and run again at any time. `progress` gets how many files are done, and of how many."""
        found = find(folder)
        refused = list(found.refused)
        waiting: list[NewInput] = []
        dataset: Dataset | None = None
        added = usable = 0
        with _taking(partial(take, folder, self._inputs), found.names) as judged:
            for done, one in enumerate(judged, 1):
                if isinstance(one, Refused):
                    refused.append(one)
                else:
                    waiting.append(one)
                    usable += 1
                progress(done, len(found.names))
                if len(waiting) == _CHUNK or (waiting and done == len(found.names)):
                    dataset = dataset or self._datasets.open(workspace, name)
                    added += self._datasets.add_inputs(dataset, waiting)
                    waiting = []
        return Imported(added, usable - added, tuple(refused), found.others)


@contextmanager
def _taking(
    take_one: Callable[[str], NewInput | Refused], names: tuple[str, ...]
) -> Iterator[Iterator[NewInput | Refused]]:
    """The answers in the order of the names, from several processes where that pays off."""
    if len(names) <= _FEW:
        yield map(take_one, names)
        return
    # Not "fork": this process has threads by now, and a lock that one of them holds would stay locked in the child.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(os.cpu_count() or 1, 8), context, initializer=_leave_interrupts_alone)
    try:
        yield pool.map(take_one, names, chunksize=_AT_A_TIME)
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts_alone() -> None:
    """Ctrl-C reaches the whole group of processes; only the first of them decides what it means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
