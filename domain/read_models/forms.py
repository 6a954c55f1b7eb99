"""Windows that are filled in."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.advanced import ALWAYS
from domain.fields import TaskField, Value
from domain.model import AssistMode, Distribution, InputKind, LabelsPerInput, Priority, ReviewMethod, TaskType
from domain.read_models.form_assist import AssistForm, Choice


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
    overlap: int = 50
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
    has_inputs: bool = True
    """The workspace has any."""
    type: TaskType = TaskType.CLASSIFICATION
    assist: AssistForm = field(default_factory=AssistForm)
    concepts: tuple[Choice, ...] = ()
    further_concepts: tuple[str, ...] = ()
    """Names of those that the field has no room for."""
    with_collaborators: bool = False
    labelers: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    collaborators: int = 0
    """How many people "Add all" would add."""
    turn: int = 0
    """Another number makes the menus of ways to add people forget what was chosen in them."""
    name: str = ""
    instructions: str = ""
    samples: int = 0
    """How many sample pictures the chosen concepts have."""
    advanced: AdvancedModel = AdvancedModel()
    is_begun: bool = False
    """Something is in it that somebody could miss."""
    offer: DraftOffer | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def to_label(self) -> int:
        """How many inputs there are in the dataset, or will be."""
        return self.all_inputs if self.new_dataset else self.inputs


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of a task as it is. People are shown as mentions, everything else in `words`."""

    field: TaskField
    words: str = ""
    people: tuple[str, ...] = ()
    is_fixed: bool = False
    """It can't be changed in this task; `words` say why."""


@dataclass(frozen=True, slots=True)
class EditModel:
    """Everything that a task is: what can be changed, and what stays as it was created."""

    task: int
    name: str
    lines: tuple[FieldLine, ...]
    dataset: str
    type: TaskType
    labels_per_input: LabelsPerInput
    distribution: Distribution
    labelers_per_input: int
    assist: AssistMode = AssistMode.NONE
    model: str = ""


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else saved meanwhile, where this person typed something else."""

    words: str = ""
    people: tuple[str, ...] = ()
    by: str | None = None
    """None: it came about otherwise than by an edit."""


@dataclass(frozen=True, slots=True)
class FieldModel:
    """The window in which one field is changed, or one page of it."""

    task: int
    field: TaskField
    value: Value
    """What stands in it."""
    saved: str
    """A digest of what is saved: shows later whether somebody has changed it since."""
    choices: tuple[Choice, ...] = ()
    """The concepts that stand in it."""
    names: tuple[tuple[str, str], ...] = ()
    """(user id, name) of those whose weights stand on this page."""
    most: int = 0
    """The highest number that can be."""
    collaborators: int = 0
    """Of a field of people: how many people "Add all" would add."""
    page: int = 0
    pages: int = 1
    theirs: Theirs | None = None


@dataclass(frozen=True, slots=True)
class DeleteModel:
    """What the confirmation says before a task is deleted."""

    task: int
    name: str
    annotations: int
