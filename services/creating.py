"""The task that a filled-in form becomes."""

from collections.abc import Sequence
from dataclasses import replace

from domain.draft import NEW, TaskDraft
from domain.model import Person, Role
from services.checking import chosen_dataset
from services.sampling import show_samples
from store.tasks import NewTask
from store.unit_of_work import UnitOfWork


def create_task(unit: UnitOfWork, person: Person, fields: TaskDraft) -> int:
    """The intent only: the inputs are handed out bit by bit afterwards."""
    workspace, user = person.workspace, person.user
    dataset = chosen_dataset(unit, workspace, fields)
    if dataset is None:
        newest = unit.catalog.newest_input(workspace)
        made = unit.catalog.create_dataset(workspace, fields.dataset_name, user, fill_until=newest)
        dataset = replace(made, inputs=unit.catalog.count_inputs(workspace))
    labelers = fields.labelers if fields.with_collaborators else (user,)
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
    )
    concepts = _concept_ids(unit, workspace, fields.concepts)
    task = unit.tasks.create(new, list(dict.fromkeys(concepts.values())))
    show_samples(unit, workspace, task, fields.samples, concepts)
    for role, users in ((Role.LEAD, (user,)), (Role.LABELER, labelers), (Role.REVIEWER, reviewers)):
        unit.people.add_to_task(workspace, task, role, users, fields.weights)
    unit.people.add_collaborators(workspace, {user, *labelers, *reviewers})
    unit.audit.add(task, user, "create", after="IN_PROGRESS")
    unit.topics.add("distribution")
    return task


def _concept_ids(unit: UnitOfWork, workspace: str, chosen: Sequence[str]) -> dict[str, int]:
    """As chosen -> id, in the order of choosing; two that are one concept have the same id."""
    return {
        one: unit.concepts.ensure(workspace, one.removeprefix(NEW)).id if one.startswith(NEW) else int(one)
        for one in chosen
    }
