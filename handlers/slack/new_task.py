"""The lead's journey to a new task: the form, its searches, its choices, Create."""

import asyncio
from dataclasses import replace
from functools import partial
from typing import Any

from slack_sdk.models.views import View

from domain.errors import Invalid, LabelingError
from domain.gathering import PeopleChange
from domain.model import Actor, Role
from domain.read_models import FormModel
from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.following import Following
from handlers.slack.form import draft_id as _draft, seen_form as _seen, task_draft, wants_no_review
from handlers.slack.form_searches import FormSearches
from handlers.slack.payloads import Click
from handlers.slack.redrawing import Place, Redrawing
from services.distributing import Distributing
from services.forms import Forms
from services.listing import Listing
from services.model_errors import model_errors
from views.slack import form_advanced, form_offer, ids, new_task, task_list

_FIRST_STEPS = 2
"""One to fill a new dataset, one to hand out its inputs."""


class NewTaskDoor:
    def __init__(
        self,
        forms: Forms,
        distributing: Distributing,
        listing: Listing,
        directory: Directory,
        answering: Answering,
        redrawing: Redrawing,
        following: Following,
        searches: FormSearches,
    ) -> None:
        self._redrawing = redrawing
        self._following = following
        self._searches = searches
        self._distributing = distributing
        self._forms = forms
        self._listing = listing
        self._directory = directory
        self._answering = answering

    def register(self, door: Door) -> None:
        door.shortcut(ids.NEW_TASK_SHORTCUT, self.open)
        door.action(ids.NEW_TASK_BUTTON, self.open)
        for choice in (ids.DATASET, ids.WITH_COLLABORATORS, ids.TURNING_CHOICE, ids.MODEL):
            door.action(choice, self.chosen)
        door.action(ids.CONCEPTS, self.concepts_chosen)
        door.action(ids.KEPT_CHOICE, self.keep)
        door.action(ids.CHOOSE_PEOPLE, self.people_chosen)
        door.action(ids.ADVANCED, self.fold)
        door.action(ids.WEIGHTS_PAGE, self.turn)
        door.action(ids.DROP_FURTHER, self.drop_further)
        door.action(ids.CONTINUE_DRAFT, self.resume)
        door.action(ids.START_ANEW, self.start_anew)
        door.view(ids.NEW_TASK, self.create)
        door.view_closed(ids.NEW_TASK, self.closed)

    async def open(self, clicked: Click) -> Answer:
        person = await self._directory.person(clicked.actor)
        form = await asyncio.to_thread(self._forms.open, person)
        return Answer(after=lambda: self._show(clicked, form))

    async def resume(self, clicked: Click) -> Answer:
        """In the fresh form that offered it, or from a message."""
        person = await self._directory.person(clicked.actor)
        form = await asyncio.to_thread(self._forms.resume, person, clicked.value)
        if (clicked.view or {}).get("callback_id") == ids.NEW_TASK:
            return self._redraw(clicked, form)
        return Answer(after=lambda: self._show(clicked, form))

    async def start_anew(self, clicked: Click) -> Answer:
        filled = (clicked.actor, _draft(clicked), task_draft(clicked))
        begin = partial(self._forms.start_anew, *filled, clicked.value, _seen(clicked))
        return self._redraw(clicked, await asyncio.to_thread(begin))

    async def chosen(self, clicked: Click) -> Answer:
        """A choice that changes the form: it is drawn anew, with all that was typed."""
        if wants_no_review(clicked):
            draft = (await self._filled(clicked, renews=True)).draft
            to_nobody = (clicked.actor, draft, Role.REVIEWER, PeopleChange(is_clearing=True))
            return self._redraw(clicked, await asyncio.to_thread(self._forms.change_people, *to_nobody))
        return self._redraw(clicked, await self._filled(clicked, renews=True))

    async def concepts_chosen(self, clicked: Click) -> Answer:
        """A model has something to say about them. Their field stays: whoever chose one is typing the next."""
        form = await self._filled(clicked)
        return self._redraw(clicked, form, renews=False) if form.assist.uses_model else Answer()

    async def keep(self, clicked: Click) -> Answer:
        """A choice that changes nothing else: it is there again when the window was closed."""
        await self._filled(clicked)
        return Answer()

    async def people_chosen(self, clicked: Click) -> Answer:
        form = await self._filled(clicked, renews=True)
        return self._redraw(clicked, form) if form.advanced.is_open else Answer()

    async def fold(self, clicked: Click) -> Answer:
        filled = (clicked.actor, _draft(clicked), task_draft(clicked))
        is_open = clicked.value == form_advanced.OPEN
        fold = partial(self._forms.fold, *filled, _seen(clicked), is_open=is_open)
        return self._redraw(clicked, await asyncio.to_thread(fold))

    async def turn(self, clicked: Click) -> Answer:
        """Another page of weights."""
        (page,) = clicked.numbers(1)
        filled = (clicked.actor, _draft(clicked), task_draft(clicked))
        return self._redraw(clicked, await asyncio.to_thread(self._forms.turn, *filled, page, _seen(clicked)))

    async def drop_further(self, clicked: Click) -> Answer:
        filled = (clicked.actor, _draft(clicked), task_draft(clicked))
        return self._redraw(clicked, await asyncio.to_thread(self._forms.drop_further, *filled, _seen(clicked)))

    async def create(self, clicked: Click) -> Answer:
        """All errors at once, each at its field; else the task list, with the new task in it."""
        fields = task_draft(clicked)
        fields = replace(fields, reviewers=()) if wants_no_review(clicked) else fields
        person = await self._directory.person(clicked.actor)
        await self._directory.meet(person.workspace, (*fields.labelers, *fields.reviewers))
        if fields.uses_model:
            await self._filled(clicked)
            await self._searches.wait_a_moment(clicked)
        try:
            await asyncio.to_thread(self._forms.create, person, _draft(clicked), fields, _seen(clicked))
        except Invalid as error:
            return await self._refuse(clicked, error)
        # Small tasks are handed out before the list is shown; of large ones, this is the beginning.
        for _ in range(_FIRST_STEPS):
            await asyncio.to_thread(self._distributing.step)
        view = task_list.modal(await asyncio.to_thread(self._listing.page, person)).to_dict()
        beneath = str((clicked.view or {}).get("previous_view_id") or "")

        async def after() -> None:
            if beneath:  # The list from which the form was opened.
                await self._redrawing.list(beneath, person, Place())
            await self._redrawing.home(person)

        return Answer({"response_action": "update", "view": view}, after=after)

    async def closed(self, _clicked: Click) -> Answer:
        """The draft is kept as of the last choice; Slack tells nothing newer of a closed window."""
        return Answer()

    async def _refuse(self, clicked: Click, error: Invalid) -> Answer:
        # What is drawn again would take errors away.
        self._following.leave(clicked)
        shown = {block.split(":")[0] for block in _input_blocks(clicked)}
        form = await asyncio.to_thread(self._forms.show, clicked.actor, _draft(clicked))
        if set(error.fields) <= shown:
            blocks = {clicked.block_of(field): sentence for field, sentence in error.fields.items()}
            answer: dict[str, Any] = {"response_action": "errors", "errors": blocks}
        else:
            # A field that is folded away, or the whole form: it is drawn anew with the sentences in it.
            filled = (clicked.actor, _draft(clicked), task_draft(clicked))
            form = await asyncio.to_thread(self._forms.with_errors, *filled, error.fields, _seen(clicked))
            answer = {"response_action": "update", "view": new_task.modal(form).to_dict()}
        if not form.assist.is_awaited:
            return Answer(answer)
        others = {field: words for field, words in error.fields.items() if words not in model_errors(form).values()}
        return Answer(answer, after=lambda: self._following.refused(clicked, form.draft, others))

    async def _filled(self, clicked: Click, *, renews: bool = False) -> FormModel:
        filled = (clicked.actor, _draft(clicked), task_draft(clicked), _seen(clicked))
        return await asyncio.to_thread(partial(self._forms.fill, *filled, renews=renews))

    async def _show(self, clicked: Click, form: FormModel) -> None:
        """What is in it waits behind a button where Slack does not let the window open."""
        await self._answering.window(clicked, new_task.modal(form), form_offer.ways_back(form))

    def _redraw(self, clicked: Click, form: FormModel, *, renews: bool = True) -> Answer:
        async def draw() -> View:
            return new_task.modal(await self._with_names(clicked.actor, form))

        return Answer(after=lambda: self._following.clicked(clicked, form, draw, renews=renews))

    async def _with_names(self, actor: Actor, form: FormModel) -> FormModel:
        """Whoever gets a weight has a name there, as far as Slack says it in time."""
        unknown = [line.user for line in form.advanced.weights if not line.name]
        if not unknown:
            return form
        try:
            await self._directory.meet(actor.workspace, unknown)
        except LabelingError:
            return form
        return await asyncio.to_thread(self._forms.show, actor, form.draft)


def _input_blocks(clicked: Click) -> list[str]:
    return [str(block["block_id"]) for block in (clicked.view or {}).get("blocks", ()) if block["type"] == "input"]
