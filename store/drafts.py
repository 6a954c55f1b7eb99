"""Forms on their way, so that nothing typed is lost."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from domain.draft import TaskDraft
from domain.model import Actor, Distribution, LabelsPerInput, Priority, ReviewMethod, TaskType
from domain.samples import Sample
from store import tables
from store.sql import insert_new

_d = tables.draft.c
_KINDS: dict[str, Callable[[Any], Any]] = {
    "type": TaskType,
    "labels_per_input": LabelsPerInput,
    "priority": Priority,
    "distribution": Distribution,
    "review_method": ReviewMethod,
}


@dataclass(frozen=True, slots=True)
class Draft:
    id: str
    owner: Actor
    fields: TaskDraft
    version: int
    task: int | None


class Drafts:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def lock(self, draft: str) -> None:
        """Wait for whoever is writing it: a form has two windows. (SQLite has one writer anyway.)"""
        self._connection.execute(select(_d.id).where(_d.id == draft).with_for_update())

    def find(self, draft: str) -> Draft | None:
        row = self._connection.execute(select(tables.draft).where(_d.id == draft)).first()
        if row is None:
            return None
        return Draft(row.id, Actor(row.workspace, row.user_id), _fields(json.loads(row.body)), row.version, row.task)

    def save(self, draft: str, owner: Actor, fields: TaskDraft, version: int) -> None:
        body = json.dumps({name: getattr(fields, name) for name in TaskDraft.__dataclass_fields__})
        row = {"id": draft, "workspace": owner.workspace, "user_id": owner.user, "body": body, "version": version}
        new = insert_new(self._connection, tables.draft).values(row | {"updated_at": self._now})
        kept = {"body": body, "version": version, "updated_at": self._now}
        self._connection.execute(new.on_conflict_do_update(index_elements=["id"], set_=kept))

    def became(self, draft: str, task: int) -> None:
        self._connection.execute(update(tables.draft).where(_d.id == draft).values(task=task))


def _fields(body: dict[str, Any]) -> TaskDraft:
    known = {name: value for name, value in body.items() if name in TaskDraft.__dataclass_fields__}
    for name in ("concepts", "labelers", "reviewers"):
        known[name] = tuple(known.get(name, ()))
    known["samples"] = tuple(Sample(*one) for one in known.get("samples", ()))
    for name, kind in _KINDS.items():
        if name in known:
            known[name] = kind(known[name])
    return TaskDraft(**known)
