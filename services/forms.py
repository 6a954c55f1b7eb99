"""The New Labeling Task form while it is being filled in, and the task that it becomes."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from domain.advanced import ADVANCED, MOST_SHOWN, Seen, as_meant
from domain.draft import TaskDraft
from domain.errors import Invalid, NotFound, Stale
from domain.gathering import PeopleChange, too_many
from domain.model import Actor, Person, Role
from domain.permissions import check_create
from domain.read_models import FormModel
from services.checking import drawing_errors, look_up_errors
from services.creating import create_task
from services.form_assist import FormAssist
from services.form_changes import caught_up, chosen_elsewhere, for_its_dataset, renewed
from services.form_models import form_model
from services.model_errors import as_offered, model_errors, settled
from store.drafts import Draft
from store.unit_of_work import Store, UnitOfWork

_Drawn = tuple[Draft, FormModel]


class Forms:
    def __init__(self, store: Store, assist: FormAssist | None = None, *, has_pages: bool = True) -> None:
        """`has_pages`: there is an address for the web pages, where answers are drawn."""
        self._store = store
        self._has_pages = has_pages
        self.assist = assist or FormAssist(store)

    def open(self, person: Person) -> FormModel:
        """A fresh form. Raises NotAllowed for who may not create tasks."""
        check_create(person)
        draft = Draft(secrets.token_urlsafe(9), person.actor, TaskDraft(), 0, None)

        def write(unit: UnitOfWork) -> _Drawn:
            unit.drafts.save(draft.id, draft.owner, draft.fields, draft.version)
            return draft, form_model(unit, draft)

        return self._completed(*self._store.write(write))

    def resume(self, person: Person, draft_id: str) -> FormModel:
        """The form as it was left. Raises NotFound for a draft that is gone, Stale for one that is a task by now."""
        check_create(person)

        def write(unit: UnitOfWork) -> _Drawn:
            unit.drafts.lock(draft_id)
            draft = _owned(unit, person.actor, draft_id)
            if draft is None:
                raise NotFound("That draft is gone: drafts are kept for 30 days. Type `/label new` for a new form.")
            if draft.task is not None:
                task = unit.tasks.find(draft.task)
                raise Stale(f"That draft became the task “{task.name if task else draft.fields.name}” already.")
            chosen = (*draft.fields.concepts, *draft.fields.further_concepts)
            fields = replace(draft.fields, concepts=chosen[:MOST_SHOWN], further_concepts=chosen[MOST_SHOWN:])
            if fields != draft.fields:
                unit.drafts.save(draft.id, draft.owner, fields, draft.version)
            draft = replace(draft, fields=fields)
            return draft, form_model(unit, draft)

        return self._completed(*self._store.write(write), renews=True)

    def show(self, actor: Actor, draft_id: str) -> FormModel:
        """The form as it stands now."""

        def read(unit: UnitOfWork) -> _Drawn:
            draft = _owned(unit, actor, draft_id) or Draft(draft_id, actor, TaskDraft(), 0, None)
            return draft, form_model(unit, draft)

        return self._completed(*self._store.read(read))

    def look(self, actor: Actor, draft_id: str, *, renews: bool = False) -> FormModel | None:
        """The form as it stands now, with a model tried where all that this takes is chosen; None: it is a task, or
        gone. `renews`, here and below: the field of concepts may have another in its place, with a 🤖 before what the
        model knows. Whoever is just typing or choosing in it would lose that.
        """
        draft = self._store.read(lambda unit: _owned(unit, actor, draft_id))
        if draft is None or draft.task is not None:
            self.assist.leave(draft_id)
            return None
        self.assist.begin(actor, self.show(actor, draft_id))
        return self._completed(draft, self.show(actor, draft_id), renews=renews)

    def change(self, actor: Actor, draft_id: str, change: Callable[[TaskDraft], TaskDraft]) -> FormModel:
        """What is chosen in a window of its own."""

        def write(unit: UnitOfWork) -> _Drawn:
            unit.drafts.lock(draft_id)
            draft = _kept(unit, actor, draft_id)
            draft = replace(draft, fields=change(draft.fields))
            unit.drafts.save(draft.id, actor, draft.fields, draft.version)
            return draft, form_model(unit, draft)

        return self._completed(*self._store.write(write))

    def start_anew(
        self, actor: Actor, draft_id: str, fields: TaskDraft, discarded: str, seen: Seen | None = None
    ) -> FormModel:
        """Goes on with this form, and forgets the draft that was offered."""

        def discard(unit: UnitOfWork, fields: TaskDraft) -> TaskDraft:
            unit.drafts.discard(discarded, actor)
            return fields

        return self._keep(actor, draft_id, fields, seen, discard, renews=True)

    def fill(
        self, actor: Actor, draft_id: str, fields: TaskDraft, seen: Seen | None = None, *, renews: bool = False
    ) -> FormModel:
        """What was typed and chosen so far. `seen`: what of the form it was typed into."""
        return self._keep(actor, draft_id, fields, seen, renews=renews)

    def fold(
        self, actor: Actor, draft_id: str, fields: TaskDraft, seen: Seen | None = None, *, is_open: bool
    ) -> FormModel:
        """Opens or folds the advanced part."""
        return self._keep(
            actor, draft_id, fields, seen, lambda _, fields: replace(fields, shows_advanced=is_open), renews=True
        )

    def turn(self, actor: Actor, draft_id: str, fields: TaskDraft, page: int, seen: Seen | None = None) -> FormModel:
        """Another page of weights."""
        return self._keep(
            actor, draft_id, fields, seen, lambda _, fields: replace(fields, weights_page=page), renews=True
        )

    def drop_further(self, actor: Actor, draft_id: str, fields: TaskDraft, seen: Seen | None = None) -> FormModel:
        """Without the concepts that the form has no room for."""
        return self._keep(
            actor, draft_id, fields, seen, lambda _, fields: replace(fields, further_concepts=()), renews=True
        )

    def change_people(self, actor: Actor, draft_id: str, role: Role, change: PeopleChange) -> FormModel:
        """Of who was kept last; the field takes a new initial value. Raises Invalid where that makes too many."""

        def write(unit: UnitOfWork) -> _Drawn:
            unit.drafts.lock(draft_id)
            draft = _kept(unit, actor, draft_id)
            people = change.of(_people(draft.fields, role))
            if wrong := too_many(len(people), f"{role}s"):
                raise Invalid({"": wrong})
            changed = replace(draft, fields=_with_people(draft.fields, role, people), version=draft.version + 1)
            unit.drafts.save(changed.id, actor, changed.fields, changed.version)
            return changed, form_model(unit, changed)

        return self._completed(*self._store.write(write), renews=True)

    def people(self, actor: Actor, draft_id: str, role: Role) -> tuple[str, ...]:
        """Who was chosen when the form was kept last."""
        return self._store.read(lambda unit: _people(_kept(unit, actor, draft_id).fields, role))

    def with_errors(
        self,
        actor: Actor,
        draft_id: str,
        fields: TaskDraft,
        errors: Mapping[str, str],
        seen: Seen | None = None,
    ) -> FormModel:
        """What is folded away opens where something is wrong in it."""

        def unfold(_: UnitOfWork, fields: TaskDraft) -> TaskDraft:
            return replace(fields, shows_advanced=fields.shows_advanced or not ADVANCED.isdisjoint(errors))

        return replace(self._keep(actor, draft_id, fields, seen, unfold), errors=dict(errors), offer=None)

    def create(self, person: Person, draft_id: str, fields: TaskDraft, seen: Seen | None = None) -> int:
        """The new task's id; the same draft always becomes the same task.

        Raises Invalid with every field that is wrong, NotAllowed for who may not create tasks.
        """
        check_create(person)
        # What was typed is kept even where it can't become a task yet.
        form = self._keep(person.actor, draft_id, fields, seen)

        def write(unit: UnitOfWork) -> int:
            # Of two clicks at once, the second finds the first one's task.
            unit.drafts.lock(draft_id)
            draft = unit.drafts.find(draft_id)
            if draft is not None and draft.task is not None:
                return draft.task
            filled = as_meant(as_offered(fields if draft is None else draft.fields, form.assist))
            errors = model_errors(form) | filled.check() | look_up_errors(unit, person.workspace, filled)
            if errors := errors | drawing_errors(filled, has_pages=self._has_pages):
                raise Invalid(errors)
            task = create_task(unit, person, filled, form.assist.model)
            unit.drafts.became(draft_id, task)
            return task

        return self._store.write(write)

    def _keep(
        self,
        actor: Actor,
        draft_id: str,
        fields: TaskDraft,
        seen: Seen | None,
        change: Callable[[UnitOfWork, TaskDraft], TaskDraft] | None = None,
        *,
        renews: bool = False,
    ) -> FormModel:
        """`change` may give fields that Slack only shows in a new version of the form."""

        def write(unit: UnitOfWork) -> _Drawn:
            unit.drafts.lock(draft_id)
            before = _owned(unit, actor, draft_id)
            typed = fields if before is None or seen is None else caught_up(before, fields, seen)
            typed = typed if before is None else chosen_elsewhere(before.fields, typed)
            filled = for_its_dataset(typed, before)
            filled = filled if change is None else change(unit, filled)
            version = (before.version if before else 0) + (renewed(filled) != renewed(typed))
            draft = Draft(draft_id, actor, filled, version, before.task if before else None)
            unit.drafts.save(draft.id, actor, filled, version)
            return draft, form_model(unit, draft)

        return self._completed(*self._store.write(write), renews=renews)

    def _completed(self, draft: Draft, form: FormModel, *, renews: bool = False) -> FormModel:
        """With what models say; what of that the draft is to know, it knows afterwards."""
        form = self.assist.complete(draft.owner, form)
        if settled(draft.fields, form.assist, renews=renews) == draft.fields:
            return form

        def write(unit: UnitOfWork) -> FormModel:
            unit.drafts.lock(draft.id)
            now = unit.drafts.find(draft.id) or draft
            now = replace(now, fields=settled(now.fields, form.assist, renews=renews))
            unit.drafts.save(now.id, now.owner, now.fields, now.version)
            return form_model(unit, now)

        return self.assist.complete(draft.owner, self._store.write(write))


def _owned(unit: UnitOfWork, actor: Actor, draft_id: str) -> Draft | None:
    draft = unit.drafts.find(draft_id)
    if draft is not None and draft.owner != actor:
        raise Invalid({"": "That form is somebody else's. Open a new one with `/label new`."})
    return draft


def _kept(unit: UnitOfWork, actor: Actor, draft_id: str) -> Draft:
    found = unit.drafts.find(draft_id)
    if found is None or found.owner != actor:
        raise Invalid({"": "That form is not kept any more. Open a new one with `/label new`."})
    return found


def _people(fields: TaskDraft, role: Role) -> tuple[str, ...]:
    return fields.labelers if role is Role.LABELER else fields.reviewers


def _with_people(fields: TaskDraft, role: Role, people: Iterable[str]) -> TaskDraft:
    users = tuple(people)
    return replace(fields, labelers=users) if role is Role.LABELER else replace(fields, reviewers=users)
