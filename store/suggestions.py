"""What models suggest for the inputs of tasks, and what of it people were shown."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, insert, or_, select, update

from domain.assisting import Region, Rung, Suggested, Suggestion
from store import tables
from store.sql import put_rows

_s, _p, _tc = tables.suggestion.c, tables.earlier_suggestion.c, tables.task_concept.c
FIELDS = (_s.input, _s.generation, _s.model, _s.version, _s.body, _s.uncertainty, _s.failure)
_OF = select(*FIELDS).where(_s.task == bindparam("task"), _s.input == bindparam("input"))
_OFFERED = (
    select(*FIELDS, tables.task_assist.c.threshold)
    .join_from(tables.suggestion, tables.task_assist, tables.task_assist.c.task == _s.task)
    .where(_s.task == bindparam("task"), _s.input == bindparam("input"))
)


_WHOLE = 2
"""So much is kept of a suggestion that means the whole input, besides its concept: score and labels."""


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

    def earlier(self, task: int, input_: int) -> dict[int, tuple[Suggestion, ...]]:
        """By generation: what cards may still show that was drawn before there was something newer."""
        chosen = select(_p.generation, _p.model, _p.version, _p.body).where(_p.task == task, _p.input == input_)
        return {row.generation: _all_unpacked(row) for row in self._connection.execute(chosen)}

    def keep_earlier(self, task: int, inputs: Iterable[int]) -> None:
        """Somebody has these in front, and is about to get newer ones."""
        columns = ("task", "input", "generation", "model", "version", "body")
        kept = exists().where(*(_p[name] == _s[name] for name in columns[:3]))
        taken = (_s.task == task, _s.input.in_(list(inputs)), _s.generation > 0, ~kept)
        chosen = select(*(_s[name] for name in columns)).where(*taken)
        self._connection.execute(insert(tables.earlier_suggestion).from_select(list(columns), chosen))

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

    def merge(self, concept: int, into: int, after: tuple[int, int], limit: int) -> tuple[int, int] | None:
        """Of the next suggestions behind (task, input), in all tasks that offer `into`, those of `concept` become
        its. Returns how far that is; None: there are no more.
        """
        offering = select(_tc.task).where(_tc.concept == into)
        tasks_ = list(self._connection.execute(offering).scalars())
        behind = or_(_s.task > after[0], and_(_s.task == after[0], _s.input > after[1]))
        chosen = select(_s.task, _s.input, _s.body, _s.best).where(_s.task.in_(tasks_), behind)
        rows = self._connection.execute(chosen.order_by(_s.task, _s.input).limit(limit)).all()
        changed = [
            {"of": row.task, "at": row.input, "body": _merged(row.body, concept, into)}
            | {"best": into if row.best == concept else row.best}
            for row in rows
            if f"[{concept}, " in row.body
        ]
        if changed:
            mine = update(tables.suggestion).where(_s.task == bindparam("of"), _s.input == bindparam("at"))
            self._connection.execute(mine.values(body=bindparam("body"), best=bindparam("best")), changed)
        return (rows[-1].task, rows[-1].input) if rows else None


def _merged(body: str, concept: int, into: int) -> str:
    """The best first, and of those that mean the whole input one a concept."""
    found: list[Any] = []
    for one, *rest in json.loads(body):
        became = into if one == concept else one
        is_whole = len(rest) == _WHOLE
        if not (is_whole and any(each[0] == became and len(each) == 1 + _WHOLE for each in found)):
            found.append([became, *rest])
    return json.dumps(found)


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
    return Suggested(row.input, _all_unpacked(row), row.uncertainty, row.generation, row.failure)


def _all_unpacked(row: Any) -> tuple[Suggestion, ...]:
    return tuple(_unpacked(one, row.model, row.version) for one in json.loads(row.body))


def _unpacked(body: Sequence[Any], model: str, version: str) -> Suggestion:
    concept, score, labels, *placed = body
    region = None
    if placed:
        (left, top, right, bottom), points = placed
        region = Region(left, top, right, bottom, tuple((x, y) for x, y in points))
    return Suggestion(concept, score, model, version, region, None if labels is None else Rung(labels))
