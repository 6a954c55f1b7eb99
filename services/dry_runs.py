"""A model tried on a sample before a task is created that it annotates by itself: as it then will be, keeping nothing.

What it said of the sample stays in memory, so that other thresholds need no other run.
"""

import hashlib
import json
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Any

import structlog

from domain.assisting import Suggested, TaskAssist
from domain.automatic import counting
from domain.bands import Bands, Thresholds, outcome
from domain.clock import SECOND, as_datetime
from domain.draft import NEW, TaskDraft, clean, is_id
from domain.errors import LabelingError, ModelFailed
from domain.model import Actor, AssistMode, Concept, LabelsPerInput, Task, TaskStatus
from domain.read_models import DryRunModel
from services import embedding
from services.assist_plans import Plan, lesson, lesson_rows
from services.models import Models
from services.suggestion_jobs import Bench, Job, Teach, Work
from store.files import Files
from store.unit_of_work import Store, UnitOfWork

log = structlog.get_logger()
SAMPLE = 50
_KEPT = 64
_PATIENCE = 300.0
"""Seconds for a few inputs: the first of all opens the model."""
_REST = 20 * SECOND
"""A form that is drawn anew because a run has failed must not begin another one."""
_MOST_LOOKS = 4
"""So often inputs are looked at that are to be learned from; usually they have been, on their arrival."""
_ENDED = "The process that runs models was ended. It is tried again when you change something."


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a run depends on. `concepts`: as in the draft -> with the ids that suggestions carry, which are below 0 for
    new ones. `labels`: what was said of the model's labels.
    """

    workspace: str
    dataset: int | None
    inputs: int
    model: str
    version: str
    concepts: Mapping[str, Concept]
    labels: Mapping[str, str]
    per_input: LabelsPerInput

    @property
    def key(self) -> str:
        concepts = [(value, one.name) for value, one in self.concepts.items()]
        parts = (self.workspace, self.dataset, self.inputs, self.model, self.version, concepts, self.per_input)
        return hashlib.sha256(json.dumps([*parts, sorted(self.labels.items())]).encode()).hexdigest()


@dataclass(slots=True)
class _Run:
    """`left` is None before the sample was taken. `found` are the suggestions, in the order in which they came."""

    asked: _Asked
    left: list[int] | None = None
    found: list[Suggested] = field(default_factory=list)
    failure: str | None = None
    failed_at: int = 0
    is_running: bool = False

    @property
    def of(self) -> int:
        return min(SAMPLE, self.asked.inputs) if self.left is None else len(self.left) + len(self.found)

    @property
    def is_over(self) -> bool:
        return self.failure is not None or self.left == []


class DryRuns:
    """`executor` runs models; `driver`, one run after the other, waits for it."""

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
        self._runs: OrderedDict[str, _Run] = OrderedDict()
        self._newest: dict[str, str] = {}
        """Draft -> the key of what it asks now: nobody waits for anything else."""
        self._lock = Lock()

    def begin(self, actor: Actor, draft_id: str) -> None:
        """Or go on; one that failed is tried again after a while. Waits for no model."""
        asked, now = self._asked(actor, draft_id), self._store.clock.now()
        if asked is None:
            return
        with self._lock:
            self._newest[draft_id] = asked.key
            run = self._runs.get(asked.key)
            is_to_be_tried_again = run is not None and run.failure is not None and now >= run.failed_at + _REST
            if run is None or is_to_be_tried_again:
                run = self._runs[asked.key] = _Run(asked)
            self._runs.move_to_end(asked.key)
            while len(self._runs) > _KEPT:
                self._runs.popitem(last=False)
            self._newest = {draft: key for draft, key in self._newest.items() if key in self._runs}
            if run.is_running or run.is_over:
                return
            run.is_running = True
        self._driver.submit(self._drive, run)

    def found(self, actor: Actor, draft_id: str) -> DryRunModel | None:
        """With the draft's present thresholds. None: nothing was begun that fits the draft."""
        fields = self._store.read(partial(_fields, actor=actor, draft_id=draft_id))
        asked = None if fields is None else self._store.read(partial(self._ask, actor=actor, fields=fields))
        run = self._runs.get(asked.key) if asked is not None else None
        if run is None or asked is None or fields is None:
            return None
        with self._lock:
            said, of, failure = list(run.found), run.of, run.failure
        ids = tuple(one.id for one in asked.concepts.values())
        counted = (counting(one.suggestions, ids, asked.per_input) for one in said)
        pairs = ([(each.concept, each.score) for each in one] for one in counted)
        return DryRunModel(len(said), of, outcome(pairs, _bands(fields, asked.concepts)), failure)

    def close(self) -> None:
        """Waits for nothing: what is on its way is of no use to anybody any more. The models' processes end first."""
        with self._lock:
            self._newest.clear()
        if isinstance(self._driver, ThreadPoolExecutor):
            self._driver.shutdown(wait=False, cancel_futures=True)

    def _asked(self, actor: Actor, draft_id: str) -> _Asked | None:
        def read(unit: UnitOfWork) -> _Asked | None:
            fields = _fields(unit, actor=actor, draft_id=draft_id)
            return None if fields is None else self._ask(unit, actor=actor, fields=fields)

        return self._store.read(read)

    def _ask(self, unit: UnitOfWork, *, actor: Actor, fields: TaskDraft) -> _Asked | None:
        """None: something is missing, or the form says what is wrong."""
        dataset, inputs = _dataset(unit, actor.workspace, fields)
        concepts = _concepts(unit, actor.workspace, fields)
        if not (fields.is_auto and fields.model and concepts and inputs):
            return None
        try:
            model = self._models.find(fields.model)
        except LabelingError:
            return None
        of = (actor.workspace, dataset, inputs, model.name, model.version, concepts, fields.label_map)
        return _Asked(*of, fields.labels_per_input)

    def _drive(self, run: _Run) -> None:
        try:
            self._try(run)
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
            if self._is_wanted(run) and not run.is_over:
                self._go_on(run)

    def _go_on(self, run: _Run) -> None:
        with self._lock:
            if run.is_running:
                return
            run.is_running = True
        self._driver.submit(self._drive, run)

    def _try(self, run: _Run) -> None:
        if not self._is_wanted(run):
            return
        asked = run.asked
        plan = self._plan(asked)
        if plan.learns:
            self._teach(plan)
        if run.left is None:
            sample = self._store.read(lambda unit: unit.catalog.spread(asked.workspace, asked.dataset, SAMPLE))
            with self._lock:
                run.left = sample
        while run.left and self._is_wanted(run):
            self._look(run, plan, run.left)

    def _look(self, run: _Run, plan: Plan, left: list[int]) -> None:
        job = self._store.read(lambda unit: embedding.ask(unit, self._bench, self._files, plan, left))
        read = job.read(self._answer(job))
        # What the encoder has seen is of use to whoever comes next.
        self._store.write(lambda unit: unit.embeddings.save(plan.version, read.seen))
        if any(one.is_models for one in read.found):
            raise ModelFailed(f"The model could not look at an input of the sample: it {read.lost}")
        found = [one.suggested or Suggested(one.input, failure=one.failure) for one in read.found]
        done = {one.input for one in found}
        with self._lock:
            run.found += found
            run.left = [one for one in left if one not in done]

    def _teach(self, plan: Plan) -> None:
        """As it then will: from what was approved of the concepts."""
        for _ in range(_MOST_LOOKS):
            rows = self._store.read(lambda unit: lesson_rows(unit, plan))
            unseen = [one.input for one in rows if one.vector is None]
            look = partial(embedding.encode, bench=self._bench, files=self._files, plan=plan, inputs=unseen)
            looking = self._store.read(look)
            if looking is None:
                break
            looking.end(self._answer(looking))
        taken = self._store.read(lambda unit: lesson(unit, plan, lesson_rows(unit, plan)))
        plan.taught = self._answer(Teach(self._bench, plan, taken, len(taken.answers), bumps=False))

    def _plan(self, asked: _Asked) -> Plan:
        chosen, concepts = self._models.chosen(asked.model), tuple(asked.concepts.values())
        proposed = self._models.proposed(asked.model, concepts) if chosen.choice.labels else {}
        said = {label: asked.concepts[one].id for label, one in asked.labels.items() if one in asked.concepts}
        kept = {label: concept for label, concept in proposed.items() if label not in asked.labels}
        now = self._store.clock.now()
        task = Task(
            id=0,
            workspace=asked.workspace,
            name="",
            dataset=asked.dataset or 0,
            type=TaskDraft().type,
            labels_per_input=asked.per_input,
            instructions="",
            status=TaskStatus.IN_PROGRESS,
            created_by="",
            created_at=as_datetime(now),
            revision=0,
            inputs=asked.inputs,
            distributed=0,
            assist=AssistMode.AUTO,
        )
        return Plan(TaskAssist(0, AssistMode.AUTO, asked.model, labels=kept | said), task, chosen, concepts, now)

    def _answer(self, job: Job) -> Any:
        future: Future[Any] = job.begin(self._executor)
        return future.result(_PATIENCE)

    def _is_wanted(self, run: _Run) -> bool:
        with self._lock:
            return run.asked.key in self._newest.values()

    def _fail(self, run: _Run, reason: str) -> None:
        with self._lock:
            run.failure, run.failed_at = reason, self._store.clock.now()


def _fields(unit: UnitOfWork, *, actor: Actor, draft_id: str) -> TaskDraft | None:
    draft = unit.drafts.find(draft_id)
    return draft.fields if draft is not None and draft.owner == actor else None


def _dataset(unit: UnitOfWork, workspace: str, fields: TaskDraft) -> tuple[int | None, int]:
    """And how many inputs it has. None: it is to have all that there are."""
    if fields.wants_new_dataset:
        return None, unit.catalog.count_inputs(workspace)
    found = unit.catalog.dataset(workspace, int(fields.dataset)) if is_id(fields.dataset) else None
    return (0, 0) if found is None else (found.id, found.inputs)


def _concepts(unit: UnitOfWork, workspace: str, fields: TaskDraft) -> dict[str, Concept]:
    chosen = dict.fromkeys((*fields.concepts, *fields.further_concepts))
    known = unit.concepts.find_all(workspace, [int(one) for one in chosen if is_id(one)])
    found: dict[str, Concept] = {}
    for place, one in enumerate(chosen, 1):
        if one.startswith(NEW):
            found[one] = Concept(-place, clean(one.removeprefix(NEW)))
        elif is_id(one) and int(one) in known:
            found[one] = known[int(one)]
    return found


def _bands(fields: TaskDraft, concepts: Mapping[str, Concept]) -> Bands:
    of = {concepts[one].id: _thresholds(*pair) for one, pair in fields.thresholds.items() if one in concepts}
    return Bands(_thresholds(fields.lower, fields.upper), of)


def _thresholds(lower: int, upper: int) -> Thresholds:
    return Thresholds(lower / 100, upper / 100)
