"""What the form of a new task asks of a model, and what it says about that."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.assisting import Leftovers
from domain.read_models.assisting import DryRunModel, ModelChoice


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a search: `value` is what the option carries. `is_known`: the chosen model knows it."""

    value: str
    text: str
    description: str | None = None
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class OwnThresholds:
    """Of one concept, in percent."""

    concept: Choice
    lower: int
    upper: int


@dataclass(frozen=True, slots=True)
class Meaning:
    """The model's labels that stand for a concept."""

    concept: Choice
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssistForm:
    """`why_not`: no model fits what is labeled, in words. `name` is what was chosen; `model` None: nobody can use that
    now. `known`: the concepts (as the draft names them) that the model knows, `labels` what each of its labels stands
    for; None: that is being found out. `failure`: it can't be. Thresholds are in percent.
    """

    is_offered: bool = False
    why_not: str = ""
    is_auto: bool = False
    with_assist: bool = False
    name: str = ""
    model: ModelChoice | None = None
    concepts: tuple[Choice, ...] = ()
    """All that are chosen, also those that the form has no room for."""
    known: frozenset[str] | None = frozenset()
    labels: Mapping[str, str] | None = field(default_factory=dict)
    changed: Mapping[str, str] = field(default_factory=dict)
    """What somebody changed of what was proposed for the labels; "": nothing."""
    failure: str = ""
    threshold: int = 20
    is_ordering: bool = False
    lower: int = 50
    upper: int = 90
    thresholds: tuple[OwnThresholds, ...] = ()
    leftovers: Leftovers = Leftovers.HUMAN
    is_replacing: bool = False
    dry_run: DryRunModel | None = None
    is_to_be_tried: bool = False
    """All that a dry run takes is chosen, and none was begun that fits: what labels mean may have come in between."""
    renewals: int = 0
    """Of the field of concepts."""

    @property
    def uses_model(self) -> bool:
        return self.is_offered and (self.is_auto or self.with_assist)

    @property
    def marks(self) -> frozenset[str] | None:
        """The concepts that a 🤖 stands before; None: nobody knows yet."""
        return self.known if self.uses_model and self.model is not None and not self.failure else frozenset()

    @property
    def is_found_out(self) -> bool:
        return self.model is None or bool(self.failure) or (self.known is not None and self.labels is not None)

    @property
    def is_awaited(self) -> bool:
        """What no task can be created without is still being found out: which labels mean what, and whether a model
        that annotates by itself knows all that it is to. What people label it may come to know.
        """
        return self.uses_model and not self.is_found_out and (self.is_auto or self.labels is None)

    @property
    def is_coming(self) -> bool:
        """More is on its way than is known now."""
        is_tried = not self.is_to_be_tried and (self.dry_run is None or self.dry_run.is_over)
        return self.uses_model and not (self.is_found_out and is_tried)

    @property
    def meanings(self) -> tuple[Meaning, ...]:
        """Of each concept that has any, in the concepts' order."""
        of: dict[str, list[str]] = {}
        for label, concept in (self.labels or {}).items():
            of.setdefault(concept, []).append(label)
        return tuple(Meaning(one, tuple(of[one.value])) for one in self.concepts if one.value in of)

    @property
    def unknown(self) -> tuple[Choice, ...]:
        return () if self.known is None else tuple(one for one in self.concepts if one.value not in self.known)


@dataclass(frozen=True, slots=True)
class LabelMapModel:
    """What the labels of a model mean in a task: a page of its concepts. `labels`: how many the model has."""

    model: str
    rows: tuple[Meaning, ...]
    labels: int
    total: int
    page: int = 0
    pages: int = 1
    note: str | None = None


@dataclass(frozen=True, slots=True)
class MeaningModel:
    """Which labels stand for one concept: those that its field shows, and how many more do. `saved`, here and below: a
    digest of what is there, where somebody else may change it.
    """

    model: str
    concept: Choice
    labels: tuple[Choice, ...]
    more: int = 0
    page: int = 0
    note: str | None = None
    saved: str = ""


@dataclass(frozen=True, slots=True)
class ThresholdsModel:
    """A page of the concepts that have thresholds of their own; `lower` and `upper` are all others', in percent."""

    rows: tuple[OwnThresholds, ...]
    lower: int
    upper: int
    total: int = 0
    page: int = 0
    pages: int = 1
    note: str | None = None
    saved: str = ""
