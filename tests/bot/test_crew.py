"""Work side by side, and threads of its own for what takes long."""

import asyncio
import threading
from pathlib import Path

import pytest

from bot import picture_links
from bot.crew import Crew
from bot.slow_work import SlowWork
from store.files import Files
from tests.journeys.stage import picture


async def test_what_is_slow_for_one_holds_up_no_other() -> None:
    ended = asyncio.Event()
    crew: Crew[str] = Crew(2, ended.set)
    never, told = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        await never.wait()

    async def quick() -> None:
        told.set()

    crew.start("Ben", slow)
    crew.start("Chloé", quick)
    await told.wait()
    await ended.wait()
    assert crew.busy == {"Ben"}
    await crew.stop()
    assert crew.busy == frozenset()


async def test_no_more_than_so_many_at_once_and_not_without_end() -> None:
    crew: Crew[int] = Crew(1, lambda: None)
    at_work, go_on = [], asyncio.Event()

    async def work(number: int) -> None:
        at_work.append(number)
        await go_on.wait()

    for number in range(8):
        assert not crew.is_full
        crew.start(number, lambda n=number: work(n))
    assert crew.is_full
    await asyncio.sleep(0)
    assert at_work == [0]
    await crew.stop()


async def test_clicks_do_not_stand_in_line_behind_slow_work() -> None:
    slow = SlowWork("slow", 1)
    go_on = threading.Event()
    waiting = [asyncio.create_task(slow.do(go_on.wait)) for _ in range(50)]
    assert await asyncio.to_thread(lambda: "answered") == "answered"
    go_on.set()
    assert all(await asyncio.gather(*waiting))
    slow.close()


async def test_thumbnails_are_made_one_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a large picture each takes hundreds of megabytes."""
    files, one_at_a_time = Files(tmp_path), SlowWork("thumbnails", 1)
    at_once, most, made, lock = 0, 0, picture_links.still, threading.Lock()
    met = threading.Barrier(2)

    def counted(path: Path) -> bytes:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        # Two at once would meet here.
        with pytest.raises(threading.BrokenBarrierError):
            met.wait(0.1)
        met.reset()
        with lock:
            at_once -= 1
        return made(path)

    monkeypatch.setattr(picture_links, "still", counted)
    thumbnails = picture_links.Thumbnails(files, one_at_a_time)
    known = [files.keep(picture(number)) for number in range(3)]
    paths = await asyncio.gather(*(thumbnails(one) for one in known * 2))
    assert most == 1
    assert [path.stem for path in paths] == known * 2
    one_at_a_time.close()
