"""What people do with suggestions: where each concept of an answer comes from, and what may be accepted all at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from domain.assisting import BY_HAND, Source, Suggestion, accepted, percent, ranked
from domain.model import LabelsPerInput, Provenance

SURE = (99, 95, 90, 85, 80)
"""From how many percent on suggestions can be accepted all at once."""
LEAST_SURE = SURE[-1]
MUCH = 10
"""By so many percent a score has changed where it is worth a look."""
LIKELY = 50
"""Percent from which on it is likelier that a concept is true than that it isn't: where several may be, those are
accepted together. A task's threshold says only what is shown.
"""
Sources = Mapping[int | None, Source]
"""By concept; None is "None of these"."""


def offered(found: Iterable[Suggestion], concepts: Sequence[int], threshold: float = 0) -> tuple[Suggestion, ...]:
    """What a card offers: one suggestion a concept, of several boxes the surest."""
    best: dict[int, Suggestion] = {}
    for one in ranked(found, concepts, threshold):
        best.setdefault(one.concept, one)
    return tuple(best.values())


def is_news(before: Sequence[Suggestion], after: Sequence[Suggestion], *, only_best: bool) -> bool:
    """Whether a card that shows what was offered `before` is worth being painted anew: by what else is offered, by how
    much surer or less sure the model is, or as it speaks from what the team has taught it by now.
    """
    count = 1 if only_best else None
    was, now = ({one.concept: one for one in some[:count]} for some in (before, after))
    if was.keys() != now.keys():
        return True
    ticked, ticks = ({one.concept for one in likely(some)} for some in (before, after))
    if not only_best and ticked != ticks:
        return True
    return any(
        abs(percent(one.score) - percent(was[concept].score)) >= MUCH or _is_taught(one) != _is_taught(was[concept])
        for concept, one in now.items()
    )


def _is_taught(one: Suggestion) -> bool:
    return one.rung is not None and one.rung.labels > 0


def likely(suggested: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Of what a card offers where several concepts may be true, what Accept ticks."""
    return tuple(one for one in suggested if percent(one.score) >= LIKELY)


def labeled(
    answer: Iterable[int | None], suggested: Iterable[Suggestion], earlier: Sources, changed: Sources
) -> dict[int | None, Source]:
    """Where a labeler's answer comes from: what was suggested and is chosen is accepted, however it was chosen.

    `earlier`: of what is ticked. `changed`: of what a model had part in when it was answered before: where some of that
    is gone, what stands in its place is edited.
    """
    chosen = tuple(answer)
    known: Sources = {one.concept: accepted(one) for one in suggested} | _machines(changed) | _machines(earlier)
    gone = _surest(source for concept, source in _machines(changed).items() if concept not in chosen)
    return {one: _taken(known[one]) if one in known else _instead_of(gone) for one in chosen}


def reviewed(answer: Iterable[int | None], earlier: Sources) -> dict[int | None, Source]:
    """Where an answer comes from that a reviewer gave in the place of an earlier one: what stays, stays as it was."""
    chosen = tuple(answer)
    gone = _surest(source for concept, source in _machines(earlier).items() if concept not in chosen)
    return {one: earlier[one] if one in earlier else _instead_of(gone) for one in chosen}


def sure(
    suggested: Sequence[Suggestion], least: int, labels: LabelsPerInput = LabelsPerInput.ONE
) -> tuple[Suggestion, ...]:
    """What is accepted of an input when all is that scores at least `least` percent. Nothing at all where another
    concept might be true as well: an answer says also what is not there.
    """
    taken = tuple(one for one in suggested if percent(one.score) >= least)
    if labels is LabelsPerInput.ONE:
        return taken[:1]
    is_open = any(100 - least < one.score * 100 and percent(one.score) < least for one in suggested)
    return () if is_open else taken


def _machines(sources: Sources) -> dict[int | None, Source]:
    return {concept: one for concept, one in sources.items() if one.provenance is not Provenance.HUMAN}


def _surest(sources: Iterable[Source]) -> Source | None:
    return max(sources, key=lambda one: one.score or 0, default=None)


def _taken(source: Source) -> Source:
    """A person says the same as a model that annotated by itself: that is taken, and no longer automatic."""
    return replace(source, provenance=Provenance.ACCEPTED) if source.provenance is Provenance.AUTO else source


def _instead_of(gone: Source | None) -> Source:
    """The score was that of another concept."""
    return BY_HAND if gone is None else replace(gone, provenance=Provenance.EDITED, score=None)
