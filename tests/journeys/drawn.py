"""What is in the database of what was drawn in the editor."""

from domain.model import AssignmentStatus
from domain.shapes import Shape
from store import tables
from store.sql import ASSIGNMENT, to_assignment
from tests.editor.stage import Desk
from tests.journeys.stage import Stage


async def at(desk: Desk) -> int:
    """The assignment that the page shows, and that can be decided on."""
    return int(await desk.page.locator("body[data-shown]:not([data-busy])").get_attribute("data-shown") or 0)


def shapes(stage: Stage, assignment: int) -> tuple[Shape, ...]:
    return stage.bot.store.read(lambda unit: unit.annotations.shapes(assignment))


def scored(stage: Stage, assignment: int) -> list[tuple[str, str | None, float | None]]:
    """Of each shape, what part a model had in it."""
    sources = [one.source for one in shapes(stage, assignment)]
    return [(str(one.provenance), one.model, one.score and round(one.score, 4)) for one in sources]


def statuses(stage: Stage, count: int) -> list[AssignmentStatus]:
    """Of as many as there were last."""
    chosen = tables.assignment.select().with_only_columns(*ASSIGNMENT).order_by(tables.assignment.c.id)
    rows = stage.bot.store.read(lambda unit: unit.connection.execute(chosen).all())
    return [one.status for one in map(to_assignment, rows)][-count:]
