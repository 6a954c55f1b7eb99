"""The bot's ends of its lines to Slack: the client, Bolt, the socket, and what becomes of a token that is refused."""

import asyncio
import logging
from collections.abc import Awaitable

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.middleware.authorization.async_single_team_authorization import AsyncSingleTeamAuthorization
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.retrying import RetryOfViews
from bot.settings import BadSettings, Settings
from handlers.slack.failures import FAILURES, REFUSED, after_failure

log = structlog.get_logger()
_FIRST_CALL_WITHIN = 5.0
"""Seconds. Whoever starts the bot should hear of a wrong token, but not wait for a Slack that is away."""
_REDIRECTS = {301, 302, 303, 307, 308}


class Redirected(aiohttp.ClientError):
    """Whoever answers there is not Slack, which never redirects what the bot asks of it."""


def new_session(seconds: float) -> aiohttp.ClientSession:
    """For all that the bot sends to Slack: what it says and the token it says it with go along no redirect.

    aiohttp would follow, with the token on the same origin, and with people's words in the body to any.
    """
    timeout = aiohttp.ClientTimeout(total=seconds)
    return aiohttp.ClientSession(timeout=timeout, middlewares=[_refuse_redirects])


async def _refuse_redirects(request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    response = await send(request)
    if response.status in _REDIRECTS:
        response.close()
        raise Redirected(f"{request.url.origin()} redirects elsewhere")
    return response


def new_client(settings: Settings, session: aiohttp.ClientSession) -> AsyncWebClient:
    """A lost connection is tried once more; what may have been said already is the outbox's business."""
    return AsyncWebClient(
        settings.bot_token.get_secret_value(),
        base_url=settings.api_url,
        session=session,
        retry_handlers=[AsyncConnectionErrorRetryHandler(max_retry_count=1), RetryOfViews(max_retry_count=5)],
        timeout=30,
    )


def new_bolt(settings: Settings, client: AsyncWebClient, known: AsyncSlackResponse | None) -> AsyncApp:
    """`process_before_response`: by default Bolt looks for the ack only every 10 ms. `known`: what auth.test said, so
    that the first click does not wait for Bolt to ask again; None: Slack was away, and Bolt asks.
    """
    secret = settings.signing_secret.get_secret_value() if settings.signing_secret else None
    # Else each of Bolt's own loggers would take the root's level, and not the one that bot/log.py gives to Bolt.
    logger = logging.getLogger("slack_bolt")
    bolt = AsyncApp(client=client, signing_secret=secret, process_before_response=True, logger=logger)
    for one in bolt._async_middleware_list:  # noqa: SLF001 - Bolt asks by itself, and takes the answer in no other way.
        if isinstance(one, AsyncSingleTeamAuthorization):
            one.auth_test_result = known
    return bolt


async def connect(settings: Settings, bolt: AsyncApp, client: AsyncWebClient) -> AsyncSocketModeHandler:
    token = settings.app_token.get_secret_value() if settings.app_token else ""
    # Bolt's own first try would be followed by others for ever, also where the token is wrong.
    opened = await unless_refused("SLACK_APP_TOKEN", client.apps_connections_open(app_token=token))
    handler = AsyncSocketModeHandler(bolt, token)
    handler.client.web_client.base_url = settings.api_url
    handler.client.wss_uri = None if opened is None else str(opened["url"])
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt's adapters are not annotated.
    except BaseException:  # Somebody stopped us while Slack was away.
        await handler.close_async()  # type: ignore[no-untyped-call]
        raise
    return handler


async def unless_refused(variable: str, call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse | None:
    """Raises BadSettings for a token that Slack refuses. None: Slack is away, and whoever needs it will try again."""
    try:
        return await asyncio.wait_for(call, _FIRST_CALL_WITHIN)
    except FAILURES as error:
        word = after_failure(error, 0).word
        if word in REFUSED:
            raise BadSettings(
                f"Slack refuses {variable} (“{word}”). `labelbot doctor` says what to do about it."
            ) from None
        log.warning("slack_away", error=word, detail=str(error))
        return None
