"""Reminders: turning them off and on, and the way from them to the list."""

import asyncio

from domain.model import Person
from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.payloads import Click
from handlers.slack.redrawing import Redrawing
from services.listing import Listing
from services.reminding import Reminding
from views.slack import ids, reminders, task_list


class RemindingDoor:
    def __init__(
        self,
        reminding: Reminding,
        listing: Listing,
        directory: Directory,
        answering: Answering,
        redrawing: Redrawing,
    ) -> None:
        self._reminding = reminding
        self._listing = listing
        self._directory = directory
        self._answering = answering
        self._redrawing = redrawing

    def register(self, door: Door) -> None:
        door.action(ids.MUTE, self.switch)
        door.action(ids.ALL_TASKS, self.all_tasks)

    async def switch(self, clicked: Click) -> Answer:
        """The button on a reminder, on a digest, or on Home: each shows afterwards how it is now."""
        (on,) = clicked.numbers(1)
        person = await self._mute(clicked, on=bool(on))
        if clicked.is_home:
            return Answer(after=lambda: self._redrawing.home(person))
        note = reminders.switched(is_muted=bool(on))
        if reminders.is_in_digest(clicked.action):
            return Answer(note=note)
        return Answer(after=lambda: self._repaint(clicked, person), note=note)

    async def mute(self, clicked: Click, _rest: str) -> Answer:
        """`/label mute`"""
        await self._mute(clicked, on=True)
        return Answer(note=reminders.switched(is_muted=True))

    async def unmute(self, clicked: Click, _rest: str) -> Answer:
        """`/label unmute`"""
        await self._mute(clicked, on=False)
        return Answer(note=reminders.switched(is_muted=False))

    async def all_tasks(self, clicked: Click) -> Answer:
        person = await self._directory.person(clicked.actor)
        page = await asyncio.to_thread(self._listing.page, person)
        return Answer(after=lambda: self._answering.window(clicked, task_list.modal(page)))

    async def _mute(self, clicked: Click, *, on: bool) -> Person:
        person = await self._directory.person(clicked.actor)
        await asyncio.to_thread(self._reminding.mute, clicked.actor, on=on)
        return person

    async def _repaint(self, clicked: Click, person: Person) -> None:
        if clicked.response_url is not None:
            present = await asyncio.to_thread(self._reminding.present, person.actor)
            await self._answering.repaint(clicked.response_url, reminders.reminder(present).payload())
