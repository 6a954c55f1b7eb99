"""A task's model: how far it is, how right it has been, and what a lead may do about it."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.assisting import Rung, TaskAssist
from domain.automatic import annotated, counting
from domain.errors import LabelingError
from domain.model import AssistMode, LabelsPerInput, Person, Task
from domain.naming import pages_of
from domain.read_models import AssistModel, AssistProgress, AssistRecord, AtOnce, AutoScore, Score, ScoreLine, Through
from domain.shapes import DRAWN
from services import leftovers
from services.finding import find_led, find_seen
from store.assist_records import Key
from store.unit_of_work import Store, UnitOfWork

CONCEPTS = 40
_VERSIONS = 10
_SHARE = 20
"""So many times as long as it took to count, what was counted is shown again: a huge task's open page is drawn anew
each second.
"""


@dataclass(frozen=True, slots=True)
class _Counted:
    scores: Mapping[Key, Score]
    auto: Mapping[Key, AutoScore]
    at_once: AtOnce
    failed: int
    left: int = 0
    with_people: int = 0

    @property
    def keys(self) -> set[Key]:
        return {*self.scores, *self.auto}


class AssistRecords:
    """`progress` of a task's model, while something is on its way."""

    def __init__(self, store: Store, progress: Callable[[int], AssistProgress | None] = lambda _task: None) -> None:
        self._store = store
        self._progress = progress
        self._kept: dict[int, tuple[float, _Counted]] = {}

    def model(self, person: Person, task_id: int, *, is_lead: bool) -> AssistModel | None:
        """What the task's page says of it; None: the task has no model. How right it is, is the leads' to see."""

        def read(unit: UnitOfWork) -> tuple[Task, TaskAssist | None, bool | None]:
            return (
                find_seen(unit, person, task_id),
                unit.assists.find(task_id),
                unit.assist_records.is_learning(task_id),
            )

        task, assist, is_learning = self._store.read(read)
        if assist is None:
            return None
        return self._model(task, assist, self._counted(task, assist) if is_lead else None, is_learning=is_learning)

    def summary(self, task_id: int) -> AssistModel | None:
        """What it did in a task that is done, for the leads; None: the task had no model."""
        task, assist = self._store.read(lambda unit: (unit.tasks.find(task_id), unit.assists.find(task_id)))
        if task is None or assist is None:
            return None
        return self._model(task, assist, self._counted(task, assist), is_learning=None)

    def through(self, task_id: int) -> Through | None:
        """What became of a task's inputs once its model has been through them; None: the task had no model."""

        def read(unit: UnitOfWork) -> Through | None:
            assist = unit.assists.find(task_id)
            return None if assist is None else replace(unit.assist_records.through(task_id), model=assist.model)

        return self._store.read(read)

    def record(self, lead: Person, task_id: int, page: int = 0) -> AssistRecord:
        """Raises LabelingError where the task has no model."""

        def read(unit: UnitOfWork) -> tuple[Task, TaskAssist | None, dict[int, str], bool | None]:
            task = find_led(unit, lead, task_id, "see how right its model is")
            names = {one.id: one.name for one in unit.tasks.concepts(task_id)}
            return task, unit.assists.find(task_id), names, unit.assist_records.is_learning(task_id)

        task, assist, offered, is_learning = self._store.read(read)
        if assist is None:
            raise LabelingError(f"“{task.name}” has no AI-assist.")
        counted = self._counted(task, assist)
        names = self._names(task, offered, counted)
        here, pages = pages_of(len(names), page, CONCEPTS)
        shown = list(names.items())[here * CONCEPTS : (here + 1) * CONCEPTS]
        return AssistRecord(
            task_id,
            task.name,
            self._model(task, assist, counted, is_learning=is_learning),
            task.labels_per_input is LabelsPerInput.SEVERAL,
            DRAWN.get(task.type),
            _versions(counted),
            tuple(_line(name, counted, [key for key in counted.keys if key[0] == one]) for one, name in shown),
            here,
            pages,
            len(names),
        )

    def stop(self, lead: Person, task_id: int) -> str:
        """Returns the task's name. Once more, it comes to the same."""
        return self._change(lead, task_id, "stop its model", "stop the model", is_stopped=True)

    def resume(self, lead: Person, task_id: int) -> str:
        return self._change(lead, task_id, "let its model go on", "resume the model", is_stopped=False)

    def try_again(self, lead: Person, task_id: int) -> str:
        """After a failure. What was suggested before it is not done again; what could not be looked at is."""
        return self._change(lead, task_id, "try its model again", "try the model again", failure=None)

    def _change(self, lead: Person, task_id: int, doing: str, action: str, **values: object) -> str:
        def write(unit: UnitOfWork) -> str:
            task = find_led(unit, lead, task_id, doing)
            before = unit.assists.find(task_id)
            if before is None:
                raise LabelingError(f"“{task.name}” has no AI-assist.")
            if replace(before, **values) != before:  # type: ignore[arg-type] # fields of it, by name.
                unit.assists.change(task_id, **values)
                if "failure" in values:
                    unit.suggesting.forgive(task_id)
                unit.audit.add(task_id, lead.user, action)
                unit.topics.add("suggestions")
                if before.mode is AssistMode.AUTO and values.get("is_stopped"):
                    leftovers.call(unit, task, at_once=True)  # No more may come for a long time.
            return task.name

        return self._store.write(write)

    def _model(
        self, task: Task, assist: TaskAssist, counted: _Counted | None, *, is_learning: bool | None
    ) -> AssistModel:
        shown = AssistModel(
            assist.mode,
            assist.model,
            assist.version,
            Rung(assist.learned) if is_learning else None,
            is_begun=is_learning is not None,
            is_stopped=assist.is_stopped,
            failure=assist.failure,
            progress=self._progress(task.id) if assist.is_at_work else None,
        )
        if counted is None:
            return shown
        return replace(
            shown,
            score=sum(counted.scores.values(), Score()),
            auto=sum(counted.auto.values(), AutoScore()),
            at_once=counted.at_once,
            left=counted.left,
            with_people=counted.with_people,
            failed=counted.failed,
        )

    def _counted(self, task: Task, assist: TaskAssist) -> _Counted:
        now = time.monotonic()
        until, kept = self._kept.get(task.id, (0.0, None))
        if kept is not None and now < until:
            return kept
        counted = self._store.read(lambda unit: _count(unit, task, assist))
        took = time.monotonic() - now
        self._kept = {one: of for one, of in self._kept.items() if of[0] > now}
        self._kept[task.id] = (now + took * _SHARE, counted)
        return counted

    def _names(self, task: Task, offered: dict[int, str], counted: _Counted) -> dict[int, str]:
        """With those that were suggested and are offered no more."""
        others = sorted({key[0] for key in counted.keys} - set(offered))
        found = self._store.read(lambda unit: unit.concepts.find_all(task.workspace, others)) if others else {}
        return offered | {one: concept.name for one, concept in found.items()}


def _count(unit: UnitOfWork, task: Task, assist: TaskAssist) -> _Counted:
    records = unit.assist_records
    is_drawn = task.type in DRAWN
    only_best = not is_drawn and task.labels_per_input is LabelsPerInput.ONE
    scores = records.scores(task.id, only_best=only_best, is_drawn=is_drawn)
    found = _Counted(scores, {}, records.at_once(task.id), records.failed(task.id))
    if assist.mode is not AssistMode.AUTO:
        return found
    auto = records.automatic(task.id)
    concepts = [one.id for one in unit.tasks.concepts(task.id)]
    which = LabelsPerInput.ONE if only_best else LabelsPerInput.SEVERAL
    for one in records.replaced(task.id):
        counted = counting(one.suggested.suggestions, concepts, which)
        for suggestion, _ in annotated(counted, assist.bands).kept:
            is_right = suggestion.concept in one.answer
            key = (suggestion.concept, suggestion.model, suggestion.version)
            auto[key] = auto.get(key, AutoScore()) + AutoScore(right=int(is_right), wrong=int(not is_right))
    left, with_people = records.left(task.id)
    return replace(found, auto=auto, left=left, with_people=with_people)


def _versions(counted: _Counted) -> tuple[ScoreLine, ...]:
    """Those with most to say first; a model's name with a part of its version."""
    lines = [
        _line(f"{model} {version[:8]}".strip(), counted, [key for key in counted.keys if key[1:] == (model, version)])
        for model, version in sorted({key[1:] for key in counted.keys})
    ]
    return tuple(sorted(lines, key=lambda line: -(line.score.shown + line.auto.reviewed))[:_VERSIONS])


def _line(name: str, counted: _Counted, keys: Sequence[Key]) -> ScoreLine:
    scores = (counted.scores.get(key, Score()) for key in keys)
    auto = (counted.auto.get(key, AutoScore()) for key in keys)
    return ScoreLine(name, sum(scores, Score()), sum(auto, AutoScore()))
