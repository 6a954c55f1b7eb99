"""People who are chosen in an Edit window and not saved yet, kept while more of them are looked for.

A draft keeps them, as it keeps a new task's: under its task, so that nobody is offered to go on with it.
"""

import secrets
from dataclasses import dataclass, replace

from domain.draft import TaskDraft
from domain.errors import Invalid, NotFound
from domain.gathering import PeopleChange, too_many
from domain.model import Person, Role
from services.finding import find_led
from store.drafts import Draft
from store.unit_of_work import Store, UnitOfWork

_GONE = "That window is too old: nothing was changed. Close it, and open Edit again."


@dataclass(frozen=True, slots=True)
class Selection:
    """`version` grows when the field must take a new initial value."""

    id: str
    people: tuple[str, ...]
    version: int
    collaborators: int = 0


class Selecting:
    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(
        self, person: Person, task: int, role: Role, selection: str = "", shown: tuple[str, ...] | None = None
    ) -> Selection:
        """`shown`: who is chosen on the screen; None where they are more than a field shows, so as they were kept, or
        else as they are saved. Raises NotFound for a task that is gone, NotAllowed for who may not edit it.
        """

        def write(unit: UnitOfWork) -> Selection:
            find_led(unit, person, task, "edit it")
            unit.drafts.lock(selection)
            before = _find(unit, person, selection) if selection else None
            if shown is not None:
                people = shown
            else:
                people = before.fields.labelers if before else unit.people.of_task(task, role)
            identity = before.id if before else secrets.token_urlsafe(9)
            return _save(unit, Draft(identity, person.actor, TaskDraft(labelers=people), _version(before), task))

        return self._store.write(write)

    def find(self, person: Person, selection: str) -> Selection:
        """Raises NotFound where there is none of this person's."""
        return self._store.read(lambda unit: _selection(unit, _find(unit, person, selection)))

    def change(self, person: Person, selection: str, role: Role, change: PeopleChange) -> Selection:
        """Raises Invalid where they become too many."""

        def write(unit: UnitOfWork) -> Selection:
            unit.drafts.lock(selection)
            before = _find(unit, person, selection)
            people = change.of(before.fields.labelers)
            if wrong := too_many(len(people), f"{role}s"):
                raise Invalid({"": wrong})
            fields = replace(before.fields, labelers=people)
            return _save(unit, replace(before, fields=fields, version=before.version + 1))

        return self._store.write(write)


def _find(unit: UnitOfWork, person: Person, selection: str) -> Draft:
    found = unit.drafts.find(selection)
    if found is None or found.owner != person.actor or found.task is None:
        raise NotFound(_GONE)
    return found


def _save(unit: UnitOfWork, draft: Draft) -> Selection:
    unit.drafts.save(draft.id, draft.owner, draft.fields, draft.version)
    if draft.task is not None:
        unit.drafts.became(draft.id, draft.task)
    return _selection(unit, draft)


def _selection(unit: UnitOfWork, draft: Draft) -> Selection:
    everybody = unit.people.collaborators(draft.owner.workspace)
    return Selection(draft.id, draft.fields.labelers, draft.version, len(everybody))


def _version(before: Draft | None) -> int:
    return before.version if before else 0
