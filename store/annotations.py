"""What the answers to assignments are."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, exists, func, or_, select, update

from domain.assisting import BY_HAND, Source
from domain.model import ROBOT, AnnotationStatus, Assignment, Provenance
from domain.shapes import Shape
from store import tables
from store.regions import packed
from store.shape_answers import ShapeAnswers
from store.sql import ASSIGNMENT, insert_rows, to_assignment

_n = tables.annotation.c
_OF = (
    select(_n.concept, tables.concept.c.name)
    .join_from(tables.annotation, tables.concept, tables.concept.c.id == _n.concept, isouter=True)
    .where(_n.assignment == bindparam("assignment"))
    .order_by(_n.id)
)
_WORDS = _OF.add_columns(_n.region.is_not(None))
_NEW = ("assignment", "concept", "status", "provenance", "created_at")
NONE = "None of these"
_SOURCE = ("provenance", "model", "version", "score")


class Annotations(ShapeAnswers):
    def __init__(self, connection: Connection, now: int) -> None:
        super().__init__(connection)
        self._now = now

    def of(self, assignment: int) -> list[tuple[int | None, str]]:
        """(concept id, name) each, in the order they were given; (None, "None of these")."""
        rows = self._connection.execute(_OF, {"assignment": assignment})
        return [(concept, name if concept is not None else NONE) for concept, name in rows]

    def words(self, assignment: int) -> tuple[str, ...]:
        """What the answer says, in the order in which it was given: concepts' names, or how many shapes show each."""
        found: dict[str, int] = {}
        for concept, name, is_drawn in self._connection.execute(_WORDS, {"assignment": assignment}):
            said = name if concept is not None else NONE
            found[said] = found.get(said, 0) + bool(is_drawn)
        return tuple(f"{count:,} {name}" if count else name for name, count in found.items())

    def of_all(self, assignments: Iterable[int]) -> dict[int, frozenset[int | None]]:
        """Assignment -> its answer's concept ids; None among them: "None of these"."""
        asked = list(assignments)
        found: dict[int, set[int | None]] = {one: set() for one in asked}
        chosen = select(_n.assignment, _n.concept).where(_n.assignment.in_(asked))
        for row in self._connection.execute(chosen):
            found[row.assignment].add(row.concept)
        return {one: frozenset(concepts) for one, concepts in found.items()}

    def approved(self, concepts: Collection[int]) -> set[int]:
        """Of these concepts, those that people have given in an answer that counts."""
        counts = (_n.status == str(AnnotationStatus.SUCCESS), _n.provenance != str(Provenance.AUTO))
        given = select(_n.id).where(_n.concept == tables.concept.c.id, *counts).exists()
        chosen = select(tables.concept.c.id).where(tables.concept.c.id.in_(concepts), given)
        return set(self._connection.execute(chosen).scalars()) if concepts else set()

    def replace(
        self,
        assignment: int,
        concepts: Sequence[int | None],
        status: AnnotationStatus,
        *,
        author: str | None = None,
        is_first: bool = False,
        sources: Mapping[int | None, Source] | None = None,
        statuses: Mapping[int, AnnotationStatus] | None = None,
    ) -> None:
        """`author`: who gave it, if not the labeler. `is_first`: there is no answer yet that would have to go.
        `sources`: of the concepts that a model has part in. `statuses`: of those that have another one than `status`.
        """
        if not is_first:
            self._connection.execute(delete(tables.annotation).where(_n.assignment == assignment))
        rows = [(assignment, one, str(status), str(Provenance.HUMAN), self._now, author) for one in concepts]
        if not sources:
            insert_rows(self._connection, tables.annotation, (*_NEW, "author"), rows)
            return
        of = [sources.get(one, BY_HAND) for one in concepts]
        own: Mapping[int | None, str] = {concept: str(one) for concept, one in (statuses or {}).items()}
        sourced = [
            (
                *row[:2],
                own.get(row[1], row[2]),
                str(one.provenance),
                *row[4:],
                one.model,
                one.version,
                one.score,
            )
            for row, one in zip(rows, of, strict=True)
        ]
        insert_rows(self._connection, tables.annotation, (*_NEW, "author", *_SOURCE[1:]), sourced)

    def sources(self, assignment: int) -> dict[int | None, Source]:
        """Where each concept of the answer comes from."""
        asked = select(_n.concept, *(_n[name] for name in _SOURCE)).where(_n.assignment == assignment)
        return {
            concept: Source(Provenance(provenance), *rest)
            for concept, provenance, *rest in self._connection.execute(asked)
        }

    def replace_shapes(
        self,
        assignment: int,
        shapes: Sequence[Shape],
        status: AnnotationStatus,
        *,
        author: str | None = None,
        is_first: bool = False,
        statuses: Mapping[str, AnnotationStatus] | None = None,
        regions: Sequence[str] | None = None,
    ) -> None:
        """As `replace`, `statuses` by key. Without any, "None of these" is the answer, unless it is only a beginning
        (PENDING). `regions`: how the shapes are kept, where that was written out before.
        """
        if not shapes:
            nothing = [] if status is AnnotationStatus.PENDING else [None]
            self.replace(assignment, nothing, status, author=author, is_first=is_first)
            return
        if not is_first:
            self._connection.execute(delete(tables.annotation).where(_n.assignment == assignment))
        own, now, rows = statuses or {}, self._now, []
        for one, region in zip(shapes, regions or map(packed, shapes), strict=True):
            by = one.source
            source = (str(by.provenance), now, author, by.model, by.version, by.score)
            rows.append((assignment, one.concept, str(own.get(one.key, status)), *source, region))
        insert_rows(self._connection, tables.annotation, (*_NEW, "author", *_SOURCE[1:], "region"), rows)

    def tick(self, assignment: int, concept: int, source: Source = BY_HAND) -> None:
        """Choose one more. "None of these" goes, as it is no longer true."""
        self.untick(assignment, concept)
        self.untick(assignment, None)
        pending = (assignment, concept, str(AnnotationStatus.PENDING), str(source.provenance), self._now)
        from_model = (source.model, source.version, source.score)
        insert_rows(self._connection, tables.annotation, (*_NEW, *_SOURCE[1:]), [(*pending, *from_model)])

    def untick_accepted(self, assignment: int) -> None:
        """What was accepted is a suggestion again; what is drawn stays."""
        taken = (_n.assignment == assignment, _n.provenance == str(Provenance.ACCEPTED), _n.region.is_(None))
        self._connection.execute(delete(tables.annotation).where(*taken))

    def untick(self, assignment: int, concept: int | None) -> None:
        self._connection.execute(
            delete(tables.annotation).where(_n.assignment == assignment, _n.concept.is_not_distinct_from(concept))
        )

    def set_status(self, assignments: Iterable[int], status: AnnotationStatus) -> None:
        chosen = _n.assignment.in_(list(assignments))
        self._connection.execute(update(tables.annotation).where(chosen).values(status=str(status)))

    def take_automatic(
        self, task: int, inputs: Sequence[int], concepts: Sequence[int]
    ) -> list[tuple[Assignment, bool]]:
        """Delete what a model said of these concepts and no person has decided on. Returns the assignments that had
        such, held until the transaction ends, and whether nothing is left of each one's answer.
        """
        a = tables.assignment.c
        own = (_n.provenance == str(Provenance.AUTO), _n.concept.in_(concepts))
        has_own = exists().where(_n.assignment == a.id, *own)
        decided = (a.reviewed_by.is_not(None), ~a.status.in_(("SUCCESS", "AWAITING_REVIEW")))
        mine = (a.task == task, a.input.in_(inputs), a.labeler == ROBOT, ~or_(*decided), has_own)
        rows = self._connection.execute(select(*ASSIGNMENT).where(*mine).order_by(a.id).with_for_update()).all()
        found = [to_assignment(row) for row in rows]
        chosen = _n.assignment.in_([one.id for one in found])
        self._connection.execute(delete(tables.annotation).where(chosen, *own))
        kept = set(self._connection.execute(select(_n.assignment).where(chosen)).scalars())
        return [(one, one.id not in kept) for one in found]

    def count_of_task(self, task: int) -> int:
        in_task = select(func.count()).join_from(
            tables.annotation, tables.assignment, tables.assignment.c.id == _n.assignment
        )
        counted = in_task.where(tables.assignment.c.task == task, _n.status != str(AnnotationStatus.PENDING))
        return int(self._connection.execute(counted).scalar_one())

    def count_answers(self, task: int, concepts: Iterable[int]) -> dict[int, int]:
        """Concept -> how many answers of the task have it, of those that are in any; what is drawn so far counts."""
        a = tables.assignment.c
        counted = select(_n.concept, func.count(_n.assignment.distinct()))
        joined = counted.join_from(tables.annotation, tables.assignment, a.id == _n.assignment)
        lasts = or_(_n.status != str(AnnotationStatus.PENDING), _n.region.is_not(None))
        given = (a.task == task, _n.concept.in_(list(concepts)), lasts)
        rows = self._connection.execute(joined.where(*given).group_by(_n.concept))
        return {concept: count for concept, count in rows}  # noqa: C416 - rows are no pairs to mypy.

    def drop_ticks(self, task: int, concepts: Iterable[int]) -> None:
        """What is only ticked with these, or was ticked and is to be answered anew. What is drawn stays."""
        a = tables.assignment.c
        of_task = select(a.id).where(a.id == _n.assignment, a.task == task).exists()
        pending = (_n.status == str(AnnotationStatus.PENDING), _n.region.is_(None))
        ticked = (_n.concept.in_(list(concepts)), *pending, of_task)
        self._connection.execute(delete(tables.annotation).where(*ticked))

    def per_concept(self, task: int) -> list[tuple[str, int]]:
        """How many approved inputs carry each concept, most first."""
        counted = (
            select(tables.concept.c.name, func.count().label("n"))
            .join_from(tables.annotation, tables.assignment, tables.assignment.c.id == _n.assignment)
            .join(tables.concept, tables.concept.c.id == _n.concept, isouter=True)
            .where(tables.assignment.c.task == task, _n.status == str(AnnotationStatus.SUCCESS))
            .group_by(tables.concept.c.name)
            .order_by(func.count().desc(), tables.concept.c.name)
        )
        return [(name or "None of these", n) for name, n in self._connection.execute(counted)]
