"""Which tasks a list shows, and in which order."""

from typing import Any

from sqlalchemy import ColumnElement, Select, UnaryExpression, and_, case, exists, func, or_, select

from domain.draft import fold
from domain.model import Distribution, Role
from domain.read_models import TaskSort
from store import tables

_t, _tp, _y = tables.task.c, tables.task_person.c, tables.tally.c


class Visible:
    """Which tasks a list shows: those of a workspace, of one person, or with work for one person."""

    def __init__(self, workspace: str, *, deleted_since: int | None = None) -> None:
        """`deleted_since` (µs): those that were deleted then or later, and no others."""
        is_there = _t.deleted_at.is_(None) if deleted_since is None else _t.deleted_at >= deleted_since
        self.condition: ColumnElement[bool] = and_(_t.workspace == workspace, is_there)
        self._workspace = workspace
        self._are_few = deleted_since is not None

    def involving(self, user: str) -> "Visible":
        """Led, labeled or reviewed by this person."""
        self.condition = and_(self.condition, or_(self._has(user), _t.created_by == user))
        return self

    def named(self, name: str) -> "Visible":
        self.condition = and_(self.condition, _t.folded == fold(name))
        return self

    def named_like(self, query: str) -> "Visible":
        if query.strip():
            self.condition = and_(self.condition, _t.folded.contains(fold(query), autoescape=True))
        return self

    def with_role(self, user: str, role: Role) -> "Visible":
        self.condition = and_(self.condition, self._has(user, _tp.role == str(role)))
        return self

    def _has(self, user: str, *more: ColumnElement[bool]) -> ColumnElement[bool]:
        """The person's tasks are looked up once, not each task's people; where few tasks are asked about, theirs."""
        if self._are_few:
            return exists().where(_tp.task == _t.id, _tp.user_id == user, *more)
        return _t.id.in_(select(_tp.task).where(_tp.workspace == self._workspace, _tp.user_id == user, *more))


_OVER = ("DONE", "IDLE", "WONT_DO")
_is_over = case((_t.status.in_(_OVER), 1), else_=0)
_ORDERS: dict[TaskSort, tuple[ColumnElement[int] | UnaryExpression[Any], ...]] = {
    # Ids grow with time.
    TaskSort.NEWEST: (),
    TaskSort.PRIORITY: (_is_over, _t.priority.desc()),
    TaskSort.DUE: (_is_over, case((_t.due_at.is_(None), 1), else_=0), _t.due_at),
}


def ordered(visible: Visible, sort: TaskSort) -> Select[int]:
    chosen = select(_t.id).where(visible.condition)
    if sort is not TaskSort.PROGRESS:
        return chosen.order_by(*_ORDERS[sort], _t.id.desc())
    joined = chosen.join_from(tables.task, tables.tally, _y.task == _t.id, isouter=True).group_by(_t.id)
    return joined.order_by(_is_over, _share_labeled(), _t.id.desc())


def _share_labeled() -> ColumnElement[Any]:
    """Of a task joined with its tallies: as `domain.progress` has it, not rounded."""
    labeled = func.coalesce(func.sum(_y.awaiting + _y.success + _y.rejected + _y.consensus), 0)
    dealt = labeled + func.coalesce(func.sum(_y.pending), 0)
    left = case((_t.distributed < _t.inputs, _t.inputs - _t.distributed), else_=0)
    planned = case(
        (_t.distribution == str(Distribution.EVERYONE), dealt + left * _t.labelers_per_input),
        else_=_t.inputs * _t.labelers_per_input - _t.excluded,
    )
    expected = case((planned > dealt, planned), else_=dealt)
    return case((expected == 0, 1.0), else_=labeled / expected)
