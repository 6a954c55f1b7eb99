"""Several people answer one input: what comes of it once all have."""

from collections.abc import Sequence
from dataclasses import replace

from domain.agreement import agreed
from domain.assignment import Action
from domain.model import Assignment, AssignmentInTask, AssignmentStatus
from services import moving
from store.cards import LABEL
from store.unit_of_work import UnitOfWork

_OUT = (AssignmentStatus.EXCLUDED, AssignmentStatus.REJECTED)
_CONSENSUS, _AWAITING = AssignmentStatus.AWAITING_CONSENSUS_REVIEW, AssignmentStatus.AWAITING_REVIEW


def settle(unit: UnitOfWork, task: int, input_: int, who: str) -> None:
    """Where all who were given this input have answered: enough of them alike, or a reviewer looks at all answers."""
    siblings = unit.queue.siblings(task, input_)
    waiting = [one for one in siblings if one.status is _CONSENSUS]
    if not waiting or any(one.status is AssignmentStatus.PENDING for one in siblings):
        return
    first = unit.queue.find(waiting[0].id)
    if first is None:  # pragma: no cover - it was just read, and rows stay.
        return
    said = unit.annotations.of_all(one.id for one in siblings if one.status not in _OUT)
    stands = next((said[one.id] for one in siblings if one.status is AssignmentStatus.SUCCESS), None)
    in_review = next((one for one in siblings if one.status is _AWAITING), None)
    answer = stands or (None if in_review else agreed([said[one.id] for one in waiting], first.agreement))
    if answer is None:
        _disagree(unit, first, waiting, who, in_review.reviewer if in_review else waiting[0].reviewer)
    else:
        count = sum(one == answer for one in said.values())
        words = f"outvoted, {count} of {len(said)} agreed on {in_words(unit, first, answer)}"
        decide(unit, first, waiting, answer, who=who, words=words)
    for one in waiting:
        unit.cards.touch(first.workspace, task, one.labeler, LABEL)
    moving.finish_if_done(unit, first.workspace, task)
    unit.topics |= {"cards", "reviews"}


def decide(
    unit: UnitOfWork,
    first: AssignmentInTask,
    waiting: Sequence[Assignment],
    answer: frozenset[int | None],
    *,
    who: str,
    words: str,
    action: Action = Action.AGREE,
    reviewer: str | None = None,
) -> None:
    """Those who gave this answer were right, the others were outvoted. `reviewer`: who has decided it, if anybody."""
    reviewed: dict[str, object] = {"reviewed_by": reviewer, "reviewed_at": unit.now} if reviewer else {}
    said = unit.annotations.of_all(one.id for one in waiting)
    for one in waiting:
        before = replace(first, assignment=one)
        if said[one.id] == answer:
            moving.apply(unit, before, action, who, values={"reason": None, "reason_by": None} | reviewed)
        else:
            values = {"reason": words, "reason_by": reviewer} | reviewed
            moving.apply(unit, before, Action.OUTVOTE, who, reason=words, values=values)


def in_words(unit: UnitOfWork, before: AssignmentInTask, answer: frozenset[int | None]) -> str:
    """In the task's order."""
    names = [one.name for one in unit.tasks.concepts(before.assignment.task) if one.id in answer]
    return ", ".join(names) or "None of these"


def _disagree(
    unit: UnitOfWork, first: AssignmentInTask, waiting: Sequence[Assignment], who: str, reviewer: str | None
) -> None:
    """All of them go to one reviewer, to the one who has seen them before if there is one."""
    for one in waiting:
        moving.apply(unit, replace(first, assignment=one), Action.DISAGREE, who, values={"reviewer": reviewer})
