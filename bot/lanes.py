"""Several who ask one executor take turns: a long line of the one's work holds up none of the others'."""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from functools import partial
from typing import Any

_Asked = tuple["Future[Any]", Callable[[], Any]]


class Lanes:
    """One bit of work is with the executor at a time; whose lane it came from is asked last for the next one."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._lock = threading.Lock()
        self._waiting: deque[deque[_Asked]] = deque()
        self._is_busy = False

    def lane(self) -> Executor:
        line: deque[_Asked] = deque()
        self._waiting.append(line)
        return _Lane(partial(self._take_in, line))

    def _take_in(self, line: deque[_Asked], asked: _Asked) -> None:
        with self._lock:
            line.append(asked)
        self._go_on()

    def _go_on(self) -> None:
        while (asked := self._next()) is not None:
            future, work = asked
            try:
                begun = self._executor.submit(work)
            except RuntimeError as error:  # It is closed, or its process was ended: so say all that are left.
                self._leave()
                future.set_exception(error if isinstance(error, BrokenExecutor) else BrokenExecutor(str(error)))
            else:
                begun.add_done_callback(partial(self._answered, future))
                return

    def _next(self) -> _Asked | None:
        """What nobody wants any more is passed over."""
        with self._lock:
            for _ in range(0 if self._is_busy else len(self._waiting)):
                line = self._waiting[0]
                self._waiting.rotate(-1)
                while line:
                    asked = line.popleft()
                    if asked[0].set_running_or_notify_cancel():
                        self._is_busy = True
                        return asked
        return None

    def _answered(self, future: "Future[Any]", begun: "Future[Any]") -> None:
        self._leave()
        if begun.cancelled():
            future.set_exception(BrokenExecutor("It was closed."))
        elif (error := begun.exception()) is not None:
            future.set_exception(error)
        else:
            future.set_result(begun.result())
        self._go_on()

    def _leave(self) -> None:
        with self._lock:
            self._is_busy = False


class _Lane(Executor):
    def __init__(self, take_in: Callable[[_Asked], None]) -> None:
        self._take_in = take_in

    def submit(self, work: Callable[..., Any], /, *given: Any, **named: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        self._take_in((future, partial(work, *given, **named)))
        return future
