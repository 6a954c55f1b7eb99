"""The one way in: who listens to what, the answer in the ack, what follows it, and what happens when something breaks.

The ack follows the commit, everything slower follows the ack. Nothing that a listener raises gets past this door, as
Bolt would turn it into a lost ack.
"""

import asyncio
import re
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp

from domain.errors import LabelingError
from handlers.slack.failures import CLOSED, FAILURES, after_failure
from handlers.slack.payloads import Click, JsonObject, click
from views.slack import notices

log = structlog.get_logger()
After = Callable[[], Awaitable[None]]
_MOST_EVENTS = 1000
"""More than Slack delivers within the minutes in which it may deliver one again."""
_FAREWELL = 5.0
"""Seconds that a stop waits for what was begun."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`ack` travels in the answer to Slack; `after` runs once that is sent; `note` is told to the person privately."""

    ack: dict[str, Any] = field(default_factory=dict)
    after: After | None = None
    note: str | None = None


Listener = Callable[[Click], Awaitable[Answer]]
Tell = Callable[[Click, str], Awaitable[None]]


class Door:
    """Registers listeners. `tell(clicked, sentence)` says something to that person only."""

    def __init__(self, app: AsyncApp, tell: Tell) -> None:
        self._app = app
        self._tell = tell
        self._running: set[asyncio.Task[None]] = set()
        self._events: OrderedDict[str, None] = OrderedDict()
        self._before_close: list[Callable[[], None]] = []

    def action(self, action_id: str, listener: Listener) -> None:
        """A button or menu: `action_id` alone, or followed by ":" and anything."""
        self._app.action(re.compile(rf"^{re.escape(action_id)}(:.*)?$"))(self._guarded(listener))

    def view(self, callback_id: str, listener: Listener) -> None:
        self._app.view(callback_id)(self._guarded(listener))

    def view_closed(self, callback_id: str, listener: Listener) -> None:
        self._app.view_closed(callback_id)(self._guarded(listener))

    def options(self, action_id: str, listener: Listener) -> None:
        self._app.options(action_id)(self._guarded(listener))

    def shortcut(self, callback_id: str, listener: Listener) -> None:
        self._app.shortcut(callback_id)(self._guarded(listener))

    def command(self, command: str, listener: Callable[[JsonObject], Awaitable[Answer]]) -> None:
        async def listen(ack: AsyncAck, body: dict[str, Any]) -> None:
            person = {"user": {"id": body["user_id"]}, "team": {"id": body["team_id"]}}
            way_back = {"response_url": body["response_url"], "trigger_id": body["trigger_id"]}
            await self._answer(ack, lambda: listener(body), click(person | way_back))

        self._app.command(command)(listen)

    def event(self, kind: str, listener: Callable[[JsonObject, str], Awaitable[None]]) -> None:
        """`listener` gets the event and the workspace's id. Nobody waits for an answer to an event."""

        async def listen(body: dict[str, Any]) -> None:
            if not self._was_there(str(body["event_id"])):
                self.follow(lambda: listener(body["event"], str(body["team_id"])))

        self._app.event(kind)(listen)

    def everything_else(self) -> None:
        """Registered last: what nobody listens to is answered all the same, and seen in the log."""

        async def too_old(clicked: Click) -> Answer:
            log.info("unknown_action", action=clicked.action)
            return Answer(note=notices.TOO_OLD)

        self._app.action(re.compile(".*"))(self._guarded(too_old))
        self._app.error(_refuse_strange)

    def follow(self, after: After, clicked: Click | None = None) -> None:
        """Run `after` by itself; the door keeps it alive and catches what it raises. `clicked`: who is told of that."""
        task = asyncio.create_task(self._caught(after, clicked))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def before_close(self, stop: Callable[[], None]) -> None:
        """`stop` ends what would go on for longer than a closing door waits."""
        self._before_close.append(stop)

    async def close(self) -> None:
        """Wait for what was begun, but not for a Slack that takes nothing."""
        for stop in self._before_close:
            stop()
        loop = asyncio.get_running_loop()
        until = loop.time() + _FAREWELL
        while self._running and loop.time() < until:
            await asyncio.wait(self._running, timeout=until - loop.time())
        for task in self._running:
            task.cancel()
        if self._running:
            await asyncio.wait(self._running)

    def _was_there(self, event_id: str) -> bool:
        """Slack delivers again what it thinks was not taken."""
        if event_id in self._events:
            return True
        self._events[event_id] = None
        if len(self._events) > _MOST_EVENTS:
            self._events.popitem(last=False)
        return False

    def _guarded(self, listener: Listener) -> Callable[[AsyncAck, dict[str, Any]], Coroutine[Any, Any, None]]:
        async def listen(ack: AsyncAck, body: dict[str, Any]) -> None:
            clicked = click(body)
            await self._answer(ack, lambda: listener(clicked), clicked)

        return listen

    async def _answer(self, ack: AsyncAck, listener: Callable[[], Awaitable[Answer]], clicked: Click) -> None:
        try:
            answer = await listener()
        except Exception as error:  # noqa: BLE001 - the last line of defence: the person gets a reference, we the rest.
            answer = Answer(note=_explained(error))
        if (note := answer.note) is not None and not answer.ack and clicked.kind == "view_submission":
            await ack(**_over_the_window(clicked, note))
        else:
            await ack(**answer.ack)
            if note is not None:
                self.follow(lambda: self._tell(clicked, note))
        if answer.after is not None:
            self.follow(answer.after, clicked)

    async def _caught(self, after: After, clicked: Click | None) -> None:
        try:
            await after()
        except Exception as error:  # noqa: BLE001 - nobody else awaits this task.
            if isinstance(error, FAILURES) and after_failure(error, 0).word in CLOSED:
                log.info("window_closed")
                return
            sentence = _explained(error)
            if clicked is not None:
                # Whatever this raises in its turn is only logged.
                await self._caught(lambda: self._tell(clicked, sentence), None)


def _over_the_window(clicked: Click, note: str) -> dict[str, Any]:
    """What was typed stays: beneath another window, or, where there is no room for one, with the words at a field."""
    if not clicked.is_full:
        return {"response_action": "push", "view": notices.refusal_window(note).to_dict()}
    if clicked.has_inputs:
        return {"response_action": "errors", "errors": {clicked.block_of(""): note}}
    return {"response_action": "update", "view": notices.refusal_window(note).to_dict()}


async def _refuse_strange(error: Exception) -> BoltResponse:
    """What a listener can't even read is not what Slack sends; everything else was caught before."""
    log.warning("strange_delivery", error=repr(error))
    return BoltResponse(status=400, body="The request can't be understood.")


def _explained(error: Exception) -> str:
    """What the person reads of it; the log gets the rest."""
    if isinstance(error, LabelingError):
        return error.message
    if isinstance(error, FAILURES) and (failure := after_failure(error, 0)).is_trouble:
        log.warning("slack_away", error=failure.word, detail=str(error))
        return notices.SLACK_HAS_TROUBLE
    return _trouble(error)


def _trouble(error: Exception) -> str:
    reference = secrets.token_hex(4)
    log.error("unexpected", reference=reference, exc_info=error)
    return notices.trouble(reference)
