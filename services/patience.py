"""Waits for what another process answers, as long as anybody wants to know."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

_LONGEST = 300.0
"""Seconds for a few inputs: the first of all opens the model."""
_MOMENT = 0.5


class Left(Exception):
    """Nobody waits for it any more."""


def answer(future: "Future[Any]", is_wanted: Callable[[], bool]) -> Any:
    """Raises Left once nobody wants it: who comes next need not wait for a slow model that was given up. Raises
    TimeoutError.
    """
    until = time.monotonic() + _LONGEST
    while True:
        try:
            return future.result(_MOMENT)
        except TimeoutError:
            if future.done():
                raise
            if not is_wanted() or time.monotonic() > until:
                future.cancel()
                if is_wanted():
                    raise
                raise Left from None
