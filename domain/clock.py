"""What time it is: a value that tests can move."""

import time
from datetime import UTC, datetime
from typing import Protocol

SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY = 24 * 60 * MINUTE


class Clock(Protocol):
    def now(self) -> int:
        """Whole microseconds since 1970, UTC."""
        ...


class SystemClock:
    def now(self) -> int:
        return time.time_ns() // 1000


def as_datetime(microseconds: int) -> datetime:
    return datetime.fromtimestamp(microseconds / SECOND, UTC)
