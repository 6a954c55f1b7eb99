"""Shapes of one answer paired with shapes of another that overlap them enough."""

from collections import deque
from collections.abc import Sequence
from functools import cached_property

from domain import outlines
from domain.outlines import Slice
from domain.shapes import Shape, ShapeKind

MOST_WORK = 2_000_000
"""Steps after which two answers are given up on: some seconds' work. Five thousand shapes side by side take a third
of it, only heaps of shapes on top of each other more.
"""
_TOUCHING = 1e-9
"""What overlaps less does not overlap at all: computers only make it so much."""
_ROUNDED = 0.01
"""Square pixels by which computed areas are never off."""


class Drawn:
    """A shape with what is asked of it again and again."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.bounds = shape.bounds
        self.is_box = shape.kind is ShapeKind.BOX

    @cached_property
    def room(self) -> float:
        left, top, right, bottom = self.bounds
        return (right - left) * (bottom - top)

    @cached_property
    def area(self) -> float:
        return self.shape.area

    @cached_property
    def slices(self) -> list[Slice]:
        return outlines.slices(self.shape.outline)

    @cached_property
    def most(self) -> float:
        """What it can share at most: its area as overlaps are computed."""
        return self.area if self.is_box else outlines.covered(self.slices)


class TooMuch(Exception):
    """The work that two answers may take is done, and nothing is known yet."""


class Work:
    def __init__(self) -> None:
        self._left = MOST_WORK

    def take(self, steps: int) -> None:
        self._left -= steps
        if self._left < 0:
            raise TooMuch


def overlap(one: Drawn, other: Drawn) -> float:
    """Intersection over union."""
    across, down = _common(one, other)
    if across <= 0 or down <= 0:
        return 0.0
    if one.shape.points == other.shape.points:
        return 1.0
    shared = across * down if one.is_box and other.is_box else outlines.shared(one.slices, other.slices)
    every = one.area + other.area - shared
    return min(1.0, shared / every) if every > 0 else 0.0


def _common(one: Drawn, other: Drawn) -> tuple[float, float]:
    """How much of their bounds is common, across and down; not above 0 where they are apart."""
    left, top, right, bottom = one.bounds
    other_left, other_top, other_right, other_bottom = other.bounds
    return min(right, other_right) - max(left, other_left), min(bottom, other_bottom) - max(top, other_top)


def _at_most(one: Drawn, other: Drawn) -> tuple[float, float]:
    """What their overlap can be at most, found out without comparing outlines (0 where they are apart), and how much
    their bounds have in common.
    """
    across, down = _common(one, other)
    if across <= 0 or down <= 0:
        return 0.0, 0.0
    shared = min(across * down, one.most, other.most) + _ROUNDED
    every = one.area + other.area - shared
    return shared / every if every > shared else 1.0, across * down / (one.room + other.room - across * down)


class Pairs:
    """As many shapes of one answer as of the other, each of which is to become a pair with one of the other's."""

    def __init__(self, one: Sequence[Drawn], other: Sequence[Drawn], least: float, work: Work) -> None:
        self._one, self._other, self._least, self._work = one, other, least, work
        self._fit: dict[tuple[int, int], bool] = {}
        self._near: list[list[int]] = [[] for _ in one]
        self._of: dict[int, int] = {}
        """By place of the one's shapes, the other's; and `_taken` the other way round."""
        self._taken: dict[int, int] = {}

    def are_whole(self) -> bool:
        return self._find_near() and all(self._find_place(place) for place in range(len(self._one)))

    def _find_near(self) -> bool:
        """Which of the other's shapes each could be, the likeliest first. False: there is none for one of them. From
        left to right, or from the top down where shapes are wider than high, so that few are looked at together.
        """
        wide = sum(each.bounds[2] - each.bounds[0] for each in self._other)
        low = 0 if wide <= sum(each.bounds[3] - each.bounds[1] for each in self._other) else 1
        theirs = sorted(range(len(self._other)), key=lambda place: self._other[place].bounds[low])
        beside: list[int] = []
        begun = 0
        for place in sorted(range(len(self._one)), key=lambda place: self._one[place].bounds[low]):
            mine = self._one[place]
            while begun < len(theirs) and self._other[theirs[begun]].bounds[low] < mine.bounds[low + 2]:
                beside.append(theirs[begun])
                begun += 1
            beside = [each for each in beside if self._other[each].bounds[low + 2] > mine.bounds[low]]
            self._work.take(len(beside))
            near = ((*_at_most(mine, self._other[each]), each) for each in beside)
            self._near[place] = [
                each
                for _, each in sorted((-common, each) for most, common, each in near if most >= self._least and most)
            ]
            if not self._near[place]:
                return False
        return True

    def _find_place(self, start: int) -> bool:
        """Takes a free one, or has others move on to free ones so that all in between move on by one. Where that can't
        be done it never can: then they are no pairs.
        """
        wanted: dict[int, int] = {}
        waiting = deque([start])
        while waiting:
            mover = waiting.popleft()
            self._work.take(len(self._near[mover]))
            for place in self._near[mover]:
                if place in wanted or not self._fits(mover, place):
                    continue
                wanted[place] = mover
                if place not in self._taken:
                    self._move_on(place, wanted)
                    return True
                waiting.append(self._taken[place])
        return False

    def _move_on(self, free: int, wanted: dict[int, int]) -> None:
        """The last one takes what is free, the one before takes what that one left, and so on back to the first."""
        place: int | None = free
        while place is not None:
            mover = wanted[place]
            left = self._of.get(mover)
            self._of[mover], self._taken[place] = place, mover
            place = left

    def _fits(self, mine: int, theirs: int) -> bool:
        pair = mine, theirs
        if pair not in self._fit:
            one, other = self._one[mine], self._other[theirs]
            self._work.take(1 if one.is_box and other.is_box else len(one.slices) + len(other.slices))
            self._fit[pair] = overlap(one, other) >= max(self._least, _TOUCHING)
        return self._fit[pair]
