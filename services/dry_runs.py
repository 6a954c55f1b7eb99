"""A model tried on a sample before a task is created that it annotates by itself: as it then will be, keeping nothing.

What it said of the sample stays in memory, so that other thresholds need no other run.
"""

import secrets
import time
from collections import OrderedDict
from concurrent.futures import BrokenExecutor, CancelledError, Executor, ThreadPoolExecutor
from functools import partial
from threading import Lock
from typing import Any

import structlog

from domain.assisting import Suggested
from domain.bands import outcome
from domain.clock import SECOND
from domain.draft import TaskDraft
from domain.errors import LabelingError, ModelFailed
from domain.model import Actor
from domain.read_models import DryRunModel
from services import automatic_answers, embedding, patience
from services.assist_plans import Plan, lesson_rows
from services.automatic_answers import counted, on
from services.drawn_lessons import whole_lesson
from services.dry_run_questions import SAMPLE, Asked, Run, asked_by, bands_of, plan_of
from services.models import Models
from services.suggestion_jobs import MOST_LOSSES, Bench, Job, Teach, Work
from store.files import Files
from store.unit_of_work import Store

log = structlog.get_logger()
_KEPT = 64
_REST = 20 * SECOND
"""A form that is drawn anew because a run has failed must not begin another one."""
_MOST_LOOKS = 4
"""So often inputs are looked at that are to be learned from; usually they have been, on their arrival."""
_ENDED = "The process that runs models was ended. It is tried again when you change something."


class DryRuns:
    """`executor` runs models; `driver` waits for it, for one bit after the other: of several runs in turns."""

    def __init__(
        self,
        store: Store,
        models: Models,
        files: Files,
        executor: Executor,
        *,
        driver: Executor | None = None,
        work: Work | None = None,
    ) -> None:
        self._store = store
        self._models = models
        self._files = files
        self._executor = executor
        self._driver = driver or ThreadPoolExecutor(1, "dry-run")
        self._bench = Bench(store, models.folder, models.cache, work or Work())
        self._runs: OrderedDict[str, Run] = OrderedDict()
        self._newest: dict[str, str] = {}
        """Draft -> the key of what it asks now: nobody waits for anything else."""
        self._lock = Lock()

    def begin(self, actor: Actor, draft_id: str) -> None:
        """Or go on; one that failed is tried again after a while. Waits for no model."""
        found, now = self._asked(actor, draft_id), self._store.clock.now()
        if found is None:
            return
        asked, _ = found
        with self._lock:
            self._newest[draft_id] = asked.key
            run = self._runs.get(asked.key)
            is_to_be_tried_again = run is not None and run.failure is not None and now >= run.failed_at + _REST
            if run is None or is_to_be_tried_again:
                run = self._runs[asked.key] = Run(asked)
            self._runs.move_to_end(asked.key)
            while len(self._runs) > _KEPT:
                self._runs.popitem(last=False)
            self._newest = {draft: key for draft, key in self._newest.items() if key in self._runs}
        self._go_on(run)

    def found(self, actor: Actor, draft_id: str) -> DryRunModel | None:
        """With the draft's present thresholds. None: nothing was begun that fits the draft."""
        found = self._asked(actor, draft_id)
        run = None if found is None else self._runs.get(found[0].key)
        if run is None or found is None:
            return None
        asked, fields = found
        with self._lock:
            said, of, failure = list(run.found), run.of, run.failure
        ids, sizes = tuple(one.id for one in asked.concepts.values()), run.sizes
        of_each = (counted(one.suggestions, ids, asked.per_input, on(asked.type, one.input, sizes)) for one in said)
        pairs = ([(each.concept, each.score) for each in one] for one in of_each)
        return DryRunModel(len(said), of, outcome(pairs, bands_of(fields, asked.concepts)), failure)

    def leave(self, draft_id: str) -> None:
        """The form asks for none now: what is being tried for it stops."""
        with self._lock:
            self._newest.pop(draft_id, None)

    def close(self) -> None:
        """Waits for nothing: what is on its way is of no use to anybody any more. The models' processes end first."""
        with self._lock:
            self._newest.clear()
        if isinstance(self._driver, ThreadPoolExecutor):
            self._driver.shutdown(wait=False, cancel_futures=True)

    def _asked(self, actor: Actor, draft_id: str) -> tuple[Asked, TaskDraft] | None:
        return self._store.read(partial(asked_by, models=self._models, actor=actor, draft_id=draft_id))

    def _drive(self, run: Run) -> None:
        try:
            self._try(run)
        except patience.Left:
            return
        except LabelingError as error:
            self._fail(run, error.message)
        except (BrokenExecutor, CancelledError):
            self._fail(run, _ENDED)
        except TimeoutError:
            self._fail(run, "The model does not answer, or is busy with other tasks. Try again later.")
        except Exception:
            if not self._is_wanted(run):
                return
            reference = secrets.token_hex(4)
            log.exception("dry_run_failed", reference=reference)
            reason = f"Something went wrong on our side. Your admin finds more in the log under `{reference}`."
            self._fail(run, reason)
        finally:
            with self._lock:
                run.is_running = False
            # Somebody may have asked for it again in the moment in which it was left.
            if self._is_wanted(run):
                self._go_on(run)

    def _go_on(self, run: Run) -> None:
        with self._lock:
            if run.is_running or run.is_over:
                return
            run.is_running = True
        self._driver.submit(self._drive, run)

    def _try(self, run: Run) -> None:
        """The next bit of it. What stands in line behind it comes next."""
        if not self._is_wanted(run):
            return
        asked = run.asked
        if run.plan is None:
            plan = plan_of(asked, self._models, self._store.clock.now())
            if plan.learns:
                self._teach(run, plan)
            run.plan = plan
        if run.left is None:
            sample = self._store.read(lambda unit: unit.catalog.spread(asked.workspace, asked.dataset, SAMPLE))
            sizes = self._store.read(lambda unit: automatic_answers.sizes(unit, asked.type, sample))
            with self._lock:
                run.left, run.sizes = sample, sizes
        if run.left:
            self._look(run, run.plan, run.left)

    def _look(self, run: Run, plan: Plan, left: list[int]) -> None:
        begun, some = time.monotonic(), left[: plan.at_once]
        job = self._store.read(lambda unit: embedding.ask(unit, self._bench, self._files, plan, some))
        read = job.read(self._answer(run, job))
        plan.took(time.monotonic() - begun, len(some))
        # What the encoder has seen is of use to whoever comes next.
        self._store.write(lambda unit: unit.embeddings.save(plan.version, read.seen))
        if read.is_lost:
            raise ModelFailed(f"The model could not look at {MOST_LOSSES} inputs of it in a row: it {read.lost}")
        found = [one.suggested or Suggested(one.input, failure=one.failure) for one in read.found]
        done = {one.input for one in found}
        with self._lock:
            run.found += found
            run.left = [one for one in left if one not in done]

    def _teach(self, run: Run, plan: Plan) -> None:
        """As it then will: from what was approved of the concepts."""
        for _ in range(_MOST_LOOKS):
            rows = self._store.read(lambda unit: lesson_rows(unit, plan))
            unseen = [one.input for one in rows if one.vector is None]
            look = partial(embedding.encode, bench=self._bench, files=self._files, plan=plan, inputs=unseen)
            looking = self._store.read(look)
            if looking is None:
                break
            looking.end(self._answer(run, looking))
        taken = self._store.read(lambda unit: whole_lesson(unit, self._files, plan, lesson_rows(unit, plan)))
        plan.taught = self._answer(run, Teach(self._bench, plan, taken, len(taken.answers), bumps=False))

    def _answer(self, run: Run, job: Job) -> Any:
        return patience.answer(job.begin(self._executor), lambda: self._is_wanted(run))

    def _is_wanted(self, run: Run) -> bool:
        with self._lock:
            return run.asked.key in self._newest.values()

    def _fail(self, run: Run, reason: str) -> None:
        with self._lock:
            run.failure, run.failed_at = reason, self._store.clock.now()
