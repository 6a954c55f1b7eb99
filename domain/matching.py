"""Which shapes of two answers are the same, and whether several answers are alike."""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from domain import outlines
from domain.shapes import Shape, ShapeKind

ALIKE_FROM = 0.5
"""The overlap (intersection over union) from which on two shapes count as one, where nobody says otherwise."""


class Match(NamedTuple):
    """The places of two shapes, the one in one answer and the other in the other."""

    one: int
    other: int
    overlap: float


class Agreed(NamedTuple):
    """`answer` is the place of the answer that stands, `alike` the places of all who gave it, itself among them."""

    answer: int
    alike: frozenset[int]


def iou(one: Shape, other: Shape) -> float:
    """Intersection over union: 0 where they are apart, 1 where they are the same."""
    left, top, right, bottom = one.bounds
    other_left, other_top, other_right, other_bottom = other.bounds
    across = min(right, other_right) - max(left, other_left)
    down = min(bottom, other_bottom) - max(top, other_top)
    if across <= 0 or down <= 0:
        return 0.0
    if one.points == other.points:
        return 1.0
    are_boxes = one.kind is other.kind is ShapeKind.BOX
    shared = across * down if are_boxes else outlines.overlap(one.outline, other.outline)
    every = one.area + other.area - shared
    return min(1.0, shared / every) if every > 0 else 0.0


def matches(one: Sequence[Shape], other: Sequence[Shape], least: float = ALIKE_FROM) -> tuple[Match, ...]:
    """As many pairs of the same concept as can be made, each shape in one at most: those that overlap most come
    first, and give way only where that makes room for one pair more.
    """
    pairs = sorted(_near(one, other, least), key=lambda pair: (-pair.overlap, pair.one, pair.other))
    of: dict[int, list[Match]] = {}
    taken: dict[int, Match] = {}
    for pair in pairs:
        of.setdefault(pair.one, []).append(pair)
    placed: set[int] = set()
    for pair in pairs:
        if pair.one not in placed and pair.other not in taken:
            taken[pair.other] = pair
            placed.add(pair.one)
    for place in of:
        if place not in placed:
            _make_room(place, of, taken)
    return tuple(sorted(taken.values()))


def are_alike(one: Sequence[Shape], other: Sequence[Shape], least: float = ALIKE_FROM) -> bool:
    """Whether each shape of the one is a shape of the other: nothing is missing and nothing is too many."""
    return len(one) == len(other) and len(matches(one, other, least)) == len(one)


def agreed(answers: Sequence[Sequence[Shape]], needed: int, least: float = ALIKE_FROM) -> Agreed | None:
    """The answer that is like at least `needed` of them, itself included, where no answer unlike it is like as many;
    else None. Of those that are like each other the earliest stands.
    """
    alike = [{place} for place in range(len(answers))]
    for place, one in enumerate(answers):
        for before in range(place):
            if are_alike(answers[before], one, least):
                alike[place].add(before)
                alike[before].add(place)
    most = max(map(len, alike), default=0)
    best = [place for place, others in enumerate(alike) if len(others) == most]
    if most < needed or not best or any(place not in alike[best[0]] for place in best):
        return None
    return Agreed(best[0], frozenset(alike[best[0]]))


def _near(one: Sequence[Shape], other: Sequence[Shape], least: float) -> Iterable[Match]:
    """From left to right, so that what is far apart is never compared."""
    ordered = sorted(((shape.bounds, place, shape) for place, shape in enumerate(other)), key=lambda each: each[0])
    widest = max((bounds[2] - bounds[0] for bounds, _, _ in ordered), default=0.0)
    begin = 0
    mine = sorted(((shape.bounds, place, shape) for place, shape in enumerate(one)), key=lambda each: each[0])
    for (left, top, right, bottom), place, shape in mine:
        while begin < len(ordered) and ordered[begin][0][0] + widest <= left:
            begin += 1
        for bounds, theirs, candidate in ordered[begin:]:
            if bounds[0] >= right:
                break
            if candidate.concept == shape.concept and bounds[1] < bottom and bounds[3] > top:
                overlap = iou(shape, candidate)
                if overlap >= least and overlap > 0:
                    yield Match(place, theirs, overlap)


def _make_room(place: int, of: dict[int, list[Match]], taken: dict[int, Match]) -> None:
    """Looks for somebody who can move on to a free one, so that all in between move on by one; else leaves it be."""
    came_from: dict[int, tuple[Match, int | None]] = {}
    waiting: deque[tuple[int, int | None]] = deque([(place, None)])
    while waiting:
        mover, left = waiting.popleft()
        for pair in of[mover]:
            if pair.other in came_from:
                continue
            came_from[pair.other] = pair, left
            if pair.other in taken:
                waiting.append((taken[pair.other].one, pair.other))
            else:
                _move_on(pair.other, came_from, taken)
                return


def _move_on(free: int, came_from: dict[int, tuple[Match, int | None]], taken: dict[int, Match]) -> None:
    """The last one takes what is free, the one before takes what that one left, and so on back to the first."""
    place: int | None = free
    while place is not None:
        pair, left = came_from[place]
        taken[place] = pair
        place = left
