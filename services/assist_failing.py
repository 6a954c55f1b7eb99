"""What becomes of a task's model that can't go on: a word on the task and to its leads. Labeling goes on."""

from domain.model import ROBOT, Actor, Role
from domain.notices import AssistFailed
from store.unit_of_work import UnitOfWork


def fail(unit: UnitOfWork, task_id: int, reason: str) -> None:
    """`reason` is a sentence. Said once, until somebody has it tried again."""
    task, assist = unit.tasks.find(task_id), unit.assists.find(task_id)
    if task is None or assist is None or assist.failure is not None:
        return
    unit.assists.change(task_id, failure=reason)
    unit.audit.add(task_id, ROBOT, "fail assist", reason=reason)
    for lead in unit.people.of_task(task_id, Role.LEAD) if task.deleted_at is None else ():
        unit.outbox.put(Actor(task.workspace, lead), AssistFailed(task_id, reason))
        unit.topics.add("notices")
