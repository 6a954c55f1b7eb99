"""Brings files into Slack, in the steps that Slack wants."""

from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from bot.pace import Pace


class Uploads:
    def __init__(self, client: AsyncWebClient, session: ClientSession, pace: Pace) -> None:
        self._client = client
        self._session = session
        self._pace = pace

    async def put(self, name: str, content: bytes) -> str:
        """The bytes are there, but nobody sees them before `finish`. Returns Slack's id of the file."""
        async with self._pace.upload:
            place = await self._client.files_getUploadURLExternal(filename=name, length=len(content))
            async with self._session.post(place["upload_url"], data=content, allow_redirects=False) as answer:
                answer.raise_for_status()
        return str(place["file_id"])

    async def finish(self, file: str, title: str, channel: str | None = None) -> None:
        """With a channel the file is shown there; without, only our messages can show it."""
        await self._client.files_completeUploadExternal(files=[{"id": file, "title": title}], channel_id=channel)
