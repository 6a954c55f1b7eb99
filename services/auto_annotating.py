"""What a model that annotates by itself makes of its suggestions."""

from collections.abc import Sequence

from domain.assisting import Suggested, TaskAssist
from domain.model import Task
from store.unit_of_work import UnitOfWork


def annotate(unit: UnitOfWork, task: Task, assist: TaskAssist, found: Sequence[Suggested]) -> None:
    """In the transaction that keeps them."""
