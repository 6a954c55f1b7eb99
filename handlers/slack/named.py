"""Tasks by the names that people type behind a command."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from domain.errors import LabelingError
from domain.model import Actor, Person
from domain.read_models import TaskRow
from handlers.slack.directory import Directory
from handlers.slack.payloads import Click, mentioned, typed
from services.listing import PAGE, Listing

T = TypeVar("T")


class Named:
    def __init__(self, listing: Listing, directory: Directory) -> None:
        self._listing = listing
        self._directory = directory

    async def task(self, clicked: Click, person: Person, name: str, example: str) -> TaskRow:
        """The one task that is called so. `example`: what could have been typed."""
        if not name:
            raise LabelingError(f"Which task? Type for example: `{example}`")
        found = await self.find(clicked, name, partial(self._listing.named, person))
        return _only(found or [], typed(name))

    async def find(self, clicked: Click, name: str, find: Callable[[str], T]) -> T:
        """What `find` finds by the first reading of the name that fits any: as it came, which may be how it was typed;
        as it was typed before Slack made references of it; with people's names as clients write them.
        """
        for words in dict.fromkeys((name, typed(name))):
            if found := await asyncio.to_thread(find, words):
                return found
        people = [await self._directory.person(Actor(clicked.actor.workspace, user)) for user in mentioned(name)]
        return await asyncio.to_thread(find, typed(name, {person.user: person.name for person in people}))


def _only(found: list[TaskRow], name: str) -> TaskRow:
    if not found:
        raise LabelingError(f"There is no task called “{name}”. `/label tasks` lists what there is.")
    if len(found) > 1:
        names = ", ".join(f"“{row.name}”" for row in found[:PAGE])
        more = " and others" if len(found) > PAGE else ""
        raise LabelingError(
            f"More than one task has “{name}” in its name: {names}{more}. Type the whole name. `/label tasks` with "
            "these words behind it lists them all."
        )
    return found[0]
