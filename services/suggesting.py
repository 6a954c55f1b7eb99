"""Has models suggest, bit by bit: what a labeler is about to see first, then the rest, then all other inputs.

What is left to do is asked of the database each time; models run elsewhere (`executor`), outside of any transaction,
and what they say is kept if it is still wanted. One bit is at work while the one before it is being kept.
"""

import secrets
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock
from typing import Any

import structlog

from domain.assisting import TaskAssist
from domain.clock import MINUTE, SECOND
from domain.errors import LabelingError
from domain.model import Distribution, Task
from domain.read_models import AssistProgress
from services import assist_failing, embedding, queue_ordering
from services.assist_plans import Plan, lesson, lesson_rows
from services.embedding import Arrivals
from services.models import Chosen, Models
from services.suggestion_jobs import Bench, Job, Suggest, Teach, Work
from store.files import Files
from store.unit_of_work import DATABASE_TROUBLE, Store, UnitOfWork

log = structlog.get_logger()
_AHEAD, _NEAR = 8, 48
_REST = 200
"""Rows a transaction: it holds up clicks for as long as it takes."""
_FRESH = 5 * SECOND
"""So old may be what is known of a task's concepts and model."""
_MOST_BREAKS = 3
_PAUSE = 60 * MINUTE


@dataclass(frozen=True, slots=True)
class _View:
    """What there is to do, as one look at the database shows it."""

    now: int
    plans: tuple[Plan, ...]
    unfinished: frozenset[int]
    answers: dict[int, tuple[int, int]]


class Suggesting:
    def __init__(
        self, store: Store, models: Models, files: Files, executor: Executor, work: Work | None = None
    ) -> None:
        self._store = store
        self._models = models
        self._files = files
        self._executor = executor
        self._bench = Bench(store, models.folder, models.cache, work or Work())
        self._arrivals = Arrivals(self._bench, files)
        self._plans: dict[int, Plan] = {}
        self._running: tuple[Job, Future[Any], float] | None = None
        self._gone: dict[int, list[int]] = {}
        """Inputs that nobody has to answer any more, by task."""
        self._one_at_a_time = Lock()

    def step(self) -> bool:
        """Begin the next bit, and keep what came of the one before. False: there is nothing to do."""
        with self._one_at_a_time:
            view = self._look()
            busy = self._running[0].inputs if self._running else frozenset[int]()
            job = self._store.read(lambda unit: self._next(unit, view, busy))
            before = self._running
            self._running = None if job is None else (job, job.begin(self._executor), time.monotonic())
            settled = self._settle()
            if before is not None:
                self._finish(*before)
            return job is not None or before is not None or settled

    def pause(self, longest: float) -> float:
        """Seconds until there may be something to do though nobody rings."""
        due = [plan.due_at for plan in self._plans.values() if plan.due_at is not None]
        return min([longest, *(max(0.05, (at - self._store.clock.now()) / SECOND) for at in due)])

    def progress(self, task: int) -> AssistProgress | None:
        """None: the task has no model."""

        def read(unit: UnitOfWork) -> AssistProgress | None:
            assist, found = unit.assists.find(task), unit.tasks.find(task)
            if assist is None or found is None:
                return None
            counts = unit.suggesting.count(task, assist.generation)
            of = max(found.inputs, counts.of)
            plan = self._plans.get(task)
            rate = plan.per_second() if plan and assist.is_at_work else None
            return AssistProgress(counts.of - counts.first, of, counts.wanted - counts.first, rate)

        return self._store.read(read)

    def _settle(self) -> bool:
        gone, self._gone = self._gone, {}
        for task, inputs in gone.items():
            self._store.write(partial(_settle, task=task, inputs=inputs))
        return bool(gone)

    def _look(self) -> _View:
        """Plans of tasks that have gone are forgotten; the others are as the database says."""

        def read(unit: UnitOfWork) -> tuple[int, list[TaskAssist], set[int], dict[int, tuple[int, int]]]:
            assists = unit.assists.at_work()
            ids = [one.task for one in assists]
            if not ids:
                return unit.now, [], set(), {}
            return unit.now, assists, unit.suggesting.unfinished(ids), unit.teaching.counts(ids)

        now, assists, unfinished, answers = self._store.read(read)
        self._plans = {one.task: plan for one in assists if (plan := self._plan(one, now)) is not None}
        return _View(now, tuple(self._plans.values()), frozenset(unfinished), answers)

    def _plan(self, assist: TaskAssist, now: int) -> Plan | None:
        """None: its model is gone, and its leads are told."""
        plan = self._plans.get(assist.task)
        if plan is not None:
            plan.assist = assist
            if now < plan.checked_at + _FRESH:
                return plan
        try:
            chosen = self._models.chosen(assist.model)
        except LabelingError as error:
            self._store.write(partial(assist_failing.fail, task_id=assist.task, reason=error.message))
            return None
        fresh = self._store.read(lambda unit: _refreshed(unit, plan, assist, chosen))
        if fresh is not None and fresh.basis() != fresh.assist.basis:
            self._store.write(partial(_begin_anew, plan=fresh))
        if fresh is not None and fresh.task.distribution is Distribution.DYNAMIC and not fresh.task.is_distributed:
            self._store.write(partial(_want_ahead, task=fresh.task))
        return fresh

    def _next(self, unit: UnitOfWork, view: _View, busy: frozenset[int]) -> Job | None:
        at_work = [plan for plan in view.plans if plan.task.id in view.unfinished and not plan.is_teaching]
        choosing: tuple[Callable[[], Job | None], ...] = (
            *(partial(self._near, unit, plan, busy) for plan in at_work),
            *(partial(self._learned, unit, view, plan, busy) for plan in view.plans if plan.learns),
            *(partial(self._rest, unit, plan, busy) for plan in at_work),
            *(partial(self._ordered, unit, plan) for plan in view.plans if plan.task.id not in view.unfinished),
        )
        if not any(plan.is_teaching for plan in view.plans):
            choosing = (*choosing, partial(self._arrivals.next, unit, busy))
        return next((job for choose in choosing if (job := choose()) is not None), None)

    def _near(self, unit: UnitOfWork, plan: Plan, busy: frozenset[int]) -> Job | None:
        inputs = unit.suggesting.near(plan.task.id, plan.assist.generation, _AHEAD, _NEAR, busy)
        return self._batch(unit, plan, inputs, busy) if inputs else None

    def _rest(self, unit: UnitOfWork, plan: Plan, busy: frozenset[int]) -> Job | None:
        wanted, gone = unit.suggesting.rest(plan.task.id, plan.assist.generation, _REST, busy)
        if gone:
            self._gone[plan.task.id] = gone
        return self._batch(unit, plan, wanted, busy) if wanted else None

    def _batch(self, unit: UnitOfWork, plan: Plan, inputs: list[int], busy: frozenset[int]) -> Job | None:
        if plan.learns and plan.taught is None:
            return self._teach(unit, plan, busy)
        return embedding.ask(unit, self._bench, self._files, plan, inputs)

    def _learned(self, unit: UnitOfWork, view: _View, plan: Plan, busy: frozenset[int]) -> Job | None:
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
        unseen = [one.input for one in rows if one.vector is None]
        looking = embedding.encode(unit, self._bench, self._files, plan, [one for one in unseen if one not in busy])
        if looking is not None or busy.intersection(unseen):
            return looking
        count = len(rows) if more is None else more
        return Teach(self._bench, plan, lesson(unit, plan, rows), count, bumps=more is not None)

    def _ordered(self, unit: UnitOfWork, plan: Plan) -> Job | None:
        if not plan.assist.is_ordering or not plan.assist.basis:
            return None
        if plan.ordered != plan.assist.generation:
            queue_ordering.begin(unit, plan)
        return queue_ordering.order(unit, self._bench, plan)

    def _finish(self, job: Job, future: Future[Any], begun: float) -> None:
        plan = job.plan
        try:
            job.end(future.result())
        except LabelingError as error:
            self._fail(plan, error.message)
        except BrokenExecutor:
            self._broke(plan)
        except (CancelledError, *DATABASE_TROUBLE):
            raise
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("assist_failed", task=plan and plan.task.id, reference=reference)
            reason = f"Something went wrong on our side. Your admin finds more in the log under `{reference}`."
            self._fail(plan, reason)
        else:
            if plan is not None:
                plan.breaks = 0
                if isinstance(job, Suggest):
                    plan.took(time.monotonic() - begun, len(job.inputs))
        finally:
            if plan is not None and isinstance(job, Teach):
                plan.is_teaching = False

    def _broke(self, plan: Plan | None) -> None:
        """It begins anew by itself; what was asked is asked again."""
        log.warning("model_process_ended", task=plan and plan.task.id)
        if plan is None:
            self._fail(None, "the process that runs models was ended")
            return
        plan.breaks += 1
        if plan.breaks >= _MOST_BREAKS:
            plan.breaks = 0
            times = f"The process that runs models was ended {_MOST_BREAKS} times in a row."
            self._fail(plan, f"{times} Is there too little memory on this machine?")

    def _fail(self, plan: Plan | None, reason: str) -> None:
        if plan is None:
            log.warning("arrivals_not_looked_at", reason=reason)
            self._arrivals.paused_until = self._store.clock.now() + _PAUSE
            return
        self._store.write(partial(assist_failing.fail, task_id=plan.task.id, reason=reason))


def _refreshed(unit: UnitOfWork, plan: Plan | None, assist: TaskAssist, chosen: Chosen) -> Plan | None:
    task, concepts = unit.tasks.find(assist.task), unit.tasks.concepts(assist.task)
    if task is None:
        return None
    if plan is None:
        return Plan(assist, task, chosen, concepts, unit.now)
    plan.task, plan.chosen, plan.concepts, plan.checked_at = task, chosen, concepts, unit.now
    return plan


def _begin_anew(unit: UnitOfWork, plan: Plan) -> None:
    """What suggestions rest on has changed: all of them are made anew, also of what could not be looked at."""
    before, basis, version = plan.assist, plan.basis(), plan.chosen.choice.version
    generation = before.generation + bool(before.basis)
    unit.assists.change(before.task, basis=basis, version=version, generation=generation)
    if before.basis:
        unit.suggesting.forgive(before.task)
    plan.assist = replace(before, basis=basis, version=version, generation=generation)
    plan.taught = None


def _want_ahead(unit: UnitOfWork, task: Task) -> None:
    """Nobody has these yet, but whoever asks gets them next."""
    coming = unit.catalog.inputs_after(task.dataset, unit.tasks.reached(task.id), _NEAR)
    unit.suggestions.want(task.id, coming)


def _settle(unit: UnitOfWork, task: int, inputs: list[int]) -> None:
    unit.suggesting.settle(task, inputs)
