"""Every state of the windows in which a task is edited."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from slack_sdk.models.views import View

from domain.fields import TaskField
from domain.model import AssistMode, Distribution, LabelsPerInput, Priority, TaskType
from domain.read_models import Choice, EditModel, FieldLine, FieldModel, Theirs
from views.slack import editing

ANA, BEN, CHLOE, DMITRI = "U0ANA00000", "U0BEN00000", "U0CHLOE000", "U0DMITRI00"
HERE = {"filter": "review", "page": 2, "list": "V0123456789"}
LINES = (
    FieldLine(TaskField.NAME, "Cats and dogs"),
    FieldLine(TaskField.INSTRUCTIONS, "Look at the **ears**."),
    FieldLine(TaskField.PRIORITY, "Medium"),
    FieldLine(TaskField.DUE, "Tue 1 Dec 2026, 17:00 (Europe/Berlin)"),
    FieldLine(TaskField.CONCEPTS, "Cat, Dog, Bird"),
    FieldLine(TaskField.LABELERS, people=(BEN, CHLOE)),
    FieldLine(TaskField.REVIEWERS, people=(DMITRI,)),
    FieldLine(TaskField.LEADS, people=(ANA,)),
    FieldLine(TaskField.REVIEW_METHOD, "Evenly distributed"),
    FieldLine(TaskField.REVIEW_SHARE, "100 %"),
    FieldLine(TaskField.AGREEMENT, "None: it can only be asked for when a task is created", is_fixed=True),
    FieldLine(TaskField.GROWING, "Frozen: the inputs that it has now"),
    FieldLine(TaskField.REBALANCING, "Off: open work stays with its labeler"),
)
EDIT = EditModel(3, "Cats and dogs", LINES, "Pets", TaskType.CLASSIFICATION, LabelsPerInput.ONE, Distribution.EVENLY, 1)
NAME = FieldModel(3, TaskField.NAME, "Cats and dogs", "0123456789ab", most=3)
DUE = 1_796_140_800_000_000
CONCEPTS = (Choice("1", "Cat"), Choice("2", "Dog"), Choice("new:Lynx", "Lynx"))


def _field(field: TaskField, value: object, **more: object) -> Callable[[], View]:
    model = replace(NAME, field=field, value=value, **more)  # type: ignore[arg-type]
    return lambda: editing.field_modal(model, HERE)


def many(number: int) -> tuple[Choice, ...]:
    return tuple(Choice(str(index), f"Species {index}") for index in range(1, number + 1))


EDITING: dict[str, Callable[[], View]] = {
    "edit_assisted": lambda: editing.modal(
        replace(
            EDIT,
            assist=AssistMode.SUGGEST,
            model="General-Image-Classification",
            lines=(FieldLine(TaskField.THRESHOLD, "20 %"), FieldLine(TaskField.ORDERING, "By uncertainty")),
        ),
        HERE,
    ),
    "edit_threshold": _field(TaskField.THRESHOLD, 20),
    "edit_ordering": _field(TaskField.ORDERING, True),
    "edit_upper": _field(TaskField.UPPER, 90),
    "edit_lower": _field(TaskField.LOWER, 0),
    "edit": lambda: editing.modal(EDIT, HERE),
    "edit_saved": lambda: editing.modal(
        replace(
            EDIT,
            lines=(*LINES[:5], FieldLine(TaskField.WEIGHTS, "Ben × 3, Chloé × 1"), FieldLine(TaskField.REVIEWERS)),
            distribution=Distribution.WEIGHTED,
            labels_per_input=LabelsPerInput.SEVERAL,
            labelers_per_input=2,
        ),
        note="Weights: saved.",
    ),
    "edit_name": lambda: editing.field_modal(NAME),
    "edit_name_alone": lambda: editing.field_modal(NAME, HERE, is_alone=True),
    "edit_instructions": _field(TaskField.INSTRUCTIONS, ""),
    "edit_instructions_disputed": _field(TaskField.INSTRUCTIONS, "Mine.", theirs=Theirs("Theirs.", by=DMITRI)),
    "edit_priority": _field(TaskField.PRIORITY, Priority.HIGH),
    "edit_due": _field(TaskField.DUE, None),
    "edit_due_set": _field(TaskField.DUE, DUE),
    "edit_concepts": _field(TaskField.CONCEPTS, ("1", "2", "new:Lynx"), choices=CONCEPTS),
    "edit_concepts_101": _field(TaskField.CONCEPTS, (), choices=many(101)),
    "edit_labelers": _field(TaskField.LABELERS, (BEN, CHLOE)),
    "edit_labelers_disputed": _field(TaskField.LABELERS, (BEN,), theirs=Theirs(people=(ANA, CHLOE), by=ANA)),
    "edit_weights": _field(TaskField.WEIGHTS, {BEN: 3, CHLOE: 1}, names=((BEN, "Ben"), (CHLOE, "Chloé"))),
    "edit_weights_page": _field(TaskField.WEIGHTS, {BEN: 3}, names=((BEN, "Ben"),), page=1, pages=3),
    "edit_reviewers_none": _field(TaskField.REVIEWERS, (), theirs=Theirs(people=())),
    "edit_leads": _field(TaskField.LEADS, (ANA,)),
    "edit_review_method": _field(TaskField.REVIEW_METHOD, "evenly"),
    "edit_review_share": _field(TaskField.REVIEW_SHARE, 100),
    "edit_agreement": _field(TaskField.AGREEMENT, 2),
    "edit_overlap": _field(TaskField.OVERLAP, 50),
    "edit_growing": _field(TaskField.GROWING, value=False),
    "edit_rebalancing": _field(TaskField.REBALANCING, value=True),
}


def hostile(text: str) -> Iterator[View]:
    crowd = tuple(f"U{number:09}" for number in range(200))
    lines = tuple(replace(line, words=text if line.words else "", people=crowd) for line in LINES)
    yield editing.modal(replace(EDIT, name=text, lines=lines, dataset=text), HERE, note=text)
    for field, value in ((TaskField.NAME, text), (TaskField.INSTRUCTIONS, text), (TaskField.LEADS, crowd)):
        theirs = Theirs(people=crowd, by=ANA) if field is TaskField.LEADS else Theirs(text, by=ANA)
        yield editing.field_modal(replace(NAME, field=field, value=value, theirs=theirs), HERE)
    for count in (100, 1000):
        choices = tuple(Choice(str(number), text) for number in range(count))
        yield editing.field_modal(replace(NAME, field=TaskField.CONCEPTS, value=(), choices=choices))
    weights = tuple((user, text) for user in crowd[:40])
    yield editing.field_modal(
        replace(NAME, field=TaskField.WEIGHTS, value=dict.fromkeys(crowd, 1), names=weights, pages=5)
    )
