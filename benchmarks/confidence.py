"""What "accept all above 80 %" rests on: how many inputs it covers, and how many of these are right.

Without a suffix: the five concepts of the pictures, or the texts where no pictures were given.
"""

from collections.abc import Sequence
from pathlib import Path
from statistics import mean

from assist.ladder import Ladder
from benchmarks.labeled import LABELS, SEEDS, Known, problems

SURE = 0.8


def measure(data: Sequence[Path]) -> dict[str, object]:
    figures: dict[str, object] = {"seeds": SEEDS}
    for place, problem in enumerate(sorted(problems(data), key=lambda one: one.name)):
        suffix = f"_{problem.name}" if place else ""
        trials = {str(labels): [_sure(*trial) for trial in problem.trials(labels)] for labels in LABELS}
        figures[f"covered{suffix}"] = {labels: _covered(of) for labels, of in trials.items()}
        figures[f"precision{suffix}"] = {labels: _precision(of) for labels, of in trials.items()}
    return figures


def _sure(climbed: Ladder, tested: Known) -> tuple[int, int, int]:
    """(inputs, of them with a sure suggestion, of these right)."""
    suggested = climbed.suggest(tested.embeddings, tested.named, SURE)
    right = [of[0].concept == truth for of, truth in zip(suggested, tested.truth.tolist(), strict=True) if of]
    return len(suggested), len(right), sum(right)


def _covered(trials: list[tuple[int, int, int]]) -> float:
    return round(mean(sure / inputs for inputs, sure, _ in trials), 3)


def _precision(trials: list[tuple[int, int, int]]) -> float | None:
    """Of all seeds together; None where none of them was sure of anything."""
    sure = sum(sure for _, sure, _ in trials)
    return round(sum(right for _, _, right in trials) / sure, 3) if sure else None
