"""Answers on their way in: what may be one, and what happens when it is given."""

from collections.abc import Sequence
from functools import partial

from domain.accepting import Sources
from domain.assignment import Action
from domain.clock import MINUTE
from domain.distribution import is_for_review
from domain.errors import Invalid
from domain.model import Actor, AssignmentInTask, AssignmentStatus, Distribution, LabelsPerInput
from domain.shapes import DRAWN, Shape
from services import batches, consensus, giving, moving, offering, provenance
from store.cards import REVIEW
from store.unit_of_work import UnitOfWork

_NONE_ALONE = "“None of these” goes alone. Take it away, or take the concepts away."
_SECOND_THOUGHTS = MINUTE
"""Who takes an answer back mostly gives another one soon: as long, the reviewer's card keeps still."""


def submit(unit: UnitOfWork, before: AssignmentInTask, concepts: Sequence[int | None], seen: int = 0) -> str | None:
    """Returns why it was not taken, in words; None also where the card itself says it. `seen`: of which generation the
    suggestions were that stood on the card; 0: none.
    """
    if (refused := refusal(unit, before, concepts)) is not None:
        return refused
    if before.type in DRAWN:
        return None if give_shapes(unit, before, (), seen=seen) else why_not(unit, before)
    suggested = provenance.seen_then(unit, before, seen)
    if not give(unit, before, concepts, provenance.of_answer(unit, before, concepts, suggested)):
        return why_not(unit, before)
    provenance.note(unit, before, suggested, concepts)
    return None


def give(
    unit: UnitOfWork,
    before: AssignmentInTask,
    concepts: Sequence[int | None],
    sources: Sources,
    *,
    at: int | None = None,
    why: str | None = None,
    shapes: Sequence[Shape] | None = None,
) -> bool:
    """The answer is in, and what follows is done. False: somebody was quicker. `at` (µs) and `why`: where it was not
    given just now and one by one. `shapes`: the answer in a task where it is drawn.
    """
    assignment, action = before.assignment, _kind_of_submit(before)
    if action is Action.SUBMIT_FOR_AGREEMENT:
        # All of them are held: of two who answer last at once, the second sees the first one's answer.
        unit.queue.siblings(assignment.task, assignment.input)
    values: dict[str, object] = {"submitted_at": unit.now if at is None else at, "is_skipped": False}
    how = (
        partial(moving.apply, answer=concepts, sources=sources)
        if shapes is None
        else partial(moving.apply, shapes=shapes)
    )
    if not how(unit, before, action, assignment.labeler, reason=why, values=values):
        return False
    if action is Action.SUBMIT_FOR_AGREEMENT:
        consensus.settle(unit, assignment.task, assignment.input, assignment.labeler)
    if before.has_review:
        _hand_to_reviewers(unit, before, action)
    _go_on(unit, before, action)
    return True


def give_shapes(
    unit: UnitOfWork, before: AssignmentInTask, shapes: Sequence[Shape], *, seen: int | None = None
) -> bool:
    """The same where the answer is drawn: without any shapes, nothing is there. `seen` as above; None: what is
    suggested now stood before whoever answers.
    """
    offered = offering.before_them(unit, before, seen)
    if not give(unit, before, [], {}, shapes=shapes):
        return False
    provenance.note_shapes(unit, before, offered, shapes)
    return True


def refusal(unit: UnitOfWork, before: AssignmentInTask, concepts: Sequence[int | None]) -> str | None:
    """Why these together are no answer in this task. Raises Invalid where that can be mended in the window."""
    if None in concepts and len(concepts) > 1:
        raise Invalid({"answer": _NONE_ALONE})
    if before.labels_per_input is LabelsPerInput.ONE and len(concepts) > 1:
        return "This task takes one concept per input."
    if before.type in DRAWN and concepts != [None]:
        return f"In “{before.task_name}” answers are drawn. Press *Open editor* on its card."
    if not are_offered(unit, before, concepts):
        return "That concept is no longer part of this task. Choose another one."
    return None


def are_offered(unit: UnitOfWork, before: AssignmentInTask, concepts: Sequence[int | None]) -> bool:
    asked = {one for one in concepts if one is not None}
    return not asked or unit.tasks.offers(before.assignment.task, asked)


def mark(unit: UnitOfWork, before: AssignmentInTask) -> bool:
    """Something is ticked or unticked on a card that is still to be answered: its other buttons stay good. False: it is
    answered by now.
    """
    assignment = before.assignment
    if assignment.status is not AssignmentStatus.PENDING or not unit.queue.change(assignment, is_mark=True):
        return False
    if before.lease is not None:
        unit.tallies.touch(assignment.task, assignment.labeler)
    return True


def take_from_reviewer(unit: UnitOfWork, before: AssignmentInTask) -> None:
    """Their card goes on to the next answer. Where there is none, it waits a little for the labeler's other answer:
    a card that says "nothing to review" would have to be followed by a message that says there is.
    """
    task, reviewer = before.assignment.task, before.assignment.reviewer
    if reviewer is None:
        return
    if unit.reviews.count_waiting(task, reviewer):
        unit.cards.touch(before.workspace, task, reviewer, REVIEW, calmly=False)
        unit.topics.add("cards")
    else:
        unit.cards.touch(before.workspace, task, reviewer, REVIEW, rest=_SECOND_THOUGHTS)


def _kind_of_submit(before: AssignmentInTask) -> Action:
    """Who has asked for changes sees what came of it, whatever share of the answers is reviewed."""
    if before.agreement:
        return Action.SUBMIT_FOR_AGREEMENT
    assignment = before.assignment
    is_chosen = assignment.reviewer is not None or is_for_review(assignment.id, before.review_share)
    return Action.SUBMIT_FOR_REVIEW if before.has_review and is_chosen else Action.SUBMIT


def _hand_to_reviewers(unit: UnitOfWork, before: AssignmentInTask, action: Action) -> None:
    """Who asked for changes gets the answer back; all others wait to be dealt in batches."""
    task, reviewer = before.assignment.task, before.assignment.reviewer
    # Also where it has its reviewer, or needs none: it may be the last one that the others waited for.
    unit.topics.add("reviews")
    if reviewer is not None and action is Action.SUBMIT_FOR_REVIEW:
        others = sum(unit.reviews.count_waiting(task, reviewer).values()) > 1
        had = others or unit.cards.is_resting(task, reviewer, REVIEW)
        batches.call(unit, Actor(before.workspace, reviewer), task, had=had)


def _go_on(unit: UnitOfWork, before: AssignmentInTask, action: Action) -> None:
    """The last of ten brings the next ten; the very last one ends the task."""
    task, labeler = before.assignment.task, before.assignment.labeler
    if unit.tallies.of(task, labeler).pending:
        return
    if before.distribution is Distribution.DYNAMIC and giving.give(unit, task, labeler):
        return
    if action is Action.SUBMIT or before.agreement:
        moving.finish_if_done(unit, before.workspace, task)


def is_answered_with(unit: UnitOfWork, before: AssignmentInTask, concepts: Sequence[int | None]) -> bool:
    return {concept for concept, _ in unit.annotations.of(before.assignment.id)} == set(concepts)


def is_answered_with_concepts(unit: UnitOfWork, before: AssignmentInTask) -> bool:
    """As by pressing Submit. Which concepts they are, the ticks said, and not the button."""
    is_open = before.assignment.submitted_at is not None and not before.assignment.is_reviewed
    return is_open and None not in {concept for concept, _ in unit.annotations.of(before.assignment.id)}


def why_not(unit: UnitOfWork, before: AssignmentInTask) -> str | None:
    """What became of an assignment whose button is too old. Silence where the card itself says it."""
    now = unit.queue.find(before.assignment.id) or before
    assignment = now.assignment
    if assignment.status is AssignmentStatus.EXCLUDED:
        return "A lead has taken that one out of the task, so nothing is needed."
    if assignment.status is AssignmentStatus.PENDING:
        return "You had skipped that one: it comes again at the end of your queue." if assignment.is_skipped else None
    if assignment.status is AssignmentStatus.AWAITING_REVIEW and assignment.is_reviewed:
        return f"<@{assignment.reviewed_by}> has approved that answer already, and others still look at it."
    if assignment.is_reviewed:
        return f"That answer was {moving.in_words(assignment.status)} already by <@{assignment.reviewed_by}>."
    answer = ", ".join(unit.annotations.words(assignment.id))
    is_final = now.agreement and assignment.status is not AssignmentStatus.AWAITING_CONSENSUS_REVIEW
    after = "Everybody has answered by now, so it stays." if is_final else "Undo takes an answer back."
    return f"You had answered that one already: “{answer}”. {after}"
