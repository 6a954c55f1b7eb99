"""Deliveries as signed HTTP posts."""

import asyncio
import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import aiohttp

from playground.deliveries.delivery import Deliveries, Delivery, Reply
from playground.reading import read_json
from playground.workspace import Workspace

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"


class HttpDeliveries(Deliveries):
    """Posts to the URLs that the manifest names for each kind; to `request_url` instead where one is given."""

    def __init__(
        self, workspace: Workspace, request_url: str = "", *, signing_secret: str = "", retry_pace: float = 1.0
    ) -> None:
        super().__init__(workspace, retry_pace=retry_pace)
        self.request_url = request_url
        self.signing_secret = signing_secret or workspace.app.signing_secret
        self._session: aiohttp.ClientSession | None = None

    async def attempt(self, delivery: Delivery) -> Reply:
        url = self._url(delivery)
        if not url:
            return Reply(problem="dispatch_failed", reason="connection_failed")
        content_type, body = _encode(delivery)
        headers = self._headers(delivery, content_type, body)
        try:
            async with asyncio.timeout(self.workspace.patience):
                async with self._connection().post(url, data=body, headers=headers, allow_redirects=False) as response:
                    return await _read(response)
        except TimeoutError:
            return Reply(problem="operation_timeout", reason="http_timeout")
        except aiohttp.ClientError:
            return Reply(problem="dispatch_failed", reason="connection_failed")

    async def verify(self) -> bool:
        """Slack's handshake with a new request URL: it wants its challenge back."""
        challenge = {
            "type": "url_verification",
            "token": self.workspace.app.verification_token,
            "challenge": "3eZbrw1a",
        }
        body = json.dumps(challenge).encode()
        headers = {"Content-Type": _JSON, **self._signature(body)}
        async with self._connection().post(self.request_url, data=body, headers=headers) as response:
            return response.status == 200 and challenge["challenge"] in await response.text()

    async def close(self) -> None:
        await super().close()
        if self._session is not None:
            await self._session.close()

    def _connection(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session

    def _url(self, delivery: Delivery) -> str:
        """A manifest that names URLs must name one for this kind: without an options URL, for one, none are loaded."""
        declared = self._declared_url(delivery)
        manifest = self.workspace.app.manifest
        if self.request_url and not (manifest.events_url or manifest.interactivity_url):
            return self.request_url
        return declared and (self.request_url or declared)

    def _declared_url(self, delivery: Delivery) -> str:
        manifest = self.workspace.app.manifest
        if delivery.kind == "events_api":
            return manifest.events_url
        if delivery.kind == "slash_commands":
            command = manifest.command(delivery.payload["command"])
            return command.url if command else ""
        is_options = delivery.payload["type"] == "block_suggestion"
        return manifest.options_url if is_options else manifest.interactivity_url

    def _headers(self, delivery: Delivery, content_type: str, body: bytes) -> dict[str, str]:
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            **self._signature(body),
        }
        if delivery.attempt:
            headers["X-Slack-Retry-Num"] = str(delivery.attempt)
            headers["X-Slack-Retry-Reason"] = delivery.retry_reason
        return headers

    def _signature(self, body: bytes) -> dict[str, str]:
        """By the real clock, whatever clock the workspace runs on: the app compares it with its own.

        https://docs.slack.dev/authentication/verifying-requests-from-slack
        """
        stamp = str(int(time.time()))
        digest = hmac.new(self.signing_secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def _encode(delivery: Delivery) -> tuple[str, bytes]:
    if delivery.kind == "events_api":
        return _JSON, json.dumps(delivery.payload).encode()
    if delivery.kind == "slash_commands":
        return _FORM, urlencode(delivery.payload, errors="replace").encode()
    return _FORM, urlencode({"payload": json.dumps(delivery.payload)}).encode()


async def _read(response: aiohttp.ClientResponse) -> Reply:
    text = (await response.read()).decode(errors="replace")
    is_final = response.headers.get("X-Slack-No-Retry") == "1"
    if response.status != 200:
        reason = "too_many_redirects" if 300 <= response.status < 400 else "http_error"
        return Reply(text or None, problem="dispatch_failed", reason=reason, is_final=is_final)
    if response.content_type == _JSON and text:
        try:
            return Reply(read_json(text))
        except ValueError:
            return Reply(text)
    return Reply(text or None)
