"""What the message about inputs on their way shows."""

from dataclasses import dataclass

from domain.intake import Intake


@dataclass(frozen=True, slots=True)
class IntakeModel:
    """`dataset` is its name."""

    intake: Intake
    dataset: str
