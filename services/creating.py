"""The task that a filled-in form becomes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.assisting import Leftovers, TaskAssist
from domain.bands import Bands, Thresholds
from domain.draft import NEW, TaskDraft
from domain.model import AssistMode, Person, Role
from domain.read_models import ModelChoice
from services.checking import chosen_dataset
from services.sampling import show_samples
from store.tasks import NewTask
from store.unit_of_work import UnitOfWork


def create_task(unit: UnitOfWork, person: Person, fields: TaskDraft, model: ModelChoice | None = None) -> int:
    """The intent only: the inputs are handed out bit by bit afterwards. `model`: which the fields name."""
    workspace, user = person.workspace, person.user
    dataset = chosen_dataset(unit, workspace, fields)
    if dataset is None:
        newest = unit.catalog.newest_input(workspace)
        made = unit.catalog.create_dataset(workspace, fields.dataset_name, user, fill_until=newest)
        dataset = replace(made, inputs=unit.catalog.count_inputs(workspace))
    labelers = fields.labelers if fields.with_collaborators else (user,)
    if fields.is_auto and fields.leftovers is Leftovers.HUMAN:
        labelers = labelers or (user,)
    reviewers = fields.reviewers if fields.with_collaborators else ()
    new = NewTask(
        workspace,
        fields.name,
        dataset.id,
        fields.type,
        fields.labels_per_input,
        fields.instructions.strip(),
        dataset.inputs,
        user,
        fields.priority,
        fields.distribution,
        fields.labels_each,
        fields.agreement,
        fields.review_method,
        fields.review_share,
        fields.due_at,
        fields.is_growing,
        fields.lease,
        assist=_mode(fields),
        overlap=fields.overlap,
    )
    concepts = _concept_ids(unit, workspace, fields.concepts)
    task = unit.tasks.create(new, list(dict.fromkeys(concepts.values())))
    show_samples(unit, workspace, task, fields.samples, concepts)
    for role, users in ((Role.LEAD, (user,)), (Role.LABELER, labelers), (Role.REVIEWER, reviewers)):
        unit.people.add_to_task(workspace, task, role, users, fields.weights)
    unit.people.add_collaborators(workspace, {user, *labelers, *reviewers})
    if fields.uses_model:
        unit.assists.create(_task_assist(task, fields, concepts, model))
        unit.topics.add("suggestions")
    unit.audit.add(task, user, "create", after="IN_PROGRESS")
    unit.topics.add("distribution")
    return task


def _mode(fields: TaskDraft) -> AssistMode:
    if fields.is_auto:
        return AssistMode.AUTO
    return AssistMode.SUGGEST if fields.with_assist else AssistMode.NONE


def _task_assist(task: int, fields: TaskDraft, concepts: Mapping[str, int], model: ModelChoice | None) -> TaskAssist:
    of = {concepts[one]: _thresholds(*pair) for one, pair in fields.thresholds.items() if one in concepts}
    return TaskAssist(
        task,
        _mode(fields),
        fields.model,
        _least(fields) / 100,
        fields.is_ordering,
        Bands(_thresholds(fields.lower, fields.upper), of),
        fields.leftovers,
        fields.is_replacing,
        {label: concepts[one] for label, one in fields.label_map.items() if one in concepts},
        model.version if model else "",
    )


def _least(fields: TaskDraft) -> int:
    """Percent below which nothing is suggested: what would be annotated or reviewed is, whatever it takes."""
    return min(fields.threshold, *(lower for lower, _ in fields.all_thresholds)) if fields.is_auto else fields.threshold


def _thresholds(lower: int, upper: int) -> Thresholds:
    return Thresholds(lower / 100, upper / 100)


def _concept_ids(unit: UnitOfWork, workspace: str, chosen: Sequence[str]) -> dict[str, int]:
    """As chosen -> id, in the order of choosing; two that are one concept have the same id."""
    return {
        one: unit.concepts.ensure(workspace, one.removeprefix(NEW)).id if one.startswith(NEW) else int(one)
        for one in chosen
    }
