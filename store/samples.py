"""Sample pictures in the instructions of tasks."""

from collections.abc import Iterable

from sqlalchemy import Connection, and_, delete, func, select

from domain.samples import Sample
from store import tables
from store.sql import insert_new

_s, _tc = tables.task_sample.c, tables.task_concept.c
_OFFERED = and_(_tc.task == _s.task, _tc.concept == _s.concept)


class Samples:
    """Those of concepts that the task does not offer any more are kept, and not found."""

    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def of_task(self, task: int) -> tuple[Sample, ...]:
        """In the order of the task's concepts, and in which they were chosen."""
        chosen = select(_s.concept, _s.input).join_from(tables.task_sample, tables.task_concept, _OFFERED)
        rows = self._connection.execute(chosen.where(_s.task == task).order_by(_tc.position, _s.position))
        return tuple(Sample(str(row.concept), row.input) for row in rows)

    def has_any(self, task: int) -> bool:
        chosen = select(_s.input).join_from(tables.task_sample, tables.task_concept, _OFFERED)
        return self._connection.execute(chosen.where(_s.task == task).limit(1)).first() is not None

    def add(self, task: int, samples: Iterable[Sample]) -> None:
        """Behind those that are there; none is there twice."""
        last = select(func.max(_s.position)).where(_s.task == task)
        first = (self._connection.execute(last).scalar() or 0) + 1
        rows = [
            {"task": task, "concept": int(one.concept), "input": one.input, "position": place}
            for place, one in enumerate(samples, first)
        ]
        if rows:
            self._connection.execute(insert_new(self._connection, tables.task_sample).on_conflict_do_nothing(), rows)

    def remove(self, task: int, sample: Sample) -> bool:
        """False: it is gone already."""
        same = (_s.task == task, _s.concept == int(sample.concept), _s.input == sample.input)
        return self._connection.execute(delete(tables.task_sample).where(*same)).rowcount == 1
