"""How a door answers besides the ack: through the click's response_url, where no token travels, and with windows."""

import asyncio
from typing import Any

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack.payloads import Click
from views.slack import notices

log = structlog.get_logger()
_TIMEOUT = ClientTimeout(total=10)
_AGAIN = (0.5, 1.5)
"""Seconds; a response_url may be used five times."""
AWAY = (ClientError, OSError, TimeoutError)
"""What a call raises that has no answer from Slack."""
_CLOSED = "Slack closed the door before the window could open. Please try again."
_NO_WINDOW = "Slack did not open the window that belongs here. Nothing was changed: please try again in a moment."
_TOO_LATE = {"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged", "invalid_trigger_id"}


class Answering:
    def __init__(self, client: AsyncWebClient, session: ClientSession) -> None:
        self.client = client
        self._session = session

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
        if clicked.response_url is None and clicked.trigger and clicked.view is not None:
            await self.window(clicked, notices.refusal_window(sentence))
        else:
            await self._tell_in_words(clicked, sentence)

    async def window(self, clicked: Click, view: View) -> None:
        """Open a window, over the one that is open if there is one. Where Slack does not, it is said in words."""
        over = clicked.view is not None and not clicked.is_home
        open_ = self.client.views_push if over else self.client.views_open
        try:
            await open_(trigger_id=clicked.trigger, view=view)
        except (SlackApiError, *AWAY) as error:
            is_late = isinstance(error, SlackApiError) and slack_word(error) in _TOO_LATE
            await self._tell_in_words(clicked, _CLOSED if is_late else _NO_WINDOW)
            if not is_late:
                raise

    async def update_window(self, clicked: Click, view: View) -> None:
        """Show the open window anew; what was typed stays where the fields are the same."""
        await self.client.views_update(view_id=clicked.view_id, view=view)

    async def _tell_in_words(self, clicked: Click, sentence: str) -> None:
        message = notices.refusal(sentence).payload()
        here = message | {"response_type": "ephemeral", "replace_original": False}
        if clicked.response_url is None or not await self.respond(clicked.response_url, here):
            await self.client.chat_postMessage(
                channel=clicked.actor.user, unfurl_links=False, unfurl_media=False, **message
            )


def slack_word(error: SlackApiError) -> str:
    """Slack's own word for what it refuses; the status where there is none, as of a server in trouble."""
    response: Any = error.response
    said = response.data.get("error") if isinstance(response.data, dict) else None
    return str(said or response.status_code)
