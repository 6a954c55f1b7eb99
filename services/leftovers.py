"""What a model that annotates by itself leaves to people: who gets it, and when they are called."""

from collections.abc import Mapping, Sequence

from domain.assignment import Action
from domain.model import ROBOT, Actor, Assignment, AssignmentInTask, AssignmentStatus, Person, Role, Tally, Task
from domain.notices import QueueReady, SentBack
from store.cards import LABEL
from store.unit_of_work import UnitOfWork

BATCH = 10
"""Whoever has nothing is called at so many, or when the model is through: they come in little by little."""


def are_there_people(unit: UnitOfWork, task: int) -> bool:
    return bool(unit.people.of_task(task, Role.LABELER))


def to_people(
    unit: UnitOfWork, task: Task, left: Sequence[Assignment], who: str, why: Mapping[int, str] | None = None
) -> dict[int, str]:
    """ROBOT's open work, with what was answered before, to the task's labelers: to whoever got least so far, and nobody
    their own work to review. `why`: by assignment. Returns assignment -> labeler.
    """
    # Labelers who come or go in this moment are seen, or see what is theirs.
    unit.tasks.lock(task.id)
    plan = _plan(unit, task.id, left)
    tallies = unit.tallies.all(task.id)
    for labeler in sorted(set(plan.values())):
        mine = [one for one, to in plan.items() if to == labeler]
        moved = unit.handing.pass_on(task.id, mine, (ROBOT, labeler))
        _audit(unit, task, who, moved, why or {})
        unit.tallies.touch(task.id, labeler)
        if not tallies.get(labeler, Tally()).pending:
            unit.outbox.hold(Actor(task.workspace, labeler), QueueReady(task.id), _held(task.id, labeler))
        unit.cards.touch(task.workspace, task.id, labeler, LABEL, calmly=False)
    if plan:
        unit.topics |= {"cards", "pictures"}
    return plan


def call(unit: UnitOfWork, task: Task, *, at_once: bool = False) -> None:
    """Those who have enough to be called for. `at_once`: all who have anything, as no more may come for a long time."""
    tallies = unit.tallies.all(task.id)
    is_over = at_once or (task.is_distributed and not tallies.get(ROBOT, Tally()).pending)
    enough = 1 if is_over else BATCH
    due = [one for one in unit.people.of_task(task.id, Role.LABELER) if tallies.get(one, Tally()).pending >= enough]
    if due and unit.outbox.release_all([_held(task.id, one) for one in due]):
        unit.topics |= {"notices", "pictures"}


def send_back(unit: UnitOfWork, task: Task, one: Assignment, by: str, reason: str) -> None:
    """A reviewer or lead is not content with what the model says of it: a person answers, who is told why."""
    plan = to_people(unit, task, [one], by)
    name = unit.queue.with_picture(one.id).input_name
    for labeler in plan.values():
        # That calls them: one message is enough.
        unit.outbox.forget([_held(task.id, labeler)])
        unit.outbox.put(Actor(task.workspace, labeler), SentBack(task.id, name, reason, by))
        unit.topics.add("notices")


def take_on(unit: UnitOfWork, task: Task, lead: Person) -> None:
    """Where nobody labels what the model leaves, whoever brings some of it back does."""
    if not are_there_people(unit, task.id):
        unit.people.add_to_task(task.workspace, task.id, Role.LABELER, (lead.user,))
        unit.people.add_collaborators(task.workspace, [lead.user])


def nobody_to_ask(unit: UnitOfWork, before: AssignmentInTask) -> str | None:
    """Why no changes can be asked for: nobody labels there who could make them."""
    if before.assignment.labeler != ROBOT or are_there_people(unit, before.assignment.task):
        return None
    return (
        f"A model annotated this, and nobody labels in “{before.task_name}” who could change it. "
        "Choose Edit to correct it yourself, or Reject."
    )


def _plan(unit: UnitOfWork, task: int, left: Sequence[Assignment]) -> dict[int, str]:
    tallies = unit.tallies.all(task)
    given = {one: tallies.get(one, Tally()).total for one in unit.people.of_task(task, Role.LABELER)}
    plan: dict[int, str] = {}
    for one in left if given else ():
        labeler = min(given, key=lambda user: (user == one.reviewer, given[user]))
        given[labeler] += 1
        plan[one.id] = labeler
    return plan


def _audit(unit: UnitOfWork, task: Task, who: str, moved: Sequence[int], why: Mapping[int, str]) -> None:
    pending = str(AssignmentStatus.PENDING)
    for reason in sorted({why.get(one, "") for one in moved}):
        same = [one for one in moved if why.get(one, "") == reason]
        unit.audit.add_all(
            task.id, who, str(Action.REASSIGN), same, before=pending, after=pending, reason=reason or None
        )


def _held(task: int, labeler: str) -> str:
    return f"held:left:{task}:{labeler}"
