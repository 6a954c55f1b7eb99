"""What a lead has filled in so far for a new task, and what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.agreement import agreement_error, overlap_error
from domain.assisting import Leftovers
from domain.bands import thresholds_error
from domain.distribution import HIGHEST_WEIGHT, fits
from domain.model import Distribution, LabelsPerInput, Priority, ReviewMethod, TaskType
from domain.samples import Sample

LONGEST_NAME = 80
LONGEST_CONCEPT = 75
LONGEST_INSTRUCTIONS = 3000
MOST_CONCEPTS = 1000
DYNAMIC_LEASE = 60 * 60
"""Seconds: work that is given out ten at a time returns by itself."""
REBALANCING_LEASE = 24 * 60 * 60
_LONGEST_ID = 18
NEW = "new:"
_ALL = 100


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """The form's fields. `concepts`: concept ids or "new:NAME". `dataset`: a dataset id, "new", "new:NAME" or "".
    `further_concepts`: chosen before, and more than a form can show that is opened again.

    Assist: where `is_auto`, `with_assist` means nothing; `model` is the name of a model or workflow; thresholds are in
    percent, those of single concepts (lower, upper) keyed as in `concepts`. `label_map`: the model's labels that stand
    for a concept, which is named as in `concepts`, "" where somebody said that a label stands for none; `map_changes`:
    what of it somebody changed.

    `weights`: labeler -> share beside the others', 1 where nothing is said. `due_at` in microseconds since 1970.
    `overlap`: percent from which on shapes of different people count as the same.
    `is_rebalancing`: open work that nobody touches for a day returns. `samples` are chosen in a window of their own,
    also of concepts that are not chosen any more: these may come back. How the form stands: `shows_advanced`, the page
    of weights that is shown, when the newest choice was made (seconds since 1970, as Slack says), how often the field
    of concepts took new initial values, and which of the concepts are `marked` with a 🤖 in it.
    """

    dataset: str = ""
    new_dataset_name: str = ""
    is_auto: bool = False
    type: TaskType = TaskType.CLASSIFICATION
    with_assist: bool = False
    model: str = ""
    threshold: int = 20
    is_ordering: bool = False
    label_map: Mapping[str, str] = field(default_factory=dict)
    lower: int = 50
    upper: int = 90
    thresholds: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    leftovers: Leftovers = Leftovers.HUMAN
    is_replacing: bool = False
    labels_per_input: LabelsPerInput = LabelsPerInput.ONE
    concepts: tuple[str, ...] = ()
    further_concepts: tuple[str, ...] = ()
    with_collaborators: bool = False
    labelers: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    name: str = ""
    instructions: str = ""
    samples: tuple[Sample, ...] = ()
    priority: Priority = Priority.MEDIUM
    distribution: Distribution = Distribution.EVENLY
    weights: Mapping[str, int] = field(default_factory=dict)
    labelers_per_input: int = 1
    agreement: int = 0
    overlap: int = 50
    review_method: ReviewMethod = ReviewMethod.EVENLY
    review_share: int = 100
    due_at: int | None = None
    is_growing: bool = False
    is_rebalancing: bool = False
    shows_advanced: bool = False
    weights_page: int = 0
    chosen_at: float = 0
    renewals: int = 0
    marked: tuple[str, ...] = ()
    map_changes: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_begun(self) -> bool:
        """Whether something is in it that somebody could miss."""
        said = replace(
            self, with_collaborators=False, shows_advanced=False, weights_page=0, chosen_at=0, renewals=0, marked=()
        )
        return said != TaskDraft()

    @property
    def lease(self) -> int | None:
        """Seconds without a touch after which open work returns; None: it stays."""
        if self.distribution is Distribution.DYNAMIC:
            return DYNAMIC_LEASE
        # Where everyone labels everything, nobody could take it over.
        is_possible = self.is_rebalancing and self.distribution is not Distribution.EVERYONE
        return REBALANCING_LEASE if is_possible else None

    @property
    def labels_each(self) -> int:
        """How many people label each input."""
        if self.distribution is Distribution.EVERYONE:
            return self.labelers_count
        return self.labelers_per_input

    @property
    def labelers_count(self) -> int:
        return len(set(self.labelers)) if self.with_collaborators else 1

    @property
    def uses_model(self) -> bool:
        return self.is_auto or self.with_assist

    @property
    def wants_review(self) -> bool:
        """Whether a model that annotates by itself may leave something to reviewers."""
        return any(lower < upper for lower, upper in self.all_thresholds)

    @property
    def all_thresholds(self) -> Iterator[tuple[int, int]]:
        yield self.lower, self.upper
        yield from self.thresholds.values()

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
        if self.with_collaborators and not (self.labelers or self.is_auto):
            errors["labelers"] = "Choose at least one labeler, or set Collaborators to No to label everything yourself."
        errors |= _name_errors("name", clean(self.name), "Give the task a name.")
        if len(self.instructions) > LONGEST_INSTRUCTIONS:
            errors["instructions"] = f"Instructions can have at most {LONGEST_INSTRUCTIONS} characters."
        return errors | self._assist_errors() | self._distribution_errors() | self._review_errors()

    def _assist_errors(self) -> dict[str, str]:
        if not self.uses_model:
            return {}
        errors = {} if self.model else {"model": "Choose the model or workflow that is to do it."}
        if not self.is_auto:
            return errors
        if (wrong := thresholds_error(self.lower / _ALL, self.upper / _ALL)) is not None:
            errors["upper"] = wrong
        elif any(thresholds_error(lower / _ALL, upper / _ALL) for lower, upper in self.thresholds.values()):
            errors["upper"] = "A concept's own threshold for review is above the one for approval. Change it."
        elif self.wants_review and not self.reviewers:
            errors["reviewers"] = (
                "What is neither approved nor dropped goes to reviewers: choose some, or make both thresholds the same."
            )
        return errors

    def _distribution_errors(self) -> dict[str, str]:
        labelers = tuple(dict.fromkeys(self.labelers)) if self.with_collaborators else ("",)
        if not labelers:
            return {}
        return distribution_errors(self.distribution, labelers, self.weights, self.labelers_per_input)

    def _review_errors(self) -> dict[str, str]:
        errors = {}
        if wrong := agreement_error(self.labels_each, self.agreement):
            errors["agreement"] = wrong
        if wrong := overlap_error(self.overlap):
            errors["overlap"] = wrong
        is_stacked = self.review_method is ReviewMethod.STACKED
        if is_stacked and self.agreement:
            errors["review_method"] = (
                "Where labelers must agree, one reviewer settles what they disagree on. Choose Evenly distributed."
            )
        elif is_stacked and not (self.with_collaborators and self.reviewers):
            errors["review_method"] = "Stacked review needs reviewers. Choose some, or choose Evenly distributed."
        if not 1 <= self.review_share <= _ALL:
            errors["review_share"] = (
                "The share that is reviewed is 1 to 100 percent. For no review, choose no reviewers."
            )
        return errors


def distribution_errors(
    distribution: Distribution, labelers: tuple[str, ...], weights: Mapping[str, int], labelers_per_input: int
) -> dict[str, str]:
    """What can't be given out like that, at its field of the form."""
    if distribution is Distribution.EVERYONE:
        return {}
    if labelers_per_input < 1:
        return {"labelers_per_input": "Each input needs at least one labeler."}
    if labelers_per_input > len(labelers):
        people = "1 labeler is" if len(labelers) == 1 else f"{len(labelers)} labelers are"
        wanted = f"{labelers_per_input} different people can't label each input where {people} chosen."
        return {"labelers_per_input": f"{wanted} Choose fewer, or more labelers."}
    if distribution is Distribution.WEIGHTED:
        return _weight_errors([weights.get(one, 1) for one in labelers], labelers_per_input)
    return {}


def _weight_errors(shares: list[int], each: int) -> dict[str, str]:
    if any(not 1 <= share <= HIGHEST_WEIGHT for share in shares):
        return {"weights": f"A weight is a whole number from 1 to {HIGHEST_WEIGHT}."}
    if fits(shares, each):
        return {}
    rule = f"Where {each} people label each input, nobody's weight can be more than 1/{each} of all weights together."
    return {"weights": rule}


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
