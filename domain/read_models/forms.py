"""Windows that are filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.model import LabelsPerInput, TaskType


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a search: `value` is what the option carries."""

    value: str
    text: str
    description: str | None = None


@dataclass(frozen=True, slots=True)
class FormModel:
    """The New Labeling Task form, or what of it is known so far. Errors are keyed by the draft's field names."""

    draft: str
    """The draft's id, which travels in private_metadata."""
    version: int
    """Grows when a field must take a new initial value (Add all, Remove all); part of block ids."""
    dataset: Choice | None = None
    new_dataset: bool = False
    """"Create new dataset with all inputs" was picked: ask its name."""
    new_dataset_name: str = ""
    all_inputs: int = 0
    type: TaskType = TaskType.CLASSIFICATION
    labels_per_input: LabelsPerInput = LabelsPerInput.ONE
    concepts: tuple[Choice, ...] = ()
    with_collaborators: bool = False
    labelers: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    collaborators: int = 0
    """How many people "Add all" would add."""
    name: str = ""
    instructions: str = ""
    samples: int = 0
    """How many sample pictures the chosen concepts have."""
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
