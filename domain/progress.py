"""How far work is, in numbers that never promise more than is true."""

from domain.model import Distribution, Tally, Task


def percent(done: int, total: int) -> int:
    """0..100, rounded down, so that 100 is said only when all is done. Nothing to do is done."""
    return done * 100 // total if total else 100


def labeling_percent(tally: Tally, expected: int) -> int:
    """Of all `expected`, also those that are not handed out yet."""
    return percent(tally.labeled, max(expected, tally.total))


def review_percent(tally: Tally, expected: int) -> int:
    """Decided, of all that will be due for review."""
    return percent(tally.reviewed, max(expected, tally.total))


def expected(task: Task, tally: Tally) -> int:
    """How many assignments the task will have in the end. `tally`: those of the whole task.

    Where everyone labels everything, people come and go: what they have counts, and what is still to be handed out.
    """
    if task.distribution is Distribution.EVERYONE:
        return tally.total + max(0, task.inputs - task.distributed) * task.labelers_per_input
    return max(tally.total, task.inputs * task.labelers_per_input - task.excluded)
