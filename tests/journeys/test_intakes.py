"""From Slack into a dataset: files, addresses, words, a question, trouble and a restart, all in one message."""

import asyncio
import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from aiohttp import web

from bot import intakes as bot_intakes
from domain.model import Person
from playground.workspace import Workspace
from tests.assist.films import film
from tests.bot.test_fetching import serving
from tests.journeys.stage import WORKSPACE, Stage, picture, staged

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot_intakes, "_CALM", 0.05)


def lead(stage: Stage, name: str = "Ana") -> Person:
    return Person(WORKSPACE, stage.person(name).id, name)


def new_dataset(stage: Stage, name: str = "Photos") -> int:
    return stage.bot.services.datasets.open(WORKSPACE, name).id


def inputs(stage: Stage, name: str = "Photos") -> int:
    return stage.bot.services.datasets.open(WORKSPACE, name).inputs


def upload(stage: Stage, name: str, content: bytes) -> str:
    """By Ana, through a form of the app's."""
    stage.workspace.patience = 20.0  # Processes that decode take their time to start.
    ana = stage.person("Ana")
    file = ana.interactions.upload(ana.id, name, content)
    stage.workspace.files[file.id].is_given = True
    return file.id


def when_something_came_in(stage: Stage) -> asyncio.Event:
    """Set by the first commit that adds to a dataset."""
    store, begun, loop = stage.bot.store, asyncio.Event(), asyncio.get_running_loop()
    ring = store.on_commit

    def watch(topics: set[str]) -> None:
        ring(topics)
        if "distribution" in topics:
            loop.call_soon_threadsafe(begun.set)

    store.on_commit = watch
    return begun


def packed(**files: bytes) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return written.getvalue()


async def test_files_of_every_kind_come_in_and_one_message_says_so(stage: Stage, tmp_path: Path) -> None:
    files = {
        "a.png": picture(1),
        "again.png": picture(1),
        "b.mp4": film(tmp_path / "b.mp4").read_bytes(),
        "c.csv": b"text,label\nHello,x\n,x\n",
        "d.zip": packed(e_png=picture(2), f_txt=b"one\ntwo\n"),
        "broken.png": b"broken",
    }
    dataset = new_dataset(stage)
    ids = [upload(stage, name, content) for name, content in files.items()]
    stage.bot.services.intakes.start_files(lead(stage), dataset, ids)
    ana = stage.person("Ana")
    await ana.sees("6 added, 1 already there, 2 refused")
    await ana.sees("broken.png")
    await ana.sees("c.csv line 3")
    assert inputs(stage) == 6
    calls = [one.kind for one in stage.workspace.traffic if one.kind in {"chat.postMessage", "chat.update"}]
    assert calls.count("chat.postMessage") == 1
    assert calls.count("chat.update") >= 1


async def test_a_message_s_words_are_an_input(stage: Stage) -> None:
    dataset = new_dataset(stage)
    for _ in range(2):
        stage.bot.services.intakes.start_text(lead(stage), dataset, "My card is lost", "Message of Ana")
    ana = stage.person("Ana")
    await ana.sees("1 added, 0 already there, 0 refused")
    await ana.sees("0 added, 1 already there, 0 refused")


async def test_which_column_is_asked_and_answered(stage: Stage) -> None:
    file, dataset = upload(stage, "bank.csv", b"id,words\n1,Hello\n2,Bye\n"), new_dataset(stage)
    stage.bot.services.intakes.start_files(lead(stage), dataset, [file])
    ana = stage.person("Ana")
    await ana.sees("Which column holds the texts")
    assert stage.bot.services.cataloguing.look_at(lead(stage), dataset).is_asking
    await ana.pick("Choose a column", "words")
    await ana.sees("2 added, 0 already there, 0 refused")
    assert not stage.bot.services.cataloguing.look_at(lead(stage), dataset).is_asking


async def test_addresses_are_fetched(tmp_path: Path, watch: Callable[[Workspace], Workspace]) -> None:
    async with serving() as server:
        for number in range(5):
            server.answers[f"/{number}.png"] = lambda number=number: web.Response(body=picture(number))
        server.answers["/page.png"] = lambda: web.Response(text="<html>", content_type="text/html")
        async with staged(tmp_path, watch=watch, url_hosts=frozenset({server.host})) as stage:
            stage.workspace.patience = 20.0
            written = "\n".join(f"{server.url}/{name}.png" for name in (*range(5), "page"))
            stage.bot.services.intakes.start_addresses(lead(stage), new_dataset(stage), written)
            await stage.person("Ana").sees("5 added, 0 already there, 1 refused")
            await stage.person("Ana").sees("gives a web page")
            assert inputs(stage) == 5


@pytest.mark.parametrize(
    ("kind", "method"), [("rate_limit", "files.info"), ("server_error", "files.info"), ("reset", "file")]
)
async def test_slack_in_trouble_is_waited_for(stage: Stage, kind: str, method: str) -> None:
    file = upload(stage, "a.png", picture(1))
    stage.workspace.faults.strike(kind, method, count=2)  # type: ignore[arg-type]
    stage.bot.services.intakes.start_files(lead(stage), new_dataset(stage), [file])
    await stage.person("Ana").sees("1 added, 0 already there, 0 refused")


async def test_a_restart_in_the_midst_loses_and_doubles_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot_intakes, "_MOST_AT_ONCE", 50)
    rows = "".join(json.dumps({"text": f"Text {number}"}) + "\n" for number in range(3_000))
    file = upload(stage, "many.jsonl", rows.encode())
    begun = when_something_came_in(stage)
    made = stage.bot.services.intakes.start_files(lead(stage), new_dataset(stage), [file])
    async with asyncio.timeout(20):
        await begun.wait()
    assert 0 < stage.bot.services.intakes.model(made).intake.reached < 3_000
    await stage.stop()
    await stage.start()
    stage.person("Ana").patience = 30
    await stage.person("Ana").sees("3,000 added, 0 already there, 0 refused")
    assert inputs(stage) == 3_000
    assert not list((stage.settings.inputs_dir / "incoming").iterdir())
