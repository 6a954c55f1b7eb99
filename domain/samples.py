"""Sample pictures in a task's instructions: what each concept looks like."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from domain.errors import Invalid

MOST_OF_A_CONCEPT = 5
PICTURES_A_PAGE = 10


class Sample(NamedTuple):
    """`concept`: as in a draft, a concept's id or "new:NAME"."""

    concept: str
    input: int


@dataclass(frozen=True, slots=True)
class SamplesOf:
    """Whose they are: a form's on its way (`draft`), or a task's."""

    draft: str = ""
    task: int = 0


Grouped = tuple[str, tuple[int, ...]]
"""A concept and its inputs."""


def with_more(samples: Sequence[Sample], concept: str, inputs: Iterable[int], coming: int = 0) -> tuple[Sample, ...]:
    """What a concept has already is not added twice. `coming`: how many are about to be uploaded besides.

    Raises Invalid (field "inputs") where there would be too many.
    """
    had = [one.input for one in samples if one.concept == concept]
    new = [one for one in dict.fromkeys(inputs) if one not in had]
    if len(had) + len(new) + coming > MOST_OF_A_CONCEPT:
        has = f"this one has {len(had)}" if had else f"these are {len(new) + coming}"
        rule = f"A concept can have at most {MOST_OF_A_CONCEPT} sample pictures, and {has}."
        raise Invalid({"inputs": f"{rule} Choose fewer, or remove some."})
    return (*samples, *(Sample(concept, one) for one in new))


def grouped(samples: Iterable[Sample], concepts: Iterable[str]) -> list[Grouped]:
    """By concept, in the order of `concepts`; those of other concepts are left out, and concepts that have none."""
    of: dict[str, list[int]] = {concept: [] for concept in concepts}
    for one in samples:
        if one.concept in of:
            of[one.concept].append(one.input)
    return [(concept, tuple(inputs)) for concept, inputs in of.items() if inputs]


def paged(groups: Iterable[Grouped], most: int = PICTURES_A_PAGE) -> list[list[Grouped]]:
    """Pages of at most so many pictures. No concept is torn in two."""
    pages: list[list[Grouped]] = []
    room = 0
    for group in groups:
        if not pages or len(group[1]) > room:
            pages.append([])
            room = most
        pages[-1].append(group)
        room -= len(group[1])
    return pages
