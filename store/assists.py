"""What tasks ask of their models, and how far that is."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from domain.assisting import Leftovers, TaskAssist
from domain.bands import Bands, Thresholds
from domain.model import AssistMode, Task
from store import tables

_s, _t = tables.task_assist.c, tables.task.c
_FIELDS = tuple(_s[name] for name in TaskAssist.__dataclass_fields__)
_FIND = select(*_FIELDS).where(_s.task == bindparam("task"))


class Assists:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def create(self, assist: TaskAssist) -> None:
        row = {name: getattr(assist, name) for name in TaskAssist.__dataclass_fields__}
        row |= {"mode": str(assist.mode), "leftovers": str(assist.leftovers)}
        row |= {"bands": _packed(assist.bands), "labels": json.dumps(dict(assist.labels))}
        self._connection.execute(insert(tables.task_assist).values(row))

    def find(self, task: int) -> TaskAssist | None:
        row = self._connection.execute(_FIND, {"task": task}).first()
        return None if row is None else _assist(row)

    def automatic_before(self, task: Task, model: str) -> list[int]:
        """Earlier tasks of the workspace and of the same kind that this model annotates by itself, oldest first."""
        joined = select(_t.id).join_from(tables.task, tables.task_assist, _s.task == _t.id)
        same = (
            _s.mode == str(AssistMode.AUTO),
            _s.model == model,
            _t.workspace == task.workspace,
            _t.type == str(task.type),
        )
        rows = self._connection.execute(joined.where(*same, _t.id < task.id, _t.deleted_at.is_(None)).order_by(_t.id))
        return list(rows.scalars())

    def merge(self, tasks: Sequence[int], concept: int, into: int) -> None:
        """A concept has become another: what these tasks ask about it, they ask about that one."""
        for assist in filter(None, map(self.find, tasks)):
            of = {one: pair for one, pair in assist.bands.of.items() if one != concept}
            if concept in assist.bands.of:
                of.setdefault(into, assist.bands.of[concept])
            labels = {label: into if one == concept else one for label, one in assist.labels.items()}
            # What the model is just asked is not wanted any more: it speaks of the old concept.
            self.change(assist.task, bands=replace(assist.bands, of=of), labels=labels, basis=f"merged {concept}")

    def at_work(self) -> list[TaskAssist]:
        """Of all tasks in which something may be left to suggest, the most urgent task first."""
        lives = (_t.deleted_at.is_(None), _t.status.not_in(("DONE", "WONT_DO")))
        works = (~_s.is_stopped, _s.failure.is_(None), *lives)
        joined = select(*_FIELDS).join_from(tables.task_assist, tables.task, _t.id == _s.task).where(*works)
        rows = self._connection.execute(joined.order_by(_t.priority.desc(), _t.due_at.is_(None), _t.due_at, _t.id))
        return [_assist(row) for row in rows]

    def change(self, task: int, **values: Any) -> None:
        """`bands` and `labels` as domain values."""
        if "bands" in values:
            values["bands"] = _packed(values["bands"])
        if "labels" in values:
            values["labels"] = json.dumps(dict(values["labels"]))
        self._connection.execute(update(tables.task_assist).where(_s.task == task).values(values))


def _assist(row: Sequence[Any]) -> TaskAssist:
    values: dict[str, Any] = dict(zip(TaskAssist.__dataclass_fields__, row, strict=True))
    values |= {"mode": AssistMode(values["mode"]), "leftovers": Leftovers(values["leftovers"])}
    values |= {"bands": _unpacked(json.loads(values["bands"])), "labels": json.loads(values["labels"])}
    values |= {name: bool(values[name]) for name in ("is_ordering", "is_replacing", "is_stopped")}
    return TaskAssist(**values)


def _packed(bands: Bands) -> str:
    of = {str(concept): (one.lower, one.upper) for concept, one in bands.of.items()}
    return json.dumps({"everywhere": (bands.everywhere.lower, bands.everywhere.upper), "of": of})


def _unpacked(body: Mapping[str, Any]) -> Bands:
    return Bands(Thresholds(*body["everywhere"]), {int(one): Thresholds(*pair) for one, pair in body["of"].items()})
