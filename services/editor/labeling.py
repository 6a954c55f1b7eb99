"""What a labeler does in the editor. Whatever is decided answers with what is to be done next."""

from collections.abc import Callable, Sequence

from domain.assignment import Action
from domain.errors import Invalid
from domain.model import Actor, AnnotationStatus, AssignmentInTask, AssignmentStatus, QueuedInput, Role
from domain.read_models import EditorItem, EditorOutcome, EditorQueue
from domain.shape_sources import taken, with_sources
from domain.shapes import DRAWN, FIELD, Shape
from services import answers, giving, labeling, moving, provenance
from services.editor import ticks
from services.editor.given import shapes_from, still_offered
from services.editor.items import input_of, item
from services.editor.open_items import check, find, over, too_late
from services.editor.strip import Asked, Desk, desk, next_of, progress, queue, strip_rows
from services.editor.ticks import Given
from services.keeping_shapes import keep, shapes_of
from services.links import PictureLinks
from services.offering import ever_offered
from store.cards import LABEL
from store.unit_of_work import Store, UnitOfWork

_NOTHING = "Nothing is drawn. Draw a shape first, or choose “Nothing here”."
_AT_REST = 15_000_000
"""Microseconds: as long, the card in Slack waits for what is drawn next, before it shows what was drawn so far."""


class EditorLabeling:
    def __init__(self, store: Store, links: PictureLinks) -> None:
        self._store = store
        self._links = links

    def name(self, actor: Actor, task_id: int) -> str:
        """The task's. Raises NotFound for whoever has no part in it."""
        return self._store.read(lambda unit: desk(unit, actor, task_id, is_review=False).task.name)

    def queue(self, actor: Actor, task_id: int, asked: Asked) -> EditorQueue:
        """Who has nothing and could have more is given more by that."""

        def read(unit: UnitOfWork) -> EditorQueue:
            return queue(unit, self._links, desk(unit, actor, task_id, is_review=False), asked)

        found = self._store.read(read)
        if found.at is None and found.progress.may_take and self._store.write(lambda unit: _take(unit, actor, task_id)):
            return self._store.read(read)
        return found

    def item(self, actor: Actor, task_id: int, assignment: int) -> EditorItem:
        def read(unit: UnitOfWork) -> EditorItem:
            at, _ = find(unit, actor, task_id, assignment)
            return item(unit, self._links, at, unit.queue.with_picture(assignment))

        return self._store.read(read)

    def put(self, actor: Actor, task_id: int, assignment: int, revision: int, given: Given) -> int:
        """What is drawn so far, in the place of what was. Returns the revision that it has now."""
        drawn = self._drawn((actor, task_id, assignment), given)

        def write(unit: UnitOfWork) -> int:
            at, before = find(unit, actor, task_id, assignment)
            shapes, kept = still_offered(unit, before, drawn), shapes_of(unit, assignment)
            if is_same(shapes, kept):
                return before.assignment.revision
            check(unit, at, before, revision)
            if not answers.mark(unit, before):
                raise too_late(unit, at, assignment)
            pending, is_first = AnnotationStatus.PENDING, not before.assignment.revision
            sourced = _sourced(unit, at, before, shapes, kept)
            keep(unit, assignment, sourced, pending, is_first=is_first)
            unit.cards.touch(before.workspace, task_id, actor.user, LABEL, rest=_AT_REST)
            return before.assignment.revision + 1

        return self._store.write(write)

    def put_concepts(self, actor: Actor, task_id: int, assignment: int, revision: int, given: Given) -> int:
        """What is ticked so far, in the place of what was. Returns the revision that it has now."""

        def write(unit: UnitOfWork) -> int:
            at, before = find(unit, actor, task_id, assignment)
            concepts = ticks.read(unit, at, before, given)
            if answers.is_answered_with(unit, before, concepts):
                return before.assignment.revision
            check(unit, at, before, revision)
            sources = provenance.of_ticks(unit, before, concepts, ticks.generation(unit, at, before))
            if not answers.mark(unit, before):
                raise too_late(unit, at, assignment)
            pending, is_first = AnnotationStatus.PENDING, not before.assignment.revision
            unit.annotations.replace(assignment, concepts, pending, is_first=is_first, sources=sources)
            unit.cards.touch(before.workspace, task_id, actor.user, LABEL, rest=_AT_REST)
            return before.assignment.revision + 1

        return self._store.write(write)

    def submit(
        self, actor: Actor, task_id: int, assignment: int, revision: int, given: Given, *, seen: int | None = None
    ) -> EditorOutcome:
        """Shapes, or in classification concepts. `seen`, here and below: of which generation the suggestions on the
        page were; 0: there were none; None: it doesn't say, and they are as they are now.
        """
        drawn = self._drawn((actor, task_id, assignment), given, is_finished=True)

        def work(unit: UnitOfWork, at: Desk, before: AssignmentInTask) -> bool:
            if drawn is None:
                return ticks.submit(unit, at, before, revision, given, seen=seen)
            shapes, kept = still_offered(unit, before, drawn), shapes_of(unit, assignment)
            if not shapes:
                raise Invalid({FIELD: _NOTHING})
            is_kept = is_same(shapes, kept)
            if is_kept and before.assignment.submitted_at is not None:
                return True  # The same came before, and its answer was lost on the way.
            check(unit, at, before, before.assignment.revision if is_kept else revision)
            sourced = taken(_sourced(unit, at, before, shapes, kept))
            return answers.give_shapes(unit, before, sourced, seen=seen)

        return self._decide(actor, task_id, assignment, work)

    def none(
        self, actor: Actor, task_id: int, assignment: int, revision: int, *, seen: int | None = None
    ) -> EditorOutcome:
        """Nothing is there to draw, or none of the concepts fits."""

        def work(unit: UnitOfWork, at: Desk, before: AssignmentInTask) -> bool:
            given = unit.annotations.of_all([assignment])[assignment]
            if before.assignment.submitted_at is not None and given == {None}:
                return True
            check(unit, at, before, revision)
            if at.task.type in DRAWN:
                return answers.give_shapes(unit, before, (), seen=seen)
            return answers.submit(unit, before, [None], ticks.generation(unit, at, before, seen)) is None

        return self._decide(actor, task_id, assignment, work)

    def skip(self, actor: Actor, task_id: int, assignment: int, revision: int, given: Given = None) -> EditorOutcome:
        """What is drawn, or ticked, so far is kept. `given` None: nothing was sent, and it stays as it is."""
        drawn = None if given is None else self._drawn((actor, task_id, assignment), given)

        def work(unit: UnitOfWork, at: Desk, before: AssignmentInTask) -> bool:
            if given is not None and drawn is None:
                return ticks.skip(unit, at, before, revision, given)
            kept = shapes_of(unit, assignment)
            shapes = kept if drawn is None else still_offered(unit, before, drawn)
            if before.assignment.is_skipped and revision < before.assignment.revision and is_same(shapes, kept):
                return True
            check(unit, at, before, revision)
            sourced = _sourced(unit, at, before, shapes, kept) if shapes is not kept else None
            values = {"is_skipped": True, "position": unit.now}
            return moving.apply(unit, before, Action.SKIP, actor.user, values=values, shapes=sourced)

        return self._decide(actor, task_id, assignment, work)

    def flag(self, actor: Actor, task_id: int, assignment: int, *, on: bool) -> EditorOutcome:
        """It changes nothing that is drawn, so no revision is asked for."""

        def work(unit: UnitOfWork, at: Desk, before: AssignmentInTask) -> bool:
            check(unit, at, before, before.assignment.revision)
            return before.assignment.is_flagged == on or labeling.set_flag(unit, before, on=on)

        return self._decide(actor, task_id, assignment, work, is_staying=True)

    def reopen(self, actor: Actor, task_id: int, assignment: int) -> EditorOutcome:
        """Take the answer back; it is in front again, prefilled."""

        def work(unit: UnitOfWork, at: Desk, before: AssignmentInTask) -> bool:
            if at.is_closed:
                raise over(at, unit, before)
            is_open = before.assignment.status is AssignmentStatus.PENDING
            return is_open or labeling.take_back(unit, before, is_prefilled=True)

        return self._decide(actor, task_id, assignment, work, is_staying=True)

    def _drawn(
        self, which: tuple[Actor, int, int], given: Given, *, is_finished: bool = False
    ) -> tuple[Shape, ...] | None:
        """None where nothing is drawn in the task."""
        return shapes_from(self._store, lambda unit: find(unit, *which), given, is_finished=is_finished)

    def _decide(
        self,
        actor: Actor,
        task_id: int,
        assignment: int,
        work: Callable[[UnitOfWork, Desk, AssignmentInTask], bool],
        *,
        is_staying: bool = False,
    ) -> EditorOutcome:
        """`is_staying`: the same item is what is to be done now, else the next one. `work` says whether it went."""

        def write(unit: UnitOfWork) -> EditorOutcome:
            at, before = find(unit, actor, task_id, assignment)
            if not work(unit, at, before):
                raise too_late(unit, at, assignment)
            unit.topics.add(f"pictures:{task_id}:{actor.user}")
            this = unit.queue.with_picture(assignment)
            following = this if is_staying else next_of(unit, at)
            follow(unit, at, following, LABEL)
            return outcome(unit, self._links, at, this, following)

        return self._store.write(write)


def follow(unit: UnitOfWork, at: Desk, following: QueuedInput | None, kind: str) -> None:
    """The card in Slack follows when this person pauses, as Slack lets nobody repaint a card every few seconds; at once
    where nothing is left.
    """
    unit.cards.touch(at.actor.workspace, at.task.id, at.actor.user, kind, calmly=following is not None)
    if following is None:
        unit.topics.add("cards")


def outcome(
    unit: UnitOfWork, links: PictureLinks, at: Desk, changed: QueuedInput, following: QueuedInput | None
) -> EditorOutcome:
    shown = None if following is None else item(unit, links, at, following)
    return EditorOutcome(shown, progress(unit, at), strip_rows(unit, links, at, [changed]))


def is_same(some: Sequence[Shape], others: Sequence[Shape]) -> bool:
    """Where they come from does not count."""
    mine = [(one.key, one.concept, one.kind, one.points) for one in some]
    return mine == [(one.key, one.concept, one.kind, one.points) for one in others]


def _take(unit: UnitOfWork, actor: Actor, task_id: int) -> int:
    at = desk(unit, actor, task_id, is_review=False)
    is_labeler = unit.people.has_role(task_id, actor.user, Role.LABELER)
    if not is_labeler or at.is_closed or not giving.give(unit, task_id, actor.user):
        return 0
    return unit.cards.touch(actor.workspace, task_id, actor.user, LABEL, calmly=False)


def _sourced(
    unit: UnitOfWork, at: Desk, before: AssignmentInTask, shapes: Sequence[Shape], kept: Sequence[Shape]
) -> tuple[Shape, ...]:
    return with_sources(shapes, kept, ever_offered(unit, at.task, input_of(unit, before.assignment.input)))
