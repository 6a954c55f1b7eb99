"""Concepts, datasets and their versions as lists and windows show them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.model import InputKind, PictureState


class VersionStatus(StrEnum):
    """MAKING: a dataset version's rows are still being taken in."""

    MAKING = "making"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class ConceptLine:
    id: int
    name: str
    tasks: int
    """Tasks that offer it."""
    labels: int
    labels_coming: int = 0
    """Of concepts that are just being merged into it."""


@dataclass(frozen=True, slots=True)
class ConceptPage:
    """Some concepts of the list, by name. `page` is 0-based; `total` counts all that the search leaves."""

    rows: tuple[ConceptLine, ...]
    page: int
    pages: int
    total: int
    query: str
    may_change: bool
    """Guests may look only."""
    note: str | None = None
    """What was just done."""


@dataclass(frozen=True, slots=True)
class RenameModel:
    """A concept or a dataset that gets another name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class MergeModel:
    """What the confirmation says before one concept becomes part of another."""

    id: int
    name: str
    into: int
    into_name: str
    tasks: int
    labels: int


@dataclass(frozen=True, slots=True)
class DatasetLine:
    id: int
    name: str
    inputs: int
    tasks: int
    versions: int


@dataclass(frozen=True, slots=True)
class DatasetPage:
    """Some datasets of the list, by name."""

    rows: tuple[DatasetLine, ...]
    page: int
    pages: int
    total: int
    query: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class InputLine:
    """One input of a dataset: a text by its beginning, all else by a thumbnail (`file`: Slack's id, or `url`)."""

    id: int
    name: str
    kind: InputKind
    state: PictureState
    file: str | None = None
    url: str | None = None
    text: str | None = None
    width: int = 0
    height: int = 0
    seconds: float | None = None

    @property
    def is_coming(self) -> bool:
        """Its thumbnail is on its way."""
        return self.kind is not InputKind.TEXT and self.state not in {PictureState.READY, PictureState.FAILED}


@dataclass(frozen=True, slots=True)
class DatasetModel:
    """A dataset's own window."""

    id: int
    name: str
    kinds: tuple[tuple[InputKind, int], ...]
    inputs: int
    tasks: tuple[str, ...]
    versions: int
    items: tuple[InputLine, ...]
    page: int
    pages: int
    is_filling: bool = False
    """Inputs are on their way into it."""
    is_asking: bool = False
    """More waits until whoever adds it has said which column holds the texts."""
    note: str | None = None

    @property
    def is_coming(self) -> bool:
        """Some of what this page shows is on its way."""
        return self.is_filling or any(one.is_coming for one in self.items)


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A named snapshot of a dataset. `task`: whose labels it holds; None: those of all tasks over the dataset.
    `drawn_task`: the only one of these whose answers are drawn.
    """

    id: int
    name: str
    dataset: int
    dataset_name: str
    task: int | None
    task_name: str | None
    status: VersionStatus
    inputs: int
    labels: int
    created_by: str
    """User id, shown as a mention."""
    created_at: datetime
    drawn_task: str | None = None


@dataclass(frozen=True, slots=True)
class VersionPage:
    """Some versions, newest first: of one dataset, or (`dataset` None) of all."""

    rows: tuple[VersionLine, ...]
    page: int
    pages: int
    total: int
    dataset: int | None = None
    dataset_name: str | None = None


@dataclass(frozen=True, slots=True)
class NewVersionModel:
    """The window that asks for a new version's name. `task_name`: whose labels it will hold; None: all of them."""

    dataset: int
    dataset_name: str
    task: int | None
    task_name: str | None
    name: str
    inputs: int


@dataclass(frozen=True, slots=True)
class VersionModel:
    """One version's own window."""

    line: VersionLine
    per_concept: tuple[tuple[str, int], ...]
    """Concept (or "None of these") and its labels, most first."""
    of: int
    """How many inputs the dataset has now: while the version is being made, how far it will get."""
    others: int
    """Versions of the same dataset that it can be compared with."""
    note: str | None = None

    @property
    def is_ready(self) -> bool:
        return self.line.status is VersionStatus.READY


@dataclass(frozen=True, slots=True)
class CompareModel:
    """What changed from an older version to a newer one."""

    old: VersionLine
    new: VersionLine
    inputs_added: int
    inputs_removed: int
    per_concept: tuple[tuple[str, int, int], ...]
    """Concept, inputs that only the newer one says it of, inputs that only the older one does; most changed first."""
