"""Automatic annotation: which suggestions count, what becomes of them, and why an input is left with nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.assisting import Leftovers, Suggested, Suggestion, percent, ranked
from domain.bands import Band, Bands
from domain.model import AnnotationStatus, LabelsPerInput
from domain.naming import quoted

NONE_FOUND = "The model found none of the concepts in it."
_STATUS = {Band.SUCCESS: AnnotationStatus.SUCCESS, Band.AWAITING_REVIEW: AnnotationStatus.AWAITING_REVIEW}


@dataclass(frozen=True, slots=True)
class Annotated:
    """What a model says of one input by itself, the best first; nothing, where it is not sure enough of anything."""

    kept: tuple[tuple[Suggestion, AnnotationStatus], ...] = ()

    @property
    def is_for_review(self) -> bool:
        """One doubtful annotation, and a reviewer looks at all of them."""
        return any(status is AnnotationStatus.AWAITING_REVIEW for _, status in self.kept)

    @property
    def statuses(self) -> dict[int, AnnotationStatus]:
        return {one.concept: status for one, status in self.kept}


def counting(
    suggestions: Iterable[Suggestion], concepts: Sequence[int], labels: LabelsPerInput, *, is_drawn: bool = False
) -> tuple[Suggestion, ...]:
    """Those that are looked at: each concept's best, and where an input has one label the best of all; where an answer
    is drawn, all that say where.
    """
    if is_drawn:
        return tuple(one for one in ranked(suggestions, concepts) if one.region is not None)
    best: dict[int, Suggestion] = {}
    for one in ranked(suggestions, concepts):
        best.setdefault(one.concept, one)
    found = tuple(best.values())
    return found[:1] if labels is LabelsPerInput.ONE else found


def annotated(counted: Iterable[Suggestion], bands: Bands) -> Annotated:
    """Each of those that are `counting` by itself."""
    found = ((one, bands.band(one.concept, one.score)) for one in counted)
    return Annotated(tuple((one, _STATUS[band]) for one, band in found if band is not Band.DROPPED))


def why_nothing(
    name: str, found: Suggested, counted: Sequence[Suggestion], bands: Bands, concepts: Mapping[int, str]
) -> str:
    """Of the input called `name`. `concepts`: their names."""
    if found.failure is not None:
        return f"{name} {found.failure.rstrip('.')}."
    if not counted:
        return NONE_FOUND
    best = counted[0]
    needed = bands.of.get(best.concept, bands.everywhere).lower
    return (
        f"The model was not sure enough: {quoted([concepts[best.concept]])} came nearest, with {percent(best.score)} % "
        f"where {needed * 100:g} % are needed."
    )


def needs_reviewers(bands: Bands) -> bool:
    """Whether something can come between two thresholds."""
    return any(one.lower < one.upper for one in (bands.everywhere, *bands.of.values()))


def leftovers_error(leftovers: Leftovers, labelers: Sequence[str]) -> str | None:
    if leftovers is Leftovers.HUMAN and not labelers:
        return "People label what the model leaves. Keep at least one labeler."
    return None
