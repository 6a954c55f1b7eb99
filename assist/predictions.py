"""What models say, in plain values that pass from process to process."""

from dataclasses import dataclass

from domain.assisting import Region

Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Prediction:
    """`score` is 0..1. `box` (left, top, right, bottom) and `polygon` are in pixels of the upright picture; neither is
    there where the whole input is meant.
    """

    label: str
    score: float
    box: Box | None = None
    polygon: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a concept is that the team has taught, and how likely."""

    concept: int
    score: float
    region: Region


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture's path, and what the team has drawn on it: concepts with their boxes."""

    path: str
    boxes: tuple[tuple[int, Box], ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """Of one input. `reason` completes "photo.jpg …"; `is_models`: another input may end the same way, and this one go
    well another time. `is_unasked`: so many had ended so that this one was not given to the model any more.
    """

    reason: str
    is_models: bool = False
    is_unasked: bool = False
