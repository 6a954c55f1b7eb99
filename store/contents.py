"""Inputs as people see them, and through which task."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from domain.model import InputKind
from domain.read_models import SeenInput
from store import tables

_i, _t, _m, _a = tables.input_.c, tables.task.c, tables.dataset_input.c, tables.assignment.c
_s = tables.task_sample.c
_COLUMNS = (_t.id, _t.name, _i.id, _i.name, _i.kind, _i.sha256, _i.mimetype, _i.bytes, _i.width, _i.height, _i.text)


class Contents:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def find(self, workspace: str, task: int, input_: int) -> SeenInput | None:
        """An input that a task holds: of its dataset, or given to somebody before it left that."""
        of_dataset = exists().where(_m.dataset == _t.dataset, _m.input == _i.id)
        given = exists().where(_a.task == _t.id, _a.input == _i.id)
        return self._find(workspace, task, input_, or_(of_dataset, given))

    def sample(self, workspace: str, task: int, input_: int) -> SeenInput | None:
        """One that the task's instructions show."""
        shown = exists().where(_s.task == _t.id, _s.input == _i.id)
        return self._find(workspace, task, input_, shown)

    def is_given_to(self, task: int, input_: int, user: str) -> bool:
        """Whether this person was given the input, to label or to review it."""
        by = or_(_a.labeler == user, _a.reviewer == user, _a.reviewed_by == user)
        chosen = select(_a.id).where(_a.task == task, _a.input == input_, by).limit(1)
        return self._connection.execute(chosen).first() is not None

    def _find(self, workspace: str, task: int, input_: int, which: ColumnElement[bool]) -> SeenInput | None:
        here = (_t.id == task, _t.workspace == workspace, _t.deleted_at.is_(None))
        joined = select(*_COLUMNS, _i.seconds).join_from(tables.task, tables.input_, _i.workspace == _t.workspace)
        row = self._connection.execute(joined.where(*here, _i.id == input_, which)).first()
        return None if row is None else _seen(row)


def _seen(row: Sequence[Any]) -> SeenInput:
    task, task_name, input_, name, kind, *rest = row
    return SeenInput(task, task_name, input_, name, InputKind(kind), *rest)
