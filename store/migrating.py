"""Brings the database to the schema of this version."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from domain.errors import LabelingError
from store.unit_of_work import Store

HEAD = "0003"
"""The newest revision: known here so that starting up need not load alembic."""
FOLDER = Path(__file__).parent / "migrations"
_ADVISORY_LOCK = 0x4C61_6265_6C62_6F74  # "Labelbot"


def is_current(store: Store) -> bool:
    return store.read(lambda unit: _revision(unit.connection)) == HEAD


def migrate(store: Store) -> list[str]:
    """Apply what is missing, all of it or nothing, and return the revisions that were applied, oldest first.

    Any number of processes may do this at once. Raises LabelingError where a newer Labelbot wrote the database.
    """
    if is_current(store):
        return []
    applied: list[str] = []
    with _alone(store) as connection:
        if _revision(connection) != HEAD:
            _upgrade(connection, lambda step, **_: applied.append(step.up_revision_id))
    return applied


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


@contextmanager
def _alone(store: Store) -> Iterator[Connection]:
    """One transaction that no other process migrates beside.

    On SQLite that is any write transaction (its DDL takes part in them); what refers to a table that is copied and
    dropped on the way must not be looked at before the end, and that can only be said before the transaction.
    """
    with store.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            pragma = connection.connection.cursor().execute
            pragma("PRAGMA foreign_keys=OFF")
            try:
                with connection.begin():
                    yield connection
                    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                        raise LabelingError("The database holds rows that refer to nothing, so it was left as it was.")
            finally:
                pragma("PRAGMA foreign_keys=ON")
        else:
            with connection.begin():
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
                yield connection


def _upgrade(connection: Connection, on_version_apply: Callable[..., None]) -> None:
    from alembic import command  # noqa: PLC0415 - takes a tenth of the time to start, and is needed once a release.
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    attributes: dict[str, Any] = {"connection": connection, "on_version_apply": on_version_apply}
    config = Config(attributes=attributes)
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    present = _revision(connection)
    if present is not None and present not in {
        one.revision for one in ScriptDirectory.from_config(config).walk_revisions()
    }:
        raise LabelingError(
            f"The database was written by a newer Labelbot (its schema is {present}, this version knows {HEAD}). "
            "Install that version again, or restore the backup from before the upgrade."
        )
    command.upgrade(config, "head")
