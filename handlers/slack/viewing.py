"""Looking closer: the whole of a text in a window, and the way to the web pages."""

import asyncio
from typing import Any

from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.payloads import Click
from services.links import editor_path, page_path
from services.signing_in import SigningIn
from services.viewing import Viewing
from views.slack import contents, ids, notices
from views.slack.parts import Message


class ViewingDoor:
    def __init__(self, viewing: Viewing, signing_in: SigningIn, directory: Directory, answering: Answering) -> None:
        self._viewing = viewing
        self._signing_in = signing_in
        self._directory = directory
        self._answering = answering

    def register(self, door: Door) -> None:
        door.action(ids.READ_ALL, self.read)
        door.action(ids.READ_PAGE, self.turn)
        door.action(ids.WEB_SIGNIN, self.sign_in)
        door.action(ids.EDITOR_SIGNIN, self.sign_in_to_edit)
        door.action(ids.OPEN_PAGE, self.opened)

    async def read(self, clicked: Click) -> Answer:
        model = await asyncio.to_thread(self._viewing.text, clicked.actor, *clicked.numbers(3))
        return Answer(after=lambda: self._answering.window(clicked, contents.text_window(model)))

    async def turn(self, clicked: Click) -> Answer:
        model = await asyncio.to_thread(self._viewing.text, clicked.actor, *clicked.numbers(3))
        return Answer(after=lambda: self._answering.update_window(clicked, contents.text_window(model)))

    async def opened(self, _clicked: Click) -> Answer:
        """The browser has gone there by itself; Slack wants an answer all the same."""
        return Answer()

    async def sign_in(self, clicked: Click) -> Answer:
        """For the page of the input whose button it is."""
        return await self._lead(clicked, page_path(*clicked.numbers(2)))

    async def sign_in_to_edit(self, clicked: Click) -> Answer:
        """For the editor, at the item whose button it is."""
        task, assignment, is_review = clicked.numbers(3)
        return await self._lead(clicked, editor_path(task, assignment, is_review=bool(is_review)))

    async def _lead(self, clicked: Click, path: str) -> Answer:
        await self._directory.person(clicked.actor)
        url = await asyncio.to_thread(self._signing_in.link, clicked.actor, path)
        return Answer(after=lambda: self._hand_over(clicked, url))

    async def ask(self, clicked: Click, _rest: str) -> Answer:
        """`/label signin`"""
        await self._directory.person(clicked.actor)
        url = await asyncio.to_thread(self._signing_in.link, clicked.actor)
        return Answer(_for_their_eyes(notices.sign_in(url)))

    async def _hand_over(self, clicked: Click, url: str) -> None:
        here = clicked.response_url
        message = _for_their_eyes(notices.sign_in(url)) | {"replace_original": False}
        if here is not None and await self._answering.respond(here, message):
            return
        await self._answering.window(clicked, notices.sign_in_window(url))


def _for_their_eyes(message: Message) -> dict[str, Any]:
    return message.payload() | {"response_type": "ephemeral", "unfurl_links": False, "unfurl_media": False}
