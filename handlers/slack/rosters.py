"""Who is in a channel, a user group or the workspace: asked of Slack page by page, once for all who want to know."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.errors import LabelingError
from domain.read_models import Choice, Way
from handlers.slack.directory import Directory, patiently
from handlers.slack.failures import slack_word
from handlers.slack.payloads import JsonObject

log = structlog.get_logger()
T = TypeVar("T")
_PAGE = 200
_KEPT = 60.0
"""Seconds for which an answer counts: between looking at who it is and pressing Add."""
_GROUPS_KEPT = 5 * 60.0
_MOST_OPTIONS = 100
_NOT_IN_CHANNEL = (
    "Labelbot is not in that private channel, so Slack does not tell it who is. Type `/invite @labelbot` in the "
    "channel, then choose it again."
)
_NO_GROUPS_HERE = (
    "User groups come with Slack's paid plans, and this workspace has none. Choose everyone in a channel instead."
)
NO_GROUPS = "There are no user groups in this workspace. Choose everyone in a channel instead."
_SLACKS_TROUBLE = "Slack did not say who that is. Please try again in a moment."
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


@dataclass(frozen=True, slots=True)
class _Group:
    id: str
    name: str
    handle: str
    people: int

    def has(self, words: str) -> bool:
        return words in self.name.casefold() or words in self.handle.casefold()

    def as_choice(self) -> Choice:
        people = "1 person" if self.people == 1 else f"{self.people:,} people"
        return Choice(self.id, self.name, f"@{self.handle} · {people}")


class Rosters:
    def __init__(self, client: AsyncWebClient, directory: Directory) -> None:
        self._client = client
        self._directory = directory
        self._readings: dict[Source, Reading] = {}
        self._groups: dict[str, tuple[float, asyncio.Task[list[_Group]]]] = {}

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

    async def search_groups(self, workspace: str, words: str, within: float) -> list[Choice]:
        """By name or handle; nothing where Slack does not answer in time."""
        task = self._list_of_groups(workspace)
        await asyncio.wait([task], timeout=within)
        if not task.done() or task.exception() is not None:
            return []
        sought = words.strip().lstrip("@").casefold()
        found = [group for group in task.result() if group.has(sought)]
        found.sort(key=lambda one: (not one.name.casefold().startswith(sought), one.name.casefold()))
        return [group.as_choice() for group in found[:_MOST_OPTIONS]]

    async def why_no_groups(self, workspace: str, within: float) -> str | None:
        """What there is to say instead of a search, as far as Slack answers in time."""
        task = self._list_of_groups(workspace)
        await asyncio.wait([task], timeout=within)
        if not task.done():
            return None
        if (error := task.exception()) is not None:
            return error.message if isinstance(error, LabelingError) else _SLACKS_TROUBLE
        return None if task.result() else NO_GROUPS

    async def changed(self, event: JsonObject, workspace: str) -> None:
        """subteam_members_changed: what is kept of that group is asked for anew."""
        self._readings.pop(Source(workspace, Way.GROUP, str(event.get("subteam_id"))), None)
        self._groups.pop(workspace, None)

    def stop(self) -> None:
        for task in (*(one.task for one in self._readings.values()), *(task for _, task in self._groups.values())):
            task.cancel()

    def _ended(self, source: Source, reading: Reading, task: asyncio.Task[list[str]]) -> None:
        now = asyncio.get_running_loop().time()
        reading.until = now + _KEPT
        if _has_failed(task) and self._readings.get(source) is reading:
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

        return await _in_words(ask)

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

    def _list_of_groups(self, workspace: str) -> asyncio.Task[list[_Group]]:
        now = asyncio.get_running_loop().time()
        until, task = self._groups.get(workspace, (0.0, None))
        if task is None or now >= until or _has_failed(task):
            task = asyncio.create_task(_in_words(self._ask_for_groups))
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
            self._groups[workspace] = (now + _GROUPS_KEPT, task)
        return task

    async def _ask_for_groups(self) -> list[_Group]:
        answer = await patiently(lambda: self._client.usergroups_list(include_count=True))
        return [
            _Group(str(one["id"]), str(one["name"]), str(one["handle"]), int(one.get("user_count") or 0))
            for one in answer["usergroups"]
        ]


def _has_failed(task: asyncio.Task[Any]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


async def _in_words(ask: Callable[[], Awaitable[T]]) -> T:
    """Slack's refusals as sentences for the person."""
    try:
        return await ask()
    except SlackApiError as error:
        word = slack_word(error)
        log.info("roster_refused", error=word)
        if word == "missing_scope":
            raise LabelingError(_missing(error)) from error
        raise LabelingError(_WORDS.get(word, _SLACKS_TROUBLE)) from error


def _missing(error: SlackApiError) -> str:
    response: Any = error.response
    scope = response.get("needed") or ""
    named = f" (`{scope}`)" if scope else ""
    return (
        f"This workspace has not allowed Labelbot to ask Slack for that yet{named}. Ask whoever runs Labelbot to renew "
        "the app's scopes: `labelbot doctor` says how."
    )
