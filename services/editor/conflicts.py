"""Why a change from the editor does not go through: somebody, perhaps in another tab, was quicker."""

from domain.errors import Stale
from domain.model import Assignment, AssignmentInTask, AssignmentStatus
from domain.shapes import Shape
from domain.standing import Standing
from services.editor.people import name_of
from services.keeping_shapes import shapes_of
from store.unit_of_work import UnitOfWork

_DECIDED = {AssignmentStatus.SUCCESS: "approved", AssignmentStatus.REJECTED: "rejected"}
_ELSEWHERE = "This was changed elsewhere meanwhile, perhaps in another tab. Nothing is lost: choose what is to stay."


class Changed(Stale):
    """It may still be edited, but is not what the page thinks it is."""

    def __init__(
        self, sentence: str, revision: int, shapes: tuple[Shape, ...], concepts: tuple[int, ...], by: str | None
    ) -> None:
        super().__init__(sentence)
        self.revision, self.shapes, self.concepts, self.by = revision, shapes, concepts, by


class Over(Stale):
    """It may not be edited any more."""

    def __init__(self, sentence: str, standing: Standing) -> None:
        super().__init__(sentence)
        self.standing = standing


def changed(unit: UnitOfWork, now: Assignment, sentence: str = _ELSEWHERE, by: str | None = None) -> Changed:
    shapes = shapes_of(unit, now.id)
    ticked = () if shapes else tuple(one for one, _ in unit.annotations.of(now.id) if one is not None)
    return Changed(sentence, now.revision, shapes, ticked, by)


def labelers(unit: UnitOfWork, before: AssignmentInTask, standing: Standing) -> Over:
    """What became of it, for its labeler."""
    now = before.assignment
    if before.is_closed:
        return Over(_closed(before), standing)
    if now.is_reviewed:
        what = _DECIDED.get(now.status, "approved")
        return Over(f"{name_of(unit, before.workspace, now.reviewed_by)} {what} this meanwhile.", standing)
    if standing is Standing.SUBMITTED:
        return Over("You had submitted this already. “Change it” takes your answer back.", standing)
    return Over("This is settled: everybody has answered by now, so your answer stays as it was.", standing)


def reviewers(unit: UnitOfWork, before: AssignmentInTask, standing: Standing) -> Over:
    """What became of it, for whoever would decide on it."""
    now, labeler = before.assignment, name_of(unit, before.workspace, before.assignment.labeler)
    if before.is_closed:
        return Over(_closed(before), standing)
    if now.is_reviewed:
        who, what = name_of(unit, before.workspace, now.reviewed_by), _DECIDED.get(now.status, "approved")
        return Over(f"{who} {what} this already.", standing)
    if now.status is AssignmentStatus.PENDING:
        return Over(f"This answer is with {labeler} again. It comes back to you when it is changed.", standing)
    return Over("This answer is somebody else's to review by now, so nothing was changed.", standing)


def _closed(before: AssignmentInTask) -> str:
    return f"The task “{before.task_name}” was closed early, so nothing can be changed."
