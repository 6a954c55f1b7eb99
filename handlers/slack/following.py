"""Keeps a form up to date while what it says of a model is being found out."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial

from slack_sdk.models.views import View

from domain.errors import Stale
from domain.model import Actor
from domain.read_models import FormModel
from handlers.slack.payloads import Click
from handlers.slack.redrawing import Draw, Redrawing
from handlers.slack.watching import Watching
from services.forms import Forms
from services.model_errors import model_errors
from views.slack import new_task


class Following:
    def __init__(self, forms: Forms, redrawing: Redrawing, watching: Watching) -> None:
        self._forms = forms
        self._redrawing = redrawing
        self._watching = watching

    async def clicked(self, clicked: Click, form: FormModel, draw: Draw, *, renews: bool) -> None:
        """The form in which somebody clicked: drawn now, and again while there is more to come. `renews`: not among its
        concepts.
        """
        if not form.assist.uses_model:
            await self._redrawing.window(clicked, draw)
            return
        show = partial(self._redrawing.window, clicked)
        await self._show(clicked.actor, form.draft, clicked.view_id, show, renews=renews)

    def leave(self, clicked: Click) -> None:
        self._watching.leave(clicked.view_id)

    async def refused(self, clicked: Click, draft: str, errors: Mapping[str, str]) -> None:
        """The form that has just answered to Create what is wrong: once it is known what the model knows, it shows
        that. What else is wrong stays there until somebody chooses something.
        """

        async def is_known() -> bool:
            return not (await self._look(clicked.actor, draft)).assist.is_awaited

        async def draw() -> tuple[View, bool]:
            form = await self._look(clicked.actor, draft)
            form = replace(form, errors={**model_errors(form), **errors}, offer=None)
            return new_task.modal(form), form.assist.is_coming

        self._watching.begin(clicked.view_id, "", draw, is_known)

    async def beneath(self, clicked: Click, draft: str) -> None:
        """The form beneath the window in which somebody clicked."""
        view_id = str((clicked.view or {}).get("previous_view_id") or "")
        if view_id:
            show = partial(self._redrawing.view, view_id)
            await self._show(clicked.actor, draft, view_id, show, renews=True)

    async def _show(
        self, actor: Actor, draft: str, view_id: str, show: Callable[[Draw], Awaitable[None]], *, renews: bool
    ) -> None:
        """Only at once may the field of concepts be another: later, somebody may be typing in it."""
        is_coming = True

        async def draw_now() -> View:
            nonlocal is_coming
            form = await self._look(actor, draft, renews=renews)
            is_coming = form.assist.is_coming
            return new_task.modal(form)

        async def draw() -> tuple[View, bool]:
            form = await self._look(actor, draft)
            return new_task.modal(form), form.assist.is_coming

        await show(draw_now)
        if is_coming:  # Also where somebody else was drawing it just then.
            self._watching.begin(view_id, self._redrawing.known(view_id), draw)

    async def _look(self, actor: Actor, draft: str, *, renews: bool = False) -> FormModel:
        form = await asyncio.to_thread(partial(self._forms.look, actor, draft, renews=renews))
        if form is None:
            raise Stale("That form is a task by now.")
        return form
