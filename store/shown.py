"""What of suggestions stood on cards when they were answered, and what became of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, case, delete, exists, func, select, update

from domain.assisting import Rung, Suggestion
from domain.model import AnnotationStatus
from domain.shape_sources import ShownShapes
from domain.shapes import DRAWN
from store import tables
from store.sql import insert_rows

_s, _n = tables.shown_suggestion.c, tables.annotation.c
_COLUMNS = ("assignment", "concept", "task", "model", "version", "labels", "score", "place", "shown", "accepted")
_STANDS = tuple(str(one) for one in AnnotationStatus if one not in {"PENDING", "REVIEW_DENIED"})


@dataclass(frozen=True, slots=True)
class ShownSuggestion:
    """`name`: the concept's."""

    suggestion: Suggestion
    name: str
    is_accepted: bool


class Shown:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def show(
        self, task: int, assignment: int, suggestions: Sequence[Suggestion], chosen: Collection[int | None]
    ) -> None:
        """These stood on the card, the best first, when it was answered with what is `chosen`."""
        self.forget(assignment)
        rows = []
        for place, one in enumerate(suggestions):
            labels = None if one.rung is None else one.rung.labels
            source = (assignment, one.concept, task, one.model, one.version, labels, one.score)
            rows.append((*source, place, 1, int(one.concept in chosen)))
        insert_rows(self._connection, tables.shown_suggestion, _COLUMNS, rows)

    def show_shapes(self, task: int, assignment: int, shown: Iterable[ShownShapes]) -> None:
        """The same of suggestions that say where."""
        self.forget(assignment)
        rows = []
        for place, one in enumerate(shown):
            best = (one.best.model or "", one.best.version or "", None, one.best.score or 0.0)
            rows.append((assignment, one.concept, task, *best, place, one.shown, one.kept))
        insert_rows(self._connection, tables.shown_suggestion, _COLUMNS, rows)

    def count_shapes(self, assignment: int) -> tuple[int, int]:
        """How many stood before whoever answered, and how many of these were taken as they were."""
        counted = select(func.coalesce(func.sum(_s.shown), 0), func.coalesce(func.sum(_s.accepted), 0))
        row = self._connection.execute(counted.where(_s.assignment == assignment)).one()
        return int(row[0]), int(row[1])

    def forget(self, assignment: int) -> None:
        """The answer was taken back: what it said of suggestions does not count."""
        self._connection.execute(delete(tables.shown_suggestion).where(_s.assignment == assignment))

    def of(self, assignment: int) -> list[ShownSuggestion]:
        """The best first."""
        fields = (_s.concept, _s.score, _s.model, _s.version, _s.labels, tables.concept.c.name, _s.accepted)
        joined = select(*fields).join_from(
            tables.shown_suggestion, tables.concept, tables.concept.c.id == _s.concept, isouter=True
        )
        rows = self._connection.execute(joined.where(_s.assignment == assignment).order_by(_s.place))
        return [
            ShownSuggestion(
                Suggestion(row.concept, row.score, row.model, row.version, None, _rung(row.labels)),
                row.name,
                row.accepted > 0,
            )
            for row in rows
        ]

    def measured(self, task: int, percents: Sequence[int], *, only_best: bool) -> dict[int, tuple[int, int]]:
        """From so many percent on: how many suggestions people had before them and answered, and how many of these are
        true of the answers as they are now. `only_best`: where one concept is the answer, the others say nothing.
        """
        is_right = exists().where(_n.assignment == _s.assignment, _n.concept == _s.concept, _n.status.in_(_STANDS))
        right = case((is_right, 1), else_=0)
        # Scores are floats: what is shown as 80 % may be 0.7999999999.
        each = [(percent, _s.score > percent / 100 - 1e-8) for percent in percents]
        sums = [func.coalesce(func.sum(case((sure, one), else_=0)), 0) for _, sure in each for one in (1, right)]
        answered = exists().where(_n.assignment == _s.assignment, _n.status != str(AnnotationStatus.PENDING))
        counted = select(*sums).where(_s.task == task, _s.score > min(percents) / 100 - 1e-8, answered)
        row = self._connection.execute(counted.where(_s.place == 0) if only_best else counted).one()
        return {percent: (int(row[2 * at]), int(row[2 * at + 1])) for at, percent in enumerate(percents)}

    def move(self, old: int, new: int, limit: int) -> int:
        """One concept goes into another: what was suggested at the next answers was that one. Where both were, the
        better one stays, and shapes are counted together. Returns how many they were.
        """
        chosen = select(_s.assignment, _s.place).where(_s.concept == old).limit(limit)
        places = {row.assignment: row.place for row in self._connection.execute(chosen)}
        both = select(_s.assignment, _s.place).where(_s.concept == new, _s.assignment.in_(places))
        other = {row.assignment: row.place for row in self._connection.execute(both)}
        self._add_up((old, new), list(other))
        for concept, is_worse in ((new, True), (old, False)):
            worse = [one for one, place in other.items() if (places[one] < place) == is_worse]
            here = (_s.concept == concept, _s.assignment.in_(worse))
            self._connection.execute(delete(tables.shown_suggestion).where(*here))
        moved = (_s.concept == old, _s.assignment.in_(places))
        self._connection.execute(update(tables.shown_suggestion).where(*moved).values(concept=new))
        return len(places)

    def _add_up(self, concepts: tuple[int, int], assignments: Sequence[int]) -> None:
        """Of shapes, both say what they say together: whichever stays."""
        t, both = tables.task.c, (_s.concept.in_(concepts), _s.assignment.in_(assignments))
        summed = select(_s.assignment, func.sum(_s.shown), func.sum(_s.accepted)).where(*both, t.type.in_(DRAWN))
        joined = summed.join_from(tables.shown_suggestion, tables.task, t.id == _s.task).group_by(_s.assignment)
        for assignment, shown, accepted in self._connection.execute(joined).all():
            here = update(tables.shown_suggestion).where(_s.assignment == assignment, both[0])
            self._connection.execute(here.values(shown=shown, accepted=accepted))


def _rung(labels: int | None) -> Rung | None:
    return None if labels is None else Rung(labels)
