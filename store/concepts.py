"""Concepts: finding, counting and changing them, and moving all that one has to another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, exists, func, or_, select, update

from domain.draft import clean, fold
from domain.model import Concept
from store import tables
from store.catalog import matching
from store.sql import insert_new

_c, _tc, _n, _t = tables.concept.c, tables.task_concept.c, tables.annotation.c, tables.task.c
_s, _a = tables.task_sample.c, tables.assignment.c
_LISTED = select(_c.id, _c.name).where(_c.merged_into.is_(None))


@dataclass(frozen=True, slots=True)
class CountedConcept:
    """`tasks` counts those that live, `labels` everything that people gave."""

    id: int
    name: str
    tasks: int
    labels: int
    labels_coming: int
    """Of concepts that are being merged into this one."""


@dataclass(frozen=True, slots=True)
class ConceptUse:
    """Names of the tasks that offer a concept: living ones, and deleted ones that can be brought back."""

    tasks: tuple[str, ...]
    deleted: tuple[str, ...]
    labels: int
    is_target: bool
    """Another concept is being merged into it."""

    @property
    def is_free(self) -> bool:
        return not (self.tasks or self.deleted or self.labels or self.is_target)


@dataclass(frozen=True, slots=True)
class Merging:
    workspace: str
    concept: int
    name: str
    into: int
    into_name: str


class Concepts:
    """Whatever finds a concept leaves out those that are being merged into another."""

    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def find(self, workspace: str, concept: int) -> Concept | None:
        return self.find_all(workspace, [concept]).get(concept)

    def find_all(self, workspace: str, ids: Iterable[int]) -> dict[int, Concept]:
        chosen = _LISTED.where(_c.workspace == workspace, _c.id.in_(list(ids)))
        return {row.id: Concept(*row) for row in self._connection.execute(chosen)}

    def search(self, workspace: str, query: str, limit: int) -> list[Concept]:
        chosen = matching(_LISTED.where(_c.workspace == workspace), _c.folded, query)
        return [Concept(*row) for row in self._connection.execute(chosen.limit(limit))]

    def named(self, workspace: str, name: str) -> Concept | None:
        """Or the one that the concept of that name is being merged into."""
        into = tables.concept.alias("into")
        chosen = select(func.coalesce(into.c.id, _c.id), func.coalesce(into.c.name, _c.name))
        joined = chosen.join_from(tables.concept, into, into.c.id == _c.merged_into, isouter=True)
        row = self._connection.execute(joined.where(_c.workspace == workspace, _c.folded == fold(name))).first()
        return None if row is None else Concept(*row)

    def ensure(self, workspace: str, name: str) -> Concept:
        """The concept of that name, made now if there is none."""
        self.add(workspace, name)
        found = self.named(workspace, name)
        assert found is not None  # noqa: S101 - it was just made, in this transaction.
        return found

    def add(self, workspace: str, name: str) -> bool:
        """False: there is one of that name."""
        row = {"workspace": workspace, "name": clean(name), "folded": fold(name)}
        new = insert_new(self._connection, tables.concept).values(row).on_conflict_do_nothing()
        return self._connection.execute(new.returning(_c.id)).first() is not None

    def count(self, workspace: str, query: str) -> int:
        found = matching(_LISTED.where(_c.workspace == workspace), _c.folded, query).subquery()
        return int(self._connection.execute(select(func.count()).select_from(found)).scalar_one())

    def page(self, workspace: str, query: str, start: int, count: int) -> list[CountedConcept]:
        """By name; what is the query itself comes first."""
        tasks = (
            select(func.count())
            .join_from(tables.task_concept, tables.task, _t.id == _tc.task)
            .where(_tc.concept == _c.id, _t.deleted_at.is_(None))
            .scalar_subquery()
        )
        labels = select(func.count()).where(_n.concept == _c.id).scalar_subquery()
        old = tables.concept.alias("old")
        coming = (
            select(func.count())
            .join_from(old, tables.annotation, _n.concept == old.c.id)
            .where(old.c.merged_into == _c.id)
            .correlate(tables.concept)
            .scalar_subquery()
        )
        chosen = select(_c.id, _c.name, tasks, labels, coming).where(_c.merged_into.is_(None))
        rows = matching(chosen.where(_c.workspace == workspace), _c.folded, query).offset(start).limit(count)
        return [CountedConcept(*row) for row in self._connection.execute(rows)]

    def use(self, concept: int) -> ConceptUse:
        chosen = select(_t.name, _t.deleted_at).join_from(tables.task_concept, tables.task, _t.id == _tc.task)
        rows = self._connection.execute(chosen.where(_tc.concept == concept).order_by(_t.folded)).all()
        target = select(_c.id).where(_c.merged_into == concept).limit(1)
        return ConceptUse(
            tuple(row.name for row in rows if row.deleted_at is None),
            tuple(row.name for row in rows if row.deleted_at is not None),
            self.count_labels(concept),
            self._connection.execute(target).first() is not None,
        )

    def count_labels(self, concept: int) -> int:
        counted = select(func.count()).where(_n.concept == concept)
        return int(self._connection.execute(counted).scalar_one())

    def count_tasks(self, concept: int) -> int:
        """Deleted ones too, as they can come back."""
        counted = select(func.count()).where(_tc.concept == concept)
        return int(self._connection.execute(counted).scalar_one())

    def rename(self, concept: Concept, name: str) -> bool:
        """False: it is not called so any more."""
        same = (_c.id == concept.id, _c.name == concept.name, _c.merged_into.is_(None))
        changed = update(tables.concept).where(*same).values(name=clean(name), folded=fold(name))
        return self._connection.execute(changed).rowcount == 1

    def delete(self, concept: int) -> bool:
        """False: it is gone, or something uses it by now."""
        self._lock(concept)
        if not self._is_unused(concept):
            return False
        # That it was suggested keeps no concept.
        self._connection.execute(delete(tables.shown_suggestion).where(tables.shown_suggestion.c.concept == concept))
        return self._connection.execute(delete(tables.concept).where(_c.id == concept)).rowcount == 1

    def tasks_with(self, concept: int) -> list[int]:
        """Those that live."""
        chosen = select(_tc.task).join_from(tables.task_concept, tables.task, _t.id == _tc.task)
        rows = self._connection.execute(chosen.where(_tc.concept == concept, _t.deleted_at.is_(None)))
        return list(rows.scalars())

    # Merging: first what is meant, then tasks and labels bit by bit, then the concept itself.

    def merge(self, concept: int, into: int) -> bool:
        """Only the intent. False: one of them is gone, or on its way into another, or takes another over."""
        self._lock(*sorted((concept, into)))
        other = tables.concept.alias("other")
        lives = exists().where(other.c.id == into, other.c.merged_into.is_(None))
        is_target = exists().where(other.c.merged_into == concept)
        fit = (_c.id == concept, _c.merged_into.is_(None), lives, ~is_target)
        merged = update(tables.concept).where(*fit).values(merged_into=into)
        return self._connection.execute(merged).rowcount == 1

    def next_merging(self) -> Merging | None:
        into = tables.concept.alias("into")
        chosen = select(_c.workspace, _c.id, _c.name, into.c.id, into.c.name)
        joined = chosen.join_from(tables.concept, into, into.c.id == _c.merged_into)
        row = self._connection.execute(joined.order_by(_c.id).limit(1)).first()
        return None if row is None else Merging(*row)

    def merging_into(self, concept: int) -> tuple[str, ...]:
        return tuple(self._connection.execute(select(_c.name).where(_c.merged_into == concept)).scalars())

    def move_tasks(self, merging: Merging, limit: int) -> list[int]:
        """The next tasks offer the other concept instead. Where they offered both, the first one's place is kept."""
        old, new = merging.concept, merging.into
        chosen = select(_tc.task, _tc.position).where(_tc.concept == old).order_by(_tc.task).limit(limit)
        places = {row.task: row.position for row in self._connection.execute(chosen)}
        both = select(_tc.task, _tc.position).where(_tc.concept == new, _tc.task.in_(places))
        for row in self._connection.execute(both).all():
            here = (_tc.task == row.task,)
            self._connection.execute(delete(tables.task_concept).where(*here, _tc.concept == old))
            first = min(row.position, places[row.task])
            self._connection.execute(
                update(tables.task_concept).where(*here, _tc.concept == new).values(position=first)
            )
        rest = (_tc.concept == old, _tc.task.in_(places))
        self._connection.execute(update(tables.task_concept).where(*rest).values(concept=new))
        self._move_samples(merging, list(places))
        return list(places)

    def move_labels(self, merging: Merging, limit: int) -> int:
        """The next annotations get the other concept; a label that would be double goes. Returns how many they were."""
        chosen = (
            select(_n.id, _n.assignment, _n.region).where(_n.concept == merging.concept).order_by(_n.id).limit(limit)
        )
        rows = self._connection.execute(chosen).all()
        answers = sorted({row.assignment for row in rows})
        # Whoever answers one of these meanwhile waits, so that no answer gets the same concept twice.
        self._connection.execute(select(_a.id).where(_a.id.in_(answers)).order_by(_a.id).with_for_update()).all()
        both = select(_n.assignment).where(_n.concept == merging.into, _n.assignment.in_(answers))
        has_both = set(self._connection.execute(both).scalars())
        double = {row.id for row in rows if row.region is None and row.assignment in has_both}
        self._connection.execute(delete(tables.annotation).where(_n.id.in_(double)))
        moved = [row.id for row in rows if row.id not in double]
        self._connection.execute(update(tables.annotation).where(_n.id.in_(moved)).values(concept=merging.into))
        return len(rows)

    def finish(self, merging: Merging) -> bool:
        """The concept goes. False: something came to it meanwhile."""
        return self.delete(merging.concept)

    def _move_samples(self, merging: Merging, tasks: Sequence[int]) -> None:
        same = tables.task_sample.alias("same")
        here = (_s.concept == merging.concept, _s.task.in_(tasks))
        double = exists().where(same.c.task == _s.task, same.c.input == _s.input, same.c.concept == merging.into)
        self._connection.execute(delete(tables.task_sample).where(*here, double))
        self._connection.execute(update(tables.task_sample).where(*here).values(concept=merging.into))

    def _lock(self, *concepts: int) -> None:
        """Who would begin to use one of these waits. (SQLite has one writer anyway.)"""
        for concept in concepts:
            self._connection.execute(select(_c.id).where(_c.id == concept).with_for_update())

    def _is_unused(self, concept: int) -> bool:
        users = or_(
            exists().where(_tc.concept == concept),
            exists().where(_n.concept == concept),
            exists().where(_s.concept == concept),
            exists().where(_c.merged_into == concept),
        )
        return not self._connection.execute(select(users)).scalar_one()
