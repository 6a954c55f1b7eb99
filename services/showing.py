"""Inputs in lists: a line each, with a thumbnail that is asked for where nobody has it."""

from collections.abc import Iterable

from domain.model import PictureState
from domain.read_models import InputLine
from services.links import PictureLinks
from store.datasets import ShownInput
from store.unit_of_work import Store, UnitOfWork

SHOWN = "pictures:shown"
"""Rings when somebody looks at pictures that are in nobody's queue."""


def input_line(links: PictureLinks, one: ShownInput) -> InputLine:
    state, file, url = links.place(one.id, one.sha256, one.kind, one.picture_state, one.file)
    size = (one.width, one.height, one.seconds)
    return InputLine(one.id, one.name, one.kind, state, file, url, one.text, *size)


def want_missing(store: Store, workspace: str, shown: Iterable[InputLine]) -> None:
    """Ask for the pictures of these that nobody has asked for."""
    missing = [one.id for one in shown if one.is_coming and one.state is PictureState.MISSING]
    if missing:
        store.write(lambda unit: _want(unit, workspace, missing))


def _want(unit: UnitOfWork, workspace: str, inputs: list[int]) -> None:
    unit.pictures.want(workspace, inputs)
    unit.topics.add(SHOWN)
