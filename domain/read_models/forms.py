"""Windows that are filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.advanced import ALWAYS
from domain.model import Distribution, InputKind, LabelsPerInput, Priority, ReviewMethod, TaskType


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a search: `value` is what the option carries."""

    value: str
    text: str
    description: str | None = None


@dataclass(frozen=True, slots=True)
class WeightLine:
    """A labeler's share beside the others'. `name` is "" for somebody whom nobody has asked Slack about yet."""

    user: str
    name: str
    weight: int


@dataclass(frozen=True, slots=True)
class AdvancedModel:
    """The folded part of the form. `shown`: the draft's fields that mean something beside the other choices."""

    is_open: bool = False
    shown: frozenset[str] = ALWAYS
    labels_per_input: LabelsPerInput = LabelsPerInput.ONE
    priority: Priority = Priority.MEDIUM
    due_at: datetime | None = None
    distribution: Distribution = Distribution.EVENLY
    labelers: int = 1
    """How many are chosen."""
    labelers_per_input: int = 1
    labels_each: int = 1
    """How many label each input in the end."""
    agreement: int = 0
    weights: tuple[WeightLine, ...] = ()
    """Those of one page."""
    weights_page: int = 0
    weights_pages: int = 1
    is_rebalancing: bool = False
    has_reviewers: bool = False
    review_method: ReviewMethod = ReviewMethod.EVENLY
    review_share: int = 100
    is_growing: bool = False


@dataclass(frozen=True, slots=True)
class DraftOffer:
    """A form that the same person began earlier, and did not finish."""

    draft: str
    name: str
    """"" where it has none yet."""
    at: datetime
    """When it was changed last."""
    concepts: int = 0
    dataset: str = ""


@dataclass(frozen=True, slots=True)
class FormModel:
    """The New Labeling Task form, or what of it is known so far. Errors are keyed by the draft's field names."""

    draft: str
    """The draft's id, which travels in private_metadata."""
    version: int
    """Grows when a field must take a new initial value (Add all, Remove all); part of block ids."""
    dataset: Choice | None = None
    inputs: int = 0
    """How many the chosen dataset holds."""
    kind: InputKind | None = None
    """What they are, as far as they are of one kind."""
    new_dataset: bool = False
    """"Create new dataset with all inputs" was picked: ask its name."""
    new_dataset_name: str = ""
    all_inputs: int = 0
    type: TaskType = TaskType.CLASSIFICATION
    concepts: tuple[Choice, ...] = ()
    further_concepts: tuple[str, ...] = ()
    """Names of those that the field has no room for."""
    with_collaborators: bool = False
    labelers: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    collaborators: int = 0
    """How many people "Add all" would add."""
    name: str = ""
    instructions: str = ""
    samples: int = 0
    """How many sample pictures the chosen concepts have."""
    advanced: AdvancedModel = AdvancedModel()
    is_begun: bool = False
    """Something is in it that somebody could miss."""
    offer: DraftOffer | None = None
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EditModel:
    """The Edit window of a task: what stands in its fields, and what stays as it was created."""

    task: int
    revision: int
    name: str
    instructions: str
    labelers: tuple[str, ...]
    reviewers: tuple[str, ...]
    leads: tuple[str, ...] = ()
    saved: Mapping[str, str] = field(default_factory=dict)
    """Field -> a digest of what is saved: shows later which fields somebody has changed since."""
    theirs: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    """Field -> what somebody else saved meanwhile, where this person typed something else."""
    dataset: str = ""
    concepts: tuple[str, ...] = ()
    labels_per_input: LabelsPerInput = LabelsPerInput.ONE


@dataclass(frozen=True, slots=True)
class DeleteModel:
    """What the confirmation says before a task is deleted."""

    task: int
    name: str
    annotations: int
