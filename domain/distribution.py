"""Who gets which input, and who reviews it."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


def deal(labelers: Sequence[str], start: int, count: int) -> Iterable[str]:
    """The labelers of the inputs ranked `start` .. `start + count - 1`, in turn: shares differ by at most one."""
    n = len(labelers)
    return (labelers[rank % n] for rank in range(start, start + count))


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
