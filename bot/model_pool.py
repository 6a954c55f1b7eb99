"""A process in which models are asked, begun when it is needed and begun anew when it was ended."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import Any

from assist.worker import NICENESS

_PATIENCE = 15 * 60.0
"""Seconds from asking to the answer: models have a limit of their own for each input, this is for all the rest."""
_IDLE = 10 * 60.0
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class ModelPool(Executor):
    """One process: whoever asks waits for their turn. A future of a process that was ended has BrokenProcessPool."""

    def __init__(self, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._process: Future[int] | None = None
        self._waiting = 0
        self._used_at = time.monotonic()
        self._is_closed = False

    def submit(self, work: Callable[..., Any], /, *given: Any, **named: Any) -> "Future[Any]":
        """Raises RuntimeError once it is closed."""
        with self._lock:
            if self._is_closed:
                raise RuntimeError("The models' process is closed.")
            try:
                asked = self._begun().submit(work, *given, **named)
            except BrokenProcessPool:
                self._pool = None
                asked = self._begun().submit(work, *given, **named)
            self._waiting += 1
        watch = threading.Timer(self._patience, self._end)
        watch.daemon = True
        watch.start()
        asked.add_done_callback(lambda _: self._answered(watch))
        return asked

    def rest(self) -> None:
        """What nobody has asked for long need not fill the memory."""
        with self._lock:
            is_idle = not self._waiting and time.monotonic() - self._used_at > _IDLE
            pool, self._pool = (self._pool, None) if is_idle else (None, self._pool)
        if pool is not None:
            pool.shutdown()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:  # noqa: FBT001, FBT002 - as Executor has it.
        """At once: what is being asked can be asked again."""
        with self._lock:
            self._is_closed = True
            pool, self._pool = self._pool, None
        if pool is not None:
            self._end()
            pool.shutdown(wait, cancel_futures=cancel_futures)

    def _begun(self) -> ProcessPoolExecutor:
        """Not by "fork": this process has threads by now, and a lock that one of them holds would stay locked there."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=_settle_in)
            self._process = self._pool.submit(os.getpid)
        return self._pool

    def _end(self) -> None:
        if self._process is not None and self._process.done() and self._process.exception() is None:
            with suppress(ProcessLookupError):
                os.kill(self._process.result(), signal.SIGKILL)

    def _answered(self, watch: threading.Timer) -> None:
        watch.cancel()
        with self._lock:
            self._waiting -= 1
            self._used_at = time.monotonic()


def _settle_in() -> None:
    """Clicks come first. Ctrl-C reaches the whole group of processes; only the first of them decides what it means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.setpriority(os.PRIO_PROCESS, 0, max(NICENESS, os.getpriority(os.PRIO_PROCESS, 0)))
    os.environ.update(_ONE_THREAD)
    threading.Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    """A bot that is killed tells nobody: without this, the process would wait for work for ever."""
    bot = multiprocessing.parent_process()
    if bot is not None:
        bot.join()
        os._exit(1)
