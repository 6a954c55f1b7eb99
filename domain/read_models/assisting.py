"""What is shown of models: those that a task may choose."""

from dataclasses import dataclass


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
