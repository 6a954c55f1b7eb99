"""What built-in encoders saw in inputs: computed once, as inputs arrive."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, exists, func, select

from domain.model import Input, InputKind
from store import tables
from store.sql import put_rows

_e, _i = tables.embedding.c, tables.input_.c
_FIELDS = (_e.input, _e.vector, _e.probabilities, _e.failure)
_COLUMNS = ("input", "version", "vector", "probabilities", "failure")
_INPUT = (_i.id, _i.sha256, _i.name, _i.width, _i.height, _i.kind, _i.mimetype, _i.text, _i.seconds)


@dataclass(frozen=True, slots=True)
class Embedding:
    """`failure` completes "photo.jpg …"; then there is nothing else."""

    input: int
    vector: bytes = b""
    probabilities: bytes = b""
    failure: str | None = None


class Embeddings:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def of(self, inputs: Sequence[int], version: str) -> dict[int, Embedding]:
        """Those that are there."""
        chosen = select(*_FIELDS).where(_e.input.in_(inputs), _e.version == version)
        return {row.input: Embedding(*row) for row in self._connection.execute(chosen)} if inputs else {}

    def save(self, version: str, seen: Iterable[Embedding]) -> None:
        """Whoever was quicker has seen the same."""
        rows = [(one.input, version, one.vector, one.probabilities, one.failure) for one in seen]
        put_rows(self._connection, tables.embedding, _COLUMNS, rows)

    def inputs(self, ids: Sequence[int]) -> list[Input]:
        """In the order of their ids."""
        chosen = select(*_INPUT).where(_i.id.in_(ids)).order_by(_i.id)
        return [_input(row) for row in self._connection.execute(chosen)]

    def lacking(self, after: int, reach: int, versions: dict[InputKind, str]) -> tuple[list[Input], int]:
        """Of the next `reach` inputs behind `after` those that nobody has encoded, and how far that is. What only shows
        what a concept looks like is left out.
        """
        end = self._connection.execute(select(_i.id).where(_i.id > after).order_by(_i.id).offset(reach - 1).limit(1))
        last = end.scalar() or self._connection.execute(select(func.max(_i.id))).scalar() or after
        found: list[Input] = []
        for version, kinds in _by_version(versions).items():
            there = exists().where(_e.input == _i.id, _e.version == version)
            chosen = select(*_INPUT).where(_i.id > after, _i.id <= last, _i.kind.in_(kinds), ~there, ~_i.is_sample)
            found += [_input(row) for row in self._connection.execute(chosen)]
        return sorted(found, key=lambda one: one.id), max(last, after)


def _by_version(versions: dict[InputKind, str]) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {}
    for kind, version in versions.items():
        kinds.setdefault(version, []).append(str(kind))
    return kinds


def _input(row: Any) -> Input:
    id_, sha256, name, width, height, kind, *rest = row
    return Input(id_, sha256, name, width, height, InputKind(kind), *rest)
