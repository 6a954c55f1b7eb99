"""What may stand in a field of a task while people are at work in it, and what is refused with which words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from domain.automatic import leftovers_error, needs_reviewers
from domain.draft import distribution_errors
from domain.errors import Invalid
from domain.fields import LABELS, PEOPLE, TaskField, fixed, in_use, value_error
from domain.gathering import too_many
from domain.model import ROBOT, Distribution, ReviewMethod, Task
from domain.naming import counted
from domain.shapes import DRAWN
from services import assist_fields
from services.checking import people_errors
from services.task_fields import names_in
from store.unit_of_work import UnitOfWork

_Judge = Callable[[UnitOfWork, Task, Any], str | None]


def check(unit: UnitOfWork, task: Task, field: TaskField, value: Any) -> None:
    """Raises Invalid where it can't be."""
    if field in fixed(task):
        raise Invalid({field: f"{LABELS[field]} can't be changed in this task."})
    wrong = value_error(task, field, value, unit.now)
    if wrong is None and (judge := _JUDGES.get(field)) is not None:
        wrong = judge(unit, task, value)
    if wrong is not None:
        raise Invalid({field: wrong})
    if field in PEOPLE:
        _check_people(unit, task, field, value)


def _check_people(unit: UnitOfWork, task: Task, field: TaskField, users: Sequence[str]) -> None:
    if wrong := too_many(len(users), field):
        raise Invalid({field: wrong})
    # Who is in it already may have been deactivated since: that must not keep the lead from changing anything.
    before = set(unit.people.of_task(task.id, PEOPLE[field]))
    if errors := people_errors(unit, task.workspace, {field: tuple(user for user in users if user not in before)}):
        raise Invalid(errors)


def _name_error(unit: UnitOfWork, task: Task, name: str) -> str | None:
    other = unit.tasks.named(task.workspace, name)
    is_taken = other is not None and other.id != task.id
    return f"There is a task “{name}” already. Choose another name." if is_taken else None


def _concepts_error(unit: UnitOfWork, task: Task, value: Sequence[str]) -> str | None:
    names = names_in(unit, task, TaskField.CONCEPTS, value)
    if lost := sum(one not in names for one in value):
        return f"{'1 concept is' if lost == 1 else f'{lost} concepts are'} not known here any more. Choose them anew."
    gone = {one.id: one.name for one in unit.tasks.concepts(task.id) if str(one.id) not in value}
    used = unit.annotations.count_answers(task.id, gone) if gone else {}
    if not used:
        return None
    drafts = " Drawn answers that are not submitted yet count, too." if task.type in DRAWN else ""
    return in_use({name: used[concept] for concept, name in gone.items() if concept in used}) + drafts


def _labelers_error(unit: UnitOfWork, task: Task, labelers: Sequence[str]) -> str | None:
    """Why these can't label as the task wants it."""
    if task.is_automatic and not labelers:
        return _nobody_error(unit, task)
    if task.distribution is Distribution.EVERYONE:
        if task.agreement > len(labelers):
            return f"{task.agreement} labelers must agree on each input. Keep at least as many."
        return None
    weights = unit.people.shares(task.id)
    wrong = distribution_errors(task.distribution, tuple(labelers), weights, task.labelers_per_input)
    return next(iter(wrong.values()), None)


def _nobody_error(unit: UnitOfWork, task: Task) -> str | None:
    """A model annotates it: whether it can do without anybody who labels what it leaves."""
    assist = unit.assists.find(task.id)
    wrong = leftovers_error(assist.leftovers, ()) if assist is not None else None
    total, robots = unit.tallies.total(task.id).pending, unit.tallies.of(task.id, ROBOT).pending
    if wrong is None and total > robots:
        wrong = f"{counted(total - robots, 'input is', 'inputs are')} still to be labeled by people. Keep a labeler."
    return wrong


def _weights_error(unit: UnitOfWork, task: Task, weights: Mapping[str, int]) -> str | None:
    labelers = unit.people.of_task(task.id, PEOPLE[TaskField.LABELERS])
    wrong = distribution_errors(task.distribution, labelers, weights, task.labelers_per_input)
    return next(iter(wrong.values()), None)


def _reviewers_error(unit: UnitOfWork, task: Task, reviewers: Sequence[str]) -> str | None:
    if reviewers or task.agreement:
        return None
    if waiting := unit.tallies.total(task.id).awaiting:
        answers = "1 answer waits" if waiting == 1 else f"{waiting:,} answers wait"
        return f"{answers} for review. Keep a reviewer until they are decided."
    assist = unit.assists.find(task.id) if task.is_automatic else None
    if assist is not None and needs_reviewers(assist.bands):
        return "What the model is not sure of goes to reviewers. Keep one."
    if task.review_method is ReviewMethod.STACKED:
        return "Stacked review needs reviewers. Keep one, or change Review method to Evenly distributed first."
    return None


def _method_error(unit: UnitOfWork, task: Task, method: str) -> str | None:
    """To stacked, any time: whoever has not approved yet is still to. Back, only with nothing half approved: one who
    has approved it would be asked again.
    """
    if method == ReviewMethod.STACKED:
        has_reviewers = unit.people.of_task(task.id, PEOPLE[TaskField.REVIEWERS])
        return None if has_reviewers else "Stacked review needs reviewers. Choose some first."
    if waiting := unit.reviews.count_partly_approved(task.id):
        answers = "1 answer is" if waiting == 1 else f"{waiting:,} answers are"
        return (
            f"{answers} approved by some reviewers and not yet by all. Wait for the others or take "
            "them off Reviewers, then change it."
        )
    return None


def _threshold_error(field: TaskField) -> _Judge:
    return lambda unit, task, value: assist_fields.error(unit, task, field, value)


def _growing_error(unit: UnitOfWork, task: Task, is_growing: bool) -> str | None:  # noqa: FBT001 - a field's value.
    dataset = unit.catalog.dataset(task.workspace, task.dataset)
    if is_growing and dataset is None:
        return "Its dataset was deleted, so it can't grow."
    if is_growing and unit.catalog.is_filling(task.dataset):
        return "Its dataset is still being filled with its inputs. Try again in a moment."
    return None


_JUDGES: dict[TaskField, _Judge] = {
    TaskField.NAME: _name_error,
    TaskField.CONCEPTS: _concepts_error,
    TaskField.LABELERS: _labelers_error,
    TaskField.WEIGHTS: _weights_error,
    TaskField.REVIEWERS: _reviewers_error,
    TaskField.REVIEW_METHOD: _method_error,
    TaskField.GROWING: _growing_error,
    TaskField.UPPER: _threshold_error(TaskField.UPPER),
    TaskField.LOWER: _threshold_error(TaskField.LOWER),
    TaskField.THRESHOLDS: _threshold_error(TaskField.THRESHOLDS),
}
