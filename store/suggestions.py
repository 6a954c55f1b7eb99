"""What models suggest for the inputs of tasks, and what of it people were shown."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from domain.assisting import Region, Rung, Suggested, Suggestion
from store import tables
from store.sql import put_rows

_s = tables.suggestion.c
FIELDS = (_s.input, _s.generation, _s.model, _s.version, _s.body, _s.uncertainty, _s.failure)
_OF = select(*FIELDS).where(_s.task == bindparam("task"), _s.input == bindparam("input"))
_OFFERED = (
    select(*FIELDS, tables.task_assist.c.threshold)
    .join_from(tables.suggestion, tables.task_assist, tables.task_assist.c.task == _s.task)
    .where(_s.task == bindparam("task"), _s.input == bindparam("input"))
)


class Suggestions:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def of(self, task: int, input_: int) -> Suggested | None:
        """None: nothing has been suggested yet."""
        row = self._connection.execute(_OF, {"task": task, "input": input_}).first()
        return None if row is None or not row.generation else to_suggested(row)

    def offered(self, task: int, input_: int) -> tuple[Suggested, float] | None:
        """The same with the threshold below which nothing of it is shown."""
        row = self._connection.execute(_OFFERED, {"task": task, "input": input_}).first()
        return None if row is None or not row.generation else (to_suggested(row), row.threshold)

    def want(self, task: int, inputs: Iterable[int]) -> None:
        """Somebody has these to answer: they are to have suggestions, and newer ones as these come."""
        rows = [(task, one, self._now, 0) for one in inputs]
        columns = ("task", "input", "made_at", "is_settled")
        put_rows(self._connection, tables.suggestion, columns, rows, changed=("is_settled",))

    def save(self, task: int, generation: int, found: Iterable[Suggested]) -> None:
        """In the place of earlier ones."""
        rows = [_row(task, generation, one, self._now) for one in found]
        if rows:
            columns = tuple(rows[0])
            values = [tuple(row.values()) for row in rows]
            put_rows(self._connection, tables.suggestion, columns, values, changed=columns[2:])


def _row(task: int, generation: int, one: Suggested, now: int) -> dict[str, Any]:
    best = one.suggestions[0] if one.suggestions else None
    return {
        "task": task,
        "input": one.input,
        "generation": generation,
        "model": best.model if best else "",
        "version": best.version if best else "",
        "body": json.dumps([_packed(each) for each in one.suggestions]),
        "best": best.concept if best else None,
        "score": best.score if best else 0.0,
        "uncertainty": one.uncertainty,
        "failure": one.failure,
        "made_at": now,
    }


def _packed(one: Suggestion) -> tuple[Any, ...]:
    labels = None if one.rung is None else one.rung.labels
    if one.region is None:
        return (one.concept, round(one.score, 6), labels)
    region = one.region
    return (
        one.concept,
        round(one.score, 6),
        labels,
        (region.left, region.top, region.right, region.bottom),
        region.polygon,
    )


def to_suggested(row: Any) -> Suggested:
    suggestions = tuple(_unpacked(one, row.model, row.version) for one in json.loads(row.body))
    return Suggested(row.input, suggestions, row.uncertainty, row.generation, row.failure)


def _unpacked(body: Sequence[Any], model: str, version: str) -> Suggestion:
    concept, score, labels, *placed = body
    region = None
    if placed:
        (left, top, right, bottom), points = placed
        region = Region(left, top, right, bottom, tuple((x, y) for x, y in points))
    return Suggestion(concept, score, model, version, region, None if labels is None else Rung(labels))
