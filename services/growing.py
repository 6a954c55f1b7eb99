"""Inputs that come into a dataset: its growing tasks have them too, and go on where they had nothing left to do."""

from collections.abc import Sequence

from domain.model import Dataset, NewInput
from services import moving
from store.unit_of_work import UnitOfWork


def add_inputs(unit: UnitOfWork, dataset: Dataset, new: Sequence[NewInput], by: str | None = None) -> int:
    """Returns how many the dataset did not hold before. `by`: whose doing it is, where that is a person."""
    added = unit.catalog.add_inputs(dataset, new)
    unit.topics.add("suggestions")
    if added:
        # Growing tasks hand them out as they come.
        unit.topics.add("distribution")
    for task in unit.tasks.growing_over(dataset.id) if added else ():
        moving.reopen(unit, task, by)
    return added
