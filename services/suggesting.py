"""Has models suggest, bit by bit: what a labeler is about to see first, then the rest, then all other inputs.

What is left to do is asked of the database each time; models run elsewhere (`executor`), outside of any transaction,
and what they say is kept if it is still wanted. One bit is at work while the one before it is being kept. Of several
servers on one database, one does it.
"""

import secrets
import time
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import suppress
from functools import partial
from threading import Lock
from typing import Any

import structlog

from domain.assisting import TaskAssist
from domain.clock import MINUTE, SECOND
from domain.errors import LabelingError
from domain.model import Distribution
from domain.read_models import AssistProgress
from services import assist_failing
from services.assist_plans import MOST_BREAKS, Plan, begin_anew, refreshed
from services.leases import LENGTH, Lease, LostLease
from services.models import Models
from services.suggesting_next import Choosing, View, settle, want_ahead
from services.suggestion_jobs import Bench, Job, Suggest, Teach, Work
from store.files import Files
from store.unit_of_work import DATABASE_TROUBLE, Store, UnitOfWork

log = structlog.get_logger()
_FRESH = 5 * SECOND
"""So old may be what is known of a task's concepts and model."""
_PAUSE = 60 * MINUTE


class Suggesting:
    def __init__(
        self, store: Store, models: Models, files: Files, executor: Executor, work: Work | None = None
    ) -> None:
        self._store = store
        self._models = models
        self._files = files
        self._executor = executor
        self._bench = Bench(store, models.folder, models.cache, work or Work())
        self._choosing = Choosing(self._bench, files)
        self._plans: dict[int, Plan] = {}
        self._running: tuple[Job, Future[Any], float] | None = None
        self._lease = Lease(store, "suggesting")
        self._is_elsewhere = False
        self._one_at_a_time = Lock()
        self._ended_at = 0.0
        self._is_stopping = False

    def stop(self) -> None:
        """Processes that end from now on are no news."""
        self._is_stopping = True

    def close(self) -> None:
        """Once nothing is at work any more: another server may go on at once."""
        self._lease.release()

    def step(self) -> bool:
        """Begin the next bit, and keep what came of the one before. False: there is nothing to do."""
        with self._one_at_a_time:
            if self._is_stopping:
                return False
            self._is_elsewhere = not self._lease.hold()
            if not self._is_elsewhere and self._step():
                return True
            if self._running is not None:
                self._running[1].cancel()
                self._running = None
            self._lease.release()
            return False

    def pause(self, longest: float) -> float:
        """Seconds until there may be something to do though nobody rings."""
        due = [plan.due_at for plan in self._plans.values() if plan.due_at is not None]
        if self._is_elsewhere:
            return min(longest, LENGTH)
        return min([longest, *(max(0.05, (at - self._store.clock.now()) / SECOND) for at in due)])

    def doubt(self, task: int) -> None:
        """Somebody has changed what the task's suggestions rest on."""
        plan = self._plans.get(task)
        if plan is not None:
            plan.checked_at = 0

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

    def _step(self) -> bool:
        view = self._look()
        busy = self._running[0].inputs if self._running else frozenset[int]()
        job = self._store.read(lambda unit: self._choosing.next(unit, view, busy))
        before, self._running = self._running, None
        try:
            self._running = None if job is None else (job, job.begin(self._executor), time.monotonic())
            settled = self._settle()
        finally:
            # Whatever breaks: nobody else will ask for its answer.
            if before is not None:
                with suppress(LostLease):
                    self._finish(*before)
        return job is not None or before is not None or settled

    def _settle(self) -> bool:
        gone, self._choosing.gone = self._choosing.gone, {}
        for task, inputs in gone.items():
            self._store.write(partial(settle, task=task, inputs=inputs))
        return bool(gone)

    def _look(self) -> View:
        """Plans of tasks that have gone are forgotten; the others are as the database says."""
        now, assists = self._store.read(lambda unit: (unit.now, unit.assists.at_work()))
        self._plans = {one.task: plan for one in assists if (plan := self._plan(one, now)) is not None}
        job = self._running and self._running[0]
        for plan in self._plans.values():
            plan.is_teaching = isinstance(job, Teach) and job.plan is plan

        def read(unit: UnitOfWork) -> View:
            ids, plans = list(self._plans), tuple(self._plans.values())
            return View(now, plans, frozenset(unit.suggesting.unfinished(ids)), unit.teaching.counts(ids))

        return self._store.read(read) if self._plans else View(now, (), frozenset(), {})

    def _plan(self, assist: TaskAssist, now: int) -> Plan | None:
        """None: its model is gone, and its leads are told."""
        plan = self._plans.get(assist.task)
        if plan is not None:
            plan.follow(assist)
            if now < plan.checked_at + _FRESH:
                return plan
        try:
            chosen = self._models.chosen(assist.model)
        except LabelingError as error:
            self._store.write(partial(assist_failing.fail, task_id=assist.task, reason=error.message))
            return None
        fresh = self._store.read(lambda unit: refreshed(unit, plan, assist, chosen))
        if fresh is not None and fresh.basis() != fresh.assist.basis:
            self._store.write(partial(begin_anew, plan=fresh))
        if fresh is not None and fresh.task.distribution is Distribution.DYNAMIC and not fresh.task.is_distributed:
            self._store.write(partial(want_ahead, task=fresh.task))
        return fresh

    def _finish(self, job: Job, future: Future[Any], begun: float) -> None:
        plan = job.plan
        try:
            job.end(self._lease.wait_for(future))
        except LabelingError as error:
            self._fail(plan, error.message)
        except BrokenExecutor:
            if not self._is_stopping:
                self._broke(plan)
        except (CancelledError, LostLease, *DATABASE_TROUBLE):
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
                    plan.took(time.monotonic() - max(begun, self._ended_at), len(job.inputs))
        finally:
            self._ended_at = time.monotonic()

    def _broke(self, plan: Plan | None) -> None:
        """It begins anew by itself; what was asked is asked again."""
        log.warning("model_process_ended", task=plan and plan.task.id)
        if plan is None:
            self._fail(None, "the process that runs models was ended")
            return
        if plan.broke():
            times = f"The process that runs models was ended {MOST_BREAKS} times in a row."
            self._fail(plan, f"{times} Is there too little memory on this machine, or does the model take too long?")

    def _fail(self, plan: Plan | None, reason: str) -> None:
        if plan is None:
            log.warning("arrivals_not_looked_at", reason=reason)
            self._choosing.arrivals.paused_until = self._store.clock.now() + _PAUSE
            return
        self._store.write(partial(assist_failing.fail, task_id=plan.task.id, reason=reason))
