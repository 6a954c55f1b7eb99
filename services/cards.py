"""What the cards show: read models made from one view of the database."""

from dataclasses import replace

from domain.assignment import Action, is_settled, move
from domain.clock import as_datetime
from domain.model import (
    Assignment,
    Distribution,
    QueuedInput,
    ReviewMethod,
    Role,
    Task,
    TaskStatus,
)
from domain.read_models import (
    CardModel,
    Closed,
    ContentModel,
    EditAnswerModel,
    GivenAnswer,
    ItemModel,
    ReviewItem,
    ReviewModel,
    TaskHead,
    UndoModel,
)
from services import batches, drawings, giving, offering, provenance, sure_suggestions
from services.links import PictureLinks
from store.annotations import NONE
from store.cards import LABEL, REVIEW
from store.unit_of_work import UnitOfWork


def labeling_card(unit: UnitOfWork, links: PictureLinks, task_id: int, user: str, *, touch: bool) -> CardModel:
    """`touch`: something changed, so this is the card's next revision."""
    task = _task(unit, task_id)
    revision = _revision(unit, task, user, LABEL, touch=touch)
    tally = unit.tallies.of(task_id, user)
    head = _head(unit, task)
    if (over := _over(task)) is not None:
        return CardModel(head, user, revision, tally, None, closed=over)
    if not unit.people.has_role(task_id, user, Role.LABELER):
        # Their open work is about to go to the others.
        return CardModel(head, user, revision, tally, None, closed=Closed.REMOVED)
    queued = unit.queue.next(task_id, user)
    is_preparing = queued is None and not task.is_distributed and task.distribution is not Distribution.DYNAMIC
    may_take, released = giving.available(unit, task, user) if queued is None else (0, 0)
    is_sent_back = queued is not None and bool(queued.assignment.reason)
    item = None
    if queued is not None:
        item = _item(unit, drawings.content(unit, links, task, queued), queued, tally.labeled + 1)
        item = replace(item, drawn=offering.drawn(unit, links, task, queued))
    return CardModel(
        head,
        user,
        revision,
        tally,
        item and provenance.shown(unit, task, item, head.concepts),
        undo=_undo(unit, task, user),
        is_preparing=is_preparing,
        may_take=may_take,
        released=released,
        read_first="" if tally.labeled or is_sent_back else task.instructions.strip(),
        may_accept_all=tally.pending > 1 and sure_suggestions.is_any_sure(unit, task, user, head.concepts),
    )


def review_card(unit: UnitOfWork, links: PictureLinks, task_id: int, user: str, *, touch: bool) -> ReviewModel:
    task = _task(unit, task_id)
    revision = _revision(unit, task, user, REVIEW, touch=touch)
    head = _head(unit, task)
    waiting = unit.reviews.count_waiting(task_id, user)
    reviewed = unit.reviews.count_decided(task_id, user)
    count = unit.reviews.count_inputs(task_id, user) if task.agreement else sum(waiting.values())
    if (over := _over(task)) is not None:
        return ReviewModel(head, user, revision, 0, reviewed, None, closed=over)
    queued = unit.reviews.next(task_id, user)
    item = None
    if queued is not None:
        # Where several have answered, each input is decided by itself.
        of_labeler = 1 if task.agreement else waiting[queued.assignment.labeler]
        content = drawings.content(unit, links, task, queued, is_review=True)
        item = _review_item(unit, content, queued, (reviewed, count, of_labeler))
        item = replace(item, given=_given(unit, task, queued, user), approved_by=_approved_by(unit, task, queued))
        item = replace(item, drawn=offering.drawn(unit, links, task, queued, is_review=True))
        item = replace(item, origin=provenance.origin(unit, task, queued.assignment.id))
    total = unit.tallies.total(task_id)
    is_reviewer = batches.may_review(unit, task, user)
    return ReviewModel(
        head,
        user,
        revision,
        count,
        reviewed,
        item,
        closed=None if item or is_reviewer else Closed.REMOVED,
        more_expected=bool(total.pending or total.awaiting > sum(waiting.values())) or not task.is_distributed,
        read_first="" if reviewed else task.instructions.strip(),
    )


def answer_to_edit(unit: UnitOfWork, links: PictureLinks, assignment: Assignment) -> EditAnswerModel:
    task, queued = _task(unit, assignment.task), unit.queue.with_picture(assignment.id)
    content = drawings.content(unit, links, task, queued, is_review=True)
    return EditAnswerModel(_head(unit, task), _item(unit, content, queued, 0))


def _over(task: Task) -> Closed | None:
    if task.deleted_at is not None:
        return Closed.DELETED
    return Closed.ENDED if task.status is TaskStatus.WONT_DO else None


def _given(unit: UnitOfWork, task: Task, queued: QueuedInput, reviewer: str) -> tuple[GivenAnswer, ...]:
    """All answers to the input that wait for this reviewer."""
    if not task.agreement:
        return ()
    siblings = unit.reviews.siblings(task.id, queued.assignment.input, reviewer)
    return tuple(
        GivenAnswer(one.id, one.revision, one.labeler, _names(unit, one.id), offering.origin(unit, task, one.id))
        for one in siblings
    )


def _approved_by(unit: UnitOfWork, task: Task, queued: QueuedInput) -> tuple[str, ...]:
    if task.review_method is not ReviewMethod.STACKED:
        return ()
    return unit.reviews.approvals([queued.assignment.id]).get(queued.assignment.id, ())


def _names(unit: UnitOfWork, assignment: int) -> tuple[str, ...]:
    """Nothing for "None of these"."""
    return tuple(one for one in unit.annotations.words(assignment) if one != NONE)


def _task(unit: UnitOfWork, task_id: int) -> Task:
    task = unit.tasks.find(task_id)
    assert task is not None  # noqa: S101 - cards are only asked for tasks that were just found; rows stay when deleted.
    return task


def _head(unit: UnitOfWork, task: Task) -> TaskHead:
    concepts = unit.tasks.concepts(task.id)
    return TaskHead(
        task.id,
        task.name,
        task.type,
        task.labels_per_input,
        bool(task.instructions.strip()) or unit.samples.has_any(task.id),
        concepts,
        has_review=bool(task.agreement or unit.people.of_task(task.id, Role.REVIEWER)),
        has_drawings=drawings.may_have_any(task),
    )


def _revision(unit: UnitOfWork, task: Task, user: str, kind: str, *, touch: bool) -> int:
    if touch:
        return unit.cards.touch(task.workspace, task.id, user, kind)
    card = unit.cards.find(task.id, user, kind)
    return 0 if card is None else card.revision


def _item(unit: UnitOfWork, content: ContentModel, queued: QueuedInput, number: int) -> ItemModel:
    assignment = queued.assignment
    # An assignment that was never touched has no answer to look up: that is nearly all of them.
    chosen = unit.annotations.of(assignment.id) if assignment.revision else []
    return ItemModel(
        assignment.id,
        assignment.revision,
        assignment.input,
        number,
        content,
        chosen=tuple(concept for concept, _ in chosen if concept is not None),
        is_none=any(concept is None for concept, _ in chosen),
        reason=assignment.reason,
        reason_by=assignment.reason_by,
        is_skipped=assignment.is_skipped,
        is_flagged=assignment.is_flagged,
    )


def _undo(unit: UnitOfWork, task: Task, user: str) -> UndoModel | None:
    last = unit.queue.last_submitted(task.id, user)
    if last is None:
        return None
    settled = is_settled(last.status, is_reviewed=last.is_reviewed, agreement=task.agreement)
    if move(last.status, Action.UNDO, is_settled=settled) is None:
        return None
    if sure_suggestions.is_of_many(unit, task, last):
        return None  # Nobody gave it by hand, and all of them are taken back by a button of their own.
    answer = ", ".join(unit.annotations.words(last.id))
    return UndoModel(last.id, last.revision, answer)


def _review_item(
    unit: UnitOfWork, content: ContentModel, queued: QueuedInput, counts: tuple[int, int, int]
) -> ReviewItem:
    """`counts`: decided by this reviewer, waiting for them, and how many of the latter are of the same labeler."""
    reviewed, waiting, of_labeler = counts
    assignment = queued.assignment
    until = unit.reviews.newest_of(assignment.task, assignment.reviewer or "", assignment.labeler)
    return ReviewItem(
        assignment.id,
        assignment.revision,
        reviewed + 1,
        reviewed + waiting,
        content,
        assignment.labeler,
        _names(unit, assignment.id),
        as_datetime(assignment.submitted_at or 0),
        of_labeler,
        of_labeler_until=until,
        reason=assignment.reason,
        is_flagged=assignment.is_flagged,
    )
