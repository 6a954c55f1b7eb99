"""The New Labeling Task form while it is being filled in, and the task that it becomes."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from domain.draft import NEW, TaskDraft, is_id
from domain.errors import Invalid, NotFound
from domain.model import Actor, Person, Role
from domain.permissions import check_create
from domain.read_models import Choice, FormModel
from services.checking import chosen_dataset, look_up_errors
from services.creating import create_task
from store.drafts import Draft
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

    def show(self, actor: Actor, draft_id: str) -> FormModel:
        """As it is kept. Raises NotFound where it is gone, somebody else's, or a task by now."""

        def read(unit: UnitOfWork) -> FormModel:
            draft = unit.drafts.find(draft_id)
            if draft is None or draft.owner != actor or draft.task is not None:
                raise NotFound("That form is gone. Open a new one with `/label new`.")
            return _model(unit, draft)

        return self._store.read(read)

    def fill(self, actor: Actor, draft_id: str, fields: TaskDraft, seen: int | None = None) -> FormModel:
        """What was typed and chosen so far. `seen`: the version of the form that it was typed into."""
        return self._keep(actor, draft_id, fields, seen)

    def add_all(self, actor: Actor, draft_id: str, fields: TaskDraft, role: Role, seen: int | None = None) -> FormModel:
        """All collaborators of the workspace get the role. The field takes a new initial value."""

        def add(unit: UnitOfWork, fields: TaskDraft) -> TaskDraft:
            everybody = [one.user for one in unit.people.collaborators(actor.workspace)]
            chosen = fields.labelers if role is Role.LABELER else fields.reviewers
            return _with_people(fields, role, dict.fromkeys([*chosen, *everybody]))

        return self._keep(actor, draft_id, fields, seen, add)

    def remove_all(
        self, actor: Actor, draft_id: str, fields: TaskDraft, role: Role, seen: int | None = None
    ) -> FormModel:
        return self._keep(actor, draft_id, fields, seen, lambda _, fields: _with_people(fields, role, ()))

    def with_errors(
        self, actor: Actor, draft_id: str, fields: TaskDraft, errors: dict[str, str], seen: int | None = None
    ) -> FormModel:
        return replace(self._keep(actor, draft_id, fields, seen), errors=errors)

    def create(self, person: Person, draft_id: str, fields: TaskDraft, seen: int | None = None) -> int:
        """The new task's id; the same draft always becomes the same task.

        Raises Invalid with every field that is wrong, NotAllowed for who may not create tasks.
        """
        check_create(person)
        # What was typed is kept even where it can't become a task yet.
        self._keep(person.actor, draft_id, fields, seen)

        def write(unit: UnitOfWork) -> int:
            draft = unit.drafts.find(draft_id)
            if draft is not None and draft.task is not None:
                return draft.task
            filled = fields if draft is None else draft.fields
            if errors := filled.check() | look_up_errors(unit, person.workspace, filled):
                raise Invalid(errors)
            task = create_task(unit, person, filled)
            unit.drafts.became(draft_id, task)
            return task

        return self._store.write(write)

    def _keep(
        self,
        actor: Actor,
        draft_id: str,
        fields: TaskDraft,
        seen: int | None,
        change: Callable[[UnitOfWork, TaskDraft], TaskDraft] | None = None,
    ) -> FormModel:
        """`change` gives fields that Slack only shows in a new version of the form."""

        def write(unit: UnitOfWork) -> FormModel:
            unit.drafts.lock(draft_id)
            before = unit.drafts.find(draft_id)
            if before is not None and before.owner != actor:
                raise Invalid({"": "That form is somebody else's. Open a new one with `/label new`."})
            filled = _caught_up(fields, before, seen)
            version = before.version if before else 0
            if change is not None:
                filled, version = change(unit, filled), version + 1
            draft = Draft(draft_id, actor, filled, version, before.task if before else None)
            unit.drafts.save(draft.id, actor, filled, version)
            return _model(unit, draft)

        return self._store.write(write)


def _caught_up(fields: TaskDraft, before: Draft | None, seen: int | None) -> TaskDraft:
    """Whoever is faster than the redrawing clicks in a form that does not show yet whom "Add all" has added."""
    if before is None:
        return fields
    # They are chosen in a window of their own.
    fields = replace(fields, samples=before.fields.samples)
    if seen is None or seen >= before.version:
        return fields
    return replace(fields, labelers=before.fields.labelers, reviewers=before.fields.reviewers)


def _with_people(fields: TaskDraft, role: Role, people: Iterable[str]) -> TaskDraft:
    users = tuple(people)
    return replace(fields, labelers=users) if role is Role.LABELER else replace(fields, reviewers=users)


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
        samples=sum(one.concept in fields.concepts for one in fields.samples),
    )


def _dataset_choice(unit: UnitOfWork, workspace: str, fields: TaskDraft) -> Choice | None:
    if fields.wants_new_dataset:
        return Choice(fields.dataset, "New dataset with all inputs")
    found = chosen_dataset(unit, workspace, fields)
    return None if found is None else Choice(str(found.id), found.name)


def _concept_choices(unit: UnitOfWork, workspace: str, chosen: Sequence[str]) -> tuple[Choice, ...]:
    known = unit.concepts.find_all(workspace, [int(one) for one in chosen if is_id(one)])
    names = {str(concept.id): concept.name for concept in known.values()}
    names |= {one: one.removeprefix(NEW) for one in chosen if one.startswith(NEW)}
    return tuple(Choice(one, names[one]) for one in chosen if one in names)
