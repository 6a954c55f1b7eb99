"""Which shapes of two answers are the same, and whether several answers are alike."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from domain.outlines import Point
from domain.pairing import Drawn, Pairs, TooMuch, Work, overlap
from domain.shapes import Shape

ALIKE_FROM = 0.5
"""The overlap (intersection over union) from which on two shapes count as one, where nobody says otherwise."""


class Agreed(NamedTuple):
    """`answer` is the place of the answer that stands, `alike` the places of all who gave it, itself among them."""

    answer: int
    alike: frozenset[int]


def iou(one: Shape, other: Shape) -> float:
    """Intersection over union: 0 where they are apart, 1 where they are the same."""
    return overlap(Drawn(one), Drawn(other))


def are_alike(one: Sequence[Shape], other: Sequence[Shape], least: float = ALIKE_FROM) -> bool:
    """Whether each shape of the one is a shape of the other, of the same concept: nothing is missing and nothing is too
    many. What is too entangled to be compared counts as unlike, so that a person looks at it.
    """
    return _are_alike([Drawn(each) for each in one], [Drawn(each) for each in other], least)


def agreed(answers: Sequence[Sequence[Shape]], needed: int, least: float = ALIKE_FROM) -> Agreed | None:
    """The answer that is like at least `needed` of them, itself included, where no answer unlike it is like as many;
    else None. Of those that are like each other the earliest stands.
    """
    alike = [{place} for place in range(len(answers))]
    drawn = [[Drawn(each) for each in one] for one in answers]
    for place, one in enumerate(drawn):
        for before in range(place):
            if _are_alike(drawn[before], one, least):
                alike[place].add(before)
                alike[before].add(place)
    most = max(map(len, alike), default=0)
    best = [place for place, others in enumerate(alike) if len(others) == most]
    if most < needed or not best or any(place not in alike[best[0]] for place in best):
        return None
    return Agreed(best[0], frozenset(alike[best[0]]))


def _are_alike(one: Sequence[Drawn], other: Sequence[Drawn], least: float) -> bool:
    if Counter(each.shape.concept for each in one) != Counter(each.shape.concept for each in other):
        return False
    if _places(one) == _places(other):
        return True
    mine, theirs, work = _by_concept(one), _by_concept(other), Work()
    try:
        return all(Pairs(mine[concept], theirs[concept], least, work).are_whole() for concept in mine)
    except TooMuch:
        return False


def _places(answer: Sequence[Drawn]) -> Counter[tuple[int, tuple[Point, ...]]]:
    return Counter((each.shape.concept, each.shape.points) for each in answer)


def _by_concept(answer: Sequence[Drawn]) -> dict[int, list[Drawn]]:
    found: dict[int, list[Drawn]] = defaultdict(list)
    for one in answer:
        found[one.shape.concept].append(one)
    return found
