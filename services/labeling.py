"""What a labeler does: label, tick, submit, skip, flag, undo. Every call answers with the present card."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.assignment import Action
from domain.clock import MINUTE
from domain.errors import Invalid, NotFound
from domain.model import Actor, AssignmentInTask, AssignmentStatus, LabelsPerInput, Role
from domain.notices import Flagged
from domain.read_models import CardModel, InstructionsModel
from services import batches, moving
from services.cards import labeling_card
from services.links import PictureLinks
from store.cards import REVIEW
from store.unit_of_work import Store, UnitOfWork

_GONE = "That one is no longer in any queue here. Type `/label` to see what waits for you."
_NONE_ALONE = "“None of these” goes alone. Take it away, or take the concepts away."
_SECOND_THOUGHTS = MINUTE
"""Who takes an answer back mostly gives another one soon: as long, the reviewer's card keeps still."""
_FIRST = -1
"""Times this, the present moment is a position before every other: the latest one is the very first."""


@dataclass(frozen=True, slots=True)
class Clicked:
    """The card as it is now, and a word to the person where the click did not do what it said."""

    card: CardModel
    note: str | None = None


class Labeling:
    def __init__(self, store: Store, links: PictureLinks) -> None:
        self._store = store
        self._links = links

    def card(self, actor: Actor, task_id: int) -> CardModel:
        """Raises NotFound where this person has nothing to do with the task."""

        def read(unit: UnitOfWork) -> CardModel:
            task = unit.tasks.find(task_id)
            if task is None or task.workspace != actor.workspace:
                raise NotFound("That task is gone. Type `/label` to see what waits for you.")
            return labeling_card(unit, self._links, task_id, actor.user, touch=False)

        return self._store.read(read)

    def label(self, actor: Actor, assignment: int, revision: int, concept: int) -> Clicked:
        """One tap: this concept is the answer, the next picture comes."""
        return self.answer(actor, assignment, revision, [concept])

    def answer(self, actor: Actor, assignment: int, revision: int, concepts: Sequence[int | None]) -> Clicked:
        """Submit this answer; `[None]` is "None of these". Raises Invalid where that stands beside concepts."""

        def work(unit: UnitOfWork, before: AssignmentInTask) -> str | None:
            return _submit(unit, before, concepts)

        return self._click(
            actor, assignment, revision, work, is_done=lambda unit, before: _is_answered_with(unit, before, concepts)
        )

    def submit(self, actor: Actor, assignment: int, revision: int) -> Clicked:
        """Submit what is ticked."""

        def work(unit: UnitOfWork, before: AssignmentInTask) -> str | None:
            ticked = [concept for concept, _ in unit.annotations.of(assignment)]
            return _submit(unit, before, ticked) if ticked else "Tick at least one concept, or choose None of these."

        return self._click(actor, assignment, revision, work, is_done=_is_answered_with_concepts)

    def tick(self, actor: Actor, assignment: int, revision: int, concept: int, *, on: bool) -> Clicked:
        """Choose a concept or take it back, where several are allowed. Nothing is submitted yet."""

        def work(unit: UnitOfWork, before: AssignmentInTask) -> str | None:
            if before.assignment.status is not AssignmentStatus.PENDING or not _offered(unit, before, [concept]):
                return _why_not(unit, before)
            if not unit.queue.change(before.assignment, is_mark=True):
                return _why_not(unit, before)
            if on:
                unit.annotations.tick(assignment, concept)
            else:
                unit.annotations.untick(assignment, concept)
            return None

        return self._click(actor, assignment, revision, work)

    def skip(self, actor: Actor, assignment: int, revision: int, *, concepts: Sequence[int | None] = ()) -> Clicked:
        """To the end of this person's queue. `concepts` are ticked when it comes again; none: those that are now."""

        def work(unit: UnitOfWork, before: AssignmentInTask) -> str | None:
            values = {"is_skipped": True, "position": unit.now}
            if (refused := _refusal(unit, before, concepts)) is not None:
                return refused
            skipped = moving.apply(unit, before, Action.SKIP, actor.user, values=values, answer=concepts or None)
            return None if skipped else _why_not(unit, before)

        return self._click(actor, assignment, revision, work, is_done=lambda _, before: before.assignment.is_skipped)

    def flag(self, actor: Actor, assignment: int, revision: int, *, on: bool) -> Clicked:
        """Mark for the leads: something is wrong with this picture."""

        def work(unit: UnitOfWork, before: AssignmentInTask) -> str | None:
            if before.assignment.is_flagged == on:
                return None
            action = Action.FLAG if on else Action.UNFLAG
            if not moving.apply(unit, before, action, actor.user, values={"is_flagged": on}):
                return _why_not(unit, before)
            if on:
                _tell_leads(unit, before, actor)
            return None

        return self._click(actor, assignment, revision, work)

    def undo(self, actor: Actor, assignment: int, revision: int) -> Clicked:
        """Take the last answer back: the picture is in front again, with its answer ticked."""

        def work(unit: UnitOfWork, before: AssignmentInTask) -> str | None:
            values = {"position": _FIRST * unit.now, "submitted_at": None, "is_skipped": False}
            if not moving.apply(unit, before, Action.UNDO, actor.user, values=values):
                return _why_not(unit, before)
            moving.reopen(unit, before.assignment.task)
            _take_from_reviewer(unit, before)
            return None

        return self._click(actor, assignment, revision, work)

    def instructions(self, actor: Actor, task_id: int) -> InstructionsModel:
        task = self._store.read(lambda unit: unit.tasks.find(task_id))
        if task is None or task.workspace != actor.workspace:
            raise NotFound("That task is gone.")
        return InstructionsModel(task.name, task.instructions)

    def _click(
        self,
        actor: Actor,
        assignment: int,
        revision: int,
        work: Callable[[UnitOfWork, AssignmentInTask], str | None],
        is_done: Callable[[UnitOfWork, AssignmentInTask], bool] = lambda _unit, _before: False,
    ) -> Clicked:
        """Do `work` if the assignment still takes the button and is this person's. Where the button is older,
        say why nothing happened, unless what it asked for `is_done`: the click came twice.
        """

        def write(unit: UnitOfWork) -> Clicked:
            before = unit.queue.find(assignment)
            if before is None or before.workspace != actor.workspace:
                raise NotFound(_GONE)
            if before.assignment.labeler != actor.user:
                note: str | None = _not_yours(unit, before, actor)
            elif before.is_deleted:
                note = f"The task “{before.task_name}” was deleted."
            elif before.labeler_left:
                note = _not_yours(unit, before, actor)
            elif not before.assignment.takes(revision):
                note = None if is_done(unit, before) else _why_not(unit, before)
            else:
                note = work(unit, before)
            unit.topics.add(f"pictures:{before.assignment.task}:{actor.user}")
            return Clicked(labeling_card(unit, self._links, before.assignment.task, actor.user, touch=True), note)

        return self._store.write(write)


def _submit(unit: UnitOfWork, before: AssignmentInTask, concepts: Sequence[int | None]) -> str | None:
    assignment = before.assignment
    if (refused := _refusal(unit, before, concepts)) is not None:
        return refused
    action = Action.SUBMIT_FOR_REVIEW if before.has_review else Action.SUBMIT
    values = {"submitted_at": unit.now, "is_skipped": False}
    if not moving.apply(unit, before, action, assignment.labeler, values=values, answer=concepts):
        return _why_not(unit, before)
    if before.has_review:
        _hand_to_reviewers(unit, before)
    elif not unit.queue.tally(assignment.task, assignment.labeler).pending:
        moving.finish_if_done(unit, before.workspace, assignment.task)
    return None


def _refusal(unit: UnitOfWork, before: AssignmentInTask, concepts: Sequence[int | None]) -> str | None:
    """Why these together are no answer in this task. Raises Invalid where that can be mended in the window."""
    if None in concepts and len(concepts) > 1:
        raise Invalid({"answer": _NONE_ALONE})
    if before.labels_per_input is LabelsPerInput.ONE and len(concepts) > 1:
        return "This task takes one concept per input."
    if not _offered(unit, before, concepts):
        return "That concept is no longer part of this task. Choose another one."
    return None


def _hand_to_reviewers(unit: UnitOfWork, before: AssignmentInTask) -> None:
    """Who asked for changes gets the answer back; all others wait to be dealt in batches."""
    task, reviewer = before.assignment.task, before.assignment.reviewer
    # Also where it has its reviewer: it may be the last one that the others waited for.
    unit.topics.add("reviews")
    if reviewer is not None:
        others = sum(unit.reviews.count_waiting(task, reviewer).values()) > 1
        had = others or unit.cards.is_resting(task, reviewer, REVIEW)
        batches.call(unit, Actor(before.workspace, reviewer), task, had=had)


def _take_from_reviewer(unit: UnitOfWork, before: AssignmentInTask) -> None:
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


def _offered(unit: UnitOfWork, before: AssignmentInTask, concepts: Sequence[int | None]) -> bool:
    asked = {one for one in concepts if one is not None}
    return not asked or asked <= {one.id for one in unit.tasks.concepts(before.assignment.task)}


def _is_answered_with(unit: UnitOfWork, before: AssignmentInTask, concepts: Sequence[int | None]) -> bool:
    return {concept for concept, _ in unit.annotations.of(before.assignment.id)} == set(concepts)


def _is_answered_with_concepts(unit: UnitOfWork, before: AssignmentInTask) -> bool:
    """As by pressing Submit. Which concepts they are, the ticks said, and not the button."""
    is_open = before.assignment.submitted_at is not None and not before.assignment.is_reviewed
    return is_open and None not in {concept for concept, _ in unit.annotations.of(before.assignment.id)}


def _tell_leads(unit: UnitOfWork, before: AssignmentInTask, actor: Actor) -> None:
    assignment = before.assignment
    name = unit.queue.with_picture(assignment.id).input_name
    for lead in unit.people.of_task(assignment.task, Role.LEAD):
        if lead != actor.user:
            key = f"flagged:{assignment.id}:{lead}"
            unit.outbox.put(Actor(actor.workspace, lead), Flagged(assignment.task, name, actor.user), key=key)
            unit.topics.add("notices")


def _not_yours(unit: UnitOfWork, before: AssignmentInTask, actor: Actor) -> str:
    if unit.people.has_role(before.assignment.task, actor.user, Role.LABELER):
        return "That one was given to somebody else. Here is your queue as it is now."
    return f"You are not a labeler of “{before.task_name}” any more, so nothing was changed."


def _why_not(unit: UnitOfWork, before: AssignmentInTask) -> str | None:
    """What became of an assignment whose button is too old. Silence where the card itself says it."""
    now = unit.queue.find(before.assignment.id) or before
    assignment = now.assignment
    if assignment.is_reviewed and assignment.status is not AssignmentStatus.PENDING:
        return f"That answer was {moving.in_words(assignment.status)} already by <@{assignment.reviewed_by}>."
    if assignment.status is AssignmentStatus.PENDING:
        return "You had skipped that one: it comes again at the end of your queue." if assignment.is_skipped else None
    answer = ", ".join(name for _, name in unit.annotations.of(assignment.id))
    return f"You had answered that one already: “{answer}”. Undo takes an answer back."
