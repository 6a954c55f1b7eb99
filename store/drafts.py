"""Forms on their way, so that nothing typed is lost."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from domain.assisting import Leftovers
from domain.draft import TaskDraft
from domain.model import Actor, Distribution, LabelsPerInput, Priority, ReviewMethod, TaskType
from domain.samples import Sample
from store import tables
from store.sql import insert_new

_d = tables.draft.c
_MOST_LOOKED_AT = 20
"""Newest first: some of them may have been opened only, by another version of Labelbot."""
_KINDS: dict[str, Callable[[Any], Any]] = {
    "type": TaskType,
    "labels_per_input": LabelsPerInput,
    "priority": Priority,
    "distribution": Distribution,
    "review_method": ReviewMethod,
    "leftovers": Leftovers,
}


@dataclass(frozen=True, slots=True)
class Draft:
    id: str
    owner: Actor
    fields: TaskDraft
    version: int
    task: int | None
    updated_at: int = 0


class Drafts:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def lock(self, draft: str) -> None:
        """Wait for whoever is writing it: a form has two windows. (SQLite has one writer anyway.)"""
        self._connection.execute(select(_d.id).where(_d.id == draft).with_for_update())

    def find(self, draft: str) -> Draft | None:
        row = self._connection.execute(select(tables.draft).where(_d.id == draft)).first()
        return None if row is None else _draft(row)

    def begun(self, owner: Actor, but: str) -> Draft | None:
        """Of this person's unfinished drafts with something in them, the one that was changed last; never `but`."""
        theirs = (_d.workspace == owner.workspace, _d.user_id == owner.user, _d.task.is_(None), _d.id != but)
        chosen = select(tables.draft).where(*theirs, _d.body != _body(TaskDraft())).order_by(_d.updated_at.desc())
        found = (_draft(row) for row in self._connection.execute(chosen.limit(_MOST_LOOKED_AT)))
        return next((draft for draft in found if draft.fields.is_begun), None)

    def discard(self, draft: str, owner: Actor) -> None:
        """What became a task stays: it is how a second Create finds that task."""
        theirs = (_d.id == draft, _d.workspace == owner.workspace, _d.user_id == owner.user, _d.task.is_(None))
        self._connection.execute(delete(tables.draft).where(*theirs))

    def save(self, draft: str, owner: Actor, fields: TaskDraft, version: int) -> None:
        body = _body(fields)
        row = {"id": draft, "workspace": owner.workspace, "user_id": owner.user, "body": body, "version": version}
        new = insert_new(self._connection, tables.draft).values(row | {"updated_at": self._now})
        kept = {"body": body, "version": version, "updated_at": self._now}
        self._connection.execute(new.on_conflict_do_update(index_elements=["id"], set_=kept))

    def became(self, draft: str, task: int) -> None:
        self._connection.execute(update(tables.draft).where(_d.id == draft).values(task=task))


def _draft(row: Row[Any]) -> Draft:
    fields = _fields(json.loads(row.body))
    return Draft(row.id, Actor(row.workspace, row.user_id), fields, row.version, row.task, row.updated_at)


def _body(fields: TaskDraft) -> str:
    return json.dumps({name: getattr(fields, name) for name in TaskDraft.__dataclass_fields__})


def _fields(body: dict[str, Any]) -> TaskDraft:
    known = {name: value for name, value in body.items() if name in TaskDraft.__dataclass_fields__}
    for name in ("concepts", "further_concepts", "labelers", "reviewers", "marked"):
        known[name] = tuple(known.get(name, ()))
    known["thresholds"] = {one: tuple(pair) for one, pair in known.get("thresholds", {}).items()}
    known["samples"] = tuple(Sample(*one) for one in known.get("samples", ()))
    for name, kind in _KINDS.items():
        if name in known:
            known[name] = kind(known[name])
    return TaskDraft(**known)
