"""Who is in a channel, a user group or the workspace: asked of Slack page by page, once for all who want to know."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.errors import LabelingError
from domain.read_models import Way
from handlers.slack.directory import Directory, patiently
from handlers.slack.failures import slack_word

log = structlog.get_logger()
T = TypeVar("T")
_PAGE = 200
_KEPT = 60.0
"""Seconds for which an answer counts: between looking at who it is and pressing Add."""
_NOT_IN_CHANNEL = (
    "Labelbot is not in that private channel, so Slack does not tell it who is. Type `/invite @labelbot` in the "
    "channel, then choose it again."
)
_NO_GROUPS_HERE = (
    "User groups come with Slack's paid plans, and this workspace has none. Choose everyone in a channel instead."
)
SLACKS_TROUBLE = "Slack did not say who that is. Please try again in a moment."
_WORDS = {
    "channel_not_found": _NOT_IN_CHANNEL,
    "no_such_subteam": "That user group is gone, or was disabled. Choose another one.",
    "plan_upgrade_required": _NO_GROUPS_HERE,
    "method_not_supported_for_channel_type": "Slack does not tell who is in such a channel. Choose another one.",
}


@dataclass(frozen=True, slots=True)
class Source:
    """`which`: the id of a channel or group, "" for the workspace."""

    workspace: str
    way: Way
    which: str = ""


@dataclass(slots=True)
class Reading:
    """People on their way here. `read`: how many Slack has named so far."""

    read: int = 0
    until: float | None = None
    """When it is too old, by the loop's clock; None while it goes on."""
    task: asyncio.Task[list[str]] = field(init=False)

    async def wait(self, seconds: float) -> bool:
        """Whether it is over by then."""
        await asyncio.wait([self.task], timeout=seconds)
        return self.task.done()

    def users(self) -> list[str]:
        """Once it is over. Raises LabelingError with the words for why there is nobody."""
        return self.task.result()


class Rosters:
    def __init__(self, client: AsyncWebClient, directory: Directory) -> None:
        self._client = client
        self._directory = directory
        self._readings: dict[Source, Reading] = {}

    def read(self, source: Source) -> Reading:
        """Begins, or goes on with what somebody else began a moment ago."""
        now = asyncio.get_running_loop().time()
        known = self._readings.get(source)
        if known is not None and (known.until is None or now < known.until):
            return known
        reading = self._readings[source] = Reading()
        reading.task = asyncio.create_task(self._read(source, reading))
        reading.task.add_done_callback(lambda task: self._ended(source, reading, task))
        return reading

    def forget(self, source: Source) -> None:
        """It is asked for anew: somebody came or went."""
        self._readings.pop(source, None)

    def stop(self) -> None:
        for reading in self._readings.values():
            reading.task.cancel()

    def _ended(self, source: Source, reading: Reading, task: asyncio.Task[list[str]]) -> None:
        now = asyncio.get_running_loop().time()
        reading.until = now + _KEPT
        if has_failed(task) and self._readings.get(source) is reading:
            del self._readings[source]
        for known, one in list(self._readings.items()):
            if one.until is not None and one.until < now:
                del self._readings[known]

    async def _read(self, source: Source, reading: Reading) -> list[str]:
        def count(people: int) -> None:
            reading.read += people

        async def ask() -> list[str]:
            if source.way is Way.EVERYONE:
                return await self._directory.meet_all(source.workspace, count)
            users = await self._members(source, count)
            await self._directory.introduce(source.workspace, users)
            return users

        return await in_words(ask)

    async def _members(self, source: Source, count: Callable[[int], None]) -> list[str]:
        if source.way is Way.GROUP:
            group = source.which
            answer = await patiently(lambda: self._client.usergroups_users_list(usergroup=group))
            count(len(answer["users"]))
            return list(answer["users"])
        users: list[str] = []
        cursor = ""
        while True:
            page = await self._page(source.which, cursor)
            users += page["members"]
            count(len(page["members"]))
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return users

    async def _page(self, channel: str, cursor: str) -> Any:
        return await patiently(lambda: self._client.conversations_members(channel=channel, limit=_PAGE, cursor=cursor))


def has_failed(task: asyncio.Task[Any]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


async def in_words(ask: Callable[[], Awaitable[T]]) -> T:
    """Slack's refusals as sentences for the person."""
    try:
        return await ask()
    except SlackApiError as error:
        word = slack_word(error)
        log.info("roster_refused", error=word)
        if word == "missing_scope":
            raise LabelingError(_missing(error)) from error
        raise LabelingError(_WORDS.get(word, SLACKS_TROUBLE)) from error


def _missing(error: SlackApiError) -> str:
    response: Any = error.response
    scope = response.get("needed") or ""
    named = f" (`{scope}`)" if scope else ""
    return (
        f"This workspace has not allowed Labelbot to ask Slack for that yet{named}. Ask whoever runs Labelbot to renew "
        "the app's scopes: `labelbot doctor` says how."
    )
