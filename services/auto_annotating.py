"""What a model annotates by itself: its suggestions become answers, and what it leaves goes to people or is listed.

Whoever keeps suggestions calls `annotate` in the same transaction. An assignment is only taken while it is ROBOT's and
open, so whatever is done twice is done once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from domain.accepting import Sources
from domain.assignment import Action
from domain.assisting import Leftovers, Suggested, TaskAssist, automatic
from domain.automatic import Annotated, annotated, why_nothing
from domain.model import ROBOT, Actor, AssignmentInTask, Person, Role, Task, TaskType
from domain.notices import GoneThrough
from domain.shape_sources import by_itself
from domain.shapes import Size
from services import leftovers, moving, replacing
from services.automatic_answers import counted, on, sizes
from store.unit_of_work import UnitOfWork

CHUNK = 50
"""Inputs a transaction: below the 50 ms that the writer may be held."""
_THROUGH = "go through all"


@dataclass(frozen=True, slots=True)
class Left:
    """An assignment of which the model says nothing that would do, and why."""

    before: AssignmentInTask
    why: str


def annotate(unit: UnitOfWork, task: Task, assist: TaskAssist, found: Sequence[Suggested]) -> None:
    """`found`: at most CHUNK inputs. Those that ROBOT has no (more) open are let be."""
    open_ = unit.queue.open_of(task.id, ROBOT, [one.input for one in found]) if task.is_automatic else []
    if not open_:
        return
    left = _answer(unit, task, assist, open_, found)
    if assist.leftovers is Leftovers.HUMAN and leftovers.are_there_people(unit, task.id):
        _to_people(unit, task, left, ROBOT)
    else:
        _take_out(unit, task, left)
    if assist.is_replacing:
        replacing.replace_earlier(unit, task, assist, [one.assignment.input for one in open_])
    _follow(unit, task)


def take_again(unit: UnitOfWork, task: Task, lead: Person, inputs: Sequence[int]) -> None:
    """Inputs that were taken out and are ROBOT's again: the model's answer stands, where it has one; people have the
    others. What the model has not seen yet waits for it.
    """
    assist = unit.assists.find(task.id)
    open_ = unit.queue.open_of(task.id, ROBOT, inputs)
    kept = [one for one in (unit.suggestions.of(task.id, input_) for input_ in inputs) if one is not None]
    if assist is None or not open_:
        return
    seen = {one.input for one in kept}
    unit.suggestions.want(task.id, [one for one in inputs if one not in seen])
    unit.topics.add("suggestions")
    left = _answer(unit, task, assist, [one for one in open_ if one.assignment.input in seen], kept)
    if left:
        leftovers.take_on(unit, task, lead)
        _to_people(unit, task, left, lead.user)
    leftovers.call(unit, task, at_once=True)
    _follow(unit, task)


def _answer(
    unit: UnitOfWork, task: Task, assist: TaskAssist, open_: Sequence[AssignmentInTask], said: Sequence[Suggested]
) -> list[Left]:
    """Where the model is sure enough. Returns the others."""
    names = _offered(unit, task, said)
    by_input = {one.input: one for one in said}
    known = sizes(unit, task.type, list(by_input))
    left: list[Left] = []
    for before in open_:
        suggested = by_input[before.assignment.input]
        drawn = on(task.type, suggested.input, known)
        found = counted(suggested.suggestions, tuple(names), task.labels_per_input, drawn)
        decided = annotated(() if suggested.failure else found, assist.bands)
        if decided.kept:
            _submit(unit, before, decided, drawn)
        else:
            name = unit.queue.with_picture(before.assignment.id).input_name if suggested.failure else ""
            left.append(Left(before, why_nothing(name, suggested, found, assist.bands, names)))
    return left


def _submit(
    unit: UnitOfWork, before: AssignmentInTask, decided: Annotated, drawn: tuple[TaskType, Size] | None
) -> None:
    """One doubtful annotation, and a reviewer has all of them."""
    action = Action.SUBMIT_FOR_REVIEW if decided.is_for_review else Action.SUBMIT
    how = partial(moving.apply, unit, before, action, ROBOT, values={"submitted_at": unit.now})
    if drawn is None:
        sources: Sources = {one.concept: automatic(one) for one, _ in decided.kept}
        how(answer=[one.concept for one, _ in decided.kept], sources=sources, statuses=decided.statuses)
    else:
        shapes = by_itself(decided.kept, *drawn)
        how(shapes=list(shapes), shape_statuses={one.key: status for one, status in shapes.items()})


def _offered(unit: UnitOfWork, task: Task, found: Sequence[Suggested]) -> dict[int, str]:
    """The task's concepts, in their order, with their names. Those that are suggested stay so until the transaction
    ends; one that somebody takes out in this moment is not among them.
    """
    named = {suggestion.concept for one in found for suggestion in one.suggestions}
    concepts = {one.id: one.name for one in unit.tasks.concepts(task.id)}
    gone = {one for one in named & concepts.keys() if not unit.tasks.offers(task.id, [one])}
    return {one: name for one, name in concepts.items() if one not in gone}


def _to_people(unit: UnitOfWork, task: Task, left: Sequence[Left], who: str) -> None:
    why = {one.before.assignment.id: one.why for one in left}
    leftovers.to_people(unit, task, [one.before.assignment for one in left], who, why)


def _take_out(unit: UnitOfWork, task: Task, left: Sequence[Left]) -> None:
    out = 0
    for one in left:
        values: dict[str, object] = {"reason": one.why, "reason_by": ROBOT}
        out += moving.apply(unit, one.before, Action.EXCLUDE, ROBOT, reason=one.why, values=values)
    if out:
        unit.tasks.exclude(task.id, out)


def _follow(unit: UnitOfWork, task: Task) -> None:
    leftovers.call(unit, task)
    is_through = task.is_distributed and not unit.tallies.of(task.id, ROBOT).pending
    is_news = is_through and _is_news(unit, task)
    if not unit.tallies.total(task.id).is_open:
        moving.finish_if_done(unit, task.workspace, task.id)
    elif is_news:
        _tell(unit, task)
    # It may have been what the last batch waited for.
    unit.topics |= {"reviews", "cards"}


def _is_news(unit: UnitOfWork, task: Task) -> bool:
    """That the model is through: the first time, and where the dataset has become twice as large since. Inputs may
    trickle in, and some may be taken in again: that is no news to anybody.
    """
    before = unit.audit.last_after(task.id, _THROUGH)
    if before is not None and task.inputs < 2 * int(before):
        return False
    # It lasts: what was told is forgotten after a month, and this is not.
    unit.audit.add(task.id, ROBOT, _THROUGH, after=str(task.inputs))
    return True


def _tell(unit: UnitOfWork, task: Task) -> None:
    """The leads. Where nothing is left to do either, they read that the task is done instead."""
    for lead in unit.people.of_task(task.id, Role.LEAD):
        key = f"through:{task.id}:{task.inputs}:{lead}"
        unit.outbox.put(Actor(task.workspace, lead), GoneThrough(task.id), key=key)
    unit.topics.add("notices")
