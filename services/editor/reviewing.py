"""What a reviewer does in the editor. Whatever is decided answers with what waits next."""

from collections.abc import Callable, Sequence

from domain.assignment import Action
from domain.errors import Invalid, NotFound
from domain.model import Actor, AssignmentInTask, AssignmentStatus
from domain.read_models import EditorItem, EditorOutcome, EditorQueue
from domain.shape_sources import with_sources
from domain.shapes import Shape, refuse_unfinished
from domain.standing import of_reviewer, waits_for
from services import answers, batches, deciding, leftovers
from services.editor import conflicts
from services.editor.given import shapes_from, still_offered
from services.editor.items import input_of, item
from services.editor.labeling import follow, is_same, outcome
from services.editor.people import name_of
from services.editor.strip import Asked, Desk, desk, next_of, queue
from services.editor.ticks import Given, read_concepts
from services.keeping_shapes import shapes_of
from services.links import PictureLinks
from services.offering import offered
from services.reviewing import LONGEST_REASON
from store.cards import REVIEW
from store.unit_of_work import Store, UnitOfWork

_GONE = "That answer is not yours to review (any more)."
_LATE = (
    "You have approved this already, without these changes of yours, so they did not go along. They are kept in this "
    "browser; a lead can reopen the answer."
)


class EditorReviewing:
    def __init__(self, store: Store, links: PictureLinks) -> None:
        self._store = store
        self._links = links

    def queue(self, actor: Actor, task_id: int, asked: Asked) -> EditorQueue:
        """Whoever looks for work need not wait for a batch to fill: what waits is dealt out now."""

        def read(unit: UnitOfWork) -> EditorQueue:
            return queue(unit, self._links, desk(unit, actor, task_id, is_review=True), asked)

        found = self._store.read(read)
        if found.at is None and found.progress.more_expected and not found.progress.is_closed:
            self._store.write(lambda unit: _deal(unit, actor, task_id))
            return self._store.read(read)
        return found

    def item(self, actor: Actor, task_id: int, assignment: int) -> EditorItem:
        def read(unit: UnitOfWork) -> EditorItem:
            at, _ = _find(unit, actor, task_id, assignment)
            return item(unit, self._links, at, unit.queue.with_picture(assignment))

        return self._store.read(read)

    def approve(self, actor: Actor, task_id: int, assignment: int, revision: int, given: Given = None) -> EditorOutcome:
        """`given`: the reviewer's shapes, or concepts, in the place of the labeler's; None: they changed nothing."""
        which = (actor, task_id, assignment)
        drawn = None if given is None else shapes_from(self._store, lambda unit: _find(unit, *which), given)

        def work(unit: UnitOfWork, at: Desk, before: AssignmentInTask) -> bool:
            if _is_decided(unit, before, actor, Action.APPROVE):
                _refuse_late_changes(unit, at, before, given, drawn)
                return True
            _check(unit, before, actor, revision)
            if given is None:
                return deciding.decide(unit, before, Action.APPROVE, actor, "")
            if drawn is None:
                return _edit_concepts(unit, at, before, given)
            return _edit(unit, at, before, drawn)

        return self._decide(actor, task_id, assignment, work)

    def request_changes(self, actor: Actor, task_id: int, assignment: int, revision: int, reason: str) -> EditorOutcome:
        """Back to the front of the same labeler's queue, with the reason and the answer as it was."""
        return self._refuse(actor, (task_id, assignment, revision), Action.REQUEST_CHANGES, reason)

    def reject(self, actor: Actor, task_id: int, assignment: int, revision: int, reason: str) -> EditorOutcome:
        return self._refuse(actor, (task_id, assignment, revision), Action.REJECT, reason)

    def _refuse(self, actor: Actor, what: tuple[int, int, int], action: Action, reason: str) -> EditorOutcome:
        task_id, assignment, revision = what
        said = _reason(reason)

        def work(unit: UnitOfWork, _: Desk, before: AssignmentInTask) -> bool:
            if _is_decided(unit, before, actor, action, said):
                return True
            _check(unit, before, actor, revision)
            if action is Action.REQUEST_CHANGES and (refused := leftovers.nobody_to_ask(unit, before)):
                raise Invalid({"reason": refused})
            return deciding.decide(unit, before, action, actor, said)

        return self._decide(actor, task_id, assignment, work)

    def _decide(
        self,
        actor: Actor,
        task_id: int,
        assignment: int,
        work: Callable[[UnitOfWork, Desk, AssignmentInTask], bool],
    ) -> EditorOutcome:
        def write(unit: UnitOfWork) -> EditorOutcome:
            at, before = _find(unit, actor, task_id, assignment)
            if not work(unit, at, before):
                now = unit.queue.find(assignment) or before
                raise conflicts.reviewers(unit, now, of_reviewer(now.assignment, actor.user))
            unit.topics.add(f"pictures:{task_id}:{actor.user}")
            following = next_of(unit, at)
            follow(unit, at, following, REVIEW)
            return outcome(unit, self._links, at, unit.queue.with_picture(assignment), following)

        return self._store.write(write)


def _find(unit: UnitOfWork, actor: Actor, task_id: int, assignment: int) -> tuple[Desk, AssignmentInTask]:
    at = desk(unit, actor, task_id, is_review=True)
    found = unit.queue.find(assignment)
    if found is None or found.assignment.task != task_id or not unit.strips.has_reviewed(assignment, actor.user):
        raise NotFound(_GONE)
    if found.assignment.status is AssignmentStatus.EXCLUDED:
        raise NotFound("A lead has taken that one out of the task, so nothing is to be decided.")
    return at, found


def _deal(unit: UnitOfWork, actor: Actor, task_id: int) -> None:
    at = desk(unit, actor, task_id, is_review=True)
    if batches.may_review(unit, at.task, actor.user):
        batches.deal(unit, at.task, quiet=actor.user)
        unit.cards.touch(actor.workspace, task_id, actor.user, REVIEW)


def _check(unit: UnitOfWork, before: AssignmentInTask, actor: Actor, revision: int) -> None:
    """That it waits for this person, and is what they looked at."""
    now = before.assignment
    if before.is_closed or not waits_for(now, actor.user):
        raise conflicts.reviewers(unit, before, of_reviewer(now, actor.user))
    if now.revision != revision:
        labeler = name_of(unit, before.workspace, now.labeler)
        raise conflicts.changed(unit, now, f"{labeler} has changed this answer since you opened it.", labeler)


def _is_decided(unit: UnitOfWork, before: AssignmentInTask, actor: Actor, action: Action, reason: str = "") -> bool:
    """By this person, in this way: the same came before, and its answer was lost on the way."""
    now = before.assignment
    if action is Action.REQUEST_CHANGES:
        asked = (now.status, now.reason, now.reason_by)
        return asked == (AssignmentStatus.PENDING, reason, actor.user)
    if waits_for(now, actor.user):
        return False
    if action is Action.REJECT:
        return (now.status, now.reviewed_by) == (AssignmentStatus.REJECTED, actor.user)
    is_last = (now.status, now.reviewed_by) == (AssignmentStatus.SUCCESS, actor.user)
    return is_last or actor.user in unit.reviews.approvals([now.id]).get(now.id, ())


def _refuse_late_changes(
    unit: UnitOfWork, at: Desk, before: AssignmentInTask, given: Given, drawn: Sequence[Shape] | None
) -> None:
    """Who has approved it on the card in Slack meanwhile, and changes it here, is told that this did not go along."""
    if given is None:
        return
    if drawn is None:
        is_as_sent = answers.is_answered_with(unit, before, read_concepts(unit, at, given) or [None])
    else:
        is_as_sent = is_same(drawn, shapes_of(unit, before.assignment.id))
    if not is_as_sent:
        raise conflicts.Over(_LATE, of_reviewer(before.assignment, at.actor.user))


def _edit_concepts(unit: UnitOfWork, at: Desk, before: AssignmentInTask, given: Given) -> bool:
    concepts: list[int | None] = list(read_concepts(unit, at, given)) or [None]
    if answers.is_answered_with(unit, before, concepts):
        return deciding.decide(unit, before, Action.APPROVE, at.actor, "")
    return deciding.edit_and_approve(unit, before, at.actor, concepts) is None


def _edit(unit: UnitOfWork, at: Desk, before: AssignmentInTask, drawn: tuple[Shape, ...]) -> bool:
    unit.apart(("finished", drawn), lambda: refuse_unfinished(drawn))
    one, kept = before.assignment, shapes_of(unit, before.assignment.id)
    if is_same(drawn, kept):
        return deciding.decide(unit, before, Action.APPROVE, at.actor, "")
    shapes = still_offered(unit, before, drawn)
    sourced = with_sources(shapes, kept, offered(unit, at.task, input_of(unit, one.input))[0])
    concepts: list[int | None] = list(dict.fromkeys(each.concept for each in shapes))
    return deciding.edit_and_approve(unit, before, at.actor, concepts or [None], sourced) is None


def _reason(given: str) -> str:
    said = given.strip()
    if not said:
        raise Invalid({"reason": "Say why: the labeler will read it."})
    if len(said) > LONGEST_REASON:
        raise Invalid({"reason": f"A reason can have at most {LONGEST_REASON:,} characters; this has {len(said):,}."})
    return said
