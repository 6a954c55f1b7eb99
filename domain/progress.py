"""How far work is, in numbers that never promise more than is true."""

from domain.model import Tally


def percent(done: int, total: int) -> int:
    """0..100, rounded down, so that 100 is said only when all is done. Nothing to do is done."""
    return done * 100 // total if total else 100


def labeling_percent(tally: Tally, inputs: int) -> int:
    """Of all `inputs`, also those that are not handed out yet."""
    return percent(tally.labeled, max(inputs, tally.total))


def review_percent(tally: Tally, inputs: int) -> int:
    """Decided, of all that will be due for review."""
    return percent(tally.reviewed, max(inputs, tally.total))
