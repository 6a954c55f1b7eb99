"""What people have drawn, for a model to learn from where things are."""

from collections.abc import Sequence

from assist import lessons
from assist.predictions import Drawn
from domain.model import InputKind
from services.assist_plans import Plan, lesson
from store.files import Files
from store.teaching import Lesson
from store.unit_of_work import UnitOfWork

MOST = 100
"""Pictures, the newest: each is looked at anew, which takes some hundredths of a second."""


def whole_lesson(unit: UnitOfWork, files: Files, plan: Plan, rows: Sequence[Lesson]) -> lessons.Lesson:
    """With what was drawn, where that is learned from."""
    return lesson(unit, plan, rows, drawn(unit, files, rows) if plan.chosen.workflow.locates else ())


def drawn(unit: UnitOfWork, files: Files, rows: Sequence[Lesson]) -> tuple[Drawn, ...]:
    """The newest answer to each picture. One that says that nothing is there counts too; what was said without drawing
    it says nothing of where it is.
    """
    newest: dict[int, int] = {}
    for one in rows:
        if len(newest) < MOST:
            newest.setdefault(one.input, one.assignment)
    shapes = unit.annotations.shapes_of_all(newest.values())
    answers = unit.annotations.of_all(newest.values())
    pictures = [one for one in unit.embeddings.inputs(list(newest)) if one.kind is InputKind.IMAGE]
    return tuple(
        Drawn(str(files.path(one.sha256)), tuple((each.concept, each.bounds) for each in shapes[newest[one.id]]))
        for one in pictures
        if shapes[newest[one.id]] or answers[newest[one.id]] == {None}
    )
