"""What a lead ends early, and what a lead opens again: a task, or a single answer that was rejected."""

from domain.assignment import Action
from domain.errors import Invalid, NotFound
from domain.model import ROBOT, Actor, Person, TaskStatus
from domain.notices import SentBack, TaskClosed, TaskReopened
from services import leftovers, moving
from services.editing import tell_all, workers
from services.finding import find_led
from store.cards import LABEL
from store.unit_of_work import Store, UnitOfWork

LONGEST_REASON = 1000
_AGAIN = "Please look at this one once more."


class Closing:
    def __init__(self, store: Store) -> None:
        self._store = store

    def close(self, lead: Person, task_id: int, reason: str = "") -> str:
        """The task's name. Open work stays where it is, but in nobody's queue, until the task is opened again.

        Raises Invalid for a task that is done: there is nothing to close.
        """
        said = reason.strip()
        if len(said) > LONGEST_REASON:
            raise Invalid({"reason": f"A reason can have at most {LONGEST_REASON} characters; this has {len(said)}."})

        def write(unit: UnitOfWork) -> str:
            unit.tasks.lock(task_id)
            task = find_led(unit, lead, task_id, "close it")
            if task.status is TaskStatus.DONE:
                raise Invalid({"": f"“{task.name}” is done already."})
            if unit.tasks.set_status(task_id, TaskStatus.WONT_DO):
                after = str(TaskStatus.WONT_DO)
                unit.audit.add(task_id, lead.user, "close", reason=said or None, before=str(task.status), after=after)
                tell_all(unit, task, workers(unit, task) - {lead.user}, TaskClosed(task_id, lead.user, said))
            return task.name

        return self._store.write(write)

    def reopen(self, lead: Person, task_id: int) -> str:
        """The task's name. Everything is where it was."""

        def write(unit: UnitOfWork) -> str:
            unit.tasks.lock(task_id)
            task = find_led(unit, lead, task_id, "open it again")
            if unit.tasks.set_status(task_id, TaskStatus.IN_PROGRESS, only_from=TaskStatus.WONT_DO):
                after = str(TaskStatus.IN_PROGRESS)
                unit.audit.add(task_id, lead.user, "reopen", before=str(task.status), after=after)
                tell_all(unit, task, workers(unit, task) - {lead.user}, TaskReopened(task_id, lead.user))
                moving.finish_if_done(unit, task.workspace, task_id)
            return task.name

        return self._store.write(write)

    def reopen_assignment(self, lead: Person, assignment_id: int) -> str:
        """A rejected answer goes to the front of the same labeler's queue. Returns the input's name.

        Raises Invalid where it is not rejected (any more).
        """

        def write(unit: UnitOfWork) -> str:
            before = unit.queue.find(assignment_id)
            if before is None:
                raise NotFound("That answer is gone.")
            task = find_led(unit, lead, before.assignment.task, "open answers again")
            values = {"position": -unit.now, **moving.ANEW}
            if not moving.apply(unit, before, Action.REOPEN, lead.user, values=values):
                raise Invalid({"": f"That answer is {moving.in_words(before.assignment.status)}, and not rejected."})
            unit.reviews.void_approvals(assignment_id)
            moving.reopen(unit, task.id)
            labeler, name = before.assignment.labeler, unit.queue.with_picture(assignment_id).input_name
            if labeler == ROBOT:
                leftovers.take_on(unit, task, lead)
                leftovers.send_back(unit, task, before.assignment, lead.user, before.assignment.reason or _AGAIN)
            elif before.labeler_left:
                unit.tasks.unbalance(task.id)
            else:
                to, reason = Actor(task.workspace, labeler), before.assignment.reason or _AGAIN
                unit.outbox.put(to, SentBack(task.id, name, reason, lead.user))
            unit.cards.touch(task.workspace, task.id, labeler, LABEL)
            unit.topics |= {"notices", "cards", "distribution"}
            return name

        return self._store.write(write)
