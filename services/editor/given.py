"""Shapes as they come from the page. They are read and checked before the transaction that keeps them: where they have
many points that takes a second, in which others write.
"""

from collections.abc import Callable, Sequence

from domain.errors import Invalid
from domain.model import AssignmentInTask
from domain.shapes import DRAWN, FIELD, Shape, parsed, refuse_unfinished
from services import answers
from services.editor.items import input_of, size_of
from services.editor.strip import Desk
from services.editor.ticks import Given
from store.unit_of_work import Store, UnitOfWork

Find = Callable[[UnitOfWork], tuple[Desk, AssignmentInTask]]
_NO_SHAPES = "This task asks for concepts alone: nothing is drawn in it."
_CONCEPT_GONE = "A concept of these shapes is no longer part of this task. Reload the page."


def shapes_from(store: Store, find: Find, given: Given, *, is_finished: bool = False) -> tuple[Shape, ...] | None:
    """None where nothing is drawn in the task. `is_finished`: they are to be submitted. Raises Invalid."""

    def asked(unit: UnitOfWork) -> Callable[[], tuple[Shape, ...]] | None:
        at, before = find(unit)
        if at.task.type not in DRAWN:
            return None
        concepts = {one.id for one in unit.tasks.concepts(at.task.id)}
        size = size_of(input_of(unit, before.assignment.input))
        return lambda: parsed(given, at.task.type, concepts, size)

    parse = store.read(asked)
    shapes = None if parse is None else parse()
    if is_finished and shapes:
        refuse_unfinished(shapes)
    return shapes


def still_offered(unit: UnitOfWork, before: AssignmentInTask, shapes: Sequence[Shape] | None) -> Sequence[Shape]:
    """What the transaction has to look at once more. Raises Invalid."""
    if shapes is None:
        raise Invalid({FIELD: _NO_SHAPES})
    # Nobody takes a concept out of the task under them.
    if not answers.are_offered(unit, before, sorted({one.concept for one in shapes})):
        raise Invalid({FIELD: _CONCEPT_GONE})
    return shapes
