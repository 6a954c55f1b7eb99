"""Earlier automatic annotations that a later task's take the place of. Whatever a person has decided stays."""

from collections.abc import Sequence
from dataclasses import replace

from domain.assignment import Action
from domain.assisting import TaskAssist
from domain.model import ROBOT, AssignmentInTask, Task
from services import moving
from store.unit_of_work import UnitOfWork


def replace_earlier(unit: UnitOfWork, task: Task, assist: TaskAssist, inputs: Sequence[int]) -> None:
    """Of these inputs, what the same model said of the same concepts in earlier tasks. An answer of which nothing is
    left is taken out, with a reason that names the task; there its leads can take it in again.
    """
    earlier = unit.assists.automatic_before(task, assist.model)
    concepts = [one.id for one in unit.tasks.concepts(task.id)]
    for other in earlier:
        found = unit.annotations.take_automatic(other, inputs, concepts)
        first = unit.queue.find(found[0][0].id) if found else None
        of = unit.tasks.find(other)
        if first is not None and of is not None:
            _let_go(unit, task, of, [(replace(first, assignment=one), is_empty) for one, is_empty in found])


def _let_go(unit: UnitOfWork, task: Task, of: Task, found: Sequence[tuple[AssignmentInTask, bool]]) -> None:
    why = f"annotated anew in “{task.name}”"
    for before, is_empty in found:
        action = Action.EXCLUDE if is_empty else Action.REPLACE
        values: dict[str, object] = {"reason": why, "reason_by": ROBOT} if is_empty else {}
        moving.apply(unit, before, action, ROBOT, reason=why, values=values)
    unit.tasks.exclude(of.id, sum(is_empty for _, is_empty in found))
    moving.repaint(unit, of, [before for before, _ in found])
    moving.finish_if_done(unit, of.workspace, of.id)
    unit.topics |= {"reviews", "cards"}
