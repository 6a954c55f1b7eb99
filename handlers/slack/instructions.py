"""Reading instructions: from a card, before the first answer, and as a preview of what a form says."""

import asyncio
from functools import partial

from slack_sdk.models.views import View

from domain.read_models import InstructionsModel
from domain.samples import SamplesOf
from handlers.slack.answering import Answering
from handlers.slack.door import Answer, Door
from handlers.slack.form import draft_id, seen_form, task_draft
from handlers.slack.payloads import Click, JsonObject
from handlers.slack.watching import Watching
from services.forms import Forms
from services.instructing import Instructing
from services.labeling import Labeling
from services.reviewing import Reviewing
from views.slack import ids, instructions as views, window


class InstructionsDoor:
    def __init__(
        self,
        instructing: Instructing,
        forms: Forms,
        desks: tuple[Labeling, Reviewing],
        answering: Answering,
        watching: Watching,
    ) -> None:
        self._instructing = instructing
        self._forms = forms
        self._labeling, self._reviewing = desks
        self._answering = answering
        self._watching = watching

    def register(self, door: Door) -> None:
        door.action(ids.INSTRUCTIONS, self.open)
        door.action(ids.PREVIEW, self.preview)
        door.action(ids.INSTRUCTIONS_PAGE, self.turn)
        door.view(ids.INSTRUCTIONS_WINDOW, self.start)

    async def open(self, clicked: Click) -> Answer:
        (task,) = clicked.numbers(1)
        model = await asyncio.to_thread(self._instructing.of_task, clicked.actor, task)
        return Answer(after=lambda: self._open(clicked, model))

    async def preview(self, clicked: Click) -> Answer:
        """Of the form in which it is pressed, with what is typed there."""
        draft = draft_id(clicked)
        fill = partial(self._forms.fill, clicked.actor, draft, task_draft(clicked), seen_form(clicked))
        await asyncio.to_thread(fill)
        model = await asyncio.to_thread(self._instructing.of_draft, clicked.actor, draft)
        return Answer(after=lambda: self._open(clicked, model))

    async def turn(self, clicked: Click) -> Answer:
        (page,) = clicked.numbers(1)
        return Answer(after=lambda: self.show(clicked.view_id, clicked, clicked.metadata(), page))

    async def start(self, clicked: Click) -> Answer:
        """They were read: the queue comes."""
        kept = clicked.metadata()
        task = int(kept["task"])
        if kept["before"] == "review":
            view = window.review_window(await asyncio.to_thread(self._reviewing.card, clicked.actor, task))
        else:
            view = window.labeling_window(await asyncio.to_thread(self._labeling.card, clicked.actor, task))
        return Answer({"response_action": "update", "view": view.to_dict()})

    async def show(self, view_id: str, clicked: Click, kept: JsonObject, page: int) -> None:
        """In the place of what was there."""
        model = await asyncio.to_thread(self._model, clicked, kept, page)
        known = await self._answering.show(view_id, views.modal(model))
        self._watch(view_id, known, clicked, model)

    async def _open(self, clicked: Click, model: InstructionsModel) -> None:
        view_id = await self._answering.opened(clicked, views.modal(model))
        self._watch(view_id, "", clicked, model)

    def _watch(self, view_id: str, known: str, clicked: Click, model: InstructionsModel) -> None:
        """Until its pictures have come."""

        async def draw() -> tuple[View, bool]:
            now = await asyncio.to_thread(self._model, clicked, views.keeps(model), model.page)
            return views.modal(now), now.is_coming

        if view_id and model.is_coming:
            self._watching.begin(view_id, known, draw)

    def _model(self, clicked: Click, kept: JsonObject, page: int) -> InstructionsModel:
        of = samples_of(kept)
        if of.draft:
            return self._instructing.of_draft(clicked.actor, of.draft, page)
        return self._instructing.of_task(clicked.actor, of.task, page, str(kept.get("before") or ""))


def samples_of(kept: JsonObject) -> SamplesOf:
    """As a window keeps it."""
    return SamplesOf(str(kept.get("draft") or ""), int(kept.get("task") or 0))
