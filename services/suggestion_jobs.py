"""Bits of work that models do: what is handed to the executor, and what is kept of the answer."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from assist import batches, lessons
from assist.batches import Looked
from assist.predictions import Failure
from assist.processes import Encoding
from domain.assisting import Suggestion, TaskAssist
from domain.errors import ModelFailed
from domain.model import InputKind
from services import suggesting_kept, suggesting_shown
from services.assist_plans import Plan
from services.suggesting_kept import Found, Read, found_of, seen_of
from store.embeddings import Embedding
from store.unit_of_work import Store, UnitOfWork

MOST_LOSSES = 3
"""So many inputs in a row that a model can't look at are its own failure, and not theirs."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is asked of models, each a function that another process can be sent."""

    teach: Callable[..., bytes] = batches.teach
    look: Callable[..., list[Looked | Failure]] = batches.look
    suggest: Callable[..., list[lessons.Suggested]] = batches.suggest
    run: Callable[..., list[tuple[Suggestion, ...] | Failure]] = batches.run
    order: Callable[..., list[int]] = lessons.order


@dataclass(frozen=True, slots=True)
class Bench:
    """What jobs work with. `folder` is LABELBOT_DATA/models, `cache` where converted weights are."""

    store: Store
    folder: Path
    cache: Path
    work: Work = field(default_factory=Work)


class Job(Protocol):
    """`inputs` are nobody else's meanwhile. `plan` is None where it is for no task."""

    @property
    def plan(self) -> Plan | None: ...

    @property
    def inputs(self) -> frozenset[int]: ...

    def begin(self, executor: Executor) -> Future[Any]: ...

    def end(self, answer: Any) -> None:
        """Raises ModelFailed."""


class Teach:
    """Learns from the labels so far. `bumps`: what was suggested before is made anew while it is open."""

    inputs = frozenset[int]()

    def __init__(self, bench: Bench, plan: Plan, lesson: lessons.Lesson, counted: int, *, bumps: bool) -> None:
        self.plan = plan
        self._bench = bench
        self._lesson = lesson
        self._counted = counted
        self._bumps = bumps
        self._assist = plan.assist

    def begin(self, executor: Executor) -> Future[bytes]:
        return executor.submit(self._bench.work.teach, self._lesson, self._bench.cache)

    def end(self, answer: bytes) -> None:
        """The plan may be of another basis by now: then what was learned is not for it."""
        before, learned = self._assist, len(self._lesson.answers)
        generation = before.generation + self._bumps

        def write(unit: UnitOfWork) -> TaskAssist | None:
            present = unit.assists.find(before.task)
            if present is None or (present.generation, present.basis) != (before.generation, before.basis):
                return None
            unit.assists.change(before.task, generation=generation, learned=learned)
            return replace(present, generation=generation, learned=learned)

        if (renewed := self._bench.store.write(write)) is not None:
            self.plan.taught, self.plan.counted, self.plan.asked_at = answer, self._counted, None
            self.plan.assist = renewed


class Encode:
    """Looks at inputs that no task waits for, or whose answers are to be learned from."""

    def __init__(
        self, bench: Bench, kind: InputKind, version: str, given: Mapping[int, str], plan: Plan | None = None
    ) -> None:
        self.plan = plan
        self.inputs = frozenset(given)
        self._bench = bench
        self._given = given
        self._kind = kind
        self._version = version

    def begin(self, executor: Executor) -> Future[list[Looked | Failure]]:
        return executor.submit(self._bench.work.look, self._kind, list(self._given.values()), self._bench.cache)

    def end(self, answer: list[Looked | Failure]) -> None:
        """What the model could not look at, by no fault of the input's, says nothing of it: it is looked at later."""
        lost = {
            input_: one
            for input_, one in zip(self._given, answer, strict=True)
            if isinstance(one, Failure) and one.is_models
        }
        pairs = zip(self._given, answer, strict=True)
        seen = [seen_of(input_, one) for input_, one in pairs if input_ not in lost]
        self._bench.store.write(lambda unit: unit.embeddings.save(self._version, seen))
        if self.plan is not None:
            self.plan.lost |= lost.keys()
        reasons = list(lost.values())
        if len(lost) == len(answer) >= MOST_LOSSES or any(one.is_unasked for one in reasons):
            raise ModelFailed(f"The model could not look at {len(lost)} inputs in a row: it {reasons[0].reason}")


class Suggest:
    """Suggestions for inputs of a task: from what the encoder saw before (`seen`), or by looking at them (`given`).
    `broken` are inputs that need not be looked at: they can't be.
    """

    def __init__(
        self,
        bench: Bench,
        plan: Plan,
        *,
        given: Mapping[int, str] | None = None,
        seen: Mapping[int, Embedding] | None = None,
        broken: Mapping[int, str] | None = None,
    ) -> None:
        self.plan = plan
        self._bench = bench
        self._assist = plan.assist
        self._given, self._seen, self._broken = given or {}, seen or {}, broken or {}
        self.inputs = frozenset((*self._given, *self._seen, *self._broken))

    def begin(self, executor: Executor) -> Future[Any]:
        work, taught, threshold = self._bench.work, self.plan.taught or b"", self._assist.threshold
        if self._seen:
            inputs = [Encoding(one.vector, one.probabilities) for one in self._seen.values()]
            return executor.submit(work.suggest, taught, inputs, threshold)
        if not self._given:
            return executor.submit(list)
        given = list(self._given.values())
        if self.plan.chosen.encoder:
            return executor.submit(work.look, self.plan.kind, given, self._bench.cache, taught, threshold)
        concepts, chosen = [one.id for one in self.plan.concepts], self.plan.chosen
        return executor.submit(
            work.run, chosen.workflow, given, self._bench.folder, concepts, dict(self._assist.labels), taught
        )

    def end(self, answer: Sequence[Any]) -> None:
        read = self.read(answer)
        is_lost = read.is_lost
        kept = [one for one in read.found if not (is_lost and one.is_models)]
        store, task = self._bench.store, self.plan.task
        inputs = {one.input for one in kept}
        before = store.read(lambda unit: suggesting_shown.in_front(unit, task, inputs))
        if store.write(lambda unit: self._keep(unit, read.seen, kept)):
            suggesting_shown.show(store, self.plan, inputs, before)
        if is_lost:
            self.plan.losses = 0
            raise ModelFailed(f"The model could not look at {MOST_LOSSES} inputs in a row: it {read.lost}")

    def read(self, answer: Sequence[Any]) -> Read:
        """What the answer says of each input, without keeping it."""
        order = [*self._seen, *self._given]
        results = [Found(one, failure=reason) for one, reason in self._broken.items()]
        embeddings = []
        lost = ""
        for one, found in zip(order, answer, strict=True):
            if isinstance(found, Failure):
                self.plan.losses += found.is_models
                lost = found.reason if found.is_models else lost
            else:
                self.plan.losses = 0
            if isinstance(found, Looked) or (isinstance(found, Failure) and self.plan.chosen.encoder):
                embeddings.append((found, seen_of(one, found)))
            results.append(found_of(one, found, self._assist.threshold))
        seen = [one for found, one in embeddings if not (isinstance(found, Failure) and found.is_models)]
        is_lost = self.plan.losses >= MOST_LOSSES or any(one.is_unasked for one in results)
        return Read(results, seen, lost, is_lost)

    def _keep(self, unit: UnitOfWork, seen: Sequence[Embedding], found: Sequence[Found]) -> bool:
        unit.embeddings.save(self.plan.version, seen)
        return suggesting_kept.keep(unit, self._assist, found)
