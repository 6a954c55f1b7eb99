"""One click, from the signed request to the answer: committed by then, repainted soon after."""

import asyncio
import hashlib
import hmac
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
from sqlalchemy import text

from benchmarks.scene import CONCEPTS, WORKSPACE, create_task, database, fill, hand_out, labelers, percentile
from benchmarks.servers import SECRET
from domain.model import Actor
from services.labeling import Labeling
from services.links import PictureLinks
from store.unit_of_work import Store
from views.slack import card

LABELERS, TASKS = 50, 20
ALONE, TOGETHER, WARM_UP = 1_000, 5_000, 200
_READY_WITHIN = 30.0


def measure() -> dict[str, object]:
    with ExitStack() as stack:
        store, folder = stack.enter_context(database())
        clicks = clicks_on(store)
        sink, floor, bolt = (stack.enter_context(server(name)) for name in ("sink", "floor", "bolt"))
        bot, _ = stack.enter_context(running_bot(folder, sink))
        figures = asyncio.run(_measure(clicks, sink, {"floor": floor, "bolt": bolt, "bot": bot}))
        labels = store.read(lambda unit: unit.connection.execute(text("SELECT count(*) FROM annotation")).scalar_one())
    assert labels == figures["clicks"] == figures["repaints"], (labels, figures)
    return figures | {"labels": labels}


async def _measure(clicks: list[dict[str, Any]], sink: str, servers: dict[str, str]) -> dict[str, Any]:
    rest = iter(clicks)
    alone = {}
    for name in ("floor", "bolt"):
        await _send(servers[name], clicks[:WARM_UP], sink, 1)
        alone[name] = await _send(servers[name], clicks[:ALONE], sink, 1)
    warm = await _send(servers["bot"], _take(rest, WARM_UP), sink, 1)
    alone["bot"] = await _send(servers["bot"], _take(rest, ALONE), sink, 1)
    begun = time.perf_counter()
    together = await _send(servers["bot"], _take(rest, TOGETHER), sink, LABELERS)
    took = time.perf_counter() - begun
    sent = warm | alone["bot"] | together
    seen = await _repaints(sink, len(sent))
    waits = [(seen[number] - at) * 1000 for number, (at, _) in sent.items() if number in seen]

    def p(which: dict[str, tuple[float, float]], share: float) -> float:
        return round(percentile([ms for _, ms in which.values()], share), 3)

    return {
        "floor_p50_ms": p(alone["floor"], 0.5),
        "bolt_default_p50_ms": p(alone["bolt"], 0.5),
        "click_p50_ms": p(alone["bot"], 0.5),
        "click_p99_ms": p(alone["bot"], 0.99),
        "clicks_per_s": round(TOGETHER / took, 1),
        "together_p99_ms": p(together, 0.99),
        "repaint_p99_ms": round(percentile(waits, 0.99), 2),
        "clicks": len(sent),
        "repaints": len(seen),
    }


async def _send(
    server: str, clicks: Sequence[dict[str, Any]], sink: str, people: int
) -> dict[str, tuple[float, float]]:
    """Click number -> (wall time when it was sent, milliseconds until its answer)."""
    took: dict[str, tuple[float, float]] = {}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=people)) as session:

        async def person(mine: Sequence[dict[str, Any]]) -> None:
            for click in mine:
                body, headers = signed_click(click, sink)
                at, begun = time.time(), time.perf_counter()
                async with session.post(f"{server}/slack/events", data=body, headers=headers) as answer:
                    assert answer.status == 200, await answer.text()
                    await answer.read()
                took[click["number"]] = (at, (time.perf_counter() - begun) * 1000)

        await asyncio.gather(*(person(clicks[start::people]) for start in range(people)))
    return took


async def _repaints(sink: str, expected: int) -> dict[str, float]:
    """All of them, or those that came within ten seconds."""
    async with aiohttp.ClientSession() as session:
        for _ in range(100):
            async with session.get(f"{sink}/seen") as answer:
                seen: dict[str, float] = await answer.json()
            if len(seen) >= expected:
                return seen
            await asyncio.sleep(0.1)
    return seen


def signed_click(click: dict[str, Any], sink: str) -> tuple[bytes, dict[str, str]]:
    payload = click["payload"] | {"response_url": f"{sink}/response/{click['number']}"}
    body = urlencode({"payload": json.dumps(payload)}).encode()
    return body, signed(body, "application/x-www-form-urlencoded")


def signed(body: bytes, kind: str) -> dict[str, str]:
    """The headers with which Slack would send it."""
    stamp = str(int(time.time()))
    proof = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={proof}", "Content-Type": kind}


def clicks_on(store: Store) -> list[dict[str, Any]]:
    """One for each assignment, so ordered that a labeler's next click is on another task's card."""
    users = labelers(store, LABELERS)
    each = -(-(WARM_UP + ALONE + TOGETHER) // (LABELERS * TASKS)) + 1
    fill(store, "Pictures", LABELERS * each)
    tasks = [create_task(store, "Pictures", users, f"Task {number}") for number in range(TASKS)]
    hand_out(store)
    rows = "SELECT id, task, labeler FROM assignment ORDER BY position, task, labeler"
    found = store.read(lambda unit: unit.connection.execute(text(rows)).all())
    model = Labeling(store, PictureLinks()).card(Actor(WORKSPACE, users[0]), tasks[0])
    blocks = card.card(model).payload()["blocks"]
    concepts = [concept.id for concept in model.task.concepts]
    return [
        {
            "number": str(number),
            "payload": _payload(row.labeler, f"{row.id}.0.{concepts[number % len(CONCEPTS)]}", blocks),
        }
        for number, row in enumerate(found)
    ]


def _payload(user: str, value: str, blocks: list[dict[str, Any]]) -> dict[str, Any]:
    message = {"type": "message", "user": "U0BOT00000", "ts": "1700000000.000100", "text": "Task", "blocks": blocks}
    return {
        "type": "block_actions",
        "team": {"id": WORKSPACE, "domain": "bench"},
        "user": {"id": user, "username": "labeler", "name": "labeler", "team_id": WORKSPACE},
        "api_app_id": "A0BENCH000",
        "token": "none",
        "container": {"type": "message", "message_ts": message["ts"], "channel_id": "D0BENCH000"},
        "trigger_id": "1.2.3",
        "channel": {"id": "D0BENCH000", "name": "directmessage"},
        "message": message,
        "state": {"values": {}},
        "actions": [
            {
                "type": "button",
                "action_id": "label:1",
                "block_id": "concepts",
                "text": {"type": "plain_text", "text": "pants", "emoji": True},
                "value": value,
                "action_ts": "1700000001.000100",
            }
        ],
    }


def _take(clicks: Iterator[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    return [next(clicks) for _ in range(count)]


@contextmanager
def server(name: str) -> Iterator[str]:
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.servers", name], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


@contextmanager
def running_bot(folder: Path, sink: str, assist: str = "off") -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """`labelbot run` in HTTP mode on the database in `folder`: its address once it is ready, and its process. `assist`:
    made-up inputs have nothing that models could look at.
    """
    port = _free_port()
    environment = os.environ | {
        "SLACK_API_URL": f"{sink}/api/",
        "SLACK_BOT_TOKEN": "xoxb-benchmark",
        "SLACK_SIGNING_SECRET": SECRET,
        "LABELBOT_DATA": str(folder),
        "LABELBOT_PORT": str(port),
        "LABELBOT_LOG": "json",
        "LABELBOT_PICTURES": "url",
        "LABELBOT_ASSIST": assist,
        "LABELBOT_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    command = [str(Path(sys.executable).with_name("labelbot")), "run"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            asyncio.run(_until_ready(url, process))
            yield url, process
        finally:
            process.terminate()


async def _until_ready(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _READY_WITHIN
    async with aiohttp.ClientSession() as session:
        while time.monotonic() < deadline:
            assert process.poll() is None, "labelbot run ended"
            try:
                async with session.get(f"{url}/readyz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                await asyncio.sleep(0.01)
    raise TimeoutError


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
