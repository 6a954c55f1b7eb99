"""Who sees on the card what is suggested by now: whoever has it in front, has not begun to answer, and has had it as it
is for a while. A card that changes every second, or under a finger, is worse than one that is a little behind.
"""

from collections.abc import Collection, Mapping

from domain.accepting import is_news
from domain.assisting import Suggestion
from domain.clock import SECOND
from domain.model import LabelsPerInput, Task
from domain.shapes import DRAWN
from services import provenance
from services.assist_plans import Plan
from services.telling import CALM
from store.cards import LABEL
from store.unit_of_work import Store, UnitOfWork

_EVERY = 10 * SECOND
"""A card is not painted for this more often; and Slack takes no more than fifty such edits a minute of all people."""
Fronts = Mapping[tuple[str, int], tuple[Suggestion, ...]]
"""Labeler and the input on their card -> what is suggested there."""


def in_front(unit: UnitOfWork, task: Task, inputs: Collection[int]) -> Fronts:
    """Of these inputs those that somebody looks at and has not begun to answer."""
    fronts = [pair for pair in unit.suggesting.fronts(task.id).items() if pair[1] in inputs]
    begun = unit.suggesting.begun(task.id, {input_ for _, input_ in fronts}) if fronts else set()
    concepts = [one.id for one in unit.tasks.concepts(task.id)] if fronts else []
    return {
        (labeler, input_): provenance.offer(unit, task.id, input_, concepts)[0]
        for labeler, input_ in fronts
        if (labeler, input_) not in begun and unit.cards.find(task.id, labeler, LABEL) is not None
    }


def show(store: Store, plan: Plan, inputs: Collection[int], before: Fronts) -> None:
    """`before`: what was suggested before these inputs were suggested anew."""
    if not store.read(lambda unit: _changed(unit, plan.task, inputs, before)):
        return

    def write(unit: UnitOfWork) -> dict[str, int]:
        due = {}
        for labeler, is_first in sorted(_changed(unit, plan.task, inputs, before).items()):
            at = due[labeler] = _due(unit, plan, labeler, is_first=is_first)
            unit.cards.touch(plan.task.workspace, plan.task.id, labeler, LABEL, rest=at - unit.now - CALM)
            unit.topics.add("cards")
        return due

    plan.shown_at |= store.write(write)


def _changed(unit: UnitOfWork, task: Task, inputs: Collection[int], before: Fronts) -> dict[str, bool]:
    """Labelers whose card is to be painted anew, and whether nothing was suggested on it so far."""
    only_best = task.labels_per_input is LabelsPerInput.ONE
    found = {}
    for (labeler, input_), now in in_front(unit, task, inputs).items():
        was = before.get((labeler, input_), ())
        # What is drawn may lie elsewhere by now, and can only be accepted as it is.
        if is_news(was, now, only_best=only_best) or (task.type in DRAWN and now):
            found[labeler] = not was
    return found


def _due(unit: UnitOfWork, plan: Plan, labeler: str, *, is_first: bool) -> int:
    """When (µs). Where nothing was suggested yet, nobody waits but for the one before."""
    shown = plan.shown_at.get(labeler, 0)
    card = unit.cards.find(plan.task.id, labeler, LABEL)
    last = shown if is_first or card is None else max(shown, card.touched_at)
    return max(unit.now, last + _EVERY if last else 0)
