"""Who gets which input, and who reviews it."""

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
            reviewer = _take(labeler, room, later, sizes[labeler] - 1)
            sizes[labeler] -= 1
            plan[one.assignment] = reviewer
    return plan


def share_of(reviewer: str, waiting: Mapping[str, int], load: Mapping[str, int]) -> int:
    """How many of these answers (labeler -> how many) `split_reviews` gives this reviewer."""
    answers = [labeler for labeler, count in waiting.items() for _ in range(count)]
    plan = split_reviews([Reviewable(number, labeler) for number, labeler in enumerate(answers)], load)
    return sum(to == reviewer for to in plan.values())


def _take(labeler: str, room: dict[str, int], later: Mapping[str, int], rest: int) -> str:
    """Take one place for an answer of `labeler` so that what is left still fits everybody else's."""
    candidates = sorted((r for r in room if r != labeler and room[r]), key=lambda r: -room[r])
    for reviewer in candidates:
        room[reviewer] -= 1
        if _fits({**later, labeler: rest}, room):
            return reviewer
        room[reviewer] += 1
    raise AssertionError("a split that fits always has a next place")  # pragma: no cover


def _least_room(sizes: Mapping[str, int], load: Mapping[str, int]) -> dict[str, int]:
    """How many more each reviewer may get, for the smallest possible largest share."""
    low, high = 0, max(load.values()) + sum(sizes.values())
    while low < high:
        largest = (low + high) // 2
        if _fits(sizes, _room(largest, load)):
            high = largest
        else:
            low = largest + 1
    return _room(low, load)


def _room(largest: int, load: Mapping[str, int]) -> dict[str, int]:
    return {reviewer: max(0, largest - had) for reviewer, had in load.items()}


def _fits(sizes: Mapping[str, int], room: Mapping[str, int]) -> bool:
    """Hall's condition: answers of one labeler can go to all but one reviewer, answers of two labelers to all."""
    total = sum(room.values())
    return sum(sizes.values()) <= total and all(size <= total - room.get(labeler, 0) for labeler, size in sizes.items())
