"""The windows over the form of a new task: what a model's labels mean, and thresholds of single concepts."""

import asyncio

from slack_sdk.models.views import View

from domain.errors import Invalid
from handlers.slack.answering import Answering
from handlers.slack.door import Answer, Door
from handlers.slack.following import Following
from handlers.slack.form import draft_id, seen_form, task_draft
from handlers.slack.form_searches import offered
from handlers.slack.payloads import Click, errors_at
from services.form_windows import FormWindows
from services.forms import Forms
from views.slack import form_windows as views, ids


class FormAssistDoor:
    def __init__(self, forms: Forms, windows: FormWindows, following: Following, answering: Answering) -> None:
        self._forms = forms
        self._windows = windows
        self._following = following
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
        await self._keep(clicked)
        model = await asyncio.to_thread(self._windows.label_map, clicked.actor, draft_id(clicked))
        return Answer(after=lambda: self._answering.window(clicked, views.label_map(model)))

    async def turn_map(self, clicked: Click) -> Answer:
        """Also back from one concept."""
        (page,) = clicked.numbers(1)
        model = await asyncio.to_thread(self._windows.label_map, clicked.actor, draft_id(clicked), page)
        return self._instead(clicked, views.label_map(model))

    async def change_meaning(self, clicked: Click) -> Answer:
        asked = (clicked.actor, draft_id(clicked), clicked.value, _page(clicked))
        return self._instead(clicked, views.meaning(await asyncio.to_thread(self._windows.meaning, *asked)))

    async def save_meaning(self, clicked: Click) -> Answer:
        draft, concept = draft_id(clicked), str(clicked.metadata().get("concept", ""))
        chosen = clicked.chosen(ids.FIELD_LABELS)
        try:
            note = await asyncio.to_thread(self._windows.set_meaning, clicked.actor, draft, concept, chosen)
        except Invalid as error:
            return Answer(errors_at(clicked, error))
        model = await asyncio.to_thread(self._windows.label_map, clicked.actor, draft, _page(clicked), note)
        return self._saved(clicked, views.label_map(model))

    async def open_thresholds(self, clicked: Click) -> Answer:
        await self._keep(clicked)
        model = await asyncio.to_thread(self._windows.thresholds, clicked.actor, draft_id(clicked))
        return Answer(after=lambda: self._answering.window(clicked, views.thresholds(model)))

    async def turn_thresholds(self, clicked: Click) -> Answer:
        (page,) = clicked.numbers(1)
        model = await asyncio.to_thread(self._windows.thresholds, clicked.actor, draft_id(clicked), page)
        return self._instead(clicked, views.thresholds(model, _turn(clicked)))

    async def set_thresholds(self, clicked: Click) -> Answer:
        draft, concept = draft_id(clicked), next(iter(clicked.chosen(ids.FIELD_CONCEPT)), "")
        fields = task_draft(clicked)
        asked = (clicked.actor, draft, concept, fields.lower, fields.upper)
        try:
            note = await asyncio.to_thread(self._windows.set_thresholds, *asked)
        except Invalid as error:
            return Answer(errors_at(clicked, error))
        model = await asyncio.to_thread(self._windows.thresholds, clicked.actor, draft, _page(clicked), note)
        return self._saved(clicked, views.thresholds(model, _turn(clicked) + 1))

    async def remove_thresholds(self, clicked: Click) -> Answer:
        draft = draft_id(clicked)
        note = await asyncio.to_thread(self._windows.remove_thresholds, clicked.actor, draft, clicked.value)
        model = await asyncio.to_thread(self._windows.thresholds, clicked.actor, draft, _page(clicked), note)

        async def after() -> None:
            await self._answering.update_window(clicked, views.thresholds(model, _turn(clicked)))
            await self._following.beneath(clicked, draft)

        return Answer(after=after)

    async def search_concepts(self, clicked: Click) -> Answer:
        asked = (clicked.actor, draft_id(clicked), clicked.value)
        return offered(await asyncio.to_thread(self._windows.search_concepts, *asked))

    async def search_labels(self, clicked: Click) -> Answer:
        asked = (clicked.actor, draft_id(clicked), clicked.value)
        return offered(await asyncio.to_thread(self._windows.search_labels, *asked))

    async def _keep(self, clicked: Click) -> None:
        """What was typed before a window opens over it."""
        filled = (clicked.actor, draft_id(clicked), task_draft(clicked), seen_form(clicked))
        await asyncio.to_thread(self._forms.fill, *filled)

    def _instead(self, clicked: Click, view: View) -> Answer:
        return Answer(after=lambda: self._answering.update_window(clicked, view))

    def _saved(self, clicked: Click, view: View) -> Answer:
        answer = {"response_action": "update", "view": view.to_dict()}
        return Answer(answer, after=lambda: self._following.beneath(clicked, draft_id(clicked)))


def _page(clicked: Click) -> int:
    return int(clicked.metadata().get("page") or 0)


def _turn(clicked: Click) -> int:
    return int(clicked.metadata().get("turn") or 0)
