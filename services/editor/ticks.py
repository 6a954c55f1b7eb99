"""Where concepts alone are the answer: what is ticked on the page, and given as an answer."""

from domain.assignment import Action
from domain.errors import Invalid
from domain.model import AssignmentInTask, LabelsPerInput
from domain.shapes import DRAWN
from services import answers, moving, provenance
from services.editor.open_items import check
from services.editor.strip import Desk
from store.unit_of_work import UnitOfWork

_NO_CONCEPT = "Choose a concept first, or “None of these”."
Given = object
"""As it came from the page: JSON values."""


def submit(
    unit: UnitOfWork, at: Desk, before: AssignmentInTask, revision: int, given: Given, *, seen: int | None
) -> bool:
    """`seen`: of which generation the suggestions were on the page; None: it doesn't say."""
    concepts = read_concepts(unit, at, given)
    if not concepts:
        raise Invalid({"concepts": _NO_CONCEPT})
    is_kept = answers.is_answered_with(unit, before, concepts)
    if is_kept and before.assignment.submitted_at is not None:
        return True
    check(unit, at, before, before.assignment.revision if is_kept else revision)
    return answers.submit(unit, before, concepts, generation(unit, at, before, seen)) is None


def skip(unit: UnitOfWork, at: Desk, before: AssignmentInTask, revision: int, given: Given) -> bool:
    concepts, now = read(unit, at, before, given), before.assignment
    is_kept = answers.is_answered_with(unit, before, concepts)
    if now.is_skipped and revision < now.revision and is_kept:
        return True
    check(unit, at, before, now.revision if is_kept else revision)
    sources = None if is_kept else provenance.of_ticks(unit, before, concepts, generation(unit, at, before))
    values, ticked = {"is_skipped": True, "position": unit.now}, None if is_kept else concepts
    return moving.apply(unit, before, Action.SKIP, now.labeler, values=values, answer=ticked, sources=sources)


def read(unit: UnitOfWork, at: Desk, before: AssignmentInTask, given: Given) -> list[int]:
    """Raises Invalid."""
    if at.task.type in DRAWN:
        raise Invalid({"concepts": "In this task the answer is drawn: concepts alone are none. Reload the page."})
    concepts = read_concepts(unit, at, given)
    # Nobody takes a concept out of the task under them.
    if not answers.are_offered(unit, before, concepts):
        raise Invalid({"concepts": "One of these is no concept of this task any more. Reload the page."})
    return concepts


def read_concepts(unit: UnitOfWork, at: Desk, given: Given) -> list[int]:
    """Raises Invalid."""
    known = {one.id for one in unit.tasks.concepts(at.task.id)}
    if not isinstance(given, list) or not all(type(one) is int and one in known for one in given):
        raise Invalid({"concepts": "One of these is no concept of this task any more. Reload the page."})
    if at.task.labels_per_input is LabelsPerInput.ONE and len(set(given)) > 1:
        raise Invalid({"concepts": "This task takes one concept per input."})
    return list(dict.fromkeys(given))


def generation(unit: UnitOfWork, at: Desk, before: AssignmentInTask, seen: int | None = None) -> int:
    """Of the suggestions that the page shows, where it says so (`seen`), else of those that are there now; 0: none."""
    if seen is not None:
        return seen
    known = [one.id for one in unit.tasks.concepts(at.task.id)]
    return provenance.offer(unit, at.task.id, before.assignment.input, known)[1]
