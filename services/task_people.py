"""Who is how far in a task."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.clock import as_datetime
from domain.model import NOBODY, ROBOT, Distribution, Person, Role, Tally, Task, TaskStatus
from domain.naming import pages_of
from domain.read_models import PeoplePage, PersonLine
from services import batches
from store.unit_of_work import UnitOfWork

PEOPLE = 10


def people_page(unit: UnitOfWork, task: Task, page: int) -> PeoplePage:
    lines = [
        *_labelers(unit, task),
        *(PersonLine(who, Role.REVIEWER) for who in unit.people.of_task(task.id, Role.REVIEWER)),
    ]
    here, pages = pages_of(len(lines), page, PEOPLE)
    # However many there are, what takes a look at each is looked up of those shown only.
    on_page = [
        _reviewer(unit, task, one.user) if one.role is Role.REVIEWER else one
        for one in lines[here * PEOPLE : (here + 1) * PEOPLE]
    ]
    shown = _with_last(unit, task, on_page)
    return PeoplePage(
        task.id, task.name, shown, here, pages, len(lines), has_review(unit, task), may_move=may_move(task)
    )


def _labelers(unit: UnitOfWork, task: Task) -> list[PersonLine]:
    """A model that annotates first, then whoever has most open work; in the end who has left, and what nobody has."""
    tallies = unit.tallies.all(task.id)
    there = unit.people.of_task(task.id, Role.LABELER)
    left = [who for who, tally in tallies.items() if tally.total and who not in {*there, NOBODY, ROBOT}]
    by_itself = [ROBOT] if tallies.get(ROBOT, Tally()).total else []
    lines = [_labeler(tallies, who) for who in (*by_itself, *there)]
    lines.sort(key=lambda line: (line.user != ROBOT, -line.tally.pending))
    lines += [replace(_labeler(tallies, who), has_left=True) for who in left]
    return [*lines, *([_labeler(tallies, NOBODY)] if tallies.get(NOBODY, Tally()).pending else ())]


def _labeler(tallies: Mapping[str, Tally], who: str) -> PersonLine:
    return PersonLine(who, Role.LABELER, tallies.get(who, Tally()))


def _reviewer(unit: UnitOfWork, task: Task, who: str) -> PersonLine:
    waiting = sum(unit.reviews.count_waiting(task.id, who).values())
    return PersonLine(who, Role.REVIEWER, decided=unit.reviews.count_decided(task.id, who), waiting=waiting)


def _with_last(unit: UnitOfWork, task: Task, lines: Sequence[PersonLine]) -> tuple[PersonLine, ...]:
    """With the moment when each of them did something last."""
    by = {role: [one.user for one in lines if one.role is role and one.user != NOBODY] for role in Role}
    last = {
        Role.LABELER: unit.task_inputs.last_answers(task.id, by[Role.LABELER]),
        Role.REVIEWER: unit.task_inputs.last_decisions(task.id, by[Role.REVIEWER]),
    }
    moments = [last[one.role].get(one.user) for one in lines]
    return tuple(
        replace(one, last_at=None if at is None else as_datetime(at)) for one, at in zip(lines, moments, strict=True)
    )


def own_lines(unit: UnitOfWork, task: Task, person: Person) -> tuple[PersonLine, ...]:
    lines = []
    tally = unit.tallies.of(task.id, person.user)
    is_labeler = unit.people.has_role(task.id, person.user, Role.LABELER)
    if is_labeler or tally.total:
        lines.append(PersonLine(person.user, Role.LABELER, tally, has_left=not is_labeler))
    if batches.may_review(unit, task, person.user):
        lines.append(_reviewer(unit, task, person.user))
    return _with_last(unit, task, lines)


def has_review(unit: UnitOfWork, task: Task) -> bool:
    return bool(task.agreement or unit.people.of_task(task.id, Role.REVIEWER))


def may_move(task: Task) -> bool:
    return task.distribution is not Distribution.EVERYONE and task.status is not TaskStatus.WONT_DO
