import subprocess
import sys

import pytest
from alembic import command as alembic
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

from domain.errors import LabelingError
from domain.model import Priority
from store.migrating import FOLDER, HEAD, is_current, migrate
from store.tables import METADATA
from store.unit_of_work import Store, opened
from tests.fake_clock import FakeClock

pytestmark = pytest.mark.slow


@pytest.fixture
def empty(empty_url: str, clock: FakeClock):
    with opened(empty_url, clock) as store:
        yield store


def constraints(engine: Engine) -> dict[str, object]:
    """What alembic's comparison leaves out: names of keys, and partial indexes' conditions."""
    seen = inspect(engine)
    return {
        table: (
            seen.get_pk_constraint(table),
            sorted((one["name"], one["constrained_columns"]) for one in seen.get_foreign_keys(table)),
            sorted((one["name"], one["column_names"]) for one in seen.get_unique_constraints(table)),
            sorted((one["name"], sorted(map(str, one["dialect_options"].values()))) for one in seen.get_indexes(table)),
            [(one["name"], str(one["type"]), one["nullable"]) for one in seen.get_columns(table)],
        )
        for table in METADATA.tables
    }


def test_migrations_lead_to_the_tables(empty: Store):
    migrate(empty)
    with empty.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_migrations_name_what_the_tables_name(empty: Store, request: pytest.FixtureRequest, tmp_path):
    migrate(empty)
    is_sqlite = empty.engine.dialect.name == "sqlite"
    url = f"sqlite:///{tmp_path / 'other.db'}" if is_sqlite else request.getfixturevalue("new_postgresql")()
    other = create_engine(url)
    METADATA.create_all(other)
    assert constraints(empty.engine) == constraints(other)
    other.dispose()


def test_the_newest_revision_is_known_without_alembic():
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_migrating_says_what_it_applied_and_the_second_time_nothing(empty: Store):
    assert not is_current(empty)
    assert migrate(empty) == ["0001", "0002", HEAD]
    assert is_current(empty)
    assert migrate(empty) == []


def test_a_migrated_database_starts_without_alembic(store_url: str):
    """Loading it takes a tenth of the time to start."""
    script = f"""
import sys
from domain.clock import SystemClock
from store.migrating import migrate
from store.unit_of_work import opened
with opened({store_url!r}, SystemClock()) as store:
    assert migrate(store) == []
assert "alembic" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)  # noqa: S603 - our own words.


def test_a_database_of_a_newer_version_is_left_alone(store: Store):
    def come_from_the_future(revision: str) -> None:
        with store.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": revision})

    come_from_the_future("9999")
    assert not is_current(store)
    with pytest.raises(LabelingError, match=rf"written by a newer Labelbot .*9999.*{HEAD}") as refused:
        migrate(store)
    assert refused.value.message.endswith(".")
    come_from_the_future(HEAD)
    assert is_current(store)


def test_a_migration_that_fails_leaves_nothing_behind(empty: Store):
    """A table of that name is in the way of one of the last tables."""
    with empty.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE audit (id INTEGER)")
    with pytest.raises(Exception, match="audit"):
        migrate(empty)
    assert inspect(empty.engine).get_table_names() == ["audit"]
    with empty.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE audit")
    assert migrate(empty) == ["0001", "0002", HEAD]


@pytest.mark.slow
def test_processes_that_start_together_migrate_once(empty_url: str):
    script = f"""
from domain.clock import SystemClock
from store.migrating import migrate
from store.unit_of_work import opened
with opened({empty_url!r}, SystemClock()) as store:
    print(migrate(store))
"""
    command = [sys.executable, "-W", "error", "-c", script]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(6)]  # noqa: S603 - as above.
    said = sorted(process.communicate(timeout=90)[0].strip() for process in running)
    assert [process.returncode for process in running] == [0] * 6
    assert said == [f"['0001', '0002', '{HEAD}']", *["[]"] * 5]


def step(store: Store, revision: str, *, down: bool = False) -> None:
    config = Config(attributes={"on_version_apply": lambda **_: None})
    config.set_main_option("script_location", str(FOLDER))
    with store.engine.begin() as connection:
        config.attributes["connection"] = connection
        (alembic.downgrade if down else alembic.upgrade)(config, revision)


def test_what_the_first_version_wrote_is_kept(empty: Store):
    step(empty, "0001")
    with empty.engine.begin() as connection:
        for words in (
            (
                "INSERT INTO dataset (id, workspace, name, folded, inputs, filled, fill_until, created_by, created_at) "
                "VALUES (7, 'T1', 'Photos', 'photos', 3, 0, 0, 'ANA', 5)"
            ),
            (
                "INSERT INTO task (id, workspace, name, folded, dataset, type, labels_per_input, instructions, status, "
                "inputs, distributed, reached, is_unbalanced, revision, created_by, created_at) VALUES "
                "(9, 'T1', 'Cats', 'cats', 7, 'classification', 'one', '', 'DONE', 3, 3, 3, false, 0, 'ANA', 5)"
            ),
            (
                "INSERT INTO notice (workspace, user_id, task, kind, body, created_at, due_at, attempts) "
                "VALUES ('T1', 'ANA', 9, 'TaskDone', '{\"task\": 9}', 5, 5, 0)"
            ),
        ):
            connection.exec_driver_sql(words)
    assert migrate(empty) == ["0002", HEAD]
    task = empty.read(lambda unit: unit.tasks.find(9))
    assert (task.name, task.status, task.priority, task.review_share) == ("Cats", "DONE", Priority.MEDIUM, 100)
    assert [one.notice.task for one in empty.read(lambda unit: unit.outbox.due(5))] == [9]


def test_the_way_back(empty: Store):
    migrate(empty)
    step(empty, "0001", down=True)
    assert "intake" not in inspect(empty.engine).get_table_names()
    assert "priority" not in {one["name"] for one in inspect(empty.engine).get_columns("task")}
    assert migrate(empty) == ["0002", HEAD]
