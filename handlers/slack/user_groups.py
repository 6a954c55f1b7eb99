"""The workspace's user groups, asked of Slack now and then, so that a search can answer from what is kept."""

import asyncio
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from domain.errors import LabelingError
from domain.read_models import Choice
from handlers.slack.directory import patiently
from handlers.slack.rosters import SLACKS_TROUBLE, has_failed, in_words

_KEPT = 5 * 60.0
"""Seconds; a group that is made in the meantime is found that much later."""
_MOST_OPTIONS = 100
_NONE = "There are no user groups in this workspace. Choose everyone in a channel instead."


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


class UserGroups:
    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._groups: dict[str, tuple[float, asyncio.Task[list[_Group]]]] = {}

    async def search(self, workspace: str, words: str, within: float) -> list[Choice]:
        """By name or handle; nothing where Slack does not answer in time."""
        task = self._list(workspace)
        await asyncio.wait([task], timeout=within)
        if not task.done() or task.exception() is not None:
            return []
        sought = words.strip().lstrip("@").casefold()
        found = [group for group in task.result() if group.has(sought)]
        found.sort(key=lambda one: (not one.name.casefold().startswith(sought), one.name.casefold()))
        return [group.as_choice() for group in found[:_MOST_OPTIONS]]

    async def why_none(self, workspace: str, within: float) -> str | None:
        """What there is to say instead of a search, as far as Slack answers in time."""
        task = self._list(workspace)
        await asyncio.wait([task], timeout=within)
        if not task.done():
            return None
        if (error := task.exception()) is not None:
            return error.message if isinstance(error, LabelingError) else SLACKS_TROUBLE
        return None if task.result() else _NONE

    def forget(self, workspace: str) -> None:
        """The next one who searches has them asked for anew."""
        self._groups.pop(workspace, None)

    def stop(self) -> None:
        for _, task in self._groups.values():
            task.cancel()

    def _list(self, workspace: str) -> asyncio.Task[list[_Group]]:
        now = asyncio.get_running_loop().time()
        until, task = self._groups.get(workspace, (0.0, None))
        if task is None or now >= until or has_failed(task):
            task = asyncio.create_task(in_words(self._ask))
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
            self._groups[workspace] = (now + _KEPT, task)
        return task

    async def _ask(self) -> list[_Group]:
        answer = await patiently(lambda: self._client.usergroups_list(include_count=True))
        return [
            _Group(str(one["id"]), str(one["name"]), str(one["handle"]), int(one.get("user_count") or 0))
            for one in answer["usergroups"]
        ]
