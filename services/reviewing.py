"""What a reviewer does: take a batch, approve, request changes, reject."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from domain.assignment import REASON_NEEDED, Action
from domain.errors import Invalid, NotAllowed
from domain.model import Actor, AssignmentInTask, TaskStatus
from domain.naming import mention
from domain.notices import ApproveAllAsked
from domain.read_models import EditAnswerModel, ReasonModel, ReviewModel
from services import batches, deciding, drawings, leftovers, refusing
from services.cards import answer_to_edit, review_card
from services.instructing import first
from services.links import PictureLinks
from store.unit_of_work import Store, UnitOfWork

LONGEST_REASON = 1000
_NOT_READ = "Nobody reads a reason with Approve. Choose Request changes or Reject, or empty this field to approve."


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The card as it is now, and a word to the person where the click did not do what it said."""

    card: ReviewModel
    note: str | None = None


class Reviewing:
    def __init__(self, store: Store, links: PictureLinks) -> None:
        self._store = store
        self._links = links

    def card(self, actor: Actor, task_id: int) -> ReviewModel:
        def read(unit: UnitOfWork) -> ReviewModel:
            deciding.find_task(unit, actor, task_id)
            return review_card(unit, self._links, task_id, actor.user, touch=False)

        return self._store.read(read)

    def take(self, actor: Actor, task_id: int) -> ReviewModel:
        """Whoever asks for work need not wait for a batch to fill: what waits is dealt out now. Who has decided nothing
        yet reads the instructions first.
        """

        def write(unit: UnitOfWork) -> ReviewModel:
            task = deciding.find_task(unit, actor, task_id)
            if not batches.may_review(unit, task, actor.user):
                raise NotAllowed("You are not a reviewer of this task. Its lead can add you in Edit.")
            if task.deleted_at is None and task.status is not TaskStatus.WONT_DO:
                batches.deal(unit, task, quiet=actor.user)
            model = review_card(unit, self._links, task_id, actor.user, touch=True)
            is_new = model.item is not None and not model.reviewed and model.task.has_instructions
            return replace(model, first=first(unit, self._links, task_id, "review")) if is_new else model

        return self._store.write(write)

    def approve(self, actor: Actor, assignment: int, revision: int, *, reason: str = "") -> Reviewed:
        """Raises Invalid where there is a `reason`: nobody would read it."""
        return self._decide(actor, assignment, revision, Action.APPROVE, reason)

    def request_changes(self, actor: Actor, assignment: int, revision: int, reason: str) -> Reviewed:
        """Back to the front of the same labeler's queue, with the reason and the old answer."""
        return self._decide(actor, assignment, revision, Action.REQUEST_CHANGES, reason)

    def reject(self, actor: Actor, assignment: int, revision: int, reason: str) -> Reviewed:
        return self._decide(actor, assignment, revision, Action.REJECT, reason)

    def edit_and_approve(
        self, actor: Actor, assignment: int, revision: int, concepts: Sequence[int | None]
    ) -> Reviewed:
        """The reviewer's concepts replace the answer, and it is approved. Raises Invalid for what is no answer."""
        if not concepts:
            raise Invalid({"answer": "Choose a concept or “None of these”."})

        def work(unit: UnitOfWork, before: AssignmentInTask) -> str | None:
            return deciding.edit_and_approve(unit, before, actor, concepts)

        return self._change(actor, assignment, revision, work)

    def ask_edit(self, actor: Actor, assignment: int, revision: int) -> EditAnswerModel | Reviewed:
        """What the window shows in which a reviewer changes an answer; or the card as it is now."""

        def write(unit: UnitOfWork) -> EditAnswerModel | Reviewed:
            before = deciding.find(unit, actor, assignment)
            note = refusing.why_not(unit, before, actor, revision)
            if note is not None:
                return Reviewed(review_card(unit, self._links, before.assignment.task, actor.user, touch=True), note)
            return answer_to_edit(unit, self._links, before.assignment)

        return self._store.write(write)

    def ask_approve_all(self, actor: Actor, task_id: int, labeler: str, until: int, most: int) -> Reviewed | None:
        """Everything of this labeler that waits for this reviewer and was submitted up to `until` (µs). It is done when
        the notice that this leaves is delivered: then many rows keep no click waiting, and a crash loses none.

        `most`: how many the reviewer was asked about. Returns None, or why there is nothing to do.
        """

        def write(unit: UnitOfWork) -> Reviewed | None:
            task = deciding.find_task(unit, actor, task_id)
            waiting = unit.reviews.count_of(task_id, actor.user, labeler, until)
            if task.deleted_at is not None:
                note = f"The task “{task.name}” was deleted."
            elif not waiting:
                note = f"Of those answers of {mention(labeler)}, none waits for you any more."
            elif waiting > most:
                note = (
                    f"{waiting:,} answers of {mention(labeler)} wait for you by now. None was approved: look once more."
                )
            else:
                deciding.leave_once(unit, actor, ApproveAllAsked(task_id, labeler, until, unit.now))
                return None
            return Reviewed(review_card(unit, self._links, task_id, actor.user, touch=True), note)

        return self._store.write(write)

    def approve_all(self, actor: Actor, asked: ApproveAllAsked) -> int:
        """In pieces that leave room for clicks. Returns how many of them this reviewer has approved since it was
        asked: the same when it is done once more.
        """
        while self._store.write(partial(deciding.approve_some, actor=actor, asked=asked)) == deciding.AT_ONCE:
            pass
        which = (asked.task, actor.user, asked.labeler, asked.until, asked.since)
        return self._store.read(lambda unit: unit.reviews.count_approved(*which))

    def ask_reason(self, actor: Actor, assignment: int, revision: int, *, is_reject: bool) -> ReasonModel | Reviewed:
        """What the window that asks for the reason shows; or the card as it is now, where no reason would help."""

        def write(unit: UnitOfWork) -> ReasonModel | Reviewed:
            before = deciding.find(unit, actor, assignment)
            note = refusing.why_not(unit, before, actor, revision)
            if note is None and not is_reject:
                note = leftovers.nobody_to_ask(unit, before)
            if note is not None:
                return Reviewed(review_card(unit, self._links, before.assignment.task, actor.user, touch=True), note)
            answers = unit.annotations.words(assignment)
            return ReasonModel(assignment, revision, is_reject, before.assignment.labeler, answers)

        return self._store.write(write)

    def deal_batches(self) -> int | None:
        """Deal out what is due. Returns when the next batch is due by its age (µs), or None."""
        tasks = self._store.read(lambda unit: unit.reviews.tasks_with_unassigned())
        due = [self._deal(task) for task in tasks]
        return min((at for at in due if at is not None), default=None)

    def _deal(self, task: int) -> int | None:
        """In pieces that leave room for clicks."""
        while (at := self._store.write(partial(batches.deal_if_due, task_id=task))) == batches.MORE:
            pass
        return at

    def _decide(self, actor: Actor, assignment: int, revision: int, action: Action, reason: str) -> Reviewed:
        said = reason.strip()
        if action in REASON_NEEDED and not said:
            what = "why it is rejected" if action is Action.REJECT else "what should be different"
            raise Invalid({"reason": f"Say {what}: the labeler will read it."})
        if action not in REASON_NEEDED and said:
            raise Invalid({"reason": _NOT_READ})
        if len(said) > LONGEST_REASON:
            raise Invalid({"reason": f"A reason can have at most {LONGEST_REASON} characters; this has {len(said)}."})

        def work(unit: UnitOfWork, before: AssignmentInTask) -> str | None:
            if action is Action.REQUEST_CHANGES and (refused := leftovers.nobody_to_ask(unit, before)):
                return refused
            return None if deciding.decide(unit, before, action, actor, said) else refusing.present_state(unit, before)

        return self._change(actor, assignment, revision, work)

    def _change(
        self, actor: Actor, assignment: int, revision: int, work: Callable[[UnitOfWork, AssignmentInTask], str | None]
    ) -> Reviewed:
        """Do `work` if the answer still waits for this person and is what their button was drawn for."""

        def write(unit: UnitOfWork) -> Reviewed:
            before = deciding.find(unit, actor, assignment)
            task = before.assignment.task
            note = refusing.why_not(unit, before, actor, revision)
            if note is None:
                note = work(unit, before)
            card = review_card(unit, self._links, task, actor.user, touch=True)
            drawings.look_ahead(unit, self._links, card.task, actor.user)
            return Reviewed(card, note)

        return self._store.write(write)
