"""Eight people in two windows each on one dynamic queue, no think time: nothing is given to two, nobody holds more than
ten.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from domain.model import Actor, Distribution, NewInput, TaskStatus
from playground.blocks import Placed, placed_elements
from playground.records import Message, Person
from services.labeling import Clicked, Labeling
from store import tables
from store.tasks import Tasks
from tests.journeys.acts import create_special_task
from tests.journeys.stage import WORKSPACE, Stage, staged
from tests.journeys.test_race import PEOPLE, Window, rows

pytestmark = pytest.mark.slow
MOST = 10


@dataclass
class Asking(Window):
    """Taps "Start labeling" and "Take more" as soon as they are there."""

    def _card(self) -> tuple[Message, Placed] | None:
        for message in reversed(self.workspace.messages[self.channel].values()):
            buttons = list(placed_elements(message.blocks))
            wanted = [one for one in buttons if one.action_id == "take" or one.action_id.startswith("label:")]
            if wanted:
                button = wanted[min(self.number, len(wanted) - 1)]
                # The same "Take more" may come again, on a card that says something else.
                shown = (message.ts, f"{button.element['value']}{message.text}")
                if shown in self.tapped:
                    return None
                self.tapped.add(shown)
                return message, button
        return None


@dataclass
class Heard:
    """What the bot answered, behind its doors: how many each had after each click."""

    pending: list[int] = field(default_factory=list)
    taps: int = 0


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    found = Heard()

    def listen(name: str) -> None:
        real = getattr(Labeling, name)

        def act(self: Labeling, actor: Actor, *what: Any) -> Clicked:
            clicked: Clicked = real(self, actor, *what)
            found.pending.append(clicked.card.tally.pending)
            found.taps += 1
            return clicked

        monkeypatch.setattr(Labeling, name, act)

    listen("take")
    listen("answer")
    return found


@asynccontextmanager
async def office(folder: Path, url: str, inputs: int, **fields: object) -> AsyncIterator[tuple[Stage, int]]:
    more: dict[str, Any] = {"database": SecretStr(url), "pictures": "url", "public_url": "https://labels.example.org"}
    async with staged(folder, watch=lambda workspace: workspace, **more) as stage:
        for name in PEOPLE:
            stage.playground.workspace.add_person(Person(f"U0{name.upper()}", name.lower(), name))
        datasets = stage.bot.services.datasets
        new = [NewInput(f"{n:064}", f"{n}.jpg", 40, 30, 9, "image/jpeg") for n in range(inputs)]
        datasets.add_inputs(datasets.open(WORKSPACE, "Photos"), new)
        task = await create_special_task(stage, labelers=PEOPLE, distribution=Distribution.DYNAMIC, **fields)
        for name in PEOPLE:
            await stage.person(name).sees("Start labeling")
        yield stage, task


async def race(stage: Stage, heard: Heard, patience: float) -> None:
    """Until the task is done, or nobody has tapped for `patience` seconds."""
    over = asyncio.Event()
    windows = [Asking(stage, name, number, over) for name in PEOPLE for number in (0, 1)]

    def told(kind: str, what: dict[str, object]) -> None:
        if kind == "message" and isinstance(message := what["message"], Message) and "is done" in message.text:
            end()

    def end() -> None:
        for window in windows:
            window.end()

    stage.playground.workspace.subscribe(told)
    async with asyncio.TaskGroup() as group:
        for window in windows:
            group.create_task(window.work())
        before = -1
        while not over.is_set() and heard.taps > before:
            before = heard.taps
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), patience)
        end()


def check(stage: Stage, task: int, heard: Heard, inputs: int, each: int) -> None:
    store = stage.bot.store
    dealt = rows(store, tables.assignment)
    places = Counter(row.input for row in dealt)
    given = Counter((row.input, row.labeler) for row in dealt)
    assert set(places.values()) == {each}, "given to more people than wanted"
    assert set(given.values()) == {1}, "given to one person twice"
    assert len(places) == inputs
    assert {row.status for row in dealt} == {"SUCCESS"}
    submits = Counter(row.assignment for row in rows(store, tables.audit) if row.action == "submit")
    assert submits == dict.fromkeys([row.id for row in dealt], 1)
    counted = Counter(row.labeler for row in dealt)
    tallies = {row.labeler: (row.pending, row.success) for row in rows(store, tables.tally)}
    assert tallies == {labeler: (0, counted[labeler]) for labeler in tallies}
    found = store.read(lambda unit: unit.tasks.find(task))
    assert (found.status, found.distributed) == (TaskStatus.DONE, inputs)
    assert max(heard.pending) == MOST, "somebody was given more than ten at a time"
    assert len(counted) > 1


@pytest.mark.parametrize("each", [1, 3])
@pytest.mark.parametrize(("database", "inputs"), [("sqlite", 400), ("postgresql", 240)])
async def test_nothing_is_given_to_two(
    database: str, inputs: int, each: int, request: pytest.FixtureRequest, heard: Heard, tmp_path: Path
) -> None:
    url = request.getfixturevalue(database)
    async with office(tmp_path, url, inputs // each, labelers_per_input=each) as (stage, task):
        await race(stage, heard, patience=15)
        check(stage, task, heard, inputs // each, each)


@pytest.fixture
def without_lock(monkeypatch: pytest.MonkeyPatch) -> Callable[[Stage], None]:
    """Whoever takes does not wait for who is taking, and the database lets an input be dealt twice. Two who take at
    once meet where both have seen what is to be given, so that not only luck decides whether they do.
    """
    reached, both = Tasks.reached, Barrier(2)

    def seen(tasks: Tasks, task: int) -> int:
        found = reached(tasks, task)
        with suppress(BrokenBarrierError):
            both.wait(timeout=1)
        return found

    def drop(stage: Stage) -> None:
        monkeypatch.setattr(Tasks, "reached", seen)
        monkeypatch.setattr(Tasks, "lock", lambda _tasks, _task: None)
        stage.bot.store.write(lambda unit: unit.connection.execute(text(_index(stage))))

    return drop


def _index(stage: Stage) -> str:
    if stage.bot.store.url.get_backend_name() != "sqlite":
        return "ALTER TABLE assignment DROP CONSTRAINT assignment_once"
    # SQLite can't drop the constraint: each who deals makes up slots of their own.
    return """
        CREATE TRIGGER apart BEFORE INSERT ON assignment
        WHEN EXISTS (SELECT 1 FROM assignment WHERE task = NEW.task AND input = NEW.input AND slot = NEW.slot)
        BEGIN
            INSERT INTO assignment
                (task, input, slot, labeler, status, position, revision, is_skipped, is_flagged)
            SELECT NEW.task, NEW.input, max(slot) + 1, NEW.labeler, NEW.status, NEW.position, 0, 0, 0
            FROM assignment WHERE task = NEW.task AND input = NEW.input;
            SELECT RAISE(IGNORE);
        END
    """


async def test_the_lock_is_what_keeps_them_apart_on_postgresql(
    postgresql: str, heard: Heard, tmp_path: Path, without_lock: Callable[[Stage], None]
) -> None:
    async with office(tmp_path, postgresql, 120) as (stage, task):
        without_lock(stage)
        await race(stage, heard, patience=3)
        with pytest.raises(AssertionError, match="given to more people than wanted"):
            check(stage, task, heard, 120, 1)


async def test_nothing_keeps_them_apart_on_sqlite_without_order(
    sqlite: str, heard: Heard, tmp_path: Path, without_lock: Callable[[Stage], None], in_no_order: Callable[..., None]
) -> None:
    async with office(tmp_path, sqlite, 120) as (stage, task):
        without_lock(stage)
        in_no_order(stage.bot.store)
        await race(stage, heard, patience=3)
        with pytest.raises(AssertionError, match="given to more people than wanted"):
            check(stage, task, heard, 120, 1)
