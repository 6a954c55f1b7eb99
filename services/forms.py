"""The New Labeling Task form while it is being filled in, and the task that it becomes."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.draft import NEW, TaskDraft, is_id
from domain.errors import Invalid
from domain.model import Actor, Person, Role
from domain.permissions import check_create
from domain.read_models import Choice, FormModel
from services.checking import chosen_dataset, look_up_errors
from store.drafts import Draft
from store.tasks import NewTask
from store.unit_of_work import Store, UnitOfWork


class Forms:
    def __init__(self, store: Store) -> None:
        self._store = store

    def open(self, person: Person) -> FormModel:
        """A fresh form. Raises NotAllowed for who may not create tasks."""
        check_create(person)
        draft = Draft(secrets.token_urlsafe(9), person.actor, TaskDraft(), 0, None)

        def write(unit: UnitOfWork) -> FormModel:
            unit.drafts.save(draft.id, draft.owner, draft.fields, draft.version)
            return _model(unit, draft)

        return self._store.write(write)

    def fill(self, actor: Actor, draft_id: str, fields: TaskDraft) -> FormModel:
        """What was typed and chosen so far."""
        return self._keep(actor, draft_id, fields, renew=False)

    def add_all(self, actor: Actor, draft_id: str, fields: TaskDraft, role: Role) -> FormModel:
        """All collaborators of the workspace get the role. The field takes a new initial value."""
        everybody = [one.user for one in self._store.read(lambda unit: unit.people.collaborators(actor.workspace))]
        chosen = fields.labelers if role is Role.LABELER else fields.reviewers
        return self._set_people(actor, draft_id, fields, role, dict.fromkeys([*chosen, *everybody]))

    def remove_all(self, actor: Actor, draft_id: str, fields: TaskDraft, role: Role) -> FormModel:
        return self._set_people(actor, draft_id, fields, role, ())

    def with_errors(self, actor: Actor, draft_id: str, fields: TaskDraft, errors: dict[str, str]) -> FormModel:
        return replace(self._keep(actor, draft_id, fields, renew=False), errors=errors)

    def create(self, person: Person, draft_id: str, fields: TaskDraft) -> int:
        """The new task's id; the same draft always becomes the same task.

        Raises Invalid with every field that is wrong, NotAllowed for who may not create tasks.
        """
        check_create(person)
        # What was typed is kept even where it can't become a task yet.
        self._keep(person.actor, draft_id, fields, renew=False)

        def write(unit: UnitOfWork) -> int:
            draft = unit.drafts.find(draft_id)
            if draft is not None and draft.task is not None:
                return draft.task
            if errors := fields.check() | look_up_errors(unit, person.workspace, fields):
                raise Invalid(errors)
            task = _create(unit, person, fields)
            unit.drafts.became(draft_id, task)
            return task

        return self._store.write(write)

    def _set_people(
        self, actor: Actor, draft_id: str, fields: TaskDraft, role: Role, people: Iterable[str]
    ) -> FormModel:
        users = tuple(people)
        changed = replace(fields, labelers=users) if role is Role.LABELER else replace(fields, reviewers=users)
        return self._keep(actor, draft_id, changed, renew=True)

    def _keep(self, actor: Actor, draft_id: str, fields: TaskDraft, *, renew: bool) -> FormModel:
        def write(unit: UnitOfWork) -> FormModel:
            before = unit.drafts.find(draft_id)
            if before is not None and before.owner != actor:
                raise Invalid({"": "That form is somebody else's. Open a new one with `/label new`."})
            version = (before.version if before else 0) + renew
            draft = Draft(draft_id, actor, fields, version, before.task if before else None)
            unit.drafts.save(draft.id, actor, fields, version)
            return _model(unit, draft)

        return self._store.write(write)


def _model(unit: UnitOfWork, draft: Draft) -> FormModel:
    fields, workspace = draft.fields, draft.owner.workspace
    collaborators = unit.people.collaborators(workspace)
    return FormModel(
        draft.id,
        draft.version,
        dataset=_dataset_choice(unit, workspace, fields),
        new_dataset=fields.wants_new_dataset,
        new_dataset_name=fields.dataset_name,
        all_inputs=unit.catalog.count_inputs(workspace) if fields.wants_new_dataset else 0,
        type=fields.type,
        labels_per_input=fields.labels_per_input,
        concepts=_concept_choices(unit, workspace, fields.concepts),
        with_collaborators=fields.with_collaborators,
        labelers=fields.labelers,
        reviewers=fields.reviewers,
        collaborators=len(collaborators),
        name=fields.name,
        instructions=fields.instructions,
    )


def _dataset_choice(unit: UnitOfWork, workspace: str, fields: TaskDraft) -> Choice | None:
    if fields.wants_new_dataset:
        return Choice(fields.dataset, "New dataset with all inputs")
    found = chosen_dataset(unit, workspace, fields)
    return None if found is None else Choice(str(found.id), found.name)


def _concept_choices(unit: UnitOfWork, workspace: str, chosen: Sequence[str]) -> tuple[Choice, ...]:
    known = unit.catalog.concepts(workspace, [int(one) for one in chosen if is_id(one)])
    names = {str(concept.id): concept.name for concept in known.values()}
    names |= {one: one.removeprefix(NEW) for one in chosen if one.startswith(NEW)}
    return tuple(Choice(one, names[one]) for one in chosen if one in names)


def _create(unit: UnitOfWork, person: Person, fields: TaskDraft) -> int:
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
    task = unit.tasks.create(new, _concept_ids(unit, workspace, fields.concepts))
    for role, users in ((Role.LEAD, (user,)), (Role.LABELER, labelers), (Role.REVIEWER, reviewers)):
        unit.people.add_to_task(workspace, task, role, users, fields.weights)
    unit.people.add_collaborators(workspace, {user, *labelers, *reviewers})
    unit.audit.add(task, user, "create", after="IN_PROGRESS")
    unit.topics.add("distribution")
    return task


def _concept_ids(unit: UnitOfWork, workspace: str, chosen: Sequence[str]) -> list[int]:
    """In the order of choosing; the same concept typed twice counts once."""
    made = [
        unit.catalog.ensure_concept(workspace, one.removeprefix(NEW)).id if one.startswith(NEW) else int(one)
        for one in chosen
    ]
    return list(dict.fromkeys(made))
