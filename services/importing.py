"""Brings the pictures of a folder into a dataset: each content once, whatever is broken named and left out."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from domain.model import Dataset, NewInput
from services.datasets import Datasets
from services.intake import Refused, find, readable, take

_CHUNK = 200
"""Rows a transaction: few enough that a click in between waits for some milliseconds only."""
_FEW = 16
"""So many files are done before other processes have even started."""
_AT_A_TIME = 4
_MOST_PROCESSES = 8
_Take = Callable[[str], NewInput | Refused]


@dataclass(frozen=True, slots=True)
class Imported:
    """`known`: contents that the dataset held before or that the folder holds twice. `others`: files of other kinds."""

    added: int
    known: int
    refused: tuple[Refused, ...]
    others: int
    dataset: str
    """Its name as it is kept."""

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
        kept = name if dataset is None else dataset.name
        return Imported(added, usable - added, tuple(refused), found.others, kept)


@contextmanager
def _taking(take_one: _Take, names: Sequence[str]) -> Iterator[Iterator[NewInput | Refused]]:
    """The answers in the order of the names, from several processes where that pays off."""
    if len(names) <= _FEW:
        yield map(take_one, names)
        return
    pool = _pool(min(os.cpu_count() or 1, _MOST_PROCESSES))
    try:
        yield _answers(pool, take_one, names)
    finally:
        pool.shutdown(cancel_futures=True)


def _answers(pool: ProcessPoolExecutor, take_one: _Take, names: Sequence[str]) -> Iterator[NewInput | Refused]:
    """When a process is killed, its whole pool is gone with it, and nobody says whose picture it was: from there on
    each file is looked at alone.
    """
    given = 0
    try:
        for one in pool.map(take_one, names, chunksize=_AT_A_TIME):
            yield one
            given += 1
    except BrokenProcessPool:
        yield from _one_by_one(take_one, names[given:])


def _one_by_one(take_one: _Take, names: Sequence[str]) -> Iterator[NewInput | Refused]:
    pool = _pool(1)
    try:
        for name in names:
            try:
                yield pool.submit(take_one, name).result()
            except BrokenProcessPool:
                pool.shutdown()
                pool = _pool(1)
                yield Refused(
                    readable(name), "can't be decoded: the process that tried was killed (too little memory?)."
                )
    finally:
        pool.shutdown()


def _pool(processes: int) -> ProcessPoolExecutor:
    """Not by "fork": this process has threads by now, and a lock that one of them holds would stay locked there."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(processes, context, initializer=_leave_interrupts_alone)


def _leave_interrupts_alone() -> None:
    """Ctrl-C reaches the whole group of processes; only the first of them decides what it means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
