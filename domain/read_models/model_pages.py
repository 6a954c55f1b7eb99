"""The list of models and workflows, and all that is known of one."""

from dataclasses import dataclass
from enum import StrEnum


class ModelState(StrEnum):
    READY = "ready"
    NEW = "not checked yet"
    CHECKING = "being checked"
    REFUSED = "refused"
    MISSING = "not installed"


@dataclass(frozen=True, slots=True)
class ModelLine:
    """`key` names it among models and workflows. `labels`: what it knows of itself; `knows` says the rest, in a
    sentence. `version` is what its suggestions carry. `ms`: for one input on this machine. `notes`: how it was
    understood, or why it is refused. `sidecar`: a model.yaml that would help. `steps`: of a workflow.
    """

    key: str
    name: str
    kind: str
    state: ModelState
    task: str = ""
    labels: tuple[str, ...] = ()
    licence: str = ""
    source: str = ""
    version: str = ""
    sha256: str = ""
    folder: str = ""
    ms: float | None = None
    notes: tuple[str, ...] = ()
    sidecar: str = ""
    steps: tuple[str, ...] = ()
    is_workflow: bool = False
    knows: str = ""
    may_check: bool = False
    may_remove: bool = False


@dataclass(frozen=True, slots=True)
class ModelsPage:
    rows: tuple[ModelLine, ...]
    page: int
    pages: int
    total: int
    query: str
    note: str | None = None

    @property
    def is_checking(self) -> bool:
        return any(one.state is ModelState.CHECKING for one in self.rows)


@dataclass(frozen=True, slots=True)
class ModelDetails:
    """With a page of its labels."""

    line: ModelLine
    labels: tuple[str, ...]
    page: int
    pages: int
    note: str | None = None

    @property
    def is_checking(self) -> bool:
        return self.line.state is ModelState.CHECKING
