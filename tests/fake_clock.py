"""Clocks that tests move."""

from datetime import datetime
from threading import Lock

from domain.clock import SECOND, SystemClock

START = 1_800_000_000 * SECOND


class FakeClock:
    """Stands still. It never says the same time twice, as no real one does between two transactions."""

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


class WalkingClock:
    """Goes on like a real one, from whatever moment a test chooses."""

    def __init__(self, start: datetime) -> None:
        self._real = SystemClock()
        self._ahead = 0
        self.go(start)

    def now(self) -> int:
        return self._real.now() + self._ahead

    def go(self, to: datetime) -> None:
        self._ahead = int(to.timestamp()) * SECOND - self._real.now()
