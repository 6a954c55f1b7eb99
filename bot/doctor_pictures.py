"""Whether pictures get to where people see them: uploaded to Slack, or fetched from our public address."""

import asyncio
import base64
import secrets
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings
from handlers.web.pictures import NO_PICTURE

_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC"
)
_LOOKS = (0.1, 0.4, 0.5, 1, 2, 4, 8, 8)
"""Seconds before each look at a file that Slack is scanning."""


class Trouble(Exception):
    pass


async def check_upload(client: AsyncWebClient, session: aiohttp.ClientSession) -> str:
    """A picture is taken, scanned and shown to the bot; then it is deleted."""
    place = await client.files_getUploadURLExternal(filename="labelbot-doctor.png", length=len(_PIXEL))
    async with session.post(place["upload_url"], data=_PIXEL, allow_redirects=False) as answer:
        answer.raise_for_status()
    file = str(place["file_id"])
    await client.files_completeUploadExternal(files=[{"id": file, "title": "labelbot doctor"}])
    try:
        seconds = await _wait_until_visible(client, file)
    finally:
        await client.files_delete(file=file)
    return f"an uploaded picture becomes visible ({seconds:.1f} s)"


async def _wait_until_visible(client: AsyncWebClient, file: str) -> float:
    loop = asyncio.get_running_loop()
    started = loop.time()
    for pause in _LOOKS:
        await asyncio.sleep(pause)
        answer = await client.files_info(file=file)
        if str(answer["file"].get("mimetype") or "").startswith("image/"):
            return loop.time() - started
    raise Trouble(
        f"After {loop.time() - started:.0f} s Slack still scans an uploaded picture. Try again later, or set "
        "LABELBOT_PICTURES=url and LABELBOT_PUBLIC_URL."
    )


async def check_public_url(settings: Settings, session: aiohttp.ClientSession, *, is_running: bool) -> str:
    """Ask for a picture at the public address, as Slack will. Where no bot runs yet, we answer in its place."""
    why = "Slack fetches pictures there"
    if is_running:
        await _fetch(f"{settings.public_url}/pictures/doctor.jpg", session, {404}, NO_PICTURE, why)
    else:
        async with _standing_in(settings) as (path, word):
            await _fetch(f"{settings.public_url}{path}", session, {200}, word, why)
    return f"{settings.public_url} leads here"


async def check_pages(settings: Settings, session: aiohttp.ClientSession, *, is_running: bool) -> str:
    """The same for the web pages, which people's browsers open. It may be that only this machine can't get there."""
    why = "people open the web pages there, to draw boxes and play videos (from elsewhere it may)"
    if is_running:
        await _fetch(f"{settings.public_url}/", session, {200, 401, 403}, "Labelbot", why)
    else:
        async with _standing_in(settings) as (path, word):
            await _fetch(f"{settings.public_url}{path}", session, {200}, word, why)
    return f"{settings.public_url} leads here"


async def _fetch(url: str, session: aiohttp.ClientSession, statuses: Collection[int], word: str, why: str) -> None:
    """`word` must be in what is answered."""
    wrong = f"{url} should lead to this server's port, as {why}"
    try:
        async with session.get(url, allow_redirects=False) as answer:
            if answer.status in statuses and word in await answer.text():
                return
            found = f"it answers {answer.status}"
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        found = str(error) or type(error).__name__
    raise Trouble(
        f"{wrong}, but {found}. Check LABELBOT_PUBLIC_URL and that the web server in front passes all paths on."
    )


@asynccontextmanager
async def _standing_in(settings: Settings) -> AsyncIterator[tuple[str, str]]:
    """A server where the bot will listen: the path that it knows, and what it says there."""
    path, word = f"/pictures/doctor-{secrets.token_hex(8)}.jpg", secrets.token_hex(16)

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(text=word)

    app = web.Application()
    for prefix in dict.fromkeys(("", urlsplit(settings.public_url or "").path.rstrip("/"))):
        app.router.add_get(prefix + path, answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
        yield path, word
    except OSError as error:
        raise Trouble(f"The public address can't be tried while the port can't be used ({error.strerror}).") from None
    finally:
        await runner.cleanup()
