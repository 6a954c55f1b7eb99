"""Brings a file or a folder into a dataset: each content once, whatever is broken named and left out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from domain.intake import Refused
from domain.model import Dataset, NewInput
from services.datasets import Datasets
from services.intake.folders import find
from services.intake.reading import Item, Reading
from services.intake.taking import take
from services.judging import Judges

_CHUNK = 200
"""Rows a transaction: few enough that a click in between waits for some milliseconds only."""


@dataclass(frozen=True, slots=True)
class Imported:
    """`known`: contents that the dataset held before or that were given twice. `others`: files of other kinds.
    `notes`: how some were read.
    """

    added: int
    known: int
    refused: tuple[Refused, ...]
    others: int = 0
    dataset: str = ""
    """Its name as it is kept."""
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self.added + self.known == 0

    def __add__(self, other: "Imported") -> "Imported":
        return Imported(
            self.added + other.added,
            self.known + other.known,
            self.refused + other.refused,
            self.others + other.others,
            self.dataset or other.dataset,
            self.notes + other.notes,
        )


class Importing:
    def __init__(self, datasets: Datasets, inputs: Path) -> None:
        self._datasets = datasets
        self._inputs = inputs

    def run(
        self,
        workspace: str,
        name: str,
        place: Path,
        progress: Callable[[int, int], object] = divmod,
        column: str | None = None,
    ) -> Imported:
        """Can be stopped and run again at any time. `progress` gets how much is done, and of how much about."""
        found = find(place)
        readings = [Reading(one, self._inputs / "incoming", column) for one in found.files]
        total = sum(one.count() for one in readings) if len(readings) == 1 else len(readings)
        refused = list(found.refused)
        kept = _Keeping(self._datasets, workspace, name)
        with Judges(partial(take, self._inputs)) as judges:
            for done, one in enumerate(judges.judge(_all_of(readings)), 1):
                if isinstance(one, Refused):
                    refused.append(one)
                else:
                    kept.add(one)
                progress(done, max(done, total))
        kept.write()
        notes = tuple(note for one in readings for note in one.notes)
        return Imported(kept.added, kept.usable - kept.added, tuple(refused), found.others, kept.dataset, notes)


def _all_of(readings: Sequence[Reading]) -> Iterator[Item]:
    for one in readings:
        yield from one.items()


class _Keeping:
    """Rows in chunks. The dataset is made with the first, so that nothing usable leaves nothing behind."""

    def __init__(self, datasets: Datasets, workspace: str, name: str) -> None:
        self._datasets = datasets
        self._place = (workspace, name)
        self._dataset: Dataset | None = None
        self._waiting: list[NewInput] = []
        self.added = self.usable = 0

    @property
    def dataset(self) -> str:
        """Its name as it is kept, where there is one."""
        return self._place[1] if self._dataset is None else self._dataset.name

    def add(self, one: NewInput) -> None:
        self._waiting.append(one)
        self.usable += 1
        if len(self._waiting) >= _CHUNK:
            self.write()

    def write(self) -> None:
        if self._waiting:
            self._dataset = self._dataset or self._datasets.open(*self._place)
            self.added += self._datasets.add_inputs(self._dataset, self._waiting)
            self._waiting = []
