"""kill -9 at random moments while people label and review: nothing lost, nothing double, everybody told."""

import asyncio
import random
import shutil
import signal
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from domain.clock import SystemClock
from domain.model import NewInput
from playground.blocks import Placed, placed_elements
from playground.deliveries import HttpDeliveries
from playground.interactions import MessageSurface
from playground.manifest import read_manifest
from playground.records import Exchange, Message, Person
from playground.seed import seeded
from playground.server import Playground, running
from services.datasets import Datasets
from store.migrating import migrate
from store.unit_of_work import opened
from tests.command import Command, environment_for, labelbot_run
from tests.journeys.stage import MANIFEST, WORKSPACE

pytestmark = pytest.mark.slow

SEED = 9
LABELERS = ("Ben", "Chloé", "Eva", "Finn", "Gita", "Hal")
REVIEWER, LEAD = "Dmitri", "Ana"
TASKS = {"Pets": (250, ("Cat", "Dog")), "Trees": (100, ("Oak", "Elm")), "Cars": (150, ("Van", "Taxi"))}
"""Name -> how many inputs, and the concepts. Trees are reviewed."""
CREATED_IN = {1: "Pets", 3: "Trees", 5: "Cars"}
"""In which life; the bot dies of telling the labelers."""
TRAFFIC = (60, 240)
"""Between how few and how many exchanges with Slack a life lasts."""
STUCK = 30.0
"""Seconds without an end after which none is to be expected."""
CARELESS, PATIENT = 1.0, 10.0
"""Seconds after which people tap again when their card has not changed: some at once, some leave it to the sweep."""


@dataclass
class Clicked:
    """A click that was acknowledged: `concept` is None for an approval."""

    assignment: int
    concept: int | None


@dataclass
class Hand:
    """A person who answers whatever stands on their cards, until there is nothing left."""

    playground: Playground
    name: str
    patience: float
    acked: list[Clicked]
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        workspace = self.playground.workspace
        self.id = workspace.named(self.name).id
        self.channel = workspace.im_with(self.id).id
        workspace.subscribe(self._hear)

    def _hear(self, kind: str, what: dict[str, object]) -> None:
        if kind == "message" and isinstance(message := what["message"], Message) and message.channel == self.channel:
            self.news.set()

    @property
    def messages(self) -> list[Message]:
        return [one for one in self.playground.workspace.messages[self.channel].values() if not one.ephemeral_to]

    async def work(self) -> None:
        """Until cancelled."""
        while True:
            self.news.clear()
            outcome = None
            if (found := self._button()) is not None:
                message, button = found
                where = MessageSurface(message.channel, message.ts)
                act = self.playground.interactions.click(self.id, where, button.block_id, button.action_id)
                assignment, _, *concept = _numbers(button)
                outcome = await act
                if outcome.ok:
                    self.acked.append(Clicked(assignment, concept[0] if concept else None))
            # Where nobody answered, they try again soon; where somebody did, the card will follow.
            with suppress(TimeoutError):
                is_acked = outcome is not None and outcome.ok
                await asyncio.wait_for(self.news.wait(), self.patience if is_acked else CARELESS)

    def _button(self) -> tuple[Message, Placed] | None:
        """On the newest card that has any. Which concept it is depends on the picture, as with real people."""
        for message in reversed(self.messages):
            placed = list(placed_elements(message.blocks))
            if buttons := [one for one in placed if one.action_id == "approve" or one.action_id.startswith("label:")]:
                return message, buttons[_numbers(buttons[0])[0] % len(buttons)]
        return None

    @property
    def has_finished(self) -> bool:
        return self._button() is None

    def sees(self, text: str) -> bool:
        return any(text in one.text for one in self.messages)


def _numbers(button: Placed) -> list[int]:
    return [int(part) for part in button.element["value"].split(".")]


class Fate:
    """Says when the bot has to die: after so many exchanges with Slack and a moment, or as soon as it has posted."""

    def __init__(self, playground: Playground) -> None:
        self.random = random.Random(SEED)  # noqa: S311 - it is to be the same each time.
        self.posts: list[tuple[str, str]] = []
        """(user, text) of everything that was posted."""
        self._left, self._strikes_posts, self._come = 0, False, asyncio.Event()
        playground.workspace.subscribe(self._hear)

    def _hear(self, kind: str, what: dict[str, Any]) -> None:
        if kind != "traffic":
            return
        exchange: Exchange = what["exchange"]
        is_post = exchange.kind == "chat.postMessage"
        if is_post:
            self.posts.append((exchange.request["channel"], exchange.request["text"]))
        self._left -= 1
        if self._left <= 0 or (is_post and self._strikes_posts):
            self._come.set()

    async def comes(self, *, with_a_post: bool) -> None:
        self._left = self.random.randint(*TRAFFIC)
        self._strikes_posts = with_a_post or self.random.random() < 0.5
        self._come.clear()
        await self._come.wait()
        if not self._strikes_posts:
            # Anywhere within what follows an exchange: the next commit, the next answer.
            await asyncio.sleep(self.random.uniform(0, 0.02))


@dataclass
class Scene:
    playground: Playground
    deliveries: HttpDeliveries
    folder: Path
    acked: list[Clicked]
    hands: list[Hand]
    fate: Fate
    lives: list[Command] = field(default_factory=list)
    doubtful: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    """(user, kind, task) of what the outbox was saying when the bot died: only this may be said again."""

    @property
    def database(self) -> Path:
        return self.folder / "labelbot.db"

    async def live(self) -> bool:
        """From one start to its end. True: there was nothing left to do, and it ended in order."""
        environment = environment_for(self.playground, self.folder)
        environment |= {"LABELBOT_PICTURES": "url", "LABELBOT_PUBLIC_URL": "https://labels.example.org"}
        async with labelbot_run(self.folder, environment) as bot:
            self.lives.append(bot)
            if len(self.lives) % 4 == 0:
                await asyncio.sleep(self.fate.random.uniform(0.1, 1.0))
                return await self._kill(bot)
            self.deliveries.request_url = f"{await bot.ready()}/slack/events"
            new = CREATED_IN.get(len(self.lives))
            if new is not None:
                await create_task(self.playground, new)
            fate = self.fate.comes(with_a_post=new is not None)
            ends = [asyncio.create_task(fate), asyncio.create_task(self._until_all_is_done())]
            over, _ = await asyncio.wait(ends, timeout=STUCK, return_when=asyncio.FIRST_COMPLETED)
            for end in ends:
                end.cancel()
            assert over, f"Nothing happens any more. Posted so far: {self.fate.posts}"
            if ends[1] not in over:
                return await self._kill(bot)
            assert await bot.stop(signal.SIGTERM) == 0
        return True

    async def _kill(self, bot: Command) -> bool:
        bot.process.kill()
        assert await bot.ended() == -signal.SIGKILL
        with copied(self.database) as connection:
            check_sound(connection)
            check_nothing_lost(connection, self.acked)
            said = "SELECT user_id, kind, task FROM notice WHERE sending_since IS NOT NULL AND done_at IS NULL"
            self.doubtful.update(connection.execute(said).fetchall())
        return False

    async def _until_all_is_done(self) -> None:
        news = asyncio.Event()
        stop = self.playground.workspace.subscribe(lambda kind, _: news.set() if kind == "message" else None)
        try:
            while not self._is_all_done():
                await news.wait()
                news.clear()
        finally:
            stop()

    def _is_all_done(self) -> bool:
        told = [text for user, text in self.fate.posts if "is done" in text]
        return len(set(told)) == len(TASKS) and all(hand.has_finished for hand in self.hands)


async def create_task(playground: Playground, name: str) -> None:
    ana = playground.person(LEAD)
    await ana.command("/label new")
    await ana.pick("Dataset", name)
    await ana.pick("Concepts", *TASKS[name][1])
    await ana.pick("Collaborators", "Yes")
    await ana.pick_people("Labelers", *LABELERS)
    if name == "Trees":
        await ana.pick_people("Reviewers", REVIEWER)
    await ana.fill("Name", name)
    assert (await ana.submit()).ok
    await ana.close()


@contextmanager
def copied(database: Path) -> Iterator[sqlite3.Connection]:
    """What a kill has left, looked at elsewhere: to make it whole again is the next start's business."""
    with tempfile.TemporaryDirectory() as folder:
        for path in database.parent.glob(f"{database.name}*"):
            shutil.copy(path, folder)
        with closing(sqlite3.connect(Path(folder) / database.name)) as connection:
            yield connection


def check_sound(connection: sqlite3.Connection) -> None:
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def check_nothing_lost(connection: sqlite3.Connection, acked: list[Clicked]) -> None:
    """Every click that was acknowledged is there."""
    answers = (
        "SELECT a.id, n.concept FROM assignment a JOIN annotation n ON n.assignment = a.id WHERE a.status != 'PENDING'"
    )
    labeled = set(connection.execute(answers).fetchall())
    approved = {one for (one,) in connection.execute("SELECT id FROM assignment WHERE reviewed_by IS NOT NULL")}
    lost = [
        click
        for click in acked
        if (
            click.assignment not in approved
            if click.concept is None
            else (click.assignment, click.concept) not in labeled
        )
    ]
    assert lost == []


def check_nothing_double(connection: sqlite3.Connection) -> None:
    inputs = sum(number for number, _ in TASKS.values())
    ends = dict(connection.execute("SELECT id, status FROM assignment").fetchall())
    assert Counter(ends.values()) == {"SUCCESS": inputs}
    answers = connection.execute("SELECT assignment FROM annotation WHERE status = 'SUCCESS'").fetchall()
    assert sorted(one for (one,) in answers) == sorted(ends)
    states = dict.fromkeys(ends, "PENDING")
    moves: Counter[tuple[int, str]] = Counter()
    for one, action, before, after in connection.execute(
        "SELECT assignment, action, before, after FROM audit WHERE assignment IS NOT NULL ORDER BY id"
    ):
        assert states[one] == before
        states[one] = after
        moves[one, action] += 1
    assert states == ends
    assert set(moves.values()) == {1}
    assert Counter(action for _, action in moves) == {"submit": 400, "submit for review": 100, "approve": 100}
    tallies = connection.execute(
        "SELECT sum(pending), sum(awaiting), sum(success), sum(rejected) FROM tally"
    ).fetchone()
    assert tallies == (0, 0, inputs, 0)


SAID = {"QueueReady": "to label in “{}”", "ReviewReady": "to review in “{}”", "TaskDone": "“{}” is done"}


def check_everybody_told(connection: sqlite3.Connection, scene: Scene) -> None:
    assert (
        connection.execute("SELECT kind, error FROM notice WHERE done_at IS NULL OR error IS NOT NULL").fetchall() == []
    )
    told = connection.execute("SELECT user_id, kind, task, count(*) FROM notice GROUP BY 1, 2, 3").fetchall()
    names = dict(connection.execute("SELECT id, name FROM task").fetchall())
    assert Counter(kind for _, kind, _, _ in told) == {"QueueReady": len(LABELERS) * 3, "TaskDone": 3, "ReviewReady": 1}
    for user, kind, task, times in told:
        words = SAID[kind].format(names[task])
        posted = [text for whom, text in scene.fate.posts if whom == user and words in text]
        assert 1 <= len(posted) <= times + scene.doubtful[user, kind, task], (user, kind, posted)


async def test_killed_again_and_again(tmp_path: Path, watch: Callable[[Any], Any]) -> None:
    with opened(f"sqlite:///{tmp_path}/labelbot.db", SystemClock()) as store:
        migrate(store)
        for name, (number, _) in TASKS.items():
            new = [NewInput(f"{name}-{n:060}", f"{name}-{n}.jpg", 40, 30, 9, "image/jpeg") for n in range(number)]
            Datasets(store).add_inputs(Datasets(store).open(WORKSPACE, name), new)
    workspace = watch(seeded(read_manifest(MANIFEST)))
    for name in LABELERS[2:]:
        workspace.add_person(Person(f"U0{name.upper()}00000", name.lower(), name))
    deliveries = HttpDeliveries(workspace, "")
    async with running(workspace, deliveries=deliveries) as playground, asyncio.TaskGroup() as group:
        acked: list[Clicked] = []
        people = zip((*LABELERS, REVIEWER), (CARELESS, PATIENT) * 4, strict=False)
        hands = [Hand(playground, name, patience, acked) for name, patience in people]
        scene = Scene(playground, deliveries, tmp_path, acked, hands, Fate(playground))
        working = [group.create_task(hand.work()) for hand in hands]
        while not await scene.live():
            pass
        for task in working:
            task.cancel()

    assert len(scene.lives) > 8
    with closing(sqlite3.connect(scene.database)) as connection:
        check_sound(connection)
        check_nothing_lost(connection, acked)
        check_nothing_double(connection)
        check_everybody_told(connection, scene)
    for hand in hands:
        expected = ["Trees: all reviewed"] if hand.name == REVIEWER else [f"{name}: All done" for name in TASKS]
        assert [text for text in expected if hand.sees(text)] == expected
    logged = [line for bot in scene.lives for line in bot.logged()]
    assert [line for line in logged if line["level"] in {"error", "critical"}] == []
