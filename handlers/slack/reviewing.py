"""The reviewer's journey: approve, request changes, reject, from the card or in a window."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from slack_sdk.models.views import View

from domain.errors import Invalid, Stale
from domain.read_models import EditAnswerModel, ReasonModel
from handlers.slack.answering import Answering
from handlers.slack.door import Answer, Door
from handlers.slack.painting import Painter
from handlers.slack.payloads import Click, JsonObject, errors_at
from services.reviewing import Reviewed, Reviewing
from store.cards import REVIEW
from views.slack import ids, review, window

_BOUNDS = 2
"""Numbers that say how far "all" goes."""


class ReviewingDoor:
    def __init__(self, reviewing: Reviewing, painter: Painter, answering: Answering) -> None:
        self._reviewing = reviewing
        self._painter = painter
        self._answering = answering

    def register(self, door: Door) -> None:
        door.action(ids.APPROVE, self.approve)
        door.action(ids.REQUEST_CHANGES, partial(self.ask_reason, is_reject=False))
        door.action(ids.REJECT, partial(self.ask_reason, is_reject=True))
        door.action(ids.APPROVE_ALL, self.approve_all)
        door.action(ids.OPEN_REVIEW_WINDOW, self.open_window)
        door.action(ids.EDIT_ANSWER, self.ask_edit)
        door.view(ids.EDIT_ANSWER_WINDOW, self.edit_and_approve)
        door.view(ids.REASON, self.give_reason)
        door.view(ids.REVIEW_WINDOW, self.submit_window)

    async def approve(self, clicked: Click) -> Answer:
        return await self._do(clicked, partial(self._reviewing.approve, clicked.actor, *clicked.numbers(2)))

    async def approve_all(self, clicked: Click) -> Answer:
        """Many rows: that they are wanted is written down, and the ack does not wait for them."""
        task, labeler, *bounds = clicked.value.split(".")
        if len(bounds) != _BOUNDS:
            raise Stale("That button is too old to be understood. Type `/label review` to get fresh ones.")
        ask = partial(self._reviewing.ask_approve_all, clicked.actor, int(task), labeler, *map(int, bounds))
        refused = await asyncio.to_thread(ask)
        return Answer() if refused is None else self._painted(clicked, refused)

    async def ask_reason(self, clicked: Click, *, is_reject: bool) -> Answer:
        ask = partial(self._reviewing.ask_reason, clicked.actor, *clicked.numbers(2), is_reject=is_reject)
        model = await asyncio.to_thread(ask)
        if not isinstance(model, ReasonModel):
            return self._painted(clicked, model)
        asked = review.reason_window(model, response_url=clicked.response_url, message=clicked.message)
        return Answer(after=lambda: self._answering.window(clicked, asked))

    async def give_reason(self, clicked: Click) -> Answer:
        kept = clicked.metadata()
        decide = self._reviewing.reject if kept["reject"] else self._reviewing.request_changes
        do = partial(
            decide, clicked.actor, int(kept["assignment"]), int(kept["revision"]), clicked.text(ids.FIELD_REASON)
        )
        try:
            done = await asyncio.to_thread(do)
        except Invalid as error:
            return Answer(errors_at(clicked, error))
        return Answer(after=partial(self._repaint, *_where(kept), done), note=done.note)

    async def ask_edit(self, clicked: Click) -> Answer:
        model = await asyncio.to_thread(self._reviewing.ask_edit, clicked.actor, *clicked.numbers(2))
        if not isinstance(model, EditAnswerModel):
            return self._painted(clicked, model)
        asked = window.edit_answer_window(model, response_url=clicked.response_url, message=clicked.message)
        return Answer(after=lambda: self._answering.window(clicked, asked))

    async def edit_and_approve(self, clicked: Click) -> Answer:
        kept, chosen = clicked.metadata(), window.chosen(clicked.view or {})
        concepts = [None if one == window.NONE else int(one) for one in chosen]
        which = (clicked.actor, int(kept["assignment"]), int(kept["revision"]))
        try:
            done = await asyncio.to_thread(self._reviewing.edit_and_approve, *which, concepts)
        except Invalid as error:
            return Answer(errors_at(clicked, error))
        beneath = str((clicked.view or {}).get("previous_view_id") or "")
        if beneath:
            # Opened over the window in which one answer follows the other: that goes on.
            shown = window.review_window(done.card, note=done.note)
            return Answer(after=lambda: self._show(beneath, shown))
        return Answer(after=partial(self._repaint, *_where(kept), done), note=done.note)

    async def open_window(self, clicked: Click) -> Answer:
        (task,) = clicked.numbers(1)
        model = await asyncio.to_thread(self._reviewing.take, clicked.actor, task)
        return Answer(after=lambda: self._answering.window(clicked, window.review_window(model)))

    async def submit_window(self, clicked: Click) -> Answer:
        kept = clicked.metadata()
        which = (clicked.actor, int(kept["assignment"]), int(kept["revision"]))
        reason = clicked.text(ids.FIELD_REASON)
        chosen = next(iter(window.chosen(clicked.view or {})), "")
        decide = {
            "approve": partial(self._reviewing.approve, *which, reason=reason),
            "changes": partial(self._reviewing.request_changes, *which, reason),
            "reject": partial(self._reviewing.reject, *which, reason),
        }
        if chosen.startswith(window.CHOOSE):
            numbers = map(int, chosen.removeprefix(window.CHOOSE).split("."))
            decide[chosen] = partial(self._reviewing.approve, clicked.actor, *numbers, reason=reason)
        if chosen not in decide:
            raise Stale("That window is too old to be understood. Type `/label review` to get a fresh one.")
        try:
            done = await asyncio.to_thread(decide[chosen])
        except Invalid as error:
            return Answer(errors_at(clicked, error))
        view = window.review_window(done.card, note=done.note).to_dict()
        return Answer({"response_action": "update", "view": view})

    async def _show(self, view_id: str, view: View) -> None:
        await self._answering.show(view_id, view)

    async def _do(self, clicked: Click, do: Callable[[], Reviewed]) -> Answer:
        return self._painted(clicked, await asyncio.to_thread(do))

    def _painted(self, clicked: Click, done: Reviewed) -> Answer:
        return Answer(after=partial(self._repaint, clicked.response_url, clicked.message, done), note=done.note)

    async def _repaint(self, response_url: str | None, message_ts: str, done: Reviewed) -> None:
        if response_url is None:
            return

        async def send(message: dict[str, Any]) -> bool:
            return await self._answering.repaint(response_url, message)

        key = (done.card.task.id, done.card.reviewer, REVIEW, message_ts)
        await self._painter.paint(key, done.card.revision, lambda: review.card(done.card).payload(), send)


def _where(kept: JsonObject) -> tuple[str | None, str]:
    """Through what, and which message, the click that opened the window is to be painted anew."""
    return kept.get("response_url"), str(kept.get("message") or "")
