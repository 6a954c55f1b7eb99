"""What models are asked in the background, while somebody's window waits for the answer."""

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable
from concurrent.futures import BrokenExecutor, Executor, Future
from functools import partial
from threading import Lock
from typing import Generic, TypeVar

import structlog

from domain.errors import LabelingError, ModelFailed

log = structlog.get_logger()
_REST = 60.0
"""Seconds after a failure before the same is asked again: a window that waits looks every second."""
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
T = TypeVar("T")


class Lately(Generic[K, V]):
    """What was found out last: `most` of it is kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def __contains__(self, key: K) -> bool:
        return key in self._found

    def get(self, key: K) -> V | None:
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def put(self, key: K, value: V) -> None:
        with self._lock:
            self._found[key] = value
            self._found.move_to_end(key)
            while len(self._found) > self._most:
                self._found.popitem(last=False)


class FindingOut:
    """Questions have keys, so that nobody asks twice at a time."""

    def __init__(self, executor: Executor, now: Callable[[], float] = time.monotonic) -> None:
        self._executor = executor
        self._now = now
        self._lock = Lock()
        self._asked: set[Hashable] = set()
        self._failed: dict[Hashable, tuple[float, str]] = {}

    def new(self, keys: Iterable[K]) -> list[K]:
        """Those that are not on their way. Raises ModelFailed if one of them could not be found out just now."""
        with self._lock:
            self._failed = {key: one for key, one in self._failed.items() if self._now() < one[0]}
            wanted = list(keys)
            failed = next((self._failed[key] for key in wanted if key in self._failed), None)
            if failed is not None:
                raise ModelFailed(failed[1])
            return [key for key in wanted if key not in self._asked]

    def ask(
        self, name: str, keys: Collection[Hashable], question: Callable[[], T], learn: Callable[[T], object]
    ) -> None:
        """`name`: whom. `learn` is told what came of it, in some thread."""
        with self._lock:
            self._asked |= set(keys)
        try:
            answered = self._executor.submit(question)
        except BaseException:
            self._forget(keys)
            raise
        answered.add_done_callback(partial(self._end, name, keys, learn))

    def _end(self, name: str, keys: Collection[Hashable], learn: Callable[[T], object], answered: "Future[T]") -> None:
        try:
            if not answered.cancelled():
                learn(answered.result())
        except Exception as error:  # noqa: BLE001 - it is said, and logged.
            reason = f"{name} could not be asked: {_why(error)}. Try again in a minute."
            with self._lock:
                self._failed |= dict.fromkeys(keys, (self._now() + _REST, reason))
        finally:
            self._forget(keys)

    def _forget(self, keys: Collection[Hashable]) -> None:
        with self._lock:
            self._asked -= set(keys)


def _why(error: Exception) -> str:
    """Completes "X could not be asked: …"."""
    reference = secrets.token_hex(4)
    log.warning("model_not_asked", reference=reference, error=repr(error)[:500])
    if isinstance(error, LabelingError):
        return error.message[:1].lower() + error.message[1:].rstrip(".")
    if isinstance(error, BrokenExecutor):
        return "the process that runs models was ended"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return f"something went wrong on our side, and your admin finds more in the log under `{reference}`"
