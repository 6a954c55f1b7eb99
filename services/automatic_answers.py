"""What of a model's suggestions counts where it annotates by itself, in tasks of all kinds."""

from collections.abc import Iterable, Mapping, Sequence

from domain.assisting import Suggestion
from domain.automatic import counting
from domain.model import LabelsPerInput, TaskType
from domain.shape_sources import drawable
from domain.shapes import DRAWN, Size
from store.unit_of_work import UnitOfWork


def sizes(unit: UnitOfWork, type_: TaskType, inputs: Sequence[int]) -> dict[int, Size]:
    """Of pictures that are drawn on; nothing in other tasks."""
    shown = unit.embeddings.inputs(inputs) if type_ in DRAWN else []
    return {one.id: Size(one.width, one.height) for one in shown}


def counted(
    suggestions: Iterable[Suggestion],
    concepts: Sequence[int],
    labels: LabelsPerInput,
    drawn: tuple[TaskType, Size] | None,
) -> tuple[Suggestion, ...]:
    """`drawn`: what is drawn, and on a picture of which size; None: the answer is made of concepts."""
    if drawn is None:
        return counting(suggestions, concepts, labels)
    return drawable(counting(suggestions, concepts, labels, is_drawn=True), *drawn)


def on(type_: TaskType, input_: int, known: Mapping[int, Size]) -> tuple[TaskType, Size] | None:
    return (type_, known[input_]) if type_ in DRAWN else None
