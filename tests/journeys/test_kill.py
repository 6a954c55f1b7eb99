"""kill -9 at random moments while people label and review: nothing lost, nothing double, everybody told."""

import asyncio
import itertools
import random
import shutil
import signal
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from domain.clock import SystemClock
from domain.model import NewInput
from playground.deliveries import HttpDeliveries
from playground.manifest import read_manifest
from playground.records import Exchange, Person
from playground.seed import seeded
from playground.server import Playground, running
from services.datasets import Datasets
from store.files import Files
from store.migrating import migrate
from store.unit_of_work import opened
from tests.command import Command, environment_for, labelbot_run
from tests.journeys.crowd import CARELESS, PATIENT, Clicked, Hand
from tests.journeys.stage import MANIFEST, WORKSPACE, picture

pytestmark = pytest.mark.slow

SEED = 9
LABELERS = ("Ben", "Chloé", "Eva", "Finn", "Gita", "Hal")
REVIEWER, LEAD = "Dmitri", "Ana"
CONCEPTS = {"Pets": ("Cat", "Dog"), "Trees": ("Oak", "Elm"), "Cars": ("Van", "Taxi")}
REVIEWED = "Trees"
SIZES = {
    "url": {"Pets": 200, "Trees": 60, "Cars": 120},
    "upload": {"Pets": 40, "Trees": 30, "Cars": 20},
}
"""How Slack gets the pictures -> task -> how many. Uploads are rationed: what may be sent in a minute is enough."""
CREATED_IN = {1: "Pets", 3: "Trees", 5: "Cars"}
"""In which life; the bot dies of telling the labelers."""
TRAFFIC = {"url": (60, 240), "upload": (40, 140)}
"""Between how few and how many exchanges with Slack a life lasts."""
STUCK = 60.0
"""Seconds without an end after which none is to be expected."""


class Fate:
    """Says when the bot has to die: after so many exchanges with Slack and a moment, or as soon as it has posted."""

    def __init__(self, playground: Playground, traffic: tuple[int, int]) -> None:
        self._traffic = traffic
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
        self._left = self.random.randint(*self._traffic)
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
    pictures: str
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
        environment |= {"LABELBOT_PICTURES": self.pictures, "LABELBOT_PUBLIC_URL": "https://labels.example.org"}
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
        return len(set(told)) == len(CONCEPTS) and all(hand.has_finished for hand in self.hands)


async def create_task(playground: Playground, name: str) -> None:
    ana = playground.person(LEAD)
    await ana.command("/label new")
    await ana.pick("Dataset", name)
    await ana.pick("Concepts", *CONCEPTS[name])
    await ana.pick("Collaborators", "Yes")
    await ana.pick_people("Labelers", *LABELERS)
    if name == REVIEWED:
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


def moves_of(connection: sqlite3.Connection) -> Counter[tuple[int, str]]:
    """(assignment, action) -> how often."""
    rows = connection.execute("SELECT assignment, action FROM audit WHERE assignment IS NOT NULL")
    return Counter(rows.fetchall())


EFFECTS = {
    "label": ("submit", "submit for review"),
    "undo": ("undo",),
    "decide": ("approve", "request changes"),
}


def check_nothing_lost(connection: sqlite3.Connection, acked: list[Clicked]) -> None:
    """Every click that was acknowledged is there: each revision was left by what was clicked on it."""
    moves = moves_of(connection)
    clicked = Counter((one.what, one.assignment) for one in {replace(one, concept=None) for one in acked})
    lost = {
        (what, assignment): times
        for (what, assignment), times in clicked.items()
        if times > sum(moves[assignment, action] for action in EFFECTS[what])
    }
    assert lost == {}
    answers = (
        "SELECT a.id, n.concept FROM assignment a JOIN annotation n ON n.assignment = a.id WHERE a.status != 'PENDING'"
    )
    answered = dict(connection.execute(answers).fetchall())
    labels = {one.assignment: one.concept for one in acked if one.what == "label" and one.assignment in answered}
    assert {one: answered[one] for one in labels} == labels


def check_nothing_double(connection: sqlite3.Connection, sizes: dict[str, int]) -> None:
    inputs = sum(sizes.values())
    ends = dict(connection.execute("SELECT id, status FROM assignment").fetchall())
    assert Counter(ends.values()) == {"SUCCESS": inputs}
    answers = connection.execute("SELECT assignment FROM annotation WHERE status = 'SUCCESS'").fetchall()
    assert sorted(one for (one,) in answers) == sorted(ends)
    states = dict.fromkeys(ends, "PENDING")
    for one, before, after in connection.execute(
        "SELECT assignment, before, after FROM audit WHERE assignment IS NOT NULL ORDER BY id"
    ):
        assert states[one] == before
        states[one] = after
    assert states == ends
    moves: Counter[str] = Counter()
    for (_, action), times in moves_of(connection).items():
        moves[action] += times
    assert moves["approve"] == sizes[REVIEWED]
    assert moves["submit for review"] == sizes[REVIEWED] + moves["request changes"]
    assert moves["submit"] == inputs - sizes[REVIEWED] + moves["undo"]
    assert moves["request changes"] > 0
    assert moves["undo"] > 0
    tallies = connection.execute(
        "SELECT sum(pending), sum(awaiting), sum(success), sum(rejected) FROM tally"
    ).fetchone()
    assert tallies == (0, 0, inputs, 0)


SAID = {
    "QueueReady": "to label in “{}”",
    "ReviewReady": "to review in “{}”",
    "TaskDone": "“{}” is done",
    "SentBack": "asked for changes",
}
SURELY = {"QueueReady", "TaskDone"}
"""Of the others, what there was to do may be done before anybody can be told."""


def check_everybody_told(connection: sqlite3.Connection, scene: Scene) -> None:
    left = "SELECT kind, error FROM notice WHERE (done_at IS NULL OR error IS NOT NULL)"
    assert connection.execute(f"{left} AND kind != 'CardMoved'").fetchall() == []
    told = connection.execute("SELECT user_id, kind, task, count(*) FROM notice GROUP BY 1, 2, 3").fetchall()
    names = dict(connection.execute("SELECT id, name FROM task").fetchall())
    kinds = Counter(kind for _, kind, _, _ in told)
    assert kinds.keys() == {*SAID, "CardMoved", "ApproveAllAsked"}
    assert (kinds["QueueReady"], kinds["TaskDone"], kinds["ReviewReady"]) == (len(LABELERS) * 3, 3, 1)
    for user, kind, task, times in told:
        if kind not in SAID:
            continue
        words, whom = SAID[kind].format(names[task]), {user, scene.playground.workspace.im_with(user).id}
        posted = [text for channel, text in scene.fate.posts if channel in whom and words in text]
        most = times + scene.doubtful[user, kind, task]
        assert (kind in SURELY) <= len(posted) <= most, (user, kind, posted)


def check_pictures(connection: sqlite3.Connection, scene: Scene) -> None:
    """None failed, and what is said to be in Slack is there."""
    found = connection.execute("SELECT state, file FROM picture").fetchall()
    assert {state for state, _ in found} <= {"wanted", "scanning", "ready"}
    shown = {file for state, file in found if state == "ready"}
    assert shown
    assert shown <= scene.playground.workspace.files.keys()


def fill(folder: Path, pictures: str) -> None:
    """A dataset for each task. What is never uploaded need not be there."""
    files, numbers = Files(folder / "inputs"), itertools.count()

    def new_input(name: str) -> NewInput:
        number = next(numbers)
        sha256 = files.keep(picture(number)) if pictures == "upload" else f"{number:064}"
        return NewInput(sha256, f"{name}-{number}.png", 48, 36, 9, "image/png")

    with opened(f"sqlite:///{folder}/labelbot.db", SystemClock()) as store:
        migrate(store)
        for name, size in SIZES[pictures].items():
            Datasets(store).add_inputs(Datasets(store).open(WORKSPACE, name), [new_input(name) for _ in range(size)])


@pytest.mark.timeout(300)
@pytest.mark.parametrize("pictures", SIZES)
async def test_killed_again_and_again(tmp_path: Path, watch: Callable[[Any], Any], pictures: str) -> None:
    sizes = SIZES[pictures]
    fill(tmp_path, pictures)
    workspace = watch(seeded(read_manifest(MANIFEST)))
    for name in LABELERS[2:]:
        workspace.add_person(Person(f"U0{name.upper()}00000", name.lower(), name))
    deliveries = HttpDeliveries(workspace, "")
    async with running(workspace, deliveries=deliveries) as playground, asyncio.TaskGroup() as group:
        acked: list[Clicked] = []
        people = zip((*LABELERS, REVIEWER), (CARELESS, PATIENT) * 4, strict=False)
        hands = [
            Hand(playground, name, patience, acked, random.Random(f"{SEED} {name}"), REVIEWED)  # noqa: S311 - the same each time.
            for name, patience in people
        ]
        scene = Scene(playground, deliveries, tmp_path, pictures, acked, hands, Fate(playground, TRAFFIC[pictures]))
        working = [group.create_task(hand.work()) for hand in hands]
        while not await scene.live():
            pass
        for task in working:
            task.cancel()

    assert len(scene.lives) > 8
    with closing(sqlite3.connect(scene.database)) as connection:
        check_sound(connection)
        check_nothing_lost(connection, acked)
        check_nothing_double(connection, sizes)
        check_everybody_told(connection, scene)
        if pictures == "upload":
            check_pictures(connection, scene)
    for hand in hands:
        expected = [f"{REVIEWED}: all reviewed"] if hand.name == REVIEWER else [f"{name}: All done" for name in sizes]
        assert [text for text in expected if hand.sees(text)] == expected
    logged = [line for bot in scene.lives for line in bot.logged()]
    assert [line for line in logged if line["level"] in {"error", "critical"}] == []
