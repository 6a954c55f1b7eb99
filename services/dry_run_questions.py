"""What a dry run is asked: which model, concepts and inputs; what came of it; and the task that it would be."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.assisting import Suggested, TaskAssist
from domain.bands import Bands, Thresholds
from domain.clock import as_datetime
from domain.draft import NEW, TaskDraft, clean, is_id
from domain.errors import LabelingError
from domain.model import Actor, AssistMode, Concept, LabelsPerInput, Task, TaskStatus, TaskType
from domain.shapes import Size
from services.assist_plans import Plan
from services.models import Models
from store.unit_of_work import UnitOfWork

SAMPLE = 50
_FIRST_AT_ONCE = 2
"""Who waits for it sees it begin; others wait for their turn."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run depends on. `concepts`: as in the draft -> with the ids that suggestions carry, which are below 0 for
    new ones. `labels`: what was said of the model's labels.
    """

    workspace: str
    dataset: int | None
    inputs: int
    model: str
    version: str
    concepts: Mapping[str, Concept]
    labels: Mapping[str, str]
    per_input: LabelsPerInput
    type: TaskType

    @property
    def key(self) -> str:
        concepts = [(value, one.name) for value, one in self.concepts.items()]
        parts = (
            self.workspace,
            self.dataset,
            self.inputs,
            self.model,
            self.version,
            concepts,
            self.per_input,
            self.type,
        )
        return hashlib.sha256(json.dumps([*parts, sorted(self.labels.items())]).encode()).hexdigest()


@dataclass(slots=True)
class Run:
    """`left` is None before the sample was taken, of which `sizes` are known where it is drawn on. `found` are the
    suggestions, in the order in which they came.
    """

    asked: Asked
    left: list[int] | None = None
    found: list[Suggested] = field(default_factory=list)
    sizes: dict[int, Size] = field(default_factory=dict)
    failure: str | None = None
    failed_at: int = 0
    is_running: bool = False
    plan: Plan | None = None
    """Once it has learned what there was to be learned from."""

    @property
    def of(self) -> int:
        return min(SAMPLE, self.asked.inputs) if self.left is None else len(self.left) + len(self.found)

    @property
    def is_over(self) -> bool:
        return self.failure is not None or self.left == []


def asked_by(unit: UnitOfWork, *, models: Models, actor: Actor, draft_id: str) -> tuple[Asked, TaskDraft] | None:
    """None: it is nobody's or somebody else's draft, something is missing in it, or the form says what is wrong."""
    draft = unit.drafts.find(draft_id)
    if draft is None or draft.owner != actor:
        return None
    fields = draft.fields
    dataset, inputs = _dataset(unit, actor.workspace, fields)
    concepts = _concepts(unit, actor.workspace, fields)
    if not (fields.is_auto and fields.model and concepts and inputs):
        return None
    try:
        model = models.find(fields.model)
    except LabelingError:
        return None
    of = (actor.workspace, dataset, inputs, model.name, model.version, concepts, fields.label_map)
    return Asked(*of, fields.labels_per_input, fields.type), fields


def plan_of(asked: Asked, models: Models, now: int) -> Plan:
    """Waits for the model to propose what its labels stand for. Raises NotFound, ModelFailed."""
    chosen, concepts = models.chosen(asked.model), tuple(asked.concepts.values())
    proposed = models.proposed(asked.model, concepts) if chosen.choice.labels else {}
    said = {label: asked.concepts[one].id for label, one in asked.labels.items() if one in asked.concepts}
    kept = {label: concept for label, concept in proposed.items() if label not in asked.labels}
    assist = TaskAssist(0, AssistMode.AUTO, asked.model, labels=kept | said)
    return Plan(assist, _task(asked, now), chosen, concepts, now, at_once=_FIRST_AT_ONCE)


def bands_of(fields: TaskDraft, concepts: Mapping[str, Concept]) -> Bands:
    of = {concepts[one].id: _thresholds(*pair) for one, pair in fields.thresholds.items() if one in concepts}
    return Bands(_thresholds(fields.lower, fields.upper), of)


def _task(asked: Asked, now: int) -> Task:
    return Task(
        id=0,
        workspace=asked.workspace,
        name="",
        dataset=asked.dataset or 0,
        type=asked.type,
        labels_per_input=asked.per_input,
        instructions="",
        status=TaskStatus.IN_PROGRESS,
        created_by="",
        created_at=as_datetime(now),
        revision=0,
        inputs=asked.inputs,
        distributed=0,
        assist=AssistMode.AUTO,
    )


def _dataset(unit: UnitOfWork, workspace: str, fields: TaskDraft) -> tuple[int | None, int]:
    """And how many inputs it has. None: it is to have all that there are."""
    if fields.wants_new_dataset:
        return None, unit.catalog.count_inputs(workspace)
    found = unit.catalog.dataset(workspace, int(fields.dataset)) if is_id(fields.dataset) else None
    return (0, 0) if found is None else (found.id, found.inputs)


def _concepts(unit: UnitOfWork, workspace: str, fields: TaskDraft) -> dict[str, Concept]:
    chosen = dict.fromkeys((*fields.concepts, *fields.further_concepts))
    known = unit.concepts.find_all(workspace, [int(one) for one in chosen if is_id(one)])
    found: dict[str, Concept] = {}
    for place, one in enumerate(chosen, 1):
        if one.startswith(NEW):
            found[one] = Concept(-place, clean(one.removeprefix(NEW)))
        elif is_id(one) and int(one) in known:
            found[one] = known[int(one)]
    return found


def _thresholds(lower: int, upper: int) -> Thresholds:
    return Thresholds(lower / 100, upper / 100)
