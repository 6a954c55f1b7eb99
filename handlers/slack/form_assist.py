"""The windows over the form of a new task, and over Edit: what a model's labels mean, thresholds of single concepts."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from slack_sdk.models.views import View

from domain.errors import Invalid
from handlers.slack.answering import Answering
from handlers.slack.door import Answer, Door
from handlers.slack.editing import EditingDoor
from handlers.slack.following import Following
from handlers.slack.form import draft_id, seen_form, task_draft
from handlers.slack.form_searches import offered
from handlers.slack.payloads import Click, errors_at
from services.assist_windows import AssistWindows, Said
from services.form_windows import FormWindows
from services.forms import Forms
from views.slack import form_windows as views, ids

_OWN = frozenset({"at", "turn", "concept", "saved", "version", "renewals"})
"""What each of these windows keeps for itself alone."""


class FormAssistDoor:
    def __init__(self, forms: Forms, following: Following, editing: EditingDoor, answering: Answering) -> None:
        self._forms = forms
        self._following = following
        self._editing = editing
        self._answering = answering

    def register(self, door: Door) -> None:
        door.action(ids.LABEL_MAP, self.open_map)
        door.action(ids.LABEL_MAP_PAGE, self.turn_map)
        for way in (ids.MAPPED_CONCEPT, ids.CHANGE_MEANING):
            door.action(way, self.change_meaning)
        for search in (ids.MAPPED_CONCEPT, ids.THRESHOLD_CONCEPT):
            door.options(search, self.search_concepts)
        door.options(ids.MODEL_LABELS, self.search_labels)
        door.view(ids.LABEL_MAP_WINDOW, self.save_meaning)
        door.action(ids.THRESHOLDS, self.open_thresholds)
        door.action(ids.THRESHOLDS_PAGE, self.turn_thresholds)
        door.action(ids.REMOVE_THRESHOLDS, self.remove_thresholds)
        door.view(ids.THRESHOLDS_WINDOW, self.set_thresholds)

    async def open_map(self, clicked: Click) -> Answer:
        """Over the form. Edit opens its own (`handlers/slack/editing.py`)."""
        windows = await self._over_form(clicked)
        view = views.label_map(await asyncio.to_thread(windows.label_map), {"draft": draft_id(clicked)})
        return Answer(after=lambda: self._answering.window(clicked, view))

    async def turn_map(self, clicked: Click) -> Answer:
        """Also back from one concept."""
        (page,) = clicked.numbers(1)
        windows = await self._windows(clicked)
        return self._instead(clicked, views.label_map(await asyncio.to_thread(windows.label_map, page), _kept(clicked)))

    async def change_meaning(self, clicked: Click) -> Answer:
        windows = await self._windows(clicked)
        model = await asyncio.to_thread(windows.meaning, clicked.value, _page(clicked))
        return self._instead(clicked, views.meaning(model, _kept(clicked)))

    async def save_meaning(self, clicked: Click) -> Answer:
        windows, kept = await self._windows(clicked), clicked.metadata()
        concept, chosen = str(kept.get("concept", "")), clicked.chosen(ids.FIELD_LABELS)
        save = self._saving(clicked, windows.set_meaning, concept, chosen, str(kept.get("saved", "")))
        said, refused = await save
        if said is None:
            return refused
        asked = (_page(clicked), said.note)
        if said.is_disputed:
            model = await asyncio.to_thread(windows.meaning, concept, *asked)
            return _shows(views.meaning(model, _kept(clicked)))
        shown = views.label_map(await asyncio.to_thread(windows.label_map, *asked), _kept(clicked))
        return Answer(_shows(shown).ack, after=lambda: self._beneath(clicked, said.note))

    async def open_thresholds(self, clicked: Click) -> Answer:
        windows = await self._over_form(clicked)
        view = views.thresholds(await asyncio.to_thread(windows.thresholds), {"draft": draft_id(clicked)})
        return Answer(after=lambda: self._answering.window(clicked, view))

    async def turn_thresholds(self, clicked: Click) -> Answer:
        (page,) = clicked.numbers(1)
        windows = await self._windows(clicked)
        model = await asyncio.to_thread(windows.thresholds, page)
        return self._instead(clicked, views.thresholds(model, _kept(clicked), _turn(clicked)))

    async def set_thresholds(self, clicked: Click) -> Answer:
        windows, fields = await self._windows(clicked), task_draft(clicked)
        concept = next(iter(clicked.chosen(ids.FIELD_CONCEPT)), "")
        asked = (concept, fields.lower, fields.upper, str(clicked.metadata().get("saved", "")))
        said, refused = await self._saving(clicked, windows.set_thresholds, *asked)
        if said is None:
            return refused
        model = await asyncio.to_thread(windows.thresholds, _page(clicked), said.note)
        if said.is_disputed:
            return _shows(views.thresholds(model, _kept(clicked), _turn(clicked)))
        shown = views.thresholds(model, _kept(clicked), _turn(clicked) + 1)
        return Answer(_shows(shown).ack, after=lambda: self._beneath(clicked, said.note))

    async def remove_thresholds(self, clicked: Click) -> Answer:
        windows = await self._windows(clicked)
        try:
            note = (await asyncio.to_thread(windows.remove_thresholds, clicked.value)).note
        except Invalid as error:
            note = next(iter(error.fields.values()))
        model = await asyncio.to_thread(windows.thresholds, _page(clicked), note)

        async def after() -> None:
            await self._answering.update_window(clicked, views.thresholds(model, _kept(clicked), _turn(clicked)))
            await self._beneath(clicked, note)

        return Answer(after=after)

    async def search_concepts(self, clicked: Click) -> Answer:
        windows = await self._windows(clicked)
        return offered(await asyncio.to_thread(windows.search_concepts, clicked.value))

    async def search_labels(self, clicked: Click) -> Answer:
        windows = await self._windows(clicked)
        return offered(await asyncio.to_thread(windows.search_labels, clicked.value))

    async def _saving(self, clicked: Click, save: Callable[..., Said], *asked: object) -> tuple[Said | None, Answer]:
        """What came of it; None: it is refused, with this answer."""
        try:
            return await asyncio.to_thread(save, *asked), Answer()
        except Invalid as error:
            return None, Answer(errors_at(clicked, error))

    async def _windows(self, clicked: Click) -> AssistWindows:
        if "task" in clicked.metadata():
            return await self._editing.windows(clicked)
        return FormWindows(self._forms, clicked.actor, draft_id(clicked))

    async def _over_form(self, clicked: Click) -> AssistWindows:
        """What was typed is kept before a window opens over it."""
        filled = (clicked.actor, draft_id(clicked), task_draft(clicked), seen_form(clicked))
        await asyncio.to_thread(self._forms.fill, *filled)
        return FormWindows(self._forms, clicked.actor, draft_id(clicked))

    def _instead(self, clicked: Click, view: View) -> Answer:
        return Answer(after=lambda: self._answering.update_window(clicked, view))

    def _beneath(self, clicked: Click, note: str) -> Awaitable[None]:
        if "task" in clicked.metadata():
            return self._editing.changed(clicked, note)
        return self._following.beneath(clicked, draft_id(clicked))


def _shows(view: View) -> Answer:
    return Answer({"response_action": "update", "view": view.to_dict()})


def _kept(clicked: Click) -> dict[str, Any]:
    """Whose window it is, which the next one is to know too."""
    return {name: value for name, value in clicked.metadata().items() if name not in _OWN}


def _page(clicked: Click) -> int:
    return int(clicked.metadata().get("at") or 0)


def _turn(clicked: Click) -> int:
    return int(clicked.metadata().get("turn") or 0)
