"""Assignments: the labelers' queues, and the only place where an assignment changes."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Connection, Update, bindparam, exists, select, update

from domain.model import (
    ROBOT,
    Assignment,
    AssignmentInTask,
    AssignmentStatus,
    AssistMode,
    Distribution,
    LabelsPerInput,
    QueuedInput,
    ReviewMethod,
    Tally,
    TaskStatus,
    TaskType,
)
from store import tables
from store.sql import ASSIGNMENT, SHOWN, to_assignment, to_queued
from store.tallies import COLUMN_OF, Tallies

_a, _t = tables.assignment.c, tables.task.c
_has_review = exists().where(tables.task_person.c.task == _a.task, tables.task_person.c.role == "reviewer")
_is_labeler = exists().where(
    tables.task_person.c.task == _a.task,
    tables.task_person.c.role == "labeler",
    tables.task_person.c.user_id == _a.labeler,
)
_WITH_TASK = (
    select(
        *ASSIGNMENT,
        *(_t.workspace, _t.name, _t.labels_per_input, _t.deleted_at, _has_review, _is_labeler),
        *(_t.status, _t.distribution, _t.agreement, _t.review_method, _t.review_share, _t.lease, _t.assist),
        *(_t.type, _t.overlap),
    )
    .join_from(tables.assignment, tables.task, _t.id == _a.task)
    .where(_a.id == bindparam("assignment"))
)
WITH_PICTURE = (
    select(*ASSIGNMENT, *SHOWN)
    .join_from(tables.assignment, tables.input_, tables.input_.c.id == _a.input)
    .join(tables.picture, tables.picture.c.input == _a.input, isouter=True)
)
_NEXT = (
    WITH_PICTURE.where(_a.task == bindparam("task"), _a.labeler == bindparam("labeler"), _a.status == "PENDING")
    .order_by(_a.position)
    .limit(1)
)
_LAST = (
    select(*ASSIGNMENT)
    .where(_a.task == bindparam("task"), _a.labeler == bindparam("labeler"), _a.submitted_at.is_not(None))
    .order_by(_a.submitted_at.desc())
    .limit(1)
)


class Queue:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._tallies = Tallies(connection, now)

    def find(self, assignment: int) -> AssignmentInTask | None:
        row = self._connection.execute(_WITH_TASK, {"assignment": assignment}).first()
        if row is None:
            return None
        workspace, name, labels, deleted, has_review, is_labeler, *rest = row[len(ASSIGNMENT) :]
        status, distribution, agreement, method, share, lease, assist, type_, overlap = rest
        return AssignmentInTask(
            to_assignment(row),
            workspace,
            name,
            LabelsPerInput(labels),
            bool(has_review),
            is_deleted=deleted is not None,
            labeler_left=not is_labeler and row.labeler != ROBOT,
            status=TaskStatus(status),
            distribution=Distribution(distribution),
            agreement=agreement,
            review_method=ReviewMethod(method),
            review_share=share,
            lease=lease,
            assist=AssistMode(assist),
            type=TaskType(type_),
            overlap=overlap,
        )

    def with_picture(self, assignment: int) -> QueuedInput:
        return to_queued(self._connection.execute(WITH_PICTURE.where(_a.id == assignment)).one())

    def next(self, task: int, labeler: str) -> QueuedInput | None:
        row = self._connection.execute(_NEXT, {"task": task, "labeler": labeler}).first()
        return None if row is None else to_queued(row)

    def last_submitted(self, task: int, labeler: str) -> Assignment | None:
        row = self._connection.execute(_LAST, {"task": task, "labeler": labeler}).first()
        return None if row is None else to_assignment(row)

    def change(self, before: Assignment, *, is_mark: bool = False, **values: Any) -> bool:
        """Write `values` if nobody has changed the assignment since `before` was read; the tally follows its status.

        `is_mark`: buttons drawn before it stay good. False is returned where somebody was quicker, and nothing was
        written.
        """
        since = before.revision if before.same_since is None else before.same_since
        values["same_since"] = since if is_mark else None
        known = {"k_id": before.id, "k_revision": before.revision, "k_status": str(before.status)}
        changed = self._connection.execute(_change(tuple(sorted(values))), known | values)
        if changed.rowcount != 1:
            return False
        after = values.get("status", before.status)
        if after != before.status:
            was, is_ = COLUMN_OF.get(before.status), COLUMN_OF.get(AssignmentStatus(after))
            by = {column: n for column, n in ((was, -1), (is_, 1)) if column is not None}
            self._tallies.shift(before.task, before.labeler, by)
        return True

    def siblings(self, task: int, input_: int) -> list[Assignment]:
        """All assignments of one input, in the order of their ids, held until the transaction ends: who answers last
        sees that all have answered.
        """
        chosen = select(*ASSIGNMENT).where(_a.task == task, _a.input == input_).order_by(_a.id)
        return [to_assignment(row) for row in self._connection.execute(chosen.with_for_update())]

    def open_of(self, task: int, labeler: str, inputs: Sequence[int]) -> list[AssignmentInTask]:
        """Of these inputs, what this labeler has not answered, in the order of their ids; held as `siblings`."""
        mine = (_a.task == task, _a.labeler == labeler, _a.status == "PENDING", _a.input.in_(inputs))
        held = select(*ASSIGNMENT).where(*mine).order_by(_a.id).with_for_update()
        rows = self._connection.execute(held).all() if inputs else []
        first = self.find(rows[0].id) if rows else None
        # What the task says is the same for all of them.
        return [] if first is None else [replace(first, assignment=to_assignment(row)) for row in rows]

    def tally(self, task: int, labeler: str) -> Tally:
        return self._tallies.of(task, labeler)

    def total(self, task: int) -> Tally:
        return self._tallies.total(task)

    def tallies(self, task: int) -> dict[str, Tally]:
        """Labeler -> tally, for everybody who ever had work in the task; NOBODY's is what was released."""
        return self._tallies.all(task)


@cache
def _change(names: tuple[str, ...]) -> Update:
    """Built once for each set of columns: building costs more than executing, and this stands on every click's path."""
    same = (_a.id == bindparam("k_id"), _a.revision == bindparam("k_revision"), _a.status == bindparam("k_status"))
    values: dict[str, Any] = {name: bindparam(name) for name in names}
    return update(tables.assignment).where(*same).values(revision=_a.revision + 1, **values)
