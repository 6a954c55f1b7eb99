"""Creating a task over many inputs, against the same rows written by the bare driver; with clicks meanwhile."""

import sqlite3
import threading
import time
from pathlib import Path
from typing import Self

from sqlalchemy import text

from benchmarks.scene import LEAD, WORKSPACE, create_task, database, fill, hand_out, labelers, percentile, timed
from domain.fields import TaskField
from domain.model import Actor
from services.editing import Editing
from services.labeling import Labeling
from services.links import PictureLinks
from store import tables
from store.listed import Visible
from store.unit_of_work import Store

SIZES = (1_000, 10_000, 100_000)
_LABELERS = 10
_LABELERS_AFTERWARDS = 50
_CLICKS_PER_S = 20


def measure() -> dict[str, object]:
    seconds, rebalance, raw, clicks = {}, {}, {}, []
    for size in SIZES:
        with database() as (store, folder):
            users = labelers(store, _LABELERS)
            fill(store, "Other", 4_000)
            create_task(store, "Other", users, "Clicked meanwhile")
            hand_out(store)
            fill(store, "Pictures", size)
            with _Clicker(store, users) as clicker:
                start = time.perf_counter()
                create_task(store, "Pictures", users, "Task")
                hand_out(store)
                seconds[str(size)] = round(time.perf_counter() - start, 3)
            clicks += clicker.times
            _check(store, size)
            with _Clicker(store, users) as clicker:
                rebalance[str(size)] = round(_rebalance(store, size), 3)
            clicks += clicker.times
            raw[str(size)] = round(_raw(folder, size, users), 3)
    largest = str(SIZES[-1])
    return {
        "seconds": seconds,
        "rebalance_seconds": rebalance,
        "raw_seconds": raw,
        "ratio": round(seconds[largest] / raw[largest], 2),
        "rebalance_ratio": round(rebalance[largest] / seconds[largest], 2),
        "click_p99_ms": round(percentile(clicks, 0.99), 2),
        "click_max_ms": round(max(clicks), 2),
        "clicks": len(clicks),
    }


def _rebalance(store: Store, size: int) -> float:
    """Forty more people come to the ten who have all of it: four fifths of what is open moves. Returns seconds."""
    users = labelers(store, _LABELERS_AFTERWARDS)
    task = store.read(lambda unit: max(task.id for task in unit.tasks.page(Visible(WORKSPACE), 0, 10)))
    editing = Editing(store)
    now = editing.open_field(LEAD, task, TaskField.LABELERS)
    start = time.perf_counter()
    editing.save(LEAD, task, TaskField.LABELERS, tuple(users), now.saved)
    hand_out(store)
    took = time.perf_counter() - start
    moved = "SELECT labeler, count(*) AS n FROM assignment WHERE task = :task GROUP BY labeler"
    shares = store.read(lambda unit: dict(map(tuple, unit.connection.execute(text(moved), {"task": task}))))
    assert sum(shares.values()) == size
    assert set(shares) == set(users)
    assert max(shares.values()) - min(shares.values()) <= 1
    return took


def _check(store: Store, size: int) -> None:
    counted = "SELECT count(*), count(DISTINCT input) FROM assignment WHERE task = (SELECT max(id) FROM task)"
    rows, inputs = store.read(lambda unit: tuple(unit.connection.execute(text(counted)).one()))
    assert (rows, inputs) == (size, size)


def _raw(folder: Path, size: int, users: list[str]) -> float:
    """The same columns, indexes and constraints, one transaction, sqlite3's executemany."""
    path = folder / "raw.db"
    raw = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        raw.execute(f"PRAGMA {pragma}")
    source = folder / "labelbot.db"
    raw.execute("ATTACH ? AS source", (str(source),))
    wanted = {table.name for table in (tables.assignment, tables.task, tables.input_, tables.dataset)}
    schema = raw.execute(
        "SELECT type, tbl_name, sql FROM source.sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC"
    )
    for _, table, sql in schema.fetchall():
        if table in wanted:
            raw.execute(sql)
    for table in ("dataset", "input", "task"):
        raw.execute(f"INSERT INTO main.{table} SELECT * FROM source.{table}")
    task, first = raw.execute("SELECT max(id), (SELECT max(id) FROM input) FROM task").fetchone()
    rows = [
        (task, first - size + 1 + n, 0, users[n % len(users)], "PENDING", n + 1, 0, False, False) for n in range(size)
    ]
    columns = "task, input, slot, labeler, status, position, revision, is_skipped, is_flagged"

    def write() -> None:
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany(f"INSERT INTO main.assignment ({columns}) VALUES (?,?,?,?,?,?,?,?,?)", rows)
        raw.execute("COMMIT")

    took = timed(write) / 1000
    assert raw.execute("SELECT count(*) FROM main.assignment").fetchone() == (size,)
    raw.close()
    return took


class _Clicker:
    """Labels at a steady pace in a thread of its own, whatever the answers take (open loop)."""

    def __init__(self, store: Store, users: list[str]) -> None:
        self._labeling = Labeling(store, PictureLinks())
        self._users = users
        self._task = store.read(lambda unit: min(task.id for task in unit.tasks.page(Visible(WORKSPACE), 0, 10)))
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.times: list[float] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        begun, number = time.perf_counter(), 0
        while not self._stop.is_set() or not self.times:
            due = begun + number / _CLICKS_PER_S
            self._stop.wait(max(0.0, due - time.perf_counter()))
            actor = Actor(WORKSPACE, self._users[number % len(self._users)])
            card = self._labeling.card(actor, self._task)
            if card.item is None:
                return
            item, concept = card.item, card.task.concepts[number % len(card.task.concepts)]
            sent = max(due, time.perf_counter()) if number == 0 else due
            self._labeling.label(actor, item.assignment, item.revision, concept.id)
            self.times.append((time.perf_counter() - sent) * 1000)
            number += 1
