"""Editing a task: every field with its value, and a window for each that changes just that one."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

from slack_sdk.models.views import View

from domain.clock import SECOND
from domain.errors import Invalid, LabelingError, Stale
from domain.fields import CHOICES, IN_WINDOWS, LABELS, PEOPLE, PERCENTS, TaskField, rearranged
from domain.model import Person
from domain.read_models import FieldModel
from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.payloads import Click, JsonObject, errors_at
from handlers.slack.people_windows import EditedPeople
from handlers.slack.redrawing import Draw, Place, Redrawing
from handlers.slack.spot import Spot
from services.editing import Editing
from services.selecting import Selecting, Selection
from services.task_windows import TaskWindows
from views.slack import editing as views, form_windows, ids, notices, parts

_TOO_OLD = "That window is too old to be understood. Open Edit again."
_NUMBER = "Type a whole number."
_MOST_OPTIONS = 100
ShowPage = Callable[[str, Person, Spot], Awaitable[None]]
"""Draws a task's own page anew, in the window of this id."""


class EditingDoor:
    def __init__(
        self,
        editing: Editing,
        selecting: Selecting,
        directory: Directory,
        answering: Answering,
        redrawing: Redrawing,
        show_page: ShowPage,
    ) -> None:
        self._show_page = show_page
        self._editing = editing
        self.people = EditedPeople(selecting, self._draw_people)
        self._directory = directory
        self._answering = answering
        self._redrawing = redrawing

    def register(self, door: Door) -> None:
        door.action(ids.EDIT_FIELD, self.change)
        door.action(ids.EDIT_BACK, self.back)
        door.options(ids.TASK_CONCEPTS, self.search_concepts)
        door.view(ids.EDIT_FIELD_WINDOW, self.save)

    async def open(self, clicked: Click, task: int) -> Answer:
        """From wherever a task is offered to be edited."""
        person = await self._directory.person(clicked.actor)
        model = await asyncio.to_thread(self._editing.open, person, task)
        here, beneath = _place(clicked), (clicked.view or {}).get("previous_view_id")
        spot = Spot.kept(here)
        show: Callable[[Click, View], Awaitable[None]] = self._answering.window
        if spot is not None and beneath:
            # In the page's place, which lies over a list: else there is no room for what opens from a field of people.
            show = self._answering.update_window
            here |= {**spot.here, "list": beneath} if spot.here else {}
        elif spot is not None:
            here |= {views.PAGE: clicked.view_id}
        elif here and (clicked.view or {}).get("callback_id") == ids.TASK_LIST:
            here |= {"list": clicked.view_id}
        return Answer(after=lambda: show(clicked, views.modal(model, here)))

    async def change(self, clicked: Click) -> Answer:
        task, field = _of_button(clicked.value)
        person = await self._directory.person(clicked.actor)
        if field in IN_WINDOWS:
            return await self._change_concepts(clicked, person, task, field)
        model = await asyncio.to_thread(self._editing.open_field, person, task, field)
        # From a field of people, another window opens: Slack stacks three.
        beneath = (clicked.view or {}).get("previous_view_id")
        is_alone = clicked.is_full or (field in PEOPLE and bool(beneath))
        view = views.field_modal(model, _place(clicked), is_alone=is_alone)
        show = self._answering.update_window if is_alone else self._answering.window
        return Answer(after=lambda: show(clicked, view))

    async def _change_concepts(self, clicked: Click, person: Person, task: int, field: TaskField) -> Answer:
        """The same windows as over the form of a new task: `handlers/slack/form_assist.py` has them from here on."""
        windows = self._editing.windows(person, task)
        keeps = {"task": task, **_place(clicked), **({"alone": True} if clicked.is_full else {})}
        if field is TaskField.LABEL_MAP:
            view = form_windows.label_map(await asyncio.to_thread(windows.label_map), keeps)
        else:
            view = form_windows.thresholds(await asyncio.to_thread(windows.thresholds), keeps)
        show = self._answering.update_window if clicked.is_full else self._answering.window
        return Answer(after=lambda: show(clicked, view))

    async def windows(self, clicked: Click) -> TaskWindows:
        """Of the task whose such window somebody has open."""
        person = await self._directory.person(clicked.actor)
        return self._editing.windows(person, int(clicked.metadata()["task"]))

    async def changed(self, clicked: Click, note: str) -> None:
        """In such a window: what lies beneath it shows that."""
        person, task = await self._directory.person(clicked.actor), int(clicked.metadata()["task"])
        await self._show_beneath(clicked, person, lambda: self._drawn(person, task, _place(clicked), note))

    async def back(self, clicked: Click) -> Answer:
        """To all fields, where one of them stands in their place."""
        (task,) = clicked.numbers(1)
        person = await self._directory.person(clicked.actor)
        model = await asyncio.to_thread(self._editing.open, person, task)
        return Answer(after=lambda: self._answering.update_window(clicked, views.modal(model, _place(clicked))))

    async def search_concepts(self, clicked: Click) -> Answer:
        """Those of the task: as they are chosen in the window, or, where they are too many for it, as they are."""
        shown = clicked.input(TaskField.CONCEPTS).get("selected_options") or ()
        offered = [(str(one["value"]), str(one["text"]["text"])) for one in shown]
        if ids.FIELD_OUT in clicked.fields():
            person = await self._directory.person(clicked.actor)
            task = int(clicked.metadata()["task"])
            model = await asyncio.to_thread(self._editing.open_field, person, task, TaskField.CONCEPTS)
            offered = [(one.value, one.text) for one in model.choices]
        found = [(value, text) for value, text in offered if clicked.value.casefold() in text.casefold()]
        return Answer({"options": [parts.option(text, value).to_dict() for value, text in found[:_MOST_OPTIONS]]})

    async def save(self, clicked: Click) -> Answer:
        kept = clicked.metadata()
        task, field, part = _of_window(kept)
        person = await self._directory.person(clicked.actor)
        try:
            value, seen = await self._typed(clicked, person, task, field)
            save = partial(self._editing.save, person, task, field, value, seen, part)
            disputed = await asyncio.to_thread(save)
        except Invalid as error:
            return Answer(errors_at(clicked, error))
        if disputed is not None:
            here = _place(clicked) | {key: kept[key] for key in ("selection",) if key in kept}
            return _update(views.field_modal(disputed, here, is_alone="alone" in kept))
        return await self._saved(clicked, person, await self._next_part(person, task, field, part))

    async def _typed(self, clicked: Click, person: Person, task: int, field: TaskField) -> tuple[Any, str]:
        """What the field is to become, and the digest of what it was when the window was filled."""
        seen = str(clicked.metadata()["saved"])
        if field in PEOPLE:
            people = await self.people.chosen(clicked, person, field)
            if people is None:
                now = await asyncio.to_thread(self._editing.open_field, person, task, field)
                return now.value, now.saved
            await self._directory.meet(person.workspace, people)
            return people, seen
        if field is TaskField.CONCEPTS and ids.FIELD_OUT in clicked.fields():
            # What is added and taken out means the same whatever somebody else has added meanwhile.
            now = await asyncio.to_thread(self._editing.open_field, person, task, field)
            shown = [one.value for one in now.choices]
            lists = (clicked.chosen(name) for name in (field, ids.FIELD_OUT, ids.FIELD_FIRST))
            return rearranged(shown, *lists), now.saved
        return _value(clicked, field), seen

    async def _draw_people(self, person: Person, kept: JsonObject, field: str, selection: Selection, turn: int) -> View:
        """While they are chosen: nothing of it is saved, and the window still knows what it was filled with."""
        task, which, _ = _of_window({**kept, "field": field})
        now = await asyncio.to_thread(self._editing.open_field, person, task, which)
        model = replace(now, value=selection.people, saved=str(kept["saved"]), collaborators=selection.collaborators)
        return views.people_modal(model, kept, selection.version, turn)

    async def _next_part(self, person: Person, task: int, field: TaskField, part: int) -> FieldModel | None:
        if field is not TaskField.WEIGHTS:
            return None
        model = await asyncio.to_thread(self._editing.open_field, person, task, field, part + 1)
        return model if model.page > part else None

    async def _saved(self, clicked: Click, person: Person, more: FieldModel | None) -> Answer:
        """The window closes or goes on, and what lies beneath it shows the change."""
        kept = clicked.metadata()
        task, field, _ = _of_window(kept)
        here, note = _place(clicked), f"{LABELS[field]}: saved."

        async def draw() -> View:
            return await self._drawn(person, task, here, note)

        async def after() -> None:
            await self._show_beneath(clicked, person, draw)

        if more is not None:
            return Answer(_update(views.field_modal(more, here, is_alone="alone" in kept)).ack, after)
        return Answer(_update(await draw()).ack if "alone" in kept else {}, after)

    async def _drawn(self, person: Person, task: int, here: JsonObject, note: str) -> View:
        try:
            model = await asyncio.to_thread(self._editing.open, person, task)
        except LabelingError as error:
            # Who has just left the leads may not look at it any more.
            return notices.refusal_window(f"It was saved. {error.message}")
        return views.modal(model, here, note)

    async def _show_beneath(self, clicked: Click, person: Person, draw: Draw) -> None:
        here = _place(clicked)
        if "alone" not in clicked.metadata():
            await self._redrawing.view(str((clicked.view or {}).get("previous_view_id") or ""), draw)
        if views.PAGE in here and (spot := Spot.kept(here)) is not None:
            await self._show_page(str(here[views.PAGE]), person, spot)
        if "list" in here:
            await self._redrawing.list(str(here["list"]), person, Place.kept(here) or Place())
        await self._redrawing.home(person)


def _update(view: View) -> Answer:
    return Answer({"response_action": "update", "view": view.to_dict()})


def _place(clicked: Click) -> dict[str, Any]:
    """Where in the list or on the task's page somebody was, and which window shows it."""
    kept = clicked.metadata()
    place = Place.kept(kept)
    here = {} if place is None else place.as_kept()
    return here | {key: kept[key] for key in ("list", views.PAGE, "spot") if key in kept}


def _of_button(value: str) -> tuple[int, TaskField]:
    task, _, field = value.partition(".")
    return _of(task, field)


def _of_window(kept: JsonObject) -> tuple[int, TaskField, int]:
    return (*_of(str(kept.get("task")), str(kept.get("field"))), int(kept.get("part", 0)))


def _of(task: str, field: str) -> tuple[int, TaskField]:
    """Raises Stale for what another version of Labelbot has drawn."""
    try:
        return int(task), TaskField(field)
    except ValueError as error:
        raise Stale(_TOO_OLD) from error


def _value(clicked: Click, field: TaskField) -> Any:
    """As it stands in the window. Raises Invalid where a number is none."""
    if field in _OF_NUMBERS:
        return _number(clicked.text(field), field)
    return _READERS[field](clicked, field) if field in _READERS else clicked.text(field)


def _due(clicked: Click, field: TaskField) -> int | None:
    moment = clicked.input(field).get("selected_date_time")
    return None if clicked.chosen(ids.NO_DUE) or moment is None else int(moment) * SECOND


def _choice(clicked: Click, field: TaskField) -> Any:
    chosen = next(iter(clicked.chosen(field)), "")
    try:
        return {str(value): value for value in CHOICES[field]}[chosen]
    except KeyError as error:
        raise Stale(_TOO_OLD) from error


def _weights(clicked: Click, _field: TaskField) -> dict[str, int]:
    names = [name for name in clicked.fields() if name.startswith(f"{ids.WEIGHT}.")]
    return {name.removeprefix(f"{ids.WEIGHT}."): _number(clicked.text(name), name) for name in names}


def _concepts(clicked: Click, _field: TaskField) -> tuple[str, ...]:
    chosen, first = clicked.chosen(TaskField.CONCEPTS), clicked.chosen(ids.FIELD_FIRST)
    if not set(first) <= set(chosen):
        raise Invalid({ids.FIELD_FIRST: "Only what stands among the concepts can be put first."})
    return rearranged(chosen, (), (), first)


def _number(text: str, field: str) -> int:
    if not text.strip().isdecimal() or len(text) > 6:  # noqa: PLR2004 - no number here has as many digits.
        raise Invalid({field: _NUMBER})
    return int(text)


_OF_NUMBERS = PERCENTS | {TaskField.AGREEMENT}
_READERS: dict[TaskField, Callable[[Click, TaskField], Any]] = {
    TaskField.DUE: _due,
    TaskField.CONCEPTS: _concepts,
    TaskField.WEIGHTS: _weights,
    **dict.fromkeys(CHOICES, _choice),
}
