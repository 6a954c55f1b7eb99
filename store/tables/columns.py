"""What the columns are made of. Times are whole microseconds since 1970 in UTC, which every database sorts alike."""

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Text, text
from sqlmodel import Field, SQLModel

# Every constraint has a name, so that a migration can change it on SQLite too. Must stand before the tables.
SQLModel.metadata.naming_convention = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
}
# SQLite only counts up by itself in a column that is exactly INTEGER.
_BigId = BigInteger().with_variant(Integer(), "sqlite")


def new_id() -> Any:
    return Field(default=None, sa_column=Column(_BigId, primary_key=True, autoincrement=True))


def of(parent: str, *, is_key: bool = False, is_optional: bool = False) -> Any:
    """A column that names a row of `parent`."""
    column = Column(_BigId, ForeignKey(f"{parent}.id"), primary_key=is_key, nullable=is_optional)
    return Field(default=None, sa_column=column) if is_optional else Field(sa_column=column)


def user_id() -> Any:
    """A Slack user's id. PostgreSQL keeps the word for itself."""
    return Field(sa_column_kwargs={"name": "user_id"})


def key_user_id() -> Any:
    return Field(primary_key=True, sa_column_kwargs={"name": "user_id"})


def moment() -> Any:
    return Field(sa_type=BigInteger)


def maybe_moment() -> Any:
    return Field(default=None, sa_type=BigInteger)


def partial(name: str, *columns: str, where: str = "", is_true: str = "", unique: bool = False) -> Index:
    """`is_true` names a truth that must hold besides. SQLite takes an index only for a condition in the same words as
    the query's, and there a truth is compared with 1.
    """
    sqlite = [f"{is_true} = 1"] if is_true else []
    postgresql = [is_true] if is_true else []
    rest = [where] if where else []
    return Index(
        name,
        *columns,
        unique=unique,
        sqlite_where=text(" AND ".join(sqlite + rest)),
        postgresql_where=text(" AND ".join(postgresql + rest)),
    )


def long_text(*, is_optional: bool = True) -> Any:
    return Field(default=None, sa_type=Text) if is_optional else Field(sa_type=Text)


def count() -> Any:
    """A whole number that stands at 0 where nobody says otherwise."""
    return with_default(0)


def with_default(value: int | str) -> Any:
    """What rows get that were there before the column was, and that don't say."""
    words = f"'{value}'" if isinstance(value, str) else str(value).lower()
    return Field(default=value, sa_column_kwargs={"server_default": text(words)})
