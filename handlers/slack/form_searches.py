"""The searches of a new task's form: datasets, concepts, models."""

import asyncio
import time
from collections.abc import Iterable
from functools import partial

from domain.read_models import Choice
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.form import draft_id, task_draft, wants_auto
from handlers.slack.payloads import Click
from services.datasets import Datasets
from services.forms import Forms
from views.slack import ids, new_task

_MOMENT = 0.15
_MOMENTS = 0.5
"""Seconds in which a search may look whether it is known by now what a model knows. Slack waits for three in all."""
_LONG_MOMENTS = 1.5
"""Create too."""


class FormSearches:
    def __init__(self, forms: Forms, datasets: Datasets, directory: Directory) -> None:
        self._forms = forms
        self._datasets = datasets
        self._directory = directory

    def register(self, door: Door) -> None:
        door.options(ids.DATASET, self.search_datasets)
        door.options(ids.CONCEPTS, self.search_concepts)
        door.options(ids.MODEL, self.search_models)

    async def search_datasets(self, clicked: Click) -> Answer:
        if not await self._directory.is_member(clicked.actor):
            return offered(())
        return offered(await asyncio.to_thread(self._datasets.search, clicked.actor.workspace, clicked.value))

    async def search_concepts(self, clicked: Click) -> Answer:
        if not await self._directory.is_member(clicked.actor):
            return offered(())
        chosen = clicked.chosen(ids.FIELD_CONCEPTS)
        found = await asyncio.to_thread(self._datasets.search_concepts, clicked.actor.workspace, clicked.value, chosen)
        return offered(await self._marked(clicked, found))

    async def search_models(self, clicked: Click) -> Answer:
        if not await self._directory.is_member(clicked.actor):
            return offered(())
        form = await asyncio.to_thread(self._forms.show, clicked.actor, draft_id(clicked))
        asked = (task_draft(clicked).type, form.kind, clicked.value)
        search = partial(self._forms.assist.search, *asked, is_auto=wants_auto(clicked))
        return offered(await asyncio.to_thread(search))

    async def _marked(self, clicked: Click, choices: list[Choice]) -> list[Choice]:
        """With a 🤖 before the concepts that the chosen model knows, as far as that is known within a moment."""
        model = next(iter(clicked.chosen(ids.FIELD_MODEL)), "")
        mark = partial(self._forms.assist.marked, model, choices, is_auto=wants_auto(clicked))
        until = time.monotonic() + _MOMENTS
        while model:
            choices, is_all = await asyncio.to_thread(mark)
            if is_all or time.monotonic() > until:
                break
            await asyncio.sleep(_MOMENT)
        return choices

    async def wait_a_moment(self, clicked: Click) -> None:
        """Until it is known what no task can be created without, as long as an answer to Create may take."""
        until = time.monotonic() + _LONG_MOMENTS
        while time.monotonic() < until:
            form = await asyncio.to_thread(self._forms.show, clicked.actor, draft_id(clicked))
            if not form.assist.is_awaited:
                return
            await asyncio.sleep(_MOMENT)


def offered(choices: Iterable[Choice]) -> Answer:
    """What a search found."""
    return Answer({"options": [new_task.option(one).to_dict() for one in choices]})
