"""Work too long for a transaction: it is done between two tries of the same transaction, while others write."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

T = TypeVar("T")
_MOST = 100
"""Things that one transaction has worked out apart. Where what it finds changes each time, it works it out itself."""


class NotYet(Exception):
    """The transaction needs what this knows how to work out: it is rolled back, and done once more when it is known."""

    def __init__(self, key: Hashable, work: Callable[[], object]) -> None:
        super().__init__("to be worked out apart")
        self.key, self.work = key, work


class Apart:
    """What was worked out for one transaction so far, over all its tries."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Any] = {}

    def of(self, key: Hashable, work: Callable[[], T]) -> T:
        """`key`: all that `work` depends on. Raises NotYet the first time."""
        if key not in self._known:
            if len(self._known) >= _MOST:
                return work()
            raise NotYet(key, work)
        return cast("T", self._known[key])

    def learn(self, wanted: NotYet) -> None:
        self._known[wanted.key] = wanted.work()


def tried(transaction: Callable[[Apart], T]) -> T:
    """What it returns, once all that it needed is known."""
    apart = Apart()
    while True:
        try:
            return transaction(apart)
        except NotYet as wanted:
            apart.learn(wanted)
