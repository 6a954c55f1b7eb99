"""Connections to SQLite and PostgreSQL, set up as transactions of ours need them."""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

PRAGMAS = ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


def new_engine(url: str, *, is_writer: bool) -> Engine:
    """The driver's own transactions are off: they begin late and lose updates without a word. Ours begin at once."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"isolation_level": None, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")

    return engine


def consistent(engine: Engine) -> Engine:
    """PostgreSQL as it comes shows every statement what was committed by then; SQLite shows one moment."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
