"""Says and repaints at Slack's pace. Where Slack does not take a picture, the words go out without it."""

import asyncio
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.pace import Pace
from handlers.slack.failures import GONE, after_failure
from services.picturing import Picturing
from views.slack.parts import Message

log = structlog.get_logger()


class Posting:
    def __init__(self, client: AsyncWebClient, picturing: Picturing, pace: Pace) -> None:
        self._client = client
        self._picturing = picturing
        self._pace = pace

    async def post(self, channel: str, message: Message, **more: Any) -> tuple[str, str]:
        """Returns the channel and the ts. Raises what Slack's client raises."""
        body = message.payload() | {"unfurl_links": False, "unfurl_media": False} | more
        async with self._pace.post:
            try:
                answer = await self._client.chat_postMessage(channel=channel, **body)
            except SlackApiError as error:
                if not after_failure(error, 0).is_bad_file:
                    raise
                await self._doubt(message)
                body |= message.without_pictures().payload()
                answer = await self._client.chat_postMessage(channel=channel, **body)
        return str(answer["channel"]), str(answer["ts"])

    async def wait_to_update(self) -> None:
        """Slack rations `chat.update` for the whole workspace: until one more may be called."""
        await self._pace.update.acquire()

    async def update(self, channel: str, ts: str, message: Message) -> None:
        """Edit a message in place, once `wait_to_update` is over.

        Raises what passes and what an admin can mend. What Slack refuses for good is left as it is: the message is
        gone, say, and then nothing more is to be done.
        """
        try:
            await self._edit(channel, ts, message)
        except SlackApiError as error:
            failure = after_failure(error, 0)
            if failure.is_bad_file:
                await self._doubt(message)
                await self.wait_to_update()
                await self._edit(channel, ts, message.without_pictures())
            elif failure.is_trouble or failure.needs_admin:
                raise
            elif failure.word not in GONE:
                log.warning("edit_refused", error=failure.word)

    async def _edit(self, channel: str, ts: str, message: Message) -> None:
        await self._client.chat_update(channel=channel, ts=ts, **message.payload())

    async def _doubt(self, message: Message) -> None:
        """The picture follows by a repaint once somebody has looked what became of its file."""
        for file in message.files:
            await asyncio.to_thread(self._picturing.doubt, file)
