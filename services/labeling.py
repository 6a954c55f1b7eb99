"""What a labeler does: label, tick, submit, skip, flag, undo. Every call answers with the present card."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from domain.accepting import likely
from domain.assignment import Action
from domain.assisting import BY_HAND, accepted
from domain.errors import NotAllowed, NotFound
from domain.model import Actor, AssignmentInTask, LabelsPerInput, Role, Task, TaskStatus
from domain.notices import Flagged
from domain.read_models import CardModel
from services import answers, drawings, giving, moving, offering, provenance
from services.cards import labeling_card
from services.instructing import first
from services.links import PictureLinks
from store.unit_of_work import Store, UnitOfWork

_GONE = "That one is no longer in any queue here. Type `/label` to see what waits for you."
_DRAWN_SINCE = "You have drawn on this one in the editor since. Here it is as it is now."
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
            _find_task(unit, actor, task_id)
            return labeling_card(unit, self._links, task_id, actor.user, touch=False)

        return self._store.read(read)

    def open(self, actor: Actor, task_id: int) -> CardModel:
        """As `card`; who has nothing and opens a window asks for more by that. Who has answered nothing yet reads the
        instructions first.
        """
        card = self.card(actor, task_id)
        card = self.take(actor, task_id).card if card.item is None and card.may_take else card
        is_new = card.item is not None and not card.item.reason and not card.tally.labeled
        if not (is_new and card.task.has_instructions):
            return card
        return replace(card, first=self._store.read(lambda unit: first(unit, self._links, task_id, "label")))

    def take(self, actor: Actor, task_id: int) -> Clicked:
        """Whoever has nothing to label asks for more: released work first, then what nobody had yet."""

        def write(unit: UnitOfWork) -> Clicked:
            task = _find_task(unit, actor, task_id)
            if not unit.people.has_role(task_id, actor.user, Role.LABELER):
                raise NotAllowed("You are not a labeler of this task. Its lead can add you in Edit.")
            note = None
            is_open = task.deleted_at is None and task.status is not TaskStatus.WONT_DO
            has = unit.tallies.of(task_id, actor.user).pending
            if is_open and not has and not giving.give(unit, task_id, actor.user):
                note = "Others were quicker: nothing is left to take right now."
            return Clicked(labeling_card(unit, self._links, task_id, actor.user, touch=True), note)

        return self._store.write(write)

    def label(self, actor: Actor, assignment: int, revision: int, concept: int, seen: int = 0) -> Clicked:
        """One tap: this concept is the answer, the next picture comes."""
        return self.answer(actor, assignment, revision, [concept], seen)

    def answer(
        self, actor: Actor, assignment: int, revision: int, concepts: Sequence[int | None], seen: int = 0
    ) -> Clicked:
        """Submit this answer; `[None]` is "None of these". Raises Invalid where that stands beside concepts.

        `seen`, here and below: of which generation the suggestions were that stood beside the button; 0: none did.
        """

        def work(unit: UnitOfWork, before: AssignmentInTask) -> str | None:
            if before.assignment.revision != revision and unit.annotations.shapes(assignment):
                return _DRAWN_SINCE  # Saved by the editor: the card's other buttons stay good meanwhile.
            return answers.submit(unit, before, concepts, seen)

        return self._click(
            actor,
            assignment,
            revision,
            work,
            is_done=lambda unit, before: answers.is_answered_with(unit, before, concepts),
        )

    def accept_shapes(self, actor: Actor, assignment: int, revision: int, generation: int, count: int) -> Clicked:
        """Submit what is suggested, as it is; `generation`: which suggestions these were, and `count` how many: the
        threshold may be another one since, or a concept be gone.
        """

        def work(unit: UnitOfWork, before: AssignmentInTask) -> str | None:
            task, shown = unit.tasks.find(before.assignment.task), unit.catalog.input(before.assignment.input)
            if unit.annotations.shapes(assignment):
                return _DRAWN_SINCE
            shapes, newest = offering.offered(unit, task, shown) if task and shown else ((), 0)
            if not shapes or (newest, len(shapes)) != (generation, count):
                return "What is suggested has changed since. Here it is as it is now."
            return None if answers.give_shapes(unit, before, shapes) else answers.why_not(unit, before)

        return self._click(actor, assignment, revision, work, is_done=answers.is_answered_with_concepts)

    def submit(self, actor: Actor, assignment: int, revision: int, seen: int = 0) -> Clicked:
        """Submit what is ticked: what is only suggested is not."""

        def work(unit: UnitOfWork, before: AssignmentInTask) -> str | None:
            ticked = [concept for concept, _ in unit.annotations.of(assignment)]
            return (
                answers.submit(unit, before, ticked, seen)
                if ticked
                else "Tick at least one concept, or choose None of these."
            )

        return self._click(actor, assignment, revision, work, is_done=answers.is_answered_with_concepts)

    def tick(self, actor: Actor, assignment: int, revision: int, concept: int, seen: int = 0, *, on: bool) -> Clicked:
        """Choose a concept or take it back, where several are allowed. Nothing is submitted yet."""

        def work(unit: UnitOfWork, before: AssignmentInTask) -> str | None:
            if not answers.are_offered(unit, before, [concept]):
                return answers.why_not(unit, before)
            # Before the change: what nobody has touched yet has nothing to look up.
            sources = provenance.of_ticks(unit, before, [concept], seen) if on else {}
            if not answers.mark(unit, before):
                return answers.why_not(unit, before)
            if on:
                unit.annotations.tick(assignment, concept, sources.get(concept, BY_HAND))
            else:
                unit.annotations.untick(assignment, concept)
            return None

        return self._click(actor, assignment, revision, work)

    def accept(self, actor: Actor, assignment: int, revision: int, seen: int = 0) -> Clicked:
        """Tick all that stood there as likely, where several concepts are allowed. Nothing is submitted yet."""

        def work(unit: UnitOfWork, before: AssignmentInTask) -> str | None:
            suggested = likely(provenance.seen_then(unit, before, seen))
            if before.labels_per_input is not LabelsPerInput.SEVERAL or not suggested:
                return answers.why_not(unit, before)
            ticked = {concept for concept, _ in unit.annotations.of(assignment)}
            if not answers.are_offered(unit, before, [one.concept for one in suggested]) or not answers.mark(
                unit, before
            ):
                return answers.why_not(unit, before)
            for one in suggested:
                if one.concept not in ticked:
                    unit.annotations.tick(assignment, one.concept, accepted(one))
            return None

        return self._click(actor, assignment, revision, work)

    def skip(
        self, actor: Actor, assignment: int, revision: int, concepts: Sequence[int | None] = (), seen: int = 0
    ) -> Clicked:
        """To the end of this person's queue. `concepts` are ticked when it comes again; none: those that are now."""

        def work(unit: UnitOfWork, before: AssignmentInTask) -> str | None:
            values = {"is_skipped": True, "position": unit.now}
            if (refused := answers.refusal(unit, before, concepts)) is not None:
                return refused
            sources = provenance.of_ticks(unit, before, concepts, seen) if concepts else None
            skipped = moving.apply(
                unit, before, Action.SKIP, actor.user, values=values, answer=concepts or None, sources=sources
            )
            return None if skipped else answers.why_not(unit, before)

        return self._click(actor, assignment, revision, work, is_done=lambda _, before: before.assignment.is_skipped)

    def flag(self, actor: Actor, assignment: int, revision: int, *, on: bool) -> Clicked:
        """Mark for the leads: something is wrong with this picture."""

        def work(unit: UnitOfWork, before: AssignmentInTask) -> str | None:
            if before.assignment.is_flagged == on:
                return None
            return None if set_flag(unit, before, on=on) else answers.why_not(unit, before)

        return self._click(actor, assignment, revision, work)

    def undo(self, actor: Actor, assignment: int, revision: int) -> Clicked:
        """Take the last answer back: the picture is in front again, with its answer ticked."""

        def work(unit: UnitOfWork, before: AssignmentInTask) -> str | None:
            return None if take_back(unit, before) else answers.why_not(unit, before)

        return self._click(actor, assignment, revision, work)

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
            elif before.is_deleted or before.is_closed:
                note = f"The task “{before.task_name}” was {'deleted' if before.is_deleted else 'closed early'}."
            elif before.labeler_left:
                note = _not_yours(unit, before, actor)
            elif not before.assignment.takes(revision):
                note = None if is_done(unit, before) else answers.why_not(unit, before)
            else:
                note = work(unit, before)
            card = labeling_card(unit, self._links, before.assignment.task, actor.user, touch=True)
            drawings.look_ahead(unit, self._links, card.task, actor.user)
            return Clicked(card, note)

        return self._store.write(write)


def _find_task(unit: UnitOfWork, actor: Actor, task_id: int) -> Task:
    task = unit.tasks.find(task_id)
    if task is None or task.workspace != actor.workspace:
        raise NotFound("That task is gone. Type `/label` to see what waits for you.")
    return task


def take_back(unit: UnitOfWork, before: AssignmentInTask, *, is_prefilled: bool = False) -> bool:
    """The answer, by who gave it. False: it can't be any more. `is_prefilled`: to be changed, and not to be rid of."""
    values = {"position": _FIRST * unit.now, "submitted_at": None, "is_skipped": False}
    if not moving.apply(unit, before, Action.UNDO, before.assignment.labeler, values=values):
        return False
    moving.reopen(unit, before.assignment.task)
    answers.take_from_reviewer(unit, before)
    provenance.take_back(unit, before, is_prefilled=is_prefilled)
    return True


def set_flag(unit: UnitOfWork, before: AssignmentInTask, *, on: bool) -> bool:
    """By its labeler. False: it is answered by now."""
    labeler = before.assignment.labeler
    action = Action.FLAG if on else Action.UNFLAG
    if not moving.apply(unit, before, action, labeler, values={"is_flagged": on}):
        return False
    if on:
        _tell_leads(unit, before, Actor(before.workspace, labeler))
    return True


def _tell_leads(unit: UnitOfWork, before: AssignmentInTask, actor: Actor) -> None:
    assignment = before.assignment
    name = unit.queue.with_picture(assignment.id).input_name
    notice = Flagged(assignment.task, name, actor.user, assignment.input)
    for lead in unit.people.of_task(assignment.task, Role.LEAD):
        if lead != actor.user:
            key = f"flagged:{assignment.id}:{lead}"
            unit.outbox.put(Actor(actor.workspace, lead), notice, key=key)
            unit.topics.add("notices")


def _not_yours(unit: UnitOfWork, before: AssignmentInTask, actor: Actor) -> str:
    if unit.people.has_role(before.assignment.task, actor.user, Role.LABELER):
        return "That one was given to somebody else. Here is your queue as it is now."
    return f"You are not a labeler of “{before.task_name}” any more, so nothing was changed."
