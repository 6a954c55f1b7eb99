"""Which suggestions for a queue are sure enough to be accepted together, and how it went with such so far."""

import math
from collections.abc import Sequence

from domain import accepting as rules
from domain.accepting import LEAST_SURE, SURE
from domain.assisting import Suggestion
from domain.model import Assignment, AssistMode, Concept, LabelsPerInput, Task, TaskType
from domain.read_models import AcceptAllModel, SureChoice
from store.acceptances import Kept
from store.unit_of_work import UnitOfWork

_NEAR, _LOOKED_AT = 200, 5
"""Of a queue, and of what is sure in it, on a click's path."""
_MOST_LOOKED_AT = 1000


def is_any_sure(unit: UnitOfWork, task: Task, labeler: str, concepts: Sequence[Concept]) -> bool:
    """Whether anything would be accepted. It stands on a click's path: in a very long queue not all is looked at."""
    if not _suggests_concepts(task):
        return False
    near = unit.acceptances.near(task.id, labeler, LEAST_SURE / 100, _NEAR, _LOOKED_AT)
    return any(sure(one, concepts, LEAST_SURE, task.labels_per_input) for one in near)


def _suggests_concepts(task: Task) -> bool:
    """Boxes and outlines are looked at one by one."""
    return task.assist is AssistMode.SUGGEST and task.type is TaskType.CLASSIFICATION


def is_of_many(unit: UnitOfWork, task: Task, answer: Assignment) -> bool:
    """Whether it was accepted together with others, without having stood on a card."""
    return _suggests_concepts(task) and answer.reason is None and unit.acceptances.is_unseen(answer.id)


def counts(unit: UnitOfWork, task: Task, labeler: str) -> dict[int, int]:
    """From how many percent on -> how many inputs of this person's queue would be accepted. Of several labels an input
    each has to be looked at, which takes seconds in a long queue.
    """
    labels, concepts = task.labels_per_input, unit.tasks.concepts(task.id)
    found = dict.fromkeys(SURE, 0)
    if not _suggests_concepts(task):
        return found
    counted: Sequence[int] = ()
    if labels is LabelsPerInput.ONE:
        counted = [one.id for one in concepts]
        found |= dict(zip(SURE, unit.acceptances.count_best(task.id, labeler, SURE, counted), strict=True))
    for kept in unit.acceptances.all(task.id, labeler, LEAST_SURE / 100, besides=counted):
        offered = _offered(kept, concepts)
        for percent in SURE:
            found[percent] += bool(rules.sure(offered, _least(percent, kept), labels))
    return found


def may_be_any(unit: UnitOfWork, task: Task, labeler: str, percent: int) -> bool:
    """False: none would be accepted. In a very long queue not all is looked at, and some may be."""
    concepts = unit.tasks.concepts(task.id)
    found = unit.acceptances.all(task.id, labeler, percent / 100, limit=_MOST_LOOKED_AT)
    looked_at = 0
    for kept in found if _suggests_concepts(task) else ():
        looked_at += 1
        if sure(kept, concepts, percent, task.labels_per_input):
            return True
    return looked_at == _MOST_LOOKED_AT


def model(unit: UnitOfWork, task: Task, labeler: str) -> AcceptAllModel:
    """Who would accept no more by it is not offered to be less sure."""
    found = counts(unit, task, labeler)
    measured = unit.shown.measured(task.id, SURE, only_best=task.labels_per_input is LabelsPerInput.ONE)
    fewer = (0, *found.values())
    choices = [
        SureChoice(one, found[one], *measured[one]) for one, less in zip(SURE, fewer, strict=False) if found[one] > less
    ]
    return AcceptAllModel(task.id, task.name, tuple(choices))


def sure(kept: Kept, concepts: Sequence[Concept], percent: int, labels: LabelsPerInput) -> tuple[Suggestion, ...]:
    return rules.sure(_offered(kept, concepts), _least(percent, kept), labels)


def _offered(kept: Kept, concepts: Sequence[Concept]) -> tuple[Suggestion, ...]:
    return rules.offered(kept.suggested.suggestions, [concept.id for concept in concepts])


def _least(percent: int, kept: Kept) -> int:
    """Nothing is accepted that no card would show."""
    return max(percent, math.ceil(round(kept.threshold * 100, 6)))
