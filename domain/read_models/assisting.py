"""What is shown of models: those that a task may choose, how far they are, and how one does on a sample."""

from dataclasses import dataclass, field

from domain.bands import Outcome


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A model or workflow that a task can have. `words` say in one line what it does; `labels` are what it knows of
    itself, each to be mapped to a concept; none: it is asked by the concepts' names. `learns`: from the team's labels,
    so it may come to know any concept. `places`: it says where in a picture; `outlines`: with an outline.
    """

    name: str
    words: str
    labels: tuple[str, ...] = ()
    learns: bool = False
    places: bool = False
    outlines: bool = False
    version: str = ""
    is_workflow: bool = False


@dataclass(frozen=True, slots=True)
class DryRunModel:
    """A model tried on a sample: on `tried` of its `of` inputs so far. `outcome`: with the thresholds as they are."""

    tried: int
    of: int
    outcome: Outcome = field(default_factory=Outcome)
    failure: str | None = None

    @property
    def is_over(self) -> bool:
        return self.failure is not None or self.tried >= self.of


@dataclass(frozen=True, slots=True)
class AssistProgress:
    """How far a task's model is. `done` of `of` inputs need no first suggestion any more; `renewing` of them have one
    that is being made anew from more labels. `per_second` was measured lately; None: nothing was.
    """

    done: int
    of: int
    renewing: int = 0
    per_second: float | None = None

    @property
    def seconds_left(self) -> float | None:
        left = self.of - self.done + self.renewing
        if not left:
            return 0.0
        return left / self.per_second if self.per_second else None
