"""Where answers come from in a task with a model: what was on the card, and what of it was taken or changed."""

from collections.abc import Sequence
from dataclasses import replace

from domain import accepting, shape_sources
from domain.accepting import Sources
from domain.assisting import Source, Suggestion, accepted, automatic
from domain.automatic import annotated, counting
from domain.model import AnnotationStatus, AssignmentInTask, AssistMode, Concept, LabelsPerInput, Provenance, Task
from domain.read_models import AnswerOrigin, ItemModel
from domain.shapes import DRAWN, Shape
from store.unit_of_work import UnitOfWork


def offer(unit: UnitOfWork, task: int, input_: int, concepts: Sequence[int]) -> tuple[tuple[Suggestion, ...], int]:
    """What a card offers, and of which generation it is, which the card's buttons remember; 0: nothing is offered."""
    found = unit.suggestions.offered(task, input_)
    suggestions = () if found is None else accepting.offered(found[0].suggestions, concepts, found[1])
    return suggestions, found[0].generation if found and suggestions else 0


def origin(unit: UnitOfWork, task: Task, assignment: int) -> AnswerOrigin | None:
    """What its reviewer reads of it; None in a task without a model."""
    if task.assist is AssistMode.NONE:
        return None
    if task.type in DRAWN:
        drawn = AnswerOrigin(sources=_drawn(unit, task, assignment))
        return drawn if drawn.automatic else None
    stood, sources = unit.shown.of(assignment), unit.annotations.sources(assignment)
    named = tuple((name, sources[concept]) for concept, name in unit.annotations.of(assignment))
    suggested = tuple(one.suggestion for one in stood)
    return AnswerOrigin(suggested, {one.suggestion.concept: one.name for one in stood}, named)


def shown(unit: UnitOfWork, task: Task, item: ItemModel, concepts: Sequence[Concept]) -> ItemModel:
    """With what the model suggests, and what of the answer so far came from it."""
    if task.assist is AssistMode.NONE:
        return item
    if item.drawn is not None:
        by = origin(unit, task, item.assignment) if item.reason else None
        return replace(item, annotated_by=by.automatic if by else "")
    suggestions, seen = offer(unit, task.id, item.input, [one.id for one in concepts])
    sources = unit.annotations.sources(item.assignment) if item.chosen else {}
    taken = tuple(one for one in item.chosen if sources[one].provenance is Provenance.ACCEPTED)
    models = (one.model or "" for one in sources.values() if one.provenance is Provenance.AUTO)
    return replace(item, suggestions=suggestions, seen=seen, accepted=taken, annotated_by=next(models, ""))


def seen_then(unit: UnitOfWork, before: AssignmentInTask, seen: int) -> tuple[Suggestion, ...]:
    """What stood on the card whose button was pressed, whatever is suggested by now. A card that was drawn before there
    was anything showed none, so whoever answered it was not helped.
    """
    if before.assist is AssistMode.NONE or not seen:
        return ()
    task, input_ = before.assignment.task, before.assignment.input
    concepts = [one.id for one in unit.tasks.concepts(task)]
    suggestions, newest = offer(unit, task, input_, concepts)
    if seen == newest:
        return suggestions
    assist, then = unit.assists.find(task), unit.suggestions.earlier(task, input_).get(seen, ())
    return accepting.offered(then, concepts, assist.threshold if assist else 0)


def of_ticks(unit: UnitOfWork, before: AssignmentInTask, concepts: Sequence[int | None], seen: int) -> Sources:
    """Of what is about to be ticked, or submitted."""
    return of_answer(unit, before, concepts, seen_then(unit, before, seen))


def of_answer(
    unit: UnitOfWork, before: AssignmentInTask, concepts: Sequence[int | None], suggested: Sequence[Suggestion]
) -> Sources:
    if before.assist is AssistMode.NONE:
        return {}
    assignment = before.assignment
    if not assignment.revision:  # Nobody has had it in their hands yet.
        return accepting.labeled(concepts, suggested, {}, {})
    earlier = unit.annotations.sources(assignment.id)
    changed: dict[int | None, Source] = dict(earlier) if assignment.reason else {}
    shown = unit.shown.of(assignment.id)
    changed |= {one.suggestion.concept: accepted(one.suggestion) for one in shown if one.is_accepted}
    if before.assist is AssistMode.AUTO and assignment.reason:
        changed = _annotated(unit, before) | changed
    return accepting.labeled(concepts, suggested, earlier, changed)


def of_edit(unit: UnitOfWork, before: AssignmentInTask, concepts: Sequence[int | None]) -> Sources:
    """Of a reviewer's answer in the place of this one."""
    if before.assist is AssistMode.NONE:
        return {}
    return accepting.reviewed(concepts, unit.annotations.sources(before.assignment.id))


def note(
    unit: UnitOfWork, before: AssignmentInTask, suggested: Sequence[Suggestion], concepts: Sequence[int | None]
) -> None:
    """The answer is given: what stood on the card is kept for good, and there is one more to learn from."""
    if before.assist is AssistMode.NONE:
        return
    if suggested or before.assignment.revision:
        unit.shown.show(before.assignment.task, before.assignment.id, suggested, concepts)
    unit.topics.add("suggestions")


def note_shapes(unit: UnitOfWork, before: AssignmentInTask, offered: Sequence[Shape], answer: Sequence[Shape]) -> None:
    """The same of an answer that is drawn."""
    if before.assist is AssistMode.NONE:
        return
    unit.shown.show_shapes(before.assignment.task, before.assignment.id, shape_sources.shown(offered, answer))
    unit.topics.add("suggestions")


def take_back(unit: UnitOfWork, before: AssignmentInTask, *, is_prefilled: bool = False) -> None:
    """The answer was taken back. Where it was one tap, what was accepted is a suggestion again, unless it is to be
    changed (`is_prefilled`); ticks, and what somebody has worked on, stay.
    """
    if before.assist is AssistMode.NONE:
        return
    if before.type in DRAWN and not is_prefilled:
        _unaccept_shapes(unit, before.assignment.id)
    unit.shown.forget(before.assignment.id)
    if before.labels_per_input is LabelsPerInput.ONE and before.type not in DRAWN:
        unit.annotations.untick_accepted(before.assignment.id)
    unit.topics.add("suggestions")


def _unaccept_shapes(unit: UnitOfWork, assignment: int) -> None:
    """Where all that was suggested was taken as it was, and nothing else: that is one tap, and done again with one."""
    shown, accepted = unit.shown.count_shapes(assignment)
    shapes = unit.annotations.shapes(assignment)
    are_all = all(one.source.provenance is Provenance.ACCEPTED for one in shapes)
    if are_all and len(shapes) == accepted == shown > 0:
        unit.annotations.replace_shapes(assignment, (), AnnotationStatus.PENDING)


def _drawn(unit: UnitOfWork, task: Task, assignment: int) -> tuple[tuple[str, Source], ...]:
    names = {one.id: one.name for one in unit.tasks.concepts(task.id)}
    return tuple((names.get(one.concept, ""), one.source) for one in unit.annotations.shapes(assignment))


def _annotated(unit: UnitOfWork, before: AssignmentInTask) -> dict[int | None, Source]:
    """What the model had annotated by itself: of what was unticked since there is no annotation any more."""
    task = before.assignment.task
    assist, found = unit.assists.find(task), unit.suggestions.of(task, before.assignment.input)
    if assist is None or found is None:
        return {}
    concepts = [one.id for one in unit.tasks.concepts(task)]
    counted = counting(found.suggestions, concepts, before.labels_per_input)
    return {one.concept: automatic(one) for one, _ in annotated(counted, assist.bands).kept}
