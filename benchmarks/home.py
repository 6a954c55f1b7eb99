"""A Home tab, from the event that it was opened to the view that reaches Slack: with few tasks and with many."""

import asyncio
import json
import time
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import aiohttp
from sqlalchemy import text

from benchmarks.click import running_bot, server, signed
from benchmarks.scene import LEAD, WORKSPACE, database, draft, fill, hand_out, labelers, percentile
from domain.model import Actor
from services.datasets import Datasets
from services.forms import Forms
from services.labeling import Labeling
from services.links import PictureLinks
from services.reviewing import Reviewing
from store.unit_of_work import Store

SIZES = (10, 1_000)
OPENED, WARM_UP = 60, 10
_INPUTS, _ANSWERS = 6, 2


def measure() -> dict[str, object]:
    """`p50_ms` and `ratio` are those of the person whose Home suffers most from many tasks."""
    with ExitStack() as stack:
        servers: dict[int, tuple[str, str]] = {}
        for size in SIZES:
            store, folder = stack.enter_context(database())
            people = _tasks(store, size)
            sink = stack.enter_context(server("sink"))
            bot, _ = stack.enter_context(running_bot(folder, sink))
            servers[size] = (bot, sink)
        times = asyncio.run(_measure(servers, people))
    p50 = {who: {size: percentile(times[size, who], 0.5) for size in SIZES} for who in people}
    ratios = {who: round(of[SIZES[1]] / of[SIZES[0]], 2) for who, of in p50.items()}
    worst = max(ratios, key=lambda who: ratios[who])
    return {
        "p50_ms": {str(size): round(ms, 2) for size, ms in p50[worst].items()},
        "ratio": ratios[worst],
        "ratios": ratios,
    }


async def _measure(servers: dict[int, tuple[str, str]], people: dict[str, str]) -> dict[tuple[int, str], list[float]]:
    """(Size, who) -> milliseconds each. In turn, so that whatever else this machine does falls on all of them."""
    times: dict[tuple[int, str], list[float]] = {(size, who): [] for size in SIZES for who in people}
    async with aiohttp.ClientSession() as session:
        for number in range(WARM_UP + OPENED):
            for who, user in people.items():
                for size, (bot, sink) in servers.items():
                    took = await _open(session, bot, sink, user, number)
                    if number >= WARM_UP:
                        times[size, who].append(took)
    return times


async def _open(session: aiohttp.ClientSession, bot: str, sink: str, user: str, number: int) -> float:
    body = json.dumps(_event(user, number)).encode()
    at = time.time()
    async with session.post(f"{bot}/slack/events", data=body, headers=signed(body, "application/json")) as answer:
        assert answer.status == 200, await answer.text()
    async with session.get(f"{sink}/home/{user}/{number + 1}") as answer:
        shown: float = await answer.json()
    return (shown - at) * 1000


def _event(user: str, number: int) -> dict[str, Any]:
    happened = {"type": "app_home_opened", "user": user, "channel": "D0BENCH000", "tab": "home"}
    authorization = {"enterprise_id": None, "team_id": WORKSPACE, "user_id": "U0BOT00000", "is_bot": True}
    return {
        "type": "event_callback",
        "token": "none",
        "team_id": WORKSPACE,
        "api_app_id": "A0BENCH000",
        "event": happened | {"event_ts": f"{time.time():.6f}"},
        "event_id": f"Ev{user}{number}",
        "event_time": int(time.time()),
        "authorizations": [authorization | {"is_enterprise_install": False}],
        "is_ext_shared_channel": False,
    }


def _tasks(store: Store, count: int) -> dict[str, str]:
    """In each of them the same people have something to do. Returns their ids."""
    ana, ben, rea, dmitri = labelers(store, 4)
    fill(store, "Pictures", _INPUTS)
    dataset = str(Datasets(store).open(WORKSPACE, "Pictures").id)
    filled = replace(draft(dataset, (ana, ben), ""), reviewers=(rea, dmitri))
    forms = Forms(store)
    tasks = [forms.create(LEAD, f"draft {n}", replace(filled, name=f"Task {n}")) for n in range(count)]
    hand_out(store)
    labeling, reviewing = Labeling(store, PictureLinks()), Reviewing(store, PictureLinks())
    actor = Actor(WORKSPACE, ana)
    for number, task in enumerate(tasks):
        for _ in range(_ANSWERS):
            card = labeling.card(actor, task)
            assert card.item is not None
            labeling.answer(actor, card.item.assignment, card.item.revision, [card.task.concepts[0].id])
        if number % 2:
            # Half of the answers have a reviewer, the others wait for one.
            reviewing.take(Actor(WORKSPACE, rea), task)
    # Else the bot would write to these people while it is measured.
    store.write(lambda unit: unit.connection.execute(text("DELETE FROM notice")))
    return {"lead": LEAD.user, "labeler": ana, "reviewer": rea}
