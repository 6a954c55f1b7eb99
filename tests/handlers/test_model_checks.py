"""Models are checked in a line of their own."""

import asyncio
import threading

from handlers.slack.models import ModelsDoor


class Checks:
    """Notes in which thread each was, and how many were at work at once."""

    def __init__(self):
        self.threads, self.at_work, self.most = [], 0, 0
        self.begun, self.go = threading.Semaphore(0), threading.Event()

    def check(self, key):
        self.at_work += 1
        self.most = max(self.most, self.at_work)
        self.threads.append((key, threading.current_thread().name))
        self.begun.release()
        self.go.wait(10)
        self.at_work -= 1
        if key == "b":
            raise KeyError(key)


async def test_checks_come_one_after_the_other_and_take_no_thread_of_clicks():
    checks = Checks()
    door = ModelsDoor(checks, None, None, None)
    asked = [asyncio.create_task(door._check(key)) for key in "abc"]
    await asyncio.to_thread(checks.begun.acquire)
    assert [key for key, _ in checks.threads] == ["a"]
    checks.go.set()
    await asyncio.gather(*asked)
    assert (checks.most, [key for key, _ in checks.threads]) == (1, ["a", "b", "c"])
    assert {name for _, name in checks.threads} == {"model-checks_0"}


async def test_what_has_not_begun_is_dropped_when_the_bot_stops():
    checks = Checks()
    door = ModelsDoor(checks, None, None, None)
    first, second = (asyncio.create_task(door._check(key)) for key in "ac")
    await asyncio.to_thread(checks.begun.acquire)
    door.close()
    await asyncio.wait([second])
    checks.go.set()
    await first
    assert [key for key, _ in checks.threads] == ["a"]
