"""Tasks: what they are, how far they are handed out, and the list of them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, delete, func, insert, select, update

from domain.clock import as_datetime
from domain.draft import clean, fold
from domain.model import (
    AssistMode,
    Concept,
    Distribution,
    LabelsPerInput,
    Priority,
    ReviewMethod,
    Task,
    TaskStatus,
    TaskType,
)
from domain.read_models import TaskSort
from store import tables
from store.listed import Visible, ordered
from store.sql import insert_rows, new_id

_t, _tc, _c = tables.task.c, tables.task_concept.c, tables.concept.c
_FIELDS = tuple(_t[name] for name in Task.__dataclass_fields__)
_TYPES: dict[str, Callable[[Any], Any]] = {
    "type": TaskType,
    "labels_per_input": LabelsPerInput,
    "status": TaskStatus,
    "priority": Priority,
    "distribution": Distribution,
    "review_method": ReviewMethod,
    "is_growing": bool,
    "assist": AssistMode,
    "created_at": as_datetime,
    "deleted_at": as_datetime,
    "due_at": as_datetime,
}
_FIND = select(*_FIELDS).where(_t.id == bindparam("task"))
_CONCEPTS = (
    select(_c.id, _c.name)
    .join_from(tables.task_concept, tables.concept, _c.id == _tc.concept)
    .where(_tc.task == bindparam("task"))
    .order_by(_tc.position)
)


@dataclass(frozen=True, slots=True)
class NewTask:
    workspace: str
    name: str
    dataset: int
    type: TaskType
    labels_per_input: LabelsPerInput
    instructions: str
    inputs: int
    created_by: str
    priority: Priority = Priority.MEDIUM
    distribution: Distribution = Distribution.EVENLY
    labelers_per_input: int = 1
    agreement: int = 0
    review_method: ReviewMethod = ReviewMethod.EVENLY
    review_share: int = 100
    due_at: int | None = None
    """Microseconds since 1970."""
    is_growing: bool = False
    lease: int | None = None
    assist: AssistMode = AssistMode.NONE
    overlap: int = 50


class Tasks:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now
        self._concepts: dict[int, tuple[Concept, ...]] = {}

    def find(self, task: int) -> Task | None:
        row = self._connection.execute(_FIND, {"task": task}).first()
        return None if row is None else _to_task(row)

    def lock(self, task: int) -> None:
        """Wait for whoever is changing the task's course, then be alone with it. (SQLite has one writer anyway.)

        Rows that name the task may be added meanwhile: two who have done so would wait for each other.
        """
        self._connection.execute(select(_t.id).where(_t.id == task).with_for_update(key_share=True))

    def named(self, workspace: str, name: str) -> Task | None:
        same = select(*_FIELDS).where(_t.workspace == workspace, _t.folded == fold(name), _t.deleted_at.is_(None))
        row = self._connection.execute(same).first()
        return None if row is None else _to_task(row)

    def create(self, new: NewTask, concepts: Sequence[int]) -> int:
        row: dict[str, Any] = {name: getattr(new, name) for name in NewTask.__dataclass_fields__}
        row |= {"name": clean(new.name), "folded": fold(new.name), "status": str(TaskStatus.IN_PROGRESS)}
        row |= {"distributed": 0, "reached": 0, "revision": 0, "created_at": self._now}
        # Who labels a dynamic task is only invited: that is the same step that follows people who come and go.
        row |= {"is_unbalanced": new.distribution is Distribution.DYNAMIC, "priority": int(new.priority)}
        task = new_id(self._connection.execute(insert(tables.task).values(row)))
        places = ((task, concept, position) for position, concept in enumerate(concepts))
        insert_rows(self._connection, tables.task_concept, ("task", "concept", "position"), places)
        return task

    def concepts(self, task: int) -> tuple[Concept, ...]:
        """In the task's order. Asked for once in a unit of work."""
        if task not in self._concepts:
            rows = self._connection.execute(_CONCEPTS, {"task": task})
            self._concepts[task] = tuple(Concept(*row) for row in rows)
        return self._concepts[task]

    def offers(self, task: int, concepts: Collection[int]) -> bool:
        """Whether all of these are among its concepts. They stay so until the transaction ends: whoever takes one out
        waits. (SQLite has one writer anyway.)
        """
        if self._connection.dialect.name == "sqlite":
            return set(concepts) <= {one.id for one in self.concepts(task)}
        asked = select(_tc.concept).where(_tc.task == task, _tc.concept.in_(concepts))
        held = self._connection.execute(asked.with_for_update(read=True, key_share=True)).scalars()
        return set(concepts) <= set(held)

    def hold_concepts(self, task: int) -> None:
        """Wait for those who are just answering with them, then be alone with them."""
        ordered = select(_tc.concept).where(_tc.task == task).order_by(_tc.concept)
        self._connection.execute(ordered.with_for_update()).all()

    def set_concepts(self, task: int, concepts: Sequence[int]) -> None:
        """In this order. What shows samples of one that goes, goes with it."""
        now = {one.id: place for place, one in enumerate(self.concepts(task))}
        here, sample = (_tc.task == task, _tc.concept), tables.task_sample.c
        gone = [one for one in now if one not in concepts]
        if gone:
            self._connection.execute(delete(tables.task_sample).where(sample.task == task, sample.concept.in_(gone)))
            self._connection.execute(delete(tables.task_concept).where(here[0], here[1].in_(gone)))
        placed = update(tables.task_concept).where(here[0], here[1] == bindparam("k_concept"))
        moved = [{"k_concept": one, "place": place} for place, one in enumerate(concepts) if one in now]
        if moved:
            self._connection.execute(placed.values(position=bindparam("place")), moved)
        new = [(task, one, place) for place, one in enumerate(concepts) if one not in now]
        insert_rows(self._connection, tables.task_concept, ("task", "concept", "position"), new)
        self._concepts.pop(task, None)

    def change(self, task: Task, **values: Any) -> bool:
        """Unless somebody changed it since it was read."""
        same = (_t.id == task.id, _t.revision == task.revision)
        changed = update(tables.task).where(*same).values(revision=task.revision + 1, **values)
        return self._connection.execute(changed).rowcount == 1

    def set_status(
        self, task: int, status: TaskStatus, failure: str | None = None, *, only_from: TaskStatus | None = None
    ) -> bool:
        """False if it had that status already, or another one than `only_from`."""
        changed = update(tables.task).where(_t.id == task, _t.status != str(status))
        if only_from is not None:
            changed = changed.where(_t.status == str(only_from))
        return self._connection.execute(changed.values(status=str(status), failure=failure)).rowcount == 1

    def undistributed(self) -> list[int]:
        """Tasks with inputs to hand out, whose datasets are complete."""
        d = tables.dataset.c
        open_ = (_t.distributed < _t.inputs, _t.deleted_at.is_(None), _t.status == "IN_PROGRESS")
        chosen = select(_t.id).join_from(tables.task, tables.dataset, d.id == _t.dataset)
        chosen = chosen.where(*open_, _t.distribution != str(Distribution.DYNAMIC), d.filled >= d.fill_until)
        return list(self._connection.execute(chosen.order_by(_t.id)).scalars())

    def reached(self, task: int) -> int:
        return int(self._connection.execute(select(_t.reached).where(_t.id == task)).scalar_one())

    def advance(self, task: int, *, distributed: int, reached: int) -> None:
        changed = {"distributed": distributed, "reached": reached}
        self._connection.execute(update(tables.task).where(_t.id == task).values(**changed))

    def all_were_distributed(self, task: int, inputs: int) -> None:
        """The dataset turned out to hold this many: some had gone since the task was created."""
        self._connection.execute(update(tables.task).where(_t.id == task).values(inputs=inputs, distributed=inputs))

    def rewind(self, task: int, labelers_per_input: int) -> None:
        """Everyone labels everything, and there are more of them now: each input is looked at once more."""
        anew = {"distributed": 0, "reached": 0, "labelers_per_input": labelers_per_input}
        self._connection.execute(update(tables.task).where(_t.id == task).values(**anew))

    def label_by_everyone(self, task: int, labelers: int) -> None:
        """Where everyone labels everything: so many do from now on."""
        changed = update(tables.task).where(_t.id == task, _t.distribution == str(Distribution.EVERYONE))
        self._connection.execute(changed.values(labelers_per_input=labelers))

    def exclude(self, task: int, more: int) -> None:
        """So many assignments were taken out; fewer than 0: taken in again."""
        self._connection.execute(update(tables.task).where(_t.id == task).values(excluded=_t.excluded + more))

    def unbalanced(self) -> list[int]:
        """Once all is handed out; where nothing is, once the dataset is complete."""
        d = tables.dataset.c
        alive = (_t.deleted_at.is_(None), _t.status.not_in(("FAILED", "WONT_DO")))
        is_ready = case(
            (_t.distribution == str(Distribution.DYNAMIC), d.filled >= d.fill_until), else_=_t.distributed >= _t.inputs
        )
        chosen = select(_t.id).join_from(tables.task, tables.dataset, d.id == _t.dataset)
        chosen = chosen.where(_t.is_unbalanced, *alive, is_ready)
        return list(self._connection.execute(chosen.order_by(_t.id)).scalars())

    def unbalance(self, task: int) -> None:
        """Labelers came or went: open work has to follow."""
        self._connection.execute(update(tables.task).where(_t.id == task).values(is_unbalanced=True))

    def balanced(self, task: int) -> None:
        self._connection.execute(update(tables.task).where(_t.id == task).values(is_unbalanced=False))

    def page(
        self, visible: Visible, start: int = 0, count: int | None = None, sort: TaskSort = TaskSort.NEWEST
    ) -> list[Task]:
        """`count` None: to the end. Which ones they are an index knows; the rest is read of these alone."""
        chosen = ordered(visible, sort).offset(start).limit(count)
        tasks = list(self._connection.execute(chosen).scalars())
        rows = self._connection.execute(select(*_FIELDS).where(_t.id.in_(tasks))) if tasks else ()
        found = {row.id: _to_task(row) for row in rows}
        return [found[task] for task in tasks]

    def count(self, visible: Visible) -> int:
        counted = select(func.count()).select_from(tables.task).where(visible.condition)
        return int(self._connection.execute(counted).scalar_one())

    def has_any(self, visible: Visible) -> bool:
        return self._connection.execute(select(_t.id).where(visible.condition).limit(1)).first() is not None

    def of_dataset(self, dataset: int) -> list[int]:
        return list(self._connection.execute(select(_t.id).where(_t.dataset == dataset).order_by(_t.id)).scalars())

    def growing_over(self, dataset: int) -> list[int]:
        """Deleted ones too, as they can come back."""
        return list(self._connection.execute(select(_t.id).where(_t.dataset == dataset, _t.is_growing)).scalars())

    def failure(self, task: int) -> str | None:
        found: str | None = self._connection.execute(select(_t.failure).where(_t.id == task)).scalar_one()
        return found


def _to_task(row: Row[Any]) -> Task:
    values = dict(zip(Task.__dataclass_fields__, row, strict=True))
    return Task(**values | {name: turn(values[name]) for name, turn in _TYPES.items() if values[name] is not None})
