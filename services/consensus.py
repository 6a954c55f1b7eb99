"""Several people answer one input: what comes of it once all have."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from domain import matching, shapes
from domain.agreement import agreed
from domain.assignment import Action
from domain.model import Assignment, AssignmentInTask, AssignmentStatus
from domain.shapes import DRAWN
from services import moving
from store.cards import LABEL
from store.shape_answers import KeptShape, read_back
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
    given = [one.id for one in siblings if one.status not in _OUT]
    in_review = next((one for one in siblings if one.status is _AWAITING), None)
    stands = next((one.id for one in siblings if one.status is AssignmentStatus.SUCCESS), None)
    right: frozenset[int] = frozenset()
    if stands is not None:
        right = alike(unit, first, stands, given)
    elif in_review is None:  # All that were given wait.
        stands, right = _agreed(unit, first, given)
    if stands is None:
        _disagree(unit, first, waiting, who, in_review.reviewer if in_review else waiting[0].reviewer)
    else:
        words = f"outvoted, {len(right)} of {len(given)} agreed on {in_words(unit, first, stands)}"
        decide(unit, first, waiting, right, who=who, words=words)
    for one in waiting:
        unit.cards.touch(first.workspace, task, one.labeler, LABEL)
    moving.finish_if_done(unit, first.workspace, task)
    unit.topics |= {"cards", "reviews"}


def decide(
    unit: UnitOfWork,
    first: AssignmentInTask,
    waiting: Sequence[Assignment],
    right: Collection[int],
    *,
    who: str,
    words: str,
    action: Action = Action.AGREE,
    reviewer: str | None = None,
) -> None:
    """Of these answers those that are `right` stand, the others were outvoted. `reviewer`: who has decided it, if
    anybody.
    """
    reviewed: dict[str, object] = {"reviewed_by": reviewer, "reviewed_at": unit.now} if reviewer else {}
    for one in waiting:
        before = replace(first, assignment=one)
        if one.id in right:
            moving.apply(unit, before, action, who, values={"reason": None, "reason_by": None} | reviewed)
        else:
            values = {"reason": words, "reason_by": reviewer} | reviewed
            moving.apply(unit, before, Action.OUTVOTE, who, reason=words, values=values)


def alike(unit: UnitOfWork, first: AssignmentInTask, chosen: int, answers: Sequence[int]) -> frozenset[int]:
    """Which of these answers (assignments) say what the chosen one says. Shapes need not be the same to the pixel."""
    if first.type in DRAWN:
        drawn, least = unit.annotations.kept_of_all({chosen, *answers}), first.overlap / 100
        return frozenset(one for one in answers if one == chosen or _are_alike(unit, drawn[chosen], drawn[one], least))
    said = unit.annotations.of_all({chosen, *answers})
    return frozenset(one for one in answers if said[one] == said[chosen])


def in_words(unit: UnitOfWork, before: AssignmentInTask, answer: int) -> str:
    """What an answer (an assignment) says, in the task's order."""
    if before.type in DRAWN:
        return shapes.in_words(unit.annotations.counts(answer))
    said = unit.annotations.of_all([answer])[answer]
    names = [one.name for one in unit.tasks.concepts(before.assignment.task) if one.id in said]
    return ", ".join(names) or "None of these"


def _are_alike(unit: UnitOfWork, one: Sequence[KeptShape], other: Sequence[KeptShape], least: float) -> bool:
    return unit.apart((least, one, other), lambda: matching.are_alike(read_back(one), read_back(other), least))


def _agreed(unit: UnitOfWork, first: AssignmentInTask, waiting: Sequence[int]) -> tuple[int | None, frozenset[int]]:
    """One of those that enough have given, and all who have given it; None: too few agree."""
    if first.type in DRAWN:
        drawn, needed, least = unit.annotations.kept_of_all(waiting), first.agreement, first.overlap / 100
        given = tuple(drawn[one] for one in waiting)

        def compare() -> matching.Agreed | None:
            return matching.agreed([read_back(one) for one in given], needed, least)

        found = unit.apart((needed, least, given), compare)
        return (
            (None, frozenset())
            if found is None
            else (waiting[found.answer], frozenset(waiting[n] for n in found.alike))
        )
    said = unit.annotations.of_all(waiting)
    answer = agreed([said[one] for one in waiting], first.agreement)
    right = frozenset(one for one in waiting if said[one] == answer)
    return min(right, key=waiting.index, default=None), right


def _disagree(
    unit: UnitOfWork, first: AssignmentInTask, waiting: Sequence[Assignment], who: str, reviewer: str | None
) -> None:
    """All of them go to one reviewer, to the one who has seen them before if there is one."""
    for one in waiting:
        moving.apply(unit, replace(first, assignment=one), Action.DISAGREE, who, values={"reviewer": reviewer})
