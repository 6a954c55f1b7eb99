"""Tasks whose only lead has gone: who is told, and who may take the lead."""

from collections.abc import Collection, Iterable

from domain.model import Actor, Person, Role, Task, TaskStatus
from domain.notices import LeadLeft
from domain.permissions import may_become_lead
from services import batches
from store.unit_of_work import Store, UnitOfWork

_OPEN = {TaskStatus.IN_PROGRESS, TaskStatus.IDLE, TaskStatus.FAILED}


class Leading:
    def __init__(self, store: Store) -> None:
        self._store = store

    def without_lead(self, to: Actor, user: str) -> list[str]:
        """Names of the tasks of `user` that nobody leads now and this person may take."""

        def read(unit: UnitOfWork) -> list[str]:
            person = unit.people.find(to)
            return [] if person is None else [task.name for task in _to_take(unit, person, user)]

        return self._store.read(read)

    def take(self, person: Person, user: str) -> list[str]:
        """All of them have this lead from now on. Returns their names; none: somebody was quicker."""

        def write(unit: UnitOfWork) -> list[str]:
            taken = []
            for task in _to_take(unit, person, user):
                unit.tasks.lock(task.id)
                if not _has_lead(unit, task):
                    unit.people.add_to_task(person.workspace, task.id, Role.LEAD, (person.user,))
                    unit.audit.add(task.id, person.user, "take the lead")
                    batches.follow_people(unit, task)
                    taken.append(task.name)
            unit.people.add_collaborators(person.workspace, [person.user])
            return taken

        return self._store.write(write)


def leads_left(unit: UnitOfWork, people: Collection[Person], admins: Collection[str]) -> None:
    """Of one workspace. One message a person who has gone and a person who may follow them, however many tasks it is.

    `admins`: LABELBOT_ADMINS.
    """
    gone = {person.user: person for person in people}
    workspace = next((person.workspace for person in people), "")
    told: set[tuple[str, str]] = set()
    for task_id, _, user in unit.people.work_of(workspace, gone, (Role.LEAD,)):
        task = unit.tasks.find(task_id)
        if task is None or task.status not in _OPEN:
            continue
        # What they were to settle goes to the other leads.
        batches.follow_people(unit, task)
        if not _has_lead(unit, task):
            told |= {(user, other) for other in _nearest(unit, task, admins)}
    for user, other in sorted(told):
        is_external = gone[user].is_external and not gone[user].is_deleted
        notice = LeadLeft(user, is_external=is_external)
        unit.outbox.put(Actor(workspace, other), notice, key=f"{_told_of(workspace, user)}{other}")
        unit.topics.add("notices")


def leads_back(unit: UnitOfWork, workspace: str, users: Iterable[str]) -> None:
    """Should they go once more, that is news."""
    for user in users:
        unit.outbox.forget_all(_told_of(workspace, user))


def _told_of(workspace: str, user: str) -> str:
    return f"lead left:{workspace}:{user}:"


def _to_take(unit: UnitOfWork, person: Person, user: str) -> list[Task]:
    if not may_become_lead(person):
        return []
    led = [task for task, _, _ in unit.people.work_of(person.workspace, [user], (Role.LEAD,))]
    tasks = [task for task in map(unit.tasks.find, led) if task is not None and task.status in _OPEN]
    return [
        task for task in tasks if not _has_lead(unit, task) and (person.is_admin or person.user in _workers(unit, task))
    ]


def _has_lead(unit: UnitOfWork, task: Task) -> bool:
    """Somebody whom Slack has not described to us yet counts."""
    leads = unit.people.of_task(task.id, Role.LEAD)
    known = {person.user: person for person in unit.people.find_all(task.workspace, leads)}
    return any(lead not in known or may_become_lead(known[lead]) for lead in leads)


def _workers(unit: UnitOfWork, task: Task) -> set[str]:
    return {user for role in (Role.LABELER, Role.REVIEWER) for user in unit.people.of_task(task.id, role)}


def _nearest(unit: UnitOfWork, task: Task, admins: Collection[str]) -> list[str]:
    """Who is told: whoever was named as an admin of Labelbot; else admins who know it; else those who work in the
    task; else all of Slack's admins.
    """
    every = unit.people.admins(task.workspace)
    working = unit.people.find_all(task.workspace, _workers(unit, task))
    circles = (
        [person for person, _ in every if person.user in admins],
        [person for person, is_known in every if is_known],
        working,
        [person for person, _ in every],
    )
    fit = ([one.user for one in circle if may_become_lead(one)] for circle in circles)
    return next((circle for circle in fit if circle), [])
