"""Answers that wait for a reviewer: who has which, and which have nobody yet."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, or_, select, update

from domain.distribution import Reviewable
from domain.model import Assignment, QueuedInput
from store import tables
from store.queue import WITH_PICTURE
from store.sql import ASSIGNMENT, insert_new, to_assignment, to_queued

_a, _r, _t, _v = tables.assignment.c, tables.task_person.c, tables.task.c, tables.approval.c
_WAITING = _a.status == "AWAITING_REVIEW"


class Reviews:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def tasks_with_unassigned(self) -> list[int]:
        chosen = select(_a.task).where(_WAITING, _a.reviewer.is_(None)).distinct()
        alive = chosen.join_from(tables.assignment, tables.task, _t.id == _a.task)
        alive = alive.where(_t.deleted_at.is_(None), _t.status != "WONT_DO")
        return list(self._connection.execute(alive).scalars())

    def unassigned(self, task: int, limit: int | None = None) -> list[tuple[Reviewable, int]]:
        """What nobody reviews yet, oldest first, with the time it was submitted (µs)."""
        chosen = select(_a.id, _a.labeler, _a.submitted_at).where(_a.task == task, _WAITING, _a.reviewer.is_(None))
        rows = self._connection.execute(chosen.order_by(_a.submitted_at, _a.id).limit(limit))
        return [(Reviewable(row.id, row.labeler), int(row.submitted_at)) for row in rows]

    def load(self, task: int) -> dict[str, int]:
        """Every reviewer of the task, and how many answers each was given so far."""
        chosen = select(_r.user_id, _r.dealt).where(_r.task == task, _r.role == "reviewer").order_by(_r.position)
        return {row.user_id: row.dealt for row in self._connection.execute(chosen)}

    def give(self, task: int, plan: Mapping[int, str]) -> None:
        """Assignment id -> reviewer."""
        for reviewer in sorted(set(plan.values())):
            mine = [one for one, to in plan.items() if to == reviewer]
            for start in range(0, len(mine), 500):
                part = _a.id.in_(mine[start : start + 500])
                self._connection.execute(update(tables.assignment).where(part).values(reviewer=reviewer))
            self._count(task, reviewer, dealt=len(mine))

    def holders(self, task: int) -> list[str]:
        """For whom answers wait, be they reviewers of the task or not."""
        dealt = select(_a.reviewer).where(_a.task == task, _WAITING, _a.reviewer.is_not(None)).distinct()
        return sorted(self._connection.execute(dealt).scalars())

    def take_back(self, task: int, reviewers: Sequence[str], limit: int | None) -> int:
        """What waits for these people is anybody's. Returns how many; `limit` None: all of it."""
        theirs = (_a.task == task, _a.reviewer.in_(reviewers), _WAITING)
        taken = select(_a.id).where(*theirs).limit(limit).scalar_subquery()
        free = update(tables.assignment).where(_a.id.in_(taken)).values(reviewer=None)
        return self._connection.execute(free).rowcount

    def expect_no_more(self, task: int, reviewers: Sequence[str]) -> None:
        """What they sent back for changes does not come back to them."""
        theirs = (_a.task == task, _a.reviewer.in_(reviewers), _a.status == "PENDING")
        self._connection.execute(update(tables.assignment).where(*theirs).values(reviewer=None))

    def approvals(self, assignments: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """Assignment -> who has approved it in a stacked review, in that order."""
        found: dict[int, tuple[str, ...]] = {}
        for start in range(0, len(assignments), 500):
            part = _v.assignment.in_(assignments[start : start + 500])
            rows = self._connection.execute(select(_v.assignment, _v.reviewer).where(part).order_by(_v.at, _v.reviewer))
            for row in rows:
                found[row.assignment] = (*found.get(row.assignment, ()), row.reviewer)
        return found

    def approve(self, assignment: int, reviewer: str) -> None:
        """One of those who all must approve has."""
        row = {"assignment": assignment, "reviewer": reviewer, "at": self._now}
        self._connection.execute(insert_new(self._connection, tables.approval).values(row).on_conflict_do_nothing())

    def count_partly_approved(self, task: int) -> int:
        """Answers that some have approved, and that wait for others."""
        approved = exists().where(_v.assignment == _a.id)
        counted = select(func.count()).select_from(tables.assignment).where(_a.task == task, _WAITING, approved)
        return int(self._connection.execute(counted).scalar_one())

    def void_approvals(self, *assignments: int) -> None:
        self._connection.execute(tables.approval.delete().where(_v.assignment.in_(assignments)))

    def inputs_of(self, assignments: Sequence[int]) -> dict[int, int]:
        """Assignment -> input."""
        found: dict[int, int] = {}
        for start in range(0, len(assignments), 500):
            part = _a.id.in_(assignments[start : start + 500])
            rows = self._connection.execute(select(_a.id, _a.input).where(part))
            found |= {row.id: row.input for row in rows}
        return found

    def count_inputs(self, task: int, reviewer: str) -> int:
        """How many inputs wait for this person where several answers to one are decided together."""
        chosen = select(func.count(_a.input.distinct())).where(_a.task == task, _a.reviewer == reviewer, _WAITING)
        return int(self._connection.execute(chosen).scalar_one())

    def decided(self, task: int, reviewer: str, count: int = 1) -> None:
        self._count(task, reviewer, decided=count)

    def next(self, task: int, reviewer: str) -> QueuedInput | None:
        """What came back after changes were requested first, then in the order of submission."""
        came_back = case((_a.reason.is_not(None), 0), else_=1)
        mine = WITH_PICTURE.where(_a.task == task, _a.reviewer == reviewer, _WAITING)
        row = self._connection.execute(mine.order_by(came_back, _a.submitted_at, _a.id).limit(1)).first()
        return None if row is None else to_queued(row)

    def siblings(self, task: int, input_: int, reviewer: str) -> list[Assignment]:
        """All answers to one input that wait for this person."""
        mine = (_a.task == task, _a.input == input_, _a.reviewer == reviewer, _WAITING)
        rows = self._connection.execute(select(*ASSIGNMENT).where(*mine).order_by(_a.id))
        return [to_assignment(row) for row in rows]

    def count_waiting(self, task: int, reviewer: str) -> dict[str, int]:
        """Labeler -> how many of this person's answers wait for the reviewer."""
        chosen = select(_a.labeler, func.count()).where(_a.task == task, _a.reviewer == reviewer, _WAITING)
        return {row[0]: row[1] for row in self._connection.execute(chosen.group_by(_a.labeler))}

    def newest_of(self, task: int, reviewer: str, labeler: str) -> int:
        """When the last of this labeler's answers that wait for the reviewer was submitted (µs)."""
        newest = select(func.max(_a.submitted_at)).where(*_of(task, reviewer, labeler), _WAITING)
        return int(self._connection.execute(newest).scalar() or 0)

    def count_of(self, task: int, reviewer: str, labeler: str, until: int) -> int:
        """How many wait that were submitted up to that moment."""
        counted = select(func.count()).select_from(tables.assignment).where(*_of(task, reviewer, labeler), _WAITING)
        return int(self._connection.execute(counted.where(_a.submitted_at <= until)).scalar_one())

    def waiting_of(self, task: int, reviewer: str, labeler: str, until: int, limit: int) -> list[Assignment]:
        """Those that were submitted up to that moment. Held until the transaction ends, all at once: nobody may hold
        one of them and wait for what we hold.
        """
        mine = (*_of(task, reviewer, labeler), _WAITING, _a.submitted_at <= until)
        chosen = select(*ASSIGNMENT).where(*mine).order_by(_a.submitted_at, _a.id).limit(limit)
        rows = self._connection.execute(chosen.with_for_update())
        return [to_assignment(row) for row in rows]

    def count_approved(self, task: int, reviewer: str, labeler: str, until: int, since: int) -> int:
        """Of what was submitted up to `until`, how much this reviewer has approved from `since` on, also where others
        have to approve it too.
        """
        approved = and_(_a.status == "SUCCESS", _a.reviewed_by == reviewer, _a.reviewed_at >= since)
        in_part = exists().where(_v.assignment == _a.id, _v.reviewer == reviewer, _v.at >= since)
        theirs = (_a.task == task, _a.labeler == labeler, _a.submitted_at <= until)
        counted = select(func.count()).select_from(tables.assignment).where(*theirs, or_(approved, in_part))
        return int(self._connection.execute(counted).scalar_one())

    def count_decided(self, task: int, reviewer: str) -> int:
        """As a reviewer, or as a lead who settles what labelers do not agree on."""
        chosen = select(func.max(_r.decided)).where(*_decides(task, reviewer))
        return int(self._connection.execute(chosen).scalar() or 0)

    def _count(self, task: int, reviewer: str, *, dealt: int = 0, decided: int = 0) -> None:
        counted = {"dealt": _r.dealt + dealt, "decided": _r.decided + decided}
        self._connection.execute(update(tables.task_person).where(*_decides(task, reviewer)).values(**counted))


def _of(task: int, reviewer: str, labeler: str) -> tuple[ColumnElement[bool], ...]:
    return (_a.task == task, _a.reviewer == reviewer, _a.labeler == labeler)


def _decides(task: int, reviewer: str) -> tuple[ColumnElement[bool], ...]:
    """Leads decide too, where labelers should agree and nobody reviews."""
    return (_r.task == task, _r.role.in_(("reviewer", "lead")), _r.user_id == reviewer)
