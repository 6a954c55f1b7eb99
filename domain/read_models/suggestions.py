"""What people see of suggestions besides the card itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.assisting import Source, Suggestion
from domain.model import Provenance


@dataclass(frozen=True, slots=True)
class SureChoice:
    """From so many percent on: how many inputs would be accepted, and how it went where people looked at suggestions
    that were as sure: `right` of `answered` are true of the answers.
    """

    percent: int
    inputs: int
    answered: int = 0
    right: int = 0


@dataclass(frozen=True, slots=True)
class AcceptAllModel:
    """The window that asks from which score on suggestions are accepted together."""

    task: int
    name: str
    choices: tuple[SureChoice, ...]
    """The surest first; only those that would accept anything."""


@dataclass(frozen=True, slots=True)
class AnswerOrigin:
    """What a model has to do with an answer."""

    suggested: tuple[Suggestion, ...] = ()
    """What stood on the card, the best first."""
    names: Mapping[int, str] = field(default_factory=dict)
    """Of the concepts that were suggested."""
    sources: tuple[tuple[str, Source], ...] = ()
    """Where each concept of the answer comes from, by its name."""

    @property
    def automatic(self) -> str:
        """The model that gave the answer by itself; "" where a person had part in it."""
        is_automatic = self.sources and all(one.provenance is Provenance.AUTO for _, one in self.sources)
        return self.sources[0][1].model or "a model" if is_automatic else ""
