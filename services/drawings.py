"""What is drawn on the pictures of cards: an answer's shapes, or where the task's model suggests some.

The plain picture stands in its place until it is there: nobody waits for a drawing.
"""

from dataclasses import replace

from domain import drawings
from domain.assisting import ranked
from domain.drawings import Drawing
from domain.model import AssistMode, InputKind, PictureState, QueuedInput, Task
from domain.read_models import ContentModel, TaskHead
from domain.shapes import DRAWN, Shape, Size
from services.links import PictureLinks
from store.drawings import NewDrawing, Queue
from store.unit_of_work import UnitOfWork


def may_have_any(task: Task) -> bool:
    return task.type in DRAWN or task.assist is not AssistMode.NONE


def look_ahead(unit: UnitOfWork, links: PictureLinks, task: TaskHead, user: str) -> None:
    """Somebody's queue has gone on. Plain pictures are fetched by Slack itself, unless they are uploaded."""
    if links.is_uploading or task.has_drawings:
        unit.topics.add(f"pictures:{task.id}:{user}")


def content(
    unit: UnitOfWork, links: PictureLinks, task: Task, queued: QueuedInput, *, is_review: bool = False
) -> ContentModel:
    """What is labeled, with what is to be drawn on it once that is there."""
    plain = links.model(queued)
    drawing = of(unit, task, queued, is_review=is_review)
    if drawing is None:
        return plain
    digest = drawing.digest(task.id, queued.assignment.input)
    state, file = unit.drawings.find(digest)
    url = links.drawing(digest)
    if state is not PictureState.READY or (file is None and url is None):
        return plain
    return replace(plain, state=state, file=None if url else file, url=url, drawn=drawing.in_words())


def of(unit: UnitOfWork, task: Task, queued: QueuedInput, *, is_review: bool) -> Drawing | None:
    """None: there is nothing to draw."""
    if queued.kind is not InputKind.IMAGE or not may_have_any(task):
        return None
    assignment = queued.assignment
    if task.type in DRAWN and (is_review or assignment.revision):
        # An assignment that was never touched has no answer to look up.
        if is_review and task.agreement and (several := _several(unit, task, queued)):
            return drawings.of_answers(several, unit.tasks.concepts(task.id), _size(unit, assignment.input))
        shapes = unit.annotations.shapes(assignment.id)
        if shapes:
            return drawings.of_answer(shapes, unit.tasks.concepts(task.id), _size(unit, assignment.input))
    if is_review or task.assist is not AssistMode.SUGGEST:
        return None
    found = unit.suggestions.offered(task.id, assignment.input)
    if found is None or not any(one.region for one in found[0].suggestions):
        return None
    concepts = unit.tasks.concepts(task.id)
    shown = ranked(found[0].suggestions, [one.id for one in concepts], found[1])
    return drawings.of_suggestions(shown, concepts, _size(unit, assignment.input))


def ahead(unit: UnitOfWork, task: Task, queue: Queue, count: int) -> list[NewDrawing]:
    """Of the next inputs of somebody's queue."""
    found = []
    for one in unit.drawings.front(queue, count):
        queued = unit.queue.with_picture(one)
        drawing = of(unit, task, queued, is_review=queue.is_review)
        if drawing is not None:
            found.append(NewDrawing(task.id, queued.assignment.input, task.workspace, drawing))
    return found


def _several(unit: UnitOfWork, task: Task, queued: QueuedInput) -> list[tuple[Shape, ...]]:
    """All answers to the input, in the order in which the card numbers them; nothing where there is but one."""
    waiting = unit.reviews.siblings(task.id, queued.assignment.input, queued.assignment.reviewer or "")
    shapes = unit.annotations.shapes_of_all(one.id for one in waiting)
    return [shapes[one.id] for one in waiting] if len(waiting) > 1 else []


def _size(unit: UnitOfWork, input_: int) -> Size:
    found = unit.catalog.input(input_)
    assert found is not None  # noqa: S101 - it is in a queue, and inputs stay.
    return Size(found.width, found.height)
