"""Has pictures and videos judged in processes of their own: one that kills its process is named, the rest goes on."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Self

from domain.intake import Refused
from domain.model import NewInput
from services.intake.reading import Item
from services.intake.taking import File

FEW = 16
"""So many are done before other processes have even started."""
_AT_ONCE = 128
_AT_A_TIME = 4
_MOST_PROCESSES = 8
Take = Callable[[File], NewInput | Refused]


class Judges:
    """A context manager. `alone`: so many files at the start are judged in this process."""

    def __init__(self, take: Take, *, alone: int = FEW, processes: int = _MOST_PROCESSES) -> None:
        self._take = take
        self._alone = alone
        self._processes = min(os.cpu_count() or 1, processes)
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def judge(self, items: Iterable[Item]) -> Iterator[NewInput | Refused]:
        """In the order of the items; these are asked for bit by bit, as the answers are."""
        coming = iter(items)
        while some := list(islice(coming, _AT_ONCE)):
            answers = self._answers([one for one in some if not isinstance(one, NewInput | Refused)])
            for one in some:
                yield one if isinstance(one, NewInput | Refused) else next(answers)

    def _answers(self, files: Sequence[File]) -> Iterator[NewInput | Refused]:
        """When a process is killed, its whole pool is gone with it, and nobody says whose file it was: from there on
        each file is looked at alone.
        """
        if self._pool is None and len(files) <= self._alone:
            self._alone -= len(files)
            yield from map(self._take, files)
            return
        given = 0
        self._pool = self._pool or _pool(self._processes)
        try:
            for one in self._pool.map(self._take, files, chunksize=_AT_A_TIME):
                yield one
                given += 1
        except BrokenProcessPool:
            self.close()
            self._pool = None
            yield from _one_by_one(self._take, files[given:])


def _one_by_one(take: Take, files: Sequence[File]) -> Iterator[NewInput | Refused]:
    pool = _pool(1)
    try:
        for file in files:
            try:
                yield pool.submit(take, file).result()
            except BrokenProcessPool:
                pool.shutdown()
                pool = _pool(1)
                yield Refused(file.name, "can't be decoded: the process that tried was killed (too little memory?).")
    finally:
        pool.shutdown()


def _pool(processes: int) -> ProcessPoolExecutor:
    """Not by "fork": this process has threads by now, and a lock that one of them holds would stay locked there."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(processes, context, initializer=_leave_interrupts_alone)


def _leave_interrupts_alone() -> None:
    """Ctrl-C reaches the whole group of processes; only the first of them decides what it means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
