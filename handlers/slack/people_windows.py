"""Windows in which people are chosen, as the door that adds many at once sees them.

A window gets the field and its buttons in five steps:

1. Draw it with `views.slack.people.blocks(PeopleField("labelers", people, collaborators, version, turn))`.
2. Name a PeopleWindow for it in `choosing` where the doors are put up (handlers/slack/__init__.py), under its callback
   id: for a window on a task that exists, `EditedPeople(services.selecting, draw)` is one already.
3. `draw(person, kept, field, selection, turn)` draws that window anew: with `selection.people`, `.collaborators` and
   `.version` in the field, and `kept | {"selection": selection.id}` as what the window keeps. `kept` is what it kept
   before; it must name the "task". Opened first, it has no selection: `Selection("", people, 0, collaborators)`.
4. When it is submitted, `await edited.chosen(clicked, person, field)` are the people; None: those who are saved.
5. Everything else (Add all, Remove all, the menu of ways and its windows) is handlers/slack/gathering.py's.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Protocol

from slack_sdk.models.views import View

from domain.gathering import PeopleChange
from domain.model import Person, Role
from handlers.slack.form import draft_id, seen_form, task_draft
from handlers.slack.payloads import Click, JsonObject
from services.forms import Forms
from services.selecting import Selecting, Selection
from views.slack import ids, new_task

ROLES = {ids.FIELD_LABELERS: Role.LABELER, ids.FIELD_REVIEWERS: Role.REVIEWER, ids.FIELD_LEADS: Role.LEAD}


@dataclass(frozen=True, slots=True)
class Kept:
    """`back` leads to the window again, `view` is how it looks with what was kept and nothing chosen in its menus."""

    back: JsonObject
    view: View


class PeopleWindow(Protocol):
    async def keep(self, clicked: Click, person: Person, field: str) -> Kept:
        """Keeps all that stands in the window that was clicked in."""

    async def people(self, person: Person, back: JsonObject, field: str) -> tuple[str, ...]:
        """Who was chosen when it was kept."""

    async def change(self, person: Person, back: JsonObject, field: str, change: PeopleChange) -> View:
        """Keeps the change too. Returns the window as it looks then."""


Draw = Callable[[Person, JsonObject, str, Selection, int], Awaitable[View]]


class FormPeople:
    """The form of a new task, which keeps what is chosen in its draft."""

    def __init__(self, forms: Forms) -> None:
        self._forms = forms

    async def keep(self, clicked: Click, person: Person, _field: str) -> Kept:
        filled = (person.actor, draft_id(clicked), task_draft(clicked), seen_form(clicked))
        form = await asyncio.to_thread(self._forms.fill, *filled)
        return Kept({"draft": form.draft}, new_task.modal(replace(form, turn=turn_of(clicked))))

    async def people(self, person: Person, back: JsonObject, field: str) -> tuple[str, ...]:
        return await asyncio.to_thread(self._forms.people, person.actor, str(back["draft"]), ROLES[field])

    async def change(self, person: Person, back: JsonObject, field: str, change: PeopleChange) -> View:
        changed = (person.actor, str(back["draft"]), ROLES[field], change)
        return new_task.modal(await asyncio.to_thread(self._forms.change_people, *changed))


class EditedPeople:
    """A PeopleWindow on a task that exists: what is chosen is kept until somebody saves it."""

    def __init__(self, selecting: Selecting, draw: Draw) -> None:
        self._selecting = selecting
        self._draw = draw

    async def keep(self, clicked: Click, person: Person, field: str) -> Kept:
        kept = clicked.metadata()
        selection = await self._keep(clicked, person, field)
        back = {**kept, "selection": selection.id}
        return Kept(back, await self._draw(person, back, field, selection, turn_of(clicked)))

    async def people(self, person: Person, back: JsonObject, _field: str) -> tuple[str, ...]:
        selection = await asyncio.to_thread(self._selecting.find, person, str(back["selection"]))
        return selection.people

    async def change(self, person: Person, back: JsonObject, field: str, change: PeopleChange) -> View:
        apply = (person, str(back["selection"]), ROLES[field], change)
        selection = await asyncio.to_thread(self._selecting.change, *apply)
        return await self._draw(person, back, field, selection, 0)

    async def chosen(self, clicked: Click, person: Person, field: str) -> tuple[str, ...] | None:
        """Who is chosen in the window that was submitted; None: nobody has changed who is saved."""
        if field in clicked.fields():
            return tuple(clicked.chosen(field))
        selection = str(clicked.metadata().get("selection") or "")
        return await self.people(person, {"selection": selection}, field) if selection else None

    async def _keep(self, clicked: Click, person: Person, field: str) -> Selection:
        kept = clicked.metadata()
        shown = tuple(clicked.chosen(field)) if field in clicked.fields() else None
        task, before = int(kept["task"]), str(kept.get("selection") or "")
        return await asyncio.to_thread(self._selecting.keep, person, task, ROLES[field], before, shown)


def turn_of(clicked: Click) -> int:
    """Another number for each click."""
    return int(clicked.at * 1000)
