"""What models do next: what a labeler is about to see first, then what was labeled since, then the rest."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from domain.model import Task
from services import auto_annotating, embedding, queue_ordering
from services.assist_plans import Plan, lesson_rows
from services.drawn_lessons import whole_lesson
from services.embedding import Arrivals
from services.suggestion_jobs import Bench, Job, Teach
from store.files import Files
from store.unit_of_work import UnitOfWork

_AHEAD, _NEAR = 8, 48
_REST = 200
"""Rows a transaction: it holds up clicks for as long as it takes."""


@dataclass(frozen=True, slots=True)
class View:
    """What there is to do, as one look at the database shows it. `answers`: how many were given in each task, and how
    many are still to be given.
    """

    now: int
    plans: tuple[Plan, ...]
    unfinished: frozenset[int]
    answers: dict[int, tuple[int, int]]


class Choosing:
    """`gone` are inputs that nobody has to answer any more, by task: to be settled by who asked."""

    def __init__(self, bench: Bench, files: Files) -> None:
        self._bench = bench
        self._files = files
        self.arrivals = Arrivals(bench, files)
        self.gone: dict[int, list[int]] = {}

    def next(self, unit: UnitOfWork, view: View, busy: frozenset[int]) -> Job | None:
        at_work = [plan for plan in view.plans if plan.task.id in view.unfinished and not plan.is_teaching]
        choosing: tuple[Callable[[], Job | None], ...] = (
            *(partial(self._near, unit, plan, busy) for plan in at_work),
            *(partial(self._learned, unit, view, plan, busy) for plan in view.plans if plan.learns),
            *(partial(self._rest, unit, plan, busy) for plan in at_work),
            *(partial(self._ordered, unit, plan) for plan in view.plans if plan.task.id not in view.unfinished),
        )
        if not any(plan.is_teaching for plan in view.plans):
            choosing = (*choosing, partial(self.arrivals.next, unit, busy))
        return next((job for choose in choosing if (job := choose()) is not None), None)

    def _near(self, unit: UnitOfWork, plan: Plan, busy: frozenset[int]) -> Job | None:
        inputs = unit.suggesting.near(plan.task.id, plan.assist.generation, _AHEAD, _NEAR, busy)
        return self._batch(unit, plan, inputs, busy) if inputs else None

    def _rest(self, unit: UnitOfWork, plan: Plan, busy: frozenset[int]) -> Job | None:
        limit = auto_annotating.CHUNK if plan.is_auto else _REST
        wanted, gone = unit.suggesting.rest(plan.task.id, plan.assist.generation, limit, busy)
        if gone:
            self.gone[plan.task.id] = gone
        return self._batch(unit, plan, wanted, busy) if wanted else None

    def _batch(self, unit: UnitOfWork, plan: Plan, inputs: list[int], busy: frozenset[int]) -> Job | None:
        """From what was seen of them before, where it was; else they are looked at."""
        if plan.learns and plan.taught is None:
            return self._teach(unit, plan, busy)
        return embedding.ask(unit, self._bench, self._files, plan, inputs)

    def _learned(self, unit: UnitOfWork, view: View, plan: Plan, busy: frozenset[int]) -> Job | None:
        """Once more labels came, if anybody is still to see what they teach."""
        answers, pending = view.answers.get(plan.task.id, (0, 0))
        if not pending or plan.is_teaching:
            return None
        if plan.is_auto:
            answers = plan.counted_by(view.now, lambda: unit.teaching.count_of_concepts(plan.ids))
        return self._teach(unit, plan, busy, answers) if plan.is_due(answers, view.now) else None

    def _teach(self, unit: UnitOfWork, plan: Plan, busy: frozenset[int], more: int | None = None) -> Job | None:
        """`more`: so many answers there are by now, which makes all anew that was suggested before. What was answered
        before anybody had looked at it is looked at first.
        """
        rows = lesson_rows(unit, plan)
        unseen = [one.input for one in rows if one.vector is None and one.input not in plan.lost]
        looking = embedding.encode(unit, self._bench, self._files, plan, [one for one in unseen if one not in busy])
        if looking is not None or busy.intersection(unseen):
            return looking
        count = len(rows) if more is None else more
        return Teach(self._bench, plan, whole_lesson(unit, self._files, plan, rows), count, bumps=more is not None)

    def _ordered(self, unit: UnitOfWork, plan: Plan) -> Job | None:
        if not plan.assist.is_ordering or not plan.assist.basis:
            return None
        if plan.ordered != plan.assist.generation:
            queue_ordering.begin(unit, plan)
        return queue_ordering.order(unit, self._bench, plan)


def want_ahead(unit: UnitOfWork, task: Task) -> None:
    """Nobody has these yet, but whoever asks gets them next."""
    coming = unit.catalog.inputs_after(task.dataset, unit.tasks.reached(task.id), _NEAR)
    unit.suggestions.want(task.id, coming)


def settle(unit: UnitOfWork, task: int, inputs: list[int]) -> None:
    unit.suggesting.settle(task, inputs)
