"""What the rooms of the store share: quick bulk inserts and the turning of rows into domain values."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult, Table, insert
from sqlalchemy.dialects import postgresql, sqlite

from domain.model import Assignment, AssignmentStatus, InputKind, PictureState, QueuedInput
from store import tables

ASSIGNMENT = tuple(tables.assignment.c[name] for name in Assignment.__dataclass_fields__)
"""The columns of an Assignment, in its fields' order."""
SHOWN = (
    tables.input_.c.name,
    tables.picture.c.state,
    tables.picture.c.file,
    tables.input_.c.kind,
    tables.input_.c.sha256,
    tables.input_.c.text,
)
"""What a QueuedInput has besides its assignment, in its fields' order."""


_AT_ONCE = 500
"""Rows a statement: SQLite takes some thirty thousand values."""


def insert_rows(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Many rows at once. On SQLite straight through the driver: SQLAlchemy's way takes 3.4 times as long."""
    values = list(rows)
    if not values:
        return
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})", values)
    else:
        connection.execute(insert(table), [dict(zip(columns, row, strict=True)) for row in values])


def put_rows(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    changed: Sequence[str] = (),
) -> None:
    """Many rows at once; those that are there already get their `changed` columns anew. On SQLite in one statement:
    between two of them, whatever else runs in this process may take its turn, while everybody waits for the writer.
    """
    keys = [column.name for column in table.primary_key]
    if connection.dialect.name == "sqlite":
        follows = ", ".join(f"{name} = excluded.{name}" for name in changed)
        then = f"ON CONFLICT ({', '.join(keys)}) DO {f'UPDATE SET {follows}' if changed else 'NOTHING'}"
        marks = f"({', '.join('?' * len(columns))})"
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            values = ", ".join([marks] * len(some))
            statement = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES {values} {then}"
            connection.exec_driver_sql(statement, tuple(value for row in some for value in row))
    elif rows:
        new = postgresql.insert(table)
        set_ = {name: new.excluded[name] for name in changed}
        then_ = new.on_conflict_do_update(index_elements=keys, set_=set_) if changed else new.on_conflict_do_nothing()
        connection.execute(then_, [dict(zip(columns, row, strict=True)) for row in rows])


def insert_for_each(
    connection: Connection, table: Table, same: Mapping[str, Any], column: str, each: Iterable[int | None]
) -> None:
    """Rows that differ in one column. On SQLite the database itself counts them out: half the time."""
    values = list(each)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(same))
        statement = f"INSERT INTO {table.name} ({', '.join(same)}, {column}) SELECT {marks}, value FROM json_each(?)"
        connection.exec_driver_sql(statement, (*same.values(), json.dumps(values)))
    elif values:
        connection.execute(insert(table), [{**same, column: one} for one in values])


def insert_new(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def new_id(made: CursorResult[Any]) -> int:
    """The id of the one row that was just inserted."""
    key = made.inserted_primary_key
    assert key is not None  # noqa: S101 - for mypy: every single-row INSERT has one.
    return int(key[0])


def to_assignment(row: Sequence[Any]) -> Assignment:
    """From a row that begins with ASSIGNMENT's columns."""
    values = list(row[: len(ASSIGNMENT)])
    values[_STATUS] = AssignmentStatus(values[_STATUS])
    return Assignment(*values)


def to_queued(row: Sequence[Any]) -> QueuedInput:
    """From a row of ASSIGNMENT and SHOWN; an input that has no picture yet has none of its columns."""
    name, state, file, kind, sha256, text = row[len(ASSIGNMENT) :]
    shown = PictureState(state or PictureState.MISSING)
    return QueuedInput(to_assignment(row), name, shown, file, InputKind(kind), sha256, text)


_STATUS = list(Assignment.__dataclass_fields__).index("status")
