"""The geometry of closed outlines: how large they are, how much they overlap, whether they cross themselves.

Points are (x, y) in pixels. The last point is joined to the first and does not repeat it.
"""

from collections.abc import Sequence
from functools import cmp_to_key
from itertools import pairwise
from math import fsum

Point = tuple[float, float]
Outline = Sequence[Point]
Slice = tuple[float, float, float, float, float]
"""(left, right, height at the left, slope, 1 or -1) each."""
_Edge = tuple[Point, Point]
"""From its smaller end to its larger one, by x and then by y."""
_MOST_POINTS = 256
"""Overlaps are computed of no more than these: what is left out of a finer outline is less than a pixel or so."""
_FINE = 100
_FEW = 16
"""Points of an outline up to which comparing each edge with each other is quicker than sweeping over them."""


def area(outline: Outline) -> float:
    """Of one that crosses itself, what runs the other way is taken off."""
    before = (*outline[-1:], *outline[:-1])
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(before, outline, strict=True))) / 2


def overlap(one: Outline, other: Outline) -> float:
    """The area that both cover; neither crosses itself."""
    return shared(slices(one), slices(other))


def slices(outline: Outline) -> list[Slice]:
    """From left to right. Each edge stands on a trapezoid that reaches down to y = 0: the outline is the sum of these,
    those of edges that run left taken off.
    """
    thinned = outline[:: -(-len(outline) // _MOST_POINTS)]
    found: list[Slice] = []
    for (x0, y0), (x1, y1) in zip(thinned, (*thinned[1:], thinned[0]), strict=True):
        if x0 < x1:
            found.append((x0, x1, y0, (y1 - y0) / (x1 - x0), 1.0))
        elif x1 < x0:
            found.append((x1, x0, y1, (y0 - y1) / (x0 - x1), -1.0))
    return sorted(found)


def shared(one: Sequence[Slice], other: Sequence[Slice]) -> float:
    """What two outlines share is the sum of what their slices share. Only those are compared that stand above the same
    stretch, and the sum is the same in whatever order they come.
    """
    found, above, begun = [], [], 0
    for mine in one:
        while begun < len(other) and other[begun][0] < mine[1]:
            above.append(other[begun])
            begun += 1
        above = [theirs for theirs in above if theirs[1] > mine[0]]
        found += [_shared(mine, theirs) for theirs in above]
    return abs(fsum(found))


def covered(given: Sequence[Slice]) -> float:
    """The area of the outline that these are of."""
    heights = (
        sign * (right - left) * (height + slope * (right - left) / 2) for left, right, height, slope, sign in given
    )
    return abs(fsum(heights))


def _shared(one: Slice, other: Slice) -> float:
    left, right = max(one[0], other[0]), min(one[1], other[1])
    if left >= right:
        return 0.0
    mine, theirs = one[2] + one[3] * (left - one[0]), other[2] + other[3] * (left - other[0])
    gap, closing, width = mine - theirs, other[3] - one[3], right - left
    gap_after = gap - closing * width
    if gap * gap_after < 0:  # They cross in between: the lower one first, then the other.
        until = gap / closing
        lost = max(gap, 0.0) * until / 2 + max(gap_after, 0.0) * (width - until) / 2
    else:
        lost = max(gap + gap_after, 0.0) * width / 2
    return one[4] * other[4] * ((mine + one[3] * width / 2) * width - lost)


def crosses_itself(outline: Outline) -> bool:
    """Touching counts: a point that comes twice, or lies on another edge, or an edge that runs back over the last.
    To the hundredth of a pixel, in whole numbers of them, of which computers make no mistakes.
    """
    ring: list[Point] = [(round(x * _FINE), round(y * _FINE)) for x, y in outline]
    if len(ring) < 3 or len(set(ring)) < len(ring):  # noqa: PLR2004 - a triangle.
        return True
    edges = [(a, b) if a < b else (b, a) for a, b in zip(ring, (*ring[1:], ring[0]), strict=True)]
    return _any_meet(edges) if len(ring) <= _FEW else _Sweep(edges).finds_crossing(ring)


def _any_meet(edges: list[_Edge]) -> bool:
    """Each with each. From left to right, as those that begin behind the end of one can't meet it."""
    ordered = sorted(edges)
    for place, one in enumerate(ordered, 1):
        end = one[1][0]
        for other in ordered[place:]:
            if other[0][0] > end:
                break
            if _meet(one, other):
                return True
    return False


def _side(edge: _Edge, point: Point) -> float:
    """Above 0 where the point is on the one side of the edge's line, below 0 on the other, 0 on it."""
    (x0, y0), (x1, y1) = edge
    return (x1 - x0) * (point[1] - y0) - (y1 - y0) * (point[0] - x0)


def _meet(one: _Edge, other: _Edge) -> bool:
    """Whether they have a point in common besides one end that they share."""
    a, b = _side(one, other[0]), _side(one, other[1])
    if (a > 0 and b > 0) or (a < 0 and b < 0):
        return False
    c, d = _side(other, one[0]), _side(other, one[1])
    if (c > 0 and d > 0) or (c < 0 and d < 0):
        return False
    if a == 0 and b == 0:  # On one line: whether more than an end is shared.
        return max(one[0], other[0]) < min(one[1], other[1])
    return not (one[0] in other or one[1] in other)


class _Sweep:
    """Goes over the points from left to right (and up, where they are one above the other), and keeps the edges that
    are cut by the line through the present point, from below to above. Two edges that meet are neighbours there before
    they do, as Shamos and Hoey found.
    """

    def __init__(self, edges: list[_Edge]) -> None:
        self._edges = edges
        self._cut: list[_Edge] = []

    def finds_crossing(self, ring: Outline) -> bool:
        order = sorted(range(len(ring)), key=ring.__getitem__)
        return any(self._passes(ring[place], self._edges[place - 1], self._edges[place]) for place in order)

    def _passes(self, point: Point, before: _Edge, after: _Edge) -> bool:
        """Takes out the edges that end at the point, puts in those that begin there. True: they meet a neighbour."""
        place = self._place(point)
        ending = [one for one in (before, after) if one[1] == point]  # Nothing is between them: they would have met it.
        beginning = sorted((one for one in (before, after) if one[0] == point), key=cmp_to_key(_turn))
        self._cut[place : place + len(ending)] = beginning
        around = self._cut[max(place - 1, 0) : place + len(beginning) + 1]
        return any(_meet(one, other) for one, other in pairwise(around))

    def _place(self, point: Point) -> int:
        """How many edges are below the point."""
        low, high = 0, len(self._cut)
        while low < high:
            middle = (low + high) // 2
            if _side(self._cut[middle], point) > 0:
                low = middle + 1
            else:
                high = middle
        return low


def _turn(one: _Edge, other: _Edge) -> int:
    """The lower one first, of two that begin at the same point."""
    side = _side(one, other[1])
    return -1 if side > 0 else int(side < 0)
