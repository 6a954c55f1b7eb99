"""How much of a test set is suggested right, after so many labels a concept: 0 is from the concepts' names alone."""

from collections.abc import Sequence
from pathlib import Path
from statistics import mean, pstdev

from assist.ladder import Ladder
from benchmarks.labeled import LABELS, SEEDS, Known, Problem, problems


def measure(data: Sequence[Path]) -> dict[str, object]:
    accuracy, spread = {}, {}
    for problem in problems(data):
        found = {str(labels): _accuracies(problem, labels) for labels in LABELS}
        accuracy[problem.name] = {labels: round(mean(of), 3) for labels, of in found.items()}
        spread[problem.name] = {labels: round(pstdev(of), 3) for labels, of in found.items()}
    return {"accuracy": accuracy, "spread": spread, "seeds": SEEDS}


def _accuracies(problem: Problem, labels: int) -> list[float]:
    return [_accuracy(climbed, tested) for climbed, tested in problem.trials(labels)]


def _accuracy(climbed: Ladder, tested: Known) -> float:
    """An input with no suggestion counts as wrong."""
    suggested = climbed.suggest(tested.embeddings, tested.named)
    return mean(bool(of) and of[0].concept == truth for of, truth in zip(suggested, tested.truth.tolist(), strict=True))
