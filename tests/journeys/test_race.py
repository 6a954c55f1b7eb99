"""Eight people in two windows each, no think time, while the lead lets people come and go: every label counts once."""

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import Row, Table, Update, bindparam, or_, true, update
from structlog.testing import capture_logs

from domain.model import Actor, NewInput
from playground.blocks import Placed, placed_elements
from playground.interactions import MessageSurface
from playground.records import Message, Person
from services.labeling import Clicked, Labeling
from store import tables
from store.queue import _a
from store.unit_of_work import Store
from tests.journeys.stage import WORKSPACE, Stage, staged

pytestmark = pytest.mark.slow

PEOPLE = tuple(f"Labeler{number}" for number in range(8))
AWAY = 3
"""How many of them the lead has removed at any time."""


@dataclass(frozen=True)
class Tap:
    who: str
    assignment: int
    revision: int
    concept: int | None
    note: str | None


@dataclass
class Window:
    """One of a person's two: phone and desk. It shows the newest card, and is tapped as soon as that is a new one."""

    stage: Stage
    who: str
    number: int
    over: asyncio.Event
    news: asyncio.Event = field(default_factory=asyncio.Event)
    tapped: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.workspace = self.stage.playground.workspace
        self.id = self.workspace.named(self.who).id
        self.channel = self.workspace.im_with(self.id).id
        self.workspace.subscribe(self._hear)

    def _hear(self, kind: str, what: dict[str, object]) -> None:
        if kind == "message" and isinstance(message := what["message"], Message) and message.channel == self.channel:
            self.news.set()

    async def work(self) -> None:
        while not self.over.is_set():
            self.news.clear()
            shown = self._card()
            if shown is None:
                await self.news.wait()
                continue
            message, button = shown
            self.tapped.add((message.ts, button.element["value"]))
            where = MessageSurface(message.channel, message.ts)
            outcome = await self.stage.playground.interactions.click(self.id, where, button.block_id, button.action_id)
            assert outcome.ok, outcome

    def _card(self) -> tuple[Message, Placed] | None:
        """The newest card that can be answered, unless this window has answered it as it is."""
        for message in reversed(self.workspace.messages[self.channel].values()):
            buttons = list(placed_elements(message.blocks))
            if concepts := [button for button in buttons if button.action_id.startswith("label:")]:
                # The two never agree, so that a label tells which of them gave it.
                button = concepts[self.number]
                # Of every tenth, one wants to skip what the other labels.
                if self.number and re.match(r"\d*0\.0\.", button.element["value"]):
                    button = next(button for button in buttons if button.action_id == "skip")
                return None if (message.ts, button.element["value"]) in self.tapped else (message, button)
        return None

    def end(self) -> None:
        self.over.set()
        self.news.set()


@pytest.fixture
def taps(monkeypatch: pytest.MonkeyPatch) -> list[Tap]:
    """What the bot was asked for and answered, behind its doors and before its store."""
    heard: list[Tap] = []
    real = Labeling.answer

    def answer(
        self: Labeling, actor: Actor, assignment: int, revision: int, concepts: list[int | None], seen: int
    ) -> Clicked:
        clicked = real(self, actor, assignment, revision, concepts, seen)
        heard.append(Tap(actor.user, assignment, revision, concepts[0], clicked.note))
        return clicked

    monkeypatch.setattr(Labeling, "answer", answer)
    return heard


@asynccontextmanager
async def office(folder: Path, url: str, inputs: int) -> AsyncIterator[Stage]:
    """A task of that many inputs, handed out to all eight."""
    more: dict[str, Any] = {"database": SecretStr(url), "pictures": "url", "public_url": "https://labels.example.org"}
    async with staged(folder, watch=lambda workspace: workspace, **more) as stage:
        for name in PEOPLE:
            stage.playground.workspace.add_person(Person(f"U0{name.upper()}", name.lower(), name))
        datasets = stage.bot.services.datasets
        new = [NewInput(f"{n:064}", f"{n}.jpg", 40, 30, 9, "image/jpeg") for n in range(inputs)]
        datasets.add_inputs(datasets.open(WORKSPACE, "Photos"), new)
        ana = stage.person("Ana")
        await ana.command("/label new")
        await ana.pick("Dataset", "Photos")
        await ana.pick("Concepts", "Cat", "Dog")
        await ana.pick("Collaborators", "Yes")
        await ana.pick_people("Labelers", *PEOPLE)
        await ana.fill("Name", "Cats and dogs")
        assert (await ana.submit()).ok
        await ana.close()
        for name in PEOPLE:
            await stage.person(name).sees("Label in a window")
        yield stage


async def come_and_go(stage: Stage, over: asyncio.Event, pace: float) -> int:
    """The lead edits who labels, in the window that Edit opens. Returns how often."""
    ana = stage.person("Ana")
    await ana.command("/label tasks")
    await ana.choose("⋯", "Edit")
    for turn in count():
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), pace)
        if over.is_set():
            return turn
        await ana.sees_modal("Edit task")
        await ana.click("Change labelers")
        away = {PEOPLE[(turn * 3 + place) % len(PEOPLE)] for place in range(AWAY)}
        await ana.pick_people("Labelers", *(name for name in PEOPLE if name not in away))
        saved = await ana.submit()
        assert saved.ok, saved
    raise AssertionError


async def race(stage: Stage, taps: list[Tap], *, pace: float | None = None, patience: float = 2) -> int:
    """Until the lead is told that all is done, or nobody has tapped for `patience` seconds.

    `pace`: seconds between the lead's edits; None: the lead leaves people alone. Returns how many edits there were.
    """
    over = asyncio.Event()
    windows = [Window(stage, name, number, over) for name in PEOPLE for number in (0, 1)]

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
        edits = None if pace is None else group.create_task(come_and_go(stage, over, pace))
        before = -1
        while not over.is_set() and len(taps) > before:
            before = len(taps)
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), patience)
        end()
    return 0 if edits is None else edits.result()


def rows(store: Store, table: Table) -> list[Row[Any]]:
    return store.read(lambda unit: list(unit.connection.execute(table.select().order_by(*table.primary_key))))


def check(stage: Stage, taps: list[Tap], inputs: int) -> None:
    """No input labeled by two, none lost, each change of state audited once."""
    store = stage.bot.store
    assignments = {row.id: row for row in rows(store, tables.assignment)}
    assert len({row.input for row in assignments.values()}) == len(assignments) == inputs
    moves: dict[int | None, list[Row[Any]]] = defaultdict(list)
    for row in rows(store, tables.audit):
        moves[row.assignment].append(row)
    submits = Counter(row.assignment for row in rows(store, tables.audit) if row.action == "submit")
    twice = [one for one, times in submits.items() if times > 1]
    assert not twice, f"labeled more than once: {twice}"
    assert submits == dict.fromkeys(assignments, 1), f"lost: {set(assignments) - set(submits)}"
    for one, row in assignments.items():
        states = ["PENDING", *(move.after for move in moves[one])]
        assert [move.before for move in moves[one]] == states[:-1]
        assert (states[-1], moves[one][-1].who) == (row.status, row.labeler) == ("SUCCESS", row.labeler)
        assert len(moves[one]) == row.revision, "each change once, and nothing without its change"
    answers = [
        (row.assignment, assignments[row.assignment].labeler, row.concept) for row in rows(store, tables.annotation)
    ]
    accepted = [tap for tap in taps if tap.note is None and tap.revision == assignments[tap.assignment].revision - 1]
    assert sorted({(tap.assignment, tap.who, tap.concept) for tap in accepted}) == sorted(answers)
    assert len(answers) == inputs
    labeled = Counter(row.labeler for row in assignments.values())
    tallies = {row.labeler: (row.pending, row.success) for row in rows(store, tables.tally)}
    assert tallies == {labeler: (0, labeled[labeler]) for labeler in tallies}
    assert [row.kind for row in rows(store, tables.notice)].count("TaskDone") == 1
    said = [message.text for message in stage.playground.workspace.all_messages()]
    assert not [text for text in said if "went wrong on our side" in text]


@pytest.mark.parametrize(("database", "inputs"), [("sqlite", 2000), ("postgresql", 400)])
async def test_every_input_is_labeled_by_one(
    database: str, inputs: int, request: pytest.FixtureRequest, taps: list[Tap], tmp_path: Path
) -> None:
    with capture_logs() as logged:
        async with office(tmp_path, request.getfixturevalue(database), inputs) as stage:
            edits = await race(stage, taps, pace=1, patience=15)
            check(stage, taps, inputs)
    assert edits >= 3
    assert len(taps) > 1.5 * inputs, "the windows did not get into each other's way"
    assert [line for line in logged if line["log_level"] == "error"] == []


@pytest.fixture
def without_condition(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Takes the condition out of the update: whoever comes writes."""

    def change(names: tuple[str, ...]) -> Update:
        # The statement is given these two, so it has to name them.
        always = or_(_a.revision == bindparam("k_revision"), _a.status == bindparam("k_status"), true())
        values: dict[str, Any] = {name: bindparam(name) for name in names}
        changed = update(tables.assignment).where(_a.id == bindparam("k_id"), always)
        return changed.values(revision=_a.revision + 1, **values)

    return lambda: monkeypatch.setattr("store.queue._change", change)


async def test_the_condition_is_what_keeps_them_apart_on_postgresql(
    taps: list[Tap], postgresql: str, tmp_path: Path, without_condition: Callable[[], None]
) -> None:
    without_condition()
    async with office(tmp_path, postgresql, 60) as stage:
        await race(stage, taps)
        with pytest.raises(AssertionError, match="labeled more than once"):
            check(stage, taps, 60)


async def test_the_condition_alone_keeps_them_apart_on_sqlite(
    taps: list[Tap], sqlite: str, tmp_path: Path, in_no_order: Callable[[Store], None]
) -> None:
    async with office(tmp_path, sqlite, 60) as stage:
        in_no_order(stage.bot.store)
        await race(stage, taps, patience=15)
        check(stage, taps, 60)


async def test_nothing_keeps_them_apart_on_sqlite_without_order_and_condition(
    taps: list[Tap],
    sqlite: str,
    tmp_path: Path,
    in_no_order: Callable[[Store], None],
    without_condition: Callable[[], None],
) -> None:
    async with office(tmp_path, sqlite, 60) as stage:
        in_no_order(stage.bot.store)
        without_condition()
        await race(stage, taps)
        with pytest.raises(AssertionError, match="labeled more than once"):
            check(stage, taps, 60)
