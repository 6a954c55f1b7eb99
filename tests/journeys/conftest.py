"""A workspace with Labelbot in it, over both transports, and the databases of those who race."""

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from playground.workspace import Workspace
from store.unit_of_work import Store, UnitOfWork
from tests.journeys.stage import Stage, staged


@pytest.fixture(params=["http", "socket"])
async def stage(
    request: pytest.FixtureRequest, tmp_path: Path, watch: Callable[[Workspace], Workspace]
) -> AsyncIterator[Stage]:
    async with staged(tmp_path, watch=watch, socket=request.param == "socket") as ready:
        yield ready


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'race.db')}"


@pytest.fixture
def postgresql(migrated_postgresql: Callable[[], str]) -> str:
    return migrated_postgresql()


@pytest.fixture
def in_no_order(sqlite: str) -> Iterator[Callable[[Store], None]]:
    """Takes from a store on SQLite what else keeps writers apart: the one thread, and transactions."""
    options = {"isolation_level": None, "check_same_thread": False, "timeout": 30}
    engine = create_engine(sqlite, connect_args=options)

    def disorder(store: Store) -> None:
        def write(work: Callable[[UnitOfWork], object]) -> object:
            with store._working(), engine.begin() as connection:
                unit = UnitOfWork(connection, store.clock.now())
                done = work(unit)
            store.on_commit(unit.topics)
            return done

        store.write = write  # type: ignore[assignment,method-assign]

    yield disorder
    engine.dispose()
