"""Clicks at a steady pace, whether the ones before are answered or not: beside a model that looks at a whole dataset,
and without.
"""

import asyncio
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

PER_S, SECONDS, WARM_UP = 50, 60, 200
ANNOTATED = 250 * (SECONDS + 20)
"""Pictures: more than any machine looks at meanwhile."""
_DIFFERENT = 100
_BEGUN = 64
_PATIENCE = 120.0


def measure() -> dict[str, object]:
    idle, _ = _clicked(0)
    busy, annotated = _clicked(ANNOTATED)
    return {
        "busy_p50_ms": round(percentile(busy, 0.5), 2),
        "idle_p50_ms": round(percentile(idle, 0.5), 2),
        "busy_p99_ms": round(percentile(busy, 0.99), 2),
        "idle_p99_ms": round(percentile(idle, 0.99), 2),
        "ratio": round(percentile(busy, 0.99) / percentile(idle, 0.99), 2),
        "annotated_per_s": round(annotated / SECONDS, 1),
        "clicks": len(busy),
    }


def _clicked(inputs: int) -> tuple[list[float], int]:
    """Milliseconds of each click, and how many pictures got their suggestions meanwhile."""
    with ExitStack() as stack:
        store, folder = stack.enter_context(database())
        clicks = clicks_on(store)
        _pass_over(store)
        if inputs:
            with tempfile.TemporaryDirectory() as name:
                made = [str(path) for path in pictures(Path(name), _DIFFERENT)]
                assisted(store, Files(folder / "inputs"), [made[n % _DIFFERENT] for n in range(inputs)], "Annotated")
        sink = stack.enter_context(server("sink"))
        bot, _ = stack.enter_context(running_bot(folder, sink, "on"))
        _wait_for(store, _BEGUN if inputs else 0)
        return asyncio.run(_steadily(bot, sink, clicks, store))


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


async def _steadily(bot: str, sink: str, clicks: Sequence[dict[str, Any]], store: Store) -> tuple[list[float], int]:
    took: list[float] = []
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def click(one: dict[str, Any], due: float) -> None:
            body, headers = signed_click(one, sink)
            async with session.post(f"{bot}/slack/events", data=body, headers=headers) as answer:
                assert answer.status == 200, await answer.text()
                await answer.read()
            took.append((time.perf_counter() - due) * 1000)

        async def send(some: Sequence[dict[str, Any]]) -> None:
            start = time.perf_counter()
            async with asyncio.TaskGroup() as group:
                for number, one in enumerate(some):
                    due = start + number / PER_S
                    await asyncio.sleep(max(0, due - time.perf_counter()))
                    group.create_task(click(one, due))

        await send(clicks[:WARM_UP])
        took.clear()
        before = await asyncio.to_thread(_suggested, store)
        await send(clicks[WARM_UP : WARM_UP + PER_S * SECONDS])
        return took, await asyncio.to_thread(_suggested, store) - before
