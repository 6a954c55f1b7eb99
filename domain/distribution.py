"""Who gets which input, and who reviews it."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import gcd


def deal(labelers: Sequence[str], start: int, count: int) -> Iterable[str]:
    """The labelers of the inputs ranked `start` .. `start + count - 1`, in turn: shares differ by at most one."""
    n = len(labelers)
    return (labelers[rank % n] for rank in range(start, start + count))


HIGHEST_WEIGHT = 100
_GOLDEN = 0.6180339887498949


def deal_each(shares: Sequence[tuple[str, int]], k: int, start: int, count: int) -> Iterable[tuple[str, ...]]:
    """For the inputs ranked `start` .. `start + count - 1`, the `k` different labelers of each.

    `shares`: (labeler, weight of 1 or more) each. Nobody is ever a whole input away from their share. Raises ValueError
    where `fits` says no.
    """
    turn = _turn(tuple(shares), k)
    return (turn[rank % len(turn)] for rank in range(start, start + count))


def fits(weights: Iterable[int], k: int) -> bool:
    """Whether each input can have `k` different labelers without anybody's share being more than all inputs."""
    known = list(weights)
    return 1 <= k <= len(known) and max(known) * k <= sum(known)


@lru_cache(maxsize=64)
def _turn(shares: tuple[tuple[str, int], ...], k: int) -> tuple[tuple[str, ...], ...]:
    """One full turn: each input goes to those who are furthest behind their share."""
    if not fits((weight for _, weight in shares), k):
        raise ValueError("Nobody can have more than all inputs.")
    step = gcd(*(weight for _, weight in shares))
    weights = {labeler: weight // step for labeler, weight in shares}
    total = sum(weights.values())
    behind = dict.fromkeys(weights, 0)
    turn = []
    for _ in range(total):
        for labeler, weight in weights.items():
            behind[labeler] += weight * k
        chosen = tuple(sorted(behind, key=lambda labeler: -behind[labeler])[:k])
        for labeler in chosen:
            behind[labeler] -= total
        turn.append(chosen)
    return tuple(turn)


def is_for_review(assignment: int, share: int) -> bool:
    """Whether this answer is among the `share` percent that are reviewed: spread evenly, and always the same."""
    return (assignment * _GOLDEN) % 1 * 100 < share


def next_reviewer(reviewers: Sequence[str], approved: Iterable[str], labeler: str) -> str | None:
    """In a stacked review, who looks at it after those who have approved; None: all have. Nobody looks at their own
    while there is another reviewer.
    """
    others = [one for one in reviewers if one != labeler] or list(reviewers)
    done = set(approved)
    return next((one for one in others if one not in done), None)


@dataclass(frozen=True, slots=True)
class Reviewable:
    """An answer that waits for a reviewer."""

    assignment: int
    labeler: str


def split_reviews(waiting: Sequence[Reviewable], load: Mapping[str, int]) -> dict[int, str]:
    """Assignment id -> reviewer. Nobody reviews their own work while another reviewer exists, and among such splits
    the largest share is the smallest possible. `load` names every reviewer and how much each has had before.
    """
    if not load:
        return {}
    if len(load) == 1:
        (only,) = load
        return {one.assignment: only for one in waiting}
    by_labeler: dict[str, list[Reviewable]] = {}
    for one in waiting:
        by_labeler.setdefault(one.labeler, []).append(one)
    sizes = {labeler: len(items) for labeler, items in by_labeler.items()}
    room = _least_room(sizes, load)
    # Who has the fewest reviewers to choose from is served first: a reviewer's own answers, the largest pile leading.
    order = sorted(sizes, key=lambda labeler: (labeler not in load, -sizes[labeler]))
    plan: dict[int, str] = {}
    for position, labeler in enumerate(order):
        later = {other: sizes[other] for other in order[position + 1 :]}
        for one in by_labeler[labeler]:
            plan[one.assignment] = _take(labeler, room, later)
    return plan


def share_of(reviewer: str, waiting: Mapping[str, int], load: Mapping[str, int]) -> int:
    """How many of these answers (labeler -> how many) `split_reviews` gives this reviewer."""
    answers = [labeler for labeler, count in waiting.items() for _ in range(count)]
    plan = split_reviews([Reviewable(number, labeler) for number, labeler in enumerate(answers)], load)
    return sum(to == reviewer for to in plan.values())


def _take(labeler: str, room: dict[str, int], later: Mapping[str, int]) -> str:
    """Take one place for an answer of `labeler`: where most are left, unless somebody later needs all but their own."""
    total = sum(room.values())
    needs_all = next((other for other, size in later.items() if size == total - room.get(other, 0)), None)
    reviewer = needs_all or max((one for one in room if one != labeler), key=lambda one: room[one])
    room[reviewer] -= 1
    return reviewer


def _least_room(sizes: Mapping[str, int], load: Mapping[str, int]) -> dict[str, int]:
    """How many more each reviewer may get, for the smallest possible largest share."""
    enough = max(load.values()) + sum(sizes.values())
    largest = bisect_left(range(enough), True, key=lambda share: _fits(sizes, _room(share, load)))
    return _room(largest, load)


def _room(largest: int, load: Mapping[str, int]) -> dict[str, int]:
    return {reviewer: max(0, largest - had) for reviewer, had in load.items()}


def _fits(sizes: Mapping[str, int], room: Mapping[str, int]) -> bool:
    """Hall's condition: answers of one labeler can go to all but one reviewer, answers of two labelers to all."""
    total = sum(room.values())
    return sum(sizes.values()) <= total and all(size <= total - room.get(labeler, 0) for labeler, size in sizes.items())
