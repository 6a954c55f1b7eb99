"""Who is who, asked of Slack once and remembered in the store."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from domain.errors import LabelingError
from domain.model import Actor, Person
from handlers.slack.failures import FAILURES, after_failure
from services.collaborating import Collaborating
from views.slack import notices

log = structlog.get_logger()
_SLACKBOT = "USLACKBOT"
_PAGE = 200
_AT_ONCE = 8
_MANY = 20
_WITHIN = 1.8
"""Seconds, of the three in which Slack wants a click answered."""


def _tell_nobody(_people: int) -> None:
    """For whoever does not wait."""


class Directory:
    def __init__(self, client: AsyncWebClient, collaborating: Collaborating) -> None:
        self._client = client
        self._collaborating = collaborating

    async def person(self, actor: Actor) -> Person:
        """Whoever clicked. A person whom Slack will not describe counts as from elsewhere: nothing more is allowed."""
        known = await asyncio.to_thread(self._collaborating.find, actor)
        if known is not None:
            return known
        await self.meet(actor.workspace, [actor.user])
        found = await asyncio.to_thread(self._collaborating.find, actor)
        return found or _stranger(actor.workspace, actor.user)

    async def is_member(self, actor: Actor) -> bool:
        """Whether they may see what the workspace calls its datasets: guests and people from elsewhere may not."""
        person = await self.person(actor)
        return not (person.is_guest or person.is_external)

    async def meet(self, workspace: str, users: Iterable[str]) -> None:
        """Ask Slack about those whom we don't know yet. Raises LabelingError where it doesn't say in the time of a
        click; the next click then asks about those who are left only.
        """
        unknown = await asyncio.to_thread(self._collaborating.unknown, workspace, users)
        if not unknown:
            return
        gate = asyncio.Semaphore(_AT_ONCE)
        asked = [asyncio.create_task(self._describe(workspace, user, gate)) for user in unknown]
        answered, unanswered = await asyncio.wait(asked, timeout=_WITHIN)
        for task in unanswered:
            task.cancel()
        described = [task.result() for task in answered if task.exception() is None]
        if described:
            await asyncio.to_thread(self._collaborating.remember, described)
        if unanswered:
            raise LabelingError(notices.UNKNOWN_PEOPLE)
        for task in answered:
            task.result()

    async def meet_all(self, workspace: str, told: Callable[[int], None] = _tell_nobody) -> list[str]:
        """Everybody, page by page, so that hardly anybody has to be asked for later. `told` how many each page had."""
        cursor, everybody = "", []
        while True:
            answer = await self._page(cursor)
            people = [to_person(workspace, user) for user in answer["members"]]
            await asyncio.to_thread(self._collaborating.remember, people)
            everybody += [person.user for person in people]
            told(len(people))
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return everybody

    async def introduce(self, workspace: str, users: Sequence[str]) -> None:
        """As `meet`, for however many and however long it takes. Where many are unknown, everybody is met: that takes
        fewer calls.
        """
        unknown = await asyncio.to_thread(self._collaborating.unknown, workspace, users)
        if len(unknown) > _MANY:
            await self.meet_all(workspace)
            unknown = await asyncio.to_thread(self._collaborating.unknown, workspace, users)
        gate = asyncio.Semaphore(_AT_ONCE)
        for start in range(0, len(unknown), _PAGE):
            asked = (self._describe(workspace, user, gate) for user in unknown[start : start + _PAGE])
            await asyncio.to_thread(self._collaborating.remember, await asyncio.gather(*asked))

    async def changed(self, event: Mapping[str, Any], workspace: str) -> None:
        """user_change or team_join."""
        await asyncio.to_thread(self._collaborating.remember, [to_person(workspace, event["user"])])

    async def _page(self, cursor: str) -> AsyncSlackResponse:
        return await patiently(lambda: self._client.users_list(limit=_PAGE, cursor=cursor))

    async def _describe(self, workspace: str, user: str, gate: asyncio.Semaphore) -> Person:
        try:
            async with gate:
                answer = await patiently(lambda: self._client.users_info(user=user))
        except SlackApiError as error:
            if after_failure(error, 0).word in {"user_not_found", "user_not_visible"}:
                return _stranger(workspace, user)
            raise
        return to_person(workspace, answer["user"])


async def patiently(call: Callable[[], Awaitable[AsyncSlackResponse]]) -> AsyncSlackResponse:
    """Again and again while Slack has trouble, at the pace that it asks for."""
    attempts = 0
    while True:
        try:
            return await call()
        except FAILURES as error:
            failure = after_failure(error, attempts)
            if not failure.is_trouble:
                raise
            log.info("people_wait", error=failure.word, seconds=failure.wait)
            attempts += 1
            await asyncio.sleep(failure.wait)


def _stranger(workspace: str, user: str) -> Person:
    """Whom Slack will not describe: from elsewhere, so nothing more is allowed, and nobody can assign them."""
    return Person(workspace, user, "somebody whom Slack does not describe", is_external=True)


def to_person(workspace: str, user: Mapping[str, Any]) -> Person:
    """From Slack's user object. Slackbot says of itself that it is no bot."""
    profile = user.get("profile") or {}
    name = profile.get("display_name") or user.get("real_name") or profile.get("real_name") or user.get("name")
    return Person(
        workspace,
        str(user["id"]),
        str(name or user["id"]),
        tz=str(user.get("tz") or "UTC"),
        is_bot=bool(user.get("is_bot")) or user["id"] == _SLACKBOT,
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_external=bool(user.get("is_stranger")) or (user.get("team_id") or workspace) != workspace,
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        is_deleted=bool(user.get("deleted")),
    )
