"""What only one of several servers on a database does: whoever holds its lease, as long as they say so in time."""

import secrets
from concurrent.futures import Future, wait
from typing import TypeVar

from domain.clock import SECOND
from store.unit_of_work import Store

LENGTH = 15.0
"""Seconds. So long nobody does the work of a server that has died."""
AGAIN = LENGTH / 3
T = TypeVar("T")


class LostLease(Exception):
    """Another server does it by now."""


class Lease:
    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self._name = name
        self._holder = secrets.token_hex(8)
        self._again_at = 0

    def hold(self) -> bool:
        """Take it, or keep it: to be asked again within AGAIN seconds. False: another server has it."""
        now = self._store.clock.now()
        if now < self._again_at:
            return True
        until = now + int(LENGTH * SECOND)
        is_ours = self._store.write(lambda unit: unit.leases.take(self._name, self._holder, until))
        self._again_at = now + int(AGAIN * SECOND) if is_ours else 0
        return is_ours

    def wait_for(self, future: Future[T]) -> T:
        """What comes of it, as long as it is this server's to wait for it. Raises LostLease."""
        while not wait([future], AGAIN).done:
            if not self.hold():
                break
        if not self.hold():
            future.cancel()
            raise LostLease
        return future.result()

    def release(self) -> None:
        """Others may have it at once."""
        if self._again_at:
            self._again_at = 0
            self._store.write(lambda unit: unit.leases.release(self._name, self._holder))
