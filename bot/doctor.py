"""Looks at everything that Labelbot needs, one by one, and says what to do about what is missing."""

import asyncio
import socket
import tempfile
from collections.abc import AsyncIterator, Awaitable, Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from bot.connecting import Redirected, new_session
from bot.doctor_pictures import Trouble, check_pages, check_public_url, check_upload
from bot.manifest import scopes
from bot.rounds import NO_ZONES
from bot.settings import BadSettings, Settings, load
from domain.clock import SystemClock
from domain.reminding import knows_zones
from handlers.slack.failures import after_failure
from store.migrating import is_current
from store.unit_of_work import opened

_TIMEOUT = 20
_TIMEOUT_HERE = 2
"""Seconds: of what runs on this machine, an answer comes at once or not at all."""
_REINSTALL = "Compare with `labelbot manifest`, then reinstall the app (your app's page, Install App)."
_NOT_SLACK = "What answers there is not Slack. Check SLACK_API_URL and any proxy."
_ADVICE = {
    "account_inactive": "The bot was removed from the workspace: reinstall the app and copy its token again.",
    "invalid_auth": "Copy the token again from your app's page; it is not one that Slack knows.",
    "missing_scope": _REINSTALL,
    "not_allowed_token_type": "That is a token of another kind: SLACK_APP_TOKEN is the one that begins with xapp-.",
    "token_expired": "Switch token rotation off for the app and copy its token again.",
    "token_revoked": "Reinstall the app and copy its token again.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`text`: what was found, or what is wrong and what to do about it. `is_grave`: Labelbot can't do without."""

    name: str
    is_well: bool
    text: str
    is_grave: bool = True


async def examine() -> AsyncIterator[Finding]:
    """What the environment and `.env` set, then the machine, then Slack."""
    try:
        settings, problem = load(), ""
    except BadSettings as error:
        settings, problem = None, error.message
    yield Finding("Settings", not problem, problem.replace("\n", "\n  ") or "complete")
    try:
        local = settings or load(needs_slack=False)
    except BadSettings:
        return
    yield await _find("Folder", asyncio.to_thread(_check_folder, local))
    yield await _find("Database", asyncio.to_thread(_check_database, local))
    yield await _find("Port", _check_port(local))
    if not knows_zones():
        yield Finding("Time zones", is_well=False, text=NO_ZONES, is_grave=False)
    if settings is not None:
        async for finding in _examine_slack(settings):
            yield finding


async def token_workspace(settings: Settings) -> str:
    """The id of the workspace that the bot token belongs to. Raises SlackClientError, ClientError, OSError."""
    async with new_session(_TIMEOUT) as session:
        answer = await _client(settings, session).auth_test()
    return str(answer["team_id"])


async def _examine_slack(settings: Settings) -> AsyncIterator[Finding]:
    async with new_session(_TIMEOUT) as session:
        client = _client(settings, session)
        token = await _find("Bot token", _check_token(client))
        yield token
        if settings.app_token is not None:
            yield await _find("App token", _check_app_token(client, settings.app_token.get_secret_value()))
        if token.is_well:
            yield await _find("Scopes", _check_scopes(client))
            if settings.admins:
                yield await _find("Admins", _check_admins(client, settings.admins))
            if not settings.has_pictures_fetched:
                yield await _find("Pictures", check_upload(client, session))
                if settings.public_url is not None:
                    pages = check_pages(settings, session, is_running=await _is_running(settings))
                    yield replace(await _find("Web pages", pages), is_grave=False)
            else:
                yield await _find(
                    "Pictures", check_public_url(settings, session, is_running=await _is_running(settings))
                )


async def _find(name: str, check: Awaitable[str]) -> Finding:
    try:
        return Finding(name, is_well=True, text=await check)
    except Trouble as trouble:
        return Finding(name, is_well=False, text=str(trouble))
    except SlackApiError as error:
        word = after_failure(error, 0).word
        return Finding(name, is_well=False, text=f"Slack answers “{word}”. {_ADVICE.get(word, 'Try again later.')}")
    except Redirected as error:
        return Finding(name, is_well=False, text=f"{error}. {_NOT_SLACK}")
    except (aiohttp.ClientError, SlackClientError, OSError) as error:
        reason = str(error) or type(error).__name__
        return Finding(name, is_well=False, text=f"Slack can't be reached ({reason}). Check the network and any proxy.")
    except (TypeError, ValueError):
        return Finding(name, is_well=False, text=_NOT_SLACK)


def _check_folder(settings: Settings) -> str:
    try:
        settings.inputs_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=settings.inputs_dir) as file:
            file.write(b"labelbot")
    except OSError as error:
        raise Trouble(
            f"{settings.folder} can't be written to ({error.strerror}). Make it this user's, or set LABELBOT_DATA."
        ) from None
    return f"{settings.folder} can be written to"


def _check_database(settings: Settings) -> str:
    try:
        with opened(settings.database_url, SystemClock()) as store:
            is_migrated = is_current(store)
    except Exception as error:  # noqa: BLE001 - each driver has its own; which one, only the store knows.
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise Trouble(f"It can't be reached ({reason}). Check LABELBOT_DATABASE_URL and LABELBOT_DATA.") from None
    return "reachable and migrated" if is_migrated else "reachable; `labelbot run` will bring it to this version"


async def _check_port(settings: Settings) -> str:
    try:
        with socket.create_server((settings.host, settings.port)):
            return f"{settings.host}:{settings.port} is free"
    except OSError as error:
        if await _is_running(settings):
            return f"Labelbot runs at {settings.host}:{settings.port}"
        raise Trouble(
            f"{settings.host}:{settings.port} can't be used ({error.strerror}). Stop what runs there, or set "
            "LABELBOT_HOST or LABELBOT_PORT."
        ) from None


async def _is_running(settings: Settings) -> bool:
    """Whether it is ours that listens there."""
    where = URL.build(scheme="http", host=settings.host, port=settings.port, path="/readyz")
    try:
        async with new_session(_TIMEOUT_HERE) as session, session.get(where, allow_redirects=False) as answer:
            said = await answer.json()
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
        return False
    return isinstance(said, dict) and {"ok", "missing"} <= set(said)


async def _check_token(client: AsyncWebClient) -> str:
    answer = await client.auth_test()
    if not answer.get("team_id"):
        raise Trouble(_NOT_SLACK)
    return f"works for {answer['team']} ({answer['team_id']}) as @{answer['user']}"


async def _check_app_token(client: AsyncWebClient, token: str) -> str:
    await client.apps_connections_open(app_token=token)
    return "opens a connection"


async def _check_scopes(client: AsyncWebClient) -> str:
    answer = await client.auth_test()
    granted = {scope.strip() for scope in str(answer.headers.get("X-OAuth-Scopes", "")).split(",")}
    if missing := sorted(scopes() - granted):
        raise Trouble(f"Not granted: {', '.join(missing)}. {_REINSTALL}")
    return "all granted"


async def _check_admins(client: AsyncWebClient, admins: Iterable[str]) -> str:
    """Each of LABELBOT_ADMINS is somebody who can be one."""
    names, unfit = [], {}
    for user in sorted(admins):
        try:
            person = (await client.users_info(user=user))["user"]
        except SlackApiError as error:
            if error.response.get("error") not in {"user_not_found", "user_not_visible"}:
                raise
            unfit[user] = "unknown to Slack"
            continue
        names.append(f"@{person.get('name') or user}")
        if person.get("deleted") or person.get("is_bot"):
            unfit[user] = "deactivated" if person.get("deleted") else "an app"
    if unfit:
        said = ", ".join(f"{user} ({why})" for user, why in unfit.items())
        raise Trouble(f"LABELBOT_ADMINS names {said}. Copy a member's id from their profile in Slack.")
    return ", ".join(names)


def _client(settings: Settings, session: aiohttp.ClientSession) -> AsyncWebClient:
    token = settings.bot_token.get_secret_value()
    client = AsyncWebClient(token, base_url=settings.api_url, session=session, timeout=_TIMEOUT)
    if urlsplit(settings.api_url).scheme == "http":
        # A playground on this machine: the way there leads through no proxy, whatever the environment says.
        client.proxy = None
    return client
