"""Who is who, asked of Slack once and remembered in the store."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.model import Actor, Person
from handlers.slack.answering import slack_word
from services.collaborating import Collaborating

_SLACKBOT = "USLACKBOT"
_PAGE = 200


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
        return found or Person(actor.workspace, actor.user, actor.user, is_external=True)

    async def meet(self, workspace: str, users: Iterable[str]) -> None:
        """Ask Slack about those whom we don't know yet."""
        unknown = await asyncio.to_thread(self._collaborating.unknown, workspace, users)
        answers = await asyncio.gather(*(self._ask(user) for user in unknown))
        people = [to_person(workspace, answer) for answer in answers if answer]
        if people:
            await asyncio.to_thread(self._collaborating.remember, people)

    async def meet_all(self, workspace: str) -> None:
        """Everybody, page by page, so that hardly anybody has to be asked for later."""
        cursor = ""
        while True:
            answer = await self._client.users_list(limit=_PAGE, cursor=cursor)
            people = [to_person(workspace, user) for user in answer["members"]]
            await asyncio.to_thread(self._collaborating.remember, people)
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    async def changed(self, event: Mapping[str, Any], workspace: str) -> None:
        """user_change or team_join."""
        await asyncio.to_thread(self._collaborating.remember, [to_person(workspace, event["user"])])

    async def _ask(self, user: str) -> Mapping[str, Any] | None:
        try:
            answer = await self._client.users_info(user=user)
        except SlackApiError as error:
            if slack_word(error) in {"user_not_found", "user_not_visible"}:
                return None
            raise
        return dict(answer["user"])


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
