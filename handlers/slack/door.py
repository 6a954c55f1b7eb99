"""The one way in: who listens to what, the answer in the ack, what follows it, and what happens when something breaks.

The ack follows the commit, everything slower follows the ack. Nothing that a listener raises gets past this door, as
Bolt would turn it into a lost ack.
"""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError

from domain.errors import LabelingError
from handlers.slack.answering import AWAY, slack_word
from handlers.slack.payloads import Click, JsonObject, click
from views.slack import notices

log = structlog.get_logger()
After = Callable[[], Awaitable[None]]


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
            self.follow(lambda: listener(body["event"], str(body["team_id"])))

        self._app.event(kind)(listen)

    def everything_else(self) -> None:
        """Registered last: what nobody listens to is answered all the same, and seen in the log."""

        async def listen(ack: AsyncAck, body: dict[str, Any]) -> None:
            log.info("unknown_action", actions=[one.get("action_id") for one in body.get("actions", [])])
            await ack()

        self._app.action(re.compile(".*"))(listen)
        self._app.error(_refuse_strange)

    def follow(self, after: After) -> None:
        """Run `after` by itself; the door keeps it alive and catches what it raises."""
        task = asyncio.create_task(self._caught(after))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def close(self) -> None:
        """Wait for what was begun."""
        while self._running:
            await asyncio.gather(*self._running)

    def _guarded(self, listener: Listener) -> Callable[[AsyncAck, dict[str, Any]], Coroutine[Any, Any, None]]:
        async def listen(ack: AsyncAck, body: dict[str, Any]) -> None:
            clicked = click(body)
            await self._answer(ack, lambda: listener(clicked), clicked)

        return listen

    async def _answer(self, ack: AsyncAck, listener: Callable[[], Awaitable[Answer]], clicked: Click) -> None:
        try:
            answer = await listener()
        except LabelingError as error:
            answer = Answer(note=error.message)
        except Exception as error:  # noqa: BLE001 - the last line of defence: the person gets a reference, we the rest.
            answer = Answer(note=_trouble(error))
        if answer.note is not None and not answer.ack and clicked.kind == "view_submission":
            # What was typed stays beneath.
            await ack(response_action="push", view=notices.refusal_window(answer.note).to_dict())
        else:
            await ack(**answer.ack)
            if (note := answer.note) is not None:
                self.follow(lambda: self._tell(clicked, note))
        if answer.after is not None:
            self.follow(answer.after)

    async def _caught(self, after: After) -> None:
        try:
            await after()
        except SlackApiError as error:
            data = error.response.data
            detail = data.get("response_metadata") if isinstance(data, dict) else None
            log.warning("slack_refused", error=slack_word(error), detail=detail)
        except AWAY as error:
            log.warning("slack_away", error=type(error).__name__, detail=str(error))
        except Exception as error:  # noqa: BLE001 - nobody else awaits this task.
            _trouble(error)


async def _refuse_strange(error: Exception) -> BoltResponse:
    """What a listener can't even read is not what Slack sends; everything else was caught before."""
    log.warning("strange_delivery", error=repr(error))
    return BoltResponse(status=400, body="The request can't be understood.")


def _trouble(error: Exception) -> str:
    reference = secrets.token_hex(4)
    log.error("unexpected", reference=reference, exc_info=error)
    return notices.trouble(reference)
