"""Assignments: the labelers' queues, and the only place where an assignment changes."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Update, bindparam, case, delete, exists, func, select, update

from domain.model import Assignment, AssignmentInTask, AssignmentStatus, LabelsPerInput, QueuedInput, Tally
from store import tables
from store.sql import ASSIGNMENT, SHOWN, insert_new, insert_rows, to_assignment, to_queued

_a, _t, _tally = tables.assignment.c, tables.task.c, tables.tally.c
_COLUMN_OF = {
    AssignmentStatus.PENDING: "pending",
    AssignmentStatus.AWAITING_REVIEW: "awaiting",
    AssignmentStatus.SUCCESS: "success",
    AssignmentStatus.REJECTED: "rejected",
}
_DEALT = ("task", "input", "slot", "labeler", "status", "position", "revision", "is_skipped", "is_flagged")

_has_review = exists().where(tables.task_person.c.task == _a.task, tables.task_person.c.role == "reviewer")
_is_labeler = exists().where(
    tables.task_person.c.task == _a.task,
    tables.task_person.c.role == "labeler",
    tables.task_person.c.user_id == _a.labeler,
)
_WITH_TASK = (
    select(*ASSIGNMENT, _t.workspace, _t.name, _t.labels_per_input, _t.deleted_at, _has_review, _is_labeler)
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
_TALLY = select(_tally.pending, _tally.awaiting, _tally.success, _tally.rejected).where(
    _tally.task == bindparam("task"), _tally.labeler == bindparam("labeler")
)
_TOTAL = select(
    *(func.coalesce(func.sum(_tally[name]), 0) for name in ("pending", "awaiting", "success", "rejected"))
).where(_tally.task == bindparam("task"))


class Queue:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def find(self, assignment: int) -> AssignmentInTask | None:
        row = self._connection.execute(_WITH_TASK, {"assignment": assignment}).first()
        if row is None:
            return None
        workspace, name, labels, deleted, has_review, is_labeler = row[len(ASSIGNMENT) :]
        return AssignmentInTask(
            to_assignment(row),
            workspace,
            name,
            LabelsPerInput(labels),
            bool(has_review),
            is_deleted=deleted is not None,
            labeler_left=not is_labeler,
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
            shift = _shift(frozenset((_COLUMN_OF[before.status], _COLUMN_OF[after])))
            by = {_COLUMN_OF[before.status]: -1, _COLUMN_OF[after]: 1}
            self._connection.execute(shift, {"k_task": before.task, "k_labeler": before.labeler} | by)
        return True

    def hand_over(self, task: int, giver: str, taker: str, count: int) -> list[int]:
        """Move open work from the end of one queue to another. Returns the assignments that moved.

        Marks and half-made answers are their maker's and stay behind; nobody gets their own work to review.
        """
        own = (_a.task == task, _a.labeler == giver, _a.status == "PENDING")
        last = select(_a.id).where(*own).order_by(_a.position.desc()).limit(count)
        chosen = list(self._connection.execute(last).scalars())
        moved = update(tables.assignment).where(_a.id.in_(chosen), *own)
        reviewer = case((_a.reviewer == taker, None), else_=_a.reviewer)
        changed = moved.values(labeler=taker, reviewer=reviewer, is_skipped=False, same_since=None)
        changed = changed.values(revision=_a.revision + 1)
        ids = list(self._connection.execute(changed.returning(_a.id)).scalars())
        self._connection.execute(delete(tables.annotation).where(tables.annotation.c.assignment.in_(ids)))
        self.open_tally(task, [taker])
        self._shift(task, giver, {"pending": -len(ids)})
        self._shift(task, taker, {"pending": len(ids)})
        return ids

    def deal(self, task: int, first_position: int, dealt: Sequence[tuple[int, str]]) -> None:
        """New assignments of (input, labeler), queued in this order."""
        rows = (
            (task, one, 0, labeler, "PENDING", first_position + offset, 0, False, False)
            for offset, (one, labeler) in enumerate(dealt)
        )
        insert_rows(self._connection, tables.assignment, _DEALT, rows)
        counts: dict[str, int] = {}
        for _, labeler in dealt:
            counts[labeler] = counts.get(labeler, 0) + 1
        for labeler, count in counts.items():
            self._shift(task, labeler, {"pending": count})

    def open_tally(self, task: int, labelers: Sequence[str]) -> None:
        rows = [
            {"task": task, "labeler": labeler, "pending": 0, "awaiting": 0, "success": 0, "rejected": 0}
            for labeler in labelers
        ]
        if rows:
            self._connection.execute(insert_new(self._connection, tables.tally).on_conflict_do_nothing(), rows)

    def tally(self, task: int, labeler: str) -> Tally:
        row = self._connection.execute(_TALLY, {"task": task, "labeler": labeler}).first()
        return Tally() if row is None else Tally(*row)

    def total(self, task: int) -> Tally:
        return Tally(*map(int, self._connection.execute(_TOTAL, {"task": task}).one()))

    def tallies(self, task: int) -> dict[str, Tally]:
        """Labeler -> tally, for everybody who ever had work in the task."""
        rows = self._connection.execute(select(tables.tally).where(_tally.task == task).order_by(_tally.labeler))
        return {row.labeler: Tally(row.pending, row.awaiting, row.success, row.rejected) for row in rows}

    def _shift(self, task: int, labeler: str, by: dict[str, int]) -> None:
        self._connection.execute(_shift(frozenset(by)), {"k_task": task, "k_labeler": labeler} | by)


@cache
def _change(names: tuple[str, ...]) -> Update:
    """Built once for each set of columns: building costs more than executing, and this stands on every click's path."""
    same = (_a.id == bindparam("k_id"), _a.revision == bindparam("k_revision"), _a.status == bindparam("k_status"))
    values: dict[str, Any] = {name: bindparam(name) for name in names}
    return update(tables.assignment).where(*same).values(revision=_a.revision + 1, **values)


@cache
def _shift(names: frozenset[str]) -> Update:
    """Adds what is given for each column."""
    row = (_tally.task == bindparam("k_task"), _tally.labeler == bindparam("k_labeler"))
    return update(tables.tally).where(*row).values({_tally[name]: _tally[name] + bindparam(name) for name in names})
