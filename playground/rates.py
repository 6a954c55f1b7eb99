"""Token buckets: how often a method may be called, and how often a channel may be written to."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from playground.rules.methods import METHODS, PER_MINUTE

# "Generally allows posting one message per second per channel, while also maintaining a workspace-wide limit";
# "bursts are tolerated": Slack gives no numbers for them, so these are ours and generous.
# https://docs.slack.dev/apis/web-api/rate-limits
_CHANNEL_PER_SECOND = 1.0
_CHANNEL_BURST = 10.0
_POSTS_PER_MINUTE = 600.0
_BURST_SHARE = 0.5


@dataclass
class _Bucket:
    per_second: float
    burst: float
    tokens: float
    filled: float

    def wait(self, now: float) -> float:
        """Seconds until a token is there; 0 and one taken when it is."""
        self.tokens = min(self.burst, self.tokens + (now - self.filled) * self.per_second)
        self.filled = now
        if self.tokens < 1:
            return (1 - self.tokens) / self.per_second
        self.tokens -= 1
        return 0


class Rates:
    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def retry_after(self, method: str, channel: str = "") -> int | None:
        """Seconds for the Retry-After header, or None when the call may go ahead."""
        tier = METHODS[method].tier
        per_minute = _POSTS_PER_MINUTE if tier == "special" else float(PER_MINUTE[tier])
        wait = self._take(method, per_minute / 60, max(1, per_minute * _BURST_SHARE))
        if not wait and method == "chat.postMessage" and channel:
            wait = self._take(f"channel {channel}", _CHANNEL_PER_SECOND, _CHANNEL_BURST)
        return math.ceil(wait) or None

    def forget(self) -> None:
        self._buckets.clear()

    def _take(self, name: str, per_second: float, burst: float) -> float:
        now = self._clock()
        bucket = self._buckets.setdefault(name, _Bucket(per_second, burst, burst, now))
        return bucket.wait(now)
