"""Which open work moves to whom when people come or go."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import takewhile


@dataclass(frozen=True, slots=True)
class Move:
    giver: str
    taker: str
    count: int
    """1 or more."""


def moves(open_work: Mapping[str, int], weights: Mapping[str, int], most: int) -> Iterator[Move]:
    """Moves that each bring two queues nearer to their shares, the most needed first; none: all is even.

    `open_work`: how much each has, also who left. `weights`: everybody who is there. At most `most` move at once. The
    later ones are for where the first can't be: nobody gets an input that they have already.
    """
    left = [who for who, has in open_work.items() if has and who not in weights]
    takers = sorted(weights, key=lambda who: ((open_work.get(who, 0) + 1) / weights[who], who))
    total, of_all = sum(open_work.values()), sum(weights.values())

    def lacks(who: str) -> int:
        """How much is missing to a fair share."""
        return total * weights[who] // of_all - open_work.get(who, 0)

    for giver in left:
        for taker in takers:
            # Whoever is nearest to need takes at least one: what someone left must go somewhere.
            yield Move(giver, taker, max(1, min(most, open_work[giver], lacks(taker))))
    if left:
        return
    givers = sorted(weights, key=lambda who: ((1 - open_work.get(who, 0)) / weights[who], who))
    for taker in takers:
        for giver in takewhile(partial(_is_better, open_work, weights, taker), givers):
            yield Move(giver, taker, min(most, max(1, min(lacks(taker), -lacks(giver)))))


def _is_better(open_work: Mapping[str, int], weights: Mapping[str, int], taker: str, giver: str) -> bool:
    """Whether the giver has no less, for their share, than the taker after one has moved."""
    gives, takes = open_work.get(giver, 0) - 1, open_work.get(taker, 0) + 1
    return gives * weights[taker] >= takes * weights[giver]
