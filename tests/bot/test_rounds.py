"""What is looked after now and then: once at the start, one after the other, and quietly broken off at the end."""

import asyncio

import structlog

from bot.rounds import DAILY, QUARTERLY, Rounds


async def test_each_round_is_made_at_the_start_and_one_that_fails_stops_no_other():
    made: list[str] = []
    done = asyncio.Event()

    async def fail() -> None:
        made.append("fail")
        raise ValueError

    async def away() -> None:
        made.append("away")
        raise TimeoutError

    async def work() -> None:
        made.append("work")
        done.set()

    rounds = Rounds()
    with structlog.testing.capture_logs() as logs:
        for round_ in (fail, away, work):
            rounds.add(round_.__name__, round_, DAILY)
        rounds.start()
        async with asyncio.timeout(10):
            await done.wait()
        await rounds.stop()
    assert sorted(made) == ["away", "fail", "work"]
    assert {one["round"]: one["event"] for one in logs} == {"fail": "round_broke", "away": "round_failed"}


async def test_a_round_that_takes_longer_than_until_its_next_time_is_not_made_beside_itself():
    made = 0
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        nonlocal made
        made += 1
        begun.set()
        await go_on.wait()

    rounds = Rounds()
    rounds.add("slow", slow, QUARTERLY)
    rounds.start()
    async with asyncio.timeout(10):
        await begun.wait()
    await rounds._begin("slow")
    assert made == 1
    (under_way,) = rounds._under_way.values()
    await rounds.stop()
    assert under_way.cancelled()
    begun.clear()
    await rounds._begin("slow")
    async with asyncio.timeout(10):
        await begun.wait()
    assert made == 2, "It is free again."
    go_on.set()
    await asyncio.wait(rounds._under_way.values())
