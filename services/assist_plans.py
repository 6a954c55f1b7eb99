"""What the loop keeps in mind of each task that has a model: found again from the database after a restart."""

import hashlib
import json
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from assist import lessons
from assist.catalog import TEXT_ENCODER
from assist.predictions import Drawn
from assist.weights.sources import IMAGE_VERSION, TEXT_VERSION
from domain.assisting import TaskAssist
from domain.clock import SECOND
from domain.model import AssistMode, Concept, InputKind, LabelsPerInput, Task
from domain.shapes import DRAWN
from services.models import Chosen
from store.teaching import Lesson
from store.unit_of_work import UnitOfWork

VERSIONS = {InputKind.IMAGE: IMAGE_VERSION, InputKind.VIDEO: IMAGE_VERSION, InputKind.TEXT: TEXT_VERSION}
"""Of the built-in encoder that looks at inputs of each kind."""
_MOST_ANSWERS = 4_000
_GROWN, _GROWN_FOR_DETECTORS = 0.1, 0.5
"""By this share labels have to grow for all to be made anew. Where a detector has to look again, that is dear."""
_CALM = 2 * SECOND
_APPROVED_FRESH = 10 * SECOND
_RECENT = 30.0
MOST_BREAKS = 3
_FIRST_AT_ONCE, _MOST_AT_ONCE = 16, 128
_QUICK, _SLOW = 0.4, 1.5
"""Seconds that a batch may take before it is made larger or smaller: what comes first must not wait long."""


@dataclass(slots=True)
class Plan:
    """`basis` is a digest of all that suggestions rest on besides labels. `taught` is what was learned for the present
    generation, from `counted` answers. `asked_at`: since when more answers are known of. `queues` are still to be put
    into order.
    """

    assist: TaskAssist
    task: Task
    chosen: Chosen
    concepts: tuple[Concept, ...]
    checked_at: int
    taught: bytes | None = None
    counted: int | None = None
    asked_at: int | None = None
    is_teaching: bool = False
    approved: tuple[int, int] | None = None
    """When approved answers of all tasks were counted last, and how many there were."""
    ordered: int = 0
    queues: list[str] = field(default_factory=list)
    at_once: int = _FIRST_AT_ONCE
    losses: int = 0
    """So many inputs in a row the model could not look at, by no fault of theirs."""
    lost: set[int] = field(default_factory=set)
    """Those of them that are not waited for when there is something to learn from them."""
    breaks: int = 0
    """So many times in a row the process ended."""
    shown_at: dict[str, int] = field(default_factory=dict)
    """When (µs) labelers' cards were last painted anew, or are about to be, for what is suggested on them."""
    rates: deque[tuple[float, int]] = field(default_factory=lambda: deque(maxlen=200))

    @property
    def kind(self) -> InputKind:
        is_text = self.chosen.encoder == TEXT_ENCODER or self.chosen.kinds == {InputKind.TEXT}
        return InputKind.TEXT if is_text else InputKind.IMAGE

    @property
    def version(self) -> str:
        """Of the embeddings that it learns from."""
        return VERSIONS[self.kind]

    @property
    def learns(self) -> bool:
        return self.chosen.choice.learns

    @property
    def is_auto(self) -> bool:
        return self.assist.mode is AssistMode.AUTO

    @property
    def ids(self) -> list[int]:
        return [one.id for one in self.concepts]

    def follow(self, assist: TaskAssist) -> None:
        """As the database has it: another server may have gone on meanwhile."""
        if assist.generation != self.assist.generation:
            self.taught = self.counted = None
        self.assist = assist

    def counted_by(self, now: int, count: Callable[[], int]) -> int:
        """Now and then only: it goes through all tasks."""
        if self.approved is None or now >= self.approved[0] + _APPROVED_FRESH:
            self.approved = now, count()
        return self.approved[1]

    def basis(self) -> str:
        parts = (
            self.chosen.choice.version,
            [(one.id, one.name) for one in self.concepts],
            sorted(self.assist.labels.items()),
            self.assist.threshold,
        )
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]

    def is_due(self, answers: int, now: int) -> bool:
        """Whether so much was labeled since that it is worth learning anew, and whether there was a moment's calm."""
        before = self.assist.learned if self.counted is None else self.counted
        share = _GROWN if self.chosen.encoder else _GROWN_FOR_DETECTORS
        if abs(answers - before) < max(1, before * share):
            self.asked_at = None
            return False
        self.asked_at = now if self.asked_at is None else self.asked_at
        return now >= self.asked_at + _CALM

    @property
    def due_at(self) -> int | None:
        return None if self.asked_at is None else self.asked_at + _CALM

    def took(self, seconds: float, inputs: int) -> None:
        self.rates.append((time.monotonic(), inputs))
        if seconds < _QUICK:
            self.at_once = min(_MOST_AT_ONCE, self.at_once * 2)
        elif seconds > _SLOW:
            self.at_once = max(1, self.at_once // 2)

    def broke(self) -> bool:
        """The process ended. Whether it did so too often in a row; next time it is asked for less, as it may have been
        all of it together that took too long, or too much.
        """
        self.at_once = max(1, self.at_once // 4)
        self.breaks = (self.breaks + 1) % MOST_BREAKS
        return not self.breaks

    def per_second(self) -> float | None:
        # A copy: the loop goes on meanwhile, in a thread of its own.
        recent = [(at, inputs) for at, inputs in list(self.rates) if at > time.monotonic() - _RECENT]
        if len(recent) < 2:  # noqa: PLR2004 - a rate needs two moments.
            return None
        return sum(inputs for _, inputs in recent[1:]) / max(recent[-1][0] - recent[0][0], 1e-6)


def refreshed(unit: UnitOfWork, plan: Plan | None, assist: TaskAssist, chosen: Chosen) -> Plan | None:
    task, concepts = unit.tasks.find(assist.task), unit.tasks.concepts(assist.task)
    if task is None:
        return None
    if plan is None:
        return Plan(assist, task, chosen, concepts, unit.now)
    plan.task, plan.chosen, plan.concepts, plan.checked_at = task, chosen, concepts, unit.now
    return plan


def begin_anew(unit: UnitOfWork, plan: Plan) -> None:
    """What suggestions rest on has changed: all of them are made anew, also of what could not be looked at."""
    before, basis, version = plan.assist, plan.basis(), plan.chosen.choice.version
    generation = before.generation + bool(before.basis)
    unit.assists.change(before.task, basis=basis, version=version, generation=generation)
    if before.basis:
        unit.suggesting.forgive(before.task)
    plan.assist = replace(before, basis=basis, version=version, generation=generation)
    plan.taught, plan.lost = None, set()


def lesson_rows(unit: UnitOfWork, plan: Plan) -> list[Lesson]:
    """A model that annotates by itself learns from whatever was approved of its concepts, in other tasks too."""
    own = unit.teaching.of_task(plan.task.id, plan.version, _MOST_ANSWERS, approved=plan.is_auto)
    if not plan.is_auto:
        return own
    ids, kinds = [one.id for one in plan.concepts], plan.chosen.kinds
    of_all = unit.teaching.of_concepts(ids, kinds, plan.version, _MOST_ANSWERS)
    return list({one.assignment: one for one in (*own, *of_all)}.values())[:_MOST_ANSWERS]


def lesson(unit: UnitOfWork, plan: Plan, rows: Sequence[Lesson], drawn: tuple[Drawn, ...] = ()) -> lessons.Lesson:
    answers = unit.annotations.of_all([one.assignment for one in rows])
    taken = [(one.vector, answers[one.assignment]) for one in rows if one.vector and answers[one.assignment]]
    choice = plan.chosen.choice
    # A picture may show several things, wherever each is drawn by itself.
    several = plan.task.type in DRAWN or plan.task.labels_per_input is LabelsPerInput.SEVERAL
    return lessons.Lesson(plan.kind, plan.concepts, taken, choice.name, choice.version, several, drawn)
