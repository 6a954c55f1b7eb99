"""What a rule finds: a sentence and the place in the payload that it is about."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

Surface = Literal["message", "modal", "home"]


@dataclass(frozen=True)
class Problem:
    """`word` is Slack's own error word, `message` stands in `response_metadata.messages`."""

    word: str
    message: str


@dataclass(frozen=True, slots=True)
class Place:
    """A JSON pointer into a payload, and the surface that the payload is shown on."""

    surface: Surface
    pointer: str = ""

    def __truediv__(self, key: str | int) -> "Place":
        return Place(self.surface, f"{self.pointer}/{key}")


@dataclass(frozen=True, slots=True)
class Finding:
    message: str
    place: Place


Findings = Iterator[Finding]
Rule = Callable[[Any, Place], Findings]


def to_problems(word: str, findings: Iterable[Finding]) -> list[Problem]:
    return [Problem(word, f"[ERROR] {found.message} [json-pointer:{found.place.pointer}]") for found in findings]
