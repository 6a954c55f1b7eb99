"""Several people answer the same input: whether they agree, and on what."""

from collections import Counter
from collections.abc import Iterable

Answer = frozenset[int | None]
"""Concept ids; None stands for "None of these"."""


def agreed(answers: Iterable[Answer], needed: int) -> Answer | None:
    """The answer that at least `needed` people gave, where no other was given as often; else None."""
    most = Counter(answers).most_common(2)
    if not most or most[0][1] < needed or (len(most) > 1 and most[1][1] == most[0][1]):
        return None
    return most[0][0]


def overlap_error(percent: int) -> str | None:
    """A sentence where no shapes could overlap like that, or all would."""
    return None if 1 <= percent <= 100 else "Shapes overlap by 1 to 100 percent."  # noqa: PLR2004 - percent.


def agreement_error(labelers_per_input: int, needed: int) -> str | None:
    """A sentence where that many can't agree. 0: no agreement is wanted."""
    if needed == 0:
        return None
    if needed == 1:
        return "One person always agrees with themselves: at least 2 must agree, or nobody is asked to."
    if needed > labelers_per_input:
        return (
            f"{needed} can't agree where {labelers_per_input} label each input. Choose {labelers_per_input} or fewer."
        )
    return None
