"""A clock that tests move. It never says the same time twice, as no real one does between two transactions."""

from threading import Lock

from domain.clock import SECOND

START = 1_800_000_000 * SECOND


class FakeClock:
    def __init__(self, start: int = START) -> None:
        self._now = start
        self._lock = Lock()

    def now(self) -> int:
        with self._lock:
            self._now += 1
            return self._now

    def move(self, seconds: float) -> None:
        with self._lock:
            self._now += int(seconds * SECOND)
