"""What a task's model suggests for a picture, as shapes that can be taken as they are; and what its cards say of it."""

from collections import Counter

from domain.assisting import ranked
from domain.model import AssignmentInTask, AssistMode, Input, Provenance, QueuedInput, Task
from domain.read_models import DrawnModel, ShapesOrigin
from domain.shape_sources import suggested
from domain.shapes import DRAWN, Shape, Size, counts
from services.links import PictureLinks
from store.unit_of_work import UnitOfWork


def offered(unit: UnitOfWork, task: Task, shown: Input) -> tuple[tuple[Shape, ...], int]:
    """The best first, and of which generation they are; 0: there are none. Also what a model that annotates by itself
    has found: some of it may have become shapes.
    """
    if task.type not in DRAWN or task.assist is AssistMode.NONE:
        return (), 0
    found = unit.suggestions.offered(task.id, shown.id)
    if found is None:
        return (), 0
    kept = ranked(found[0].suggestions, [one.id for one in unit.tasks.concepts(task.id)], found[1])
    shapes = suggested(kept, task.type, Size(shown.width, shown.height))
    return shapes, found[0].generation if shapes else 0


def before_them(unit: UnitOfWork, before: AssignmentInTask, seen: int | None = None) -> tuple[Shape, ...]:
    """What is suggested to whoever answers this: by now, or in the generation that they have `seen`; 0: nothing."""
    if before.type not in DRAWN or before.assist is not AssistMode.SUGGEST or seen == 0:
        return ()
    task, shown = unit.tasks.find(before.assignment.task), unit.catalog.input(before.assignment.input)
    if task is None or shown is None:
        return ()
    shapes, newest = offered(unit, task, shown)
    return shapes if seen in {None, newest} else _earlier(unit, task, shown).get(seen or 0, ())


def ever_offered(unit: UnitOfWork, task: Task, shown: Input) -> tuple[Shape, ...]:
    """With those of earlier: a page that was opened before shows them still."""
    earlier = () if task.assist is AssistMode.NONE else _earlier(unit, task, shown).values()
    return (*(one for some in earlier for one in some), *offered(unit, task, shown)[0])


def _earlier(unit: UnitOfWork, task: Task, shown: Input) -> dict[int, tuple[Shape, ...]]:
    """By generation, as far as somebody may have them on a card or page still."""
    size, concepts = Size(shown.width, shown.height), [one.id for one in unit.tasks.concepts(task.id)]
    assist, found = unit.assists.find(task.id), unit.suggestions.earlier(task.id, shown.id)
    threshold = 0 if assist is None else assist.threshold
    return {one: suggested(ranked(some, concepts, threshold), task.type, size) for one, some in found.items()}


def drawn(
    unit: UnitOfWork, links: PictureLinks, task: Task, queued: QueuedInput, *, is_review: bool = False
) -> DrawnModel | None:
    """None: the answer is made of concepts alone. Nothing is offered where something is drawn already."""
    if task.type not in DRAWN:
        return None
    one = queued.assignment
    kept = tuple(unit.annotations.counts(one.id)) if is_review or one.revision else ()
    editor = links.editor(task.id, one.id, is_review=is_review)
    if is_review:
        return DrawnModel(DRAWN[task.type], kept, editor=editor, origin=origin(unit, task, one.id))
    shown = None if kept or task.assist is not AssistMode.SUGGEST else unit.catalog.input(one.input)
    if shown is None:
        return DrawnModel(DRAWN[task.type], kept, editor=editor)
    shapes, generation = offered(unit, task, shown)
    found = counts(shapes)
    named = {one.id: one.name for one in unit.tasks.concepts(task.id) if one.id in found}
    rungs = {one.concept: one.rung for one in shapes if one.rung is not None and one.rung.labels}
    return DrawnModel(
        DRAWN[task.type],
        kept,
        tuple((name, found[one]) for one, name in named.items()),
        generation,
        editor,
        learned=tuple(name for one, name in named.items() if one in rungs),
        rung=next(iter(rungs.values()), None),
    )


def origin(unit: UnitOfWork, task: Task, assignment: int) -> ShapesOrigin | None:
    """What its reviewer reads of an answer; None: it is not drawn, or no model had any part in it."""
    if task.type not in DRAWN or task.assist is AssistMode.NONE:
        return None
    suggested_, _ = unit.shown.count_shapes(assignment)
    found = Counter(one.source.provenance for one in unit.annotations.shapes(assignment))
    mended, by_hand = found[Provenance.EDITED], found[Provenance.HUMAN]
    kept = found.total() - mended - by_hand
    return ShapesOrigin(suggested_, kept, mended, by_hand) if suggested_ or kept or mended else None
