"""How much one person may ask for: much at once, and then so much a second."""

import time
from collections.abc import Callable

_MOST_PEOPLE = 10_000


class Rates:
    """`burst` at once, `per_second` from then on. By person, not by address: a whole office may share one of these."""

    def __init__(self, burst: int = 120, per_second: float = 20, now: Callable[[], float] = time.monotonic) -> None:
        self._burst = burst
        self._each = 1 / per_second
        self._now = now
        self._until: dict[str, float] = {}
        """When all that a person has asked for would be used up at that pace."""

    def wait(self, who: str) -> float:
        """Seconds until this may be asked again; 0: it is taken now."""
        now = self._now()
        until = max(now, self._until.get(who, now)) + self._each
        too_much = until - now - self._burst * self._each
        if too_much > 0:
            return too_much
        self._until[who] = until
        if len(self._until) > _MOST_PEOPLE:
            self._until = {one: when for one, when in self._until.items() if when > now}
        return 0.0
