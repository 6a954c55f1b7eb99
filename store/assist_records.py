"""What became of suggestions and automatic annotations: counted, by concept and model version."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, ScalarSelect, and_, case, exists, func, select

from domain.assignment import Action
from domain.assisting import Suggested
from domain.model import ROBOT, AnnotationStatus, AssignmentStatus, Provenance
from domain.read_models import AtOnce, AutoScore, Score, Through
from store import tables
from store.suggestions import FIELDS, to_suggested

_s, _a, _n, _g = (one.c for one in (tables.shown_suggestion, tables.assignment, tables.annotation, tables.suggestion))
_ANSWERED = (str(AssignmentStatus.SUCCESS), str(AssignmentStatus.AWAITING_REVIEW))
"""What waits for others' answers is counted nowhere: nobody is to see it."""
_REJECTED = str(AssignmentStatus.REJECTED)
_SUCCESS, _WAITING = str(AnnotationStatus.SUCCESS), str(AnnotationStatus.AWAITING_REVIEW)
Key = tuple[int, str, str]
"""Concept, model, version."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """Somebody gave another answer than the model, or is to give it: what it had suggested, and what the answer says
    so far.
    """

    suggested: Suggested
    answer: frozenset[int]


class AssistRecords:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def scores(self, task: int, *, only_best: bool, is_drawn: bool = False) -> dict[Key, Score]:
        """Of suggestions that stood on the card when people answered. Of a rejected answer only that is known which it
        says: that was wrong. `is_drawn`: each shape counts, and what it says are those that are still as suggested.
        """
        says = (_shapes() if is_drawn else _says()).label("says")
        fields = (_s.concept, _s.model, _s.version, _s.shown, _s.accepted, _a.status, says)
        chosen = select(*fields).join_from(tables.shown_suggestion, tables.assignment, _a.id == _s.assignment)
        given = (_s.task == task, _a.labeler != ROBOT, _a.status.in_((*_ANSWERED, _REJECTED)))
        best = (_s.place == 0,) if only_best else ()
        one = chosen.where(*given, *best).subquery().c
        is_rejected = one.status == _REJECTED
        right = case((is_rejected, 0), (one.says < one.shown, one.says), else_=one.shown)
        known = case((is_rejected, one.says), else_=one.shown)
        counted = select(
            *(one.concept, one.model, one.version),
            *(func.sum(known), func.sum(right), func.sum(one.accepted)),
        ).where(~is_rejected | (one.says > 0))
        rows = self._connection.execute(counted.group_by(one.concept, one.model, one.version))
        return {(concept, model, version): Score(*map(int, counts)) for concept, model, version, *counts in rows}

    def at_once(self, task: int) -> AtOnce:
        """What was accepted without having stood on a card. Shapes are not."""
        reviewed, edited = _a.reviewed_by.is_not(None), _n.provenance == str(Provenance.EDITED)
        counted = select(
            func.count(),
            _sum(and_(_n.status == _SUCCESS, reviewed, ~edited)),
            _sum((_a.status == _REJECTED) | edited),
        ).join_from(tables.assignment, tables.annotation, _n.assignment == _a.id)
        unseen = ~exists().where(_s.assignment == _a.id)
        from_model = _n.provenance.in_((str(Provenance.ACCEPTED), str(Provenance.EDITED)))
        taken = (_a.task == task, _a.labeler != ROBOT, _a.submitted_at.is_not(None), from_model, unseen)
        return AtOnce(
            *map(int, self._connection.execute(counted.where(*taken, _n.region.is_(None), ~_passed_on())).one())
        )

    def automatic(self, task: int) -> dict[Key, AutoScore]:
        """Of what the model annotated by itself and nobody has replaced."""
        by_itself, reviewed = _n.provenance == str(Provenance.AUTO), _a.reviewed_by.is_not(None)
        counted = select(
            *(_n.concept, func.coalesce(_n.model, ""), func.coalesce(_n.version, "")),
            _sum(and_(_n.status == _SUCCESS, ~reviewed)),
            _sum(_n.status == _WAITING),
            _sum(and_(_n.status == _SUCCESS, reviewed)),
            _sum(_a.status == _REJECTED),
        ).join_from(tables.assignment, tables.annotation, _n.assignment == _a.id)
        mine = (_a.task == task, _a.labeler == ROBOT, by_itself, _n.concept.is_not(None), ~_edited())
        rows = self._connection.execute(counted.where(*mine).group_by(_n.concept, _n.model, _n.version))
        return {(concept, model, version): AutoScore(*map(int, counts)) for concept, model, version, *counts in rows}

    def replaced(self, task: int) -> Iterator[Replaced]:
        """Of what the model had annotated by itself: where a reviewer gave another answer, or had a person give it."""
        given = and_(_n.assignment == _a.id, _n.status != str(AnnotationStatus.PENDING))
        chosen = select(_a.id, _n.concept, *FIELDS).join_from(tables.assignment, tables.annotation, given, isouter=True)
        joined = chosen.join(tables.suggestion, and_(_g.task == _a.task, _g.input == _a.input))
        mine = (_a.task == task, _g.generation > 0, and_(_a.labeler == ROBOT, _edited()) | _passed_on())
        found: dict[int, tuple[Suggested, set[int]]] = {}
        for row in self._connection.execute(joined.where(*mine)):
            if row.id not in found:
                found[row.id] = (to_suggested(row), set())
            if row.concept is not None:
                found[row.id][1].add(row.concept)
        for suggested, answer in found.values():
            yield Replaced(suggested, frozenset(answer))

    def is_learning(self, task: int) -> bool | None:
        """Whether the task's model learns from the team's labels. None: it has suggested nothing yet."""
        chosen = select(_g.body).where(_g.task == task, _g.best.is_not(None)).order_by(_g.score.desc()).limit(1)
        body = self._connection.execute(chosen).scalar()
        return None if body is None else any(labels is not None for _, _, labels, *_ in json.loads(body))

    def failed(self, task: int) -> int:
        """Inputs that the model could not look at."""
        counted = select(func.count()).where(_g.task == task, _g.failure.is_not(None))
        return int(self._connection.execute(counted).scalar_one())

    def left(self, task: int) -> tuple[int, int]:
        """Of an automatic task: inputs that the model had nothing for, and how many of them people label."""
        listed = and_(_a.labeler == ROBOT, _a.status == str(AssignmentStatus.EXCLUDED), _a.reason_by == ROBOT)
        with_people = and_(_a.labeler != ROBOT, ~_passed_on())
        counted = select(_sum(listed | with_people), _sum(with_people)).where(_a.task == task)
        row = self._connection.execute(counted).one()
        return int(row[0]), int(row[1])

    def through(self, task: int) -> Through:
        """What the model has not looked at yet is not in it."""
        mine, reviewed = _a.labeler == ROBOT, _a.reviewed_by.is_not(None)
        excluded = _a.status == str(AssignmentStatus.EXCLUDED)
        counted = select(
            _sum(and_(mine, _a.status == str(AssignmentStatus.SUCCESS), ~reviewed)),
            _sum(and_(mine, _a.status == str(AssignmentStatus.AWAITING_REVIEW))),
            _sum(and_(mine, _a.status.in_((str(AssignmentStatus.SUCCESS), _REJECTED)), reviewed)),
            _sum(and_(~mine, ~excluded)),
            _sum(excluded),
        )
        return Through("", *map(int, self._connection.execute(counted.where(_a.task == task)).one()))


def _sum(what: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((what, 1), else_=0)), 0)


def _says() -> ScalarSelect[int]:
    """Whether the answer holds the suggested concept. It is found by the assignment alone: with the concept too, SQLite
    without statistics would look through all that says this concept.
    """
    says = func.max(case((_n.concept == _s.concept, 1), else_=0))
    return select(func.coalesce(says, 0)).where(_n.assignment == _s.assignment).scalar_subquery()


def _shapes() -> ScalarSelect[int]:
    """How many shapes of the answer show the suggested concept and are as they were suggested."""
    kept = and_(_n.concept == _s.concept, _n.provenance == str(Provenance.ACCEPTED))
    return select(_sum(kept)).where(_n.assignment == _s.assignment).scalar_subquery()


def _edited() -> ColumnElement[bool]:
    """Somebody else than the labeler gave the answer."""
    by = tables.annotation.alias("by")
    return exists().where(by.c.assignment == _a.id, by.c.author.is_not(None))


def _passed_on() -> ColumnElement[bool]:
    """The model had answered it, and a person has it now."""
    u = tables.audit.c
    by_itself = (
        u.assignment == _a.id,
        u.who == ROBOT,
        u.action.in_((str(Action.SUBMIT), str(Action.SUBMIT_FOR_REVIEW))),
    )
    return and_(_a.labeler != ROBOT, exists().where(*by_itself))
