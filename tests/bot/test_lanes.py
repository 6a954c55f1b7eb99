"""Several who ask one executor take turns."""

from concurrent.futures import BrokenExecutor, Executor, Future
from typing import Any

import pytest

from bot.lanes import Lanes


class Slow(Executor):
    """Does what it is given when the test lets it."""

    def __init__(self) -> None:
        self.begun: list[tuple[Future[Any], Any]] = []
        self.is_closed = False

    def submit(self, work: Any, /, *given: Any, **named: Any) -> Future[Any]:
        if self.is_closed:
            raise RuntimeError("closed")
        future: Future[Any] = Future()
        self.begun.append((future, lambda: work(*given, **named)))
        return future

    def finish(self) -> None:
        future, work = self.begun.pop()
        assert self.begun == [], "One at a time."
        try:
            future.set_result(work())
        except ValueError as error:
            future.set_exception(error)


@pytest.fixture
def slow() -> Slow:
    return Slow()


def test_a_long_line_holds_up_no_other_lane(slow: Slow) -> None:
    lanes, done = Lanes(slow), list[str]()
    crowd, one, idle = lanes.lane(), lanes.lane(), lanes.lane()
    for number in range(4):
        crowd.submit(done.append, f"crowd {number}")
    one.submit(done.append, "one")
    while slow.begun:
        slow.finish()
    assert done == ["crowd 0", "one", "crowd 1", "crowd 2", "crowd 3"]
    later = idle.submit(int, "7", base=8)
    slow.finish()
    assert later.result() == 7


def test_what_fails_or_is_given_up_is_followed_by_the_next(slow: Slow) -> None:
    lane = Lanes(slow).lane()
    bad, gone, good = lane.submit(int, "x"), lane.submit(int, "1"), lane.submit(int, "2")
    assert gone.cancel()
    assert not bad.cancel(), "It has begun."
    slow.finish()
    assert isinstance(bad.exception(), ValueError)
    slow.finish()
    assert (good.result(), slow.begun) == (2, [])


def test_where_the_executor_is_closed_nobody_waits_for_ever(slow: Slow) -> None:
    lanes = Lanes(slow)
    first, second = (lane.submit(int, "1") for lane in (lanes.lane(), lanes.lane()))
    (begun, _), slow.is_closed = slow.begun[0], True
    begun.cancel()
    begun.set_running_or_notify_cancel()
    for one in (first, second, lanes.lane().submit(int, "1")):
        with pytest.raises(BrokenExecutor):
            one.result(0)
