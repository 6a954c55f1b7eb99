"""What a lead can change of a task, one field at a time: what may stand in each, and what that is in words."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from domain.agreement import agreement_error, overlap_error
from domain.clock import as_datetime
from domain.draft import LONGEST_CONCEPT, LONGEST_INSTRUCTIONS, LONGEST_NAME, MOST_CONCEPTS, NEW, clean
from domain.model import AssistMode, Distribution, Priority, ReviewMethod, Role, Task
from domain.naming import quoted
from domain.reminding import zone
from domain.shapes import DRAWN

Value = str | int | tuple[str, ...] | Mapping[str, int] | Mapping[str, str] | Mapping[str, tuple[int, int]] | None
"""What stands in a field: concepts as ids or "new:NAME", people as user ids, weights by user id, moments in
microseconds since 1970; the concept that each of a model's labels stands for; a concept's own thresholds for review and
for approval, in percent.
"""


class TaskField(StrEnum):
    """In the order in which they are listed. Named as the draft's fields."""

    NAME = "name"
    INSTRUCTIONS = "instructions"
    PRIORITY = "priority"
    DUE = "due_at"
    CONCEPTS = "concepts"
    LABELERS = "labelers"
    WEIGHTS = "weights"
    REVIEWERS = "reviewers"
    LEADS = "leads"
    REVIEW_METHOD = "review_method"
    REVIEW_SHARE = "review_share"
    AGREEMENT = "agreement"
    OVERLAP = "overlap"
    GROWING = "is_growing"
    REBALANCING = "is_rebalancing"
    THRESHOLD = "threshold"
    ORDERING = "is_ordering"
    UPPER = "upper"
    LOWER = "lower"
    THRESHOLDS = "thresholds"
    LABEL_MAP = "label_map"


LABELS = {
    TaskField.NAME: "Name",
    TaskField.INSTRUCTIONS: "Instructions",
    TaskField.PRIORITY: "Priority",
    TaskField.DUE: "Due date",
    TaskField.CONCEPTS: "Concepts",
    TaskField.LABELERS: "Labelers",
    TaskField.WEIGHTS: "Weights",
    TaskField.REVIEWERS: "Reviewers",
    TaskField.LEADS: "Leads",
    TaskField.REVIEW_METHOD: "Review method",
    TaskField.REVIEW_SHARE: "Share reviewed",
    TaskField.AGREEMENT: "Agreement needed",
    TaskField.OVERLAP: "Overlap of shapes",
    TaskField.GROWING: "Dataset growth",
    TaskField.REBALANCING: "Rebalancing",
    TaskField.THRESHOLD: "Threshold",
    TaskField.ORDERING: "Order of work",
    TaskField.UPPER: "Approve from",
    TaskField.LOWER: "Review from",
    TaskField.THRESHOLDS: "Own thresholds",
    TaskField.LABEL_MAP: "What labels mean",
}
PERCENTS = frozenset({TaskField.REVIEW_SHARE, TaskField.OVERLAP, TaskField.THRESHOLD, TaskField.UPPER, TaskField.LOWER})
_OF_MODELS = {
    AssistMode.SUGGEST: frozenset({TaskField.THRESHOLD, TaskField.ORDERING, TaskField.LABEL_MAP}),
    AssistMode.AUTO: frozenset({TaskField.UPPER, TaskField.LOWER, TaskField.THRESHOLDS, TaskField.LABEL_MAP}),
}
"""What a task asks of its model."""
IN_WINDOWS = frozenset({TaskField.THRESHOLDS, TaskField.LABEL_MAP})
"""They have windows of their own, in which one concept after the other is changed."""
OF_MODELS = frozenset[TaskField]().union(*_OF_MODELS.values())
PEOPLE = {TaskField.LABELERS: Role.LABELER, TaskField.REVIEWERS: Role.REVIEWER, TaskField.LEADS: Role.LEAD}
CHOICES: dict[TaskField, dict[Any, str]] = {
    TaskField.PRIORITY: {one: one.name.capitalize() for one in reversed(Priority)},
    TaskField.REVIEW_METHOD: {ReviewMethod.EVENLY: "Evenly distributed", ReviewMethod.STACKED: "Stacked"},
    TaskField.GROWING: {
        False: "Frozen: the inputs that it has now",
        True: "Growing: inputs added later are handed out as they come",
    },
    TaskField.REBALANCING: {
        False: "Off: open work stays with its labeler",
        True: "On: what nobody touches for a day returns",
    },
    TaskField.ORDERING: {
        False: "As the inputs came into the dataset",
        True: "By uncertainty: what the model is least sure of comes first",
    },
}
"""What fields of few values call them."""
SOMEBODY = "somebody"
_GONE = "a concept that is gone"
FEWEST_AGREE = 2
_ALL = 100
_DYNAMIC = "Always on: what nobody touches for an hour returns"
_EVERYONE = "Off: everyone labels everything, so nobody could take work over"
_SETTLES = "One reviewer settles what labelers disagree on"
_DISAGREED = "What labelers disagree on"
_BOTH = "2 of 2: fewer can't agree"
_AT_CREATION = "None: it can only be asked for when a task is created"


def listed(task: Task) -> tuple[TaskField, ...]:
    """Those that say something about this task."""
    left_out = OF_MODELS - _OF_MODELS.get(task.assist, frozenset())
    left_out |= frozenset() if task.distribution is Distribution.WEIGHTED else {TaskField.WEIGHTS}
    left_out |= frozenset() if task.agreement and task.type in DRAWN else {TaskField.OVERLAP}
    return tuple(field for field in TaskField if field not in left_out)


def fixed(task: Task) -> dict[TaskField, str]:
    """The fields that can't be changed in this task, and what stands there instead, with the reason."""
    why: dict[TaskField, str] = {}
    if not task.agreement:
        why[TaskField.AGREEMENT] = _AT_CREATION
    else:
        why |= {TaskField.REVIEW_METHOD: _SETTLES, TaskField.REVIEW_SHARE: _DISAGREED}
        if task.labelers_per_input <= FEWEST_AGREE:
            why[TaskField.AGREEMENT] = _BOTH
    if task.distribution is Distribution.DYNAMIC:
        why[TaskField.REBALANCING] = _DYNAMIC
    elif task.distribution is Distribution.EVERYONE:
        why[TaskField.REBALANCING] = _EVERYONE
    return why


def tidy(field: TaskField, value: Any) -> Any:
    """As it is kept: without white space around it, and without what stands there twice."""
    if field is TaskField.NAME:
        return clean(value)
    if field is TaskField.INSTRUCTIONS:
        return value.strip()
    return tuple(dict.fromkeys(value)) if field in PEOPLE or field is TaskField.CONCEPTS else value


def value_error(task: Task, field: TaskField, value: Any, now: int) -> str | None:
    """What is wrong with a value, as far as the task itself tells. `now` in microseconds since 1970."""
    # What a model annotates may do without labelers.
    needed = {TaskField.LEADS} if task.is_automatic else {TaskField.LABELERS, TaskField.LEADS}
    if field in needed and not value:
        return f"A task needs at least one {PEOPLE[field]}."
    judge = _JUDGES.get(field)
    return None if judge is None else judge(task, value, now)


def in_words(field: TaskField, value: Any, names: Mapping[str, str], where: str) -> str:
    """For a list or a history. `names`: of the people and concepts in it. `where`: the reader's time zone."""
    if field in PEOPLE:
        return ", ".join(names.get(one, SOMEBODY) for one in value) or "nobody"
    if isinstance(value, Mapping):
        return _mapped(field, value, names)
    if field is TaskField.CONCEPTS:
        return ", ".join(names.get(one, one.removeprefix(NEW)) for one in value)
    if field is TaskField.DUE:
        return "none" if value is None else _moment(value, where)
    if field in CHOICES:
        return CHOICES[field][value]
    return f"{value} %" if field in PERCENTS else str(value) or "none"


def _mapped(field: TaskField, value: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if field is TaskField.WEIGHTS:
        return ", ".join(f"{names.get(one, SOMEBODY)} × {weight}" for one, weight in value.items())
    if field is TaskField.THRESHOLDS:
        said = [
            f"{names.get(one, _GONE)}: approved from {upper} %, reviewed from {lower} %"
            for one, (lower, upper) in value.items()
        ]
        return "; ".join(said) or "none"
    labels: dict[str, list[str]] = {}
    for label, concept in value.items():
        labels.setdefault(concept, []).append(label)
    return "; ".join(f"{', '.join(of)} → {names.get(one, _GONE)}" for one, of in labels.items()) or "nothing"


def edited(field: TaskField) -> str:
    """What the history calls a change of it."""
    return f"edit {LABELS[field].lower()}"


def rearranged(now: Sequence[str], add: Sequence[str], out: Sequence[str], first: Sequence[str]) -> tuple[str, ...]:
    """The concepts, some more at the end, without some, and some of them in front."""
    kept = [one for one in dict.fromkeys([*now, *add]) if one not in out]
    front = [one for one in dict.fromkeys(first) if one in kept]
    return (*front, *(one for one in kept if one not in front))


def in_use(used: Mapping[str, int]) -> str:
    """Why concepts can't be taken out. `used`: name -> how many answers."""
    said = [f"{quoted([name])} is used by {_answers(count)}" for name, count in used.items()]
    more = f" and {len(said) - 3:,} more are in use" if len(said) > 3 else ""  # noqa: PLR2004 - enough to read.
    return (
        f"{', '.join(said[:3])}{more}. Have those answers changed first, or merge the concept into another one "
        "with /label concepts."
    )


def _answers(count: int) -> str:
    return "1 answer" if count == 1 else f"{count:,} answers"


def _moment(moment: int, where: str) -> str:
    there = as_datetime(moment).astimezone(zone(where))
    return f"{there:%a} {there.day} {there:%b %Y, %H:%M} ({there.tzinfo})"


def _name_error(_task: Task, name: str, _now: int) -> str | None:
    return None if 1 <= len(name) <= LONGEST_NAME else f"A name has 1 to {LONGEST_NAME} characters."


def _instructions_error(_task: Task, text: str, _now: int) -> str | None:
    is_long = len(text) > LONGEST_INSTRUCTIONS
    return f"Instructions can have at most {LONGEST_INSTRUCTIONS} characters." if is_long else None


def _due_error(_task: Task, due: int | None, now: int) -> str | None:
    is_past = due is not None and due <= now
    return "That moment has passed. Choose a later one, or none." if is_past else None


def _concepts_error(_task: Task, concepts: tuple[str, ...], _now: int) -> str | None:
    if not concepts:
        return "A task needs at least one concept."
    if len(concepts) > MOST_CONCEPTS:
        return f"A task can have at most {MOST_CONCEPTS:,} concepts; these are {len(concepts):,}."
    too_long = next((one.removeprefix(NEW) for one in concepts if len(one.removeprefix(NEW)) > LONGEST_CONCEPT), "")
    return f"“{too_long[:30]}…” is longer than {LONGEST_CONCEPT} characters." if too_long else None


def _share_error(_task: Task, share: int, _now: int) -> str | None:
    words = "The share that is reviewed is 1 to 100 percent. For no review, choose no reviewers."
    return None if 1 <= share <= _ALL else words


def _percent_error(_task: Task, percent: int, _now: int) -> str | None:
    return None if 0 <= percent <= _ALL else "A threshold is between 0 % and 100 %."


def _overlap_error(_task: Task, percent: int, _now: int) -> str | None:
    return overlap_error(percent)


def _agreement_error(task: Task, needed: int, _now: int) -> str | None:
    return agreement_error(task.labelers_per_input, needed or 1)


_JUDGES: dict[TaskField, Callable[[Task, Any, int], str | None]] = {
    TaskField.NAME: _name_error,
    TaskField.INSTRUCTIONS: _instructions_error,
    TaskField.DUE: _due_error,
    TaskField.CONCEPTS: _concepts_error,
    TaskField.REVIEW_SHARE: _share_error,
    TaskField.AGREEMENT: _agreement_error,
    TaskField.OVERLAP: _overlap_error,
    **dict.fromkeys((TaskField.THRESHOLD, TaskField.UPPER, TaskField.LOWER), _percent_error),
}
