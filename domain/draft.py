"""What a lead has filled in so far for a new task, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.model import LabelsPerInput, TaskType

LONGEST_NAME = 80
LONGEST_CONCEPT = 75
LONGEST_INSTRUCTIONS = 3000
MOST_CONCEPTS = 1000
_LONGEST_ID = 18
NEW = "new:"


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """The form's fields. `concepts`: concept ids or "new:NAME". `dataset`: a dataset id, "new", "new:NAME" or ""."""

    dataset: str = ""
    new_dataset_name: str = ""
    type: TaskType = TaskType.CLASSIFICATION
    labels_per_input: LabelsPerInput = LabelsPerInput.ONE
    concepts: tuple[str, ...] = ()
    with_collaborators: bool = False
    labelers: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    name: str = ""
    instructions: str = ""

    @property
    def wants_new_dataset(self) -> bool:
        return self.dataset == "new" or self.dataset.startswith(NEW)

    @property
    def dataset_name(self) -> str:
        """The new dataset's name: typed in the search itself, or in the field that then appears."""
        return clean(self.new_dataset_name or self.dataset.partition(NEW)[2])

    def check(self) -> dict[str, str]:
        """Field name -> sentence, for everything that can be judged without looking anything up."""
        errors: dict[str, str] = {}
        if not self.dataset:
            errors["dataset"] = "Choose the dataset whose inputs are to be labeled."
        elif self.wants_new_dataset:
            errors |= _name_errors("new_dataset_name", self.dataset_name, "Give the new dataset a name.")
        if not self.concepts:
            errors["concepts"] = "Choose at least one concept. Type a new name to add it."
        elif len(self.concepts) > MOST_CONCEPTS:
            errors["concepts"] = f"A task can have at most {MOST_CONCEPTS} concepts; these are {len(self.concepts)}."
        elif too_long := next((c for c in self.concepts if len(c.removeprefix(NEW)) > LONGEST_CONCEPT), None):
            errors["concepts"] = f"“{too_long.removeprefix(NEW)[:30]}…” is longer than {LONGEST_CONCEPT} characters."
        elif (same := _same_twice([c.removeprefix(NEW) for c in self.concepts if c.startswith(NEW)])) is not None:
            errors["concepts"] = f"“{same[0]}” and “{same[1]}” are the same concept. Keep one of them."
        if self.with_collaborators and not self.labelers:
            errors["labelers"] = "Choose at least one labeler, or set Collaborators to No to label everything yourself."
        errors |= _name_errors("name", clean(self.name), "Give the task a name.")
        if len(self.instructions) > LONGEST_INSTRUCTIONS:
            errors["instructions"] = f"Instructions can have at most {LONGEST_INSTRUCTIONS} characters."
        return errors


def clean(name: str) -> str:
    """A name without white space around it or runs of it inside."""
    return " ".join(name.split())


def fold(name: str) -> str:
    """What two names must not share."""
    return clean(name).casefold()


def is_id(value: str) -> bool:
    """Whether a database can be asked for it: numbers of more digits do not fit into its own."""
    return value.isdecimal() and len(value) <= _LONGEST_ID


def _same_twice(names: Sequence[str]) -> tuple[str, str] | None:
    """The first two that are one name, if any are."""
    seen: dict[str, str] = {}
    for name in names:
        if (before := seen.setdefault(fold(name), name)) is not name:
            return before, name
    return None


def _name_errors(field: str, name: str, missing: str) -> dict[str, str]:
    if not name:
        return {field: missing}
    if len(name) > LONGEST_NAME:
        return {field: f"A name can have at most {LONGEST_NAME} characters; this one has {len(name)}."}
    return {}
