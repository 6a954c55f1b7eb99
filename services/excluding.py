"""Inputs that a lead takes out of a task, a broken picture say, and takes in again."""

from dataclasses import replace

from domain.assignment import Action
from domain.errors import Invalid, NotFound
from domain.model import ROBOT, AssignmentInTask, AssignmentStatus, Distribution, Person, Role, Task
from services import auto_annotating, moving
from services.finding import find_led
from store.unit_of_work import Store, UnitOfWork

LONGEST_REASON = 1000
_EXCLUDED = AssignmentStatus.EXCLUDED


class Excluding:
    def __init__(self, store: Store) -> None:
        self._store = store

    def exclude(self, lead: Person, task_id: int, input_: int, reason: str) -> int:
        """All assignments of this input leave queues and percentages. Returns how many; 0: it was out already.

        Raises Invalid without a reason.
        """
        said = reason.strip()
        if not said or len(said) > LONGEST_REASON:
            raise Invalid({"reason": f"Say in 1 to {LONGEST_REASON} characters why this input is taken out."})

        def write(unit: UnitOfWork) -> int:
            task = find_led(unit, lead, task_id, "take inputs out")
            out = [
                one
                for one in assignments_of(unit, task, input_)
                if moving.apply(unit, one, Action.EXCLUDE, lead.user, reason=said, values=_because(said, lead.user))
            ]
            unit.tasks.exclude(task_id, len(out))
            moving.repaint(unit, task, out)
            moving.finish_if_done(unit, task.workspace, task_id)
            # It may have been what the last batch waited for.
            unit.topics.add("reviews")
            return len(out)

        return self._store.write(write)

    def include(self, lead: Person, task_id: int, input_: int) -> int:
        """To the end of their labelers' queues, with what was ticked or answered before. Returns how many."""

        def write(unit: UnitOfWork) -> int:
            task = find_led(unit, lead, task_id, "take inputs in again")
            # Without a person behind it, its labeler left a task in which everyone labels everything.
            out = [one for one in assignments_of(unit, task, input_) if one.assignment.reason_by is not None]
            values = {"position": unit.now, **moving.ANEW} | _because(None, None)
            back = [one for one in out if moving.apply(unit, one, Action.INCLUDE, lead.user, values=values)]
            unit.reviews.void_approvals(*(one.assignment.id for one in back))
            unit.tasks.exclude(task_id, -len(back))
            if back:
                moving.reopen(unit, task_id)
                _follow(unit, task, lead, back)
            moving.repaint(unit, task, back)
            return len(back)

        return self._store.write(write)


def assignments_of(unit: UnitOfWork, task: Task, input_: int) -> list[AssignmentInTask]:
    siblings = unit.queue.siblings(task.id, input_)
    first = unit.queue.find(siblings[0].id) if siblings else None
    if first is None:
        raise NotFound("That input is not handed out in this task.")
    return [replace(first, assignment=one) for one in siblings]


def _because(reason: str | None, by: str | None) -> dict[str, object]:
    return {"reason": reason, "reason_by": by}


def _follow(unit: UnitOfWork, task: Task, lead: Person, back: list[AssignmentInTask]) -> None:
    """Whoever left does not get it back, and whoever came to label everything gets it too."""
    labelers = unit.people.of_task(task.id, Role.LABELER)
    robots = [one.assignment.input for one in back if one.assignment.labeler == ROBOT]
    if robots:
        auto_annotating.take_again(unit, task, lead, robots)
    elif any(one.assignment.labeler not in labelers for one in back):
        unit.tasks.unbalance(task.id)
    if task.distribution is Distribution.EVERYONE:
        unit.tasks.rewind(task.id, len(labelers))
    unit.topics |= {"distribution", "pictures"}
