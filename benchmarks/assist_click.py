"""Clicks at a steady pace, whether the ones before are answered or not: beside a model that looks at a whole dataset,
and without. Both take turns of some seconds, the model's processes being held meanwhile: whatever else the machine does
slows down both alike.
"""

import asyncio
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import func, select

from assist.weights.sources import IMAGE_VERSION
from benchmarks.assist import assisted, pictures
from benchmarks.click import clicks_on, running_bot, server, signed_click
from benchmarks.scene import database, percentile
from store import tables
from store.embeddings import Embedding
from store.files import Files
from store.unit_of_work import Store

PER_S, TURN, TURNS = 50, 10, 6
"""Clicks a second, seconds a turn, turns each."""
ANNOTATED = 250 * TURN * TURNS
"""Pictures: more than most machines look at meanwhile."""
_DIFFERENT, _BEGUN, _PATIENCE = 100, 64, 120.0


def measure() -> dict[str, object]:
    with ExitStack() as stack:
        store, folder = stack.enter_context(database())
        clicks = clicks_on(store)
        _pass_over(store)
        with tempfile.TemporaryDirectory() as name:
            made = [str(path) for path in pictures(Path(name), _DIFFERENT)]
            assisted(store, Files(folder / "inputs"), [made[n % _DIFFERENT] for n in range(ANNOTATED)], "Annotated")
        sink = stack.enter_context(server("sink"))
        bot, process = stack.enter_context(running_bot(folder, sink, "on"))
        _wait_for(store, _BEGUN)
        idle, busy, annotated = asyncio.run(_in_turns(bot, sink, clicks, (store, process.pid)))
    assert annotated, "nothing was annotated meanwhile"
    return {
        "busy_p50_ms": round(percentile(busy, 0.5), 2),
        "idle_p50_ms": round(percentile(idle, 0.5), 2),
        "busy_p99_ms": round(percentile(busy, 0.99), 2),
        "idle_p99_ms": round(percentile(idle, 0.99), 2),
        "ratio": round(percentile(busy, 0.99) / percentile(idle, 0.99), 2),
        "annotated_per_s": round(annotated / (TURN * TURNS), 1),
        "clicks": len(busy),
    }


def _pass_over(store: Store) -> None:
    """What is clicked at has no files."""
    made_up = store.read(lambda unit: list(unit.connection.execute(select(tables.input_.c.id)).scalars()))
    failed = [Embedding(one, failure="is made up.") for one in made_up]
    store.write(lambda unit: unit.embeddings.save(IMAGE_VERSION, failed))


def _suggested(store: Store) -> int:
    s = tables.suggestion
    counted = select(func.count()).select_from(s).where(s.c.generation > 0)
    return store.read(lambda unit: int(unit.connection.execute(counted).scalar_one()))


def _wait_for(store: Store, count: int) -> None:
    deadline = time.monotonic() + _PATIENCE
    while _suggested(store) < count:
        assert time.monotonic() < deadline, "the models did not begin"
        time.sleep(0.1)


def _signal(pid: int, which: signal.Signals) -> None:
    """To all processes that this one has begun, and those that they have."""
    told = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="],  # noqa: S607 - wherever this system has it.
        capture_output=True,
        text=True,
        check=True,
    )
    pairs = [tuple(map(int, line.split())) for line in told.stdout.splitlines()]
    family = {pid}
    for _ in range(3):
        family |= {child for child, parent in pairs if parent in family}
    for one in family - {pid}:
        os.kill(one, which)


async def _in_turns(
    bot: str, sink: str, clicks: Sequence[dict[str, Any]], watched: tuple[Store, int]
) -> tuple[list[float], list[float], int]:
    """Milliseconds of each click without and with the model, and how many pictures got their suggestions meanwhile."""
    store, pid = watched
    took: dict[bool, list[float]] = {False: [], True: []}
    annotated, rest = 0, iter(clicks)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await _steadily(session, (bot, sink), [next(rest) for _ in range(PER_S)])
        for turn in range(2 * TURNS):
            is_busy = turn % 2 == 1
            await asyncio.to_thread(_signal, pid, signal.SIGCONT if is_busy else signal.SIGSTOP)
            before = await asyncio.to_thread(_suggested, store)
            took[is_busy] += await _steadily(session, (bot, sink), [next(rest) for _ in range(PER_S * TURN)])
            annotated += is_busy * (await asyncio.to_thread(_suggested, store) - before)
        await asyncio.to_thread(_signal, pid, signal.SIGCONT)
    return took[False], took[True], annotated


async def _steadily(
    session: aiohttp.ClientSession, urls: tuple[str, str], some: Sequence[dict[str, Any]]
) -> list[float]:
    """Each is late from the moment on at which it was due."""
    bot, sink = urls
    took = []

    async def click(one: dict[str, Any], due: float) -> None:
        body, headers = signed_click(one, sink)
        async with session.post(f"{bot}/slack/events", data=body, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
            await answer.read()
        took.append((time.perf_counter() - due) * 1000)

    start = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number, one in enumerate(some):
            due = start + number / PER_S
            await asyncio.sleep(max(0, due - time.perf_counter()))
            group.create_task(click(one, due))
    return took
