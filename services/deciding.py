"""What comes of a reviewer's decision, and what keeps somebody from it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from domain.assignment import REASON_NEEDED, Action
from domain.distribution import next_reviewer
from domain.errors import NotFound
from domain.model import ROBOT, Actor, Assignment, AssignmentInTask, ReviewMethod, Role, Task
from domain.notices import ApproveAllAsked, Rejected, SentBack
from domain.shapes import Shape, counts, in_words
from services import answers, consensus, leftovers, moving, provenance, refusing
from store.cards import LABEL, REVIEW
from store.unit_of_work import UnitOfWork

AT_ONCE = 50
"""Answers that are approved in one transaction: the writer is to be free for other clicks within 50 ms."""


def find(unit: UnitOfWork, actor: Actor, assignment: int) -> AssignmentInTask:
    before = unit.queue.find(assignment)
    if before is None or before.workspace != actor.workspace:
        raise NotFound("That answer is gone. Type `/label review` to see what waits for you.")
    return before


def find_task(unit: UnitOfWork, actor: Actor, task_id: int) -> Task:
    task = unit.tasks.find(task_id)
    if task is None or task.workspace != actor.workspace:
        raise NotFound("That task is gone. Type `/label` to see what waits for you.")
    return task


def leave_once(unit: UnitOfWork, actor: Actor, asked: ApproveAllAsked) -> None:
    """A double click asks for the same."""
    before = unit.outbox.waiting_for(actor, asked.task, ApproveAllAsked)
    same = (one for one in before if isinstance(one, ApproveAllAsked) and replace(one, since=asked.since) == asked)
    if next(same, None) is None:
        unit.outbox.put(actor, asked)
    unit.topics.add("notices")


def approve_some(unit: UnitOfWork, *, actor: Actor, asked: ApproveAllAsked) -> int:
    """Returns how many."""
    waiting = unit.reviews.waiting_of(asked.task, actor.user, asked.labeler, asked.until, AT_ONCE)
    first = unit.queue.find(waiting[0].id) if waiting else None
    if first is None or first.is_deleted or first.is_closed or first.agreement:
        return 0
    # What the task says is the same for all of them.
    approved = [one for one in waiting if _move(unit, replace(first, assignment=one), Action.APPROVE, actor, "")]
    _follow(unit, first, actor, decided=len(approved))
    return len(approved)


def decide(unit: UnitOfWork, before: AssignmentInTask, action: Action, actor: Actor, reason: str) -> bool:
    """False: somebody was quicker, and nothing was written."""
    together = _decided_together(unit, before, actor)
    if together is None:
        return False
    if action is Action.APPROVE and before.agreement:
        _choose(unit, before, together, actor)
    elif not all(_move(unit, replace(before, assignment=one), action, actor, reason) for one in together):
        return False
    _follow(unit, before, actor, decided=int(action is not Action.REQUEST_CHANGES))
    for one in together:
        if action in REASON_NEEDED:
            _send_back(unit, replace(before, assignment=one), action, actor, reason)
        if one.labeler != before.assignment.labeler:
            unit.cards.touch(before.workspace, one.task, one.labeler, LABEL)
    return True


def edit_and_approve(
    unit: UnitOfWork,
    before: AssignmentInTask,
    actor: Actor,
    concepts: Sequence[int | None],
    shapes: Sequence[Shape] | None = None,
) -> str | None:
    """Returns why it was not done. `shapes`: the answer where it is drawn; `concepts` are theirs."""
    if shapes is None and (refused := answers.refusal(unit, before, concepts)) is not None:
        return refused
    together = _decided_together(unit, before, actor)
    if together is None:
        return refusing.present_state(unit, before)
    assignment = before.assignment
    words = f"{consensus.in_words(unit, before, assignment.id)} → {_in_words(unit, before, concepts, shapes)}"
    unit.reviews.void_approvals(assignment.id)
    action, values = _approval(unit, before, Action.EDIT_AND_APPROVE, actor)
    sources = provenance.of_edit(unit, before, concepts)
    how = partial(moving.apply, answer=concepts, author=actor.user, sources=sources)
    if shapes is not None:
        how = partial(moving.apply, shapes=shapes, author=actor.user)
    if not how(unit, before, action, actor.user, reason=words, values=values):
        return refusing.present_state(unit, before)
    _choose(unit, before, [one for one in together if one.id != assignment.id], actor)
    _follow(unit, before, actor, decided=1)
    return None


def _decided_together(unit: UnitOfWork, before: AssignmentInTask, actor: Actor) -> list[Assignment] | None:
    """The answer, and where several people have answered the input, theirs. None: somebody was quicker."""
    assignment = before.assignment
    if not before.agreement:
        return [assignment]
    siblings = unit.queue.siblings(assignment.task, assignment.input)
    waiting = [one for one in siblings if one.status is assignment.status and one.reviewer == actor.user]
    return waiting if assignment in waiting else None


def _in_words(
    unit: UnitOfWork, before: AssignmentInTask, concepts: Sequence[int | None], shapes: Sequence[Shape] | None
) -> str:
    """An answer that is not kept yet."""
    named = unit.tasks.concepts(before.assignment.task)
    if shapes is None:
        return ", ".join(one.name for one in named if one.id in concepts) or "None of these"
    found = counts(shapes)
    return in_words((one.name, found.get(one.id, 0)) for one in named)


def _choose(unit: UnitOfWork, before: AssignmentInTask, others: Sequence[Assignment], actor: Actor) -> None:
    """The answer stands, and those of the others that are like it."""
    if not others:
        return
    chosen = before.assignment.id
    right = consensus.alike(unit, before, chosen, [one.id for one in others])
    words = f"another answer was chosen: {consensus.in_words(unit, before, chosen)}"
    how = {"who": actor.user, "words": words, "reviewer": actor.user}
    consensus.decide(unit, before, others, right, action=Action.APPROVE, **how)


def _send_back(unit: UnitOfWork, before: AssignmentInTask, action: Action, actor: Actor, reason: str) -> None:
    task, labeler = before.assignment.task, before.assignment.labeler
    if labeler == ROBOT:
        _to_a_person(unit, before, action, actor, reason)
        return
    is_there = unit.people.has_role(task, labeler, Role.LABELER)
    if action is Action.REQUEST_CHANGES and not is_there:
        unit.tasks.unbalance(task)
        unit.topics.add("distribution")
        return
    kind = SentBack if action is Action.REQUEST_CHANGES else Rejected
    name = unit.queue.with_picture(before.assignment.id).input_name
    unit.outbox.put(Actor(before.workspace, labeler), kind(task, name, reason, actor.user))
    unit.topics.add("notices")


def _to_a_person(unit: UnitOfWork, before: AssignmentInTask, action: Action, actor: Actor, reason: str) -> None:
    """No model makes changes, or reads why it was rejected."""
    task = unit.tasks.find(before.assignment.task)
    if action is Action.REQUEST_CHANGES and task is not None:
        leftovers.send_back(unit, task, before.assignment, actor.user, reason)


def _move(unit: UnitOfWork, before: AssignmentInTask, action: Action, actor: Actor, reason: str) -> bool:
    assignment = before.assignment
    values: dict[str, object] = {"reason": reason or None, "reason_by": actor.user if reason else None}
    if action is Action.REQUEST_CHANGES:
        values |= {"position": -unit.now, "submitted_at": None, "reviewed_by": None, "reviewed_at": None}
        values["is_skipped"] = False
        unit.reviews.void_approvals(assignment.id)
    else:
        action, approval = _approval(unit, before, action, actor)
        values |= approval
    return moving.apply(unit, before, action, actor.user, reason=reason or None, values=values)


def _approval(
    unit: UnitOfWork, before: AssignmentInTask, action: Action, actor: Actor
) -> tuple[Action, dict[str, object]]:
    """In a stacked review, whoever approves passes it on to the next reviewer; the last one decides."""
    assignment = before.assignment
    values: dict[str, object] = {"reviewed_by": actor.user, "reviewed_at": unit.now}
    if before.review_method is not ReviewMethod.STACKED or action is Action.REJECT:
        return action, values
    unit.reviews.approve(assignment.id, actor.user)
    approved = unit.reviews.approvals([assignment.id])[assignment.id]
    following = next_reviewer(tuple(unit.reviews.load(assignment.task)), approved, assignment.labeler)
    if following is None:
        return action, values
    # It goes out with the next batch.
    unit.topics.add("reviews")
    return Action.APPROVE_IN_PART, values | {"reviewer": None}


def _follow(unit: UnitOfWork, before: AssignmentInTask, actor: Actor, decided: int) -> None:
    """What comes of decisions on answers of one labeler."""
    task, labeler = before.assignment.task, before.assignment.labeler
    if decided:
        unit.reviews.decided(task, actor.user, decided)
        moving.finish_if_done(unit, before.workspace, task)
    # The reviewer's card first, as the labeler's clicks touch it: in one order, nobody waits for each other.
    unit.cards.touch(before.workspace, task, actor.user, REVIEW)
    unit.cards.touch(before.workspace, task, labeler, LABEL)
