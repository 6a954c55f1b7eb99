import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event, get_ident

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from store import engines
from store.unit_of_work import Store, UnitOfWork, opened
from tests.fake_clock import FakeClock

THREADS, TIMES = 8, 25


class OnPurposeError(Exception):
    pass


def add_concept(name: str):
    return lambda unit: unit.concepts.ensure("T1", name)


def count_concepts(unit: UnitOfWork) -> int:
    return len(unit.concepts.search("T1", "", 100))


def test_return_commits(store: Store):
    assert store.write(add_concept("Cat")).name == "Cat"
    assert store.read(count_concepts) == 1


def test_raise_rolls_back_all_of_it(store: Store):
    def work(unit: UnitOfWork):
        add_concept("Cat")(unit)
        raise OnPurposeError

    with pytest.raises(OnPurposeError):
        store.write(work)
    assert store.read(count_concepts) == 0
    store.write(add_concept("Dog"))
    assert store.read(count_concepts) == 1


def test_a_read_sees_one_moment(store: Store):
    """What is committed between two of its statements stays out."""
    with ThreadPoolExecutor(1) as pool:

        def look(unit: UnitOfWork) -> tuple[int, int]:
            before = count_concepts(unit)
            pool.submit(store.write, add_concept("Cat")).result(30)
            return before, count_concepts(unit)

        assert store.read(look) == (0, 0)
    assert store.read(count_concepts) == 1


def test_topics_are_told_after_the_commit_and_from_where_it_was_made(store: Store):
    told = []

    def look(topics: set[str]) -> None:
        told.append((topics, store.read(count_concepts), get_ident()))

    def work(unit: UnitOfWork) -> int:
        unit.topics |= {"cards", "notices"}
        add_concept("Cat")(unit)
        assert told == []
        return get_ident()

    store.on_commit = look
    writer = store.write(work)
    assert told == [({"cards", "notices"}, 1, writer)]


def test_nobody_is_told_of_nothing_or_of_what_was_rolled_back(store: Store):
    told: list[set[str]] = []
    store.on_commit = told.append

    def fail(unit: UnitOfWork):
        unit.topics.add("cards")
        raise OnPurposeError

    with pytest.raises(OnPurposeError):
        store.write(fail)
    store.write(count_concepts)
    assert told == []


def add_one(unit: UnitOfWork) -> None:
    """Read, think, write: what loses updates where a transaction begins too late."""
    chosen = text("SELECT inputs FROM dataset WHERE id = 1" + (" FOR UPDATE" if is_postgresql(unit) else ""))
    now = unit.connection.execute(chosen).scalar_one()
    unit.connection.execute(text("UPDATE dataset SET inputs = :n WHERE id = 1"), {"n": now + 1})


def is_postgresql(unit: UnitOfWork) -> bool:
    return unit.connection.dialect.name == "postgresql"


def test_threads_that_count_up_lose_nothing(store: Store):
    store.write(lambda unit: unit.catalog.create_dataset("T1", "Birds", "ANA"))
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda _: store.write(add_one), range(THREADS * TIMES)))
    assert store.read(lambda unit: unit.catalog.dataset("T1", 1)).inputs == THREADS * TIMES


def test_the_drivers_own_transactions_would_lose_updates(tmp_path):
    """The reason for BEGIN IMMEDIATE: sqlite3 begins at the first write, after the read that it depends on."""
    path, both_have_read = tmp_path / "plain.db", Barrier(2, timeout=30)
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE counter (n INTEGER)")
        made.execute("INSERT INTO counter VALUES (0)")
    made.close()

    def add_one_late(_: int) -> None:
        connection = sqlite3.connect(path)
        now = connection.execute("SELECT n FROM counter").fetchone()[0]
        both_have_read.wait()
        connection.execute("UPDATE counter SET n = ?", (now + 1,))
        connection.commit()
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(add_one_late, range(2)))
    ended = sqlite3.connect(path)
    assert ended.execute("SELECT n FROM counter").fetchone() == (1,)
    ended.close()


def test_sqlite_writes_first_come_first_served(store: Store):
    """While one works the others queue up, and go on in the order in which they came."""
    if not store.url.drivername.startswith("sqlite"):
        pytest.skip("PostgreSQL lets writers run side by side.")
    go_on, order = Event(), []
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(store.write, lambda _: go_on.wait(30))
        assert store._writer is not None
        waiting = [store._writer.submit(store._transact, lambda _, n=n: order.append(n)) for n in range(5)]
        assert order == []
        go_on.set()
        assert first.result(30)
        for one in waiting:
            one.result(30)
    assert order == [0, 1, 2, 3, 4]


class Deadlock(Exception):
    sqlstate = "40P01"


@pytest.mark.parametrize(("failures", "is_passing", "works"), [(4, True, True), (5, True, False), (1, False, False)])
def test_what_passes_is_done_again_from_the_beginning(store: Store, failures, is_passing, works):
    tried = []

    def work(unit: UnitOfWork) -> int:
        tried.append(unit)
        add_concept(f"Cat {len(tried)}")(unit)
        if len(tried) <= failures:
            raise OperationalError("", {}, Deadlock() if is_passing else sqlite3.OperationalError("disk I/O error"))
        return len(tried)

    if works:
        assert store.write(work) == failures + 1
        assert store.read(count_concepts) == 1
    else:
        with pytest.raises(OperationalError):
            store.write(work)
        assert store.read(count_concepts) == 0
    assert len(tried) == (failures + 1 if works else failures)


def test_of_two_who_take_a_name_in_the_same_moment_the_second_sees_it(store: Store):
    if store.url.get_backend_name() == "sqlite":
        pytest.skip("SQLite lets one write at a time.")
    looks = []

    def work(unit: UnitOfWork) -> str:
        looks.append(unit.catalog.dataset_named("T1", "Pets"))
        if len(looks) == 1:
            store.write(lambda other: other.catalog.create_dataset("T1", "Pets", "ANA"))
        if looks[-1] is not None:
            return "taken"
        unit.catalog.create_dataset("T1", "Pets", "BEN")
        return "made"

    assert store.write(work) == "taken"
    assert len(looks) == 2


def test_sqlite_is_set_up_to_survive(tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(engines, "PRAGMAS", [one for one in engines.PRAGMAS if one != "synchronous=OFF"])

    def look(unit: UnitOfWork) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return [unit.connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    with opened(f"sqlite:///{tmp_path / 'real.db'}", clock) as store:
        assert store.write(look) == store.read(look) == ["wal", 2, 1, 30000]
