"""Instructions with their sample pictures, and the window in which these are chosen."""

from dataclasses import dataclass, field

from domain.model import InputKind, PictureState
from domain.read_models.contents import ContentModel
from domain.read_models.form_assist import Choice
from domain.samples import SamplesOf


@dataclass(frozen=True, slots=True)
class ConceptSamples:
    concept: str
    """Its name."""
    pictures: tuple[ContentModel, ...]


@dataclass(frozen=True, slots=True)
class InstructionsModel:
    """A page of a task's instructions, or of what a form says so far: the words stand on the first one."""

    task: str
    """Its name."""
    markdown: str
    samples: tuple[ConceptSamples, ...] = ()
    page: int = 0
    pages: int = 1
    of: SamplesOf = field(default_factory=SamplesOf)
    is_preview: bool = False
    may_change: bool = False
    """The samples, as a lead."""
    before: str = ""
    """"label" or "review": they come first, and behind them the queue."""

    @property
    def is_coming(self) -> bool:
        return any(_is_coming(one) for group in self.samples for one in group.pictures)


@dataclass(frozen=True, slots=True)
class SampleLine:
    concept: Choice
    content: ContentModel


@dataclass(frozen=True, slots=True)
class SamplesModel:
    """The window in which sample pictures are chosen. `lines` are those of this page."""

    of: SamplesOf
    concepts: int
    """How many there are to show something of."""
    lines: tuple[SampleLine, ...]
    page: int
    pages: int
    total: int
    dataset: str | None = None
    """Whose pictures can be chosen; None: of none, so pictures can only be uploaded."""
    can_choose: bool = False
    """There are pictures or videos in it."""
    note: str | None = None
    coming: int = 0
    """So many are being uploaded."""

    @property
    def is_coming(self) -> bool:
        return any(_is_coming(one.content) for one in self.lines)


def _is_coming(content: ContentModel) -> bool:
    """Texts are never chosen as samples."""
    is_there = content.state in {PictureState.READY, PictureState.FAILED}
    return content.kind is not InputKind.TEXT and not is_there
