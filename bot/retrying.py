"""Calls that may be made again without harm are, inside of Slack's client: what they show may come late, not never."""

import asyncio
from urllib.parse import urlsplit

from aiohttp import ClientError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

_METHODS = frozenset({"views.publish", "views.update"})
_SERVER_ERROR = 500
_LONGEST = 30.0


class RetryOfViews(AsyncRetryHandler):
    """Home and open windows: Slack's trouble is waited for, a few times."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,  # noqa: ARG002 - the SDK calls by name.
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if urlsplit(request.url).path.rsplit("/", 1)[-1] not in _METHODS:
            return False
        status = response.status_code if response is not None else 0
        return isinstance(error, (ClientError, TimeoutError)) or status == 429 or status >= _SERVER_ERROR  # noqa: PLR2004 - HTTP's own number.

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,  # noqa: ARG002 - as above.
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002 - as above.
    ) -> None:
        state.next_attempt_requested = True
        wait = 0.5 * 2**state.current_attempt
        if response is not None:
            given = response.headers.get("retry-after") or response.headers.get("Retry-After")
            wait = float(given[0] if isinstance(given, list) else given) if given else wait
        await asyncio.sleep(min(_LONGEST, wait))
        state.increment_current_attempt()
