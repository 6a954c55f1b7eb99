import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from store.unit_of_work import Store, opened
from tests.fake_clock import FakeClock
from tests.handlers.web import Web, serving


@pytest.fixture
def store(sqlite_template: Path, tmp_path: Path, clock: FakeClock) -> Iterator[Store]:
    """The doors can't tell one database from another: SQLite will do."""
    with opened(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'labelbot.db')}", clock) as store:
        yield store


@pytest.fixture
async def web(store: Store, tmp_path: Path) -> AsyncIterator[Web]:
    async with serving(store, tmp_path / "inputs") as ready:
        yield ready
