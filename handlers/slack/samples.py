"""Choosing sample pictures: from a form on its way, or for a task that is there."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import structlog
from slack_sdk.models.views import View

from domain.draft import is_id
from domain.errors import Invalid, LabelingError
from domain.intake import Refused
from domain.model import NewInput, Person
from domain.read_models import Choice, SamplesModel
from domain.samples import Sample, SamplesOf
from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.failures import CLOSED, FAILURES, after_failure
from handlers.slack.form import draft_id, seen_form, task_draft
from handlers.slack.instructions import InstructionsDoor, samples_of
from handlers.slack.payloads import Click, JsonObject, errors_at
from handlers.slack.watching import Watching
from services.forms import Forms
from services.samples import Samples
from views.slack import ids, new_task, samples as views

log = structlog.get_logger()
_NOT_HAD = "Slack is in trouble, so what you uploaded did not arrive. Please add it again."
Take = Callable[[Sequence[str]], Awaitable[list[NewInput | Refused]]]
"""Fetches files that are in Slack, by their ids, and judges them."""


class SamplesDoor:
    def __init__(
        self,
        samples: Samples,
        forms: Forms,
        instructions: InstructionsDoor,
        take: Take,
        directory: Directory,
        answering: Answering,
        watching: Watching,
    ) -> None:
        self._samples = samples
        self._forms = forms
        self._instructions = instructions
        self._take = take
        self._directory = directory
        self._answering = answering
        self._watching = watching

    def register(self, door: Door) -> None:
        door.action(ids.SAMPLES, self.open)
        door.action(ids.SAMPLES_PAGE, self.turn)
        door.action(ids.REMOVE_SAMPLE, self.remove)
        door.options(ids.SAMPLE_CONCEPT, self.search_concepts)
        door.options(ids.SAMPLE_INPUTS, self.search_inputs)
        door.view(ids.SAMPLES_WINDOW, self.add)

    async def open(self, clicked: Click) -> Answer:
        """Of the form in which it is pressed, with what is chosen there; or of the task whose number it carries."""
        person = await self._directory.person(clicked.actor)
        if clicked.value.isdecimal():
            of = SamplesOf(task=int(clicked.value))
        else:
            of = SamplesOf(draft=draft_id(clicked))
            fill = partial(self._forms.fill, clicked.actor, of.draft, task_draft(clicked), seen_form(clicked))
            await asyncio.to_thread(fill)
        model = await asyncio.to_thread(self._samples.open, person, of)
        beneath = str((clicked.view or {}).get("callback_id") or "")
        return Answer(after=lambda: self._answering.window(clicked, views.modal(model, beneath=beneath)))

    async def search_concepts(self, clicked: Click) -> Answer:
        return await self._search(clicked, self._samples.search_concepts)

    async def search_inputs(self, clicked: Click) -> Answer:
        return await self._search(clicked, self._samples.search_inputs)

    async def turn(self, clicked: Click) -> Answer:
        (page,) = clicked.numbers(1)
        person = await self._directory.person(clicked.actor)
        return Answer(after=lambda: self._show(clicked, person, clicked.metadata(), page))

    async def remove(self, clicked: Click) -> Answer:
        input_, _, concept = clicked.value.partition(".")
        kept, person = clicked.metadata(), await self._directory.person(clicked.actor)
        remove = partial(self._samples.remove, person, samples_of(kept), Sample(concept, int(input_)))
        note = await asyncio.to_thread(remove)

        async def after() -> None:
            await self._show(clicked, person, kept, int(kept.get("page") or 0), note)
            await self._show_beneath(clicked, kept)

        return Answer(after=after)

    async def add(self, clicked: Click) -> Answer:
        """What is chosen stands there at once; what was uploaded follows."""
        kept, person = clicked.metadata(), await self._directory.person(clicked.actor)
        of, files = samples_of(kept), clicked.files(ids.FIELD_FILES)
        concept = next(iter(clicked.chosen(ids.FIELD_CONCEPT)), "")
        inputs = [int(one) for one in clicked.chosen(ids.FIELD_INPUTS) if is_id(one)]
        try:
            note = await asyncio.to_thread(self._samples.add, person, of, concept, inputs, len(files))
        except Invalid as error:
            return Answer(errors_at(clicked, error))
        now = {**kept, "turn": int(kept.get("turn") or 0) + 1}
        show = partial(self._samples.open, person, of, note=note or None, at=concept, coming=len(files))
        view = _drawn(await asyncio.to_thread(show), now).to_dict()
        after = partial(self._after_add, clicked, person, now, concept, files, note)
        return Answer({"response_action": "update", "view": view}, after=after)

    async def _after_add(
        self, clicked: Click, person: Person, kept: JsonObject, concept: str, files: Sequence[str], note: str
    ) -> None:
        notes = [note, *(await self._uploaded(person, samples_of(kept), concept, files) if files else ())]
        await self._show(clicked, person, kept, 0, " ".join(filter(None, notes)) or None, at=concept)
        await self._show_beneath(clicked, kept)

    async def _uploaded(self, person: Person, of: SamplesOf, concept: str, files: Sequence[str]) -> list[str]:
        """What became of them, in words."""
        try:
            taken = await self._take(files)
        except (*FAILURES, OSError) as error:
            log.warning("samples_not_had", error=after_failure(error, 0).word)
            return [_NOT_HAD]
        new = [one for one in taken if isinstance(one, NewInput)]
        said = [f"“{one.name}” {one.reason}" for one in taken if isinstance(one, Refused)]
        if new:
            try:
                said.insert(0, await asyncio.to_thread(self._samples.add_new, person, of, concept, new))
            except LabelingError as error:
                said.append(error.message)
        log.info("samples_uploaded", workspace=person.workspace, user=person.user, taken=len(new))
        return said

    async def _search(self, clicked: Click, search: Callable[[Person, SamplesOf, str], list[Choice]]) -> Answer:
        person = await self._directory.person(clicked.actor)
        found = await asyncio.to_thread(search, person, samples_of(clicked.metadata()), clicked.value)
        return Answer({"options": [new_task.option(one).to_dict() for one in found]})

    async def _show(
        self, clicked: Click, person: Person, kept: JsonObject, page: int, note: str | None = None, at: str = ""
    ) -> None:
        """In the window's place, until its thumbnails have come."""
        look = partial(self._samples.open, person, samples_of(kept), page, note, at=at)
        model = await asyncio.to_thread(look)

        async def draw() -> tuple[View, bool]:
            now = await asyncio.to_thread(look)
            return _drawn(now, kept), now.is_coming

        try:
            known = await self._answering.show(clicked.view_id, _drawn(model, kept))
        except FAILURES as error:
            if after_failure(error, 0).word not in CLOSED:
                raise
            return
        if model.is_coming:
            self._watching.begin(clicked.view_id, known, draw)

    async def _show_beneath(self, clicked: Click, kept: JsonObject) -> None:
        """The window from which this one was opened says what there is now."""
        below, of = str((clicked.view or {}).get("previous_view_id") or ""), samples_of(kept)
        try:
            if below and kept.get("beneath") == ids.NEW_TASK:
                if not await asyncio.to_thread(self._samples.is_form_open, of):
                    return
                form = await asyncio.to_thread(self._forms.show, clicked.actor, of.draft)
                await self._answering.show(below, new_task.modal(form))
            elif below and kept.get("beneath") == ids.INSTRUCTIONS_WINDOW:
                await self._instructions.show(below, clicked, {"task": of.task}, 0)
        except FAILURES as error:
            if after_failure(error, 0).word not in CLOSED:
                raise


def _drawn(model: SamplesModel, kept: JsonObject) -> View:
    return views.modal(model, beneath=str(kept.get("beneath") or ""), turn=int(kept.get("turn") or 0))
