"""One item as the editor shows it, to its labeler or to its reviewer."""

from dataclasses import replace

from domain.assignment import Action
from domain.clock import as_datetime
from domain.model import AssistMode, Input, InputKind, QueuedInput
from domain.read_models import Change, ConceptAnswer, EditorItem, EditorReview, OneAnswer
from domain.shapes import DRAWN, Size
from domain.standing import Standing, waits_for
from services import provenance
from services.editor.people import name_of, names_of
from services.editor.strip import Desk, standing
from services.keeping_shapes import shapes_of
from services.links import PictureLinks
from services.offering import offered
from store.strips import WAITS
from store.unit_of_work import UnitOfWork

_TOLD = {
    str(Action.SUBMIT): "submitted it",
    str(Action.SUBMIT_FOR_REVIEW): "submitted it",
    str(Action.SUBMIT_FOR_AGREEMENT): "submitted it",
    str(Action.UNDO): "took it back",
    str(Action.APPROVE): "approved it",
    str(Action.APPROVE_IN_PART): "approved it",
    str(Action.EDIT_AND_APPROVE): "changed and approved it",
    str(Action.REQUEST_CHANGES): "requested changes",
    str(Action.REJECT): "rejected it",
    str(Action.REOPEN): "reopened it",
    str(Action.FLAG): "flagged it",
}
"""What reviewers read of an answer's history, behind a name."""
_MOST_CHANGES = 30


def item(unit: UnitOfWork, links: PictureLinks, at: Desk, queued: QueuedInput) -> EditorItem:
    """`queued` is one of this person's."""
    one, task = queued.assignment, at.task
    stands = _standing(unit, at, queued)
    place = unit.strips.place(at.owner, one.id) or WAITS
    is_open = waits_for(one, at.actor.user) if at.is_review else one.submitted_at is None
    shown = input_of(unit, one.input)
    reason = (one.reason, name_of(unit, task.workspace, one.reason_by)) if one.reason else None
    found = EditorItem(
        task.id,
        one.id,
        one.revision,
        stands,
        one.is_flagged,
        unit.strips.count_before(at.owner, place) + 1,
        is_open and not at.is_closed,
        stands is Standing.SUBMITTED and not at.is_review and not at.is_closed,
        task.type,
        shown,
        shown.kind is InputKind.VIDEO and links.has_poster(shown.sha256),
        unit.tasks.concepts(task.id),
        task.labels_per_input,
        reason=reason,
        review=_review(unit, at, queued) if at.is_review else None,
        ahead=_ahead(unit, at, queued),
    )
    return _answered(unit, at, queued, found)


def input_of(unit: UnitOfWork, input_: int) -> Input:
    found = unit.catalog.input(input_)
    assert found is not None  # noqa: S101 - it is in a queue, and inputs stay as long as their assignments do.
    return found


def size_of(shown: Input) -> Size:
    return Size(shown.width, shown.height)


def answer_of(unit: UnitOfWork, assignment: int) -> ConceptAnswer:
    given = [concept for concept, _ in unit.annotations.of(assignment)]
    return ConceptAnswer(tuple(one for one in given if one is not None), None in given)


def _answered(unit: UnitOfWork, at: Desk, queued: QueuedInput, found: EditorItem) -> EditorItem:
    """With its shapes and what may become of them, or with its concepts."""
    one = queued.assignment
    if at.task.type in DRAWN:
        shapes, seen = offered(unit, at.task, found.input)
        return replace(found, shapes=shapes_of(unit, one.id), offered=shapes, seen=seen)
    found = replace(found, answer=answer_of(unit, one.id))
    if at.is_review or at.task.assist is not AssistMode.SUGGEST:
        return found
    suggestions, seen = provenance.offer(unit, at.task.id, one.input, [each.id for each in found.concepts])
    return replace(found, suggestions=suggestions, seen=seen)


def _standing(unit: UnitOfWork, at: Desk, queued: QueuedInput) -> Standing:
    input_ = queued.assignment.input
    is_chosen = at.owner.is_by_input and bool(unit.strips.chosen(at.task.id, [input_], at.actor.user))
    return standing(at, queued, is_chosen=is_chosen)


def _ahead(unit: UnitOfWork, at: Desk, queued: QueuedInput) -> Input | None:
    """Who skips, or submits, gets the next one that waits."""
    waiting = unit.strips.after(at.owner, WAITS, 2)
    following = next((one for one in waiting if one.assignment.input != queued.assignment.input), None)
    if following is None or following.kind is not InputKind.IMAGE:
        return None
    return input_of(unit, following.assignment.input)


def _review(unit: UnitOfWork, at: Desk, queued: QueuedInput) -> EditorReview:
    one, task = queued.assignment, at.task
    history = unit.histories.of_assignment(one.id, list(_TOLD), _MOST_CHANGES)
    approvals = unit.reviews.approvals([one.id]).get(one.id, ())
    names = names_of(unit, task.workspace, {who for who, _, _, _ in history} | set(approvals))
    return EditorReview(
        name_of(unit, task.workspace, one.labeler),
        as_datetime(one.submitted_at or 0),
        tuple(
            Change(as_datetime(when), names[who], f"{_TOLD[action]}: {reason}" if reason else _TOLD[action])
            for who, when, action, reason in history
        ),
        tuple(names[who] for who in approvals),
        _answers(unit, at, queued),
    )


def _answers(unit: UnitOfWork, at: Desk, queued: QueuedInput) -> tuple[OneAnswer, ...]:
    """All to the input that wait for this reviewer, this one first; nothing where it is alone."""
    if not at.task.agreement:
        return ()
    waiting = unit.reviews.siblings(at.task.id, queued.assignment.input, at.actor.user)
    ordered = sorted(waiting, key=lambda one: (one.id != queued.assignment.id, one.id))
    names = names_of(unit, at.task.workspace, (one.labeler for one in ordered))
    is_drawn = at.task.type in DRAWN
    return tuple(
        OneAnswer(
            one.id,
            one.revision,
            names[one.labeler],
            shapes_of(unit, one.id) if is_drawn else (),
            None if is_drawn else answer_of(unit, one.id),
        )
        for one in ordered
    )
