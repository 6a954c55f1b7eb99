"""Who is in a task: people come in, are taken off, and leave the workspace. Finished work is always kept."""

from collections.abc import Iterable, Sequence

from domain.model import Actor, Distribution, Person, Role, Task
from domain.notices import MadeLead, Notice, PersonLeft, QueueReady, RemovedFromTask, ReviewReady
from services import batches, moving
from store.unit_of_work import UnitOfWork


def set_people(unit: UnitOfWork, by: Person, task: Task, role: Role, wanted: Sequence[str]) -> None:
    """Only open work moves, afterwards and bit by bit. Whoever is taken off, or made a lead, is told."""
    before = dict.fromkeys(unit.people.of_task(task.id, role))
    new = [user for user in wanted if user not in before]
    if gone := sorted(before.keys() - set(wanted)):
        unit.people.remove_from_task(task.id, role, gone)
        _tell(unit, task.workspace, gone, RemovedFromTask(task.id, by.user, str(role)), but=by.user)
    unit.people.add_to_task(task.workspace, task.id, role, new)
    unit.people.add_collaborators(task.workspace, new)
    if gone:
        _follow(unit, task, role, gone)
    elif role is not Role.LABELER:
        # Where nobody reviewed, the leads did.
        batches.follow_people(unit, task)
    if role is Role.LABELER and new:
        _come_in(unit, task, new)
    if role is Role.LEAD:
        _tell(unit, task.workspace, new, MadeLead(task.id, by.user), but=by.user)


def _come_in(unit: UnitOfWork, task: Task, new: Sequence[str]) -> None:
    unit.tasks.unbalance(task.id)
    if task.distribution is Distribution.EVERYONE:
        unit.tasks.rewind(task.id, len(unit.people.of_task(task.id, Role.LABELER)))
        moving.reopen(unit, task.id)
    known = unit.tallies.all(task.id)
    # Who comes back before their work has moved still holds it. To all others it comes later, with its message.
    is_dynamic = task.distribution is Distribution.DYNAMIC
    back = [user for user in new if user in known and (is_dynamic or known[user].pending)]
    unit.outbox.put_all(task.workspace, back, QueueReady(task.id))
    unit.topics.add("notices")


def _follow(unit: UnitOfWork, task: Task, role: Role, gone: Sequence[str]) -> None:
    """They are not in it any more, and their open work follows."""
    if role is Role.LABELER:
        unit.tasks.unbalance(task.id)
        unit.tasks.label_by_everyone(task.id, len(unit.people.of_task(task.id, Role.LABELER)))
    else:
        there = batches.reviewers(unit, task)
        unit.reviews.expect_no_more(task.id, [one for one in gone if one not in there])
        batches.follow_people(unit, task)
    unit.topics |= {"distribution", "reviews"}


def people_left(unit: UnitOfWork, people: Iterable[Person]) -> None:
    """Of one workspace. Who was deactivated or went to another organisation may do nothing any more: their open work
    goes to the others, and the leads are told.

    The last labeler or reviewer of a task stays in it, as the work would be nobody's; the leads are asked for another.
    """
    gone = {person.user: person for person in people}
    workspace = next((person.workspace for person in gone.values()), "")
    for task, role, user in unit.people.work_of(workspace, gone):
        others = [one for one in unit.people.of_task(task, role) if one != user]
        found = unit.tasks.find(task) if others else None
        if found is not None:
            unit.people.remove_from_task(task, role, [user])
            _follow(unit, found, role, [user])
        is_external = gone[user].is_external and not gone[user].is_deleted
        notice = PersonLeft(task, user, str(role), is_last=not others, is_external=is_external)
        for lead in unit.people.of_task(task, Role.LEAD):
            if lead != user:
                unit.outbox.put(Actor(workspace, lead), notice, key=None if others else _last(task, role, user, lead))
        unit.topics.add("notices")


def people_back(unit: UnitOfWork, workspace: str, users: Iterable[str]) -> None:
    """Who may do something again finds the work that nobody else could take. Should they go once more, that is news."""
    for task, role, user in unit.people.work_of(workspace, users):
        leads = unit.people.of_task(task, Role.LEAD)
        unit.outbox.forget([_last(task, role, user, lead) for lead in leads])
        if role is Role.LABELER and unit.queue.tally(task, user).pending:
            unit.outbox.put(Actor(workspace, user), QueueReady(task))
        elif role is Role.REVIEWER and unit.reviews.count_waiting(task, user):
            unit.outbox.put(Actor(workspace, user), ReviewReady(task))
        unit.topics |= {"notices", "reviews"}


def _last(task: int, role: Role, user: str, lead: str) -> str:
    return f"last:{task}:{role}:{user}:{lead}"


def _tell(unit: UnitOfWork, workspace: str, users: Iterable[str], notice: Notice, *, but: str) -> None:
    if told := [user for user in users if user != but]:
        unit.outbox.put_all(workspace, told, notice)
        unit.topics.add("notices")
