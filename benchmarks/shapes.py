"""An answer of a thousand boxes: read, checked and kept, against json.loads and executemany of the same rows. And
one of a hundred thousand points, as the editor submits it: how long it takes, and how long somebody else's write waits.
"""

import json
import math
import random
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median
from threading import Event

from benchmarks.scene import CONCEPTS, WORKSPACE, create_task, database, fill, hand_out, labelers, timed
from domain import shape_sources, shapes
from domain.assignment import Action
from domain.model import Actor, TaskType
from domain.shapes import Size
from services import moving
from services.editor.labeling import EditorLabeling
from services.links import PictureLinks
from store import tables
from store.unit_of_work import Store, UnitOfWork

SHAPES, TIMES = 1_000, 50
POLYGONS, POINTS, LARGE = 500, 200, 5
_SIZE = Size(4000, 3000)
_COLUMNS = "assignment, concept, status, provenance, created_at, author, model, version, score, region"
_TABLE = f"CREATE TABLE annotation (id INTEGER PRIMARY KEY, {_COLUMNS})"
_INDEXES = ("CREATE INDEX one ON annotation (assignment)", "CREATE INDEX other ON annotation (concept)")


def measure() -> dict[str, object]:
    with database() as (store, folder):
        fill(store, "Cells", TIMES + 1)
        task = create_task(store, "Cells", labelers(store, 1), "Cells")
        hand_out(store)
        concepts = [one.id for one in store.read(lambda unit: unit.tasks.concepts(task))]
        bodies = [_body(concepts, seed) for seed in range(TIMES + 1)]
        ours = [timed(partial(_submit, store, task, concepts, body)) for body in bodies]
        raw = _raw(folder, bodies)
        kept = store.read(lambda unit: unit.annotations.count_of_task(task))
    assert len(CONCEPTS) == len(concepts)
    assert kept == SHAPES * (TIMES + 1), kept
    ms, raw_ms = median(ours[1:]), median(raw[1:])
    return {"ms": round(ms, 2), "raw_ms": round(raw_ms, 2), "ratio": round(ms / raw_ms, 2), **_polygons()}


def _polygons() -> dict[str, object]:
    with database() as (store, _):
        fill(store, "Cells", LARGE)
        task = create_task(store, "Cells", labelers(store, 1), "Cells")
        hand_out(store)
        store.write(_turn_into_segmentation)
        concept = store.read(lambda unit: unit.tasks.concepts(task))[0].id
        body, editor = json.dumps(_circles(concept)), EditorLabeling(store, PictureLinks())
        waits: list[float] = []
        took = []
        for _ in range(LARGE):
            ended = Event()
            with ThreadPoolExecutor(1) as others:
                waiting = others.submit(_write_along, store, ended)
                took.append(timed(partial(_submit_next, editor, store, task, body)))
                ended.set()
                waits.append(waiting.result())
    return {"polygons_ms": round(median(took), 1), "polygons_wait_ms": round(median(waits), 1)}


def _turn_into_segmentation(unit: UnitOfWork) -> None:
    unit.connection.execute(tables.task.update().values(type=str(TaskType.SEGMENTATION)))
    unit.connection.execute(tables.input_.update().values(width=8000, height=6000))


def _circles(concept: int) -> list[dict[str, object]]:
    turns = [place * 2 * math.pi / POINTS for place in range(POINTS)]
    ring = [(round(3000 + 900 * math.cos(turn), 2), round(3000 + 900 * math.sin(turn), 2)) for turn in turns]
    return [
        {"key": f"k{n}", "concept": concept, "kind": "polygon", "points": [[x + n, y] for x, y in ring], "from": None}
        for n in range(POLYGONS)
    ]


def _submit_next(editor: EditorLabeling, store: Store, task: int, body: str) -> None:
    queued = store.read(lambda unit: unit.queue.next(task, "U0LABEL000"))
    assert queued is not None
    editor.submit(Actor(WORKSPACE, "U0LABEL000"), task, queued.assignment.id, 0, json.loads(body))


def _write_along(store: Store, ended: Event) -> float:
    """The longest that one of many small writes took meanwhile."""
    longest = 0.0
    while not ended.is_set():
        longest = max(longest, timed(lambda: store.write(lambda unit: unit.now)))
        ended.wait(0.002)
    return longest


def _body(concepts: list[int], seed: int) -> str:
    chance = random.Random(seed)  # noqa: S311 - the same boxes each time.
    found = []
    for number in range(SHAPES):
        left, top = round(chance.uniform(0, 3900), 2), round(chance.uniform(0, 2900), 2)
        points = [[left, top], [round(left + 50.25, 2), round(top + 40.5, 2)]]
        one = {"key": f"k{number}", "concept": chance.choice(concepts), "kind": "box", "points": points, "from": None}
        found.append(one)
    return json.dumps(found)


def _submit(store: Store, task: int, concepts: list[int], body: str) -> None:
    def write(unit: UnitOfWork) -> None:
        queued = unit.queue.next(task, "U0LABEL000")
        assert queued is not None
        before = unit.queue.find(queued.assignment.id)
        assert before is not None
        assert before.workspace == WORKSPACE
        given = shapes.parsed(json.loads(body), TaskType.DETECTION, concepts, _SIZE)
        kept = shape_sources.with_sources(given, unit.annotations.shapes(queued.assignment.id), ())
        shapes.refuse_unfinished(kept)
        values: dict[str, object] = {"submitted_at": unit.now, "is_skipped": False}
        assert moving.apply(unit, before, Action.SUBMIT, before.assignment.labeler, values=values, shapes=kept)

    store.write(write)


def _raw(folder: Path, bodies: list[str]) -> list[float]:
    """As safe from power cuts as ours."""
    connection = sqlite3.connect(folder / "raw.db")
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", _TABLE, *_INDEXES):
        connection.execute(statement)
    try:
        return [timed(partial(_insert, connection, n, body)) for n, body in enumerate(bodies)]
    finally:
        connection.close()


def _insert(connection: sqlite3.Connection, assignment: int, body: str) -> None:
    rows = [
        (assignment, one["concept"], "SUCCESS", "human", 0, None, None, None, None, str(one["points"]))
        for one in json.loads(body)
    ]
    connection.executemany(f"INSERT INTO annotation ({_COLUMNS}) VALUES ({', '.join('?' * 10)})", rows)
    connection.commit()
