"""Files that people have put into Slack: asked for by id, fetched with the bot's token from Slack's own hosts only."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from assist.videos import MOST_BYTES
from bot.connecting import Redirected
from bot.fetching import Unfetchable, keep
from handlers.slack.failures import REFUSED, after_failure, slack_word
from services.intake.kinds import Kind, advice, kind_of
from services.intake.taking import LooseFile, readable

_TIMES = aiohttp.ClientTimeout(total=600, sock_connect=10, sock_read=30)
_OK, _SERVER_ERROR, _TOO_MANY = 200, 500, 429
_REASONS = {
    "file_not_found": "isn't there any more, or is where Labelbot can't see it. Invite Labelbot to that conversation.",
    "file_deleted": "was deleted in Slack.",
    "access_denied": "is where Labelbot can't see it. Invite Labelbot to that conversation.",
    "not_visible": "is where Labelbot can't see it. Invite Labelbot to that conversation.",
    "missing_scope": "can't be read: Labelbot lacks the scope files:read. Ask whoever runs it.",
}
_OUTSIDE = "isn't in Slack but in another service. Download it and upload it here."
_SIGN_IN = "can't be had: Slack asks to sign in. Labelbot may lack the scope files:read."
_HIDDEN = "is hidden: Slack's free plan doesn't give out what is older than its limit."
_LINKED = {"external", "gdoc", "gdrive", "email", "post", "space", "canvas", "list", "quip"}


class SlackFiles:
    """`session` follows no redirects. `api_url` is where the Web API is, with a slash at the end."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession, api_url: str) -> None:
        self._client = client
        self._session = session
        self._api = urlsplit(api_url)

    async def fetch(self, file: str, path: Path) -> LooseFile:
        """Into the file `path`. Raises Refusal, and what Slack's client raises when Slack is in trouble."""
        return await self._fetch(file, path, MOST_BYTES, _check_kind)

    async def fetch_one(self, file: str, path: Path, most: int) -> LooseFile:
        """The same for a file of any kind, of at most so many bytes."""
        return await self._fetch(file, path, most, _any_kind)

    async def _fetch(self, file: str, path: Path, most: int, check_kind: Callable[[str], None]) -> LooseFile:
        described = await self._describe(file)
        name = readable(str(described.get("name") or described.get("title") or "A file"))
        try:
            self._check(described, name, most, check_kind)
            return await self._download(
                str(described.get("url_private_download") or described["url_private"]), name, path, most
            )
        except Unfetchable as bad:
            raise Refusal(name, bad.reason) from None

    def is_slacks_own(self, url: str) -> bool:
        """Whether the token may go there: where the Web API is, or a host below Slack's name, over HTTPS."""
        parts = urlsplit(url)
        try:
            if (parts.scheme, parts.hostname, parts.port) == (self._api.scheme, self._api.hostname, self._api.port):
                return True
            is_plain = parts.scheme == "https" and parts.port in {None, 443} and parts.username is None
        except ValueError:
            return False
        return is_plain and (parts.hostname or "").endswith(f".{self._api.hostname}")

    async def _describe(self, file: str) -> Mapping[str, Any]:
        try:
            answer = await self._client.files_info(file=file)
        except SlackApiError as error:
            word = slack_word(error)
            if word in REFUSED or after_failure(error, 0).is_trouble:
                raise
            raise Refusal("A file", _REASONS.get(word, f"can't be had from Slack ({word}).")) from None
        found: Mapping[str, Any] = answer["file"]
        return found

    def _check(self, file: Mapping[str, Any], name: str, most: int, check_kind: Callable[[str], None]) -> None:
        mode = str(file.get("mode") or "")
        if mode == "tombstone":
            raise Unfetchable(_REASONS["file_deleted"])
        if mode == "hidden_by_limit":
            raise Unfetchable(_HIDDEN)
        if file.get("is_external") or mode in _LINKED:
            raise Unfetchable(_OUTSIDE)
        if file.get("file_access") in _REASONS:
            raise Unfetchable(_REASONS[str(file["file_access"])])
        check_kind(name)
        if int(file.get("size") or 0) > most:
            raise Unfetchable(f"is too large: more than {most // 2**20:,} MB.")
        if not self.is_slacks_own(str(file.get("url_private_download") or file.get("url_private") or "")):
            raise Unfetchable(_OUTSIDE)

    async def _download(self, url: str, name: str, path: Path, most: int) -> LooseFile:
        headers = {"Authorization": f"Bearer {self._client.token}"}
        request = self._session.get(url, headers=headers, timeout=_TIMES, allow_redirects=False)
        async with _asked(request) as response:
            if response.status == _TOO_MANY or response.status >= _SERVER_ERROR:
                raise aiohttp.ClientError(f"Slack answered {response.status}")
            if response.status != _OK:
                raise Unfetchable(f"can't be had from Slack (it answered {response.status}).")
            return await keep(response, name, path, most)


def _check_kind(name: str) -> None:
    if kind_of(name, b"") is Kind.OTHER and "." in name:
        raise Unfetchable(f"is of a kind that isn't taken. {advice(name) or ''}".rstrip())


def _any_kind(_name: str) -> None:
    """Whoever asked looks into it."""


@asynccontextmanager
async def _asked(request: AbstractAsyncContextManager[aiohttp.ClientResponse]) -> AsyncIterator[aiohttp.ClientResponse]:
    """Where the scope is missing, Slack sends one on to its sign-in page."""
    try:
        async with request as response:
            yield response
    except Redirected:
        raise Unfetchable(_SIGN_IN) from None


class Refusal(Exception):
    """`name` can be shown; `reason` completes the sentence "`name` …"."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(reason)
        self.name = name
        self.reason = reason
