"""Which task a person means, and whether they may look at it or lead it."""

from domain.errors import NotFound
from domain.model import Person, Role, Task
from domain.permissions import check_lead, may_lead, may_see_task
from store.unit_of_work import UnitOfWork

GONE = "That task is gone. `/label tasks` lists what there is."


def find_led(unit: UnitOfWork, person: Person, task_id: int, doing: str, *, even_deleted: bool = False) -> Task:
    """`doing` completes "Only the task's lead or an admin can ..."."""
    task = _find(unit, person, task_id, even_deleted=even_deleted)
    check_lead(person, unit.people.of_task(task_id, Role.LEAD), doing)
    return task


def find_seen(unit: UnitOfWork, person: Person, task_id: int) -> Task:
    """Raises NotFound also where this person may not see it."""
    task = _find(unit, person, task_id)
    roles = [role for role in Role if unit.people.has_role(task_id, person.user, role)]
    if not may_see_task(person, [person.user] if roles else [task.created_by]):
        raise NotFound(GONE)
    return task


def leads(unit: UnitOfWork, person: Person, task_id: int) -> bool:
    return may_lead(person, unit.people.of_task(task_id, Role.LEAD))


def _find(unit: UnitOfWork, person: Person, task_id: int, *, even_deleted: bool = False) -> Task:
    task = unit.tasks.find(task_id)
    if task is None or task.workspace != person.workspace or (task.deleted_at is not None and not even_deleted):
        raise NotFound(GONE)
    return task
