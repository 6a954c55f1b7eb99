"""Inputs of a task that a lead should look at: what was flagged, taken out and rejected, and what a lead says of it."""

from collections.abc import Sequence
from dataclasses import replace

from domain.assignment import Action
from domain.clock import as_datetime
from domain.errors import NotFound
from domain.model import Actor, Assignment, AssignmentStatus, Person, Task
from domain.naming import pages_of
from domain.read_models import ContentModel, ExcludeModel, InputInTask, InputList
from services import moving
from services.excluding import assignments_of
from services.finding import find_led
from services.links import PictureLinks
from services.showing import input_line, want_missing
from store.unit_of_work import Store, UnitOfWork

PAGE = 10
_LOOK = "look at that"
_OPEN = {AssignmentStatus.PENDING, AssignmentStatus.AWAITING_CONSENSUS_REVIEW}


class Flagging:
    def __init__(self, store: Store, links: PictureLinks) -> None:
        self._store = store
        self._links = links

    def flagged(self, lead: Person, task_id: int, page: int = 0) -> InputList:
        def read(unit: UnitOfWork) -> InputList:
            task = find_led(unit, lead, task_id, _LOOK)
            here, pages, total = _place(unit.task_inputs.count_flagged(task_id), page)
            inputs = unit.task_inputs.flagged(task_id, here * PAGE, PAGE)
            given = unit.task_inputs.assignments(task_id, inputs)
            by = unit.histories.last_of([one.id for some in given.values() for one in some], str(Action.FLAG))
            items = [self._flagged(unit, task, input_, given[input_], by) for input_ in inputs]
            return InputList(task_id, task.name, tuple(items), here, pages, total)

        return self._with_pictures(lead, self._store.read(read))

    def excluded(self, lead: Person, task_id: int, page: int = 0) -> InputList:
        def read(unit: UnitOfWork) -> InputList:
            task = find_led(unit, lead, task_id, _LOOK)
            here, pages, total = _place(unit.task_inputs.count_excluded(task_id), page)
            inputs = unit.task_inputs.excluded(task_id, here * PAGE, PAGE)
            given = unit.task_inputs.assignments(task_id, inputs)
            items = [self._excluded(unit, task, input_, given[input_]) for input_ in inputs]
            return InputList(task_id, task.name, tuple(items), here, pages, total)

        return self._with_pictures(lead, self._store.read(read))

    def rejected(self, lead: Person, task_id: int, page: int = 0) -> InputList:
        """Answers, each with its input."""

        def read(unit: UnitOfWork) -> InputList:
            task = find_led(unit, lead, task_id, _LOOK)
            here, pages, total = _place(unit.tallies.total(task_id).rejected, page)
            answers = unit.task_inputs.rejected(task_id, here * PAGE, PAGE)
            given = unit.task_inputs.assignments(task_id, [one.input for one in answers])
            items = [self._rejected(unit, task, one, given[one.input]) for one in answers]
            return InputList(task_id, task.name, tuple(items), here, pages, total)

        return self._with_pictures(lead, self._store.read(read))

    def clear(self, lead: Person, task_id: int, input_: int) -> int:
        """The flags of an input are taken away: it is fine as it is. Returns how many there were."""

        def write(unit: UnitOfWork) -> int:
            task = find_led(unit, lead, task_id, "clear flags")
            flagged = [one for one in assignments_of(unit, task, input_) if one.assignment.is_flagged]
            values = {"is_flagged": False}
            cleared = [one for one in flagged if moving.apply(unit, one, Action.CLEAR_FLAG, lead.user, values=values)]
            moving.repaint(unit, task, cleared)
            return len(cleared)

        return self._store.write(write)

    def ask_exclude(self, lead: Person, task_id: int, input_: int) -> ExcludeModel:
        """What taking it out would mean."""

        def read(unit: UnitOfWork) -> ExcludeModel:
            task = find_led(unit, lead, task_id, "take inputs out")
            given = unit.task_inputs.assignments(task_id, [input_])[input_]
            if not given:
                raise NotFound("That input is not handed out in this task.")
            out = [one for one in given if one.status is AssignmentStatus.EXCLUDED and one.reason_by]
            in_ = [one for one in given if one.status is not AssignmentStatus.EXCLUDED]
            pending = sum(one.status is AssignmentStatus.PENDING for one in in_)
            by, reason = (out[0].reason_by, out[0].reason) if out and not in_ else (None, None)
            line = input_line(self._links, unit.datasets.shown(task.workspace, [input_])[input_])
            return ExcludeModel(task_id, task.name, line, len(in_) - pending, pending, by, reason)

        model = self._store.read(read)
        want_missing(self._store, lead.workspace, [model.line])
        return model

    def content(self, to: Actor, task_id: int, input_: int) -> ContentModel | None:
        """As a card shows it. None: it is not handed out in the task, or of another workspace."""

        def read(unit: UnitOfWork) -> ContentModel | None:
            given = unit.task_inputs.assignments(task_id, [input_])[input_]
            task = unit.tasks.find(task_id)
            if not given or task is None or task.workspace != to.workspace:
                return None
            return self._links.model(unit.queue.with_picture(given[0].id))

        return self._store.read(read)

    def _flagged(
        self, unit: UnitOfWork, task: Task, input_: int, given: Sequence[Assignment], by: dict[int, tuple[str, int]]
    ) -> InputInTask:
        flags = sorted((by[one.id] for one in given if one.is_flagged and one.id in by), key=lambda flag: flag[1])
        who = tuple(dict.fromkeys(user for user, _ in flags))
        return replace(self._item(unit, task, input_), by=who, at=as_datetime(flags[-1][1]) if flags else None)

    def _excluded(self, unit: UnitOfWork, task: Task, input_: int, given: Sequence[Assignment]) -> InputInTask:
        first = next(one for one in given if one.status is AssignmentStatus.EXCLUDED and one.reason_by)
        done = unit.histories.last_of([first.id], str(Action.EXCLUDE)).get(first.id)
        when = None if done is None else as_datetime(done[1])
        return replace(self._item(unit, task, input_), by=(first.reason_by or "",), at=when, reason=first.reason)

    def _rejected(self, unit: UnitOfWork, task: Task, one: Assignment, given: Sequence[Assignment]) -> InputInTask:
        names = None if is_blind(task, given) else unit.annotations.words(one.id)
        by = (one.reviewed_by,) if one.reviewed_by else ()
        item = self._item(unit, task, one.input)
        return replace(item, by=by, reason=one.reason, labeler=one.labeler, answers=names, assignment=one.id)

    def _item(self, unit: UnitOfWork, task: Task, input_: int) -> InputInTask:
        line = input_line(self._links, unit.datasets.shown(task.workspace, [input_])[input_])
        return InputInTask(line, self._links.page(task.id, input_))

    def _with_pictures(self, lead: Person, found: InputList) -> InputList:
        want_missing(self._store, lead.workspace, [one.line for one in found.items])
        return found


def is_blind(task: Task, given: Sequence[Assignment]) -> bool:
    """Where labelers should agree, nobody sees an answer to an input before all have answered it."""
    return bool(task.agreement) and any(one.status in _OPEN for one in given)


def _place(total: int, page: int) -> tuple[int, int, int]:
    return (*pages_of(total, page, PAGE), total)
