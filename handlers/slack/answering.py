"""How a door answers besides the ack: through the click's response_url, where no token travels, and with windows."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import ButtonElement
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from domain.model import Actor
from handlers.slack.failures import CLOSED, FAILURES, Failure, after_failure
from handlers.slack.payloads import Click
from views.slack import notices
from views.slack.parts import Window

log = structlog.get_logger()
_TIMEOUT = ClientTimeout(total=10)
_AGAIN = (0.5, 1.5)
"""Seconds; a response_url may be used five times."""
_TOO_LATE = {"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged", "invalid_trigger_id"}
_TRIGGER_LIVES = 2.5
"""Seconds, of the three that Slack gives: the rest went by on the way here."""
_PERSISTENCE = 10 * 60.0
"""Seconds for which an answer is offered to a Slack that has trouble. A stop ends that, and nothing is lost by it: such
a sentence says what became of a click. What was done stands in the database, what is shown is drawn from there, and
what must be told in any case goes through the outbox.
"""


class Answering:
    """`doubt(file)`: Slack did not take this file in a window, so somebody should look what became of it."""

    def __init__(self, client: AsyncWebClient, session: ClientSession, doubt: Callable[[str], object] = len) -> None:
        self.client = client
        self._session = session
        self._doubt = doubt

    async def respond(self, response_url: str, body: dict[str, Any]) -> bool:
        """False: it did not arrive (used up, expired, Slack has trouble)."""
        try:
            async with self._session.post(response_url, json=body, timeout=_TIMEOUT, allow_redirects=False) as response:
                if response.status == 200:  # noqa: PLR2004 - HTTP's own number.
                    return True
                log.info("response_url_refused", status=response.status)
        except (ClientError, TimeoutError) as error:
            log.info("response_url_failed", error=type(error).__name__)
        return False

    async def repaint(self, response_url: str, message: dict[str, Any]) -> bool:
        """Tried again shortly: whoever labels waits for it. What still fails is found by the sweep."""
        for pause in (*_AGAIN, None):
            if await self.respond(response_url, message | {"replace_original": True}):
                return True
            if pause is not None:
                await asyncio.sleep(pause)
        return False

    async def tell(self, clicked: Click, sentence: str) -> None:
        """Say it to this person only, as near to the click as Slack allows."""
        is_in_window = clicked.response_url is None and clicked.trigger and clicked.view is not None
        if is_in_window and await self._opens(clicked, notices.refusal_window(sentence)):
            return
        await self._say(clicked, sentence)

    async def window(self, clicked: Click, view: View, again: Sequence[ButtonElement] = ()) -> None:
        """Open a window, over the one that is open if there is one. Too late or full: say so in words, with the
        buttons `again`.
        """
        await self.opened(clicked, view, again)

    async def opened(self, clicked: Click, view: View, again: Sequence[ButtonElement] = ()) -> str:
        """As `window`. Returns the new window's id, "" where there is none."""
        open_ = self.client.views_push if _has_window(clicked) else self.client.views_open
        started = asyncio.get_running_loop().time()
        try:
            try:
                answer = await open_(trigger_id=clicked.trigger, view=view)
            except FAILURES as error:
                if isinstance(view, Window) and after_failure(error, 0).is_bad_file:
                    view = await self._without_pictures(view)
                else:
                    await self._wait_within_trigger(error, started)
                answer = await open_(trigger_id=clicked.trigger, view=view)
        except FAILURES as error:
            failure = after_failure(error, 0)
            if failure.word == "push_limit_reached":
                await self._instead(clicked, view)
            elif failure.word in _TOO_LATE:
                await self._say(clicked, notices.TOO_LATE, again)
            elif failure.is_trouble:
                log.warning("slack_away", error=failure.word, detail=str(error))
                await self._say(clicked, notices.NO_WINDOW, again)
            else:
                raise
            return ""
        return str(answer["view"].get("id") or "")

    async def update_window(self, clicked: Click, view: View) -> None:
        """Show the open window anew; what was typed stays where the fields are the same."""
        try:
            await self.client.views_update(view_id=clicked.view_id, view=view)
        except SlackApiError as error:
            if after_failure(error, 0).word not in CLOSED:
                raise

    async def show(self, view_id: str, view: View, *, known: str | None = None, plain: View | None = None) -> str:
        """Show a window anew and return its new hash. With the hash `known`, only if nobody has changed it since.

        `plain`: what is shown where Slack does not take a picture; else it is the same with words in their places.
        """
        try:
            answer = await self.client.views_update(view_id=view_id, view=view, hash=known)
        except SlackApiError as error:
            if not after_failure(error, 0).is_bad_file or not (plain or isinstance(view, Window)):
                raise
            plain = plain or await self._without_pictures(cast("Window", view))
            answer = await self.client.views_update(view_id=view_id, view=plain, hash=known)
        return str(answer["view"].get("hash") or "")

    async def _without_pictures(self, view: Window) -> Window:
        for file in view.files:
            await asyncio.to_thread(self._doubt, file)
        return view.without_pictures()

    async def _instead(self, clicked: Click, view: View) -> None:
        """Slack stacks three windows. A list gives its place away, as closing leads to the one beneath; a form does
        not, as what was typed would be gone.
        """
        if clicked.has_inputs:
            await self._say(clicked, notices.NO_ROOM)
        else:
            await self.update_window(clicked, view)

    async def _opens(self, clicked: Click, view: View) -> bool:
        """Without a second try: words find another way."""
        open_ = self.client.views_push if _has_window(clicked) else self.client.views_open
        return await _succeeds(lambda: open_(trigger_id=clicked.trigger, view=view))

    async def _wait_within_trigger(self, error: BaseException, started: float) -> None:
        """Until it is worth a second try. Raises the error where there is no time for one, or no sense in it."""
        failure = after_failure(error, 0)
        spent = asyncio.get_running_loop().time() - started
        if not failure.is_trouble or spent + failure.wait > _TRIGGER_LIVES:
            raise error
        await asyncio.sleep(failure.wait)

    async def _say(self, clicked: Click, sentence: str, again: Sequence[ButtonElement] = ()) -> None:
        message = notices.refusal(sentence, again).payload()
        url = clicked.response_url
        if url is None or not await self.respond(
            url, message | {"response_type": "ephemeral", "replace_original": False}
        ):
            await self._tell_directly(clicked.actor, message)

    async def _tell_directly(self, actor: Actor, message: dict[str, Any]) -> None:
        """Offered again for some minutes while Slack has trouble: nobody is left without an answer."""
        loop, attempts = asyncio.get_running_loop(), 0
        until = loop.time() + _PERSISTENCE
        while True:
            try:
                await self.client.chat_postMessage(
                    channel=actor.user, unfurl_links=False, unfurl_media=False, **message
                )
            except FAILURES as error:
                failure = after_failure(error, attempts)
                if not _is_worth_it(failure) or loop.time() + failure.wait > until:
                    log.warning("answer_lost", error=failure.word)
                    return
                attempts += 1
                await asyncio.sleep(failure.wait)
            else:
                return


def _has_window(clicked: Click) -> bool:
    return clicked.view is not None and not clicked.is_home


def _is_worth_it(failure: Failure) -> bool:
    return failure.is_trouble or failure.needs_admin


async def _succeeds(call: Callable[[], Awaitable[object]]) -> bool:
    try:
        await call()
    except FAILURES as error:
        log.info("window_refused", error=after_failure(error, 0).word)
        return False
    return True
