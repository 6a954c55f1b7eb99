"""What is kept of a model's answer, if it is still wanted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from assist.batches import Looked
from assist.lessons import Suggested as Said
from assist.predictions import Failure
from domain.assisting import Suggested, Suggestion, TaskAssist
from domain.model import AssistMode, Task, TaskStatus
from services import auto_annotating
from store.embeddings import Embedding
from store.unit_of_work import UnitOfWork

_MOST_SUGGESTIONS = 50
"""Of an input: nobody reads further, and a task may have a thousand concepts."""


@dataclass(frozen=True, slots=True)
class Found:
    """`failure` completes "photo.jpg …"; `is_models`: another input may well end the same way."""

    input: int
    suggested: Suggested | None = None
    failure: str | None = None
    is_models: bool = False
    is_unasked: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """What a model says of inputs, what the encoder saw in them, and how the model failed last, if it did; `is_lost`:
    too often in a row.
    """

    found: Sequence[Found]
    seen: Sequence[Embedding]
    lost: str
    is_lost: bool


def seen_of(input_: int, found: Looked | Failure) -> Embedding:
    if isinstance(found, Failure):
        return Embedding(input_, failure=found.reason)
    return Embedding(input_, found.encoding.embedding, found.encoding.probabilities)


def found_of(input_: int, found: object, threshold: float) -> Found:
    """As it comes from `look`, `suggest` or `run`."""
    if isinstance(found, Failure):
        return Found(input_, None, found.reason, found.is_models, found.is_unasked)
    suggested = found.suggested if isinstance(found, Looked) else found
    if isinstance(suggested, Said):
        return Found(input_, Suggested(input_, suggested.suggestions[:_MOST_SUGGESTIONS], suggested.uncertainty))
    assert isinstance(suggested, tuple)  # noqa: S101 - what a workflow suggests.
    return Found(input_, of_workflow(input_, suggested[:_MOST_SUGGESTIONS], threshold))


def of_workflow(input_: int, found: Sequence[Suggestion], threshold: float) -> Suggested:
    """A model that does not say how sure it is: the nearer the second best comes to the best, the less."""
    kept = tuple(one for one in found if one.score >= threshold)
    best: dict[int, float] = {}
    for one in found:
        best[one.concept] = max(one.score, best.get(one.concept, 0.0))
    first, second = (*sorted(best.values(), reverse=True), 0.0, 0.0)[:2]
    return Suggested(input_, kept, 1 - (first - second))


def wanted(unit: UnitOfWork, assist: TaskAssist) -> tuple[Task, TaskAssist] | None:
    """The task, and what it asks of its model by now, if suggestions rest on the same as when the model was asked."""
    task, present = unit.tasks.find(assist.task), unit.assists.find(assist.task)
    if task is None or present is None or task.deleted_at is not None:
        return None
    is_over = task.status in {TaskStatus.DONE, TaskStatus.WONT_DO}
    is_same = present.generation == assist.generation and present.basis == assist.basis
    return (task, present) if is_same and present.is_at_work and not is_over else None


def keep(unit: UnitOfWork, assist: TaskAssist, found: Sequence[Found]) -> bool:
    """False: nobody wants it any more."""
    for_whom = wanted(unit, assist)
    if for_whom is None or not found:
        return False
    task, present = for_whom
    suggested = [
        replace(one.suggested or Suggested(one.input), generation=assist.generation, failure=one.failure)
        for one in found
    ]
    fronts = save(unit, task.id, assist.generation, suggested)
    if present.mode is AssistMode.AUTO:
        auto_annotating.annotate(unit, task, present, suggested)
    if any(each.region for one in suggested for each in one.suggestions):
        # It is drawn where somebody has it in front, or is about to.
        unit.topics |= {f"pictures:{task.id}:{labeler}" for labeler in fronts}
    return True


def save(unit: UnitOfWork, task: int, generation: int, suggested: Sequence[Suggested]) -> Collection[str]:
    """In the place of earlier suggestions, which stay known where a card may show them. Returns who has something in
    front.
    """
    fronts = unit.suggesting.fronts(task)
    unit.suggestions.keep_earlier(task, {one.input for one in suggested}.intersection(fronts.values()))
    unit.suggestions.save(task, generation, suggested)
    return fronts
